"""What was typed in an earlier workbook and fits into the one issued in its place, and what does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.scheme import Indicator, Line
from addin.texts import say
from sync.archive.rows import department_of
from sync.checks.context import FormReading, LineReading
from sync.findings import Finding
from templates.books.department.demands import half_steps, scale
from templates.books.department.editions import typed_columns
from templates.books.department.plan import DepartmentPlan, Key, PlannedLine
from templates.books.department.state import Input, Typed, TypedSummary
from templates.tables import TABLES
from templates.tables.department import SUMMARY

Why = Literal["person", "line", "kind", "unit", "scale", "fixed", "column", "assignment", "department"]

TYPED = ("target", "actual", "manager_rating", "reviewed_rating", "evidence", "comment")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was typed and is no longer asked for: whose, in which line and column, what, and why.

    Of a rater's rating neither who gave it nor its value is told.
    """

    employee: str
    name: str
    indicator: str | None
    indicator_name: str | None
    column: str
    value: str
    why: Why

    def document(self, language: str) -> dict[str, str | None]:
        """Return this as a JSON object, with the reason in words."""
        return {
            "employee": self.employee,
            "name": self.name,
            "indicator": self.indicator,
            "column": self.column,
            "value": self.value or None,
            "why": self.why,
            "message": self.message(language),
        }

    def message(self, language: str) -> str:
        """Say what was typed, and why it is not in the new workbook."""
        reason = say(f"service.fitting.{self.why}", language)
        if not self.value:
            named = {"name": self.name, "indicator": self.indicator_name}
            return say("service.fitting.of_rater", language, **named, reason=reason)
        heading = TABLES["appraisal" if self.indicator else "summary"].heading(self.column, language)
        key = "of_line" if self.indicator else "of_person"
        whose = {"name": self.name, "indicator": self.indicator_name}
        values = {"heading": heading, "value": self.value, "reason": reason}
        return say(f"service.fitting.{key}", language, **whose, **values)

    def note(self, language: str) -> Finding:
        """Return this as a note for the Findings sheet of the new workbook; no check found it."""
        return Finding(
            id="",
            code="",
            severity="note",
            workbook=None,
            sheet=None,
            cell=None,
            found=self.value,
            expected=None,
            fix=say("service.fitting.fix", language),
            message=self.message(language),
            employee=self.employee,
            indicator=self.indicator,
        )


def fitting(
    plan: DepartmentPlan, form: FormReading, typed: Mapping[Key, Typed]
) -> Iterator[tuple[Key, Typed | LeftOut]]:
    """Yield what fits of each line of a form, and what does not; nothing of it is lost in the archive."""
    there = {line.key: line for line in plan.all_lines}
    for line in form.lines:
        key = form.employee, line.indicator.id
        if key not in typed:
            continue
        new = there.get(key)
        if new is None:
            yield from ((key, one) for one in _all(form, line, typed[key], "line"))
        else:
            kept, out = _fitted(plan, form, line, new, typed[key])
            yield key, kept
            yield from ((key, one) for one in out)


def gone_left_out(form: FormReading, typed: Mapping[Key, Typed], said: TypedSummary) -> Iterator[LeftOut]:
    """Yield what was typed for who stands in no workbook any more, in the lines and in Summary."""
    why: Why = "person" if department_of(form.employee) is None else "department"
    for line in form.lines:
        key = form.employee, line.indicator.id
        if key in typed:
            yield from _all(form, line, typed[key], why)
    for column in SUMMARY.typed:
        text = getattr(said, column)
        if text:
            yield LeftOut(form.employee, form.name, None, None, column, text, why)


def _all(form: FormReading, line: LineReading, typed: Typed, why: Why) -> Iterator[LeftOut]:
    for column in TYPED:
        value = getattr(typed, column)
        if value is not None and value != "":
            yield _left_out(form, line, column, value, why)


def _left_out(form: FormReading, line: LineReading, column: str, value: Input, why: Why) -> LeftOut:
    percent = line.indicator.percent and column in ("actual", "target")
    said = told(value, percent) if isinstance(value, float | int) else str(value)
    return LeftOut(form.employee, form.name, line.indicator.id, line.indicator.name, column, said, why)


def _fitted(
    plan: DepartmentPlan, form: FormReading, line: LineReading, new: PlannedLine, typed: Typed
) -> tuple[Typed, list[LeftOut]]:
    """Return what of a line's cells goes into the new row, and what stays behind."""
    out = []
    open_ = typed_columns(plan, new.table)
    for column in TYPED:
        value = getattr(typed, column)
        why = None if value is None or value == "" else _why_not(line, new, column, value, open_)
        if why is not None:
            if why != "fixed" or not _same(value, new):
                out.append(_left_out(form, line, column, value, why))
            typed = replace(typed, **{column: None})
    return typed, out


def _same(value: Input, new: PlannedLine) -> bool:
    """Tell whether what was typed is what stands fixed now."""
    return value == new.actual


def _why_not(
    line: LineReading, new: PlannedLine, column: str, value: Input, open_: tuple[str, ...]
) -> Why | None:
    """Return why something typed does not fit into the new row; None where it does."""
    if column == "actual" and new.actual is not None:
        return "fixed"
    if column not in open_:
        return "column"
    if column in ("evidence", "comment", "target"):
        return None
    if line.line.judged != new.line.judged or _kind(line.line) != _kind(new.line):
        return "kind"
    if column == "actual":
        return "unit" if _unit(line.indicator) != _unit(new.indicator) else None
    return None if on_scale(line.line, new.line, value) else "scale"


def _kind(line: Line) -> bool:
    return METHODS[line.method].value == "yes_no"


def _unit(indicator: Indicator) -> str:
    return indicator.unit.strip().lower()


def on_scale(before: Line, line: Line, value: Input) -> bool:
    """Tell whether a rating is a step of the new scale and means what it meant; words stay as they are.

    A 4 of 5 is no 4 of 10.
    """
    if not line.judged or isinstance(value, str) or value is None:
        return True
    step = 0.5 if half_steps(line) else 1.0
    return scale(before) == scale(line) and 1 <= value <= scale(line) and (value / step).is_integer()
