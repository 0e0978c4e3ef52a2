"""What a scheme workbook holds, typed, and the same as the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from addin.scoring.methods import METHODS
from addin.scoring.parameters import write_bands, write_points
from addin.scoring.scheme import (
    Cycle,
    Department,
    Grade,
    Indicator,
    Line,
    Mapped,
    ParameterValue,
    Person,
    Position,
    Roster,
    Scheme,
)
from addin.texts import say
from templates.examples import example
from templates.lists import word
from templates.sentences import standard
from templates.severities import fixed, severities
from templates.tables import TABLES
from templates.tables.scheme import PARAMETERS
from templates.tables.settings import Setting
from templates.tables.settings import rows as setting_rows

Value = str | float | int | bool | date | None
Record = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the Changelog."""

    changed_on: date
    by: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class SchemeContent:
    """Everything that stands in a scheme workbook: rules, people, and what is there only to be read.

    `meanings` by grade, `notes` by (source, field).
    """

    scheme: Scheme
    roster: Roster = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    changes: Sequence[Change] = ()


def records(content: SchemeContent, table: str, language: str) -> list[Record]:
    """Return a table's rows as cell values by column key, choices as the words of one language."""
    scheme = content.scheme
    rows: Mapping[str, Iterable[Record]] = {
        "settings": (_setting(row, content, language) for row in setting_rows()),
        "people": (person_record(person) for person in content.roster.values()),
        "departments": (department_record(unit) for unit in scheme.departments.values()),
        "goals": (_plain(goal) for goal in scheme.goals),
        "positions": (position_record(post) for post in scheme.positions.values()),
        "indicators": (_indicator(item, language) for item in scheme.indicators.values()),
        "templates": _lines(scheme, language),
        "grades": (_grade(grade, content) for grade in scheme.grades),
        "cycles": (_cycle(cycle, language) for cycle in scheme.cycles.values()),
        "checks": _checks(scheme, language),
        **{table: _all_worded(getattr(scheme, table), table, language) for table in PLAIN},
        "sources": (_mapped(mapped, content) for mapped in scheme.sources),
        "changelog": (_plain(change) for change in content.changes),
    }
    return list(rows[table])


def _plain(item: object, **ids: Value) -> Record:
    """Return a dataclass as a record, its `id` under the name of the key column."""
    names = [f.name for f in fields(item)]  # type: ignore[arg-type]
    return {name: getattr(item, name) for name in names if name != "id"} | ids


PLAIN = (
    "raters",
    "assignments",
    "rater_training",
    "quotas",
    "coefficients",
    "adjustments",
    "participants",
    "reward_rules",
    "honour_rules",
    "salary_standards",
    "courses",
    "notice_texts",
    "roles",
)
"""Tables whose records have a field for each column."""


def _all_worded(items: Iterable[object], table: str, language: str) -> Iterator[Record]:
    """Yield dataclasses as records, their flags and choices as the words of one language."""
    chosen = {column.key: column.choices for column in TABLES[table].columns}
    for item in items:
        yield {name: _word(chosen[name], value, language) for name, value in _plain(item).items()}


def _word(choices: str | None, value: Value, language: str) -> Value:
    if isinstance(value, bool):
        return word("flag", "yes" if value else "no", language)
    return word(choices, value, language) if choices and isinstance(value, str) and value else value


def _setting(setting: Setting | str, content: SchemeContent, language: str) -> Record:
    if isinstance(setting, str):
        return {"setting": say(f"scheme.sections.{setting}", language)}
    return {
        "setting": say(f"scheme.settings.{setting.key}.label", language),
        "value": setting_value(setting, content.scheme, language),
        "help": say(f"scheme.settings.{setting.key}.help", language),
        "key": setting.key,
    }


def setting_value(setting: Setting, scheme: Scheme, language: str) -> Value:
    """Return the value of a setting as it stands in its cell."""
    if setting.module:
        return word("flag", "yes" if setting.module in scheme.settings.modules else "no", language)
    value = getattr(scheme.settings, setting.key)
    if setting.choices:
        return word(setting.choices, value, language)
    if setting.kind == "flag":
        return word("flag", "yes" if value else "no", language)
    return write_days(value) if setting.kind == "dates" else value


def write_days(days: Sequence[date]) -> str:
    """Write days as people type them: `2026-10-01..2026-10-07; 2026-12-25`."""
    return "; ".join(str(first) if first == last else f"{first}..{last}" for first, last in _runs(days))


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Return runs of consecutive days as (first, last)."""
    run: list[date] = []
    for day in days:
        if run and day != run[-1] + timedelta(days=1):
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]


def person_record(person: Person) -> Record:
    """Return a person as a row of People."""
    return _plain(person, employee=person.id)


def department_record(unit: Department) -> Record:
    """Return a department as a row of Departments."""
    return _plain(unit, department=unit.id)


def position_record(post: Position) -> Record:
    """Return a position as a row of Positions."""
    return _plain(post, position=post.id)


def _indicator(item: Indicator, language: str) -> Record:
    anchors = {f"anchor_{5 - place}": text for place, text in enumerate(item.anchors)}
    chosen: Record = {"indicator": item.id, "category": word("category", item.category, language)}
    return {**_plain(item), **anchors, **chosen}


def _lines(scheme: Scheme, language: str) -> Iterator[Record]:
    for lines in scheme.templates.values():
        headed: set[str] = set()
        for line in lines:
            yield from _headings(line, headed)
            yield _line(line, scheme.indicators.get(line.indicator), scheme, language)


def _headings(line: Line, headed: set[str]) -> Iterator[Record]:
    """Yield the rows of the groups that a line is the first part of."""
    outer = None
    for group in line.groups:
        if group.indicator not in headed:
            headed.add(group.indicator)
            yield {
                "template": line.template,
                "indicator": group.indicator,
                "weight": group.weight,
                "within": outer,
            }
        outer = group.indicator


def _line(line: Line, indicator: Indicator | None, scheme: Scheme, language: str) -> Record:
    """Return a line; one that is not sound is told by no sentence."""
    percent = indicator is not None and indicator.percent
    typed = {key: parameter_text(key, value, percent, language) for key, value in line.parameters.items()}
    known = line.method in METHODS
    told = {}
    if indicator is not None and known:
        told["standard"] = standard(line, indicator, scheme.settings, language)
        told["example"] = example(line, indicator, scheme.settings, language)
    return {
        "template": line.template,
        "indicator": line.indicator,
        "weight": line.weight if line.part is None else line.part,
        "method": word("method", line.method, language) if known else None,
        "target": line.target,
        **typed,
        "missing": word("missing", line.missing, language),
        "cycles": "; ".join(word("cycle", kind, language) for kind in line.cycles),
        "within": line.groups[-1].indicator if line.groups else None,
        **told,
    }


def parameter_text(key: str, value: ParameterValue, percent: bool, language: str) -> Value:
    """Return a parameter as it stands in its cell: choices in words, points and bands as one text."""
    column = CHOSEN.get(key)
    if isinstance(value, bool):
        return word("flag", "yes" if value else "no", language)
    if isinstance(value, tuple):
        return write_points(value, percent) if key == "points" else write_bands(value, percent)  # type: ignore[arg-type]
    return word(column, value, language) if column and isinstance(value, str) else value


CHOSEN = {column.key: column.choices for column in PARAMETERS if column.choices}


def _grade(grade: Grade, content: SchemeContent) -> Record:
    return _plain(grade, grade=grade.id, meaning=content.meanings.get(grade.id, ""))


def _cycle(cycle: Cycle, language: str) -> Record:
    return _plain(cycle, cycle=cycle.id, kind=word("cycle", cycle.kind, language))


def _checks(scheme: Scheme, language: str) -> Iterator[Record]:
    """Yield every check that can be changed, its severity blank where it is as usual; then other rules."""
    changeable = [code for code in severities() if code not in fixed()]
    for code in dict.fromkeys((*changeable, *scheme.checks)):
        rule, usual = scheme.checks.get(code), severities().get(code)
        yield {
            "code": code,
            "title": say(f"checks.{code}.title", language) if usual else None,
            "usual": word("checking", usual, language) if usual else None,
            "severity": word("checking", rule.severity, language) if rule else None,
        }


def _mapped(mapped: Mapped, content: SchemeContent) -> Record:
    return _plain(mapped, note=content.notes.get((mapped.source, mapped.field), ""))
