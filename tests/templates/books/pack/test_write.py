"""Tests of the small workbooks as they are written: read again, sorted, and as LibreOffice computes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from addin.texts import LANGUAGES
from sync.reading.submission import read_submission
from sync.reading.xlsx import read_book
from templates.books.pack.filling import fill_pack
from templates.books.pack.plan import FIRST, STATUS, PackPlan
from templates.books.pack.todo import Typed
from templates.books.pack.write import write_pack
from templates.references import reference
from templates.tables.packs import PACKS, READ_KEY
from tests.libreoffice import Office, recalculate
from tests.packs import pack_plan, pack_workbook, typed_pack


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", PACKS)
def test_it_is_read_as_it_was_planned(edition: str, language: str) -> None:
    """The reader finds stamp and rows by key, and what was typed, in both languages."""
    plan = pack_plan(edition, language)
    read = read_submission(pack_workbook(edition, language=language))
    assert read.stamp == plan.stamp
    table = read.tables[edition]
    assert [(row.text("employee"), row.text("indicator")) for row in table.rows] == list(plan.keys)
    assert (table.unknown, table.missing, read.hidden_sheets, read.notes) == ((), (), (), ())


@pytest.mark.parametrize("edition", PACKS)
def test_the_same_plan_gives_the_same_bytes(edition: str) -> None:
    """A workbook written twice is the same file."""
    assert write_pack(pack_plan(edition)) == write_pack(pack_plan(edition))


@pytest.mark.parametrize("edition", PACKS)
def test_one_sheet_is_seen(edition: str) -> None:
    """A small workbook is one page; stamp and lists stay hidden."""
    book = read_book(pack_workbook(edition))
    assert [sheet.name for sheet in book.sheets if sheet.state == "visible"] == [pack_plan(edition).sheet]


def test_a_self_rating_that_counts_is_not_said_to_count_for_nothing() -> None:
    """The invitation says that the own view does not change the score only where that is so."""
    counting = replace(pack_plan("self"), counts=True)
    said = [str(cell.value) for cell in read_book(write_pack(counting)).sheets[0].cells]
    asked = [text for text in said if text.startswith("Your view counts first")]
    assert asked
    assert not any("score" in text for text in asked)


def wrong(plan: PackPlan) -> Typed:
    """Return a filling with a value that cannot be, one that does not apply, and the rest left empty."""
    keys = [line.key for line in plan.lines if plan.asked(line)]
    if plan.value == "actual":
        return {keys[0]: {"actual": "about 4"}, keys[-1]: {"actual": "not applicable"}}
    return {
        keys[0]: {"manager_rating": 7.0},
        **{key: {"manager_rating": "Not applicable"} for key in keys[1:]},
    }


FILLINGS = {"empty": lambda plan: {}, "full": typed_pack, "wrong": wrong}


@pytest.mark.libreoffice
def test_every_cached_value_is_what_libreoffice_computes(libreoffice: Office, tmp_path: Path) -> None:
    """To do and the first line show what their formulas give: empty, full, and filled wrongly."""
    books: dict[str, bytes] = {}
    for edition in PACKS:
        plan = pack_plan(edition)
        for name, filling in FILLINGS.items():
            books[f"{edition}-{name}"] = fill_pack(write_pack(plan), plan, filling(plan))
        chinese = pack_plan(edition, "zh")
        books[f"{edition}-zh"] = fill_pack(write_pack(chinese), chinese, typed_pack(chinese))
    files = [tmp_path / f"{name}.xlsx" for name in books]
    for file, data in zip(files, books.values(), strict=True):
        file.write_bytes(data)
    made = recalculate(libreoffice, files, tmp_path / "again")
    for file, data in zip(made, books.values(), strict=True):
        assert computed(file.read_bytes()) == computed(data), file.name


def computed(data: bytes) -> dict[str, object]:
    """Return what the formulas of the one visible sheet show, by cell."""
    sheet = next(sheet for sheet in read_book(data).sheets if sheet.state == "visible")
    return {
        reference(cell.row, cell.column): cell.value or "" for cell in sheet.cells if cell.formula is not None
    }


def test_the_first_line_counts_what_is_left() -> None:
    """Two cells are left in an empty self-appraisal: one rating and the confirmation; then all is done."""
    plan = pack_plan("self")
    place = reference(STATUS + 1, plan.place("indicator_name") + 1)
    assert (
        computed(write_pack(plan))[place] == "Please fill only the yellow cells. Cells left: 2; about 1 min."
    )
    done = computed(pack_workbook("self"))[place]
    assert str(done).startswith("All done, thank you.")


def test_measured_lines_of_a_self_appraisal_ask_for_nothing() -> None:
    """A measured line shows its target; only judged ones are asked for."""
    plan = pack_plan("self")
    asked = [line.key[1] for line in plan.lines if plan.asked(line)]
    assert asked == ["SAL-07"]
    assert plan.cell("target", plan.lines[0].key) == f"H{FIRST + 1}"
    assert plan.keys[-1] == READ_KEY
