"""What a zip is when it is no workbook: OpenDocument, Numbers, a document, a program, an archive of files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sync.reading.cells import Unreadable
from sync.reading.gate.programs import named
from sync.reading.gate.zipped import Entry, inflate, packed_from
from sync.reading.parts import CONTENT_TYPES

DOCUMENTS = frozenset({"word/document.xml", "ppt/presentation.xml", "visio/document.xml"})
PROGRAMS = frozenset({"androidmanifest.xml", "meta-inf/manifest.mf"})
WORKBOOK_PART = re.compile(r"(?:^|[/\\])xl[/\\]workbook\.(?:xml|bin)$")
APPLE = re.compile(r"\.iwa$|(?:^|/)index\.numbers$|^index\.(?:zip|apxl)$|\.(?:numbers|pages|key)/index\.zip$")
APPLE_TEXT = re.compile(
    r"^index\.apxl$|\.(?:pages|key)/|index/(?:[a-z]*slide|presentation|section)[^/]*\.iwa$"
)
"""What only Pages and Keynote keep; the rest of their parts are called as those of Numbers."""

OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods")
ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
GENERATOR = re.compile(rb"generator>([^<]{0,200})")
PAGES_BEGINS, BEGINNING = b"\x08\x90\x4e", 64
"""The type 10000 of the first message in a document of Pages, and how early [bytes] it stands."""

SMALL = 1 << 20
"""How much of a part [bytes] is unpacked to learn which program wrote it."""


def refuse_containers(data: bytes, entries: Sequence[Entry], names: Sequence[str]) -> None:
    """Raise Unreadable where a zip is no workbook, told by the names of its entries, in lower case."""
    if CONTENT_TYPES in names:
        if DOCUMENTS.isdisjoint(names):
            return
        raise Unreadable("not_spreadsheet")
    if "mimetype" in names and not {"content.xml", "encrypted-package"}.isdisjoint(names):
        raise _open_document(data, entries, names)
    if "uof.xml" in names:
        raise Unreadable("other_spreadsheet", format="UOF")
    if any(map(APPLE.search, names)):
        raise _of_apple(data, entries, names)
    if any(map(WORKBOOK_PART.search, names)):
        raise Unreadable("repacked")
    if "mimetype" in names or not PROGRAMS.isdisjoint(names):
        raise Unreadable("not_spreadsheet")
    raise _archive(entries)


def _of_apple(data: bytes, entries: Sequence[Entry], names: Sequence[str]) -> Unreadable:
    """Return what a file of Numbers, Pages or Keynote is."""
    text = any(map(APPLE_TEXT.search, names))
    if text or PAGES_BEGINS in _small(data, entries, names, "index/document.iwa")[:BEGINNING]:
        return Unreadable("not_spreadsheet")
    return Unreadable("numbers", program="numbers")


def _open_document(data: bytes, entries: Sequence[Entry], names: Sequence[str]) -> Unreadable:
    """Return what a file of LibreOffice or another office is: a workbook, a protected one, a document."""
    kind = _small(data, entries, names, "mimetype")
    if "encrypted-package" in names or b"encryption-data" in _small(
        data, entries, names, "meta-inf/manifest.xml"
    ):
        return Unreadable("password", program="libreoffice")
    if kind and not (b"spreadsheet" in kind or b"calc" in kind):
        return Unreadable("not_spreadsheet")
    generator = GENERATOR.search(_small(data, entries, names, "meta.xml"))
    return Unreadable("ods", program=named(generator[1].decode("utf-8", "replace") if generator else ""))


def _small(data: bytes, entries: Sequence[Entry], names: Sequence[str], name: str) -> bytes:
    """Return a small part; nothing where it is missing, damaged or long."""
    if name not in names:
        return b""
    entry = entries[names.index(name)]
    try:
        return inflate(data, entry, packed_from(data, entry), SMALL)
    except Unreadable:
        return b""


def _archive(entries: Sequence[Entry]) -> Unreadable:
    """Return that this is an archive, by name of the one workbook in it where there is but one.

    An archive within may hold the workbook; where nothing can, nobody is sent to look for one.
    """
    files = [e.name for e in entries if not e.name.endswith("/") and not e.name.startswith("__MACOSX/")]
    named = files[0].lower() if len(files) == 1 else ""
    if named.endswith((".xlsx", *OTHER_WORKBOOKS)):
        part = _as_named(files[0]).rpartition("/")[2]
        return Unreadable("zipped_workbook" if named.endswith(".xlsx") else "zipped_other", part=part)
    hopeful = any(name.lower().endswith((".xlsx", *ARCHIVES)) for name in files)
    return Unreadable("archive" if hopeful else "archive_without")


def _as_named(name: str) -> str:
    """Return a file's name as Windows in China packs it, without saying so."""
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
