"""Single things that programs write differently, each done to all sheets of a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from tests import packages
from tests.writers.package import (
    BOOK,
    PRESERVE,
    STRINGS,
    TYPES,
    Element,
    Parts,
    add,
    cells,
    drop,
    edited,
    number_of,
    put,
    q,
    sheet_trees,
    sheets,
    strings,
)

DAYS_TO_1904 = 1462
SHARED = (
    f"{packages.OFFICE}/sharedStrings",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
)
"""Kind and content type of the part with the shared strings."""

STRICT = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties": (
        f"{packages.STRICT_OFFICE}/extendedProperties"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
    ),
    packages.MAIN: packages.STRICT_MAIN,
    packages.OFFICE: packages.STRICT_OFFICE,
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": (
        "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
}


def without_shared_strings(parts: Parts, kind: str) -> None:
    """Write every text in its own cell: `inlineStr`, or `str` as if it were a result."""
    texts = strings(parts)
    with sheet_trees(parts) as roots:
        for cell in (cell for root in roots for cell in cells(root) if cell.get("t") == "s"):
            put(cell, kind, texts[int(str(cell.findtext(q("v"))))])
    drop(parts, STRINGS)


def share_everything(parts: Parts) -> None:
    """Write every text, results of formulas too, as a shared string."""
    texts = strings(parts)
    known = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    if STRINGS not in parts:
        add(parts, STRINGS, f'<sst xmlns="{packages.MAIN}"/>', SHARED[0], SHARED[1])
    with sheet_trees(parts) as roots:
        for cell in (cell for root in roots for cell in cells(root)):
            text = _text(cell, texts)
            if text:
                put(cell, "s", str(known.setdefault(text, len(known))))
    with edited(parts, STRINGS) as root:
        root[:] = []
        for text in known:
            held = etree.SubElement(etree.SubElement(root, q("si")), q("t"))
            held.text = text
            held.set(PRESERVE, "preserve")


def _text(cell: Element, texts: list[str]) -> str | None:
    """Return the text of a cell, wherever it is kept."""
    kind, value = cell.get("t"), cell.findtext(q("v"))
    if kind == "inlineStr":
        return "".join(str(text.text or "") for text in cell.iter(q("t")))
    return texts[int(str(value))] if kind == "s" else value if kind == "str" else None


def enrich_strings(parts: Parts) -> None:
    """Write every third shared string as rich text in two runs, with a phonetic run after it."""
    with edited(parts, STRINGS) as root:
        for item in list(root)[::3]:
            text = str(item.findtext(q("t")) or "")
            if len(text) > 1 and "_x" not in text:
                item[:] = []
                _runs(item, text)


def _runs(item: Element, text: str) -> None:
    for at, piece in enumerate((text[:1], text[1:])):
        run = etree.SubElement(item, q("r"))
        if at:
            look = etree.SubElement(run, q("rPr"))
            etree.SubElement(look, q("b"))
            etree.SubElement(look, q("sz"), val="11")
        held = etree.SubElement(run, q("t"))
        held.text = piece
        held.set(PRESERVE, "preserve")
    spoken = etree.SubElement(item, q("rPh"), sb="0", eb="1")
    etree.SubElement(spoken, q("t")).text = "カナ"
    etree.SubElement(item, q("phoneticPr"), fontId="1", type="noConversion")


def share_formulas(parts: Parts) -> None:
    """Write a formula that stands in cells below one another once, the others name it."""
    with sheet_trees(parts) as roots:
        for root in roots:
            for number, run in enumerate(_runs_of_formulas(root)):
                first, *others = (cell.find(q("f")) for cell in run)
                first.set("t", "shared")
                first.set("ref", f"{run[0].get('r')}:{run[-1].get('r')}")
                first.set("si", str(number))
                for other in others:
                    other.text = None
                    other.set("t", "shared")
                    other.set("si", str(number))


def _runs_of_formulas(root: Element) -> list[list[Element]]:
    """Return the cells below one another whose formulas are one, moved down."""
    columns: dict[str, list[list[Element]]] = {}
    for cell in cells(root):
        formula = cell.find(q("f"))
        if formula is None or formula.get("t") or not formula.text:
            continue
        runs = columns.setdefault(str(cell.get("r")).rstrip("0123456789"), [])
        if runs and _follows(runs[-1], cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return [run for runs in columns.values() for run in runs if len(run) > 1]


def _follows(run: list[Element], cell: Element) -> bool:
    first, last = run[0], int(re.sub("[A-Z]", "", str(run[-1].get("r"))))
    if int(re.sub("[A-Z]", "", str(cell.get("r")))) != last + 1:
        return False
    origin = Translator(f"={first.findtext(q('f'))}", str(first.get("r")))
    return origin.translate_formula(str(cell.get("r"))) == f"={cell.findtext(q('f'))}"


def spell_numbers(parts: Parts, spell: Callable[[float], str]) -> None:
    """Write every number in another spelling."""
    with sheet_trees(parts) as roots:
        for cell in (cell for root in roots for cell in cells(root)):
            if (number := number_of(cell)) is not None:
                cell.find(q("v")).text = spell(number)


def as_java(number: float) -> str:
    """Write a number as Java's Double.toString does: 96.0, 1.0E-4, 1.2345E9."""
    if not number or 1e-3 <= abs(number) < 1e7:
        return repr(number) if abs(number) < 1e16 else f"{number:.1f}"
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    rest = "".join(map(str, digits[1:])) or "0"
    return f"{'-' if sign else ''}{digits[0]}.{rest}E{int(exponent) + len(digits) - 1}"


def as_net(number: float) -> str:
    """Write a number with 17 digits, as .NET's format R and Excel itself do: 0.93000000000000005."""
    return f"{number:.17g}".replace("e", "E")


def styles_of(parts: Parts, wanted: Callable[[str], bool]) -> set[str]:
    """Return the cell styles whose number format is wanted."""
    root = etree.fromstring(parts["xl/styles.xml"])
    codes: dict[int, str] = dict(BUILTIN_FORMATS) | {
        int(str(one.get("numFmtId"))): str(one.get("formatCode")) for one in root.iter(q("numFmt"))
    }
    found = root.find(q("cellXfs"))
    assert found is not None
    return {str(at) for at, one in enumerate(found) if wanted(codes.get(int(one.get("numFmtId", "0")), ""))}


def _dates(parts: Parts, roots: Iterable[Element]) -> list[tuple[Element, float]]:
    styles = styles_of(parts, is_date_format)
    found = [(cell, number_of(cell)) for root in roots for cell in cells(root) if cell.get("s") in styles]
    return [(cell, number) for cell, number in found if number is not None]


def dates_as_text(parts: Parts, ending: str = "") -> None:
    """Write dates as text of ISO 8601 in cells of kind `d`."""
    with sheet_trees(parts) as roots:
        for cell, number in _dates(parts, roots):
            moment = datetime(1899, 12, 30) + timedelta(days=number)
            put(cell, "d", moment.isoformat(timespec="milliseconds") + ending)


def dates_since_1904(parts: Parts) -> None:
    """Count days from 1904 on, as Excel for Mac did."""
    with sheet_trees(parts) as roots:
        for cell, number in _dates(parts, roots):
            put(cell, None, f"{number - DAYS_TO_1904:.15g}")
    with edited(parts, BOOK) as root:
        root.find(q("workbookPr")).set("date1904", "1")


def only_values(parts: Parts) -> None:
    """Drop every formula and keep its result."""
    with sheet_trees(parts) as roots:
        for cell in (cell for root in roots for cell in cells(root)):
            for formula in list(cell.iterfind(q("f"))):
                cell.remove(formula)
            if cell.get("t") == "str" and not cell.findtext(q("v")):
                put(cell, None, "")
                cell[:] = []


def without_hints(parts: Parts) -> None:
    """Leave out what only helps to read faster: the dimension of a sheet, the spans of its rows."""
    with sheet_trees(parts) as roots:
        for root in roots:
            for old in root.findall(q("dimension")):
                root.remove(old)
            for row in root.iter(q("row")):
                row.attrib.pop("spans", None)


def strict(parts: Parts) -> None:
    """Write the namespaces of Strict Office Open XML."""
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and name != TYPES:
            for old, new in STRICT.items():
                content = content.replace(old.encode(), new.encode())
            parts[name] = content
    parts[BOOK] = parts[BOOK].replace(b"<workbook ", b'<workbook conformance="strict" ', 1)


def prefixed(parts: Parts, prefix: str, names: Iterable[str]) -> None:
    """Write the main namespace with a prefix."""
    for name in names:
        text = re.sub(r"(</?)([A-Za-z_]\w*)(?=[ />\n])", rf"\1{prefix}:\2", parts[name].decode())
        parts[name] = text.replace("xmlns=", f"xmlns:{prefix}=", 1).encode()


def absolute_targets(parts: Parts) -> None:
    """Let relationships name parts from the root of the package."""
    for place in [place for place in parts if place.endswith(".rels")]:
        folder = place.rpartition("_rels/")[0]
        with edited(parts, place) as related:
            for one in related:
                target = str(one.get("Target"))
                if one.get("TargetMode") != "External" and not target.startswith("/"):
                    one.set("Target", f"/{folder}{target}")


def named_by(parts: Parts, application: str, version: str = "12.0000") -> None:
    """Let the properties tell another program."""
    with edited(parts, "docProps/app.xml") as root:
        for one in root:
            if etree.QName(one).localname == "Application":
                one.text = application
            elif etree.QName(one).localname == "AppVersion":
                one.text = version


def declared(parts: Parts, namespaces: str) -> None:
    """Declare further namespaces, as `xmlns:x14ac="…" mc:Ignorable="x14ac"`, at the root of every sheet."""
    for name in sheets(parts).values():
        parts[name] = parts[name].replace(b"<worksheet ", f"<worksheet {namespaces} ".encode(), 1)
