"""The workspace: one folder with meritbook.toml, the scheme, the archive, and where workbooks go and come."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import category

from addin.texts import LANGUAGES, listed, say

SETTINGS_FILE = "meritbook.toml"
KNOWN = ("language", "archive", "mail", "google")
"""The settings there are."""

MAIL_PASSWORD = "MERITBOOK_MAIL_PASSWORD"
"""The environment variable with the password of the mail server, which no file holds."""

PORTS = {"starttls": 587, "ssl": 465, "none": 25}
"""How a mail server is spoken to, and the usual port of each way."""

SQLITE = "sqlite:///"
"""How the URL of an archive in a file begins; a relative path counts from the workspace."""


class CannotGoOn(Exception):  # noqa: N818 - it is an outcome, told to people as a reason
    """The command could not run: what, where and how to mend it, in one line (exit status 2).

    `key` is that of its text in texts/<language>/stops.toml.
    """

    def __init__(self, told: str, key: str = "") -> None:
        super().__init__(printable(told))
        self.key = key


def printable(name: str) -> str:
    """Return a file name, or a text with one in it, as it can be stored and shown, whatever is in it."""
    if name.isprintable():
        return name
    return "".join(ascii(sign)[1:-1] if category(sign) in ("Cc", "Cs") else sign for sign in name)


def stop(key: str, language: str, **values: object) -> CannotGoOn:
    """Make the exception of a text in texts/<language>/stops.toml."""
    return CannotGoOn(say(f"stops.{key}", language, **values), key)


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server by which notices are sent, and HR's own address; `user` where it asks who it is."""

    host: str
    sender: str
    port: int = 0
    user: str = ""
    tls: str = "starttls"


@dataclass(frozen=True, slots=True)
class Google:
    """Google Sheets as a way to departments: the account's file, the shared folder, and where Google is.

    `endpoint` is the address of the stand-in; blank it is Google itself.
    """

    credentials: str
    folder: str
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where everything of one company lies."""

    folder: Path
    language: str = "en"
    archive_url: str = ""
    mail: Mail | None = None
    google: Google | None = None

    @property
    def scheme(self) -> Path:
        """The scheme workbook that HR writes."""
        return self.folder / "scheme.xlsx"

    @property
    def archive(self) -> str:
        """The URL of the master archive; SQLite in the folder unless meritbook.toml says otherwise."""
        name = self.archive_url.removeprefix(SQLITE)
        if self.archive_url and name == self.archive_url:
            return self.archive_url
        return f"{SQLITE}{self.folder / (name or 'archive.db')}"

    def outbox(self, cycle: str) -> Path:
        """Where issued workbooks are written."""
        return self.folder / "outbox" / cycle

    @property
    def inbox(self) -> Path:
        """Where filled workbooks arrive."""
        return self.folder / "inbox"

    def returned(self, cycle: str) -> Path:
        """Where copies with the findings marked in them are written."""
        return self.folder / "returned" / cycle

    def reports(self, cycle: str) -> Path:
        """Where master workbooks and other reports are written."""
        return self.folder / "reports" / cycle


def open_workspace(folder: Path, language: str | None = None) -> Workspace:
    """Read a workspace's settings; `language` (from the command line) wins over the file's.

    Raises CannotGoOn where there is no workspace or its settings cannot be read.
    """
    file = folder / SETTINGS_FILE
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise stop("no_workspace", language or "en", folder=folder.resolve()) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise stop("bad_settings", language or "en", file=file, error=error) from error
    unknown = sorted(content.keys() - set(KNOWN))
    if unknown:
        chosen = language or "en"
        values = {"found": listed(unknown, chosen), "known": listed(KNOWN, chosen)}
        raise stop("unknown_setting", chosen, file=file, **values)
    chosen = language or str(content.get("language", "en"))
    if chosen not in LANGUAGES:
        raise stop("bad_settings", "en", file=file, error=f"language = {chosen!r} ({' / '.join(LANGUAGES)})")
    mail, google = _mail(content.get("mail"), file, chosen), _google(content.get("google"), file, chosen)
    return Workspace(folder, chosen, str(content.get("archive", "")), mail, google)


def _mail(said: object, file: Path, language: str) -> Mail | None:
    """Read the section [mail]; None where there is none. Raises CannotGoOn for what no server can be."""
    if said is None:
        return None
    kinds: dict[str, type] = {"host": str, "sender": str, "port": int, "user": str, "tls": str}
    values = said if isinstance(said, dict) else {}
    wrong = [name for name, value in values.items() if type(value) is not kinds.get(name)]
    wrong += [name for name in ("host", "sender") if not values.get(name)]
    found = Mail(**{"host": "", "sender": "", **values}) if not wrong else None
    if found is None or found.tls not in PORTS or not 0 <= found.port <= 65_535 or not _can_send(found):
        raise stop(
            "bad_mail", language, file=file, known=listed(kinds, language), ways=listed(PORTS, language)
        )
    return replace(found, port=found.port or PORTS[found.tls])


def _google(said: object, file: Path, language: str) -> Google | None:
    """Read the section [google]; None where there is none. Raises CannotGoOn where it cannot be used."""
    if said is None:
        return None
    known = [one.name for one in fields(Google)]
    values = said if isinstance(said, dict) else {}
    texts = all(name in known and isinstance(value, str) for name, value in values.items())
    if not (texts and values.get("credentials") and values.get("folder")):
        raise stop("bad_google", language, file=file, known=listed(known, language))
    return Google(**values)


def _can_send(mail: Mail) -> bool:
    """Tell whether the sender is an address as mail servers take it, with a name or without."""
    address = mail.sender.rpartition("<")[2]
    return "@" in address and address.isascii()


def now() -> datetime:
    """Return the time in UTC; MERITBOOK_NOW (ISO date and time) overrides the clock for tests and demos."""
    override = os.environ.get("MERITBOOK_NOW")
    if not override:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(override)
    except ValueError:
        raise stop("bad_now", "en", found=override) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
