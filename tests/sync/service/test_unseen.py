"""Nothing that a rated person can receive tells who rated them, or what a single one said.

A cycle is played twice, with other single ratings that make the same means, other words beside them, and
other ratings in groups too small to be told of: whatever people receive must be the same. A new kind of file
is compared by itself; only what is for HR or for the raters themselves is named here.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from io import BytesIO
from zipfile import ZipFile

import pytest

from addin.texts import LANGUAGES
from sync.process.rating import code_of
from sync.service.cycles import open_to_look
from sync.settings import Workspace
from tests.builders import CYCLE, sample_roster
from tests.sync.service.conftest import NOW
from tests.sync.service.rated import (
    OUTSIDE,
    OUTSIDER,
    PEERS,
    RATINGS,
    command,
    issued_company,
    play,
    rated_scheme,
)

FIRST = {
    "00124": 3.5,
    "E-07": {"00123": 4.5, "00124": 5.0},
    "1234567890123456": 2.5,
    OUTSIDE: 1.5,
    "00123": 5.0,
}
OTHER = {
    "00124": 3.0,
    "E-07": {"00123": 4.0, "00124": 1.0},
    "1234567890123456": 3.5,
    OUTSIDE: 4.5,
    "00123": 2.0,
}
"""What each rater says: of 00123 three peers 3.5 on the average, of others too few to be told of."""

SAID, SAID_OTHERWISE = "never answers before noon", "a pleasure to work with"
NOT_FOR_THEM = re.compile(r"reports/[^/]+/(master\.xlsx|raters\.csv)|(outbox|returned)/.+-rater-\w+\.xlsx")
"""What HR or a rater receives."""

THEIR_OWN = re.compile(r".+(-(slip|appeal|self|result)-(?P<employee>[\w-]+)|-opinion|/rules)\.\w+")
"""What one person receives, whose colleagues it need not name at all; the rest goes to managers."""

BY = ("--by", "Gao Yuan")
STEPS = (
    ("review", CYCLE, *BY),
    ("calibrate", CYCLE, "--as-scored", *BY),
    ("approve", CYCLE, *BY),
    ("publish", CYCLE, *BY),
    ("interviews", CYCLE, "--outlines"),
    ("notices", CYCLE, "--both", *BY),
)
"""What follows once everything has come in, decided by the director, who has no form."""

EXPORTED = ("board", "slips", "rules")
TOLD = (("results", CYCLE), ("results", CYCLE, "--json"), ("progress", CYCLE, "--json"))


@pytest.fixture(scope="module", params=LANGUAGES)
def twice(request, tmp_path_factory):
    """Return a company played twice, with other single ratings and the same means."""
    folder = tmp_path_factory.mktemp("unseen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        patch.setattr("sync.service.exporting.slips.office", lambda: None)
        issued = issued_company(folder / "issued", request.param)
        first = play(issued.folder, folder / "first", FIRST, SAID)
        other = play(issued.folder, folder / "other", OTHER, SAID_OTHERWISE)
        for workspace in (first, other):
            for step in STEPS:
                command(workspace, *step)
            for kind in EXPORTED:
                command(workspace, "export", kind, CYCLE)
        yield first, other


def received(workspace: Workspace) -> dict[str, bytes]:
    """Return every file that people other than HR and the raters receive, by its path."""
    folders = (workspace.folder / name for name in ("outbox", "returned", "reports"))
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    paths = {file.relative_to(workspace.folder).as_posix(): file for file in files}
    return {path: file.read_bytes() for path, file in paths.items() if not NOT_FOR_THEM.fullmatch(path)}


def text_of(data: bytes) -> str:
    """Return everything that stands in a file, every part of it; a letter as it is sent and as it is read."""
    if data[:2] != b"PK":
        parts = (part.get_payload(decode=True) for part in message_from_bytes(data).walk())
        read = [part for part in parts if isinstance(part, bytes)]
        return "\n".join(part.decode("utf-8", "replace") for part in (data, *read))
    with ZipFile(BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_the_ratings_were_others(twice) -> None:
    """What every rater sent in differs between the two: the comparison below is one of different cycles."""
    first, other = ({file.name: file.read_bytes() for file in one.inbox.glob("*-rater-*")} for one in twice)
    assert first.keys() == other.keys()
    assert all(first[name] != other[name] for name in first)


def test_what_people_receive_does_not_depend_on_single_ratings(twice) -> None:
    """All files are the same, though every rater gave another rating and other words."""
    first, other = map(received, twice)
    assert first.keys() == other.keys()
    assert {"slip", "self", "data", "appeal"} <= {name for path in first for name in re.split(r"[-.]", path)}
    assert [path for path in first if text_of(first[path]) != text_of(other[path])] == []


def test_what_commands_tell_does_not_depend_on_single_ratings(twice, run) -> None:
    """Results and their explanations are the same, step by step."""
    told = [*TOLD, *(("why", CYCLE, person, "--json") for person in ("00123", "00124"))]
    for words in told:
        first, other = (re.sub(r'"submission": \d+', "", run(one, *words)[1]) for one in twice)
        assert first == other, words


def test_no_file_holds_a_code_a_stranger_or_words_of_raters(twice) -> None:
    """Codes of raters, the name of one from outside and what raters wrote are in no file at all."""
    workspace, _ = twice
    with open_to_look(workspace) as archive:
        codes = [code_of(rater, CYCLE, archive.key) for rater in RATINGS]
    secrets = (*codes, OUTSIDE, OUTSIDER, SAID)
    found = {
        path: [one for one in secrets if one in text_of(data)] for path, data in received(workspace).items()
    }
    assert {path: these for path, these in found.items() if these} == {}


def test_own_files_name_no_rater(twice) -> None:
    """What one person receives names none of those who rate them, by number or by name."""
    workspace, _ = twice
    raters: dict[str, set[str]] = {}
    for one in rated_scheme().assignments:
        raters.setdefault(one.employee, set()).add(one.rater)
    roster, seen = sample_roster(), set()
    for path, data in received(workspace).items():
        if match := THEIR_OWN.fullmatch(path):
            hidden = raters.get(match["employee"] or "", set(PEERS)) & roster.keys() - {match["employee"]}
            words, text = set(re.findall(r"[\w-]+", text_of(data))), text_of(data)
            assert not [one for one in hidden if one in words or roster[one].name in text], path
            seen.add(match["employee"])
    assert raters.keys() | {None} <= seen
