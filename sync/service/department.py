"""What a department sees of a cycle: its workbooks, what was found in them, published results."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sync.archive.rows import IssuedRecord, SubmissionRecord
from sync.archive.store import Archive
from sync.findings import Finding, worst_first
from sync.process.scope import within
from sync.process.waiving import sort_out
from sync.service.accounts import Account
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.looking import Document, progress_of
from sync.service.results import results_of
from sync.service.senders import WEB
from sync.service.standing import found_of
from sync.settings import Workspace
from sync.states import TOLD
from templates.books.department.plan import GOALS, RATING

FILLED_BY_MANAGERS = (GOALS, RATING)
"""The editions a department fills itself; what its people and raters say travels in files of their own."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook of a department as it is out now, the last file that came back, and what it has open."""

    issued: IssuedRecord
    last: SubmissionRecord | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A cycle as an account sees it: its departments with how far they are."""

    cycle: str
    departments: tuple[Document, ...]


def seen_by(workspace: Workspace, account: Account) -> list[Seen]:
    """Return the cycles an account has to do with, the last one first, with the departments it may see."""
    with open_to_look(workspace) as archive:
        found = [_seen(archive, opened(archive, cycle), account) for cycle in archive.cycles()]
    return [one for one in reversed(found) if one.departments or account.role == "hr"]


def _seen(archive: Archive, rules: Rules, account: Account) -> Seen:
    units = scope_of(account, rules)
    rows = (row for row in progress_of(archive, rules) if units is None or row["department"] in units)
    return Seen(rules.cycle.id, tuple(rows))


def scope_of(account: Account, rules: Rules) -> frozenset[str] | None:
    """Return the departments an account may see in a cycle; None for all.

    The one place that decides it: every page and every answer to a program asks here.
    """
    return None if account.role == "hr" else within(account.departments, rules.scheme.departments)


def may_see(workspace: Workspace, account: Account, cycle: str, department: str) -> bool:
    """Tell whether an account may see a department of a cycle; raises CannotGoOn where it was not issued."""
    with open_to_look(workspace) as archive:
        units = scope_of(account, opened(archive, cycle))
    return units is None or department in units


def books(workspace: Workspace, cycle: str, department: str) -> list[Book]:
    """Return the workbooks a department fills, each as it went out last, with what is open in it."""
    with open_to_look(workspace) as archive:
        return _books(archive, cycle, {department})


def _books(archive: Archive, cycle: str, units: Collection[str]) -> list[Book]:
    issued = [archive.issued(name) for name in archive.workbooks(cycle)]
    came = archive.submissions(cycle)
    return [
        _book(archive, one, came)
        for one in issued
        if one is not None and one.department in units and one.edition in FILLED_BY_MANAGERS
    ]


def _book(archive: Archive, issued: IssuedRecord, came: Sequence[SubmissionRecord]) -> Book:
    mine = [one for one in came if one.workbook == issued.workbook]
    last = mine[-1] if mine else None
    read = [one.submission for one in mine if one.state == "read"]
    found = archive.findings_of(read[-1]) if read else []
    waivers = archive.waivers(issued.cycle, ended=False)
    return Book(issued, last, tuple(sort_out(worst_first(found), waivers).open))


def copy_to_fill(
    workspace: Workspace, cycle: str, workbook: str, account: Account
) -> tuple[str, bytes] | None:
    """Return name and bytes of the copy of a workbook to go on in; None where the account may not have it."""
    with open_to_look(workspace) as archive:
        found = archive.issued(workbook)
        if found is None or found.cycle != cycle:
            return None
        units = scope_of(account, opened(archive, cycle))
        theirs = units is None or (found.department in units and found.edition in FILLED_BY_MANAGERS)
        return (found.name, archive.content(found.sha256)) if theirs else None


def submission_for(
    workspace: Workspace, number: int, account: Account
) -> tuple[SubmissionRecord, tuple[Finding, ...]] | None:
    """Return a submission with what was found in it, as an account may see it; None where it may not.

    Who sent a file may see what became of it. What was found in it they see only where the department is
    theirs: a workbook of others tells them nothing.
    """
    with open_to_look(workspace) as archive:
        record = archive.look_up(number)
        if record is None:
            return None
        theirs = account.role == "hr" or _theirs(archive, record, account)
        if not theirs and record.source != f"{WEB}{account.name}":
            return None
        waivers = archive.waivers(record.cycle, ended=False) if record.cycle else ()
        found = sort_out(worst_first(archive.findings_of(number)), waivers).open if theirs else ()
        return record, tuple(found)


def _theirs(archive: Archive, record: SubmissionRecord, account: Account) -> bool:
    if record.cycle is None or record.edition not in FILLED_BY_MANAGERS:
        return False
    units = scope_of(account, opened(archive, record.cycle))
    return units is None or record.department in units


def findings_for(workspace: Workspace, cycle: str, account: Account) -> list[Finding]:
    """Return the open findings of a cycle that an account may see, the worst first.

    A manager sees what was found in the workbooks their departments fill; what was found in other files, and
    by comparing workbooks, is for HR.
    """
    with open_to_look(workspace) as archive:
        units = scope_of(account, opened(archive, cycle))
        if units is None:
            return list(found_of(archive, cycle).open)
        return worst_first(one for book in _books(archive, cycle, units) for one in book.findings)


def results_for(workspace: Workspace, cycle: str, account: Account) -> list[Document]:
    """Return the results of a cycle that an account may see, shaped as `results` does.

    HR sees all. A manager sees what was published of the departments named in the account and below, and
    never a row of their own: that they receive on their slip.
    """
    with open_to_look(workspace) as archive:
        units = scope_of(account, opened(archive, cycle))
        if units is not None and not any(form.state in TOLD for form in archive.forms(cycle)):
            return []  # what managers open all through a cycle does not wait for results to be computed
        rows: list[Document] = results_of(archive, cycle)["results"]
        return _only(rows, units, account)


def _only(rows: list[Document], units: Collection[str] | None, account: Account) -> list[Document]:
    if units is None:
        return rows
    return [
        row
        for row in rows
        if row["department"] in units
        and row["state"] in TOLD
        and row["employee"] is not None
        and row["employee"] != account.employee
    ]
