"""Two thousand mutants of valid workbooks: each is read as the referee reads it, or refused with a reason.

The seed is a fixed one, so that a change of the code is judged by the same mutants every day; other seeds are
for `make fuzz`, or MERITBOOK_SEED.
"""

from __future__ import annotations

import os
import signal

import pytest

from tests.fuzz.mutants import judged_mutants

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm clock")
SEED = os.environ.get("MERITBOOK_SEED") or "meritbook"
SHARDS, EACH = 20, 100


@pytest.mark.parametrize("shard", range(SHARDS))
def test_mutants_are_read_rightly_or_refused_with_a_reason(shard: int) -> None:
    """No mutated workbook is read wrongly, hangs or crashes the reader, and each refusal says what to do."""
    told = judged_mutants(SEED, range(shard * EACH, (shard + 1) * EACH))
    wrong = [
        f"python -m tests.fuzz --seed {SEED} --only {one.number}: {one.base}, {one.mutations}: {one.verdict}"
        for one in told
        if one.verdict.wrong
    ]
    assert not wrong, "\n".join(wrong)
    assert sum(one.verdict.outcome.startswith("accepted") for one in told) >= EACH // 5
