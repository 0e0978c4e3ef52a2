"""A workbook as a package of parts: read, replace, add, remove; relationships and content types follow."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from templates.patch.archive import Member, inflate, members, replaced, write
from templates.patch.errors import CannotPatch
from templates.patch.markup import (
    TAG,
    appended,
    attribute,
    counted,
    decoded,
    quoted,
    root,
    unescaped,
    with_attribute,
)

TYPES = "[Content_Types].xml"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATIONSHIP = re.compile(rf"<(?:[\w.-]+:)?Relationship\b({TAG})(?:/>|>\s*</(?:[\w.-]+:)?Relationship\s*>)")
_SHEET = re.compile(rf"<sheet\b({TAG})(/?)>")
_NAME = re.compile(rf"<definedName\b({TAG})>([^<]*)</definedName\s*>")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part: its id, the last word of its type, and the part it leads to."""

    id: str
    kind: str
    target: str
    tag: str


@dataclass(slots=True)
class Package:
    """A workbook's parts: those of the file, those changed since, those taken out; each is inflated once."""

    members: Mapping[str, Member]
    comment: bytes = b""
    changed: dict[str, bytes] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    inflated: dict[str, bytes] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the file, new ones last."""
        old = [name for name in self.members if name not in self.removed]
        return (*old, *(name for name in self.changed if name not in self.members))

    def read(self, name: str) -> bytes:
        """Return a part's content; raises CannotPatch where there is none or it is damaged."""
        if name in self.changed:
            return self.changed[name]
        if name in self.removed or name not in self.members:
            raise CannotPatch("no_part", part=name)
        if name not in self.inflated:
            self.inflated[name] = inflate(self.members[name])
        return self.inflated[name]

    def text(self, name: str) -> str:
        """Return a part as text."""
        return decoded(self.read(name), name)

    def replace(self, name: str, content: bytes) -> None:
        """Give a part another content."""
        if name not in self.names:
            raise CannotPatch("no_part", part=name)
        self.changed[name] = content

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part and declare its content type."""
        assert name not in self.names, name
        self.changed[name] = content
        self.removed.discard(name)
        if content_type:
            self._declare(name, content_type)

    def remove(self, name: str) -> None:
        """Take a part out, with its declared content type."""
        self.changed.pop(name, None)
        self.removed.add(name)
        xml = self.text(TYPES)
        override = re.compile(rf"""<Override\b(?=[^>]*PartName=["']/{re.escape(name)}["'])[^>]*/>""")
        self.replace(TYPES, override.sub("", xml).encode())

    def save(self) -> bytes:
        """Return the workbook; parts nobody changed are the same bytes as before."""
        return write(replaced(self.members, self.changed, self.removed), self.comment)

    def sheet_parts(self) -> dict[str, str]:
        """Return each sheet's name and its part, in the order of the tabs."""
        workbook = self.workbook()
        targets = {relation.id: relation.target for relation in self.relations(workbook)}
        found: dict[str, str] = {}
        for sheet in _SHEET.finditer(self.text(workbook)):
            number = re.search(r"""\s[\w.-]+:id\s*=\s*["']([^"']*)["']""", sheet[1])
            part = targets.get(number[1]) if number else None
            if part is not None and part in self.names:
                found[attribute(sheet[1], "name") or ""] = part
        return found

    def sheet_part(self, name: str) -> str:
        """Return the part of one sheet; raises CannotPatch where there is none of this name."""
        part = self.sheet_parts().get(name)
        if part is None:
            raise CannotPatch("no_sheet", sheet=name)
        return part

    def workbook(self) -> str:
        """Return the name of the workbook's part."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and relation.target in self.names:
                root(self.text(relation.target), "workbook", relation.target)
                return relation.target
        raise CannotPatch("no_workbook")

    def defined_names(self) -> dict[str, str]:
        """Return the names defined for the whole workbook and what they refer to."""
        return {
            attribute(name[1], "name") or "": unescaped(name[2])
            for name in _NAME.finditer(self.text(self.workbook()))
            if attribute(name[1], "localSheetId") is None
        }

    def date1904(self) -> bool:
        """Tell whether dates count from 1904."""
        found = re.search(rf"<workbookPr\b({TAG})/?>", self.text(self.workbook()))
        return bool(found) and attribute(found[1] if found else "", "date1904") in ("1", "true")

    def relations(self, part: str) -> list[Relationship]:
        """Return the relationships of a part ("" for the package) to other parts, in any letter case."""
        name = relations_part(part)
        if name not in self.names:
            return []
        return [
            Relationship(
                id=attribute(found[1], "Id") or "",
                kind=(attribute(found[1], "Type") or "").rsplit("/", 1)[-1],
                target=self._spelt(resolved(part, attribute(found[1], "Target") or "")),
                tag=found[0],
            )
            for found in _RELATIONSHIP.finditer(self.text(name))
            if attribute(found[1], "TargetMode") != "External"
        ]

    def _spelt(self, name: str) -> str:
        """Return a part's name as the file spells it."""
        if name in self.members or name in self.changed:
            return name
        return next((known for known in self.names if known.lower() == name.lower()), name)

    def relate(self, part: str, kind: str, target: str, base: str = "") -> str:
        """Let a part lead to another; return the id of the new relationship, whose type begins with the base.

        The target is told from the part's own folder, as Excel does: ExcelJS fails on `/xl/comments1.xml`.
        """
        name = relations_part(part)
        if name not in self.names:
            self.add(name, _NO_RELATIONS, "")
        xml = self.text(name)
        taken = {attribute(found[1], "Id") for found in _RELATIONSHIP.finditer(xml)}
        number = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        told = quoted(posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}"))
        tag = f'<Relationship Id="{number}" Type="{base or self.relation_base()}/{kind}" Target="{told}"/>'
        self.replace(name, appended(xml, "Relationships", tag, name).encode())
        return number

    def unrelate(self, part: str, kind: str) -> None:
        """Take a part's relationships of one kind out."""
        name = relations_part(part)
        xml = self.text(name)
        for relation in self.relations(part):
            if relation.kind == kind:
                xml = xml.replace(relation.tag, "", 1)
        self.replace(name, xml.encode())

    def relation_base(self) -> str:
        """Return the namespace of relationships, which differs in strict workbooks."""
        strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        usual = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        return strict if strict in self.text(relations_part("")) else usual

    def _declare(self, name: str, content_type: str) -> None:
        xml = self.text(TYPES)
        extension = name.rsplit(".", 1)[-1]
        default = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
        override = f'<Override PartName="/{quoted(name)}" ContentType="{content_type}"/>'
        known = re.search(rf"""<Default\b(?=[^>]*Extension=["']{extension}["'])[^>]*>""", xml, re.IGNORECASE)
        if known and attribute(known[0], "ContentType") == content_type:
            return
        child = default if content_type == VML and not known else override
        self.replace(TYPES, appended(xml, "Types", child, TYPES).encode())


_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def open_package(data: bytes) -> Package:
    """Open a workbook's bytes; raises CannotPatch where it is not a plain zip file of parts."""
    found, comment = members(data)
    if TYPES not in found:
        raise CannotPatch("no_workbook")
    return Package(found, comment)


def relations_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(part: str, target: str) -> str:
    """Return the part that a relationship's target means."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def show(package: Package, sheet: str, visible: bool) -> None:
    """Show or hide a sheet; raises CannotPatch for the last visible one."""
    name = package.workbook()
    xml = package.text(name)
    tags = list(_SHEET.finditer(xml))
    found = [tag for tag in tags if attribute(tag[1], "name") == sheet]
    if not found:
        raise CannotPatch("no_sheet", sheet=sheet)
    seen = [tag for tag in tags if attribute(tag[1], "state") in (None, "visible")]
    if not visible and seen == found:
        raise CannotPatch("last_visible", sheet=sheet)
    if (found[0] in seen) == visible:
        return
    tag = with_attribute(found[0][1], "state", None if visible else "hidden")
    xml = f"{xml[: found[0].start()]}<sheet{tag}{found[0][2]}>{xml[found[0].end() :]}"
    if not visible:
        first = next(index for index, tag in enumerate(tags) if tag in seen and tag is not found[0])
        xml = _activated(xml, tags.index(found[0]), first)
    package.replace(name, xml.encode())


def _activated(xml: str, hidden: int, first: int) -> str:
    """Open the workbook at another tab where it would open at a hidden one."""
    view = re.search(rf"<workbookView\b({TAG})(/?)>", xml)
    if view is None or counted(view[1], "activeTab", 0) != hidden:
        return xml
    tag = with_attribute(view[1], "activeTab", str(first))
    return f"{xml[: view.start()]}<workbookView{tag}{view[2]}>{xml[view.end() :]}"


def drop_calc_chain(package: Package) -> None:
    """Take the calculation chain out, which names the cells with formulas; every program builds it anew."""
    workbook = package.workbook()
    for relation in package.relations(workbook):
        if relation.kind == "calcChain":
            package.unrelate(workbook, "calcChain")
            if relation.target in package.names:
                package.remove(relation.target)


def calculate_on_load(package: Package) -> None:
    """Ask the program that opens the workbook to calculate everything."""
    name = package.workbook()
    xml = package.text(name)
    found = re.search(rf"<calcPr\b({TAG})(/?)>", xml)
    if found:
        tag = with_attribute(found[1], "fullCalcOnLoad", "1")
        xml = f"{xml[: found.start()]}<calcPr{tag}{found[2]}>{xml[found.end() :]}"
    else:
        at = re.search(r"</definedNames\s*>", xml) or re.search(r"</sheets\s*>", xml)
        if at is None:
            raise CannotPatch("unusual", part=name)
        xml = f'{xml[: at.end()]}<calcPr fullCalcOnLoad="1"/>{xml[at.end() :]}'
    package.replace(name, xml.encode())
