"""The parts of a workbook that is rewritten: its sheets and strings as trees, the zip around them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from tests.packages import MAIN, OFFICE, PACKAGE

Parts = dict[str, bytes]
"""The parts of one workbook by name, in the order of the zip."""

Element = etree._Element
TYPES, BOOK, STRINGS = "[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml"
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def q(name: str) -> str:
    """Return an element's name in the main namespace."""
    return f"{{{MAIN}}}{name}"


def opened(data: bytes) -> Parts:
    """Return the parts of a workbook."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _Stream:
    """A stream that cannot go back, so that the zip's sizes follow each entry."""

    def __init__(self) -> None:
        self.written = BytesIO()

    def write(self, data: bytes) -> int:
        """Take bytes."""
        return self.written.write(data)

    def flush(self) -> None:
        """Do nothing: the bytes are there."""


def zipped(
    parts: Parts, stored: bool = False, streamed: bool = False, folders: bool = False, wide: bool = False
) -> bytes:
    """Return the zip of parts: stored or not, sizes after the entries, with folders, with 64-bit sizes."""
    stream, method = _Stream() if streamed else BytesIO(), ZIP_STORED if stored else ZIP_DEFLATED
    with ZipFile(stream, "w", method) as archive:  # type: ignore[arg-type]
        if folders:
            for folder in dict.fromkeys(f"{posixpath.dirname(name)}/" for name in parts if "/" in name):
                archive.writestr(ZipInfo(folder, LONG_AGO), b"")
        for name, content in parts.items():
            entry = ZipInfo(name, LONG_AGO)
            entry.compress_type = method
            with archive.open(entry, "w", force_zip64=wide) as target:
                target.write(content)
    return (stream.written if isinstance(stream, _Stream) else stream).getvalue()


@contextmanager
def edited(parts: Parts, name: str) -> Iterator[Element]:
    """Give a part as a tree, and write it back afterwards."""
    root = etree.fromstring(parts[name])
    yield root
    parts[name] = etree.tostring(root, encoding="UTF-8", standalone=True)


def part_of(target: str) -> str:
    """Return the part that a target of the workbook's relationships leads to."""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def sheets(parts: Parts) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    targets = {one.get("Id"): str(one.get("Target")) for one in etree.fromstring(parts[relations_of(BOOK)])}
    found = etree.fromstring(parts[BOOK]).iter(q("sheet"))
    return {str(one.get("name")): part_of(targets[one.get(f"{{{OFFICE}}}id")]) for one in found}


def relations_of(part: str) -> str:
    """Return the name of the part with a part's relationships."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


@contextmanager
def sheet_trees(parts: Parts) -> Iterator[list[Element]]:
    """Give all sheets as trees, and write them back afterwards."""
    roots = {part: etree.fromstring(parts[part]) for part in sheets(parts).values()}
    yield list(roots.values())
    for part, root in roots.items():
        parts[part] = etree.tostring(root, encoding="UTF-8", standalone=True)


def cells(root: Element) -> Iterator[Element]:
    """Yield the cells of a sheet."""
    yield from root.iter(q("c"))


def strings(parts: Parts) -> list[str]:
    """Return the shared strings, as stored."""
    if STRINGS not in parts:
        return []
    items = etree.fromstring(parts[STRINGS]).iterfind(q("si"))
    return ["".join(str(text.text or "") for text in item.iter(q("t"))) for item in items]


def number_of(cell: Element) -> float | None:
    """Return the number that a cell holds, None where it holds none."""
    found = cell.find(q("v"))
    plain = cell.get("t", "n") == "n" and found is not None and found.text
    return float(str(found.text)) if plain and found is not None else None


def put(cell: Element, kind: str | None, text: str) -> None:
    """Give a cell another kind and content; its formula stays."""
    for old in [*cell.iterfind(q("v")), *cell.iterfind(q("is"))]:
        cell.remove(old)
    if kind is None:
        cell.attrib.pop("t", None)
    else:
        cell.set("t", kind)
    held = etree.SubElement(etree.SubElement(cell, q("is")), q("t")) if kind == "inlineStr" else None
    target = etree.SubElement(cell, q("v")) if held is None else held
    target.text = text
    if text != text.strip():
        target.set(PRESERVE, "preserve")


def drop(parts: Parts, *names: str) -> None:
    """Remove parts, and all that names them."""
    for name in names:
        parts.pop(name, None)
        parts.pop(relations_of(name), None)
    with edited(parts, TYPES) as types:
        for one in [one for one in types if str(one.get("PartName", ""))[1:] in names]:
            types.remove(one)
    for place in [place for place in parts if place.endswith(".rels")]:
        folder = posixpath.dirname(posixpath.dirname(place))
        with edited(parts, place) as related:
            for one in list(related):
                target = posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/")
                if target in names:
                    related.remove(one)


def add(parts: Parts, name: str, content: str, kind: str, content_type: str) -> None:
    """Add a part that the workbook leads to."""
    parts[name] = content.encode()
    with edited(parts, TYPES) as types:
        place = f"{{{PACKAGE}/content-types}}Override"
        etree.SubElement(types, place, PartName=f"/{name}", ContentType=content_type)
    with edited(parts, relations_of(BOOK)) as related:
        etree.SubElement(
            related,
            f"{{{PACKAGE}/relationships}}Relationship",
            Id=f"rId{len(related) + 100}",
            Type=kind,
            Target=posixpath.relpath(name, "xl"),
        )
