"""A company whose people are rated by others, and whose figures a department provides: made and played.

00123 is rated by three colleagues and one customer, 00124 by two colleagues only; the department `company`
provides figures.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from addin.scoring.scheme import RaterAssignment, RaterRule, Scheme
from sync.cli import main
from sync.process.rating import code_of
from sync.service.cycles import open_to_look
from sync.settings import Workspace, open_workspace
from templates.books.department.filling import fill_department
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.packs import anchored, answered
from tests.sync.service.company import EVERYTHING, REMARKS, make_company, plan_of, write_rules
from tests.sync.service.conftest import NOW

PEERS = ("00124", "E-07", "1234567890123456")
OUTSIDE, OUTSIDER, SAID = "X-9", "Ms Quillfeather", "she never answers before noon"
RATINGS = {"00124": 3.5, "E-07": 4.5, "1234567890123456": 2.5, OUTSIDE: 1.5, "00123": 5.0, "00001": 4.5}
"""What each rater says of everybody they rate."""


def rated_scheme() -> Scheme:
    """Return the sample scheme with raters, and with a department that provides figures."""
    scheme = anchored(sample_scheme(), provider="company")
    rated = [RaterAssignment("00123", rater, "peers") for rater in PEERS]
    rated.append(RaterAssignment("00123", OUTSIDE, "customers", name=OUTSIDER))
    rated += [RaterAssignment("00124", rater, "peers") for rater in ("00123", "E-07")]
    rules = (RaterRule("manager", 60.0), RaterRule("peers", 30.0), RaterRule("customers", 10.0))
    settings = replace(scheme.settings, modules=("raters", "departments"))
    rules = (*rules, RaterRule("self", 0.0))
    return replace(scheme, settings=settings, raters=rules, assignments=tuple(rated))


def issued_company(folder: Path, language: str = "en", scheme: Scheme | None = None) -> Workspace:
    """Make the company in a folder and issue its workbooks."""
    workspace = make_company(folder, language)
    write_rules(workspace, scheme or rated_scheme(), sample_roster())
    command(workspace, "issue", CYCLE)
    return workspace


def pack(workspace: Workspace, edition: str, name: str) -> Path:
    """Return where a small workbook lies that was issued; a rater's by the rater's number."""
    if edition == "rater":
        with open_to_look(workspace) as archive:
            name = code_of(name, CYCLE, archive.key)
    return workspace.outbox(CYCLE) / f"{CYCLE}-{edition}-{name}.xlsx"


def send(workspace: Workspace, content: bytes, name: str) -> None:
    """Put a workbook into the inbox."""
    (workspace.inbox / name).write_bytes(content)


def send_departments(workspace: Workspace) -> None:
    """Fill what is not fixed in the department workbooks, and send them."""
    for department in ("sales", "company"):
        plan = plan_of(workspace, department)
        keys = {line.key for line in plan.all_lines if line.actual is None}
        typed = {key: value for key, value in EVERYTHING.items() if key in keys}
        people = {person.person.id for person in plan.people}
        remarks = {who: said for who, said in REMARKS.items() if who in people}
        issued = (workspace.outbox(CYCLE) / f"{CYCLE}-{department}.xlsx").read_bytes()
        send(workspace, fill_department(issued, plan, typed, remarks), f"{department}.xlsx")


def command(workspace: Workspace, *words: str) -> None:
    """Run a command that may have findings."""
    assert main(["-w", str(workspace.folder), *words]) in (0, 1)


def play(issued: Path, folder: Path, ratings: Mapping[str, Any], words: str = SAID) -> Workspace:
    """Play the company in a folder of its own: what each rater says of everybody, then all the rest."""
    shutil.copytree(issued, folder)
    workspace = open_workspace(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        for rater in (*PEERS, OUTSIDE, "00123"):
            file = pack(workspace, "rater", rater)
            send(workspace, answered(file.read_bytes(), ratings[rater], words), file.name)
        for name in ("00123", "00124"):
            file = pack(workspace, "self", name)
            send(workspace, answered(file.read_bytes(), 4.5), file.name)
        data = pack(workspace, "data", "company")
        send(workspace, answered(data.read_bytes()), data.name)
        command(workspace, "collect")
        command(workspace, "issue", CYCLE)
        send_departments(workspace)
        command(workspace, "collect")
        command(workspace, "export", "master", CYCLE)
    return workspace
