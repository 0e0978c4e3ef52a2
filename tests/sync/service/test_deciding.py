"""`accept` and `reject`: what a person decides about held submissions, in every situation that can follow."""

from __future__ import annotations

import pytest
from filelock import FileLock

from addin.texts import LANGUAGES, of, say
from sync.service import deciding, opening
from sync.service.cycles import open_to_look
from templates.books.department.layout import spot
from templates.books.department.state import Typed
from templates.patch import set_cells
from tests.builders import CYCLE, PEOPLE
from tests.sync.service.company import HEAD, NO_RATING, content_of, filled, plan_of, scores_of, states_of

MORE = {("00123", "SAL-01"): Typed(actual=100)}
STILL_MORE = {("00123", "SAL-01"): Typed(actual=110)}
EMPTIED = {("E-07", "RND-03"): Typed()}
BY = ("--by", "Zhao Min", "--reason", "sent on the phone's request")
CHECKED = dict.fromkeys(PEOPLE, "checked") | {HEAD: "issued"}


@pytest.fixture
def decide(run, document):
    """Return a function that accepts or rejects a submission and looks after the archive; its document."""

    def call(workspace, word, submission):
        done = document(workspace, word, str(submission), *BY)
        assert document(workspace, "verify")["broken"] == []
        assert run(workspace, "export", "master", CYCLE)[0] == 0
        return done

    return call


@pytest.fixture
def two_lines(small, send, reached):
    """Return a workspace with an accepted workbook on copy 2 (submission 2) and a held one on copy 1 (3)."""

    def play():
        send(small, "a.xlsx", filled(small, other=NO_RATING))
        send(small, "b.xlsx", filled(small, into=copy_of(small)))
        held = send(small, "c.xlsx", filled(small, other=MORE | EMPTIED))
        assert (held["submission"], held["state"]) == (3, "held")

    return reached(play)


def copy_of(workspace, department="sales"):
    """Return the bytes of the copy that went back to a department."""
    return (workspace.returned(CYCLE) / f"{CYCLE}-{department}.xlsx").read_bytes()


def waiting(document, workspace):
    """Return the numbers of what waits for a decision; progress and findings say the same."""
    shown = document(workspace, "progress", CYCLE)["held"]
    assert document(workspace, "findings", CYCLE)["held"] == shown
    return [one["submission"] for one in shown]


def test_what_is_accepted_counts(two_lines, decide, document):
    """An accepted submission is read: its forms, versions, findings and copy are those of a collect."""
    plain = scores_of(two_lines)
    done = decide(two_lines, "accept", 3)
    assert (done["submission"], done["state"], done["forms"], done["returned"]) == (3, "read", 4, 1)
    assert "Zhao Min" in done["reason"]
    assert states_of(two_lines) == CHECKED | {"E-07": "returned"}
    scores = scores_of(two_lines)
    assert scores["00123"][0] > plain["00123"][0]
    assert scores["E-07"] == (None, None, "returned")
    found = document(two_lines, "findings", CYCLE)["findings"]
    assert [one["employee"] for one in found if one["severity"] == "error"] == ["E-07"]
    assert waiting(document, two_lines) == []
    steps = document(two_lines, "why", CYCLE, "00123")["steps"]
    assert {step["workbook"] for step in steps if step["cell"]} == {"c.xlsx"}


def test_who_decided_and_why_stands_in_the_log(two_lines, decide):
    """The event names the person, the reason and the submission, and seals everything that was written."""
    decide(two_lines, "accept", 3)
    with open_to_look(two_lines) as archive:
        event = archive.events()[-1]
        assert (event.actor, event.kind, event.subject) == ("Zhao Min", "accepted", "3")
        assert event.details["values"] == {"by": "Zhao Min", "why": BY[-1]}
        assert {"form", "submission", "result", "finding", "issued"} <= set(event.details["rows"])
        assert not {"entry", "register"} & set(event.details["rows"])
        assert archive.submission(3).content_digest


def test_the_accepted_copy_goes_on(two_lines, decide, send):
    """Work goes on in the copy that an accepted submission got back; the other copies are for a person."""
    other = filled(two_lines, other=STILL_MORE, into=copy_of(two_lines))
    decide(two_lines, "accept", 3)
    stray = send(two_lines, "d.xlsx", other)
    assert (stray["state"], stray["submission"]) == ("held", 4)
    assert (
        send(two_lines, "e.xlsx", filled(two_lines, other=MORE, into=copy_of(two_lines)))["state"] == "read"
    )
    assert states_of(two_lines) == CHECKED
    assert decide(two_lines, "accept", 4)["state"] == "read"


def test_a_newer_file_on_the_accepted_base_replaces_it(two_lines, decide, send, document):
    """After an older copy was accepted, a newer file of that copy counts as any resubmission does."""
    decide(two_lines, "accept", 3)
    newer = send(two_lines, "d.xlsx", filled(two_lines, other=STILL_MORE))
    assert newer["state"] == "read"
    assert states_of(two_lines) == CHECKED
    assert document(two_lines, "verify")["broken"] == []


def test_what_is_rejected_counts_for_nothing(two_lines, decide, document):
    """A rejected submission is ignored with name and reason, nothing moves, and it waits no more."""
    before = content_of(two_lines)
    done = decide(two_lines, "reject", 3)
    assert (done["state"], done["forms"], done["department"]) == ("ignored", 0, "sales")
    assert BY[-1] in done["reason"]
    after = content_of(two_lines)
    assert {key: after[key] for key in after if key != "submissions"} == {
        key: before[key] for key in before if key != "submissions"
    }
    assert waiting(document, two_lines) == []
    with open_to_look(two_lines) as archive:
        event = archive.events()[-1]
        assert (event.actor, event.kind, event.subject) == ("Zhao Min", "rejected", "3")
        assert archive.entries(3)


@pytest.mark.parametrize("first", ["accept", "reject"])
@pytest.mark.parametrize("second", ["accept", "reject"])
def test_a_decision_is_made_once(first, second, two_lines, run, decide):
    """What was decided on cannot be decided on again; the state it is in and what to do are told."""
    decide(two_lines, first, 3)
    before = content_of(two_lines)
    for language in LANGUAGES:
        status, shown, told = run(two_lines, second, "3", *BY, "--language", language)
        assert (status, shown, told.count("\n")) == (2, "", 1)
        assert "c.xlsx" in told
    assert content_of(two_lines) == before


def test_unknown_submissions_name_the_held_ones(two_lines, run):
    """A number that is none, or one that needs no decision, is told with those that do."""
    for number in ("99", "1"):
        status, shown, told = run(two_lines, "accept", number, *BY)
        assert (status, shown, told.count("\n")) == (2, "", 1)
        assert ": 3." in told


def test_what_was_set_aside_or_left_unread_is_no_decision(small, run, document):
    """A file set aside or not yet read is told as such, in both languages."""
    (small.inbox / "a.xlsx").write_bytes(b"no workbook")
    document(small, "collect")
    with opening.open_or_make_archive(small) as archive:
        archive.receive(b"later", "b.xlsx")
    for language in LANGUAGES:
        for number, key in (("1", "not_held_quarantined"), ("2", "not_held_received")):
            name = {"1": "a.xlsx", "2": "b.xlsx"}[number]
            values = {"submission": number, "workbook": name, "held": "–"}
            told = run(small, "reject", number, *BY, "--language", language)[2]
            assert told == f"meritbook: {say(f'stops.{key}', language, **values)}\n"


def test_rejected_content_again(two_lines, decide, send):
    """Rejected content is a repeat in the same copy, and for a person in a newer one."""
    decide(two_lines, "reject", 3)
    again = send(two_lines, "d.xlsx", filled(two_lines, other=MORE | EMPTIED))
    assert (again["state"], "3" in again["reason"]) == ("ignored", True)
    at = spot(plan_of(two_lines, "sales"), "actual", "E-07", "RND-03")
    newer = filled(two_lines, other=MORE, into=copy_of(two_lines))
    newer = send(two_lines, "e.xlsx", set_cells(newer, {at.sheet: {at.reference: None}}))
    assert newer["state"] == "held"
    assert "3" in newer["reason"]
    assert decide(two_lines, "accept", newer["submission"])["state"] == "read"
    assert states_of(two_lines) == CHECKED | {"E-07": "returned"}


def test_several_held_ones(two_lines, decide, send, document):
    """Of several held files each is decided on; accepting one leaves the others waiting."""
    send(two_lines, "d.xlsx", filled(two_lines, other=STILL_MORE | EMPTIED))
    send(two_lines, "e.xlsx", filled(two_lines, other=STILL_MORE))
    assert waiting(document, two_lines) == [3, 4, 5]
    decide(two_lines, "accept", 4)
    assert waiting(document, two_lines) == [3, 5]
    shown = document(two_lines, "progress", CYCLE)["held"][1]
    assert shown["accepted"] == 4
    assert [(one["employee"], one["accepted"], one["held"]) for one in shown["differences"]] == [
        ("E-07", None, "5")
    ]
    decide(two_lines, "reject", 5)
    assert waiting(document, two_lines) == [3]
    decide(two_lines, "accept", 3)
    assert waiting(document, two_lines) == []
    with open_to_look(two_lines) as archive:
        assert archive.history(f"{CYCLE}-sales-rating").accepted == 3


def test_a_held_one_waits_whatever_is_read_since(two_lines, decide, send, document):
    """What is held waits for a person although a later file was read, and can still be accepted."""
    assert waiting(document, two_lines) == [3]
    later = send(two_lines, "d.xlsx", filled(two_lines, other=STILL_MORE, into=copy_of(two_lines)))
    assert later["state"] == "read"
    assert waiting(document, two_lines) == [3]
    assert document(two_lines, "progress", CYCLE)["held"][0]["accepted"] == later["submission"]
    decide(two_lines, "accept", 3)
    assert waiting(document, two_lines) == []
    assert scores_of(two_lines)["E-07"] == (None, None, "returned")


def test_a_changed_target_in_a_held_file_is_found(small, send, decide, document):
    """What only a check would tell of a held file is found when it is accepted, and goes back."""
    send(small, "a.xlsx", filled(small, other=NO_RATING))
    send(small, "b.xlsx", filled(small, into=copy_of(small)))
    at = spot(plan_of(small, "sales"), "target", "00123", "SAL-01")
    held = send(small, "c.xlsx", set_cells(filled(small), {at.sheet: {at.reference: 80.0}}))
    (shown,) = document(small, "progress", CYCLE)["held"]
    assert (held["state"], shown["differences"]) == ("held", [])
    assert decide(small, "accept", held["submission"])["returned"] == 1
    assert states_of(small) == CHECKED | {"00123": "returned"}
    assert at.reference in {one["cell"] for one in document(small, "findings", CYCLE)["findings"]}


def test_two_files_at_once_are_decided(small, run, document, decide):
    """Of two different files that came at once the held one can be accepted; then it counts."""
    (small.inbox / "a.xlsx").write_bytes(filled(small))
    (small.inbox / "b.xlsx").write_bytes(filled(small, other=MORE))
    document(small, "collect")
    plain = scores_of(small)["00123"][0]
    assert waiting(document, small) == [2]
    decide(small, "accept", 2)
    assert scores_of(small)["00123"][0] != plain
    assert document(small, "collect") == {"submissions": [], "findings": []}


def test_a_text_left_empty_waits(small, send, document):
    """A workbook without an overall comment that was accepted before is held and shows what it empties."""
    send(small, "a.xlsx", filled(small))
    with open_to_look(small) as archive:
        (row,) = [row for row in archive.registers(1) if row.key == "E-07"]
    sheet, cell = row.sheet, row.cells["overall_comment"]
    held = send(small, "b.xlsx", set_cells(filled(small, other=MORE), {sheet: {cell: None}}))
    assert held["state"] == "held"
    (shown,) = document(small, "progress", CYCLE)["held"]
    (value, text) = shown["differences"]
    assert (value["employee"], value["accepted"], value["held"]) == ("00123", "96", "100")
    assert (text["employee"], text["indicator"], text["column"]) == ("E-07", None, "overall_comment")
    assert (text["held"], text["cell"], text["sheet"]) == (None, cell, sheet)


def test_deciding_waits_for_a_collect(two_lines, run, monkeypatch):
    """While a collect is at work nothing is decided; where it takes too long that is told in one line."""
    monkeypatch.setattr(opening, "WAIT", 0.1)
    with FileLock(two_lines.folder / ".collect.lock"):
        status, shown, told = run(two_lines, "accept", "3", *BY)
    assert (status, shown, told.count("\n")) == (2, "", 1)
    assert run(two_lines, "accept", "3", *BY)[0] == 0


@pytest.mark.parametrize(
    "words", [("3",), ("3", "--by", "Z"), ("3", "--reason", "x"), ("3", "--by", " ", "--reason", "x")]
)
def test_name_and_reason_are_needed(words, two_lines, run, capsys):
    """Without a name or a reason nothing is decided: one line, status 2."""
    with pytest.raises(SystemExit) as stopped:
        run(two_lines, "accept", *words)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_words_of_a_decision(two_lines, run):
    """In words a decision tells state, file, name and reason, the findings, and where the copy lies."""
    status, shown, _ = run(two_lines, "accept", "3", *BY)
    assert status == 0
    assert "c.xlsx" in shown
    assert f"Zhao Min decided that it counts: {BY[-1]}" in shown
    assert str(two_lines.returned(CYCLE) / f"{CYCLE}-sales.xlsx") in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("by", "reason", "told"),
    [
        ("Z" * 81, "x", "80"),
        ("Z", "x" * 501, "500"),
        ("Z", "x" * 100_000, "500"),
        ("Z", "an \x1b[31m escape", "--reason"),
        ("a bell \a", "x", "--by"),
        ("Z", " \n\t", "--reason"),
        ("Z", "half \udcff", "--reason"),
    ],
)
def test_what_is_no_name_or_reason(by, reason, told, language, two_lines, run, capsys):
    """What is too long, blank, or holds control signs is refused in one line; nothing changes."""
    words = ("accept", "3", "--by", by, "--reason", reason, "--language", language)
    with pytest.raises(SystemExit) as stopped:
        run(two_lines, *words)
    said = capsys.readouterr().err
    assert (stopped.value.code, said.count("\n")) == (2, 1)
    assert told in said
    assert said.endswith("(meritbook accept --help)\n")
    assert run(two_lines, "reject", "3", *BY)[0] == 0


def test_a_reason_is_one_line(two_lines, document):
    """Line breaks and tabs in name and reason become spaces; the longest ones are kept whole."""
    by, reason = "Zhao\tMin" + "n" * 72, "first\n\n" + "人" * 494
    done = document(two_lines, "accept", "3", "--by", by, "--reason", reason)
    assert by.replace("\t", " ") in done["reason"]
    assert "first " + "人" * 494 in done["reason"]


@pytest.mark.parametrize(("language", "word"), [("en", "rejected"), ("zh", "未采用")])
def test_what_a_person_left_out_is_no_repeat(language, word, two_lines, run):
    """What a person rejected is told by a word of its own, in the terminal and in the master workbook."""
    import openpyxl

    shown = run(two_lines, "reject", "3", *BY, "--language", language)[1]
    assert shown.startswith(f"{word}  {of('c.xlsx', '', language)}")
    file = two_lines.folder / "master.xlsx"
    assert run(two_lines, "export", "master", CYCLE, "--to", str(file), "--language", language)[0] == 0
    book = openpyxl.load_workbook(file)
    assert word in {cell for sheet in book for row in sheet.values for cell in row}


@pytest.mark.parametrize(("language", "word"), [("en", "held"), ("zh", "待定")])
def test_a_department_waits_for_a_decision(language, word, two_lines, run, document):
    """A department with something held stands so in progress, in the words of the language."""
    rows = run(two_lines, "progress", CYCLE, "--language", language)[1].splitlines()
    (line,) = [row for row in rows if row.startswith("sales ")]
    assert word in line.split()
    departments = document(two_lines, "progress", CYCLE)["departments"]
    assert "held" in {one["step"] for one in departments}


def test_a_long_reason_of_before_does_no_harm(two_lines, run):
    """A reason longer than a cell, kept before there was a bound, is cut in the master workbook."""
    deciding.accept(two_lines, 3, "Z", "x" * 100_000)
    assert run(two_lines, "export", "master", CYCLE)[0] == 0
