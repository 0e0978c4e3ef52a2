"""The judge sees what it is there to see: a harness that cannot fail would promise nothing."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.findings import Finding
from sync.reading import gathering, quick, submission, xlsx
from sync.reading.cells import Cell, Unreadable
from tests.builders import filled_workbook, issued_workbook
from tests.fuzz import judge
from tests.fuzz.columns import no_text
from tests.fuzz.corpus import corpus, filled, saved_again
from tests.fuzz.judge import judged
from tests.fuzz.mutants import bases, mutant
from tests.fuzz.packing import packed, unpacked
from tests.fuzz.registry import MUTATIONS
from tests.referee import read_sheets
from tests.sync.reading.test_xlsx import rich_workbook, scheme_workbook

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm clock")


def shifted(cells: Any) -> Any:
    """Return a cell whose number is a little off."""
    return Cell(*cells[:3], cells.value + 1, *cells[4:]) if isinstance(cells.value, float) else cells


@pytest.mark.parametrize("base", corpus(), ids=[base.name for base in corpus()])
def test_valid_workbooks_are_accepted(base: Any) -> None:
    """Every workbook that mutations start from is read without a note, as the referee reads it."""
    for language in LANGUAGES:
        assert judged(packed(base.parts), language) == ("accepted", ())


@pytest.mark.parametrize("seed", range(8))
def test_headings_that_are_no_text_are_told(seed: int) -> None:
    """A workbook with an error or an odd number in place of a heading is read, and the checks say so."""
    base = corpus()[seed % len(corpus())]
    data = packed(no_text(Random(seed), base.parts))
    assert judged(data, LANGUAGES[seed % 2]) == ("accepted", ())


WHOLE = (rich_workbook, issued_workbook, filled_workbook, scheme_workbook)


@pytest.mark.parametrize("make", WHOLE)
def test_whole_workbooks_are_accepted(make: Callable[[], bytes]) -> None:
    """Both passes read whole workbooks, as written and saved again by openpyxl, as the referee reads them."""
    for data in (make(), saved_again(make())):
        assert judged(data) == ("accepted", ())


def test_packing_keeps_every_part() -> None:
    """A workbook taken apart and packed again holds the same cells."""
    assert read_sheets(packed(unpacked(filled("zh")))) == read_sheets(filled("zh"))


def test_a_wrong_value_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that gets one number wrong, in both passes, is told by cell and by entry."""
    monkeypatch.setattr(gathering, "number", lambda text: ("n", float(text) + 1))
    wrong = " ".join(judged(packed(corpus()[0].parts)).wrong)
    assert "value=97.0, formula=None, format=''), the referee ('n', 96.0, None)" in wrong
    assert "entries" in wrong


def test_passes_that_differ_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick pass that reads something else than the conforming one, or refuses alone, is told."""
    data = packed(corpus()[0].parts)
    with monkeypatch.context() as patched:
        patched.setattr(quick, "unescaped", str.lower)
        assert "the quick pass reads something else" in judged(data).wrong

    def refuse(*_: object) -> None:
        raise Unreadable("damaged")

    monkeypatch.setattr(quick, "unescaped", refuse)
    assert judged(data).outcome == "one pass"


def test_a_crash_and_a_hang_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is no refusal, and a reading that takes too long, are told."""
    data = packed(corpus()[0].parts)
    with monkeypatch.context() as patched:
        patched.setattr(xlsx, "read_contents", lambda *_: 1 / 0)
        assert judged(data) == ("crash", ("ZeroDivisionError: division by zero",))
    monkeypatch.setattr(judge, "SECONDS", 0.05)
    monkeypatch.setattr(xlsx, "read_contents", lambda *_: time.sleep(9))
    assert judged(data).outcome == "hang"


def test_a_refusal_without_advice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason that does not say what to do is told."""
    monkeypatch.setattr(judge, "reason", lambda *_: "The file is damaged.")
    assert judged(b"").wrong == ("no advice: The file is damaged.",) * 2


WORDLESS = {
    "a value is not filled in": {"message": "Cell {cell} is empty."},
    "without message or advice": {"fix": " "},
    "not on one line": {"message": "One line,\nand another."},
}


@pytest.mark.parametrize(("fault", "words"), WORDLESS.items(), ids=list(WORDLESS))
def test_a_finding_told_badly_is_seen(
    fault: str, words: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding with a value left out, without advice or on several lines is told."""
    odd = Finding("id", "V001", "error", "a.xlsx", "One", "A1", "x", None, "Mend it.", "It is odd.")
    monkeypatch.setattr(judge, "run_checks", lambda *_: [replace(odd, **words)])
    assert judged(packed(corpus()[0].parts), "en").wrong[0].startswith(f"{fault}: V001")


def test_entries_in_a_wrong_column_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table found in another place than its headings say is told, though all its cells are right."""
    found: Callable[..., Any] = submission.find_tables

    def elsewhere(*words: Any) -> Any:
        tables, twice = found(*words)
        return {key: table for key, table in tables.items() if key != "appraisal"}, twice

    monkeypatch.setattr(submission, "find_tables", elsewhere)
    assert judged(packed(corpus()[0].parts)).wrong[0].startswith("entries {'summary'")


def test_the_same_seed_makes_the_same_mutant() -> None:
    """A mutant is known by its seed and number."""
    assert mutant("a seed", 7, bases()) == mutant("a seed", 7, bases()) != mutant("another", 7, bases())


@pytest.mark.parametrize("level", MUTATIONS)
def test_every_mutation_changes_something(level: str) -> None:
    """Each mutation changes a workbook within some tries, so none of them is idle."""
    base = corpus()[0].parts
    for one in MUTATIONS[level]:
        assert any(list(one.do(Random(seed), base).items()) != list(base.items()) for seed in range(60)), (
            one.name
        )
