"""The returned copy is the sender's own file: what is not ours to change stays, byte for byte."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl.comments import Comment

from sync.reading.submission import read_submission
from sync.reading.tables import find_table
from sync.reading.xlsx import read_book
from sync.reports.returned import legible, returned_copy
from templates.patch import Package, open_package
from templates.patch.archive import members
from templates.patch.package import relations_part
from templates.stamp import SHEET
from templates.tables import TABLES
from tests.builders import sample_stamp
from tests.editing import opened, saved
from tests.sync.reports.material import found, issued, judged, many_mistakes, returned, sent_back
from tests.writers import WRITERS
from tests.writers.samples import filled, language_of, rewritten

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
"""A picture of one point."""
THREAD = "{00000000-0000-0000-0000-000000000001}"
SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
TOUCHED = {"Cover", "Findings", "Appraisal", "Summary", SHEET}
"""Sheets in which something of ours is written."""


@cache
def donor() -> Package:
    """Return a workbook with a sheet of a chart, a picture and numbers."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("My chart")
    sheet.write_column(0, 0, [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='My chart'!$A$1:$A$3"})
    sheet.insert_chart("C2", chart)
    sheet.insert_image("C20", "point.png", {"image_data": BytesIO(PICTURE)})
    book.close()
    return open_package(stream.getvalue())


KINDS = {
    "xl/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "xl/media/image1.png": "image/png",
    "xl/worksheets/mine.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "xl/worksheets/_rels/mine.xml.rels": "",
    "xl/drawings/_rels/drawing1.xml.rels": "",
    "customXml/item1.xml": "application/xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "xl/printerSettings/printerSettings1.bin": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    ),
    "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
}


def foreign() -> dict[str, bytes]:
    """Return parts that a sender's programs may have put into a workbook."""
    parts = {name: donor().read(name.replace("mine", "sheet1")) for name in list(KINDS)[:6]}
    thread = (
        f'<ThreadedComments xmlns="{SPACE}"><threadedComment ref="K2" dT="2026-10-05T08:00:00.00" '
        f'personId="{THREAD}" id="{THREAD}"><text>Is this right?</text></threadedComment></ThreadedComments>'
    )
    person = f'<personList xmlns="{SPACE}"><person displayName="Li" id="{THREAD}" userId="Li"/></personList>'
    return parts | {
        "customXml/item1.xml": b"<mine/>",
        "xl/vbaProject.bin": bytes(range(256)),
        "xl/printerSettings/printerSettings1.bin": bytes(reversed(range(256))),
        "xl/persons/person.xml": person.encode(),
        "xl/threadedComments/threadedComment1.xml": thread.encode(),
    }


@cache
def rich() -> bytes:
    """Return a department's workbook with many mistakes, a person's comments and links, and foreign parts."""
    book = opened(many_mistakes())
    book["Appraisal"]["K2"].comment = Comment("[Threaded comment]\n\nIs this right?", f"tc={THREAD}")
    book["Appraisal"]["K3"].comment = Comment("Ask finance.", "Zhao Min")
    book["Guide"]["B2"].comment = Comment("Read this!", "Zhao Min")
    for sheet, cell in (("Appraisal", "O5"), ("Findings", "L9"), ("Cover", "B40")):
        book[sheet][cell] = "see there"
        book[sheet][cell].hyperlink = "https://example.org/?a=b&c"
    package = open_package(saved(book))
    for name, content in foreign().items():
        package.add(name, content, KINDS[name])
    sheet = package.sheet_part("Appraisal")
    package.relate(sheet, "printerSettings", "xl/printerSettings/printerSettings1.bin")
    package.relate(sheet, "threadedComment", "xl/threadedComments/threadedComment1.xml")
    for kind, part in (
        ("vbaProject", "xl/vbaProject.bin"),
        ("person", "xl/persons/person.xml"),
        ("customXml", "customXml/item1.xml"),
    ):
        package.relate("xl/workbook.xml", kind, part)
    _add_sheet(package)
    return package.save()


def _add_sheet(package: Package) -> None:
    """Add the sheet with chart and picture to the tabs."""
    number = package.relate("xl/workbook.xml", "worksheet", "xl/worksheets/mine.xml")
    xml = package.text("xl/workbook.xml")
    tag = (
        f'<sheet xmlns:r="{package.relation_base()}" name="My chart" sheetId="99" r:id="{number}"/></sheets>'
    )
    package.replace("xl/workbook.xml", xml.replace("</sheets>", tag).encode())


def marked(data: bytes, revision: int = 2) -> bytes:
    """Return the copy, although the gate does not let such macros in yet."""
    known = many_mistakes()
    return returned_copy(data, judged(known), sample_stamp(revision), "en", legible(saved(opened(known))))


def changed(before: bytes, after: bytes) -> set[str]:
    """Return the names of the parts that are not the same bytes any more, and of new ones."""
    old, new = members(before)[0], members(after)[0]
    assert old.keys() <= new.keys()
    return {name for name in new if name not in old or old[name].local != new[name].local}


def test_only_what_is_ours_changes() -> None:
    """Macros, custom XML, printer settings, pictures, charts, threads, foreign sheets stay the same bytes."""
    package = open_package(rich())
    sheets = {package.sheet_part(name) for name in TOUCHED}
    known = {relation.target for part in sheets for relation in package.relations(part)}
    notes = {name for name in known if "comments" in name.lower() and "thread" not in name.lower()}
    drawn = {name for name in known if "legacyDrawing" in name or name.endswith(".vml")}
    added = {"[Content_Types].xml", *map(relations_part, sheets)}
    touched = changed(rich(), marked(rich()))
    old = touched & set(package.names)
    assert old <= sheets | notes | drawn | added
    assert not old & foreign().keys()
    assert all("omments" in name or ".vml" in name or "rels" in name for name in touched - old)
    assert {package.sheet_part(name) for name in ("Cover", "Findings", SHEET)} <= old


def test_macros_go_along() -> None:
    """The project of macros is there, and the workbook still leads to it."""
    package = open_package(marked(rich()))
    assert package.read("xl/vbaProject.bin") == bytes(range(256))
    assert "xl/vbaProject.bin" in {one.target for one in package.relations("xl/workbook.xml")}


def test_comments_and_threads_of_people_are_kept() -> None:
    """A person's note stays above ours; a thread stays whole, the note beside it has ours, too."""
    book = opened(marked(marked(rich()), 3))
    notes = {cell: book["Appraisal"][cell].comment.text for cell in ("K2", "K3")}
    assert notes["K2"].startswith("[Threaded comment]\n\nIs this right?\nMeritbook:\nError V001")
    assert notes["K3"].startswith("Ask finance.\nMeritbook:\nError V001")
    assert all(text.count("Meritbook:") == 1 for text in notes.values())
    assert book["Appraisal"]["K2"].comment.author == f"tc={THREAD}"
    assert book["Guide"]["B2"].comment.text == "Read this!"


def test_links_of_people_are_kept() -> None:
    """Links that a person put on our sheets, beside our lists, lead where they led."""
    book = opened(marked(marked(rich()), 3))
    for sheet, cell in (("Appraisal", "O5"), ("Findings", "L9"), ("Cover", "B40")):
        assert book[sheet][cell].hyperlink.target == "https://example.org/?a=b&c"
        assert book[sheet][cell].value == "see there"


def test_links_lead_to_cells_that_carry_the_comment() -> None:
    """Every link of the Findings sheet leads to a cell in which the same finding is told."""
    book = opened(sent_back(many_mistakes()))
    rows = [row for row in book["Findings"].iter_rows(min_row=2) if row[2].value]
    assert len(rows) == len(judged(many_mistakes()))
    for row in rows:
        sheet, cell = row[3].hyperlink.location.split("!")
        assert f"{row[2].value}: {row[7].value}" in book[sheet.strip("'")][cell].comment.text


@pytest.mark.parametrize("key", [key for key, one in WRITERS.items() if one.known == "kept" or one.rewrite])
def test_whichever_program_saved_the_workbook(key: str) -> None:
    """Stamp and comments are written, and what was typed stays, whichever program saved the workbook."""
    data, language = rewritten(key), language_of(key)
    sent = read_submission(data)
    table = sent.tables["appraisal"]
    cells = [str(table.place(row, "actual")) for row in table.rows]
    findings = [found("V001", cell, sheet=table.sheet) for cell in cells]
    assert sent.stamp is not None
    stamp = replace(sample_stamp(7, language), columns=sent.stamp.columns)
    copy = returned_copy(data, findings, stamp, language)
    back = read_submission(copy)
    assert back.stamp == stamp
    assert (back.tables, back.content_digest) == (sent.tables, sent.content_digest)
    package = open_package(copy)
    notes = [
        package.text(relation.target)
        for relation in package.relations(package.sheet_part(table.sheet))
        if relation.kind == "comments"
    ]
    assert re.findall(r'<comment ref="(\w+)"', notes[0]) == cells
    listing = find_table(read_book(copy), TABLES["findings"])
    assert listing is not None
    assert [row.text("code") for row in listing.rows] == ["V001"] * len(cells)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_protected_sheets_stay_protected(language: str) -> None:
    """Where every sheet is protected, even with a password, findings are marked and the locks stay."""
    book = opened(filled(language))
    for sheet in book:
        sheet.protection.sheet = True
        sheet.protection.password = "secret"
    data = saved(book)
    cell = "K2"
    name = book.worksheets[3].title
    copy = opened(returned_copy(data, [found("V001", cell, sheet=name)], sample_stamp(2, language), language))
    assert copy[name][cell].comment is not None
    assert all(sheet.protection.sheet and sheet.protection.password for sheet in copy)


def test_the_sheet_findings_renamed_and_moved() -> None:
    """A Findings sheet that was renamed, moved to the front and hidden is found by its titles, and shown."""
    book = opened(many_mistakes())
    book["Findings"].title = "Was zu tun ist"
    book.move_sheet("Was zu tun ist", -6)
    book["Was zu tun ist"].sheet_state = "hidden"
    copy = opened(sent_back(saved(book)))
    assert copy["Was zu tun ist"].sheet_state == "visible"
    assert copy["Was zu tun ist"]["C2"].value == "F003"


def test_a_damaged_part_is_left_alone() -> None:
    """Comments in a shape nobody knows are left as they are; the rest is done."""
    package = open_package(issued())
    package.replace("xl/comments1.xml", b"<comments><!-- odd --></comments>")
    copy = returned(package.save())
    assert open_package(copy).read("xl/comments1.xml") == b"<comments><!-- odd --></comments>"
    assert b"B003" in open_package(copy).read(open_package(copy).sheet_part("Findings"))
