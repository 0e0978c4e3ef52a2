"""One person's result as a slip tells it: each line with its rule, what it brought, and the comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import Any

from addin.scoring.finishing import Finish
from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.registry import filled
from addin.scoring.scheme import Department, Indicator, Line, Roster, Scheme
from addin.texts import say
from sync.archive.rows import EntryRow, LineRow, department_of, of_department
from sync.archive.store import Archive
from sync.process.outcomes import Evidence, points_of_line, rules_of
from sync.reading.scheme import SchemeReading, read_scheme
from sync.service.cycles import Rules
from sync.service.excused import forms_of
from sync.service.outcomes import Outcome, computed_of, evidence_of, outcomes_of
from sync.service.results import places
from sync.service.steps.told import answers_due, reader_of
from templates.books.slip import Explained, SlipContent, Unit
from templates.lists import word
from templates.sentences import standard

RATING = 2
"""A rating that several made together is told with so many decimals."""

REMARKS = ("strengths", "to_improve", "overall_comment")


@dataclass(frozen=True, slots=True)
class Material:
    """What the slips of a cycle are written from: entries by person and indicator, remarks by person.

    `scored_by` are the rules of the workbook that each submission was filled into: a cycle may have moved on;
    `due` is the last day to answer to a result, `ranks` the place of each department that has one.
    """

    rules: Rules
    evidence: Evidence
    finishes: Mapping[str, Finish]
    meanings: Mapping[str, str]
    entries: Mapping[tuple[str, str], EntryRow]
    remarks: Mapping[str, Mapping[str, object]]
    scored_by: Mapping[int, tuple[Scheme, Roster]]
    due: Mapping[str, date]
    ranks: Mapping[str, int]
    language: str


def material_of(archive: Archive, rules: Rules) -> Material:
    """Gather what the slips of a cycle tell, each person's from the submission their result came from."""
    evidence = evidence_of(archive, rules)
    entries: dict[tuple[str, str], EntryRow] = {}
    remarks: dict[str, Mapping[str, object]] = {}
    came_from = {one.employee: one.submission for one in evidence.results.values()}
    numbers = sorted({one for one in came_from.values() if one is not None})
    for number in numbers:
        own = {employee for employee, submission in came_from.items() if submission == number}
        entries |= {
            (row.employee, row.indicator): row for row in archive.entries(number) if row.employee in own
        }
        rows = (row for row in archive.registers(number) if row.kind == "summary" and row.key in own)
        remarks |= {row.key: row.values for row in rows}
    meanings = meanings_of(read_scheme(archive.scheme_file(rules.pinned.scheme)))
    scored_by = _scored_by(archive, numbers)
    due = answers_due(archive, rules, archive.forms(rules.cycle.id))
    decided = outcomes_of(archive, rules)
    finishes, ranks = _finishes(archive, rules, decided), _ranks(archive, rules, decided)
    return Material(
        rules, evidence, finishes, meanings, entries, remarks, scored_by, due, ranks, archive.language
    )


def _ranks(archive: Archive, rules: Rules, decided: Mapping[str, Outcome]) -> dict[str, int]:
    """Return the places of the departments that have one."""
    units = [form for form in forms_of(archive, rules) if department_of(form.employee)]
    return {subject: rank for subject, rank in places(units, decided).items() if rank is not None}


def _finishes(archive: Archive, rules: Rules, decided: Mapping[str, Outcome]) -> dict[str, Finish]:
    """Return the final scores; one decided as it was computed keeps the steps that led there."""
    computed = computed_of(archive, rules)
    return {
        subject: known
        if (known := computed[subject].finish).score == one.finish.score and known.grade == one.finish.grade
        else one.finish
        for subject, one in decided.items()
    }


def _scored_by(archive: Archive, numbers: Sequence[int]) -> dict[int, tuple[Scheme, Roster]]:
    """Return the rules and people of the workbooks that submissions were filled into."""
    issues = {}
    for number in numbers:
        record = archive.submission(number)
        assert record.workbook is not None, record
        issue = archive.issued(record.workbook, record.base)
        assert issue is not None, record
        issues[number] = issue.scheme, issue.roster
    known = {pair: (archive.scheme(pair[0]), archive.roster(pair[1])) for pair in set(issues.values())}
    found = {}
    for number, pair in issues.items():
        scheme, roster = known[pair]
        assert scheme is not None, pair
        assert roster is not None, pair
        found[number] = scheme, roster
    return found


def meanings_of(reading: SchemeReading) -> dict[str, str]:
    """Return what HR wrote each grade to mean; the rules themselves do not hold it."""
    rows = {grade.id: reading.index.get(("grades", grade.id)) for grade in reading.scheme.grades}
    return {grade: row.text("meaning") for grade, row in rows.items() if row is not None}


def content_of(material: Material, employee: str) -> SlipContent:
    """Return what the slip of one person, or of a department, holds."""
    rules, evidence = material.rules, material.evidence
    scheme, finish = rules.scheme, material.finishes[employee]
    remarks = material.remarks.get(employee, {})
    said = {key: str(remarks.get(key) or "").strip() for key in REMARKS}
    return SlipContent(
        settings=scheme.settings,
        cycle=rules.cycle,
        lines=_lines(material, employee),
        finish=finish,
        grades=scheme.grades,
        meaning=material.meanings.get(finish.grade or "", ""),
        appeal_by=material.due[employee],
        language=material.language,
        adjustments=tuple(one for one in evidence.adjustments if one.employee == employee),
        **_whose(material, employee) | said,
    )


def _whose(material: Material, employee: str) -> dict[str, Any]:
    """Return whose result it is: a person in a post, or a department."""
    scheme, unit = material.rules.scheme, department_of(employee)
    if unit is not None:
        found = scheme.departments[unit]
        return {"subject": found, "position": "", "department": found.name, "unit": _unit(material, found)}
    person = material.rules.roster[employee]
    post, home = scheme.positions.get(person.position), scheme.departments.get(person.department)
    return {
        "subject": person,
        "position": post.name if post else person.position,
        "department": home.name if home else person.department,
    }


def _unit(material: Material, unit: Department) -> Unit:
    """Return who receives the slip of a department, and its place where there are others."""
    rules, ranks = material.rules, material.ranks
    subject = of_department(unit.id)
    reader, head = reader_of(rules, subject), rules.roster.get(unit.head or "")
    rank = ranks.get(subject) if len(ranks) > 1 else None
    return Unit(reader.name if reader else "", head.name if head else "", rank, len(ranks))


def _lines(material: Material, employee: str) -> list[Explained]:
    """Return the lines of a result; what a line brings is its share of the weights that counted."""
    evidence = material.evidence
    rules = rules_of(evidence.scheme, evidence.roster, evidence.cycle, employee)
    lines = evidence.results[employee].lines
    points = {line.indicator: points_of_line(evidence, employee, line, rules) for line in lines}
    weight = fsum(line.weight for line in lines if points[line.indicator] is not None)
    ruled = {line.indicator: _ruled(material, employee, line.indicator, rules) for line in lines}
    return [
        _line(material, employee, line, *ruled[line.indicator], points[line.indicator], weight)
        for line in lines
    ]


def _ruled(
    material: Material, employee: str, indicator: str, rules: Mapping[str, Line]
) -> tuple[Line, Indicator]:
    """Return the line and the indicator by which a score came about.

    That is as the workbook says, or, where raters were joined, as the cycle does now.
    """
    evidence, number = material.evidence, material.evidence.results[employee].submission
    if number is None or (employee, indicator) in evidence.together:
        return rules[indicator], evidence.scheme.indicators[indicator]
    scheme, roster = material.scored_by[number]
    return rules_of(scheme, roster, evidence.cycle, employee)[indicator], scheme.indicators[indicator]


def _line(
    material: Material,
    employee: str,
    line: LineRow,
    by: Line,
    indicator: Indicator,
    points: float | None,
    weight: float,
) -> Explained:
    scheme, language = material.rules.scheme, material.language
    entry = material.entries.get((employee, line.indicator))
    rule = replace(by, target=line.target)
    share, full = (line.weight / weight if weight else 0.0), scheme.settings.full_score
    return Explained(
        indicator=indicator.name,
        weight=line.weight,
        target=told(line.target, indicator.percent) or "–",
        actual=_actual(line, rule, entry, indicator.percent, language),
        raters=_raters(material, (employee, line.indicator)),
        score=line.score if line.score is not None else points,
        points=None if points is None else share * points,
        gain=None if points is None else share * (points - full),
        met=points is not None and (points >= full or _passed(rule, line.actual)),
        standard=standard(rule, indicator, scheme.settings, language),
        comment=entry.comment if entry else "",
    )


def _actual(line: LineRow, rule: Line, entry: EntryRow | None, percent: bool, language: str) -> str:
    """Write what was reached as people write it: a number, yes or no, not applicable."""
    if entry is not None and not entry.applicable:
        return say("choices.not_applicable", language)
    if line.actual is not None and rule.method == "yes_no":
        return word("flag", "yes" if line.actual else "no", language)
    return told(line.actual, percent, *((RATING,) if rule.judged else ())) or "–"


def _raters(material: Material, key: tuple[str, str]) -> tuple[str, ...]:
    """Return the groups whose ratings were joined in a line, if any were.

    One that is too small to be told of is none, and one alone is joined with nothing.
    """
    joined = material.evidence.together.get(key)
    groups = [voice.group for voice in joined.voices if voice.share] if joined else []
    joint = groups if len(groups) > 1 else []
    return tuple(say(f"raters.choices.group.{group}", material.language) for group in joint)


def _passed(rule: Line, actual: float | None) -> bool:
    """Tell whether a rating reached its pass mark: what fully meets is not short of anything."""
    mark = filled(METHODS[rule.method], rule.parameters).get("pass_mark")
    return mark is not None and actual is not None and actual >= mark
