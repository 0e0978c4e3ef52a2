"""What a workbook must not carry: macros, controls, embedded objects, live links; and what is only odd."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sync.reading.cells import Unreadable
from sync.reading.parts import (
    CONTENT_TYPES,
    CONTENT_TYPES_SHOWN,
    MAIN,
    PACKAGE,
    parse,
    resolved,
    walk,
    xml_parser,
)

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
"""What the list of content types announces, wherever in a type it stands."""

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

LINK, LINKED_OBJECT = "externallink", ("oleobject", "xl/externallinks/")
SINGLE = ("sharedstrings", "styles")
"""What a workbook has one of; of two, programs would take one or the other."""

NOTES = {
    "external_links": ("\nxl/externallinks/",),
    "connections": ("\nxl/connections.xml\n", "\nxl/querytables/"),
    "ribbon": ("\ncustomui/",),
    "add_in": ("\nxl/webextensions/",),
}
"""What is harmless to read but odd in an appraisal."""

RISKY_TYPES = (b"&", *(mark.encode() for mark in TYPES))
RISKY_KINDS = frozenset(kind.encode() for kind in (*KINDS, LINK))
"""Without these an XML part announces no harm, however it is written; with them it is looked at closely."""

ISSUED = "xl/vbaproject.bin"
ISSUED_TYPES = (
    "application/vnd.ms-office.vbaproject",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
)
"""Where macros that were issued stand, and what announces them."""

LAST_WORD = re.compile(rb"/(\w+)[\"']")
"""The last word of a relationship's type, as its bytes show it."""


def refuse_harm(parts: Mapping[str, bytes], names: Sequence[str], welcome: bool = False) -> None:
    """Raise Unreadable where a workbook carries macros, controls, embedded objects or live links.

    They are told by what the list of content types announces, by the names they usually have, and by what the
    parts lead to, whatever the name. welcome: whether the macros under their usual name were issued with it.
    """
    _refuse_types(parts[CONTENT_TYPES], names, ISSUED_TYPES if welcome else ())
    _refuse_objects(_listing([name for name in names if not (welcome and name == ISSUED)]))
    _refuse_relations(parts, welcome)


def oddities(names: Sequence[str]) -> tuple[str, ...]:
    """Return the notes on what is harmless to read but odd in an appraisal."""
    listing = _listing(names)
    return tuple(note for note, marks in NOTES.items() if any(mark in listing for mark in marks))


def _listing(names: Sequence[str]) -> str:
    return "\n".join(["", *names, ""])


def _refuse_types(content: bytes, names: Sequence[str], welcome: Sequence[str]) -> None:
    """Refuse what the list of content types announces: macros, controls, the binary format.

    SheetJS announces the binary format for `.bin` in every workbook, whether a part ends so or not.
    """
    lowered = content.lower()
    if not any(mark in lowered for mark in RISKY_TYPES):
        parse(xml_parser(CONTENT_TYPES_SHOWN), CONTENT_TYPES_SHOWN, content)
        return
    kinds: set[str] = set()
    endings = {name.rpartition(".")[2] for name in names}

    def start(local: str, attributes: dict[str, str]) -> None:
        if local != "Default" or attributes.get("Extension", "").lower() in endings:
            kinds.add(attributes.get("ContentType", ""))

    walk(CONTENT_TYPES_SHOWN, content, PACKAGE, start, everywhere=True)
    announced = "\n".join(kind for kind in map(str.lower, kinds) if kind not in welcome)
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


def _refuse_relations(parts: Mapping[str, bytes], welcome: bool) -> None:
    """Refuse what some part leads to that can run or is linked live, by whatever name it goes."""
    for name in parts:
        if name.startswith("xl/externallinks/"):
            _refuse_live_link(parts, name)
    related = {name: content for name, content in parts.items() if name.endswith(".rels")}
    if not _plainly_harmless(b"".join(related.values()).lower()):
        for name in related:
            _refuse_related(parts, name, welcome)


def _plainly_harmless(content: bytes) -> bool:
    """Tell whether relationships show by their bytes that none is of a risky kind, and none ambiguous."""
    if not content.isascii() or b"&" in content or b"\0" in content:
        return False
    kinds = LAST_WORD.findall(content)
    return RISKY_KINDS.isdisjoint(kinds) and all(kinds.count(one.encode()) < 2 for one in SINGLE)


def _refuse_related(parts: Mapping[str, bytes], place: str, welcome: bool) -> None:
    folder = place.rpartition("_rels/")[0]
    single: dict[str, str] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "")
        if kind == LINK:
            _refuse_live_link(parts, resolved(folder, target))
        elif welcome and kind == "vbaproject" and resolved(folder, target) == ISSUED:
            return
        elif kind in KINDS and (kind, folder) != LINKED_OBJECT:
            raise Unreadable(KINDS[kind], part=target)
        elif kind in SINGLE and single.setdefault(kind, target) != target:
            raise Unreadable("ambiguous", part=place)

    walk(place, parts[place], PACKAGE, start, everywhere=True)


def _refuse_live_link(parts: Mapping[str, bytes], name: str) -> None:
    def start(local: str, _: dict[str, str]) -> None:
        if local in ("ddeLink", "oleLink"):
            raise Unreadable("live_link", part=name)

    if name in parts:
        walk(name, parts[name], MAIN, start, everywhere=True)
