"""Writing files of the workspace: whole, with the one before kept, never over what may only be read."""

from __future__ import annotations

from sync.service.opening import write_safely, write_whole


def test_the_previous_copy_survives_the_same_import_again(tmp_path):
    """Writing the same again, as after a crash, keeps the copy from before the change."""
    file = tmp_path / "scheme.xlsx"
    for content in (b"old", b"new", b"new"):
        previous = write_safely(file, content, "en")
    assert (file.read_bytes(), previous.read_bytes()) == (b"new", b"old")


def test_a_file_appears_whole_in_new_folders(tmp_path):
    """A file is written with the folders above it, and nothing is left beside it."""
    file = tmp_path / "a" / "b" / "c.xlsx"
    write_whole(file, b"content", "en")
    assert [path.name for path in file.parent.iterdir()] == ["c.xlsx"]
    assert file.read_bytes() == b"content"
