"""The styles part: what its counts say, and that everything it and the sheets refer to is there."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tests.validity.links import repeated
from tests.validity.package import STYLES, M, Package

FORMATS, FONTS, LONGEST_FORMAT = 64_000, 1_024, 255
LAST_BUILT_IN = 163
COUNTED = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


def length(tree: etree._Element, group: str) -> int:
    """Return how many of something the styles hold."""
    found = tree.find(f"{M}{group}")
    return 0 if found is None else len(found)


def counts(package: Package) -> Iterator[str]:
    """Counts are right and within what Excel keeps."""
    tree = package.trees.get(STYLES)
    if tree is None:
        return
    for group in COUNTED:
        found = tree.find(f"{M}{group}")
        if found is not None and found.get("count", str(len(found))) != str(len(found)):
            yield f"{STYLES}: {group} says {found.get('count')}, holds {len(found)}"
    for group, most in (("cellXfs", FORMATS), ("fonts", FONTS)):
        if length(tree, group) > most:
            yield f"{STYLES}: more than {most} {group}"


def formats(package: Package) -> Iterator[str]:
    """Number formats have ids of their own beyond the built-in ones, and fit."""
    tree = package.trees.get(STYLES)
    if tree is None:
        return
    own = tree.findall(f"{M}numFmts/{M}numFmt")
    for name in repeated(one.get("numFmtId", "") for one in own):
        yield f"{STYLES}: two number formats {name}"
    for one in own:
        number, code = int(one.get("numFmtId", "0")), one.get("formatCode", "")
        if number <= LAST_BUILT_IN or not 0 < len(code) <= LONGEST_FORMAT:
            yield f"{STYLES}: number format {number} {code[:40]!r}"


def references(package: Package) -> Iterator[str]:
    """Every format points to a font, a fill, a border, a number format and a base that are there."""
    tree = package.trees.get(STYLES)
    if tree is None:
        return
    known = {one.get("numFmtId") for one in tree.iterfind(f"{M}numFmts/{M}numFmt")}
    groups = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for one in tree.iterfind(f".//{M}xf"):
        for key, group in groups.items():
            if int(one.get(key, "0")) >= max(1, length(tree, group)):
                yield f"{STYLES}: {key} {one.get(key)} is not there"
        if int(one.get("numFmtId", "0")) > LAST_BUILT_IN and one.get("numFmtId") not in known:
            yield f"{STYLES}: number format {one.get('numFmtId')} is not there"


def used(package: Package) -> Iterator[str]:
    """Every style and every conditional look that a sheet uses is there."""
    tree = package.trees.get(STYLES)
    if tree is None:
        return
    styles, looks = length(tree, "cellXfs"), length(tree, "dxfs")
    for part, sheet in package.sheets():
        for element, key, most in (
            ("c", "s", styles),
            ("row", "s", styles),
            ("col", "style", styles),
            ("cfRule", "dxfId", looks),
        ):
            for value in {one.get(key) for one in sheet.iter(f"{M}{element}")} - {None}:
                if int(value or 0) >= most:
                    yield f"{part}: {key} {value} of {element} is not there"


RULES = (counts, formats, references, used)
