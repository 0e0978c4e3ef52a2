"""Sheets shown and hidden, links, the calculation chain, relationships: small edits of a workbook's frame."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest

from templates.patch import (
    CannotPatch,
    calculate_on_load,
    open_package,
    set_cells,
    set_links,
    show_sheet,
)
from templates.patch.package import TYPES
from templates.writer import SafeWorkbook


def issued() -> bytes:
    """Return a workbook with a visible, a hidden and a very hidden sheet, a name and a link."""
    book = SafeWorkbook("en")
    sheet = book.sheet("Appraisal & more")
    sheet.formula(0, 0, "=1+1", 2)
    sheet.link(1, 0, "internal:'Findings'!A1", "old")
    sheet.link(2, 0, "https://example.org/a?b=c&d", "outside")
    book.sheet("Findings", state="hidden")
    book.sheet("_meritbook", state="veryHidden")
    book.define("findings_table", "='Appraisal & more'!$A$1:$B$1")
    return book.save()


def with_calc_chain() -> bytes:
    """Return a workbook with a calculation chain, as Excel writes it."""
    package = open_package(issued())
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = b'<calcChain xmlns="' + space + b'"><c r="A1" i="1"/></calcChain>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    package.add("xl/calcChain.xml", chain, kind)
    package.relate("xl/workbook.xml", "calcChain", "xl/calcChain.xml")
    return package.save()


def test_sheets_and_their_parts() -> None:
    """Sheets are found by the names people see, in the order of the tabs."""
    assert open_package(issued()).sheet_parts() == {
        "Appraisal & more": "xl/worksheets/sheet1.xml",
        "Findings": "xl/worksheets/sheet2.xml",
        "_meritbook": "xl/worksheets/sheet3.xml",
    }


def test_defined_names() -> None:
    """Names of the workbook lead to their ranges."""
    assert open_package(issued()).defined_names() == {"findings_table": "'Appraisal & more'!$A$1:$B$1"}


def test_sheets_are_shown_and_hidden() -> None:
    """A sheet can be shown and hidden; the last visible one cannot be hidden."""
    shown = show_sheet(issued(), "Findings", True)
    assert openpyxl.load_workbook(BytesIO(shown))["Findings"].sheet_state == "visible"
    hidden = openpyxl.load_workbook(BytesIO(show_sheet(shown, "Appraisal & more", False)))
    assert hidden["Appraisal & more"].sheet_state == "hidden"
    assert hidden.active is hidden["Findings"]
    assert show_sheet(shown, "Findings", True) == shown
    with pytest.raises(CannotPatch, match="last_visible"):
        show_sheet(issued(), "Appraisal & more", False)
    with pytest.raises(CannotPatch, match="no_sheet"):
        show_sheet(issued(), "Nowhere", True)


def test_links_inside_the_workbook() -> None:
    """Links are added, replaced and taken away; links elsewhere stay."""
    data = set_links(issued(), "Appraisal & more", {"C7": "#'Appraisal & more'!K5", "A2": "#'Findings'!B2"})
    sheet = openpyxl.load_workbook(BytesIO(data))["Appraisal & more"]
    assert sheet["C7"].hyperlink.location == "'Appraisal & more'!K5"
    assert sheet["A2"].hyperlink.location == "'Findings'!B2"
    assert sheet["A3"].hyperlink.target == "https://example.org/a?b=c&d"
    without = set_links(data, "Appraisal & more", dict.fromkeys(("A2", "A3", "C7")))
    assert "<hyperlink" not in open_package(without).text("xl/worksheets/sheet1.xml")


def test_links_on_a_sheet_without_any() -> None:
    """The first link of a sheet stands where the format wants it."""
    sheet = openpyxl.load_workbook(BytesIO(set_links(issued(), "Findings", {"B2": "#'Findings'!A1"})))[
        "Findings"
    ]
    assert sheet["B2"].hyperlink.location == "'Findings'!A1"


def test_calculation_chain_goes_with_an_overwritten_formula() -> None:
    """Where a formula is overwritten, the chain that names its cell goes, with all that refers to it."""
    package = open_package(set_cells(with_calc_chain(), {"Appraisal & more": {"A1": 3}}))
    assert "xl/calcChain.xml" not in package.names
    assert "calcChain" not in package.text(TYPES)
    assert "calcChain" not in package.text("xl/_rels/workbook.xml.rels")
    kept = open_package(set_cells(with_calc_chain(), {"Appraisal & more": {"B1": 3}}))
    assert "xl/calcChain.xml" in kept.names


def test_calculation_on_load_when_asked() -> None:
    """A workbook can be made to calculate when it is opened."""
    package = open_package(issued())
    xml = package.text("xl/workbook.xml")
    for text in (
        xml.replace('fullCalcOnLoad="1"', ""),
        xml.replace('<calcPr calcId="124519" fullCalcOnLoad="1"/>', ""),
    ):
        package.replace("xl/workbook.xml", text.encode())
        calculate_on_load(package)
        assert package.text("xl/workbook.xml").count('fullCalcOnLoad="1"') == 1
        assert openpyxl.load_workbook(BytesIO(package.save())).calculation.fullCalcOnLoad


def test_a_missing_part() -> None:
    """Reading or replacing a part that is not there is refused."""
    package = open_package(issued())
    with pytest.raises(CannotPatch, match="no_part"):
        package.read("xl/nothing.xml")
    with pytest.raises(CannotPatch, match="no_part"):
        package.replace("xl/nothing.xml", b"")


def test_part_names_in_another_letter_case() -> None:
    """A relationship that spells its part's name in other letters than the zip leads there all the same."""
    package = open_package(issued())
    xml = package.text("xl/_rels/workbook.xml.rels").replace("worksheets/sheet", "Worksheets/SHEET")
    package.replace("xl/_rels/workbook.xml.rels", xml.encode())
    assert package.sheet_parts() == open_package(issued()).sheet_parts()


def test_a_prefix_before_every_name() -> None:
    """Parts in which every name carries a prefix, as Open XML SDK writes, are changed like any other."""
    package = open_package(issued())
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        xml = re.sub(r"<(/?)(?=\w)", r"<\1x:", package.text(part)).replace(" xmlns=", " xmlns:x=")
        package.replace(part, xml.encode())
    data = set_links(package.save(), "Appraisal & more", {"A2": "#'Findings'!B7"})
    sheet = openpyxl.load_workbook(BytesIO(set_cells(data, {"Appraisal & more": {"B2": 5}})))[
        "Appraisal & more"
    ]
    assert (sheet["B2"].value, sheet["A1"].value) == (5, "=1+1")
    assert sheet["A2"].hyperlink.location == "'Findings'!B7"
    assert sheet["A3"].hyperlink.target == "https://example.org/a?b=c&d"
