"""Children of a sheet besides its cells: links to other cells, and where each kind of child belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from templates.patch.cells import place
from templates.patch.errors import CannotPatch
from templates.patch.markup import TAG, attribute, children, quoted
from templates.patch.package import Package

ORDER = (
    *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    *("drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
"""What may follow the cells of a sheet, in the order the format demands."""
_LINK = re.compile(rf"<hyperlink\b({TAG})(?:/>|>\s*</hyperlink\s*>)")


def after_cells(xml: str, part: str) -> list[tuple[str, int, int]]:
    """Return the children of a sheet that follow its cells: name, start, end."""
    found = re.search(r"</sheetData\s*>|<sheetData\b[^>]*/>", xml)
    end = xml.rfind("</worksheet")
    if found is None or end < 0:
        raise CannotPatch("unusual", part=part)
    return children(xml, found.end(), end)


def inserted(xml: str, name: str, element: str, part: str) -> str:
    """Return a sheet with a child put where its kind belongs."""
    rank = ORDER.index(name)
    later = (
        start for other, start, _ in after_cells(xml, part) if other in ORDER and ORDER.index(other) > rank
    )
    at = min(later, default=xml.rfind("</worksheet"))
    return xml[:at] + element + xml[at:]


def edit_links(package: Package, sheet: str, links: Mapping[str, str | None]) -> None:
    """Lead cells to places in the workbook (`"#'Appraisal'!K5"`); None takes a cell's link away."""
    part = package.sheet_part(sheet)
    xml = package.text(part)
    for reference in links:
        place(reference)
    new = "".join(_link_xml(cell, target) for cell, target in sorted(links.items()) if target is not None)
    block = next((child for child in after_cells(xml, part) if child[0] == "hyperlinks"), None)
    if block is not None:
        _, start, end = block
        old = [link[0] for link in _LINK.finditer(xml, start, end) if attribute(link[1], "ref") not in links]
        new = "".join(old) + new
        xml = xml[:start] + xml[end:]
    if new:
        xml = inserted(xml, "hyperlinks", f"<hyperlinks>{new}</hyperlinks>", part)
    if xml != package.text(part):
        package.replace(part, xml.encode())


def _link_xml(reference: str, target: str) -> str:
    location = quoted(target.removeprefix("#"))
    return f'<hyperlink ref="{reference}" location="{location}" display="{location}"/>'
