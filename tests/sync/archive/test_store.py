"""The archive keeps what it is given, once, in versions, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from sync.archive.opening import create, open_archive
from sync.archive.rows import FormRow, Outcome
from sync.archive.schema import metadata
from sync.archive.store import Archive
from sync.archive.verify import verify
from sync.settings import CannotGoOn
from tests.sync.archive.material import (
    CYCLE,
    PEOPLE,
    ROSTER,
    SCHEME,
    WORKBOOK,
    copy_of,
    entries,
    finding,
    outcome,
    results,
    send,
    stamp,
    workbook,
)


def content(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Return everything an archive holds, table by table."""
    with archive.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def test_identity_stays(fresh: Callable[[], str]) -> None:
    """An archive keeps the id and the key it was made with, and two archives never share them."""
    place = fresh()
    with create(place) as made, open_archive(place) as again:
        assert (made.id, made.key) == (again.id, again.key)
        assert len(made.key) == 32
    with create(fresh()) as second:
        assert second.id != made.id
        assert second.key != made.key


def test_first_issue_pins(archive: Archive) -> None:
    """A cycle keeps the rules and people of its first issue, whatever the scheme workbook says later."""
    first = archive.pinned(CYCLE)
    assert first is not None
    later = replace(SCHEME, grades=SCHEME.grades[:1])
    again = archive.pin_cycle(CYCLE, later, {}, b"newer scheme.xlsx")
    assert again == first
    assert not again.new
    assert archive.scheme(first.scheme) == SCHEME
    assert archive.roster(first.roster) == ROSTER
    assert archive.scheme_file(first.scheme) == b"scheme.xlsx"


def test_people_move_on(archive: Archive) -> None:
    """Newer people are taken into an open cycle, and what was issued before keeps its own."""
    before = archive.pinned(CYCLE)
    assert before is not None
    archive.change_roster(CYCLE, {"E1": ROSTER["E1"]}, by="HR")
    after = archive.pinned(CYCLE)
    assert after is not None
    assert after.roster != before.roster
    record = archive.issued(WORKBOOK)
    assert record is not None
    assert record.roster == before.roster
    assert archive.events()[-1].actor == "HR"
    count = len(archive.events())
    archive.change_roster(CYCLE, {"E1": ROSTER["E1"]})
    assert len(archive.events()) == count


def test_issued_is_remembered(archive: Archive) -> None:
    """What was issued is kept with bytes, reading, stamp and forms, and found by workbook and revision."""
    record = archive.issued(WORKBOOK, 1)
    assert record is not None
    assert record.reading == b'{"read":1}'
    assert record.stamp == stamp(archive)
    assert archive.content(record.sha256) == b"issued bytes"
    assert archive.issued(WORKBOOK, 2) is None
    assert archive.issued("nobody") is None
    assert archive.workbooks(CYCLE) == [WORKBOOK]
    assert [(form.employee, form.state, form.version) for form in archive.forms(CYCLE)] == [
        ("E1", "issued", 0),
        ("E2", "issued", 0),
    ]


def test_issuing_again_keeps_forms(archive: Archive) -> None:
    """Issuing a workbook again adds a revision and moves no form back."""
    send(archive, b"filled", "c1")
    archive.record_issue([replace(workbook(archive, 2, b"again"), employees=(*PEOPLE, "E3"))])
    states = {form.employee: form.state for form in archive.forms(CYCLE)}
    assert states == {"E1": "returned", "E2": "checked", "E3": "issued"}
    latest = archive.issued(WORKBOOK)
    assert latest is not None
    assert latest.revision == 2


def test_a_revision_is_issued_once(archive: Archive) -> None:
    """Of two who issue the same revision of a workbook at once the second is told to come again."""
    before = content(archive)
    with pytest.raises(CannotGoOn, match="run the command again"):
        archive.record_issue([workbook(archive, 1, b"issued at the same moment")])
    assert content(archive) == before


def test_bytes_are_kept_before_reading(archive: Archive) -> None:
    """A received file is on the disk before anything is known about it, and waits to be read."""
    receipt = archive.receive(b"anything at all", "a.xlsx", mark=("/in/a.xlsx", 15, 1))
    with open_archive(archive.url, readonly=True) as other:
        (waiting,) = other.submissions(state="received")
        assert waiting.submission == receipt.submission
        assert other.content(waiting.sha256) == b"anything at all"
        assert other.seen() == {("/in/a.xlsx", 15, 1)}


def test_same_file_is_received_once(archive: Archive) -> None:
    """The same file collected again changes nothing but the note of when it was seen."""
    first = archive.receive(b"filled", "a.xlsx", mark=("/in/a.xlsx", 6, 1))
    count = len(archive.events())
    again = archive.receive(b"filled", "a.xlsx", mark=("/in/a.xlsx", 6, 2))
    assert (again.submission, again.known, again.fresh) == (first.submission, first.submission, False)
    assert len(archive.events()) == count
    assert len(archive.submissions()) == 1
    assert archive.seen() == {("/in/a.xlsx", 6, 2)}


def test_same_bytes_under_another_name(archive: Archive) -> None:
    """The same bytes under another name are a submission of their own that knows the earlier one."""
    first = archive.receive(b"filled", "a.xlsx")
    copy = archive.receive(b"filled", "a (1).xlsx")
    assert copy.fresh
    assert copy.known == first.submission
    assert copy.sha256 == first.sha256
    assert len(archive.files()) == 3


def test_names_that_are_no_text(archive: Archive) -> None:
    """A file name made of broken bytes or control signs is stored as something that can be shown."""
    receipt = archive.receive(b"x", "a\udcff\n　中.xlsx", mark=("/in/\udcff", 1, 1))
    assert archive.submission(receipt.submission).name == "a\\udcff\\n　中.xlsx"


def test_outcome_is_recorded(archive: Archive) -> None:
    """A read submission leaves its entries, registers, findings, forms and results, all under its number."""
    number = send(archive, b"filled", "c1")
    record = archive.submission(number)
    assert (record.state, record.workbook, record.base) == ("read", WORKBOOK, 1)
    assert (record.forms, record.returned) == (2, 1)
    assert archive.entries(number) == entries()
    assert archive.entries(number, "E2") == entries()[2:]
    assert [row.values for row in archive.registers(number)] == [{"strengths": "稳"}]
    assert archive.findings(CYCLE) == archive.findings_of(number) == [finding()]
    assert {form.employee: (form.state, form.submission, form.version) for form in archive.forms(CYCLE)} == {
        "E1": ("returned", number, 1),
        "E2": ("checked", number, 1),
    }
    for result, row in zip(archive.results(CYCLE), results(), strict=True):
        assert (result.employee, result.score, result.grade, result.lines) == (
            row.employee,
            row.score,
            row.grade,
            row.lines,
        )
        assert (result.version, result.submission, result.state) == (1, number, "checked")
    (row_of_progress,) = archive.progress(CYCLE)
    assert (
        row_of_progress.forms,
        row_of_progress.open,
        row_of_progress.returned,
        row_of_progress.checked,
    ) == (
        2,
        0,
        1,
        1,
    )


def test_recording_twice_changes_nothing(archive: Archive) -> None:
    """An outcome recorded a second time leaves the archive as it was."""
    receipt = archive.receive(b"filled", "a.xlsx")
    done = outcome(archive, receipt.submission)
    assert archive.record(done) == "written"
    before = content(archive)
    assert archive.record(done) == "settled"
    assert content(archive) == before


def test_results_are_versions(archive: Archive) -> None:
    """A changed score is a new version, an unchanged one is not, and no version is ever lost."""
    first = send(archive, b"filled", "c1", 88.5)
    send(archive, b"filled again", "c2", 88.5)
    third = send(archive, b"filled a third time", "c3", 91.0)
    assert [(r.version, r.score, r.submission) for r in archive.results(CYCLE, "E1")] == [(2, 91.0, third)]
    every = archive.results(CYCLE, "E1", every=True)
    assert [(r.version, r.score, r.submission) for r in every] == [(1, 88.5, first), (2, 91.0, third)]
    assert every[0].lines == results(88.5)[0].lines
    assert {form.version for form in archive.forms(CYCLE)} == {3}


def test_result_that_moved_only(archive: Archive) -> None:
    """The same numbers in other cells are not a new version of a result."""
    send(archive, b"filled", "c1")
    receipt = archive.receive(b"sorted", "a.xlsx")
    moved = tuple(
        replace(row, lines=tuple(line._replace(cell="K99") for line in row.lines)) for row in results()
    )
    archive.record(replace(outcome(archive, receipt.submission, "c2"), results=moved))
    assert {result.version for result in archive.results(CYCLE)} == {1}


def test_findings_of_the_latest_only(archive: Archive) -> None:
    """The findings of a cycle are those of each accepted submission; earlier ones stay with theirs."""
    first = send(archive, b"filled", "c1")
    receipt = archive.receive(b"mended", "a.xlsx")
    archive.record(replace(outcome(archive, receipt.submission, "c2"), findings=()))
    assert archive.findings(CYCLE) == []
    assert archive.findings_of(first) == [finding()]


@pytest.mark.parametrize("state", ["held", "ignored"])
def test_not_accepted_moves_nothing(archive: Archive, state: str) -> None:
    """A held or ignored submission keeps its entries and its reason, and moves neither forms nor results."""
    first = send(archive, b"filled", "c1")
    forms, scored = archive.forms(CYCLE), archive.results(CYCLE)
    receipt = archive.receive(b"other", "b.xlsx")
    reason = "archive.reasons.repeat"
    done = Outcome(
        receipt.submission,
        "held" if state == "held" else "ignored",
        reason,
        {"earlier": first},
        stamp(archive),
        "c2",
        accepted=first,
        entries=entries(0.1),
    )
    assert archive.record(done) == "written"
    record = archive.submission(receipt.submission)
    assert (record.state, record.reason, record.values) == (state, reason, {"earlier": first})
    assert archive.entries(receipt.submission) == entries(0.1)
    assert (archive.forms(CYCLE), archive.results(CYCLE)) == (forms, scored)
    known = archive.history(WORKBOOK)
    assert known.contents == {"c1": first, "c2": receipt.submission}
    assert (known.accepted, known.base) == (first, 1)


def test_quarantined_is_kept(archive: Archive) -> None:
    """A file that is not ours is kept with its reason and counts for nothing."""
    receipt = archive.receive(b"PDF", "a.pdf")
    archive.record(Outcome(receipt.submission, "quarantined", "reading.reasons.pdf"))
    assert archive.submission(receipt.submission).state == "quarantined"
    assert archive.content(receipt.sha256) == b"PDF"
    assert archive.history(WORKBOOK).contents == {}
    assert archive.submissions(state="received") == []


def test_history_names_the_first_of_a_content(archive: Archive) -> None:
    """A content that came twice is known by its first submission."""
    first = send(archive, b"filled", "c1")
    receipt = archive.receive(b"filled, saved again", "b.xlsx")
    archive.record(
        Outcome(receipt.submission, "ignored", stamp=stamp(archive), content_digest="c1", accepted=first)
    )
    assert archive.history(WORKBOOK).contents == {"c1": first}
    assert archive.history(WORKBOOK).filled == {(who, what) for who in PEOPLE for what in ("I1", "I2")}


def test_overtaken_outcome_is_not_written(archive: Archive) -> None:
    """An outcome decided before another submission was accepted is refused and can be decided again."""
    late = archive.receive(b"late", "late.xlsx")
    decided = outcome(archive, late.submission, "c9")
    send(archive, b"filled", "c1")
    before = content(archive)
    assert archive.record(decided) == "overtaken"
    assert content(archive) == before
    assert archive.record(outcome(archive, late.submission, "c9")) == "written"


def test_returned_copy_is_a_revision(archive: Archive) -> None:
    """A returned copy is remembered as the next revision and is compared with the issue it came from."""
    receipt = archive.receive(b"filled", "a.xlsx")
    assert archive.next_revision(WORKBOOK) == 2
    assert archive.record(copy_of(archive, receipt.submission, 3)) == "overtaken"
    assert archive.record(copy_of(archive, receipt.submission, 2)) == "written"
    record = archive.issued(WORKBOOK, 2)
    assert record is not None
    assert (record.kind, record.reading) == ("returned", b'{"read":1}')
    assert archive.content(record.sha256) == b"returned"
    assert archive.next_revision(WORKBOOK) == 3


def test_form_never_issued_is_a_bug(archive: Archive) -> None:
    """A form that no workbook holds cannot be moved, and the whole submission stays unread."""
    receipt = archive.receive(b"filled", "a.xlsx")
    wrong = replace(outcome(archive, receipt.submission), forms=(FormRow("nobody", "checked"),))
    with pytest.raises(AssertionError):
        archive.record(wrong)
    assert [record.submission for record in archive.submissions(state="received")] == [receipt.submission]
    assert archive.results(CYCLE) == []
    assert archive.entries(receipt.submission) == ()
    assert list(verify(archive)) == []


def test_readonly_writes_nothing(archive: Archive) -> None:
    """An archive opened to be looked at can be read in full and cannot be written."""
    number = send(archive, b"filled", "c1")
    with open_archive(archive.url, readonly=True) as looking:
        assert looking.key == archive.key
        assert looking.submission(number).state == "read"
        before = content(archive)
        with pytest.raises(Exception, match="cannot be written"):
            looking.receive(b"more", "b.xlsx")
        assert content(archive) == before
