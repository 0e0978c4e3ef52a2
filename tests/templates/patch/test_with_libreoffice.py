"""Patched workbooks open in LibreOffice with all that was put in; those it saved are patched as well."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from templates.patch import comment, open_package, set_cells, set_links, show_sheet
from templates.writer import SafeWorkbook
from tests.libreoffice import Office, recalculate

pytestmark = pytest.mark.libreoffice
HEAD, END = "Meritbook:\n", "\n———"


def issued() -> bytes:
    """Return a workbook as we write it, with formulas, a table, a comment, a name and a hidden sheet."""
    book = SafeWorkbook("zh")
    sheet = book.sheet("考核评分", group="typed")
    for row in range(1, 9):
        sheet.write(row, 0, f"00{row}", book.look("fixed", "as_text"))
        sheet.write(row, 1, None, book.look("typed", "percent"))
        sheet.formula(row, 2, f'=IF(B{row + 1}="","",ROUND(B{row + 1}*100,2))', "", book.look("computed"))
        sheet.write(row, 3, None, book.look("typed", "date"))
    sheet.raw.add_table(
        0, 0, 8, 3, {"columns": [{"header": name} for name in ("工号", "完成值", "得分", "日期")]}
    )
    sheet.raw.write_comment(1, 1, "领导的备注")
    sheet.lock(1, 2, 8, 2, "公式", "由系统计算")
    sheet.page(header_row=0)
    findings = book.sheet("检查结果", state="hidden")
    findings.write(0, 0, "校验代码", book.look("header"))
    book.define("findings_table", "='检查结果'!$A$1:$C$1")
    return book.save()


def patched(data: bytes) -> bytes:
    """Return a workbook changed in every way the patcher knows."""
    data = set_cells(
        data,
        {
            "考核评分": {"B2": 0.85, "B3": 1, "A9": "=1+1", "A4": " 空格 \n二行", "B20": True},
            "检查结果": {"A2": "V001", "B2": "考核评分 › B2"},
        },
        cached={"考核评分": {"C2": 85, "C3": 100}},
    )
    data = comment(data, {"考核评分": {"B2": "请核实 & <此处>", "D4": "two\n\nlines"}})
    return show_sheet(set_links(data, "检查结果", {"B2": "#'考核评分'!B2"}), "检查结果", True)


def opened(data: bytes, values: bool = False) -> Workbook:
    """Open a workbook by openpyxl."""
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def expect(data: bytes) -> None:
    """Assert that a workbook holds all that `patched` put in, and its formulas still compute."""
    formulas, values = opened(data), opened(data, values=True)["考核评分"]
    sheet, findings = formulas["考核评分"], formulas["检查结果"]
    assert [sheet[cell].value for cell in ("B2", "B3", "A9", "A4", "A2")] == [
        0.85,
        1,
        "=1+1",
        " 空格 \n二行",
        "001",
    ]
    assert sheet["A9"].data_type == "s"
    assert sheet["C2"].value == '=IF(B2="","",ROUND(B2*100,2))'
    assert [values[cell].value or "" for cell in ("C2", "C3", "C4")] == [85, 100, ""]
    assert sheet["B2"].comment.text == f"领导的备注\n{HEAD}请核实 & <此处>{END}"
    assert sheet["D4"].comment.text == f"{HEAD}two\n\nlines{END}"
    assert findings["B2"].hyperlink.location.replace("#", "") in (
        "'考核评分'!B2",
        "考核评分!B2",
        "考核评分.B2",
    )
    assert (findings.sheet_state, findings["A2"].value) == ("visible", "V001")


def saved_again(data: bytes, office: Office, folder: Path, name: str) -> bytes:
    """Return a workbook opened, recalculated and saved by LibreOffice."""
    file = folder / f"{name}.xlsx"
    file.write_bytes(data)
    return recalculate(office, [file], folder / "saved")[0].read_bytes()


def test_patched_workbooks_open(libreoffice: Office, tmp_path: Path) -> None:
    """LibreOffice opens a patched workbook with its values, results, comments, links and sheets."""
    data = patched(issued())
    expect(data)
    expect(saved_again(data, libreoffice, tmp_path, "patched"))


def test_workbooks_saved_by_libreoffice_are_patched(libreoffice: Office, tmp_path: Path) -> None:
    """A workbook that LibreOffice saved is patched the same way, and LibreOffice opens the outcome."""
    data = patched(saved_again(issued(), libreoffice, tmp_path, "first"))
    expect(data)
    expect(saved_again(data, libreoffice, tmp_path, "second"))


def test_our_comments_are_known_again(libreoffice: Office, tmp_path: Path) -> None:
    """Comments that went through LibreOffice are still told apart: ours go, the others stay."""
    data = comment(saved_again(patched(issued()), libreoffice, tmp_path, "copy"), {"考核评分": {"A3": "新"}})
    for result in (data, saved_again(data, libreoffice, tmp_path, "next")):
        sheet = opened(result)["考核评分"]
        found = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
        assert found == {"B2": "领导的备注", "A3": f"{HEAD}新{END}"}
    assert open_package(data).names


def test_shared_names_stay(libreoffice: Office, tmp_path: Path) -> None:
    """Defined names are found in what LibreOffice saved."""
    data = saved_again(issued(), libreoffice, tmp_path, "names")
    assert open_package(data).defined_names()["findings_table"].replace("'", "") == "检查结果!$A$1:$C$1"
