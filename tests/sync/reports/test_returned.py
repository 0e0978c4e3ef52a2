"""The returned copy: the sender's own workbook, its findings marked, everything else the same bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sync.reading.tables import find_table
from sync.reading.xlsx import read_book
from sync.reports.returned import legible, returned_copy
from templates.patch import open_package, set_cells
from templates.patch.archive import members
from templates.stamp import SHEET, genuine, parse
from templates.tables import TABLES
from tests.editing import opened, saved
from tests.libreoffice import Office, recalculate
from tests.sync.reports.material import FINDINGS, KEY, NEXT, found, issued, returned


def test_cells_carry_their_findings() -> None:
    """A cell carries one comment with all its findings, the worst first, below what its reader wrote."""
    sheet = opened(returned(issued()))["Lee's Appraisal"]
    assert sheet["B2"].comment.text == (
        "A remark of the manager\nMeritbook:\n"
        "Error V001: V001 is open. Please choose.\n\nWarning V005: V005 is open. Please choose.\n———"
    )
    assert sheet["C9"].comment.text == "Meritbook:\nError W001: W001 is open. Please choose.\n———"
    assert (sheet["B2"].value, sheet["C9"].value) == (0.85, None)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_findings_sheet_is_filled(language: str) -> None:
    """The Findings sheet lists each finding below its header, skipping hidden rows; the old ones go."""
    data = returned(issued(language), language=language)
    sheet = opened(data)[TABLES["findings"].title(language)]
    assert sheet.sheet_state == "visible"
    assert [sheet.cell(row, 4).value for row in range(4, 11)] == [
        "B003",
        None,
        "V001",
        "W001",
        "W002",
        "V005",
        None,
    ]
    table = find_table(read_book(data), TABLES["findings"])
    assert table is not None
    first = next(row for row in table.rows if row.text("code") == "V001")
    assert [first.text(key) for key in ("place", "name", "found", "expected", "message", "fix")] == [
        "Lee's Appraisal › B2",
        "Li Na",
        "=85",
        "",
        "V001 is open.",
        "Please choose.",
    ]
    assert first.text("severity") == {"en": "Error", "zh": "须修改"}[language]


def test_findings_lead_to_their_cells() -> None:
    """A finding's place is a link to its cell; findings without a place there have none."""
    sheet = opened(returned(issued()))["Findings"]
    links = {row: sheet.cell(row, 5).hyperlink for row in range(4, 10)}
    assert {row: link.location for row, link in links.items() if link} == {
        6: "'Lee''s Appraisal'!B2",
        7: "'Lee''s Appraisal'!C9",
        9: "'Lee''s Appraisal'!B2",
    }


def test_nothing_found() -> None:
    """A copy without findings says so, in place of what an earlier copy said."""
    book = opened(returned(returned(issued()), []))
    assert str(book["Cover"]["B6"].value).startswith("Nothing yet.")
    assert [book["Findings"].cell(row, 2).value for row in (5, 6, 7)] == [None, None, None]
    assert str(book["Findings"]["B4"].value).startswith("Nothing yet.")
    assert book["Lee's Appraisal"]["C9"].comment is None


def test_stamp_is_the_new_one() -> None:
    """The stamp carries the new revision and its signature holds."""
    sheet = next(sheet for sheet in read_book(returned(issued())).sheets if sheet.name == SHEET)
    values = {(cell.row, cell.column): str(cell.value) for cell in sheet.cells}
    rows = [(values[row, 1], values[row, 2]) for row, column in values if column == 1]
    stamp = parse(row for row in rows if row != ("", ""))
    assert stamp == NEXT
    assert genuine(NEXT, KEY)


def test_everything_else_is_untouched() -> None:
    """Macros, parts of other programs, looks and the other sheets are the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(issued())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", bytes(range(256)))
        new.writestr("customXml/item1.xml", "<foreign/>")
    before = members(stream.getvalue())[0]
    copy = returned_copy(stream.getvalue(), FINDINGS, NEXT, "en", legible(issued(), {"Appraisal"}))
    after = members(copy)[0]
    assert {name for name in before if before[name].local != after[name].local} == {
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet4.xml",
        "xl/worksheets/sheet5.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert after.keys() == before.keys()


def test_a_copy_of_a_copy() -> None:
    """The next copy shows the findings of now only."""
    second = opened(returned(returned(issued()), [found("V009", "A2")]))
    sheet = second["Lee's Appraisal"]
    assert sheet["A2"].comment.text == "Meritbook:\nError V009: V009 is open. Please choose.\n———"
    assert sheet["B2"].comment.text == "A remark of the manager"
    assert sheet["C9"].comment is None
    assert [second["Findings"].cell(row, 4).value for row in range(4, 10)] == ["V009", *[None] * 5]


@pytest.mark.parametrize("missing", ["cover", "findings", SHEET])
def test_what_can_be_done_is_done(missing: str) -> None:
    """Where a sheet or a name is missing, the rest is done."""
    book = opened(returned(issued(without=missing)))
    assert book["Lee's Appraisal"]["C9"].comment is not None
    assert (book["Cover"]["B6"].value == "old point") == (missing == "cover")


def test_saved_again_by_openpyxl() -> None:
    """A workbook that another program saved is returned the same way."""
    book = opened(returned(saved(opened(issued()))))
    assert book["Lee's Appraisal"]["C9"].comment.text.startswith("Meritbook:\nError W001")
    assert book["Lee's Appraisal"]["B2"].comment.text.startswith("A remark of the manager\nMeritbook:")
    assert book["Findings"]["D4"].value == "B003"


def test_a_sheet_that_cannot_be_patched() -> None:
    """A sheet with markup that edits could spoil is left as it is, whole; the rest is done."""
    package = open_package(issued())
    part = package.sheet_part("Findings")
    xml = package.text(part).replace("<sheetData>", "<sheetData><!-- odd -->")
    package.replace(part, xml.encode())
    data = returned(package.save())
    assert b"<!-- odd -->" in open_package(data).read(part)
    assert opened(data)["Lee's Appraisal"]["C9"].comment is not None


def test_no_package_at_all() -> None:
    """Bytes that cannot be opened come back as they are."""
    assert returned(b"nothing of ours") == b"nothing of ours"


def test_a_workbook_the_reader_refuses() -> None:
    """A workbook with macros nobody issued still has its cells commented, and keeps its macros."""
    package = open_package(issued())
    package.add("xl/vbaProject.bin", b"macros", "application/vnd.ms-office.vbaProject")
    data = returned(package.save())
    assert opened(data)["Lee's Appraisal"]["C9"].comment is not None
    assert open_package(data).read("xl/vbaProject.bin") == b"macros"


def test_cells_typed_in_the_copy_are_kept_in_the_next() -> None:
    """The manager goes on in the copy, and the next copy holds what was typed."""
    typed = set_cells(returned(issued()), {"Lee's Appraisal": {"B2": 0.9}})
    assert opened(returned(typed))["Lee's Appraisal"]["B2"].value == 0.9


@pytest.mark.libreoffice
def test_saved_again_by_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    """A workbook that LibreOffice saved, before and after its first copy, is returned the same way."""
    file = tmp_path / "book.xlsx"
    file.write_bytes(issued("zh"))
    first = recalculate(libreoffice, [file], tmp_path / "first")[0]
    first.write_bytes(returned(first.read_bytes(), language="zh"))
    again = recalculate(libreoffice, [first], tmp_path / "second")[0].read_bytes()
    for data in (first.read_bytes(), again):
        book = opened(data)
        assert book["Lee's Appraisal"]["B2"].comment.text.startswith(
            "A remark of the manager\nMeritbook:\n须修改"
        )
        assert [book["检查结果"].cell(row, 4).value for row in (4, 6)] == ["B003", "V001"]
        assert book["Cover"]["B8"].value == "V001 B2·Li Na：漏填"
    last = opened(returned(again, [found("V009", "A2")]))
    sheet = last["Lee's Appraisal"]
    assert {cell: sheet[cell].comment and sheet[cell].comment.text for cell in ("A2", "B2", "C9")} == {
        "A2": "Meritbook:\nError V009: V009 is open. Please choose.\n———",
        "B2": "A remark of the manager",
        "C9": None,
    }
