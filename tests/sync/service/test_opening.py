"""Writing files of the workspace: whole, with the one before kept, never over what may only be read."""

from __future__ import annotations

from dataclasses import replace

from addin.texts import words
from sync.service.opening import check_rules, write_safely, write_whole
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import write_rules


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


def test_what_is_ready_is_what_can_be_issued(small, run):
    """Without a company's name the path is not at its end, and issuing goes; without people neither does."""
    scheme = sample_scheme()
    write_rules(small, replace(scheme, settings=replace(scheme.settings, company="")), sample_roster())
    assert check_rules(small).ready
    assert "Ready to issue. Still open: " in run(small, "scheme", "check")[1]
    assert run(small, "issue", CYCLE)[0] == 0
    write_rules(small, scheme, {who: replace(one, manager=None) for who, one in sample_roster().items()})
    assert not check_rules(small).ready
    assert "nobody who can be appraised" in run(small, "scheme", "check")[1]
    assert run(small, "issue", CYCLE)[0] == 2


def test_the_reports_are_listed_in_the_language_of_the_workspace(small, run, monkeypatch):
    """A command that needs no workspace speaks the language of the one it is run for."""
    settings = small.folder / "meritbook.toml"
    settings.write_text(settings.read_text().replace('language = "en"', 'language = "zh"'))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert words("service", "zh")["reports"]["master"] in run(small, "export", "--list")[1]
    assert (
        words("service", "en")["reports"]["master"] in run(small, "--language", "en", "export", "--list")[1]
    )
