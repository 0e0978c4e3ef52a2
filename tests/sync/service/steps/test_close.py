"""`close`: its conditions, what silence comes to, what an open appeal keeps open, what is refused after."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter

import pytest

from sync.archive import closing, finals, pay
from sync.archive.deciding import Decision, enact
from sync.archive.finals import Final
from sync.archive.opening import open_archive
from sync.archive.records import records
from sync.archive.steps import Move
from sync.cli import main
from sync.service.cycles import open_to_look, opened, with_some, without_people
from sync.service.excused import excused
from sync.service.steps.choosing import Choice
from sync.service.steps.close import close
from sync.service.steps.talking import coverage
from tests.builders import CYCLE, PEOPLE
from tests.edits import apply
from tests.sync.service.company import HEAD, filled, states_of
from tests.sync.service.steps.approved import BY, LATER, copied, make_approved

AFTER = "2026-11-02T08:00:00+00:00"
"""After the last day on which anybody may appeal."""

ANSWERED = "2026-10-30T08:00:00+00:00"
"""The last day on which anybody may appeal."""

EVERYBODY = (HEAD, *PEOPLE)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return the folder of the small company with every result published."""
    folder = make_approved(tmp_path_factory.mktemp("close") / "company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", LATER)
        assert main(["-w", str(folder), "publish", CYCLE, *BY]) == 0
    return folder


@pytest.fixture
def company(original, tmp_path, monkeypatch):
    """Return a workspace of one's own, after the last day to appeal."""
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    return copied(original, tmp_path / "company")


def decide(workspace, *moves, **final):
    """Let an appeal go on, as its own command does."""
    finals_ = (Final(**final),) if final else ()
    with open_archive(workspace.archive, "en") as archive:
        assert enact(archive, Decision(CYCLE, "appealed", "Committee", moves, finals_))


def events(workspace):
    """Return what the log holds."""
    with open_to_look(workspace) as archive:
        return archive.events()


def filed(workspace):
    """Return the last decision on each result."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return {who: one.final for who, one in finals.decided(connection, CYCLE).items()}


def told(workspace):
    """Return what payroll was told."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return sorted(pay.told(connection, CYCLE))


def closings(workspace):
    """Return the events of the archive, those of closing apart."""
    with open_to_look(workspace) as archive:
        kinds = [one.kind for one in archive.events()]
    return len(kinds), kinds.count("closed")


def test_silence_is_no_objection_and_every_result_is_filed_with_its_rank(company, document, run):
    """Nobody has answered: deemed read, never agreed; all are filed and ranked, pay is final, it holds."""
    before = filed(company)
    done = document(company, "close", CYCLE, *BY)
    assert (done["state"], done["again"], done["left"]) == ("closed", False, [])
    assert states_of(company) == dict.fromkeys(EVERYBODY, "archived")
    silent = {one["reason"] for one in done["moved"] if one["state"] == "confirmed"}
    assert silent == {"no answer by the last day: deemed read, no objection raised"}
    after = filed(company)
    assert {one.kind for one in after.values()} == {"closed"}
    assert {who: one[3:5] for who, one in after.items()} == {who: one[3:5] for who, one in before.items()}
    scores = sorted((one.score for one in after.values()), reverse=True)
    assert [one.rank for one in after.values()] == [scores.index(one.score) + 1 for one in after.values()]
    assert done["batch"] == "P-1"
    status, said, _ = run(company, "export", "pay-base", CYCLE, *BY)
    assert (status, "P-1" in said) == (0, True)
    assert run(company, "verify")[0] == 0


def test_portion_by_portion_it_is_the_same_in_one_transaction(company, original, tmp_path, document, run):
    """A cycle of many workbooks is filed with several events: the same rows, one end, and verify holds."""
    other = copied(original, tmp_path / "other")
    whole = document(other, "close", CYCLE, *BY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closing, "PORTION", 1)
        parts = document(company, "close", CYCLE, *BY)
    key = itemgetter("employee", "was")
    assert sorted(parts.pop("moved"), key=key) == sorted(whole.pop("moved"), key=key)
    assert parts == whole
    assert filed(company) == filed(other)
    assert told(company) == told(other)
    assert (closings(company)[1], closings(other)[1]) == (2, 1)
    with open_to_look(company) as archive, archive.reading() as connection:
        assert len(records(connection, "cycle", CYCLE, every=True)) == 1
    assert run(company, "verify")[0] == 0


def test_what_goes_wrong_in_the_last_portion_leaves_nothing(company):
    """Where a later portion cannot be written, the earlier ones are not written either."""
    before, written = (states_of(company), closings(company)), []

    def failing(*_):
        written.append(1)
        if len(written) > 1:
            raise RuntimeError("the last portion")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closing, "PORTION", 1)
        patch.setattr("sync.archive.pay.tell", failing)
        with pytest.raises(RuntimeError):
            close(company, CYCLE, "Zhang Wei")
    assert (states_of(company), closings(company)) == before


def test_talks_that_are_not_noted_are_counted_as_their_coverage_tells(company, document):
    """The warning names those whom `interviews` lists as late or open, the most urgent first."""
    open_ = [one["employee"] for one in coverage(company, CYCLE, Choice())["people"] if not one["held_on"]]
    (told_, _) = document(company, "close", CYCLE, *BY)["warnings"]
    assert f": {len(open_)} ({', '.join(open_[:5])}" in told_


def test_who_takes_no_part_is_found_without_reading_everybody(company):
    """Of some people and their managers it follows who is exempt just as of the whole roster."""
    with open_archive(company.archive, "en") as archive:
        rules = opened(archive, CYCLE)
        alone = replace(rules.roster[PEOPLE[0]], manager=None)
        archive.change_roster(CYCLE, {**rules.roster, alone.id: alone})
        rules, bare = opened(archive, CYCLE), without_people(archive, CYCLE)
        assert excused(rules, EVERYBODY) == {alone.id}
        for who in EVERYBODY:
            assert excused(with_some(archive, bare, {who}), {who}) == excused(rules, {who})


def test_before_its_conditions_hold_nothing_is_closed(company, run, monkeypatch):
    """While people may still appeal it is refused in one line that tells the day."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    status, _, error = run(company, "close", CYCLE, *BY)
    assert (status, error.count("\n"), "2026-10-30" in error) == (2, 1, True)
    assert set(states_of(company).values()) == {"published"}


def test_unpublished_results_are_named_with_the_next_step(tmp_path, run, monkeypatch):
    """Nobody's result is published: how many, whose, and the next command; nothing is moved."""
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    company = copied(make_approved(tmp_path / "made"), tmp_path / "company")
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    status, _, error = run(company, "close", CYCLE, *BY)
    assert (status, error.count("\n"), f"meritbook publish {CYCLE}" in error) == (2, 1, True)
    assert set(states_of(company).values()) == {"approved"}


def test_an_open_appeal_keeps_its_form_open_and_not_the_cycle(company, document, run):
    """The cycle closes without it; decided, it is filed by closing once more, and its difference told."""
    decide(company, Move("00124", "published", "appealed"))
    done = document(company, "close", CYCLE, *BY)
    assert [one["employee"] for one in done["left"]] == ["00124"]
    assert states_of(company)["00124"] == "appealed"
    was = filed(company)["00124"]
    decided = was._replace(kind="appeal", grade="A", coefficient=1.15, score=101.0)
    decide(company, Move("00124", "appealed", "decided"), **decided._asdict())
    again = document(company, "close", CYCLE, *BY)
    assert (again["again"], states_of(company)["00124"]) == (True, "archived")
    assert filed(company)["00124"].grade == "A"
    assert again["batch"] == "P-2"
    third = document(company, "close", CYCLE, *BY)
    assert (third["again"], third["moved"], third["batch"]) == (True, [], None)
    assert run(company, "verify")[0] == 0


def test_an_objection_is_not_told_as_silence(company, run, document):
    """Who objected and did not appeal is confirmed with just that reason."""
    assert run(company, "confirm", CYCLE, "--employee", "00123", "--objection", *BY)[0] == 0
    done = document(company, "close", CYCLE, *BY)
    reasons = {one["employee"]: one["reason"] for one in done["moved"] if one["state"] == "confirmed"}
    assert reasons["00123"] == "read, with an objection; no appeal by the last day"


PAY = f"meritbook export pay-base {CYCLE}"
WAY = f"meritbook steps {CYCLE}"


@pytest.mark.parametrize(
    ("words", "following"),
    [
        (("issue", CYCLE), PAY),
        (("review", CYCLE, *BY), PAY),
        (("review", CYCLE, "--return", "--employee", "00123", *BY, "--reason", "new figures"), PAY),
        (("calibrate", CYCLE, "--as-scored", *BY), PAY),
        (("approve", CYCLE, *BY), PAY),
        (("approve", CYCLE, "--take-back", *BY, "--reason", "new figures"), PAY),
        (("publish", CYCLE, *BY), PAY),
        (("exempt", CYCLE, "00123", *BY, "--reason", "left"), PAY),
        (("exempt", CYCLE, "00123", "--back", *BY, "--reason", "stays"), PAY),
        (("extend", CYCLE, "appeals", "--until", "2027-01-31", *BY, "--reason", "fair"), PAY),
        (("confirm", CYCLE, "--employee", "00123", *BY), WAY),
        (("confirm", CYCLE, "--employee", "00123", "--objection", *BY), WAY),
        (("confirm", CYCLE, "--department", "sales", *BY), WAY),
        (("confirm", CYCLE, "--silent", *BY), WAY),
        (("confirm", CYCLE, "{read}", *BY), WAY),
        (("opinions", CYCLE, "{opinion}", *BY), f"meritbook opinions {CYCLE}"),
        (("appeal", "file", CYCLE, "00123", "--grounds", "a figure"), "HR"),
    ],
    ids=lambda one: " ".join(one[:1] + one[2:5]) if isinstance(one, tuple) else "",
)
def test_after_the_close_nothing_is_changed_but_by_an_appeal(closed, run, words, following):
    """Each command that would change anything is refused in one line with the next step; nothing is done."""
    (closed.folder / "read.csv").write_text("Employee no.,Answer\n00123,read\n")
    handed = closed.outbox(CYCLE) / "published" / "00123"
    files = {"read": closed.folder / "read.csv", "opinion": handed / f"{CYCLE}-opinion-00123.xlsx"}
    before = states_of(closed), events(closed)
    status, _, error = run(closed, *(word.format(**files) for word in words))
    assert (status, error.count("\n"), following in error) == (2, 1, True), error
    assert (states_of(closed), events(closed)) == before


def answered(workspace, run, *answer):
    """Let an appeal be answered on the last day of all, so that a second review may still be asked for."""
    for words in (
        ("file", CYCLE, "00123", "--grounds", "a figure is wrong"),
        ("accept", "A-0001", *BY, "--reason", "in time"),
        ("investigate", "A-0001", *BY, "--evidence", "the ledger"),
        ("decide", "A-0001", "--outcome", "rejected", "--by", "Wu", "--reason", "the ledger is right"),
    ):
        assert run(workspace, "appeal", *words)[0] == 0
    return workspace


@pytest.fixture
def decided(original, tmp_path, monkeypatch, run):
    """Return a company in which an appeal was answered on 30 October, after the last day for others."""
    monkeypatch.setenv("MERITBOOK_NOW", ANSWERED)
    workspace = answered(copied(original, tmp_path / "decided"), run)
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    return workspace


def test_a_decided_appeal_waits_until_a_second_review_is_out_of_time(decided, run, document, monkeypatch):
    """It is told in one line until when; closed again after that day, its form is filed with the others."""
    _, said, _ = run(decided, "close", CYCLE, *BY)
    (line,) = [one for one in said.splitlines() if "second review" in one]
    assert "00123" in line
    assert "2026-11-06" in line
    assert states_of(decided)["00123"] == "decided"
    _, said, _ = run(decided, "close", CYCLE, *BY)
    assert "nothing is to be filed yet" in said
    assert document(decided, "progress", CYCLE)["needs"] == []
    monkeypatch.setenv("MERITBOOK_NOW", "2026-11-06T16:30:00+00:00")
    (need,) = document(decided, "progress", CYCLE)["needs"]
    assert (need["state"], need["forms"], f"meritbook close {CYCLE}" in need["next"]) == ("decided", 1, True)
    again = document(decided, "close", CYCLE, *BY)
    assert [(one["employee"], one["state"]) for one in again["moved"]] == [("00123", "archived")]
    assert run(decided, "verify")[0] == 0


def test_a_second_review_is_possible_in_a_closed_cycle(decided, run, document):
    """It keeps the form open, and once it is decided nothing more may follow: the next close files it."""
    assert run(decided, "close", CYCLE, *BY)[0] == 0
    assert run(decided, "appeal", "review", "A-0001", "--grounds", "an order is missing")[0] == 0
    assert [one["state"] for one in document(decided, "close", CYCLE, *BY)["left"]] == ["appealed"]
    words = ("--outcome", "upheld", "--grade", "S", "--by", "Sun", "--reason", "found")
    assert run(decided, "appeal", "decide", "A-0001", *words)[0] == 0
    assert document(decided, "close", CYCLE, *BY)["left"] == []
    assert filed(decided)["00123"].grade == "S"


@pytest.mark.parametrize(("answer", "left"), [((), []), (("--objection",), ["00123"])])
def test_who_confirms_the_answer_to_an_appeal_waits_no_longer(decided, run, document, answer, left):
    """Read without an objection, nobody will ask for a second review; with one, they still may."""
    assert run(decided, "close", CYCLE, *BY)[0] == 0
    done = document(decided, "confirm", CYCLE, "--employee", "00123", *answer, *BY)
    assert done["receipts"] == 1
    assert [one["employee"] for one in document(decided, "close", CYCLE, *BY)["left"]] == left


def test_what_was_read_before_the_answer_confirms_nothing(original, tmp_path, run, document, monkeypatch):
    """Who read the result, appealed, and has not said anything since, may still ask for a second review."""
    workspace = copied(original, tmp_path / "read")
    monkeypatch.setenv("MERITBOOK_NOW", ANSWERED)
    assert run(workspace, "confirm", CYCLE, "--employee", "00123", *BY)[0] == 0
    answered(workspace, run)
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    assert [one["employee"] for one in document(workspace, "close", CYCLE, *BY)["left"]] == ["00123"]


def test_a_workbook_that_comes_after_the_close_is_held(closed, send):
    """It is kept and held with the reason, and changes nothing."""
    taken = send(closed, "late.xlsx", apply(filled(closed, "sales"), [{"do": "resave"}]))
    assert taken["state"] in ("held", "ignored")
    assert taken["reason"]
    assert set(states_of(closed).values()) == {"archived"}


@pytest.fixture
def closed(company, run):
    """Return the company with its cycle closed."""
    assert run(company, "close", CYCLE, *BY)[0] == 0
    return company
