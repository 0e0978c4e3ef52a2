"""A small real company for the tests of the service: the sample scheme in a workspace, issued and filled.

Two departments: `company` with one row per line of its head of sales (00001), and `sales` with four people.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from addin.scoring.scheme import Roster, Scheme
from sync.archive.across.standing import stands
from sync.process.assignment import assign
from sync.service.cycles import open_to_look, opened
from sync.service.issuing.planning import department_plan
from sync.service.starting import BEGUN, make_workspace
from sync.settings import SETTINGS_FILE, Workspace, open_workspace
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.state import Typed, TypedSummary
from templates.books.scheme import SchemeContent, write_scheme
from tests.builders import CYCLE, ENOUGH, SUMMARIES, TYPED, sample_roster, sample_scheme

HEAD = "00001"
EVERYTHING: Mapping[Key, Typed] = TYPED | {
    (HEAD, indicator): TYPED["00123", indicator] for indicator in ("SAL-01", "SAL-02", "SAL-05", "SAL-07")
}
"""A plausible filling of both workbooks without a single open point."""

REMARKS: Mapping[str, TypedSummary] = SUMMARIES | {HEAD: TypedSummary(overall_comment=ENOUGH)}

NO_RATING: Mapping[Key, Typed] = {("00123", "SAL-07"): Typed()}
"""The mistake of these tests: one rating is left empty."""


_WRITTEN: dict[str, bytes] = {}


def make_company(folder: Path, language: str = "en") -> Workspace:
    """Make a workspace with the sample scheme and its people, as one begun with that scheme is finished."""
    folder.mkdir(parents=True)
    (folder / BEGUN).touch()
    write_rules(Workspace(folder, language), sample_scheme(), sample_roster())
    return make_workspace(folder, language)


def on_server(workspace: Workspace, url: str) -> Workspace:
    """Name an archive on a server in the settings of a workspace."""
    (workspace.folder / SETTINGS_FILE).write_text(f"language = '{workspace.language}'\narchive = '{url}'\n")
    return open_workspace(workspace.folder)


def write_rules(workspace: Workspace, scheme: Scheme, roster: Roster) -> None:
    """Write the scheme workbook of a workspace; the same one is written once in a run."""
    key = f"{workspace.language} {scheme} {roster}"
    if key not in _WRITTEN:
        _WRITTEN[key] = write_scheme(SchemeContent(scheme, roster), workspace.language)
    workspace.scheme.write_bytes(_WRITTEN[key])


def plan_of(workspace: Workspace, department: str, cycle: str = CYCLE) -> DepartmentPlan:
    """Return the plan of an issued workbook, so that its cells are known."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        assignment = assign(rules.roster, rules.cycle, rules.scheme)
        return department_plan(rules, assignment, department, archive, workspace.language)


def filled(
    workspace: Workspace,
    department: str = "sales",
    other: Mapping[Key, Typed] | None = None,
    into: bytes | None = None,
    cycle: str = CYCLE,
) -> bytes:
    """Return a department's workbook filled; `other` replaces lines, `into` is the copy to go on in."""
    plan = plan_of(workspace, department, cycle)
    issued = (workspace.outbox(cycle) / f"{cycle}-{department}.xlsx").read_bytes()
    typed = {key: value for key, value in (EVERYTHING | (other or {})).items() if key in lines_of(plan)}
    people = {person.person.id for person in plan.people}
    remarks = {employee: text for employee, text in REMARKS.items() if employee in people}
    return fill_department(into or issued, plan, typed, remarks)


def lines_of(plan: DepartmentPlan) -> set[Key]:
    """Return the lines of a plan by employee and indicator."""
    return {line.key for line in plan.lines}


def content_of(workspace: Workspace) -> dict[str, Any]:
    """Return what the archive says of the cycle, without numbers of submissions and times."""
    with open_to_look(workspace) as archive:
        sent = archive.submissions()
        names = {one.submission: one.name for one in sent} | {None: None}
        results = archive.results(CYCLE, every=True)
        return {
            "submissions": {(one.name, one.sha256, one.state, one.workbook, one.base) for one in sent},
            "forms": [(f.employee, f.state, f.version, names[f.submission]) for f in archive.forms(CYCLE)],
            "results": [
                (r.employee, r.version, r.score, r.grade, r.state, r.lines, names[r.submission])
                for r in results
            ],
            "findings": {one.name: archive.findings_of(one.submission) for one in sent},
            "across": stands(archive, CYCLE).found,
            "entries": {one.name: archive.entries(one.submission) for one in sent},
            "registers": {
                one.name: sorted(archive.registers(one.submission), key=lambda row: row.key) for one in sent
            },
        }


def scores_of(workspace: Workspace) -> dict[str, tuple[float | None, str | None, str]]:
    """Return score, grade and state of each person as they stand now."""
    with open_to_look(workspace) as archive:
        return {one.employee: (one.score, one.grade, one.state) for one in archive.results(CYCLE)}


def states_of(workspace: Workspace) -> dict[str, str]:
    """Return where each form stands."""
    with open_to_look(workspace) as archive:
        return {form.employee: form.state for form in archive.forms(CYCLE)}
