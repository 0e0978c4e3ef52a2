"""What stands in a committee's workbook that came back, beside what stands today."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from addin.texts import say
from sync.checks.calibration import Calibrated, DecidedRow, Exceeded, Standing, decided_rows
from sync.process.calibration import exceeded
from sync.reading.submission import Submission
from sync.reading.tables import ReadRow, TableReading
from sync.service.calibrating.material import OPEN, REVIEWED, Material
from sync.service.steps.choosing import name_of
from templates.tables.calibration import CALIBRATION, COMMITTEE


def beside(
    material: Material, table: TableReading, sent: Submission, left: Collection[str], meant: Collection[str]
) -> Calibrated:
    """Put what came back beside what stands today.

    left: forms whose rows are not looked at; meant: those the workbook was written for.
    """
    rows = decided_rows(table, material.forms, material.grades, material.mark, material.facts)
    found = [one for one in rows if one.subject not in left]
    there = {one.subject for one in found}
    reviewed = (one for one in meant if material.forms[one].state == REVIEWED)
    return Calibrated(
        table,
        found,
        standing_of(material),
        material.grades,
        material.rules.scheme,
        material.language,
        [one for one in reviewed if one not in there and one not in left],
        tuple(_exceeded(material, found)),
        len(members(sent)),
    )


def standing_of(material: Material) -> Mapping[str, Standing]:
    """Return how every form of the cycle stands."""
    found = {}
    for subject, form in material.forms.items():
        finish = material.finish(subject)
        found[subject] = Standing(
            name_of(material.rules, subject),
            finish.score,
            finish.grade,
            finish.ceiling,
            form.state in OPEN,
            say(f"choices.state.{form.state}", material.language),
        )
    return found


def _exceeded(material: Material, rows: Sequence[DecidedRow]) -> Iterator[Exceeded]:
    """Yield the grades that more people of a group get than there are places; only groups with a row."""
    given = {one.subject: one.grade for one in rows}
    for title, group in material.groups.items():
        if given.keys().isdisjoint(group.counted):
            continue
        now = {one: given.get(one, material.grade_now(one)) for one in group.counted}
        before = {one: material.proposed_grade(one) for one in group.counted}
        for one in exceeded(material.rules.scheme, group, now, before):
            yield Exceeded(title, "+".join(one.grades), one.have, one.most, one.binding)


def members(sent: Submission) -> list[str]:
    """Return the names of those who decided, as the last sheet says."""
    table = sent.tables.get(COMMITTEE.key)
    return [name for row in (table.rows if table else ()) if (name := row.text("member"))]


def cell_of(table: TableReading, row: ReadRow) -> str | None:
    """Return the cell in which a row's decided grade stands."""
    return table.place(row, CALIBRATION.column("decided").key)
