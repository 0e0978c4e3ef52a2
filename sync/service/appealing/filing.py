"""`appeal file`: somebody brings an appeal against a published result, within the days they have for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.texts import listed, say
from sync.archive.deciding import Decision
from sync.archive.rows import FormRecord, Result
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.process.appeals import OPEN, WITHDRAWN, Appeal
from sync.service.appealing.acting import ANSWERED, APPEALED, Acted, appeal_of
from sync.service.appealing.form import Filled, read_form
from sync.service.appealing.kept import appeals_in, note_of, seen_in
from sync.service.appealing.who import refuse_stranger
from sync.service.cycles import Rules, is_closed, opened
from sync.service.deciding import deciding
from sync.service.importing.meanings import Known
from sync.service.steps.choosing import Choice, Stepped, chosen, name_of, taken, today
from sync.service.steps.told import answers_due
from sync.settings import Workspace, stop
from sync.states import ASIDE

AT_FIRST = ("published", "interviewed", "confirmed")
"""States of a form that may be appealed against for the first time."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody brings forward: whose result, why, and about which line (its number or name)."""

    employee: str
    grounds: str
    kind: str = "result"
    indicator: str | None = None
    by: str | None = None
    form: Filled | None = None


def file_appeal(workspace: Workspace, cycle: str, claim: Claim) -> Acted:
    """File an appeal against the published result of somebody.

    Raises CannotGoOn where the result is not published, the days for it are over, or an appeal is open.
    """
    with deciding(workspace) as archive:
        return _filed(archive, opened(archive, cycle), claim)


def file_form(
    workspace: Workspace, cycle: str, file: Path, kind: str, by: str
) -> tuple[Acted, tuple[str, ...]]:
    """File the appeal that an appeal form brings; returns it, and in words what the form leaves open.

    The file is kept before it is read. Raises CannotGoOn where it is no appeal form of this cycle, or says
    nothing of what happened.
    """
    with deciding(workspace) as archive:
        rules = opened(archive, cycle)
        filled = read_form(archive, rules, file, by)
        words = filled.words
        claim = Claim(filled.subject, words["facts"], kind, words.get("indicator"), by, filled)
        return _filed(archive, rules, claim), filled.missing


def _filed(archive: Archive, rules: Rules, claim: Claim) -> Acted:
    number = ""

    def decision() -> tuple[Decision, Stepped]:
        nonlocal number
        (form,) = chosen(archive, rules, Choice(employees=(claim.employee,)))
        refuse_stranger(archive, rules, form.employee, claim.by)
        seen, known = seen_in(archive), appeals_in(archive)
        _refuse(archive, rules, form, [one for one in known if _about(one, form)])
        number = f"A-{len(known) + 1:04}"
        appeal = _appeal(archive, rules, form, claim, number)
        moves = (Move(form.employee, form.state, APPEALED, f"{number}: {claim.grounds}"),)
        notes, told = (note_of(appeal),), {"appeal": number}
        made = Decision(rules.cycle.id, "appeal_filed", appeal.filed_by, moves, (), notes, (), told, seen)
        return made, Stepped(rules, moves)

    stepped = taken(archive, decision)
    return Acted(appeal_of(archive, number), stepped)


def _about(appeal: Appeal, form: FormRecord) -> bool:
    return (appeal.cycle, appeal.subject) == (form.cycle, form.employee)


def _appeal(archive: Archive, rules: Rules, form: FormRecord, claim: Claim, number: str) -> Appeal:
    words: Mapping[str, str] = claim.form.words if claim.form else {}
    return Appeal(
        number,
        rules.cycle.id,
        form.employee,
        claim.kind,
        claim.grounds,
        claim.by or name_of(rules, form.employee),
        today(rules).isoformat(),
        line_of(archive, rules, form, claim.indicator) if claim.indicator else None,
        words.get("ground"),
        words.get("evidence", ""),
        words.get("wish", ""),
        words.get("contact", ""),
        claim.form.where if claim.form else None,
    )


def _refuse(archive: Archive, rules: Rules, form: FormRecord, earlier: list[Appeal]) -> None:
    """Refuse an appeal that comes too early, too late, or beside another one, and say what to do."""
    language, cycle = archive.language, rules.cycle.id
    values = {"subject": form.employee, "cycle": cycle, "number": earlier[-1].id if earlier else ""}
    if form.state == APPEALED and earlier and earlier[-1].state in OPEN:
        raise stop("appeal_open", language, **values)
    if form.state == ANSWERED and earlier and earlier[-1].state != WITHDRAWN:
        raise stop("appeal_once", language, **values)
    if form.state not in (*AT_FIRST, ANSWERED):
        key = "aside" if form.state in ASIDE else "archived" if form.state == "archived" else "early"
        key += "_closed" if key == "aside" and is_closed(archive, cycle) else ""
        state = say(f"choices.state.{form.state}", language)
        raise stop(f"appeal_{key}", language, state=state, **values)
    last = answers_due(archive, rules, [form])[form.employee]
    if today(rules) > last:
        raise stop("appeal_late", language, date=last.isoformat(), **values)


def line_of(archive: Archive, rules: Rules, form: FormRecord, named: str) -> str:
    """Return the indicator of a line of a result, named by its number or by its name."""
    result: Result = archive.results(rules.cycle.id, form.employee)[0]
    lines = [line.indicator for line in result.lines]
    names = {one: rules.scheme.indicators[one] for one in lines if one in rules.scheme.indicators}
    meant = Known(lines, names).meaning(named)
    if meant is None:
        values = {"indicator": named, "subject": form.employee, "known": listed(lines, archive.language)}
        raise stop("appeal_no_line", archive.language, **values)
    return meant
