"""A file of Office taken apart: its parts, their types, and what each part points to."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from lxml import etree

from tests.packages import MAIN, OFFICE, PACKAGE

M = f"{{{MAIN}}}"
R = f"{{{OFFICE}}}"
TYPES = "[Content_Types].xml"
WORKBOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
XML = (".xml", ".rels", ".vml")


class Link(NamedTuple):
    """One relationship: its id, its kind (the end of its type), its target, whether it leaves the file."""

    id: str
    kind: str
    target: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a file by name, those that are XML as trees, and the names as the zip lists them."""

    names: tuple[str, ...]
    content: Mapping[str, bytes]
    trees: Mapping[str, etree._Element]

    def links(self, part: str) -> list[Link]:
        """Return what a part ("" for the file itself) points to, targets as names of parts."""
        tree = self.trees.get(links_of(part))
        if tree is None:
            return []
        return [_link(part, one) for one in tree.iterfind(f"{{{PACKAGE}/relationships}}Relationship")]

    def linked(self, part: str, kind: str) -> list[str]:
        """Return the parts of a kind that a part points to."""
        return [link.target for link in self.links(part) if link.kind == kind and link.target in self.content]

    def sheets(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield the worksheets there are, by name of part."""
        for name in self.linked(WORKBOOK, "worksheet"):
            yield name, self.trees[name]


def _link(part: str, one: etree._Element) -> Link:
    outside, goal = one.get("TargetMode") == "External", one.get("Target", "")
    kind = one.get("Type", "").rsplit("/", 1)[-1]
    return Link(one.get("Id", ""), kind, goal if outside else target(part, goal), outside)


def links_of(part: str) -> str:
    """Return the name of the part that says what a part points to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def target(part: str, written: str) -> str:
    """Return the name of the part a relationship means: beside its part, or from the root."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), written)).lstrip("/")


def opened(data: bytes) -> Package:
    """Take a file apart. Raises BadZipFile or XMLSyntaxError where that cannot be done."""
    with ZipFile(BytesIO(data)) as archive:
        names = tuple(archive.namelist())
        content = {name: archive.read(name) for name in names}
    trees = {name: etree.fromstring(part) for name, part in content.items() if name.endswith(XML)}
    return Package(names, content, trees)
