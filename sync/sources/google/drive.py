"""Sheets as files of Google Drive: find them, make them of a workbook, and fetch them as one."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sync.sources.google.client import Google

FILES = "https://www.googleapis.com/drive/v3/files"
UPLOADS = "https://www.googleapis.com/upload/drive/v3/files"
SHEET = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = "id,name,version,webViewLink,appProperties"
SHARED = {"supportsAllDrives": "true"}
PAGE = 1000
"""Drive lists so many files at once."""


class Listed(NamedTuple):
    """A Sheet as Drive lists it; `version` grows with every change, `properties` are our own."""

    id: str
    name: str
    version: int
    link: str
    properties: Mapping[str, str]


def sheets_in_folder(google: Google) -> Iterator[Listed]:
    """List the Sheets of the shared folder, page by page."""
    wanted = f"'{google.folder}' in parents and mimeType = '{SHEET}' and trashed = false"
    asked: dict[str, Any] = {
        "q": wanted,
        "pageSize": PAGE,
        "fields": f"nextPageToken,files({FIELDS})",
        "includeItemsFromAllDrives": "true",
        **SHARED,
    }
    while True:
        page = google.ask(FILES, params=asked).json()
        yield from map(_listed, page.get("files", ()))
        if "nextPageToken" not in page:
            return
        asked["pageToken"] = page["nextPageToken"]


def look_at(google: Google, id_: str) -> Listed:
    """Look one Sheet up."""
    return _listed(google.ask(f"{FILES}/{id_}", params={"fields": FIELDS, **SHARED}).json())


def export(google: Google, id_: str) -> bytes:
    """Return a Sheet as an Excel workbook."""
    content: bytes = google.ask(f"{FILES}/{id_}/export", params={"mimeType": XLSX}).content
    return content


def create(google: Google, name: str, content: bytes, properties: Mapping[str, str]) -> Listed:
    """Make a Sheet of a workbook in the shared folder; Google converts it."""
    told = {"name": name, "mimeType": SHEET, "parents": [google.folder], "appProperties": dict(properties)}
    return _upload(google, "post", UPLOADS, told, content)


def replace(google: Google, id_: str, content: bytes, properties: Mapping[str, str]) -> Listed:
    """Replace all that stands in a Sheet by a workbook; its link stays."""
    return _upload(google, "patch", f"{UPLOADS}/{id_}", {"appProperties": dict(properties)}, content)


def _upload(google: Google, verb: str, url: str, told: Mapping[str, Any], content: bytes) -> Listed:
    mark = secrets.token_hex(16)
    between = f"\r\n--{mark}\r\nContent-Type: {XLSX}\r\n\r\n".encode()
    start = f"--{mark}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n".encode()
    body = start + json.dumps(told).encode() + between + content + f"\r\n--{mark}--\r\n".encode()
    asked: dict[str, Any] = {"uploadType": "multipart", "fields": FIELDS, **SHARED}
    kind = {"Content-Type": f"multipart/related; boundary={mark}"}
    sent = google.told(lambda: google.http.request(verb, url, params=asked, data=body, headers=kind))
    return _listed(sent.json())


def _listed(file: Mapping[str, Any]) -> Listed:
    version, properties = int(file["version"]), file.get("appProperties", {})
    return Listed(file["id"], file["name"], version, file.get("webViewLink", ""), properties)
