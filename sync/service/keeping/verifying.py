"""`verify`: everything kept is as it was written, and everything stored follows from the kept files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from sqlalchemy.exc import DBAPIError

from addin.texts import listed, say, words
from sync.archive import events, kept
from sync.archive.documents import decode_roster, decode_scheme, digest, encode, roster_digest, unpack
from sync.archive.rows import Broken, Event
from sync.archive.schema import metadata
from sync.archive.store import Archive
from sync.archive.verify import Counts, Seal, count, holds_seal, seal
from sync.archive.verify import verify as verify_archive
from sync.findings import place
from sync.reading.scheme import read_scheme
from sync.service.cycles import open_to_look
from sync.service.keeping.across import not_consolidated
from sync.service.keeping.following import as_far_as_possible, recompute, says, to_its_end
from sync.service.opening import Watch, unwatched
from sync.settings import CannotGoOn, Workspace, stop

SCHEME = "scheme.xlsx"
"""The name under which people know the workbook of the rules."""

SHORTEST_SEAL = 32
"""So many digits of a seal [4 bits each] nobody can bring about in another log."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What does not hold, how much was looked at, and the end of the audit log, to be noted elsewhere."""

    broken: list[dict[str, Any]]
    counts: Counts
    seal: Seal | None

    def document(self) -> dict[str, Any]:
        """Return this as a JSON object."""
        return asdict(self)


def verify(workspace: Workspace, noted: str = "", jobs: int = 1, watch: Watch = unwatched) -> Verified:
    """Name everything that does not hold (empty where all is well), and count what was looked at.

    Counts and seal are taken before anything is looked at: what others add meanwhile is not sealed by them.
    noted: the seal that an earlier verify printed, or its beginning; a log that does not contain it any more
    was cut off or written anew. Raises CannotGoOn where it is too short to tell.
    """
    if noted and len(noted) < SHORTEST_SEAL:
        raise stop("short_seal", workspace.language, found=noted, least=SHORTEST_SEAL)
    with open_to_look(workspace) as archive:
        end, counts = seal(archive), count(archive)
        broken = list(whole(archive, noted.lower(), jobs, watch))
        return Verified(in_words(archive, broken), counts, end)


def whole(archive: Archive, noted: str = "", jobs: int = 1, watch: Watch = unwatched) -> Iterator[Broken]:
    """Yield everything about an archive that does not hold."""
    sound = True
    for one in chain(
        to_its_end(_without_seal(archive, noted)),
        to_its_end(verify_archive(archive)),
        to_its_end(rules(archive)),
        recompute(archive, jobs, watch),
    ):
        sound = False
        yield one
    if sound:  # what is compared with each other has to be right by itself first
        yield from to_its_end(not_consolidated(archive))


def _without_seal(archive: Archive, noted: str) -> Iterator[Broken]:
    if noted and not holds_seal(archive, noted):
        yield Broken("seal_missing", "event", noted)


def rules(archive: Archive) -> Iterator[Broken]:
    """Yield the rules and people that are not those of the scheme workbook they were read from."""
    language = archive.language
    for name, stored, file, program in kept.versions(archive):
        scheme = _scheme(name, stored, file, program)
        yield from as_far_as_possible(("scheme_version", (name,), SCHEME), scheme, language)
    for name, stored in kept.rosters(archive):
        yield from as_far_as_possible(("roster_version", (name,), SCHEME), _roster(name, stored), language)
    for found, file in kept.openings(archive):
        yield from as_far_as_possible(("cycle", (found.subject,), SCHEME), _opening(found, file), language)


def _scheme(name: str, stored: bytes, file: bytes, program: str) -> Iterator[Broken]:
    fresh, document = encode(read_scheme(file).scheme), unpack(stored)
    if digest(decode_scheme(document)) != name or not says(fresh, document, program):
        yield Broken("not_recomputed", "scheme_version", name, workbook=SCHEME)


def _roster(name: str, stored: bytes) -> Iterator[Broken]:
    if roster_digest(decode_roster(unpack(stored))) != name:
        yield Broken("not_recomputed", "roster_version", name, workbook=SCHEME)


def _opening(found: Event, file: bytes) -> Iterator[Broken]:
    """The very version of the program that opened a cycle reads the same rules and people again."""
    if found.program == events.program():
        read = read_scheme(file)
        fresh = {"scheme": digest(read.scheme), "roster": roster_digest(read.roster)}
        if any(found.details.get(part, name) != name for part, name in fresh.items()):
            yield Broken("not_recomputed", "cycle", found.subject, workbook=SCHEME)


def in_words(archive: Archive, broken: Sequence[Broken]) -> list[dict[str, Any]]:
    """Return what does not hold as JSON objects that also say it in words."""
    names = _names(archive) if broken else {}
    return [_document(archive, names, one) for one in broken]


def _document(archive: Archive, names: Mapping[str, str], broken: Broken) -> dict[str, Any]:
    """Return something that does not hold as the JSON object of the contract, with words for people."""
    language = archive.language
    title = say(f"archive.tables.{broken.table}", language)
    person = f"{broken.employee} {names.get(broken.employee, '')}".strip() if broken.employee else None
    told = {
        "title": title,
        "message": _message(broken, language),
        "place": place(title, broken.workbook, person, _row(broken, language)),
    }
    return asdict(broken) | told


def _message(broken: Broken, language: str) -> str:
    text = say(f"archive.broken.{broken.what}", language)
    event, detail = broken.detail.startswith("#"), broken.detail
    if event:
        detail = say("archive.keys.seq", language, value=detail[1:])
    return say("archive.told", language, text=text, detail=detail) if detail else text


def _row(broken: Broken, language: str) -> str:
    """Say the key of a row in words: `2026-Q3 / 00012 / 1` as cycle 2026-Q3, version 1."""
    table = metadata.tables.get(broken.table)
    keys = [column.name for column in table.primary_key] if table is not None else []
    parts = broken.row.split(" / ")
    if len(keys) != len(parts) or not broken.row:
        return broken.row
    said = words("archive", language)["keys"]
    told = [said[key].format(value=part) for key, part in zip(keys, parts, strict=True)]
    return listed((one for one, part in zip(told, parts, strict=True) if part != broken.employee), language)


def _names(archive: Archive) -> dict[str, str]:
    """Return the names of all people, as far as their rosters can still be read."""
    found: dict[str, str] = {}
    with suppress(CannotGoOn, DBAPIError):
        for _, stored in kept.rosters(archive):
            with suppress(ValueError, TypeError):
                found |= {person.id: person.name for person in decode_roster(unpack(stored)).values()}
    return found
