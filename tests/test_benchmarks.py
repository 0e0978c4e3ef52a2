"""The benchmarks run: few workbooks, no seconds asserted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "few", "told"),
    [
        ("collecting", ("--files", "2", "--rounds", "1"), "one process"),
        ("issuing", ("--files", "2", "--rounds", "1"), "issue --jobs 2"),
        ("scanning", ("--files", "20"), "20 known files"),
        ("writing", ("--rounds", "1"), "executemany"),
        ("ranking", ("--people", "500"), "500 people in 10 pools"),
        ("scoring", ("--rows", "2000", "--cells", "200", "--rounds", "1"), "all mixed"),
        ("others", ("--departments", "2"), "results, everybody"),
        ("closing", ("--people", "100", "--rounds", "1"), "close, everything"),
        ("master", ("--rows", "400", "--rounds", "1"), "archive read and all"),
    ],
)
def test_a_benchmark_runs(name, few, told):
    """A benchmark does its work on a few files and prints its table."""
    words = [sys.executable, f"benchmarks/{name}.py", *few]
    done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8", cwd=HOUSE)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
