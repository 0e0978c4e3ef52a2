"""The gate: is this a workbook at all, and one that can be opened without harm? Before any cell is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.reading.cells import Unreadable
from sync.reading.containers import refuse_containers
from sync.reading.foreign import refuse_foreign
from sync.reading.limits import LIMITS, Limits
from sync.reading.parts import MAIN, PACKAGE, parse, relations, resolved, walk, xml_parser
from sync.reading.zipped import Entry, directory, inflate, places

CONTENT_TYPES = "[content_types].xml"
MARKUP = (".xml", ".rels", ".vml")
OBJECTS = {
    "\nxl/embeddings/": "embedded_object",
    "\nxl/activex/": "active_x",
    "\nxl/macrosheets/": "macros",
    "vbaproject.bin\n": "macros",
}
"""What stands in a list of names where programs put macros, objects and controls."""

TYPES = {
    "sheet.binary": "xlsb",
    "vbaproject": "macros",
    "macrosheet": "macros",
    "macroenabled": "macros",
    "activex": "active_x",
}
KINDS = {
    "vbaproject": "macros",
    "xlmacrosheet": "macros",
    "xlintlmacrosheet": "macros",
    "attachedtoolbars": "macros",
    "oleobject": "embedded_object",
    "package": "embedded_object",
    "control": "active_x",
    "activexcontrolbinary": "active_x",
}
"""What a part leads to that can run, or hold what nobody sees, by whatever name the other part goes."""

LINK = "externallink"
NOTES = {
    "external_links": ("\nxl/externallinks/",),
    "connections": ("\nxl/connections.xml\n", "\nxl/querytables/"),
    "ribbon": ("\ncustomui/",),
    "add_in": ("\nxl/webextensions/",),
}
"""What is harmless to read but odd in an appraisal."""

RISKY_TYPES = (b"&", *(mark.encode() for mark in TYPES))
RISKY_KINDS = frozenset(kind.encode() for kind in (*KINDS, LINK))
LAST_WORD = re.compile(rb"/(\w+)[\"']")
"""Without these an XML part announces no harm, however it is written; with them it is looked at closely."""


@dataclass(frozen=True, slots=True)
class Package:
    """An admitted workbook: its XML parts inflated, by lower-case name; its workbook part; all names."""

    parts: Mapping[str, bytes]
    workbook: str
    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


def admit(data: bytes, limits: Limits = LIMITS) -> Package:
    """Let a workbook in, or say why not: another kind of file, damaged, protected, too large, with programs.

    Needs the standard library only. Every part is inflated, counted and compared with its checksum.
    Raises Unreadable with a reason of texts/reading.toml.
    """
    if len(data) > limits.file:
        raise Unreadable("too_large", limit=limits.file >> 20)
    refuse_foreign(data)
    entries, directory_at = directory(data, limits)
    names = [entry.name.lower() for entry in entries]
    refuse_containers(data, entries, names)
    begins = places(data, entries, directory_at)
    parts = _inflate_all(data, list(zip(names, entries, begins, strict=True)), limits)
    _refuse_types(parts[CONTENT_TYPES])
    listing = "\n".join(["", *names, ""])
    _refuse_objects(listing)
    _refuse_relations(parts)
    workbook = _workbook(parts)
    notes = tuple(note for note, marks in NOTES.items() if any(mark in listing for mark in marks))
    return Package(parts, workbook, tuple(entry.name for entry in entries), notes)


def _inflate_all(data: bytes, packed: list[tuple[str, Entry, int]], limits: Limits) -> dict[str, bytes]:
    """Inflate every entry within the limits and keep the XML ones."""
    parts: dict[str, bytes] = {}
    total = 0
    for name, entry, begin in packed:
        if not entry.size and name.endswith("/"):
            continue
        content = inflate(data, entry, begin, min(limits.part, limits.total - total))
        total += len(content)
        if len(content) > limits.ratio_from and len(content) > limits.ratio * max(1, entry.packed):
            raise Unreadable("too_large_part", part=entry.name)
        if name.endswith(MARKUP):
            parts[name] = content
    return parts


def _refuse_types(content: bytes) -> None:
    """Refuse what the list of content types announces: macros, controls, the binary format."""
    part = "[Content_Types].xml"
    lowered = content.lower()
    if not any(mark in lowered for mark in RISKY_TYPES):
        parse(xml_parser(part), part, content)
        return
    kinds: set[str] = set()

    def start(_: str, attributes: dict[str, str]) -> None:
        kinds.add(attributes.get("ContentType", ""))

    walk(part, content, PACKAGE, start)
    announced = "\n".join(kinds).lower()
    for mark, code in TYPES.items():
        if mark in announced:
            raise Unreadable(code, program="excel")


def _refuse_objects(listing: str) -> None:
    """Refuse macros, embedded objects and controls by the names they have where programs write them."""
    for mark, code in OBJECTS.items():
        if mark in listing:
            at = listing.index(mark) + 1
            begin, end = listing.rfind("\n", 0, at) + 1, listing.index("\n", at)
            raise Unreadable(code, part=listing[begin:end])


def _refuse_relations(parts: Mapping[str, bytes]) -> None:
    """Refuse what some part leads to that can run or is linked live, by whatever name it goes."""
    for name in parts:
        if name.startswith("xl/externallinks/"):
            _refuse_live_link(parts, name)
    related = {name: content for name, content in parts.items() if name.endswith(".rels")}
    if not _plain(b"".join(related.values()).lower()):
        for name in related:
            _refuse_related(parts, name)


def _plain(content: bytes) -> bool:
    """Tell whether relationships show by their bytes that none of them is of a risky kind."""
    spelled = content.isascii() and b"&" not in content and b"\0" not in content
    return spelled and RISKY_KINDS.isdisjoint(LAST_WORD.findall(content))


def _refuse_related(parts: Mapping[str, bytes], place: str) -> None:
    folder = place.rpartition("_rels/")[0]

    def start(_: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "")
        if kind == LINK:
            _refuse_live_link(parts, resolved(folder, target))
        elif kind in KINDS and "xl/externallinks" not in folder:
            raise Unreadable(KINDS[kind], part=target)

    walk(place, parts[place], PACKAGE, start)


def _refuse_live_link(parts: Mapping[str, bytes], name: str) -> None:
    def start(local: str, _: dict[str, str]) -> None:
        if local in ("ddeLink", "oleLink"):
            raise Unreadable("live_link", part=name)

    if name in parts:
        walk(name, parts[name], MAIN, start)


def _workbook(parts: Mapping[str, bytes]) -> str:
    """Return the name of the one workbook part that the package's relationships lead to."""
    found = {
        relation.target
        for relation in relations(parts, "").values()
        if relation.kind == "officeDocument" and not relation.external
    }
    if not found:
        raise Unreadable("no_workbook")
    if len(found) > 1:
        raise Unreadable("ambiguous", part="_rels/.rels")
    (workbook,) = found
    if workbook.endswith(".bin"):
        raise Unreadable("xlsb", program="excel")
    if workbook not in parts:
        raise Unreadable("missing_part", part=workbook)
    return workbook
