"""The company of the raters' tests, in either language, with any ratings: issued, sent back, scored."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sync.settings import Workspace, open_workspace
from tests.builders import CYCLE, sample_roster
from tests.packs import answered
from tests.sync.service.company import make_company, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.test_packs import (
    OUTSIDE,
    PEERS,
    command,
    pack,
    rated_scheme,
    send,
    send_departments,
)

RATERS = (*PEERS, OUTSIDE, "00123")
OWN = ("00123", "00124")


def issued_company(folder: Path, language: str, scheme: Any = None) -> Workspace:
    """Make the company in a folder and issue its workbooks."""
    workspace = make_company(folder, language)
    write_rules(workspace, scheme or rated_scheme(), sample_roster())
    command(workspace, "issue", CYCLE)
    return workspace


def copied(workspace: Workspace, folder: Path) -> Workspace:
    """Return a copy of a company, with the same keys and codes."""
    shutil.copytree(workspace.folder, folder)
    return open_workspace(folder)


def send_packs(workspace: Workspace, ratings: Mapping[str, Any], comment: str = "as agreed") -> None:
    """Fill the workbooks of raters and two self-appraisals, and the data; collect them and issue anew."""
    for rater, rating in ratings.items():
        file = pack(workspace, "rater", rater)
        send(workspace, answered(file.read_bytes(), rating, comment), file.name)
    for name in OWN:
        file = pack(workspace, "self", name)
        send(workspace, answered(file.read_bytes(), 4.5), file.name)
    data = pack(workspace, "data", "company")
    send(workspace, answered(data.read_bytes()), data.name)
    command(workspace, "collect")
    command(workspace, "issue", CYCLE)


def play(workspace: Workspace, ratings: Mapping[str, Any], comment: str = "as agreed") -> Workspace:
    """Let everything come back, and be collected and exported as HR does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        patch.setenv("PATH", "")  # without LibreOffice, which would print each slip
        send_packs(workspace, ratings, comment)
        send_departments(workspace)
        command(workspace, "collect")
        for kind in ("master", "slips", "rules"):
            command(workspace, "export", kind, CYCLE)
    return workspace
