"""The gate: is this a workbook at all, and one that can be opened without harm? Before any cell is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.reading.cells import Unreadable
from sync.reading.gate.containers import refuse_containers
from sync.reading.gate.foreign import refuse_foreign
from sync.reading.gate.harm import oddities, refuse_harm
from sync.reading.gate.zipped import Entry, directory, inflate, places
from sync.reading.limits import LIMITS, Limits
from sync.reading.parts import CONTENT_TYPES, CONTENT_TYPES_SHOWN, PACKAGE, relations, resolved, walk

MAIN_TYPE = b"main+xml"
MARKUP = (".xml", ".rels", ".vml")
PROJECT = "xl/vbaproject.bin"


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
    project = parts.pop(PROJECT, None)
    refuse_harm(parts, names, welcome=project is not None and _issued(project))
    workbook = _workbook(parts)
    return Package(parts, workbook, tuple(entry.name for entry in entries), oddities(names))


def _issued(project: bytes) -> bool:
    """Tell whether macros are those that were issued; what can tell is loaded only where there are any."""
    from sync.reading.gate.vba import issued

    return issued(project)


def _inflate_all(data: bytes, packed: list[tuple[str, Entry, int]], limits: Limits) -> dict[str, bytes]:
    """Inflate every entry within the limits and keep the XML ones, and the macros."""
    parts: dict[str, bytes] = {}
    total = 0
    for name, entry, begin in packed:
        if not entry.size and name.endswith("/"):
            continue
        content = inflate(data, entry, begin, min(limits.part, limits.total - total))
        total += len(content)
        if len(content) > limits.ratio_from and len(content) > limits.ratio * max(1, entry.packed):
            raise Unreadable("too_large_part", part=entry.name)
        if name.endswith(MARKUP) or name == PROJECT:
            parts[name] = content
    return parts


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
    if not _announced_as(workbook, parts[CONTENT_TYPES]):
        raise Unreadable("ambiguous", part=CONTENT_TYPES_SHOWN)
    return workbook


def _announced_as(workbook: str, types: bytes) -> bool:
    """Tell whether the list of content types, by which some programs go, names no other workbook part."""
    first = types.find(MAIN_TYPE)
    element = types[types.rfind(b"<", 0, first) : types.find(b">", first)].lower()
    if types.count(MAIN_TYPE) == 1 and b"&" not in types and f'"/{workbook}"'.encode() in element:
        return True
    found: set[str] = set()

    def start(local: str, attributes: dict[str, str]) -> None:
        if local == "Override" and MAIN_TYPE.decode() in attributes.get("ContentType", ""):
            found.add(resolved("", attributes.get("PartName", "")))

    walk(CONTENT_TYPES_SHOWN, types, PACKAGE, start)
    return found <= {workbook}
