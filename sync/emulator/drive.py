"""The calls of Google Drive that the stand-in does: find, look at, make, replace, export and fetch files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.emulator.answers import Refused, not_done
from sync.emulator.store import DRIVE, SHARED, SHEET, XLSX, File, Store
from sync.emulator.workbooks import exported, imported

USUAL = "kind,id,name,mimeType"
"""What Drive answers of a file where no fields are asked for."""

LARGEST_EXPORT = 10 << 20
"""Drive exports no larger file [bytes]."""

PAGE = 100
"""So many files come at once where nothing is said; at most a thousand."""

TERMS: Sequence[tuple[str, Callable[[File, re.Match[str]], bool]]] = (
    (r"'([^']*)' in parents", lambda file, found: file.parent == found[1]),
    (r"mimeType ?= ?'([^']*)'", lambda file, found: file.mime == found[1]),
    (r"trashed ?= ?(true|false)", lambda file, found: file.trashed == (found[1] == "true")),
    (
        r"appProperties has \{ ?key='([^']*)' and value='([^']*)' ?\}",
        lambda file, found: file.properties.get(found[1]) == found[2],
    ),
)
"""The terms of a search that the stand-in understands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that was let in: what its path names, its parameters, its document and its upload."""

    store: Store
    named: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    upload: bytes | None = None

    def says(self, key: str) -> bool:
        """Tell whether a parameter is true."""
        return self.query.get(key) == "true"

    def file(self, id_: str) -> File:
        """Return a file; what lies in a shared drive is not found by whoever does not ask for those."""
        found = self.store.file(id_)
        if found is None or not self.says("supportsAllDrives"):
            raise Refused(404, f"File not found: {id_}.", "notFound")
        return found


def list_files(asked: Asked) -> dict[str, Any]:
    """Find files, page by page."""
    matches = [_term(term) for term in re.split(r" and (?!value=)", asked.query.get("q", ""))]
    shared = asked.says("includeItemsFromAllDrives") and asked.says("supportsAllDrives")
    found = [one for one in asked.store.files() if shared and all(fits(one) for fits in matches)]
    size, start = int(asked.query.get("pageSize", PAGE)), int(asked.query.get("pageToken", 0))
    if not 1 <= size <= 1000:
        raise Refused(400, f"Invalid value '{size}'. Values must be within the range: [1, 1000]")
    page = {"kind": "drive#fileList", "incompleteSearch": False}
    page["files"] = [described(one) for one in found[start : start + size]]
    return page | ({"nextPageToken": str(start + size)} if start + size < len(found) else {})


def _term(text: str) -> Callable[[File], bool]:
    for pattern, fits in TERMS:
        if found := re.fullmatch(pattern, text.strip()):
            return lambda file: fits(file, found)
    raise not_done(f"a search for {text!r}")


def get_file(asked: Asked) -> dict[str, Any]:
    """Describe a file."""
    return described(asked.file(asked.named["fileId"]))


def create_file(asked: Asked) -> dict[str, Any]:
    """Make a file of an uploaded workbook; it becomes a Sheet where its type is to be that."""
    told, content = asked.body, _uploaded(asked)
    parents = told.get("parents", [])
    if parents != [SHARED] or not asked.says("supportsAllDrives"):
        why = "Service Accounts do not have storage quota. Leverage shared drives instead."
        raise Refused(403, why, "storageQuotaExceeded")
    file = File("", told.get("name", "Untitled"), SHEET, SHARED, properties=told.get("appProperties", {}))
    return described(asked.store.add(file, content))


def update_file(asked: Asked) -> dict[str, Any]:
    """Change what is said of a file, and replace its content by an uploaded workbook."""
    file, told = asked.file(asked.named["fileId"]), asked.body
    changed = replace(
        file,
        name=told.get("name", file.name),
        trashed=told.get("trashed", file.trashed),
        properties={**file.properties, **told.get("appProperties", {})},
    )
    content = None if asked.upload is None else _uploaded(asked)
    return described(asked.store.change(changed, content))


def _uploaded(asked: Asked) -> bytes:
    if asked.upload is None or asked.body.get("mimeType", SHEET) != SHEET:
        raise not_done("a file that does not become a Sheet")
    return imported(asked.upload)


def export_file(asked: Asked) -> bytes:
    """Return a Sheet as an Excel workbook; this call finds what lies in shared drives unasked."""
    file = asked.store.file(asked.named["fileId"])
    if file is None or file.mime != SHEET:
        raise Refused(404, f"File not found: {asked.named['fileId']}.", "notFound")
    if asked.query.get("mimeType") != XLSX:
        raise not_done(f"an export as {asked.query.get('mimeType')}")
    content = exported(asked.store.content(file.id))
    if len(content) > LARGEST_EXPORT:
        raise Refused(403, "This file is too large to be exported.", "exportSizeLimitExceeded")
    return content


def described(file: File) -> dict[str, Any]:
    """Describe a file as Drive does."""
    return {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime,
        "parents": [file.parent],
        "driveId": DRIVE,
        "version": str(file.version),
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "trashed": file.trashed,
        "appProperties": dict(file.properties),
        "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit",
    }
