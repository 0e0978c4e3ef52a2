"""`notices` in a real company: who is told what as its cycle goes on, once, and nothing of others."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from itertools import pairwise

import pytest

from sync.archive.deciding import Decision, enact
from sync.archive.opening import open_archive
from sync.archive.steps import Move
from sync.process.rating import code_of
from sync.service.cycles import open_to_look
from templates.books.department.state import Typed
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.packs import answered
from tests.sync.service.company import NO_RATING, filled, make_company, write_rules
from tests.sync.service.noticing.conftest import addressed
from tests.sync.service.test_packs import OUTSIDE, OUTSIDER, PEERS, pack

RATERS = {*PEERS, OUTSIDE, "00123"}
NAMES = {key: person.name for key, person in sample_roster().items()} | {OUTSIDE: OUTSIDER}


def mails(workspace):
    """Return the notices that lie in the outbox, by the name of their file."""
    files = sorted((workspace.outbox(CYCLE) / "notices").glob("*.eml"))
    return {file.stem: message_from_bytes(file.read_bytes(), policy=default) for file in files}


def chats(workspace):
    """Return the texts for chats, by department."""
    files = sorted((workspace.outbox(CYCLE) / "notices").glob("*.txt"))
    return {file.stem.removeprefix(f"{CYCLE}-chat-"): file.read_text(encoding="utf-8") for file in files}


def on(monkeypatch, day):
    """Let it be the morning of a day where the company is."""
    monkeypatch.setenv("MERITBOOK_NOW", f"{day}T02:00:00+00:00")


@pytest.fixture
def news(document):
    """Return a function that runs the command and says what it wrote: (notice, to), in their order."""

    def call(workspace, *words):
        found = document(workspace, "notices", CYCLE, *words)["notices"]
        return sorted((one["notice"], one["to"] or "") for one in found if one["new"])

    return call


def people(found, kind):
    """Return who was told something."""
    return {to for one, to in found if one == kind}


def code(workspace, rater):
    """Return the code that stands for a rater."""
    with open_to_look(workspace) as archive:
        return code_of(rater, CYCLE, archive.key)


def test_everybody_is_told_once_what_is_asked_of_them(company, news):
    """Managers, raters, people and who provides figures are each written to; then there is no news."""
    found = news(company)
    assert people(found, "step_opens") == {"00000", "00001"}
    assert people(found, "self_rating") == sample_roster().keys() - {"00000"}
    assert people(found, "rater") == {code(company, rater) for rater in RATERS}
    assert people(found, "data") == {"00000"}
    assert len(mails(company)) == len(found)
    before = {file: file.read_bytes() for file in company.outbox(CYCLE).rglob("*") if file.is_file()}
    assert news(company) == []
    assert {file: file.read_bytes() for file in company.outbox(CYCLE).rglob("*") if file.is_file()} == before


def test_a_mail_that_is_still_to_be_sent(company, news):
    """A notice is a file that mail programs open as a draft, from nobody yet, in its reader's language."""
    news(company)
    mail = mails(company)[f"{CYCLE}-sales-submission-step_opens"]
    assert mail["To"] == "Zhao Min <00001@sample.example>"
    assert (mail["X-Unsent"], mail["From"], mail["Content-Language"]) == ("1", None, "en")
    assert mail["Date"].datetime.isoformat() == "2026-10-05T08:00:00+00:00"
    assert "Sales and Service" in mail.get_content()


def test_in_both_languages(company, news):
    """--both writes every notice in both languages, the reader's first."""
    news(company, "--both")
    content = mails(company)[f"{CYCLE}-sales-submission-step_opens"].get_content()
    assert content.index("Please finish it") < content.index("请于")


def test_of_one_step(company, news, run, capsys):
    """--step tells only of one step, the rest later; one that there is not is refused with the others."""
    assert people(news(company, "--step", "ratings"), "rater") == {code(company, one) for one in RATERS}
    assert len(mails(company)) == len(RATERS)
    assert people(news(company), "step_opens") == {"00000", "00001"}
    with pytest.raises(SystemExit):
        run(company, "notices", CYCLE, "--step", "lunch")
    assert "submission" in capsys.readouterr().err


def test_a_cycle_that_was_not_issued(company, run):
    """Nobody is told of a cycle that was not issued."""
    status, _, said = run(company, "notices", "2030-Q1")
    assert (status, "2030-Q1" in said) == (2, True)


def test_what_is_said(company, run):
    """The command says how many notices of which kind lie where, and that nothing was sent."""
    status, said, _ = run(company, "notices", CYCLE)
    assert status == 0
    assert f"Notices written: {len(mails(company))}" in said
    assert "Nothing was sent" in said
    assert "waiting" not in said
    assert "There is nothing to tell" in run(company, "notices", CYCLE)[1]


def test_who_has_no_address(small, run):
    """Who cannot be written to is named, and told how to mend it; the file is there all the same."""
    said = run(small, "notices", CYCLE)[1]
    assert "Zhao Min" in said
    assert "sheet People" in said
    assert mails(small)[f"{CYCLE}-sales-submission-step_opens"]["To"] is None


def test_the_course_of_a_cycle(company, news, run, monkeypatch):
    """Returned, reminded, received: each is told on its day to who has to act, and to nobody else."""
    news(company)
    on(monkeypatch, "2026-10-12")
    send(company, run, "sales.xlsx", filled(company, other=NO_RATING))
    send(company, run, "self.xlsx", answered(pack(company, "self", "00123").read_bytes()))
    found = news(company)
    assert people(found, "returned") == {"00001"}
    assert people(found, "pack_overdue") == {"00000", *sample_roster()} - {"00123"}
    assert people(found, "pack_reminder") == {code(company, rater) for rater in RATERS}
    assert people(found, "digest") == set()
    assert people(found, "digest_hr") == {""}
    returned = mails(company)[f"{CYCLE}-sales-resubmission-returned"].get_content()
    assert f"returned copy {CYCLE}-sales.xlsx" in returned
    assert (company.returned(CYCLE) / f"{CYCLE}-sales.xlsx").exists()
    on(monkeypatch, "2026-10-13")
    assert people(news(company), "digest") == {"00001"}
    digest = mails(company)[f"{CYCLE}-digest-sales"].get_content()
    assert re.search(r"- \w\d{3} [A-Z]+\d+ · Li Na: ", digest)
    assert "Next: corrections" in digest
    again = filled(company, into=(company.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes())
    send(company, run, "again.xlsx", again)
    assert people(news(company), "received") | people(news(company), "received_points") == {"00001"}
    on(monkeypatch, "2026-11-20")
    assert people(news(company), "overdue") == {"00000"}


def send(workspace, run, name, content):
    """Send a workbook in, and collect it."""
    (workspace.inbox / name).write_bytes(content)
    assert run(workspace, "collect")[0] in (0, 1)


def test_what_waits_for_a_decision_is_not_asked_for(company, news, run, monkeypatch):
    """Whose workbook is held has sent it, and is not reminded; HR is told that it waits."""
    send(company, run, "sales.xlsx", filled(company))
    send(company, run, "again.xlsx", filled(company, other={("00124", "SAL-02"): Typed()}))
    on(monkeypatch, "2026-11-20")
    found = news(company)
    assert ("overdue", "00000") in found
    assert not [one for one in found if one[1] == "00001" and one[0] in ("overdue", "returned", "received")]
    assert "Workbooks that wait for a decision: 1" in mails(company)[f"{CYCLE}-digest_hr"].get_content()


def test_a_chat_reads_what_everybody_may(company, news, monkeypatch):
    """The text for a department's chat names nobody, says a thing once, and grows during the day."""
    news(company, "--step", "inputs")
    assert chats(company)["sales"].count("【") == 1
    news(company)
    text = chats(company)["sales"]
    assert text.count("【") == 2
    assert not [name for key, name in NAMES.items() if name in text or key in text]
    on(monkeypatch, "2026-10-12")
    news(company)
    assert "A gentle reminder" in chats(company)["sales"]
    assert "is open until" not in chats(company)["sales"]


def test_no_notice_holds_a_name_that_its_reader_may_not_see(company, news, run, monkeypatch):
    """On no day a notice names anybody but its reader, and to a manager their own people; raters nowhere."""
    send(company, run, "sales.xlsx", filled(company, other=NO_RATING))
    own = {"00001": {"00123", "00124", "E-07", "1234567890123456"}, "00000": {"00001"}}
    for day in ("2026-10-05", "2026-10-09", "2026-10-14", "2026-10-19", "2026-11-02"):
        on(monkeypatch, day)
        news(company)
    checked = 0
    for name, mail in mails(company).items():
        to = {address.display_name for address in mail["To"].addresses} if mail["To"] else set()
        may = {key for key, one in NAMES.items() if one in to}
        may |= {below for key in may for below in own.get(key, ())}
        text = f"{name} {mail['Subject']} {mail.get_content()}"
        seen = {key for key, one in NAMES.items() if one in text}
        assert seen <= may, name
        checked += 1
    assert checked >= 20


def test_the_file_of_a_rater_names_the_pack_only(company, news):
    """What lies in the outbox tells by its name which workbook it is about, and not who rates."""
    news(company)
    names = [name for name in mails(company) if "-rater-" in name]
    assert len(names) == len(RATERS)
    assert not [name for name in names for rater in RATERS if f"-{rater}-" in name]


def test_in_the_readers_language(tmp_path, news, monkeypatch, run):
    """A notice speaks the language of the workbook that its reader received, whoever runs the command."""
    workspace = make_company(tmp_path / "company", "zh")
    on(monkeypatch, "2026-10-05")
    assert run(workspace, "issue", CYCLE)[0] == 0
    news(workspace, "--language", "en")
    content = mails(workspace)[f"{CYCLE}-sales-submission-step_opens"].get_content()
    assert "请于2026-10-13前完成" in content


def test_issued_by_direct_manager(tmp_path, news, monkeypatch, run):
    """Where each direct manager has a workbook, each is told of their own, and the head of the department."""
    workspace = make_company(tmp_path / "company")
    scheme, staff = sample_scheme(), addressed()
    settings = replace(scheme.settings, issue_by="manager")
    staff["E-07"] = replace(staff["E-07"], manager="00123")
    write_rules(workspace, replace(scheme, settings=settings), staff)
    on(monkeypatch, "2026-10-05")
    assert run(workspace, "issue", CYCLE)[0] == 0
    assert people_told(news(workspace)) == {"00000", "00001", "00123"}
    on(monkeypatch, "2026-10-19")
    assert "00123" in people_told(news(workspace))
    on(monkeypatch, "2026-10-20")
    assert people(news(workspace), "digest") == {"00000", "00001"}


def people_told(found):
    """Return who was told anything."""
    return {to for _, to in found if to}


def test_goals_are_asked_for_until_ratings_are(small, news, run, monkeypatch):
    """Before ratings are issued the goals are asked for; afterwards nobody is reminded of them."""
    folder = small.folder.with_name("fresh")
    workspace = make_company(folder)
    on(monkeypatch, "2026-06-29")
    assert run(workspace, "issue", CYCLE, "--edition", "goals")[0] == 0
    assert people(news(workspace), "step_opens") == {"00000", "00001"}
    assert f"{CYCLE}-sales-goals-goals-step_opens" in mails(workspace)
    on(monkeypatch, "2026-10-05")
    assert run(workspace, "issue", CYCLE)[0] == 0
    assert "overdue" not in {kind for kind, _ in news(workspace)}


def test_what_hr_sends_back(company, news, run, monkeypatch):
    """Who gets forms back from HR's review is told why, and until when to mend them."""
    send(company, run, "sales.xlsx", filled(company))
    on(monkeypatch, "2026-10-14")
    news(company)
    words = ("--employee", "00123", "--by", "Li Hua", "--reason", "September is missing")
    assert run(company, "review", CYCLE, "--return", *words)[0] == 0
    assert people(news(company), "sent_back") == {"00001"}
    content = mails(company)[f"{CYCLE}-sales-resubmission-sent_back"].get_content()
    assert "People to look at again: 1. Reason: September is missing." in content


def test_an_extension_moves_the_days(company, news, run, monkeypatch):
    """Where a step was extended for a department, its people are told of the later day."""
    words = ("--department", "sales", "--until", "2026-10-19", "--by", "Li Hua", "--reason", "stocktaking")
    assert run(company, "extend", CYCLE, "submission", *words)[0] == 0
    on(monkeypatch, "2026-10-14")
    found = news(company)
    assert people(found, "overdue") == {"00000"}
    assert people(found, "step_opens") == {"00001"}
    assert "2026-10-19" in mails(company)[f"{CYCLE}-sales-submission-step_opens"].get_content()


def test_who_is_exempt(company, news, run, monkeypatch):
    """Nobody is asked about people who were let off, and the others are counted without them."""
    words = ("--by", "Li Hua", "--reason", "on leave")
    assert run(company, "exempt", CYCLE, "00123", "00001", *words)[0] == 0
    found = news(company)
    assert people(found, "step_opens") == {"00001"}
    assert people(found, "self_rating") == {"00124", "E-07", "1234567890123456"}
    assert people(found, "rater") == {code(company, one) for one in ("00123", "E-07")}
    on(monkeypatch, "2026-10-14")
    news(company)
    assert "3 of 3 people" in mails(company)[f"{CYCLE}-sales-submission-overdue"].get_content()


def test_a_published_result(company, news, run, monkeypatch):
    """Once results are published each person reads their own, and their manager when to talk about it."""
    send(company, run, "sales.xlsx", filled(company))
    publish(company, ("00123", "00124"))
    found = news(company)
    assert people(found, "result") == {"00123", "00124"}
    assert people(found, "step_opens") >= {"00001"}
    mail = mails(company)[f"{CYCLE}-result-00123"]
    assert mail["To"] == "Li Na <00123@sample.example>"
    assert re.search(r"Li Na, your result for 2026-Q3 is \d+(\.\d+)?, grade [A-S]\. ", mail.get_content())
    assert people(news(company), "result") == set()


def test_interviews_that_are_still_to_be_held(company, news, run, monkeypatch):
    """Their manager is reminded before the day, and told when it has passed, until all were held."""
    send(company, run, "sales.xlsx", filled(company))
    publish(company, ("00123", "00124"))
    news(company)
    on(monkeypatch, "2026-10-23")
    assert news(company, "--step", "opinions") == [("interview_reminder", "00001")]
    content = mails(company)[f"{CYCLE}-sales-opinions-interview_reminder"].get_content()
    assert "due on 2026-10-27; still to be held: 2 of 2" in content
    assert "held" not in "".join(chats(company).values())
    assert ("digest_hr", "") in news(company, "--step", "progress")
    assert "Interviews still to be held: 2" in mails(company)[f"{CYCLE}-digest_hr"].get_content()
    talk(company, "00123")
    on(monkeypatch, "2026-10-28")
    assert news(company, "--step", "opinions") == [("interview_overdue", "00001")]
    overdue = mails(company)[f"{CYCLE}-sales-opinions-interview_overdue"].get_content()
    assert "still to be held: 1 of 2" in overdue
    talk(company, "00124")
    on(monkeypatch, "2026-10-30")
    assert news(company, "--step", "opinions") == []


def talk(workspace, subject):
    """Note that somebody was talked with about their result."""
    values = {"held_on": "2026-10-26"}
    with open_archive(workspace.archive) as archive:
        notes = (("interview", subject, {"values": values, "submission": None}),)
        assert enact(archive, Decision(CYCLE, "interviews_taken", "Li Hua", notes=notes))


def publish(workspace, subjects):
    """Let forms go all the way to publication."""
    way = ("checked", "reviewed_by_hr", "calibrated", "approved", "published")
    with open_archive(workspace.archive) as archive:
        moves = tuple(Move(one, was, to, "agreed") for was, to in pairwise(way) for one in subjects)
        assert enact(archive, Decision(CYCLE, "published", "Li Hua", moves))


def test_an_appeal(company, news, run):
    """Who appealed is told that it arrived, who looks into it, and what was decided; nobody else is."""
    send(company, run, "sales.xlsx", filled(company))
    publish(company, ("00123",))
    news(company)
    note(company, state="filed", acts=[])
    assert news(company, "--step", "appeals") == [("appeal_received", "00123")]
    content = mails(company)[f"{CYCLE}-A-0001-appeal_received"].get_content()
    assert "Human Resources will look into it and tell you by 2026-10-08" in content
    note(company, state="accepted", acts=[{"state": "accepted", "by": "Zhao Min", "on": "2026-10-06"}])
    assert news(company, "--step", "appeals") == [("appeal_accepted", "00123")]
    decision = {"state": "decided", "by": "Gao Yuan", "on": "2026-10-12", "text": "a figure was missing"}
    scores = {"outcome": "upheld", "before": {"score": 92.5}, "after": {"score": 95.0}}
    note(company, state="decided", acts=[decision | scores])
    assert news(company, "--step", "appeals") == [("appeal_decided", "00123")]
    content = mails(company)[f"{CYCLE}-A-0001-appeal_decided"].get_content()
    assert "Your score is now 95 (before 92.5). You may ask for a second review by 2026-10-19." in content
    note(company, state="reviewing", acts=[decision | scores])
    assert news(company, "--step", "appeals") == []


def note(workspace, **words):
    """Keep an appeal as its own process does."""
    filed = {"kind": "result", "grounds": "a figure", "filed_by": "Li Na", "filed_on": "2026-10-05"}
    document = {"id": "A-0001", "cycle": CYCLE, "subject": "00123", **filed, **words}
    with open_archive(workspace.archive) as archive:
        assert enact(archive, Decision(CYCLE, "appealed", "Li Hua", notes=(("appeal", "A-0001", document),)))
