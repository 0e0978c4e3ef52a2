"""The sample company by way of Sheets comes to the same as by way of files."""

from __future__ import annotations

import json

import pytest

from addin.texts import phrase
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.service.demo.story import play
from sync.settings import open_workspace

CYCLE, PEOPLE, LANGUAGE = "2026-Q3", 16, "zh"
LAST = "✓ " + phrase("demo.steps.stands", LANGUAGE).partition("{")[0]
"""How the line begins that is told once everything came in; exports follow it."""
SENT_AGAIN = " (1)"
"""What the name of a file has that is sent a second time; a Sheet keeps its name."""


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    """Return the sample company twice, up to its findings: once by files, once by Sheets."""
    folder = tmp_path_factory.mktemp("ways")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", "2026-10-12T08:00:00+00:00")
        for way in ("files", "google"):
            story = play(folder / way, PEOPLE, 1, LANGUAGE, google=way == "google")
            assert any(line.startswith(LAST) for line in story)
            story.close()
        yield folder / "files", folder / "google"


def document(capsys, folder, *words):
    """Run a command with --json and return its document."""
    capsys.readouterr()
    main(["-w", str(folder), *words, "--json"])
    return json.loads(capsys.readouterr().out.replace(SENT_AGAIN, ""))


@pytest.mark.parametrize("words", [("findings", CYCLE), ("results", CYCLE), ("progress", CYCLE)])
def test_what_people_see_is_the_same(companies, capsys, words):
    """Findings with their numbers, results line by line and progress do not depend on the way."""
    by_files, by_sheets = (document(capsys, folder, *words) for folder in companies)
    assert by_sheets == by_files


def test_what_is_archived_is_the_same(companies):
    """What was typed, what became of it and which copy it was built on do not depend on the way."""
    by_files, by_sheets = (archived(folder) for folder in companies)
    assert by_sheets == by_files


def archived(folder):
    """Return what the archive holds of each submission that counts, in the order in which they came."""
    with open_to_look(open_workspace(folder)) as archive:
        return sorted(
            (one.workbook, one.base, one.state, one.content_digest, archive.entries(one.submission))
            for one in archive.submissions(CYCLE)
        )
