"""What a file of text is: a table, a page, XML of a spreadsheet, a mail, a shortcut."""

from __future__ import annotations

import re

from sync.reading.cells import Unreadable
from sync.reading.encodings import beginning
from sync.reading.gate.programs import ANY, named

BEGINNING = 1 << 16
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body|table|meta|style|div|title)\b",
    re.I | re.S,
)
MADE_BY = re.compile(r"(?:generator|progid)\W{1,3}(?:content\W{1,3})?([^\"'<>]{1,80})", re.I)
MAIL = re.compile(r"^(?:received|return-path|delivered-to|to|message-id|x-mailer):", re.I | re.M)
SAVED_PAGE = re.compile(r"^(?:x-document-type|snapshot-content-location):|saved by", re.I | re.M)
LINK = re.compile(
    r"\s*\[(?:InternetShortcut|Desktop Entry)\]|.{0,500}<plist\b.{0,500}<key>URL</key>", re.I | re.S
)
LOCK = re.compile(r"[^,\n]*,[^,\n]*,[^,\n]*,[^,\n]*\d\d:\d\d,file://[^\n]*;\s*\Z")
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
LIBREOFFICE_XML = "urn:schemas-microsoft-com:office:component:spreadsheet"
XML_KINDS = (
    ("opendocument.spreadsheet", "ods", ""),
    ("http://schemas.uof.org/", "other_spreadsheet", "UOF"),
    ("gnumeric.org", "other_spreadsheet", "Gnumeric"),
    ("<svg", "picture", ""),
    ("opendocument.", "not_spreadsheet", ""),
    ("schemas.microsoft.com/office/", "not_spreadsheet", ""),
)


def kind_of_text(data: bytes) -> Unreadable:
    """Tell pages, XML, mails, shortcuts and plain tables apart; what does not read as text is unknown."""
    text = beginning(data[:BEGINNING])
    if text is None:
        return Unreadable("unknown")
    if PAGE.match(text):
        return Unreadable("html", program=_made_by(text))
    if text.lstrip().startswith("<") and (found := _xml(text)) is not None:
        return found
    if text.lstrip().startswith("{") and "doc_id" in text[:2000]:
        return Unreadable("google_link", program="google")
    return Unreadable(_letter(text) or _stub(text) or "text")


def _xml(text: str) -> Unreadable | None:
    """Return what a file of XML is; None where it is a table that happens to begin with a bracket."""
    if LINK.match(text):
        return Unreadable("shortcut")
    if SPREADSHEET in text:
        made_by = "libreoffice" if LIBREOFFICE_XML in text else "excel" if "Excel.Sheet" in text else ANY
        return Unreadable("old_xml", program="wps" if "KSOProductBuildVer" in text else made_by)
    for mark, code, name in XML_KINDS:
        if mark in text:
            return Unreadable(code, format=name, program=_made_by(text))
    return Unreadable("unknown") if text.lstrip().startswith("<?xml") else None


def _made_by(text: str) -> str:
    """Return the program whose name stands in the head of a page or document."""
    if "KSOProductBuildVer" in text:
        return "wps"
    return next((program for found in MADE_BY.findall(text) if (program := named(found)) != ANY), ANY)


def _letter(text: str) -> str:
    """Tell a mail from a page that was saved as one, for which a browser and Excel use the same form."""
    head = text[:8192].replace("\r\n", "\n").lstrip().partition("\n\n")[0]
    if not re.match(r"[A-Za-z][A-Za-z-]*: ?\S", head):
        return ""
    if "MIME-Version:" in head and (SAVED_PAGE.search(head) or not MAIL.search(head)):
        return "html"
    return "mail" if len(MAIL.findall(head)) > 1 and re.search("^from:", head, re.I | re.M) else ""


def _stub(text: str) -> str:
    """Return the kind of a small file that only leads to another one, "" where it is none."""
    if LINK.match(text):
        return "shortcut"
    return "lock_file" if len(text) < 1000 and LOCK.match(text) else ""
