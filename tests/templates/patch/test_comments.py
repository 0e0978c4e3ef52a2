"""Comments on cells: ours are put there, replaced the next time, and stand below what people wrote."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment

from templates.patch import CannotPatch, comment, open_package, set_cells
from templates.patch.archive import members
from templates.writer import SafeWorkbook

HEAD, END = "Meritbook:\n", "\n———"


def issued(own: dict[tuple[int, int], str] | None = None) -> bytes:
    """Return a workbook as we write it, with comments of its own on the first sheet."""
    book = SafeWorkbook("en")
    sheet = book.sheet("Appraisal")
    sheet.write_row(0, 0, ["Name", "Actual"], book.look("header"))
    sheet.raw.add_table(0, 0, 9, 1, {"columns": [{"header": "Name"}, {"header": "Actual"}]})
    sheet.validation(1, 1, 9, 1, {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.page(header_row=0)
    for (row, column), text in (own or {}).items():
        sheet.raw.write_comment(row, column, text)
    other = book.sheet("Other's sheet")
    other.raw.write_comment(0, 0, "theirs, elsewhere")
    return book.save()


def by_openpyxl(text: str) -> bytes:
    """Return a workbook that openpyxl saved, with a person's comment at B2."""
    book = openpyxl.load_workbook(BytesIO(issued()))
    book["Appraisal"]["B2"].comment = Comment(text, "Li Na")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def texts(data: bytes, sheet: str = "Appraisal") -> dict[str, str]:
    """Return the comments of a sheet as openpyxl reads them."""
    rows = openpyxl.load_workbook(BytesIO(data))[sheet].iter_rows()
    return {cell.coordinate: cell.comment.text for row in rows for cell in row if cell.comment}


def shapes(data: bytes) -> list[tuple[int, int]]:
    """Return row and column [0-based] of the notes drawn, over all sheets."""
    package = open_package(data)
    drawings = [package.read(name).decode() for name in package.names if name.endswith((".vml", "Drawing"))]
    place = re.compile(r"<\w+:Row>(\d+)</\w+:Row>\s*<\w+:Column>(\d+)</")
    return sorted((int(row), int(column)) for text in drawings for row, column in place.findall(text))


def test_comments_on_a_sheet_without_any() -> None:
    """Cells receive comments, each drawn once, and the sheet's other children keep their order."""
    data = comment(issued(), {"Appraisal": {"B3": "Still empty & <open>.", "A2": "二"}})
    assert texts(data) == {"A2": f"{HEAD}二{END}", "B3": f"{HEAD}Still empty & <open>.{END}"}
    assert shapes(data) == [(0, 0), (1, 0), (2, 1)]
    xml = open_package(data).text("xl/worksheets/sheet1.xml")
    kinds = re.findall(r"<(dataValidations|pageMargins|legacyDrawing|tableParts)\b", xml)
    assert kinds == ["dataValidations", "pageMargins", "legacyDrawing", "tableParts"]
    assert texts(data, "Other's sheet") == {"A1": "theirs, elsewhere"}


def test_a_persons_comment_stays_above_ours() -> None:
    """A person's comment on the same cell is kept and ours follows; comments elsewhere stay as they are."""
    data = comment(issued({(1, 1): "Agreed with Li.", (4, 0): "Later"}), {"Appraisal": {"B2": "Too high."}})
    assert texts(data) == {"B2": f"Agreed with Li.\n{HEAD}Too high.{END}", "A5": "Later"}
    assert shapes(data) == [(0, 0), (1, 1), (4, 0)]


@pytest.mark.parametrize(
    "data", [issued({(1, 1): "Agreed."}), by_openpyxl("Agreed.")], ids=["xlsxwriter", "openpyxl"]
)
def test_next_time_ours_are_replaced(data: bytes) -> None:
    """A copy returned again carries only the comments of now, and those of people."""
    first = comment(data, {"Appraisal": {"B2": "Too high.", "A3": "Unknown."}})
    second = comment(first, {"Appraisal": {"A4": "New."}})
    assert texts(second) == {"B2": "Agreed.", "A4": f"{HEAD}New.{END}"}
    assert shapes(second) == [(0, 0), (1, 1), (3, 0)]
    assert texts(comment(second, {})) == {"B2": "Agreed."}


def test_an_answer_below_ours_is_a_persons() -> None:
    """What somebody writes below our words, or above them, stays when ours go."""
    first = comment(issued({(1, 1): "Agreed."}), {"Appraisal": {"B2": "Too high.", "A3": "Unknown."}})
    book = openpyxl.load_workbook(BytesIO(first))
    for cell, above, below in (("B2", "", "\nIt is right."), ("A3", "See:\n", "\nShe is new.")):
        note = book["Appraisal"][cell].comment
        book["Appraisal"][cell].comment = Comment(f"{above}{note.text}{below}", "Li Na")
    stream = BytesIO()
    book.save(stream)
    second = comment(stream.getvalue(), {"Appraisal": {"B2": "Still too high."}})
    assert texts(second) == {
        "A3": "See:\nShe is new.",
        "B2": f"Agreed.\nIt is right.\n{HEAD}Still too high.{END}",
    }


def test_only_the_parts_concerned_change() -> None:
    """A comment touches its sheet, its own parts and the lists of parts; nothing else."""
    data = issued()
    before = {name: member.local for name, member in members(data)[0].items()}
    after = {
        name: member.local for name, member in members(comment(data, {"Appraisal": {"A1": "x"}}))[0].items()
    }
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }
    assert after.keys() - before.keys() == {"xl/comments2.xml", "xl/drawings/vmlDrawing2.vml"}


def test_a_new_part_is_named_from_the_folder_of_its_sheet() -> None:
    """A sheet leads to its new comments as Excel writes it, since some web tools know no other way."""
    data = comment(issued(), {"Appraisal": {"A1": "x"}})
    related = open_package(data).text("xl/worksheets/_rels/sheet1.xml.rels")
    assert 'Target="../comments2.xml"' in related
    assert 'Target="../drawings/vmlDrawing2.vml"' in related


def test_many_comments_get_ids_of_their_own() -> None:
    """A drawing with more than a thousand notes names all blocks of ids it uses, and no id comes twice."""
    data = comment(issued(), {"Appraisal": {f"A{row}": "x" for row in range(1, 1500)}})
    package = open_package(data)
    drawings = [package.read(name).decode() for name in package.names if name.endswith(".vml")]
    blocks = [re.search(r'idmap v:ext="edit" data="([\d,]+)"', text) for text in drawings]
    assert sorted(found[1] for found in blocks if found) == ["1", "2,3"]
    numbers = re.findall(r'id="_x0000_s(\d+)"', "".join(drawings))
    assert len(numbers) == len(set(numbers)) == 1500


def test_long_comments_are_cut() -> None:
    """A comment of endless length is cut, with a sign that something is missing."""
    text = texts(comment(issued(), {"Appraisal": {"A1": "x" * 50_000}}))["A1"]
    assert len(text) < 10_000
    assert text.endswith(f"…{END}")


def test_unknown_sheet() -> None:
    """A comment for a sheet that is not there is refused."""
    with pytest.raises(CannotPatch, match="no_sheet"):
        comment(issued(), {"Nowhere": {"A1": "x"}})


def test_cells_can_be_set_beside_comments() -> None:
    """Changing cells of a commented sheet leaves its comments alone."""
    data = set_cells(comment(issued(), {"Appraisal": {"A1": "x"}}), {"Appraisal": {"B5": 1}})
    assert texts(data) == {"A1": f"{HEAD}x{END}"}
