"""How the document looks: named Word styles in the palette of the workbooks, fonts for both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from templates.styles import INK, MUTED, SLATE, TEXT

if TYPE_CHECKING:
    from docx.document import Document

LATIN, CHINESE = "Calibri", "Microsoft YaHei"

BODY, SECOND, SECOND_RUN = "Body Text", "Second Language", "Second Language Words"
BULLET, GAP, TABLE = "List Bullet", "Gap", "Table Grid"
TABLE_TEXT, TABLE_NUMBER, TABLE_HEAD = "Table Text", "Table Number", "Table Heading"
COVER, COVER_SECOND, COVER_SMALL, LABEL = "Title", "Title Second", "Title Fact", "Contents Heading"
HEADER_FILL = INK


class Look(NamedTuple):
    """A paragraph style: size and space [points], colour, weight, and whether it stays with the next one."""

    size: float
    colour: str = TEXT
    bold: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False
    centred: bool = False


LOOKS = {
    "Normal": Look(10.5),
    BODY: Look(10.5, after=2, keep=True),
    SECOND: Look(10, SLATE, after=8),
    BULLET: Look(10.5, after=5),
    GAP: Look(4, after=4),
    TABLE_TEXT: Look(9),
    TABLE_NUMBER: Look(9, centred=True),
    TABLE_HEAD: Look(9, "#FFFFFF", bold=True, centred=True, keep=True),
    "Heading 1": Look(16, INK, bold=True, before=22, after=8, keep=True),
    "Heading 2": Look(12.5, INK, bold=True, before=14, after=5, keep=True),
    "toc 1": Look(11, TEXT, before=5),
    "toc 2": Look(10, MUTED),
    COVER: Look(30, INK, bold=True, after=4),
    COVER_SECOND: Look(22, SLATE, after=20),
    COVER_SMALL: Look(11, TEXT, after=3),
    LABEL: Look(16, INK, bold=True, after=10),
    "Header": Look(8.5, MUTED),
    "Footer": Look(8.5, MUTED),
}


def declare(document: Document, first: str) -> None:
    """Declare the styles in a new document, and lay out its pages (A4, the first one apart)."""
    from docx.enum.style import WD_STYLE_TYPE

    _tidy(document)
    for name, look in LOOKS.items():
        known = name in document.styles
        style: Any = document.styles[name] if known else _added(document, name)
        _paragraph(style, look)
    words: Any = document.styles.add_style(SECOND_RUN, WD_STYLE_TYPE.CHARACTER)
    _font(words, SLATE)
    document.styles["toc 2"].paragraph_format.left_indent = points(18)
    _pages(document)
    _languages(document, first)


def _tidy(document: Document) -> None:
    """Take out the styles that nothing here uses: more than a hundred, which would only be in the way."""
    from docx.oxml.ns import qn

    used = [style for style in document.styles if style.name in (*LOOKS, TABLE) or style.element.default]
    links = {link.get(qn("w:val")) for style in used for link in style.element.iter(qn("w:link"))}
    kept = links | {style.style_id for style in used}
    for style in [style for style in document.styles if style.style_id not in kept]:
        style.delete()


def _added(document: Document, name: str) -> Any:
    """Add a style; those of the contents are Word's own, known by their names."""
    from docx.enum.style import WD_STYLE_TYPE

    return document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))


def points(size: float) -> Any:
    """Return a size as python-docx takes it."""
    from docx.shared import Pt

    return Pt(size)


def _paragraph(style: Any, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _font(style, look.colour)
    style.font.size, style.font.bold, style.font.italic = points(look.size), look.bold, False
    layout = style.paragraph_format
    layout.space_before, layout.space_after = points(look.before), points(look.after)
    layout.keep_with_next, layout.line_spacing = look.keep, 1.15
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if look.centred else WD_ALIGN_PARAGRAPH.LEFT


def _font(style: Any, colour: str) -> None:
    """Set the fonts of a style: one for Latin letters, one for Chinese, none from the theme."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name = LATIN
    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), CHINESE)


def _pages(document: Document) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    section.different_first_page_header_footer = True


def _languages(document: Document, first: str) -> None:
    """Say in which languages the text is, so that spelling and line breaks are theirs."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties: Any = document.styles["Normal"].element.get_or_add_rPr()
    properties.append(language)
    document.core_properties.language = {"en": "en-US", "zh": "zh-CN"}[first]
