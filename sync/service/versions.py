"""`scheme diff` and `scheme versions`: the versions of the rules, and what changed between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addin.scoring.scheme import Scheme
from addin.texts import listed, say
from sync.archive.store import Archive
from sync.process.scheme_changes import Change, changes
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.reading.scheme import read_scheme
from sync.service.cycles import open_to_look
from sync.settings import Workspace, stop
from templates.tables import TABLES

RULES = ("positions", "templates", "indicators", "grades", "cycles")
"""The sheets without which a workbook is no scheme workbook."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two versions, and in words what could not be compared."""

    changes: list[Change]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A version of the rules as named on the command line, and how many of its cells were not understood."""

    name: str
    scheme: Scheme
    unclear: int = 0


def scheme_diff(workspace: Workspace, old: str, new: str) -> Compared:
    """Return what changed between two versions of the rules.

    Each is a scheme workbook (a file, or a name in the workspace), a cycle with its pinned version, or a
    version in the archive by its digest or a beginning of it. Raises CannotGoOn where a name is none of
    these, and where a file cannot be read.
    """
    versions = [_named(workspace, name) for name in (old, new)]
    language = workspace.language
    notes = [
        say("changes.unclear", language, name=one.name, number=one.unclear) for one in versions if one.unclear
    ]
    before, after = versions
    return Compared(changes(before.scheme, after.scheme, language), notes)


def scheme_versions(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the versions of the rules that cycles were opened with, the oldest first."""
    with open_to_look(workspace) as archive:
        found: dict[str, dict[str, Any]] = {}
        for cycle in archive.cycles():
            pinned = archive.pinned(cycle)
            assert pinned is not None, cycle
            row = {"version": pinned.scheme, "opened_at": pinned.opened_at, "cycles": []}
            found.setdefault(pinned.scheme, row)["cycles"].append(cycle)
        return list(found.values())


def _named(workspace: Workspace, name: str) -> Named:
    """Find a version of the rules by what it was called."""
    for file in (Path(name), workspace.folder / name):
        if file.is_file():
            return _from_file(file, workspace.language)
    with open_to_look(workspace) as archive:
        return Named(name, _from_archive(archive, name))


def _from_file(file: Path, language: str) -> Named:
    try:
        reading = read_scheme(file.read_bytes())
    except OSError as error:
        raise stop("cannot_read", language, file=file, error=error.strerror) from error
    except Unreadable as error:
        told = reason(error, language).rstrip(".。")
        raise stop("cannot_read", language, file=file, error=told) from error
    absent = [TABLES[table].title(language) for table in RULES if table not in reading.tables]
    if absent:
        raise stop("not_scheme", language, file=file, absent=listed(absent, language))
    return Named(file.name, reading.scheme, len(reading.problems))


def _from_archive(archive: Archive, name: str) -> Scheme:
    """Return the version a cycle is pinned to, or the one whose digest begins so."""
    pinned = {cycle: found.scheme for cycle in archive.cycles() if (found := archive.pinned(cycle))}
    known, start = set(pinned.values()), name.lower()
    wanted = [pinned[name]] if name in pinned else sorted(one for one in known if one.startswith(start))
    versions = listed(wanted or dict.fromkeys(pinned.values()), archive.language)
    if not wanted:
        cycles = listed(pinned, archive.language)
        raise stop("unknown_rules", archive.language, name=name, cycles=cycles, versions=versions)
    if len(wanted) > 1:
        raise stop("ambiguous_rules", archive.language, name=name, versions=versions)
    scheme = archive.scheme(wanted[0])
    assert scheme is not None, wanted
    return scheme
