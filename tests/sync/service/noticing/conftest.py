"""A company with raters, self-appraisals and a department that provides figures; all have an address."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from sync.cli import main
from sync.settings import open_workspace
from tests.builders import CYCLE, sample_roster
from tests.sync.service.company import make_company, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.test_packs import rated_scheme


def addressed():
    """Return the people of the sample company, each with an e-mail address."""
    return {key: replace(one, email=f"{key}@sample.example") for key, one in sample_roster().items()}


@pytest.fixture(scope="module")
def asked_for(tmp_path_factory):
    """Return the folder of a company whose workbooks were all issued."""
    folder = tmp_path_factory.mktemp("asked") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        workspace = make_company(folder)
        scheme = rated_scheme()
        (outside,) = (one for one in scheme.assignments if one.name)
        moved = [
            replace(one, email="x9@elsewhere.example") if one == outside else one
            for one in scheme.assignments
        ]
        write_rules(workspace, replace(scheme, assignments=tuple(moved)), addressed())
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
    return folder


@pytest.fixture
def company(asked_for, tmp_path, monkeypatch):
    """Return a workspace of one's own with everything issued and nothing sent back, on the day of NOW."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(asked_for, tmp_path / "company")
    return open_workspace(tmp_path / "company")
