# ruff: noqa: E501 - pieces of XML stand one to a line
"""The valid workbooks that mutations start from: small ones, in the spellings of several programs."""

from __future__ import annotations

import re
import warnings
from functools import cache
from io import BytesIO
from typing import NamedTuple

from openpyxl import load_workbook

from templates.books.department.filling import fill_department
from templates.books.department.write import write_department
from tests import packages
from tests.builders import SUMMARIES, TYPED, sample_plan
from tests.fuzz.packing import Parts, unpacked
from tests.fuzz.spellings import in_strict, with_prefix

PEOPLE = ("00123", "E-07")
KEPT = (3, 4, 5, 9)
"""The sheets kept, by their number: members, appraisal, summary and stamp, those that are read as tables."""

ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>'
    '<row r="2" hidden="1"><c r="A2" s="1"><v>0.85</v></c><c r="B2" s="2"><v>46053</v></c><c r="C2" t="b"><v>1</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" ref="A3:A5" si="0">A2*$A$2</f><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c></row>'
    '<row r="4"><c r="A4"><f t="shared" si="0"/><v>2</v></c><c r="C4" t="d"><v>2026-07-01T12:00:00</v></c></row>'
    '<row r="5"><c r="A5"><f t="shared" si="0"/></c><c r="B5" t="str"><f>A1&amp;"x"</f><v>ax</v></c></row>'
    '<row r="6"><c r="A6"><f t="array" ref="A6:B7">A2:B3*2</f><v>2</v></c><c r="B6"><v>3</v></c></row>'
    '<row r="7"><c r="A7"><v>4</v></c><c r="B7"><f t="dataTable" ref="B7:B8" r1="A1" r2="A2"/><v>5</v></c></row>'
)
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
)


class Base(NamedTuple):
    """A workbook that mutations start from: its name, its parts, whether it was issued by us."""

    name: str
    parts: Parts
    issued: bool


@cache
def issued(language: str) -> bytes:
    """Return the workbook as it is issued."""
    return write_department(sample_plan(language, PEOPLE))


@cache
def filled(language: str) -> bytes:
    """Return the workbook as its manager fills it."""
    typed = {key: value for key, value in TYPED.items() if key[0] in PEOPLE}
    summaries = {employee: SUMMARIES[employee] for employee in PEOPLE}
    return fill_department(issued(language), sample_plan(language, PEOPLE), typed, summaries)


def small(parts: Parts) -> Parts:
    """Keep the sheets that are read as tables, and of those what precedes and holds the rows."""
    gone = [number for number in range(1, 10) if number not in KEPT]
    kept = {
        name: content
        for name, content in parts.items()
        if not name.startswith("xl/theme") and name not in {f"xl/worksheets/sheet{n}.xml" for n in gone}
    }
    for name in kept:
        text = kept[name].decode()
        text = re.sub(
            r"<dataValidations.*</dataValidations>|<conditionalFormatting.*</conditionalFormatting>", "", text
        )
        for number in gone:
            text = (
                re.sub(rf'<(?:sheet|Relationship) [^>]*"rId{number}"[^>]*>', "", text)
                if "workbook" in name
                else text
            )
            text = re.sub(rf'<Override PartName="/xl/worksheets/sheet{number}.xml"[^>]*>', "", text)
        kept[name] = re.sub(r'<[^>]*theme1.xml"[^>]*>', "", text).encode()
    return kept


def saved_again(data: bytes) -> bytes:
    """Return a workbook as openpyxl saves it."""
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        load_workbook(BytesIO(data), rich_text=True).save(stream)
    return stream.getvalue()


def by_hand() -> Parts:
    """Return a workbook of all the kinds of cells and formulas."""
    made = packages.parts(
        ROWS, "<si><t>a</t></si><si><r><t>b</t></r><rPh sb='0' eb='1'><t>c</t></rPh></si>", STYLES
    )
    return {name: text.encode() if isinstance(text, str) else text for name, text in made.items()}


@cache
def corpus() -> tuple[Base, ...]:
    """Return the workbooks, each made once."""
    english, chinese = small(unpacked(filled("en"))), small(unpacked(filled("zh")))
    again = small(unpacked(saved_again(filled("en"))))
    return (
        Base("filled", english, True),
        Base("filled in Chinese", chinese, True),
        Base("not filled", small(unpacked(issued("en"))), True),
        Base("saved again by openpyxl", again, True),
        Base("strict", in_strict(english), True),
        Base("with prefixes", with_prefix(english, "xl/worksheets/sheet4.xml"), True),
        Base("by hand", by_hand(), False),
    )
