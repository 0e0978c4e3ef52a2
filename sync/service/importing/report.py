"""What an import brought, in words and as the JSON object of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from addin.texts import LANGUAGES, listed, say, words
from sync.archive.importing import Kind
from sync.archive.rows import printable
from sync.service.importing.repeats import Note
from sync.service.importing.replacing import Replaced
from sync.service.looking import Document

NAMED = 10
"""So many of one kind are named; --json names all."""

LONGEST_SHOWN = 80
"""Letters of what stands in a file that a message repeats."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import brought: its kind and number, how many rows, about how many subjects, what is odd.

    `new` is False where the very same import stands already. `strangers` counts the people that the People
    sheet does not hold (any more); `departments` says how many of the subjects are such. `unused` names the
    values for which nobody has a measured line, `replaced` those that no longer count; `waiting` gives by
    cycle the departments whose issued workbooks do not hold the new values.
    """

    kind: Kind
    number: int
    new: bool
    rows: int
    subjects: int
    notes: tuple[Note, ...]
    strangers: int = 0
    departments: int = 0
    unused: tuple[str, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    waiting: Mapping[str, Sequence[str]] = field(default_factory=dict)


def our_titles(kind: Kind) -> dict[str, str]:
    """Return the field of each of our own titles, in any language; of several for a field the first wins."""
    spoken = [words("service", language)["imports"]["titles"][kind] for language in LANGUAGES]
    return {one: field for said in spoken for field, text in said.items() for one in text.split("|")}


def title(kind: Kind, field: str, language: str) -> str:
    """Return what a field is called."""
    text: str = words("service", language)["imports"]["titles"][kind][field]
    return text.partition("|")[0]


def message(kind: Kind, note: Note, language: str) -> str:
    """Say in words what is odd about a line; what stands there is shortened."""
    values = {name: printable(str(value)[:LONGEST_SHOWN]) for name, value in note.values.items()}
    if "field" in values:
        values["field"] = title(kind, values["field"], language)
    return say(f"service.imports.notes.{note.code}", language, line=note.line, **values)


def notes_by_code(done: TakenIn, language: str) -> list[list[str]]:
    """Return in words what is odd, kind by kind, as they first come up in the file."""
    found: dict[str, list[str]] = {}
    for note in done.notes:
        found.setdefault(note.code, []).append(message(done.kind, note, language))
    return list(found.values())


def document(done: TakenIn, language: str) -> Document:
    """Return what an import brought as a JSON object."""
    notes = [
        {"line": note.line, "code": note.code, "message": message(done.kind, note, language)}
        for note in done.notes
    ]
    return {
        "kind": done.kind,
        "imported": done.rows if done.new else 0,
        "import": done.number,
        "new": done.new,
        "strangers": done.strangers,
        "unused": len(done.unused),
        "unused_values": list(done.unused),
        "replaced": [one._asdict() for one in done.replaced],
        "issued": [{"cycle": cycle, "departments": names} for cycle, names in done.waiting.items()],
        "notes": notes,
    }


def summary(done: TakenIn, source: str, language: str) -> list[str]:
    """Say in words what an import brought, and what follows from it."""
    if not done.new:
        return [say("service.imports.again", language, number=done.number)]
    counts = {"number": done.number, "rows": done.rows, "subjects": done.subjects, "source": source}
    counts |= {"departments": done.departments, "people": done.subjects - done.departments}
    told = [say(f"service.imports.{done.kind}", language).format(**counts)]
    told += _replaced(done.replaced, language)
    told += [say("service.imports.strangers", language, number=done.strangers)] if done.strangers else []
    if done.unused:
        shown = listed((*done.unused[:NAMED], *("…" for _ in done.unused[NAMED : NAMED + 1])), language)
        key = "unused_ratings" if done.kind == "ratings" else "unused"
        told.append(say(f"service.imports.{key}", language, number=len(done.unused), names=shown))
    for cycle, names in done.waiting.items():
        departments = listed(names, language)
        told.append(say("service.imports.waiting", language, cycle=cycle, departments=departments))
    return told


def _replaced(found: Sequence[Replaced], language: str) -> list[str]:
    """Say how many values no longer count, and name the first."""
    if not found:
        return []
    told = [say("service.imports.replaced", language, number=len(found))]
    told += [say("service.imports.replaced_one", language, **one._asdict()) for one in found[:NAMED]]
    if len(found) > NAMED:
        told.append(say("service.imports.more", language, number=len(found) - NAMED))
    return told
