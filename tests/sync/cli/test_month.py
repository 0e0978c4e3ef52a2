"""`demo --month`: a month of the sample company, in which every command of the process has its effect."""

from __future__ import annotations

import contextlib
import io
import json
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from addin.scoring.scheme import Person, Roster
from sync.archive import finals
from sync.archive.pay import batches, told
from sync.archive.rows import department_of
from sync.archive.steps import steps
from sync.cli import main
from sync.process.publication import above
from sync.reading.scheme import read_scheme
from sync.service.cycles import open_to_look
from sync.settings import Workspace, open_workspace
from sync.states import TOLD
from tests.every.test_privacy import named
from tests.test_docs_process import PAGES, commands_of

TYPED = re.compile(r"^\$ meritbook ([a-z]+)( [a-z]+)?", re.MULTILINE)
EXPORTED = re.compile(r"`meritbook export ([a-z-]+)")
SHOWS = {
    "progress": "departments",
    "findings": "findings",
    "patterns": "raters",
    "steps": "states",
    "health": "steps",
    "appeals": "appeals",
    "results": "results",
    "why": "steps",
    "scheme check": "findings",
}
"""Where each command that only looks has something to show after the month."""

MADE = {"demo": "created", "issue": "issued", "export": "pay_told"}
"""What the others of the page that were typed before it, or with a second word, leave in the log."""

BEFORE = {"demo", "issue", "why", "results", "export", "scheme", "steps", "findings"}
"""Commands whose work the sample company shows before the month, or that only look."""

EFFECTS = {
    "accept": "accepted",
    "appeal accept": "appeal_accepted",
    "appeal decide": "appeal_decided",
    "appeal file": "appeal_filed",
    "appeal investigate": "appeal_investigating",
    "appeal review": "appeal_reviewing",
    "approve": "approved",
    "calibrate": "calibrated",
    "close": "closed",
    "collect": "received",
    "confirm": "confirmed",
    "exempt": "exempted",
    "export pay-base": "pay_told",
    "extend": "extended",
    "import pay": "bases_imported",
    "interviews": "interviewed",
    "notices": "notices_written",
    "opinions": "opinions",
    "publish": "published",
    "review": "reviewed",
}
"""The entry in the log that each command leaves; of the others that are played, what they show is all."""

LOOKING = {"appeals", "health", "patterns", "progress", "verify"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str, int]:
    """Play the month once, with few people; return the workspace, what was shown, and the exit status."""
    folder = tmp_path_factory.mktemp("month") / "company"
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        status = main(["demo", str(folder), "--month", "--people", "30"])
    return open_workspace(folder), shown.getvalue(), status


def document(workspace: Workspace, *words: str) -> dict[str, object]:
    """Return the JSON document of a command."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        main(["-w", str(workspace.folder), *words, "--json"])
    found: dict[str, object] = json.loads(shown.getvalue())
    return found


def test_every_command_of_the_page_is_played(played: tuple[Workspace, str, int]) -> None:
    """Whatever command the page on the process names is typed in the month, or was before it."""
    _, shown, status = played
    assert status == 0
    typed = {words for first, second in TYPED.findall(shown) for words in (first, first + second)}
    for page in PAGES.values():
        named = commands_of(page) - {words for words in commands_of(page) if words.split(" ")[0] in BEFORE}
        assert named - typed == set()


def test_each_command_has_its_effect(played: tuple[Workspace, str, int]) -> None:
    """What a command decides stands in the log, on the day it was typed; what it only shows is shown."""
    workspace, shown, _ = played
    with open_to_look(workspace) as archive:
        logged = {(event.at[:10], event.kind) for event in archive.events()}
    scenes = re.findall(r"^(\S+)  .+\n\$ meritbook (.+)\n(.*)", shown, re.MULTILINE)
    effects = {words: day for day, words, _ in scenes}
    named = {words for page in PAGES.values() for words in commands_of(page)}
    assert {one for one in named if one.split(" ")[0] not in BEFORE} - EFFECTS.keys() <= LOOKING | {"appeal"}
    for command, kind in EFFECTS.items():
        days = {day for words, day in effects.items() if f"{words} ".startswith(f"{command} ")}
        assert {(day, kind) for day in days} & logged, command
    assert all(told.strip() for _, _, told in scenes)


def test_a_veto_waits_for_a_reason_and_forms_come_back(played: tuple[Workspace, str, int]) -> None:
    """Who is under a veto goes on with a reason, in the grade it leaves; forms with mistakes went back."""
    workspace, _, _ = played
    with open_to_look(workspace) as archive, archive.reading() as connection:
        cycle, *_ = archive.cycles()
        made = steps(connection, cycle)
        grades = {one.final.subject: one.final.grade for one in finals.every(connection, cycle)}
    held = {one.subject for one in made if one.state == "under_review" and one.reason}
    gone_on = {one.subject for one in made if one.was == "under_review" and one.reason}
    assert held == gone_on != set()
    assert {grades[one] for one in held} == {"C"}
    units = document(workspace, "health", cycle)["departments"]
    assert isinstance(units, list)
    assert sum(one["returned"] for one in units) > 0


def test_every_command_of_the_page_has_an_effect(played: tuple[Workspace, str, int]) -> None:
    """No command of the page is left out: each leaves an event, or a file, or has something to show."""
    workspace, _, _ = played
    for page in PAGES.values():
        assert commands_of(page) - EFFECTS.keys() == SHOWS.keys() | MADE.keys()
        kinds = set(EXPORTED.findall(page.read_text("utf-8")))
        assert {one for one in kinds if not list(workspace.folder.glob(f"reports/*/{one}*"))} == set()
    with open_to_look(workspace) as archive:
        (cycle, *_), logged = archive.cycles(), {event.kind for event in archive.events()}
        employee = archive.forms(cycle)[0].employee
    assert set(MADE.values()) - logged == set()
    asked = {
        "findings": (cycle, "--all"),
        "scheme check": (),
        "steps": (cycle, employee),
        "why": (cycle, employee),
    }
    for words, key in SHOWS.items():
        assert document(workspace, *words.split(), *asked.get(words, (cycle,)))[key], words


def test_what_the_month_hands_out_names_nobody_else(played: tuple[Workspace, str, int]) -> None:
    """A slip, a form, a notice of one's own names its person alone; a team's list those below its manager.

    That of a department names its head alone, and lies with the head.
    """
    workspace, _, _ = played
    reading = read_scheme((workspace.folder / "scheme.xlsx").read_bytes())
    people, units = reading.roster, reading.scheme.departments
    files = [*workspace.folder.glob("outbox/*/published/*/*"), *workspace.folder.glob("outbox/*/notices/*")]
    told = {}
    for file in files:
        found = re.fullmatch(r".*-(slip|appeal|team|result)-(?P<who>@?\w+)\.(xlsx|eml)", file.name)
        who = found["who"] if found else ""
        unit = units.get(department_of(who) or "")
        who = unit.head if unit and unit.head else who
        assert file.parent.name in (who, "notices") or not found, file
        team = [one for one, person in people.items() if who in above_of(person, people)]
        seen = {who, *team} if "-team-" in file.name else {who}
        told[file.name] = sorted(named(decoded(file), people) - seen)
    assert {name: others for name, others in told.items() if others} == {}
    assert {name.split(".")[0].split("-")[2] for name in told} >= {
        "slip",
        "appeal",
        "team",
        "opinion",
        "result",
    }


def above_of(person: Person, people: Roster) -> set[str]:
    """Return the numbers of everybody above a person."""
    return {one.id for one in above(person, people)}


def decoded(file: Path) -> bytes:
    """Return what stands in a file, of a mail what its reader sees."""
    if file.suffix != ".eml":
        return file.read_bytes()
    mail = message_from_bytes(file.read_bytes(), policy=default)
    return "\n".join([*map(str, mail.values()), mail.get_content()]).encode()


def test_each_department_is_told_of_its_talks(played: tuple[Workspace, str, int]) -> None:
    """After a month few talks are due: a department without one is told too, with those held all the same."""
    workspace, shown, _ = played
    with open_to_look(workspace) as archive:
        (cycle, *_) = archive.cycles()
        known = [one for one in archive.forms(cycle) if one.state in TOLD and not department_of(one.employee)]
    units = document(workspace, "interviews", cycle)["departments"]
    assert isinstance(units, list)
    assert [one["department"] for one in units] == sorted({form.department for form in known})
    assert sum(one["held"] + one["also"] for one in units) == len(known)
    assert [one["share"] is None for one in units] == [one["due"] == 0 for one in units]
    assert {one["due"] == 0 for one in units} == {True, False}
    assert "Others held" in shown


def test_a_form_that_waits_is_told_with_its_reason(played: tuple[Workspace, str, int]) -> None:
    """Whoever looks the forms over reads at once why one of them waits: here, a veto."""
    assert re.search(r"^checked → under review: 1 \((\d+)\)\n  \1: A veto holds", played[1], re.MULTILINE)


def test_who_mended_in_time_is_not_late(played: tuple[Workspace, str, int]) -> None:
    """What went back and came again by the day of resubmission is in time; what came too late is not."""
    workspace, _, _ = played
    with open_to_look(workspace) as archive:
        (cycle, *_) = archive.cycles()
    units = document(workspace, "progress", cycle)["departments"]
    assert isinstance(units, list)
    told = {one["department"]: (one["due"], one["late"]) for one in units}
    assert told["support"] == ("2026-10-15", True)
    assert {told[one] for one in ("production", "sales")} == {("2026-10-19", False)}
    assert told["office"] == ("2026-10-15", False)


def test_every_form_comes_to_its_end(played: tuple[Workspace, str, int]) -> None:
    """At the end each form is filed, or left its way; and everything can be recomputed."""
    workspace, _, _ = played
    with open_to_look(workspace) as archive:
        (cycle, *_) = archive.cycles()
        states = {form.state for form in archive.forms(cycle)}
    assert states == {"archived", "exempt"}
    assert document(workspace, "verify")["broken"] == []


def test_the_way_of_a_form_tells_everybody(played: tuple[Workspace, str, int]) -> None:
    """The way of a form that was talked over names each state once more, with who let it go on."""
    workspace, _, _ = played
    with open_to_look(workspace) as archive:
        (cycle, *_) = archive.cycles()
        employee = next(
            form.employee for form in archive.forms(cycle) if form.state in ("confirmed", "archived")
        )
    states = document(workspace, "steps", cycle, employee)["states"]
    assert isinstance(states, list)
    names = [one["state"] for one in states]
    wanted = ["reviewed_by_hr", "calibrated", "approved", "published", "interviewed", "confirmed"]
    assert [name for name in names if name in wanted] == wanted
    assert all(one["by"] and one["at"] for one in states)


def test_files_of_the_month_are_there(played: tuple[Workspace, str, int]) -> None:
    """The committee's workbook, a folder for each person, notices and outlines lie where they are said to."""
    workspace, _, _ = played
    folder = Path(workspace.folder)
    assert list(folder.glob("reports/*/calibration.xlsx"))
    assert list(folder.glob("outbox/*/published/*/*-slip-*.xlsx"))
    assert list(folder.glob("outbox/*/notices/*.eml"))
    assert list(folder.glob("handed-in/interviews/*.xlsx"))


def test_payroll_receives_the_difference_with_the_next_month(played: tuple[Workspace, str, int]) -> None:
    """The appeal is upheld after its month was paid and closed: the next payment adds 15 % of the base, once.

    Provisional, final and the next month are three batches; only the right person's line is told under the
    month before again, and nothing of it is told when the last result is filed.
    """
    workspace, _, _ = played
    with open_to_look(workspace) as archive, archive.reading() as connection:
        cycle, following = archive.cycles()
        of_batches = [(one.name, one.cycle) for one in batches(connection)]
        first, closed, later = (told(connection, batch=name) for name, _ in of_batches)
        decided = finals.every(connection, cycle)
        (right,) = {one.final.subject for one in decided if one.final.kind == "appeal"}
    assert of_batches == [("P-1", cycle), ("P-2", cycle), ("P-3", following)]
    amounts = {one.subject: one.amount for one in first}
    assert {(one.state, one.difference, one.amount == amounts[one.subject]) for one in closed} == {
        ("final", 0, True)
    }
    assert right not in {one.subject for one in closed}
    (carried,) = (one for one in later if one.cycle == cycle)
    base = amounts[right]
    assert base is not None
    assert carried[1:] == (
        right,
        "P-3",
        "final",
        "A",
        1.15,
        base,
        base * 115 // 100,
        30,
        30,
        base * 15 // 100,
    )
    own = [one for one in later if one.cycle == following]
    assert len(own) == 29
    assert {(one.state, one.difference == one.amount) for one in own} == {("provisional", True)}


def test_the_next_month_is_told_to_a_person_in_a_line(played: tuple[Workspace, str, int]) -> None:
    """What is shown names the month the difference is of, and that the same again is the same batch."""
    workspace, shown, _ = played
    with open_to_look(workspace) as archive:
        cycle, following = archive.cycles()
    last = shown.split(f"$ meritbook export pay-base {following}\n")[1:]
    assert [f"Lines of {cycle}, which change what payroll was told of it: 1\n" in one for one in last] == [
        True,
        True,
    ]
    assert ["Nothing has changed since batch P-3" in one for one in last] == [False, True]
    assert f"{cycle} was closed before; results filed now: 1." in last[1]
