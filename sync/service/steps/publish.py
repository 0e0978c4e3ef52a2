"""`publish`: people learn their results, and managers those of everybody below them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.texts import listed, say
from sync.archive.deciding import Decision
from sync.archive.rows import FormRecord, department_of
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.service.cycles import Rules, still_open
from sync.service.deciding import deciding
from sync.service.looking import Document
from sync.service.steps.choosing import Choice, Left, Stepped, chosen, refuse_own, taken
from sync.service.steps.handing import FOLDER, hand_down
from sync.service.steps.told import reader_of
from sync.settings import Workspace, stop
from sync.states import TOLD

APPROVED, PUBLISHED = "approved", "published"
NAMED = 5
"""So many people are named whose results cannot be published yet."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publication came to: the forms that moved, the files people receive, and what is odd in it."""

    stepped: Stepped
    folder: Path
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read; files are named within their folder."""
        files = [file.relative_to(self.folder).as_posix() for file in self.files]
        return {**self.stepped.document, "folder": str(self.folder), "files": files, "notes": [*self.notes]}


def publish(workspace: Workspace, cycle: str, choice: Choice, by: str) -> Published:
    """Publish approved results down the reporting line: a slip for each person, a list for each manager.

    What was published before is written again as it stands now: after a result was changed by an appeal, or
    where the last run was cut off. Raises CannotGoOn where a result is the publisher's own, somebody named
    is not approved yet, or nothing is.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        done = taken(archive, lambda: _published(archive, rules, choice, by))
        told = [form.employee for form in chosen(archive, rules, choice) if form.state in TOLD]
        files = hand_down(workspace, archive, rules, told)
        notes = tuple(_without_head(rules, told, archive.language))
        return Published(done, workspace.outbox(cycle) / FOLDER, tuple(files), notes)


def _without_head(rules: Rules, told: Iterable[str], language: str) -> Iterator[str]:
    """Say of each department without a head who received its result instead, or that nobody did."""
    for subject in told:
        unit = rules.scheme.departments.get(department_of(subject) or "")
        if unit is not None and unit.head not in rules.roster:
            reader = reader_of(rules, subject)
            key, name = ("no_head", reader.name) if reader else ("no_reader", "")
            yield say(f"publication.{key}", language, department=unit.name, name=name)


def _published(archive: Archive, rules: Rules, choice: Choice, by: str) -> tuple[Decision, Stepped]:
    forms = chosen(archive, rules, choice)
    ready = [form.employee for form in forms if form.state == APPROVED]
    waiting = [form for form in forms if form.state not in (APPROVED, *TOLD)]
    refuse_own(rules, by, ready, "publish", archive.language)
    if (waiting and choice.employees) or len(waiting) == len(forms):
        raise _not_approved(rules, waiting, archive.language)
    moves = tuple(Move(one, APPROVED, PUBLISHED) for one in ready)
    left = tuple(_left(form, archive.language) for form in waiting)
    return Decision(rules.cycle.id, PUBLISHED, by, moves), Stepped(rules, moves, left)


def _left(form: FormRecord, language: str) -> Left:
    state = say(f"choices.state.{form.state}", language)
    return Left(form.employee, form.state, say("publication.waits", language, state=state))


def _not_approved(rules: Rules, waiting: list[FormRecord], language: str) -> Exception:
    names = listed([form.employee for form in waiting][:NAMED], language)
    names += " …" if len(waiting) > NAMED else ""
    return stop("not_approved", language, cycle=rules.cycle.id, number=len(waiting), names=names)
