"""Running the checks, telling repeats as one line, and explaining a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from addin.texts import of, say
from sync.checks.context import Context
from sync.checks.registry import switched_on
from sync.checks.saying import title
from sync.checks.sent import CHECKS
from sync.findings import Finding, Severity, finding, place, told_apart, worst_first

REPEATED = 3
"""From so many findings of one code on, a workbook's are told as one line."""

NONE: Mapping[str, str] = MappingProxyType({})

CELLS_TOLD = 5
"""A grouped line names so many cells."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one code on one sheet, told as one line."""

    code: str
    severity: Severity
    workbook: str | None
    text: str
    findings: tuple[Finding, ...]


def run_checks(context: Context, workbook: str) -> list[Finding]:
    """Run the checks on a submission, as its rules have them, and return what was found, worst first.

    workbook: the file's name, as findings are to show it; their ids do not depend on it.
    """
    stamp = context.issued.stamp or context.submission.stamp
    scope = stamp.workbook if stamp else workbook
    context = replace(context, name=workbook)
    found = (
        finding(check.code, severity, problem, workbook, scope, context.language)
        for check, severity in switched_on("submission", context.scheme)
        if context.edition in check.editions
        for problem in check.run(context)
    )
    return worst_first(told_apart(found))


def forms_with_errors(findings: Iterable[Finding], units: Mapping[str, str] = NONE) -> set[str]:
    """Return the subjects whose form has an error and goes back.

    units: the department judged on a sheet, by the sheet's name (see `units_of`); its findings name nobody.
    """
    wrong = (found for found in findings if found.severity == "error")
    subjects = (found.employee or units.get(found.sheet or "") for found in wrong)
    return {subject for subject in subjects if subject is not None}


def units_of(context: Context) -> dict[str, str]:
    """Return which department is judged on which sheet, by the sheet's name as sent."""
    return {title(context, form.table): form.employee for form in context.forms if form.person is None} | {
        reading.sheet: form.employee
        for form in context.forms
        if form.person is None and (reading := context.submission.tables.get(form.table))
    }


def whole_errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the errors that concern the workbook and therefore all its forms."""
    return [found for found in findings if found.severity == "error" and CHECKS[found.code].whole]


def group(findings: Iterable[Finding], language: str) -> list[Group]:
    """Tell three or more findings of the same code on the same sheet as one line, in the order given.

    What concerns whole workbooks is told for all of them together.
    """
    by_code: dict[tuple[str | None, str | None, str, Severity], list[Finding]] = {}
    for found in findings:
        workbook = found.workbook if found.sheet else None
        by_code.setdefault((workbook, found.sheet, found.code, found.severity), []).append(found)
    groups = []
    for (workbook, sheet, code, severity), alike in by_code.items():
        if len(alike) >= REPEATED:
            text = of(f"{code} {place(workbook, sheet)}".rstrip(), repeats(alike, language), language)
            groups.append(Group(code, severity, workbook, text, tuple(alike)))
        else:
            groups += [Group(code, severity, workbook, str(found), (found,)) for found in alike]
    return groups


def repeats(alike: Sequence[Finding], language: str, most: int = CELLS_TOLD) -> str:
    """Tell findings of one code in a few words: `12 people: comment missing (P5, P9 and 10 more)`.

    most: so many cells are named.
    """
    people = {found.employee for found in alike if found.employee}
    title = say(f"checks.{alike[0].code}.title", language)
    key, n = ("people", len(people)) if len(people) >= REPEATED else ("places", len(alike))
    cells = list(dict.fromkeys(found.cell or found.sheet or found.workbook or "" for found in alike))
    told = say("checks.grouped.between", language).join(cell for cell in cells[:most] if cell)
    if len(cells) > most:
        told = say("checks.grouped.more", language, cells=told, n=len(cells) - most)
    lower = title[:1].lower() + title[1:]
    return say(f"checks.grouped.{key}", language, n=n, title=lower, cells=told)
