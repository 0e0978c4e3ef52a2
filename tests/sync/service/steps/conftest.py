"""The small company as far as publication, made once and copied for each test."""

from __future__ import annotations

import shutil

import pytest

from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.sync.service.steps.approved import BY, LATER, make_approved, run


@pytest.fixture(scope="package")
def approved(tmp_path_factory):
    """Return the folder of the small company with every result approved; nobody changes it."""
    return make_approved(tmp_path_factory.mktemp("approved") / "company")


@pytest.fixture(scope="package")
def published(approved, tmp_path_factory):
    """Return the folder of the small company with every result published and outlines handed out."""
    folder = tmp_path_factory.mktemp("published") / "company"
    shutil.copytree(approved, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", LATER)
        workspace = open_workspace(folder)
        run(workspace, "publish", CYCLE, *BY)
        run(workspace, "interviews", CYCLE, "--outlines")
    return folder
