"""Drawings, charts and comments: ids of their own, anchors on the grid, each comment with its box."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tests.validity.formulas import reading
from tests.validity.links import repeated
from tests.validity.package import M, Package
from tests.validity.rows import spot

DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
AXES = ("catAx", "valAx", "dateAx", "serAx")
SHAPE, EXCEL = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"


def shapes(package: Package) -> Iterator[str]:
    """Shapes of a drawing have ids of their own; boxes of comments do within the whole file."""
    boxes: list[str] = []
    for part, tree in package.trees.items():
        for name in repeated(one.get("id", "") for one in tree.iter(f"{DRAW}cNvPr")):
            yield f"{part}: two shapes {name}"
        boxes += [one.get("id", "") for one in tree.iter(f"{SHAPE}shape")]
    for name in repeated(boxes):
        yield f"package: two boxes {name}"


def anchors(package: Package) -> Iterator[str]:
    """What is anchored ends behind where it begins."""
    for part, tree in package.trees.items():
        for one in tree.iter(f"{DRAW}twoCellAnchor"):
            begin, end = (_corner(one, side) for side in ("from", "to"))
            if end < begin or end[1] < begin[1]:
                yield f"{part}: an anchor from {begin} to {end}"


def _corner(anchor: etree._Element, side: str) -> tuple[int, ...]:
    return tuple(int(anchor.findtext(f"{DRAW}{side}/{DRAW}{key}") or 0) for key in ("row", "col"))


def charts(package: Package) -> Iterator[str]:
    """Charts name cells that are there, axes cross axes of the same chart, series are numbered once."""
    for part, tree in package.trees.items():
        if tree.tag != f"{CHART}chartSpace":
            continue
        for one in tree.iter(f"{CHART}f"):
            yield from (f"{part}: {problem}" for problem in reading(package, one.text or ""))
        own = {one.get("val") for kind in AXES for one in tree.iterfind(f".//{CHART}{kind}/{CHART}axId")}
        used = {one.get("val") for one in tree.iter(f"{CHART}axId", f"{CHART}crossAx")}
        if used - own:
            yield f"{part}: axes {sorted(map(str, used - own))} are not there"
        for key in ("idx", "order"):
            for name in repeated(one.get("val", "") for one in tree.iterfind(f".//{CHART}ser/{CHART}{key}")):
                yield f"{part}: two series with {key} {name}"


def comments(package: Package) -> Iterator[str]:
    """Each comment stands at a cell of its own, has an author, and a box that says the same cell."""
    for part, sheet in package.sheets():
        cells: list[str] = []
        for name in package.linked(part, "comments"):
            tree = package.trees[name]
            authors = len(tree.findall(f"{M}authors/{M}author"))
            for one in tree.iter(f"{M}comment"):
                cells.append(one.get("ref", ""))
                if spot(cells[-1]) is None or int(one.get("authorId", "0")) >= authors:
                    yield f"{name}: the comment at {cells[-1]}"
        for cell in repeated(cells):
            yield f"{part}: two comments at {cell}"
        boxes = [place for name in package.linked(part, "vmlDrawing") for place in _boxes(package, name)]
        if sorted(boxes) != sorted(spot(cell) or (0, 0) for cell in cells):
            yield f"{part}: comments and their boxes differ"
        if bool(boxes) != (sheet.find(f"{M}legacyDrawing") is not None):
            yield f"{part}: boxes without the drawing they belong to"


def _boxes(package: Package, part: str) -> Iterator[tuple[int, int]]:
    for data in package.trees[part].iter(f"{EXCEL}ClientData"):
        row, column = (data.findtext(f"{EXCEL}{key}") or "" for key in ("Row", "Column"))
        if re.fullmatch(r"\d+", row) and re.fullmatch(r"\d+", column):
            yield int(column) + 1, int(row) + 1


RULES = (shapes, anchors, charts, comments)
