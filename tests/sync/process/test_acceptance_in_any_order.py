"""Whatever comes in whatever order, and whatever people decide: nothing is lost or replaced in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.archive.opening import open_archive
from sync.archive.rows import ACCEPTED, REJECTED, EntryRow, Outcome, SubmissionRecord
from sync.archive.store import Archive
from sync.archive.verify import verify
from sync.process.acceptance import decide, incoming
from tests.sync.archive.material import (
    INDICATORS,
    PEOPLE,
    WORKBOOK,
    copy_of,
    opened,
    outcome,
    stamp,
    url,
)

LINES = [(who, what) for who in PEOPLE for what in INDICATORS]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as somebody sends it: the copy it was filled into, and what stands in each line (0: blank)."""

    base: int
    typed: tuple[int, ...]

    @property
    def content(self) -> str:
        """What its content digest would be."""
        return repr(self.typed)

    def entries(self) -> tuple[EntryRow, ...]:
        """Return what was typed."""
        lines = zip(LINES, self.typed, strict=True)
        return tuple(
            EntryRow(who, what, float(value) or None, None, None, True, "", "", None, {})
            for (who, what), value in lines
        )


files = st.builds(Sent, st.integers(1, 3), st.tuples(*[st.integers(0, 2)] * len(LINES)))
"""Files with few lines and few values, so that repeats, older copies and emptied lines are frequent."""

steps = st.one_of(files, st.sampled_from(["accept", "reject"]))
"""What happens next: a file arrives, or a person decides on the first submission that is held."""


@dataclass(slots=True)
class Story:
    """An archive and what was sent to it, by submission."""

    archive: Archive
    sent: dict[int, Sent] = field(default_factory=dict)

    def receive(self, file: Sent, name: str) -> int:
        """Take a file in as collect does; copies up to revision 3 are handed out by then."""
        content = f"{len(self.sent)} {file}".encode()
        number = self.archive.receive(content, name).submission
        self.sent[number] = file
        known = self.archive.history(WORKBOOK)
        decision = decide(incoming(file.base, file.content, file.entries()), known)
        whole = outcome(self.archive, number, file.content, float(number))
        decided = replace(
            whole,
            state=decision.state,
            reason=decision.reason,
            values=decision.values,
            stamp=stamp(self.archive, file.base),
            entries=file.entries(),
            registers=(),
            given=(),
        )
        if decision.state != "read":
            decided = replace(decided, forms=(), results=(), findings=())
        assert self.archive.record(decided) == "written"
        return number

    def decide(self, number: int, accept: bool) -> None:
        """Let a person decide on a held submission."""
        digest = self.sent[number].content
        if accept:
            base = self.sent[number].base
            whole = outcome(self.archive, number, digest, float(number))
            decided = replace(
                whole, reason=ACCEPTED, stamp=stamp(self.archive, base), entries=(), registers=(), given=()
            )
        else:
            decided = Outcome(number, "ignored", REJECTED, content_digest=digest)
        assert self.archive.record(replace(decided, was="held"), by="Zhao Min") == "written"

    def held(self) -> list[SubmissionRecord]:
        """Return what a person may decide on."""
        return self.archive.submissions(state="held")

    def states(self) -> list[tuple[str, str | None]]:
        """Return the state and the reason of every submission."""
        return [(record.state, record.reason) for record in self.archive.submissions()]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive in which three copies of the workbook were handed out."""
    folder = tmp_path_factory.mktemp("original")
    with opened(folder) as archive:
        for revision in (2, 3):
            number = archive.receive(b"nothing %d" % revision, f"{revision}.pdf").submission
            made = replace(
                copy_of(archive, number, revision), state="quarantined", forms=(), results=(), findings=()
            )
            assert archive.record(replace(made, stamp=None, entries=(), registers=(), given=())) == "written"
    return folder


@pytest.fixture
def begin(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Story]:
    """Return a function that starts a story in a copy of that archive."""

    def call() -> Story:
        folder = tmp_path_factory.mktemp("story")
        shutil.copytree(original, folder, dirs_exist_ok=True)
        return Story(open_archive(url(folder)))

    return call


def play(story: Story, happened: list[Sent | str], name: Callable[[int], str]) -> None:
    """Let things happen one after the other, and look after each of them."""
    counts = story.archive.history(WORKBOOK)
    for number, step in enumerate(happened):
        by_a_person = isinstance(step, str)
        if isinstance(step, Sent):
            story.receive(step, name(number))
        elif held := story.held():
            story.decide(held[0].submission, step == "accept")
        now = story.archive.history(WORKBOOK)
        if not by_a_person and counts.accepted is not None:
            assert now.filled >= counts.filled, "an answer was emptied without a person"
            assert now.base >= counts.base, "an older copy replaced a newer one without a person"
        assert now.accepted is not None or not counts.filled, "what counted is gone"
        counts = now


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=9))
def test_nothing_is_lost_or_emptied(begin: Callable[[], Story], happened: list[Sent | str]) -> None:
    """Every file ends in a state and is kept, no answer is emptied without a person, and verify is clean."""
    story = begin()
    with story.archive as archive:
        play(story, happened, lambda number: f"{number}.xlsx")
        states = {record.submission: record.state for record in archive.submissions()}
        assert all(states[number] in ("read", "held", "ignored") for number in story.sent)
        assert all(archive.content(record.sha256) for record in archive.submissions())
        for number, file in story.sent.items():
            assert archive.entries(number) == file.entries()
        read = [number for number in story.sent if states[number] == "read"]
        kept = {result.submission for result in archive.results("2026-Q3", every=True)}
        assert kept == set(read)
        assert not list(verify(archive))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=7), st.lists(st.text("ab文 ", min_size=1), min_size=7, max_size=7))
def test_names_and_clock_play_no_part(
    begin: Callable[[], Story], happened: list[Sent | str], names: list[str]
) -> None:
    """Under other file names and at other times, even backwards, the same files come to the same states."""
    plain, other = begin(), begin()
    with plain.archive, other.archive, pytest.MonkeyPatch.context() as patch:
        play(plain, happened, lambda number: f"{number}.xlsx")

        def name(number: int) -> str:
            patch.setenv("MERITBOOK_NOW", f"2026-10-{20 - number:02}T08:00:00+00:00")
            return f"{names[number]}{number}"

        play(other, happened, name)
        assert plain.states() == other.states()
        found = [
            [(one.employee, one.version, one.score) for one in story.archive.results("2026-Q3", every=True)]
            for story in (plain, other)
        ]
        assert found[0] == found[1]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(
        [Sent(1, (1, 1, 1, 1)), Sent(1, (1, 1, 1, 2)), Sent(2, (1, 1, 2, 1)), Sent(1, (0, 1, 1, 1))]
    )
)
def test_any_order_gives_every_file_a_state(begin: Callable[[], Story], order: list[Sent]) -> None:
    """In any order the same files are each read or held; what counts is never older than what was read."""
    story = begin()
    with story.archive as archive:
        play(story, list(order), str)
        records = [record for record in archive.submissions() if record.submission in story.sent]
        assert {record.state for record in records} <= {"read", "held"}
        read = [record.base for record in records if record.state == "read"]
        assert read == sorted(read, key=lambda base: base or 0)
        assert archive.history(WORKBOOK).base == max(base or 0 for base in read)


def test_what_a_person_accepts_counts(begin: Callable[[], Story]) -> None:
    """An accepted submission counts whatever came later, as new versions, with who decided and why."""
    story = begin()
    with story.archive as archive:
        first = story.receive(Sent(2, (1, 1, 1, 1)), "a")
        held = story.receive(Sent(1, (2, 2, 2, 2)), "b")
        later = story.receive(Sent(2, (1, 1, 1, 2)), "c")
        story.decide(held, accept=True)
        assert archive.history(WORKBOOK).accepted == held
        every = archive.results("2026-Q3", "E1", every=True)
        assert [(one.version, one.submission) for one in every] == [(1, first), (2, later), (3, held)]
        event = archive.events()[-1]
        assert (event.actor, event.kind, event.subject) == ("Zhao Min", "accepted", str(held))
        assert not list(verify(archive))


def test_a_decision_is_made_once(begin: Callable[[], Story]) -> None:
    """What was decided on is settled: a second decision writes nothing, and neither does collect."""
    story = begin()
    with story.archive as archive:
        story.receive(Sent(2, (1, 1, 1, 1)), "a")
        held = story.receive(Sent(1, (2, 2, 2, 2)), "b")
        story.decide(held, accept=False)
        before = archive.events()
        again = replace(outcome(archive, held, "x"), entries=(), registers=(), was="held")
        assert archive.record(again) == "settled"
        assert archive.record(outcome(archive, held, "x")) == "settled"
        assert archive.events() == before


def test_an_accept_that_was_overtaken_writes_nothing(begin: Callable[[], Story]) -> None:
    """A decision prepared before another submission was accepted is refused, and can be made anew."""
    story = begin()
    with story.archive as archive:
        story.receive(Sent(2, (1, 1, 1, 1)), "a")
        held = story.receive(Sent(1, (2, 2, 2, 2)), "b")
        prepared = replace(outcome(archive, held, "x"), entries=(), registers=(), was="held")
        story.receive(Sent(2, (1, 1, 1, 2)), "c")
        assert archive.record(prepared) == "overtaken"
        story.decide(held, accept=True)
        assert archive.history(WORKBOOK).accepted == held


def test_review_holds_what_comes_after(begin: Callable[[], Story]) -> None:
    """Once a form of the workbook is under review, a new file is held; accepted, it counts like any other."""
    from sqlalchemy import update

    from sync.archive.schema import form
    from sync.archive.writing import finish, touched

    story = begin()
    with story.archive as archive:
        story.receive(Sent(1, (1, 1, 1, 1)), "a")
        with archive.writing() as writing:
            moved = update(form).where(form.c.employee == "E1")
            writing.connection.execute(moved.values(state="under_review", event=writing.seq))
            touched(writing, form, employee="E1")
            finish(writing, "HR", "reviewed", "E1", {})
        held = story.receive(Sent(1, (1, 1, 1, 2)), "b")
        assert archive.submission(held).reason == "archive.reasons.review_begun"
        story.decide(held, accept=True)
        assert archive.history(WORKBOOK).accepted == held
        assert not list(verify(archive))


def test_what_a_person_rejected_stays_rejected(begin: Callable[[], Story]) -> None:
    """Rejected content is a repeat, in a newer copy for a person, and once accepted rejected no more."""
    story = begin()
    with story.archive as archive:
        story.receive(Sent(2, (1, 1, 1, 1)), "a")
        rejected = story.receive(Sent(1, (2, 2, 2, 2)), "b")
        story.decide(rejected, accept=False)
        assert archive.history(WORKBOOK).rejected == {repr((2, 2, 2, 2)): rejected}
        assert archive.submission(story.receive(Sent(1, (2, 2, 2, 2)), "c")).state == "ignored"
        newer = story.receive(Sent(2, (2, 2, 2, 2)), "d")
        assert archive.submission(newer).reason == "archive.reasons.rejected_before"
        story.decide(newer, accept=True)
        assert archive.history(WORKBOOK).rejected == {}
        assert archive.history(WORKBOOK).decided_at == 3
        assert not list(verify(archive))


def test_files_go_on_after_an_older_one_was_accepted(begin: Callable[[], Story]) -> None:
    """After an older file was accepted, a newer one of its copy is read, one of another copy is held."""
    story = begin()
    with story.archive as archive:
        story.receive(Sent(2, (1, 1, 1, 1)), "a")
        held = story.receive(Sent(1, (2, 2, 2, 2)), "b")
        story.receive(Sent(2, (1, 1, 1, 2)), "c")
        story.decide(held, accept=True)
        assert archive.submission(story.receive(Sent(2, (1, 1, 2, 2)), "d")).state == "held"
        assert archive.submission(story.receive(Sent(1, (2, 2, 2, 1)), "e")).state == "read"
        assert archive.history(WORKBOOK).decided_at == 0
