"""The Cover of a returned copy: the points to mend, the worst first, and what got better since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from addin.texts import say
from sync.checks.run import CELLS_TOLD, Group, group, repeats
from sync.findings import SEVERITIES, Finding, Life
from sync.reports.marking import Marking
from templates.heights import shown_width
from templates.patch import CellValue, edit_cells, edit_links
from templates.patch.cells import place

COVER_NAME = "cover_findings"
"""The workbook's name for the cells of the Cover that list the first points."""
STATUS_NAME = "cover_status"
"""The workbook's name for the cell of the Cover that says what is left."""
PROGRESS_NAME = "cover_progress"
"""The workbook's name for the cell of the Cover that says what got better; older ones do not have it."""
LONGEST = 74
"""A line is so long at most [characters], since LibreOffice does not break lines in a link."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Point = tuple[str, str | None]
"""A line of the list and where it leads."""


def list_points(marking: Marking, findings: Sequence[Finding]) -> None:
    """List the points to mend on the Cover, in the cells that the workbook names for it."""
    area = marking.cells(COVER_NAME)
    if area is None:
        return
    sheet, cells = area
    points = _points(marking, findings, len(cells))
    points += [("", None)] * (len(cells) - len(points))
    texts: dict[str, CellValue] = {cell: text or None for cell, (text, _) in zip(cells, points, strict=True)}
    edit_cells(marking.package, {sheet: texts})
    links = {cell: target for cell, (_, target) in zip(cells, points, strict=True)}
    edit_links(marking.package, sheet, links)


def _points(marking: Marking, findings: Sequence[Finding], room: int) -> list[Point]:
    """Tell findings in so many lines, repeats as one; the last line says how many more there are."""
    if not findings:
        return [(say("department.cover.mend_empty", marking.language), None)]
    groups = worst_first(
        group(findings, marking.language), lambda told: marking.sheets.get(told.findings[0].sheet or "", -1)
    )
    told = groups if len(groups) <= room else groups[: room - 1]
    points = [
        (line(one, marking.whose(one.findings[0]), marking.language), marking.target(one.findings[0]))
        for one in told
    ]
    if len(groups) > room:
        points.append(_more(marking, sum(len(one.findings) for one in groups[len(told) :])))
    return points


def worst_first(groups: Iterable[Group], place: Callable[[Group], int] = lambda _: 0) -> list[Group]:
    """Sort by severity, then how often it was found, then the place of its sheet."""
    return sorted(
        groups, key=lambda told: (SEVERITIES.index(told.severity), -len(told.findings), place(told))
    )


def line(told: Group, person: str | None, language: str) -> str:
    """Tell a group in one short line; the Findings sheet and the comments say the rest.

    person: the name of whom it is about, None where it is about nobody.
    """
    if len(told.findings) > 1:
        cells = range(CELLS_TOLD, 0, -1)
        return _fitting(f"{told.code} {repeats(told.findings, language, most)}" for most in cells)
    finding = told.findings[0]
    title = say(f"checks.{finding.code}.title", language)
    whose = " ".join((person or finding.sheet or "").split())
    if not whose:
        return f"{finding.code} {title}"
    parts = {"code": finding.code, "cell": finding.cell or finding.sheet, "title": title}
    lengths = range(min(len(whose), LONGEST) - 1, 0, -1)
    names = (whose, *(f"{whose[:length].rstrip()}…" for length in lengths))
    return _fitting(say("returned.cover", language, whose=name, **parts) for name in names)


def _fitting(lines: Iterable[str]) -> str:
    """Return the first line that fits into its cell, or the last, which is the shortest."""
    told = ""
    for told in lines:
        if shown_width(told) <= LONGEST:
            break
    return told


def _more(marking: Marking, n: int) -> Point:
    """Say how many more findings the Findings sheet lists, with a link to it."""
    if marking.listing is None:
        return say("returned.more", marking.language, n=n), None
    sheet = marking.listing.sheet
    return say("returned.more_on", marking.language, n=n, sheet=sheet), marking.link(sheet, "A1")


def say_progress(marking: Marking, findings: Sequence[Finding], life: Life) -> None:
    """Say what was mended since the last copy, what is still open, what is new; nothing in a first copy."""
    area = marking.cells(PROGRESS_NAME)
    if area is None:
        return
    sheet, cells = area
    edit_cells(marking.package, {sheet: {cells[0]: progress(findings, life, marking.language)}})


def progress(findings: Sequence[Finding], life: Life, language: str) -> str | None:
    """Write `Since your last copy: 5 mended, 2 still open, 1 new. Thank you.`; None in a first copy."""
    if not life.tells:
        return None
    counts = Counter(life.states.get(found.id, "new") for found in findings)
    numbers = {"mended": len(life.mended), "open": counts["open"], "new": counts["new"]}
    told = say("returned.between", language).join(
        say(f"returned.{key}", language, n=n) for key, n in numbers.items() if n
    )
    return say("returned.thanks" if life.mended else "returned.progress", language, told=told)


def tell_status(marking: Marking, findings: Sequence[Finding]) -> None:
    """Let the Cover's first line show what its formula now gives: not done while points are to be mended."""
    area = marking.cells(STATUS_NAME)
    if area is None or not findings:
        return
    sheet, cells = area
    shown = _shown(marking, sheet, cells[0])
    due = _DAY.search(shown)
    if due and shown == say("department.cover.complete", marking.language, date=due[0]):
        mended = say("department.cover.mended", marking.language, date=due[0])
        edit_cells(marking.package, {}, {sheet: {cells[0]: mended}})


def _shown(marking: Marking, name: str, cell: str) -> str:
    """Return what a cell shows, as it was read."""
    number, column = place(cell)
    rows = (row for sheet in marking.book.sheets if sheet.name == name for row in sheet.rows)
    return next(
        (str(row.cells[column].value) for row in rows if row.number == number and column in row.cells), ""
    )
