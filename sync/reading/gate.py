"""The gate: is this a workbook at all, and one that can be opened without harm? Before any cell is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.reading.cells import Unreadable
from sync.reading.foreign import refuse_foreign
from sync.reading.limits import LIMITS, Limits
from sync.reading.parts import MAIN, PACKAGE, relations, walk
from sync.reading.zipped import Entry, directory, inflate

CONTENT_TYPES = "[content_types].xml"
MARKUP = (".xml", ".rels", ".vml")
OBJECTS = {"xl/embeddings/": "embedded_object", "xl/activex/": "active_x", "xl/macrosheets/": "macros"}
TYPES = {
    "vbaproject": "macros",
    "macrosheet": "macros",
    "macroenabled": "macros",
    "oleobject": "embedded_object",
    "activex": "active_x",
    "sheet.binary": "xlsb",
}


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
    entries = directory(data, limits)
    _refuse_other_zips({entry.name.lower() for entry in entries})
    parts = _inflate_all(data, entries, limits)
    _refuse_types(parts[CONTENT_TYPES], entries)
    _refuse_objects(parts, entries)
    workbook = _workbook(parts)
    return Package(parts, workbook, tuple(entry.name for entry in entries), _notes(parts))


def _refuse_other_zips(names: set[str]) -> None:
    if {"mimetype", "content.xml"} <= names:
        raise Unreadable("ods")
    if any(name.endswith(".iwa") for name in names):
        raise Unreadable("numbers")
    if CONTENT_TYPES not in names:
        raise Unreadable("archive")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise Unreadable("not_spreadsheet")


def _inflate_all(data: bytes, entries: tuple[Entry, ...], limits: Limits) -> dict[str, bytes]:
    """Inflate every entry within the limits and keep the XML ones."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.name.endswith("/") and not entry.size:
            continue
        content = inflate(data, entry, min(limits.part, limits.total - total))
        total += len(content)
        if len(content) > limits.ratio_from and len(content) > limits.ratio * max(1, entry.packed):
            raise Unreadable("too_large_part", part=entry.name)
        name = entry.name.lower()
        if name.endswith(MARKUP):
            parts[name] = content
    return parts


def _refuse_types(content: bytes, entries: tuple[Entry, ...]) -> None:
    """Refuse what the list of content types announces: macros, embedded objects, the binary format.

    SheetJS announces the binary format for `.bin` in every workbook, whether a part ends so or not.
    """
    endings = {entry.name.lower().rpartition(".")[2] for entry in entries}

    def start(local: str, attributes: dict[str, str]) -> None:
        if local == "Default" and attributes.get("Extension", "").lower() not in endings:
            return
        kind = attributes.get("ContentType", "").lower()
        for mark, code in TYPES.items():
            if mark in kind:
                found.append(code)

    found: list[str] = []
    walk("[Content_Types].xml", content, PACKAGE, start, everywhere=True)
    for code in ("xlsb", "macros", "active_x"):
        if code in found:
            raise Unreadable(code)


def _refuse_objects(parts: Mapping[str, bytes], entries: tuple[Entry, ...]) -> None:
    """Refuse embedded objects, controls, macros and live links to other programs, wherever they stand."""
    for entry in entries:
        name = entry.name.lower()
        if name.endswith("vbaproject.bin"):
            raise Unreadable("macros")
        for folder, code in OBJECTS.items():
            if name.startswith(folder):
                raise Unreadable(code, part=entry.name)
    for name in parts:
        if name.startswith("xl/externallinks/") and name.endswith(".xml"):
            _refuse_live_link(name, parts[name])


def _refuse_live_link(name: str, content: bytes) -> None:
    def start(local: str, _: dict[str, str]) -> None:
        if local in ("ddeLink", "oleLink"):
            raise Unreadable("live_link", part=name)

    walk(name, content, MAIN, start, everywhere=True)


def _workbook(parts: Mapping[str, bytes]) -> str:
    """Return the name of the workbook part that the package's relationships lead to."""
    for relation in relations(parts, "").values():
        if relation.kind == "officeDocument" and not relation.external:
            if relation.target.endswith(".bin"):
                raise Unreadable("xlsb")
            if relation.target in parts:
                return relation.target
            raise Unreadable("missing_part", part=relation.target)
    raise Unreadable("no_workbook")


def _notes(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Note what is harmless to read but odd in an appraisal: links to other files, queries of databases."""
    notes = []
    if any(name.startswith("xl/externallinks/") for name in parts):
        notes.append("external_links")
    if "xl/connections.xml" in parts:
        notes.append("connections")
    return tuple(notes)
