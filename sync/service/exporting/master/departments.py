"""The sheets about departments: how far they are, how their people score, and how grades are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from math import isclose

from addin.scoring.grading import best_first
from addin.scoring.scheme import Grade, Person
from addin.texts import say
from sync.analysis.groups import Guide, coefficient, figures, guides
from sync.archive.rows import DepartmentProgress
from sync.process.assignment import BY_MANAGER, Assignment, assign, receiver, superior_of
from sync.process.outcomes import QUOTAS
from sync.service.excused import progress_rows
from sync.service.exporting.master.gathering import Known, Row
from sync.service.looking import progress_row, sending_days
from templates.books.master import Filled
from templates.tables import TABLES, Column, Table


def progress(known: Known) -> Filled:
    """Return how far each workbook is, of which a department has one, or one for each direct manager.

    Told are its forms by state, the files received, and whether it is late.
    """
    counted = progress_rows(known.archive, known.rules)
    members = assign(known.rules.roster, known.rules.cycle, known.rules.scheme)
    books = Counter(one.department for one in counted)
    due = sending_days(known.archive, known.rules)
    rows = [_progress(known, one, members, books[one.department] == 1, due(one)) for one in counted]
    return Filled(TABLES["progress"], rows)


def _progress(
    known: Known, counted: DepartmentProgress, assignment: Assignment, only: bool, due: date
) -> Row:
    row = progress_row(known.rules, counted, due)
    filler, read = _filler(known, counted, assignment), known.local(counted.read_at)
    return {
        **row,
        "department": row["title"],
        "head": filler.name if filler else None,
        "findings": known.errors_in.get(counted.department, 0) if only else _errors(known, counted),
        "received": counted.received,
        "held": counted.held,
        "due": due,
        "read_on": datetime.fromisoformat(read).date() if read else None,
    }


def _errors(known: Known, counted: DepartmentProgress) -> int:
    """Return how many points are to be mended in the forms of one of a department's workbooks."""
    inside = (one.employee for one in known.forms.values() if one.workbook == counted.workbook)
    return sum(known.errors_of.get(employee, 0) for employee in inside)


def _filler(known: Known, counted: DepartmentProgress, assignment: Assignment) -> Person | None:
    """Return who fills a workbook: the head of the department, or the manager of the people in it."""
    department, roster = counted.department, known.rules.roster
    if known.rules.scheme.settings.issue_by == BY_MANAGER:
        forms = (form for form in known.forms.values() if form.workbook == counted.workbook)
        inside = [roster[form.employee] for form in forms if form.employee in roster]
        return superior_of(inside[0], roster) if inside else None
    unit = known.rules.scheme.departments.get(department)
    members = assignment.members.get(department, ())
    return receiver(department, unit.head if unit else None, members, roster)


def department_results(known: Known) -> Filled:
    """Return a row per department: the scores of the people who belong to it, and its own result.

    A head's rows stand in the superior's workbook; here they count where they belong.
    """
    groups = grouped(known)
    own = {row["department"]: row for row in known.current if row["employee"] is None}
    units = sorted(groups.keys() | own.keys(), key=lambda unit: known.titles.get(unit, unit))
    rows = [_department(known, unit, groups.get(unit, []), own.get(unit)) for unit in units]
    optional = ("before", "change", "score", "grade", "rank")
    empty = [key for key in optional if all(row[key] is None for row in rows)]
    return Filled(TABLES["department_results"], rows, without=empty)


def grouped(known: Known) -> dict[str, list[Row]]:
    """Return the results of people by the department they belong to."""
    groups: dict[str, list[Row]] = {}
    for row in known.people:
        groups.setdefault(row["department"], []).append(row)
    return groups


def scores_of(rows: Sequence[Row]) -> list[float]:
    """Return the scores there are."""
    return [row["score"] for row in rows if row["score"] is not None]


def _department(known: Known, unit: str, people: Sequence[Row], own: Row | None) -> Row:
    found = figures(scores_of(people))
    before = figures(known.before.get(unit, ())).mean
    both = before is not None and found.mean is not None
    return {
        **asdict(found),
        "department": known.titles.get(unit, unit),
        "forms": len(people) + (own is not None),
        "scored": found.people,
        "before": before,
        "change": found.mean - before if both else None,  # type: ignore[operator]
        "coefficient": coefficient(counts(known, people), known.rules.scheme.grades),
        **{key: own[key] if own else None for key in ("score", "grade", "rank")},
        "findings": known.errors_in.get(unit, 0),
    }


def counts(known: Known, rows: Sequence[Row]) -> dict[str, int]:
    """Return how many people have each grade, from the best to the worst."""
    given = Counter(row["grade"] for row in rows)
    return {grade.id: given[grade.id] for grade in best_first(known.rules.scheme.grades)}


def guide_of(known: Known) -> dict[str, Guide]:
    """Return the guide of each grade that has one; none while quotas are off."""
    scheme = known.rules.scheme
    on = QUOTAS in scheme.settings.modules
    return guides(scheme.quotas, counts(known, known.people)) if on else {}


def distribution(known: Known) -> Filled:
    """Return the grades against the guide, and below them each department's; nothing without any grade."""
    given, found = counts(known, known.people), guide_of(known)
    grades = best_first(known.rules.scheme.grades)
    people = sum(given.values())
    rows = [_grade(known, grade, given[grade.id], people, found.get(grade.id)) for grade in grades]
    without = () if found else ("guide", "guide_people", "over")
    hint = say("master.hints.distribution", known.language) if found else ""
    below = _by_department(known, grades)
    return Filled(TABLES["distribution"], rows if people else [], without=without, hint=hint, below=below)


def _grade(known: Known, grade: Grade, number: int, people: int, guide: Guide | None) -> Row:
    return {
        "grade": grade_name(grade),
        "low": grade.low,
        "coefficient": grade.coefficient,
        "people": number,
        "share": number / people if people else None,
        "guide": _in_words(guide, known.language) if guide else None,
        "guide_people": guide.people if guide else None,
        "over": guide.over if guide else None,
    }


def grade_name(grade: Grade) -> str:
    """Return a grade with its name, once where both are the same."""
    return grade.id if grade.id == grade.name else f"{grade.id} {grade.name}"


def _in_words(guide: Guide, language: str) -> str:
    key = "at_most" if guide.at_most else "exactly"
    said = say(f"master.guide.{key}", language, share=percent(guide.share))
    return f"{' + '.join(guide.grades)}: {said}" if len(guide.grades) > 1 else said


def percent(share: float) -> str:
    """Write a share in percent, without decimals where it has none."""
    whole = f"{share * 100:.0f}"
    return f"{whole}%" if isclose(share * 100, float(whole)) else f"{share * 100:.1f}%"


def _by_department(known: Known, grades: Sequence[Grade]) -> Filled:
    """Return each department's people by grade: a column of numbers and one of shares for each grade."""
    declared = TABLES["grades_by_department"]
    numbers = [Column(f"people_{place}", "integer", "service", width=11) for place, _ in enumerate(grades)]
    shares = [Column(f"share_{place}", "percent", "service", width=11) for place, _ in enumerate(grades)]
    headings = {f"people_{place}": grade.id for place, grade in enumerate(grades)}
    headings |= {f"share_{place}": f"{grade.id} %" for place, grade in enumerate(grades)}
    first, last = declared.columns[:-1], declared.columns[-1:]
    table = Table(declared.key, "master", (*first, *numbers, *shares, *last), declared.keys)
    return Filled(table, list(_spread(known)), headings)


def _spread(known: Known) -> Iterator[Row]:
    groups = grouped(known)
    for unit in sorted(groups, key=lambda unit: known.titles.get(unit, unit)):
        given = counts(known, groups[unit])
        people = sum(given.values())
        row: Row = {"department": known.titles.get(unit, unit), "scored": people}
        row["coefficient"] = coefficient(given, known.rules.scheme.grades)
        for place, number in enumerate(given.values()):
            row |= {f"people_{place}": number, f"share_{place}": number / people if people else None}
        yield row
