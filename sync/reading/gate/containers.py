"""What a zip is when it is no workbook: OpenDocument, Numbers, a document, an archive of files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sync.reading.cells import Unreadable
from sync.reading.gate.programs import named
from sync.reading.gate.zipped import Entry, inflate, packed_from
from sync.reading.parts import CONTENT_TYPES

DOCUMENTS = frozenset({"word/document.xml", "ppt/presentation.xml", "visio/document.xml"})
GENERATOR = re.compile(rb"generator>([^<]{0,200})")
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
    if any(name.endswith((".iwa", "/index.numbers")) or name == "index.zip" for name in names):
        raise Unreadable("numbers", program="numbers")
    raise _archive(entries)


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
    """Return that this is an archive, by name of the one workbook in it where there is but one."""
    files = [e.name for e in entries if not e.name.endswith("/") and not e.name.startswith("__MACOSX/")]
    if len(files) == 1 and files[0].lower().endswith(".xlsx"):
        return Unreadable("zipped_workbook", part=_as_named(files[0]).rpartition("/")[2])
    return Unreadable("archive")


def _as_named(name: str) -> str:
    """Return a file's name as Windows in China packs it, without saying so."""
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
