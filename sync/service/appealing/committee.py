"""`appeals --to`: the workbook by which the committee decides, with the cells the values stood in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from addin.scoring.parameters import told
from addin.scoring.rounding import round_half_away
from addin.texts import listed, say
from sync.archive.rows import EntryRow, LineRow, Result, department_of
from sync.archive.store import Archive
from sync.findings import place
from sync.process import appeals
from sync.process.appeals import INVESTIGATING, RESULT, REVIEWING, WITHDRAWN, Appeal
from sync.service.appealing.kept import appeals_in
from sync.service.appealing.saying import in_words
from sync.service.appealing.who import involved
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.opening import write_whole
from sync.service.outcomes import counting_in, outcomes_of
from sync.service.steps.choosing import name_of, today
from sync.settings import Workspace, stop
from templates.books.appeal import Agenda, Case, Fact, Value, write_agenda


def write_committee(workspace: Workspace, cycle: str, to: Path) -> tuple[Path, int]:
    """Write an agenda of the appeals of a cycle with a decision sheet for each; returns how many.

    Raises CannotGoOn where there is none, or the file cannot be written.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        known = [one for one in appeals_in(archive, cycle) if one.state != WITHDRAWN]
        if not known:
            raise stop("no_appeals", archive.language, cycle=cycle)
        known.sort(key=lambda one: one.state not in appeals.OPEN)
        results, outcomes = counting_in(archive, rules), outcomes_of(archive, rules)
        cases = []
        for one in known:
            finish = outcomes[one.subject].finish
            score = _number(finish.score, rules)
            words = say("appeals.sheet.result", archive.language, score=score, grade=finish.grade or "–")
            cases.append(_case(archive, rules, one, results[one.subject], words))
        company = rules.scheme.settings.company
        content = Agenda(company, cycle, today(rules), tuple(cases), archive.language)
        write_whole(to, write_agenda(content), workspace.language)
        return to, len(cases)


def _case(archive: Archive, rules: Rules, appeal: Appeal, result: Result, words: str) -> Case:
    language, settings = archive.language, rules.scheme.settings
    state = appeals.standing(appeal, settings, today(rules))
    until = appeals.due(appeal, settings) if state in appeals.OPEN else None
    decision = appeal.decision
    return Case(
        number=appeal.id,
        name=name_of(rules, appeal.subject),
        facts=_facts(rules, appeal.subject),
        about=_about(rules, appeal, language),
        state=say(f"choices.appeal_state.{state}", language),
        due=until.isoformat() if until else "",
        result=words,
        grounds=appeal.grounds,
        ground=say(f"choices.ground.{appeal.ground}", language) if appeal.ground else "",
        evidence=appeal.evidence,
        wish=appeal.wish,
        values=tuple(_values(archive, rules, appeal, result)),
        found=tuple(_found(appeal)),
        barred=_barred(rules, appeal, language),
        outcome=decision.outcome if decision and state not in appeals.OPEN else None,
        changed=in_words(rules, decision.changes, language) if decision else (),
        reason=decision.text if decision and state not in appeals.OPEN else "",
    )


def _facts(rules: Rules, subject: str) -> str:
    """Return number and department of a person; of a department its number."""
    unit = department_of(subject)
    if unit is not None:
        return unit
    person = rules.roster[subject]
    known = rules.scheme.departments.get(person.department)
    return f"{subject}  ·  {known.name if known else person.department}"


def _about(rules: Rules, appeal: Appeal, language: str) -> str:
    """Say which line an appeal is about, and of what kind it is where it is not about the result itself."""
    known = rules.scheme.indicators.get(appeal.indicator or "")
    line = f"{known.id} {known.name}" if known else say("slip.appeal.whole", language)
    if appeal.kind == RESULT:
        return line
    return say(
        "appeals.sheet.of", language, kind=say(f"choices.appeal_kind.{appeal.kind}", language), line=line
    )


def _values(archive: Archive, rules: Rules, appeal: Appeal, result: Result) -> Iterator[Value]:
    """Yield the lines of the result, with the cells their values stood in and what the manager wrote."""
    number = result.submission
    rows = () if number is None else archive.entries(number, result.employee)
    said: Mapping[str, EntryRow] = {row.indicator: row for row in rows}
    book = archive.submission(number).name if number is not None else ""
    for line in result.lines:
        yield _value(rules, line, said.get(line.indicator), book, about=line.indicator == appeal.indicator)


def _value(rules: Rules, line: LineRow, entry: EntryRow | None, book: str, *, about: bool) -> Value:
    known = rules.scheme.indicators.get(line.indicator)
    percent = known is not None and known.percent
    judged = entry is not None and entry.manager_rating is not None and entry.actual is None
    return Value(
        f"{line.indicator} {known.name}" if known else line.indicator,
        told(line.weight),
        told(line.target, percent) or "–",
        told(line.actual, percent and not judged) or "–",
        _number(line.score, rules),
        place(book, line.sheet, line.cell) if line.sheet and line.cell else "–",
        "; ".join(filter(None, (entry.evidence, entry.comment))) if entry else "",
        about,
    )


def _found(appeal: Appeal) -> Iterator[Fact]:
    """Yield what was found out, and why a second review was asked for."""
    for act in appeal.acts:
        if act.state in (INVESTIGATING, REVIEWING):
            yield Fact(act.on, act.by, act.text)


def _barred(rules: Rules, appeal: Appeal, language: str) -> str:
    """Name who does not decide: the person, the managers who rated, who took part in the first decision.

    Raters are not named: nobody is told who they are.
    """
    managers = involved(rules, appeal.subject, raters=False)
    names = [name_of(rules, one) for one in sorted({appeal.subject} | managers)]
    states = (INVESTIGATING, *appeals.ANSWERED)
    first = [act.by for act in appeal.acts if appeal.second and act.state in states]
    return listed(dict.fromkeys([*names, *first]), language)


def _number(score: float | None, rules: Rules) -> str:
    decimals = rules.scheme.settings.decimals
    return "–" if score is None else f"{round_half_away(score, decimals):.{decimals}f}"
