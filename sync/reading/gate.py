"""The gate: is this a workbook at all, and one that can be opened without harm? Before any cell is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.reading.cells import Unreadable
from sync.reading.containers import refuse_containers
from sync.reading.foreign import refuse_foreign
from sync.reading.limits import LIMITS, Limits
from sync.reading.parts import MAIN, PACKAGE, relations, resolved, walk
from sync.reading.zipped import Entry, directory, inflate, places

CONTENT_TYPES = "[content_types].xml"
MARKUP = (".xml", ".rels", ".vml")
OBJECTS = {"xl/embeddings/": "embedded_object", "xl/activex/": "active_x", "xl/macrosheets/": "macros"}
OBJECT = re.compile(r"^(?:(xl/embeddings/|xl/activex/|xl/macrosheets/).*|.*vbaproject\.bin)$", re.M)
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
RISKY = re.compile(f"&|/(?:{'|'.join([*KINDS, LINK])})[\"']".encode(), re.I)
NOTES = {
    "external_links": re.compile(r"^xl/externallinks/", re.M),
    "connections": re.compile(r"^xl/(?:connections\.xml$|querytables/)", re.M),
    "ribbon": re.compile(r"^customui/", re.M),
    "add_in": re.compile(r"^xl/webextensions/", re.M),
}
"""What is harmless to read but odd in an appraisal."""


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
    parts = _inflate_all(data, entries, places(data, entries, directory_at), limits)
    _refuse_types(parts[CONTENT_TYPES])
    listing = "\n".join(names)
    _refuse_objects(listing)
    _refuse_relations(parts)
    workbook = _workbook(parts)
    notes = tuple(note for note, odd in NOTES.items() if odd.search(listing))
    return Package(parts, workbook, tuple(entry.name for entry in entries), notes)


def _inflate_all(
    data: bytes, entries: tuple[Entry, ...], begins: list[int], limits: Limits
) -> dict[str, bytes]:
    """Inflate every entry within the limits and keep the XML ones."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry, begin in zip(entries, begins, strict=True):
        if entry.name.endswith("/") and not entry.size:
            continue
        content = inflate(data, entry, begin, min(limits.part, limits.total - total))
        total += len(content)
        if len(content) > limits.ratio_from and len(content) > limits.ratio * max(1, entry.packed):
            raise Unreadable("too_large_part", part=entry.name)
        name = entry.name.lower()
        if name.endswith(MARKUP):
            parts[name] = content
    return parts


def _refuse_types(content: bytes) -> None:
    """Refuse what the list of content types announces: macros, the binary format."""
    kinds: set[str] = set()

    def start(_: str, attributes: dict[str, str]) -> None:
        kinds.add(attributes.get("ContentType", ""))

    walk("[Content_Types].xml", content, PACKAGE, start)
    announced = "\n".join(kinds).lower()
    for mark, code in TYPES.items():
        if mark in announced:
            raise Unreadable(code, program="excel")


def _refuse_objects(listing: str) -> None:
    """Refuse macros, embedded objects and controls by the names they have where programs write them."""
    found = OBJECT.search(listing)
    if found is not None:
        code = OBJECTS.get(found[1], "macros")
        raise Unreadable(code, part=found[0])


def _refuse_relations(parts: Mapping[str, bytes]) -> None:
    """Refuse what some part leads to that can run or is linked live, by whatever name it goes."""
    for name in parts:
        if name.startswith("xl/externallinks/"):
            _refuse_live_link(parts, name)
    for name in [name for name in parts if name.endswith(".rels")]:
        if RISKY.search(parts[name]) or not parts[name].isascii() or b"\0" in parts[name][:4]:
            _refuse_related(parts, name)


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
