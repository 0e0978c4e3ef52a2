"""The manager goes on in the returned copy, sends it back, and so on: nothing grows, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.comments import Comment

from sync.findings import Finding, life
from sync.reading.submission import read_submission
from templates.books.department.layout import spot
from templates.patch import open_package
from tests.builders import sample_plan, sample_stamp
from tests.editing import opened, saved
from tests.libreoffice import Office, recalculate
from tests.sync.reports.material import judged, many_mistakes, sent_back, typed_into

ROUNDS = 10
REMARK = spot(sample_plan(), "comment", "00124", "SAL-02")
NOTE = "Ask finance."


def by_patcher(data: bytes, remark: str) -> bytes:
    """Type a remark as our own filling does."""
    return typed_into(data, "comment", ("00124", "SAL-02"), remark)


def by_openpyxl(data: bytes, remark: str) -> bytes:
    """Type a remark through openpyxl, which writes the whole workbook anew."""
    book = opened(data)
    book[REMARK.sheet][REMARK.reference] = remark
    return saved(book)


def begun() -> bytes:
    """Return a workbook with mistakes and a note of the manager on a cell that is marked."""
    book = opened(many_mistakes())
    book["Appraisal"]["K2"].comment = Comment(NOTE, "Zhao Min")
    return saved(book)


def shape(data: bytes) -> tuple[int, int, int]:
    """Return how many parts, comments and drawn notes a workbook has."""
    package = open_package(data)
    names = [name for name in package.names if name.endswith((".xml", ".vml"))]
    text = "".join(package.read(name).decode() for name in names)
    return (
        len(package.names),
        len(re.findall(r"<comment\b", text)),
        len(re.findall(r"ObjectType=\"Note\"", text)),
    )


@pytest.mark.parametrize("goes_on", [by_patcher, by_openpyxl])
def test_ten_rounds(goes_on: Callable[[bytes, str], bytes]) -> None:
    """After ten rounds the file is as large as after two, and all that was typed is there, notes too."""
    data, before, sizes, shapes = begun(), None, [], set()
    for number in range(2, 2 + ROUNDS):
        now = judged(data)
        copy = sent_back(data, number, life=life(now, before))
        data, before = goes_on(copy, f"Remark {number}"), now
        sizes.append(len(data))
        shapes.add(shape(data))
        assert read_submission(data).stamp == sample_stamp(number)
    assert len(shapes) <= 2
    assert max(sizes[1:]) < sizes[1] * 1.01
    _nothing_is_lost(data, before or [])


def _nothing_is_lost(data: bytes, findings: list[Finding]) -> None:
    """Expect the last remark, the manager's note above ours, and one comment for each cell with findings."""
    rows = {row.text("comment") for row in read_submission(data).tables["appraisal"].rows}
    assert f"Remark {ROUNDS + 1}" in rows
    sheet = opened(data)["Appraisal"]
    assert sheet["K2"].comment.text.startswith(f"{NOTE}\nMeritbook:\nError V001")
    noted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    assert noted == {found.cell for found in findings if found.sheet == "Appraisal"}
    assert read_submission(data).tables.keys() == read_submission(many_mistakes()).tables.keys()


@pytest.mark.libreoffice
def test_rounds_through_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    """LibreOffice opens the copy, computes the same scores in it, keeps its comments and its links."""
    file, plain = tmp_path / "copy.xlsx", tmp_path / "plain.xlsx"
    plain.write_bytes(begun())
    expected = _scores(recalculate(libreoffice, [plain], tmp_path / "plain")[0].read_bytes())
    data, before, sizes = begun(), None, []
    for number in range(2, 5):
        now = judged(data)
        file.write_bytes(sent_back(data, number, life=life(now, before)))
        data = recalculate(libreoffice, [file], tmp_path / str(number))[0].read_bytes()
        before = now
        sizes.append(len(data))
        assert _scores(data) == expected
        assert read_submission(data).stamp == sample_stamp(number)
        _links_lead_to_comments(data, now)
    assert max(sizes) < sizes[0] * 1.02
    data = by_patcher(data, f"Remark {ROUNDS + 1}")
    _nothing_is_lost(data, before or [])


def _scores(data: bytes) -> list[tuple[object, ...]]:
    """Return every computed cell of Appraisal and Summary."""
    tables = read_submission(data).tables
    return [
        (row.number, *((cell.kind, cell.value) for cell in row.cells.values() if cell.formula))
        for key in ("appraisal", "summary")
        for row in tables[key].rows
    ]


def _links_lead_to_comments(data: bytes, findings: list[Finding]) -> None:
    """Expect for each finding a link to the cell that carries its comment."""
    book = opened(data)
    places = [row[3].hyperlink.location for row in book["Findings"].iter_rows(min_row=2) if row[2].value]
    assert len(places) == len(findings)
    for place in places:
        sheet, cell = re.split("[!.]", place.replace("$", ""))
        assert "Meritbook:" in book[sheet.strip("#'")][cell].comment.text
