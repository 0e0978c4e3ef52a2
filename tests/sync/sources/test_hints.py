"""Hints tell of changes below folders as they happen; where they cannot, only time passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.sources.hints import Hints, notify

LONG, SHORT = 86_400, 0.2


class Never:
    """Nobody asks to stop."""

    def is_set(self) -> bool:
        """Tell that nobody did."""
        return False


def test_a_file_that_comes_is_told(tmp_path: Path) -> None:
    """A file in a watched folder, also below a folder that came meanwhile, ends the wait."""
    with Hints([tmp_path]) as hints:
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "a.xlsx").write_bytes(b"a")
        assert hints.wait(LONG, Never())


def test_a_change_before_the_wait_is_told(tmp_path: Path) -> None:
    """What changes between the making and the wait, while somebody collects, is not missed."""
    (tmp_path / "a.xlsx").write_bytes(b"a")
    with Hints([tmp_path / "a.xlsx"]) as hints:
        (tmp_path / "b").write_bytes(b"b")
        (tmp_path / "b").replace(tmp_path / "a.xlsx")
        assert hints.wait(LONG, Never())


def test_looking_and_lock_files_are_no_changes(tmp_path: Path) -> None:
    """Reading a file, listing its folder, and names that are passed over end no wait."""
    (tmp_path / "a.xlsx").write_bytes(b"a")
    with Hints([tmp_path]) as before:
        before.wait(SHORT, Never())  # what the writing above gave notice of
    with Hints([tmp_path]) as hints:
        assert (tmp_path / "a.xlsx").read_bytes()
        assert list(tmp_path.iterdir())
        (tmp_path / "~$a.xlsx").write_bytes(b"lock")
        assert not hints.wait(SHORT, Never())


def test_a_path_that_is_gone(tmp_path: Path) -> None:
    """A folder that is not there gives no hints and no error."""
    with Hints([tmp_path / "none"]) as hints:
        assert not hints.wait(SHORT, Never())


def test_a_system_that_watches_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no more watches to give, only the time passes."""

    def none(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(notify, "RustNotify", none)
    with Hints([tmp_path]) as hints:
        (tmp_path / "a.xlsx").write_bytes(b"a")
        assert not hints.wait(SHORT, Never())
