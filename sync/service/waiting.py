"""What waits for a person's decision: each held submission with what differs from the accepted one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.scheme import Line
from addin.texts import phrase, say, words
from sync.archive.rows import SubmissionRecord, department_of
from sync.archive.store import Archive
from sync.findings import place
from sync.process.comparing import NOT_APPLICABLE, Answer, Difference, Typed, differences
from sync.service.cycles import Rules, open_to_look, opened
from sync.settings import Workspace
from templates.tables import TABLES
from templates.tables.packs import PACKS, RATER, READ
from templates.tables.registers import NUMBER, REGISTERS

Document = dict[str, Any]

SHOWN = 10
"""So many differences are told in words; all of them stand in the JSON document."""

LONGEST = 60
"""A text is told up to here [characters]."""


def held(workspace: Workspace, cycle: str) -> tuple[list[Document], list[str]]:
    """Return each held submission of a cycle with why it waits and what differs: as JSON, and in words.

    It waits until a person accepts or rejects it, whatever was read since.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        found = held_of(archive, rules, workspace.language)
        told = [line for one in found for line in in_words(one, rules, workspace.language)]
        return found, told


def held_of(archive: Archive, rules: Rules, language: str) -> list[Document]:
    """Return the held submissions of an open archive."""
    records = archive.submissions(rules.cycle.id)
    read = sorted((one for one in records if one.state == "read"), key=lambda one: one.event)
    accepted = {one.workbook: one.submission for one in read}
    waiting = (one for one in records if one.state == "held")
    return [_held(archive, rules, one, accepted.get(one.workbook), language) for one in waiting]


def _held(
    archive: Archive, rules: Rules, record: SubmissionRecord, accepted: int | None, language: str
) -> Document:
    def input_of(employee: str, indicator: str) -> str:
        line = line_of(rules, employee, indicator)
        return line.input if line else "actual"

    before = Typed() if accepted is None else _typed(archive, accepted)
    found = differences(before, _typed(archive, record.submission), input_of)
    small = PACKS.get(record.edition or "")
    if small is not None:
        found = [one._replace(table=small.key) for one in found]
    assert record.reason is not None, record
    return {
        "submission": record.submission,
        "workbook": record.name,
        "department": record.department,
        "reason": say(record.reason, language).format(**record.values),
        "accepted": accepted,
        "retired": archive.history(record.workbook or "").retired,
        "differences": [_difference(rules, one, language) for one in found],
    }


def _typed(archive: Archive, number: int) -> Typed:
    return Typed(archive.entries(number), archive.registers(number))


def _difference(rules: Rules, found: Difference, language: str) -> Document:
    return {
        "table": found.table,
        "employee": found.employee,
        "indicator": found.indicator,
        "column": found.column,
        "accepted": _shown(rules, found, found.accepted, language),
        "held": _shown(rules, found, found.held, language),
        "sheet": found.held.sheet,
        "cell": found.held.cell,
        "accepted_sheet": found.accepted.sheet,
        "accepted_cell": found.accepted.cell,
    }


def _word(found: Difference, value: str | None, language: str) -> str | None:
    """Return the word of a choice of a register, whose key is kept; any other text as it is."""
    choices = TABLES[found.table].column(found.column).choices if found.table in REGISTERS else None
    known = words("choices", language)[choices] if choices else {}
    return known.get(value, value)


def _shown(rules: Rules, found: Difference, answer: Answer, language: str) -> str | None:
    """Write an answer as people write it: 95%, yes, 4.5; None where the cell is blank."""
    value = answer.value
    if value == NOT_APPLICABLE:
        return phrase("choices.not_applicable", language)
    if not isinstance(value, float):
        return _word(found, value, language) or None
    if found.column != "actual" or found.indicator is None:
        return told(value)
    line = line_of(rules, found.employee, found.indicator)
    if line is not None and METHODS[line.method].value == "yes_no":
        return say(f"choices.flag.{'yes' if value else 'no'}", language)
    return told(value, rules.scheme.indicators[found.indicator].percent)


def line_of(rules: Rules, employee: str, indicator: str) -> Line | None:
    """Return the template line by which a person, or a department itself, is judged on an indicator."""
    scheme, kind = rules.scheme, rules.cycle.kind
    unit, person = department_of(employee), rules.roster.get(employee)
    if unit is not None:
        lines = scheme.lines_of_department(unit, kind)
    else:
        lines = scheme.lines_of(person.position, kind) if person else ()
    every = (line for template in scheme.templates.values() for line in template)
    return next((line for line in (*lines, *every) if line.indicator == indicator), None)


def in_words(held: Document, rules: Rules, language: str) -> Iterator[str]:
    """Tell of a held submission: why it waits, what differs (at most ten), the two commands to decide."""
    title = "title" if held["department"] else "title_of_rater"
    yield say(f"service.held.{title}", language, **held | {"department": _unit(rules, held["department"])})
    yield say("service.held.why", language, reason=held["reason"])
    found = held["differences"]
    key = "same" if not found else "answers" if held["accepted"] is None else "differs"
    yield say(f"service.held.{key}", language, accepted=held["accepted"], number=len(found))
    for one in found[:SHOWN]:
        yield _line(one, rules, language)
    if len(found) > SHOWN:
        yield say("service.held.more", language, number=len(found) - SHOWN)
    if not held["retired"]:
        yield say("service.held.accept", language, submission=held["submission"])
    yield say("service.held.reject", language, submission=held["submission"])


def _line(one: Document, rules: Rules, language: str) -> str:
    unit, person = department_of(one["employee"]), rules.roster.get(one["employee"])
    read = one["employee"] == READ
    name = f"{person.name} ({person.id})" if person else _unit(rules, unit) if unit else one["employee"]
    if one["table"] in REGISTERS:
        name = f"{TABLES[one['table']].heading(NUMBER, language)} {one['employee']}"
    name = say("pack.read.indicator_name", language) if read else name
    indicator = rules.scheme.indicators.get(one["indicator"] or "")
    about = f"{indicator.id} {indicator.name}" if indicator else TABLES[one["table"]].title(language)
    return say(
        "service.held.one",
        language,
        name=name,
        about=about,
        column=TABLES[one["table"]].heading(one["column"], language),
        old=_answer(_seen(one, "accepted", language), one["accepted_sheet"], one["accepted_cell"], language),
        new=_answer(_seen(one, "held", language), one["sheet"], one["cell"], language),
    )


def _seen(one: Document, which: str, language: str) -> str | None:
    """Return an answer as a terminal shows it: not what a rater said of somebody, that is for the file."""
    value: str | None = one[which]
    secret = one["table"] == RATER.key and one["employee"] != READ and value is not None
    return say("service.held.unseen", language) if secret else value


def _answer(value: str | None, sheet: str | None, cell: str | None, language: str) -> str:
    """Write an answer and the cell it stands in."""
    text = say("service.held.blank", language) if value is None else " ".join(value.split())
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f"{cut} [{place(sheet, cell)}]" if cell else cut


def _unit(rules: Rules, department: str | None) -> str | None:
    unit = rules.scheme.departments.get(department or "")
    return unit.name if unit else department
