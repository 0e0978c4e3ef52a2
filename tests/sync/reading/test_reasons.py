"""Every reason has a file that comes to it, and every file its reason: no dead end, no dead text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sync
from addin.texts import LANGUAGES, words
from sync.reading.cells import Unreadable
from sync.reading.reasons import in_words, reason
from sync.reading.xlsx import read_book
from tests.sync.reading.broken_files import BROKEN, announced
from tests.sync.reading.foreign_files import FOREIGN, HARMFUL
from tests.sync.reading.gate.test_zipped import TAMPERED

HERE = Path(__file__).parent
ELSEWHERE = {
    "too_slow": "test_pool.py",
    "out_of_memory": "test_pool.py",
    "worker_died": "test_pool.py",
    "failed": "test_pool.py",
    "unavailable": "test_pool.py",
    "not_a_table": "test_layouts.py",
    "no_rows": "test_layouts.py",
}
"""Reasons no single workbook comes to, and the tests that come to them."""


def raised() -> Iterator[str]:
    """Yield every code that the program names where it refuses a file."""
    for file in Path(str(sync.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unreadable" and node.args:
                yield from (
                    one.value
                    for one in _outcomes(node.args[0])
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def _outcomes(node: ast.expr) -> list[ast.expr]:
    """Return what an expression can become: both ends of a choice, every part of an `or`."""
    if isinstance(node, ast.IfExp):
        return [*_outcomes(node.body), *_outcomes(node.orelse)]
    return node.values if isinstance(node, ast.BoolOp) else [node]


def test_every_code_has_its_text() -> None:
    """Whatever code the program gives to a file it refuses, people read a text."""
    assert set(raised()) <= set(words("reading", "en")["reasons"])


def test_every_reason_has_a_file_of_its_own() -> None:
    """No reason is without a file in the tests that comes to it."""
    made = {case[0] for cases in (FOREIGN, HARMFUL, BROKEN, TAMPERED) for case in cases.values()}
    assert set(words("reading", "en")["reasons"]) == made | set(ELSEWHERE)
    for code, file in ELSEWHERE.items():
        assert code in (HERE / file).read_text(encoding="utf-8"), code


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_has_its_reason(name: str) -> None:
    """A workbook that is broken or too large is refused by its reason, in both languages."""
    code, make = BROKEN[name]
    with pytest.raises(Unreadable) as refused:
        read_book(make())
    assert refused.value.code == code
    assert all("{" not in reason(refused.value, language) for language in LANGUAGES)


@pytest.mark.parametrize("parts", [(), ("/xl/workbook.xml",), ("/xl/Workbook.xml",), ("/xl/%77orkbook.xml",)])
def test_a_workbook_may_be_announced_in_any_spelling(parts: tuple[str, ...]) -> None:
    """A workbook whose list of content types names it, in whatever spelling, or not at all, is read."""
    assert len(read_book(announced(*parts)).sheets) == 1


def test_every_reason_says_what_to_do() -> None:
    """Each reason says what to do: it ends in a full sentence after the one that names the trouble."""
    for language, stop in zip(LANGUAGES, (". ", "。"), strict=True):
        for code, text in words("reading", language)["reasons"].items():
            assert text.rstrip().endswith((".", "。")), code
            assert stop in text[:-1], code


@pytest.mark.parametrize("program", [*words("reading", "en")["save_as"], "unknown"])
def test_a_reason_names_the_menus_of_a_program(program: str) -> None:
    """How to save as .xlsx is said in the words of the program, of any where it is not known."""
    for language in LANGUAGES:
        tables = words("reading", language)
        said = in_words("reading.reasons.old_xls", {"program": program}, language)
        assert tables["save_as"].get(program, tables["save_as"]["any"]) in said
        said = in_words("reading.reasons.password", {"program": program}, language)
        assert tables["no_password"].get(program, tables["no_password"]["any"]) in said


def test_reasons_kept_before_programs_were_known() -> None:
    """A reason that an older archive keeps, without a program, is said with the menus of any."""
    kept = in_words("reading.reasons.old_xls", {}, "en")
    assert kept == reason(Unreadable("old_xls", program="any"), "en")
    assert ".xlsx" in kept
