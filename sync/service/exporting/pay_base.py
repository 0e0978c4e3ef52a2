"""`export pay-base`: what payroll is to pay by the results of a cycle, told in batches, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from addin.texts import listed, say
from sync.archive import pay
from sync.archive.deciding import Decision
from sync.archive.pay import Batch, PayLine
from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.process.pay import checksum_of_all, in_currency
from sync.service.comma_file import as_csv
from sync.service.cycles import Rules, open_to_look, opened
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

    `told` says whether payroll is told something `new`, the last batch `again`, or an `older` one that was
    asked for; `elsewhere` counts lines that change what was told of other cycles, by cycle; `total` is in the
    currency, empty where no base is known; `without_base` counts lines that name the coefficient only.
    """

    file: Path
    batch: str
    told: str
    lines: int
    elsewhere: Mapping[str, int]
    without_base: int
    total: str
    currency: str
    checksum: str


def export_pay_base(
    workspace: Workspace, cycle: str, departments: Sequence[str], by: str, to: Path | None = None
) -> PayBase:
    """Tell payroll what is due for a cycle, and what has changed of other ones, as a file of its own.

    Where nothing has changed since, the last batch is written again, the same to the byte. Raises CannotGoOn
    where a form that is meant is not approved yet, or the file cannot be written.
    """
    _refuse_place(workspace, to)
    with deciding(workspace) as archive:
        rules = opened(archive, cycle)
        choice = Choice(tuple(departments))
        before = {one.name for one in _batches(archive, rules, choice)}
        taken(archive, lambda: _told(archive, rules, choice, by))
        known = _batches(archive, rules, choice)
        if not known:
            raise stop("pay_nobody", archive.language, cycle=cycle)
        said = "again" if known[-1].name in before else "new"
        return _written(workspace, archive, rules, known[-1], to, said)


def export_older(
    workspace: Workspace, cycle: str, departments: Sequence[str], batch: str, to: Path | None = None
) -> PayBase:
    """Write a batch that payroll was told before once more, the same to the byte; nothing new is told.

    batch: its number or its name. Raises CannotGoOn with the batches there are where this is none of them.
    """
    _refuse_place(workspace, to)
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        known = {one.name: one for one in _batches(archive, rules, Choice(tuple(departments)))}
        name = batch.upper() if batch.upper().startswith(pay.BATCH) else f"{pay.BATCH}{batch}"
        if name not in known:
            named = listed(known, archive.language)
            raise stop("pay_batch", archive.language, cycle=cycle, batch=batch, known=named)
        return _written(workspace, archive, rules, known[name], to, "older")


def _refuse_place(workspace: Workspace, to: Path | None) -> None:
    if to is not None:
        refuse_place(workspace, to, CSV if to.suffix.lower() == CSV else XLSX)


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
    lines += changes_elsewhere(archive, rules.cycle.id, batch, choice.departments)
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


def _batches(archive: Archive, rules: Rules, choice: Choice) -> list[Batch]:
    """Return the batches that are pay bases of a cycle or hold lines of it, if they tell of who is meant."""
    cycle = rules.cycle.id
    with archive.reading() as connection:
        with_lines = {one.batch for one in pay.told(connection, cycle)}
        found = [one for one in pay.batches(connection) if cycle == one.cycle or one.name in with_lines]
        if not choice.departments:
            return found
        lines = {one: pay.told(connection, batch=one.name) for one in found}
    meant = _meant(archive, {line.cycle for told in lines.values() for line in told}, choice)
    return [one for one in found if any((line.cycle, line.subject) in meant for line in lines[one])]


def _meant(archive: Archive, cycles: Iterable[str], choice: Choice) -> set[tuple[str, str]]:
    """Return who stood in the departments that are named, by cycle."""
    return {
        (cycle, form.employee)
        for cycle in cycles
        for form in archive.forms(cycle)
        if form.department in choice.departments
    }


def _written(
    workspace: Workspace, archive: Archive, rules: Rules, batch: Batch, to: Path | None, said: str
) -> PayBase:
    """Write the file of a batch from what the archive holds of it: the lines of its own cycle first."""
    with archive.reading() as connection:
        lines = pay.told(connection, batch=batch.name)
    lines.sort(key=lambda one: (one.cycle != batch.cycle, one.cycle))
    rows, own = rows_of(archive, lines, batch), opened(archive, batch.cycle)
    whole = checksum_of_all(str(row[-1]) for row in rows)
    settings = own.scheme.settings
    paid = [one.difference for one in lines if one.difference is not None]
    total = in_currency(sum(paid), settings.currency_decimals) if paid else ""
    file = to or workspace.reports(rules.cycle.id) / f"pay-base-{batch.name}{XLSX}"
    if file.suffix.lower() == CSV:
        data = _as_csv(rows, whole, archive.language)
    else:
        data = _as_workbook(own, batch.name, rows, total, whole, archive.language)
    write_whole(file, data, workspace.language)
    bare = sum(one.amount is None for one in lines)
    elsewhere = Counter(one.cycle for one in lines if one.cycle != batch.cycle)
    values = (len(lines), elsewhere, bare, total, settings.currency, whole)
    return PayBase(file, batch.name, said, *values)


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
