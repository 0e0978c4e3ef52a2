"""`init`: a workspace is there whole; one that was broken off is finished, a folder in use is refused."""

from __future__ import annotations

import pytest

from sync.archive.opening import open_archive
from sync.service.starting import BEGUN, make_workspace
from sync.settings import CannotGoOn


def test_a_broken_off_workspace_is_finished(tmp_path):
    """Where init was broken off, its next run makes what is missing and leaves no mark."""
    whole = make_workspace(tmp_path / "whole", "en")
    folder = tmp_path / "half"
    folder.mkdir()
    (folder / BEGUN).touch()
    (folder / "scheme.xlsx").write_bytes(whole.scheme.read_bytes())
    (folder / "archive.db").touch()
    made = make_workspace(folder, "en")
    assert {file.name for file in folder.iterdir()} == {file.name for file in whole.folder.iterdir()}
    with open_archive(made.archive) as archive:
        assert [event.kind for event in archive.events()] == ["created"]


def test_a_folder_in_use_is_refused(tmp_path):
    """Without the mark of a broken-off init, a folder that holds anything is not touched."""
    (tmp_path / "scheme.xlsx").write_bytes(b"somebody's own")
    with pytest.raises(CannotGoOn, match="not empty"):
        make_workspace(tmp_path, "en")
    assert [file.name for file in tmp_path.iterdir()] == ["scheme.xlsx"]
