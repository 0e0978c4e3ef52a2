"""What Word knows and python-docx has no call for: bookmarks, links, fields, fixed and repeated rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from templates.styles import RULE
from templates.writer import CREATED

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

CONTENTS = r'TOC \o "1-2" \n \h \z \u'
"""The contents have no page numbers: only a program that lays out the pages knows these."""

UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Parts of the plain document that say nothing of this one, by their relationships."""


def element(name: str, /, **attributes: str) -> Any:
    """Return an element of Word's markup with attributes of its own namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def chinese(run: Run) -> None:
    """Let quotation marks and dashes in Chinese text be as wide as its signs, not narrow as Latin ones."""
    if any("\u4e00" <= sign <= "\u9fff" for sign in run.text):
        properties: Any = run._r.get_or_add_rPr()
        properties.insert_element_before(element("rFonts", hint="eastAsia"), "w:b", "w:color", "w:sz")


def bookmark(paragraph: Paragraph, mark: str) -> None:
    """Give a paragraph a name that links lead to."""
    number = mark.lstrip("_Toc").lstrip("0")
    paragraph._p.insert(1, element("bookmarkStart", id=number, name=mark))
    paragraph._p.append(element("bookmarkEnd", id=number))


def contents(at: Paragraph, headings: Sequence[tuple[int, str, str]]) -> None:
    """Write the table of contents before a paragraph, as a field that Word can renew."""
    paragraphs = [_entry(at, *heading) for heading in headings]
    first, last = paragraphs[0]._p, paragraphs[-1]._p
    opening = [_run(element("fldChar", fldCharType="begin")), _run(_instruction(CONTENTS))]
    opening.append(_run(element("fldChar", fldCharType="separate")))
    for place, run in enumerate(opening, start=1):
        first.insert(place, run)
    last.append(_run(element("fldChar", fldCharType="end")))


def _entry(at: Paragraph, level: int, title: str, mark: str) -> Paragraph:
    """Write one line of the contents, which leads to its section."""
    paragraph = at.insert_paragraph_before(style=f"toc {level}")
    link = element("hyperlink", anchor=mark, history="1")
    paragraph.add_run(title)
    link.append(paragraph.runs[0]._r)
    paragraph._p.append(link)
    return paragraph


def _run(content: Any) -> Any:
    run = element("r")
    run.append(content)
    return run


def _instruction(text: str) -> Any:
    found = element("instrText")
    found.text = f" {text} "
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return found


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Write what the program fills in, such as the number of a page."""
    simple = element("fldSimple", instr=instruction)
    paragraph.add_run(shown)
    simple.append(paragraph.runs[-1]._r)
    paragraph._p.append(simple)


def fixed(table: Table, widths: Sequence[float]) -> None:
    """Give a table its widths [cm], thin lines, and some air in its cells."""
    from docx.shared import Cm

    table.autofit = False
    properties = table._tbl.tblPr
    edges = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(element(side, val="single", sz="4", space="0", color=RULE.removeprefix("#")))
    air = element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        air.append(element(side, w="50" if side in ("top", "bottom") else "90", type="dxa"))
    layout: Any = properties.find(element("tblLayout").tag)
    for part in (edges, air):
        layout.addprevious(part) if part is edges else layout.addnext(part)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def whole(row: _Row, header: bool) -> None:
    """Keep a row on one page; a header row stands again on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if header:
        properties.append(element("tblHeader"))


def together(table: Table) -> None:
    """Keep all rows of a table on one page, by letting each stay with the next."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def shaded(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour."""
    shade = element("shd", val="clear", color="auto", fill=colour.removeprefix("#"))
    cell._tc.get_or_add_tcPr().append(shade)


def properties(document: Document, title: str, author: str) -> None:
    """Say what the document is; its times are fixed, so that the same content gives the same bytes."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, author, author, ""
    core.created = core.modified = CREATED.replace(tzinfo=None)
    for rels in (document.part.package.rels, document.part.rels):
        for name in [name for name, part in rels.items() if part.reltype.endswith(UNUSED)]:
            del rels[name]
