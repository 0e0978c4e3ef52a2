"""`export pay-base`: what payroll is to pay by the results of a cycle, told in batches, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from addin.texts import listed, say
from sync.archive import pay
from sync.archive.deciding import Decision
from sync.archive.pay import PayLine
from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.process.pay import checksum_of_all, in_currency
from sync.service.comma_file import as_csv
from sync.service.cycles import Rules, opened
from sync.service.deciding import deciding
from sync.service.exporting.export import refuse_place
from sync.service.exporting.pay_rows import PayRow, rows_of
from sync.service.opening import write_whole
from sync.service.paying import changes_elsewhere, whole_due
from sync.service.steps.choosing import Choice, Stepped, chosen, taken
from sync.settings import Workspace, stop
from sync.states import ASIDE, SETTLED
from templates.tables.pay import PAY_BASE

NAMED = 5
"""So many people are named who are not approved yet."""

TOLD = "pay_told"
CSV, XLSX = ".csv", ".xlsx"


@dataclass(frozen=True, slots=True)
class PayBase:
    """A pay base that was written: where, which batch, how many lines it has, what there is to pay in all.

    `new` tells that payroll was told something for the first time; `total` is in the currency, empty where
    no base is known; `without_base` counts lines that name the coefficient only.
    """

    file: Path
    batch: str
    new: bool
    lines: int
    without_base: int
    total: str
    currency: str
    checksum: str


def export_pay_base(
    workspace: Workspace, cycle: str, departments: Sequence[str], by: str, to: Path | None = None
) -> PayBase:
    """Tell payroll what is due for a cycle, and what has changed of earlier ones, as a file of its own.

    Where nothing has changed since, the last batch is written again, the same to the byte. Raises CannotGoOn
    where a form that is meant is not approved yet, or the file cannot be written.
    """
    if to is not None:
        refuse_place(workspace, to, CSV if to.suffix.lower() == CSV else XLSX)
    with deciding(workspace) as archive:
        rules = opened(archive, cycle)
        choice = Choice(tuple(departments))
        before = _last_batch(archive, rules, choice)
        taken(archive, lambda: _told(archive, rules, choice, by))
        batch = _last_batch(archive, rules, choice)
        if batch is None:
            raise stop("pay_nobody", archive.language, cycle=cycle)
        return _written(workspace, archive, rules, batch, to, new=batch != before)


def _told(archive: Archive, rules: Rules, choice: Choice, by: str) -> tuple[Decision, Stepped]:
    forms = [form for form in chosen(archive, rules, choice) if department_of(form.employee) is None]
    open_ = [form.employee for form in forms if form.state not in (*SETTLED, *ASIDE)]
    if open_:
        names = listed(open_[:NAMED], archive.language) + (" …" if len(open_) > NAMED else "")
        raise stop("pay_open", archive.language, cycle=rules.cycle.id, number=len(open_), names=names)
    with archive.reading() as connection:
        batch = pay.next_batch(connection)
        gone = pay.told(connection, rules.cycle.id)
    stands = {form.employee: form.state for form in forms} | _aside(archive, rules, choice, gone)
    lines = whole_due(archive, rules, stands, batch)
    lines += changes_elsewhere(archive, rules.cycle.id, batch)
    return Decision(rules.cycle.id, TOLD, by, pay=tuple(lines), details={"batch": batch}), Stepped(rules, ())


def _aside(archive: Archive, rules: Rules, choice: Choice, told: Sequence[PayLine]) -> dict[str, str]:
    """Return who takes no part any more although payroll was told of them, and where their forms stand."""
    known = {one.subject for one in told}
    return {
        form.employee: form.state
        for form in archive.forms(rules.cycle.id)
        if form.employee in known
        and form.state in ASIDE
        and (not choice.departments or form.department in choice.departments)
    }


def _last_batch(archive: Archive, rules: Rules, choice: Choice) -> str | None:
    """Return the last batch that tells of anybody who is meant."""
    units = {form.employee: form.department for form in archive.forms(rules.cycle.id)}
    with archive.reading() as connection:
        told = pay.told(connection, rules.cycle.id)
    meant = [one for one in told if not choice.departments or units.get(one.subject) in choice.departments]
    return meant[-1].batch if meant else None


def _written(
    workspace: Workspace, archive: Archive, rules: Rules, batch: str, to: Path | None, *, new: bool
) -> PayBase:
    """Write the file of a batch from what the archive holds of it."""
    with archive.reading() as connection:
        lines = pay.told(connection, batch=batch)
    rows = rows_of(archive, lines, batch)
    settings = rules.scheme.settings
    whole = checksum_of_all(str(row[-1]) for row in rows)
    paid = [one.difference for one in lines if one.difference is not None]
    total = in_currency(sum(paid), settings.currency_decimals) if paid else ""
    file = to or workspace.reports(rules.cycle.id) / f"pay-base-{batch}{XLSX}"
    if file.suffix.lower() == CSV:
        data = _as_csv(rows, whole, archive.language)
    else:
        data = _as_workbook(rules, batch, rows, total, whole, archive.language)
    write_whole(file, data, workspace.language)
    bare = sum(one.amount is None for one in lines)
    return PayBase(file, batch, new, len(lines), bare, total, settings.currency, whole)


def _as_csv(rows: Sequence[PayRow], whole: str, language: str) -> bytes:
    """Return the lines as CSV; the checksum of the file stands in each, so that none can be added."""
    titles = [PAY_BASE.heading(column.key, language) for column in PAY_BASE.columns]
    titles.append(say("payroll.whole", language))
    return as_csv([titles, *([*row, whole] for row in rows)])


def _as_workbook(
    rules: Rules, batch: str, rows: Sequence[PayRow], total: str, whole: str, language: str
) -> bytes:
    from templates.books.pay import PayBaseContent, write_pay_base

    settings = rules.scheme.settings
    content = PayBaseContent(
        rules.cycle.id,
        batch,
        settings.company,
        settings.currency,
        settings.currency_decimals,
        rows,
        Decimal(total) if total else None,
        whole,
        language,
    )
    return write_pay_base(content)
