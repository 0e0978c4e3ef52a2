"""`demo`: the main job on the sample company, told step by step."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from shlex import quote

from addin.scoring.calendar import due_dates
from addin.scoring.scheme import Scheme
from addin.texts import say
from sync.findings import SEVERITIES
from sync.process.assignment import assign
from sync.service.cycles import open_to_look, opened
from sync.service.demo.before import earlier_results
from sync.service.demo.company import LEAST, MOST, SHARES, last_quarter, sample_company
from sync.service.demo.filling import filled
from sync.service.demo.lives import lives
from sync.service.demo.mistakes import DAMAGES, LATE, PHOTO, SLIPS
from sync.service.demo.packs import colleagues, send_packs, trained
from sync.service.demo.ways import Way, way_of
from sync.service.exporting.export import export
from sync.service.exporting.slips import slips
from sync.service.issuing.issue import issue
from sync.service.issuing.planning import department_plan
from sync.service.keeping.verifying import verify
from sync.service.opening import read_rules, write_whole
from sync.service.results import results
from sync.service.settling import Taken
from sync.service.starting import make_workspace
from sync.settings import Workspace, now, stop
from templates.books.department.plan import GOALS, DepartmentPlan
from templates.books.scheme import SchemeContent, starter, write_scheme
from templates.books.scheme.starter.everything import by_month, everything, judged

CLOCK = "MERITBOOK_NOW"
"""What overrides the clock while the story is played."""


def play(
    folder: Path,
    people: int,
    seed: int,
    language: str,
    full: bool = False,
    *,
    monthly: bool = False,
    google: bool = False,
) -> Iterator[str]:
    """Make the sample company in a new folder and run the whole job; yields a line for each step done.

    full: under the example scheme that uses every feature, instead of the starter; monthly: that one, and in
    a month instead of a quarter; google: by way of Google Sheets, for which a stand-in on this machine runs
    meanwhile.

    Raises CannotGoOn where the folder is not empty or the number of people makes no company.
    """
    if people < LEAST:
        raise stop("too_few_people", language, least=LEAST)
    if people > MOST:
        raise stop("too_many_people", language, most=MOST)
    full, today = full or monthly, last_quarter(now().date())
    content = (everything if full else starter)(language, today)
    if monthly:
        content = by_month(content, today)
    with _in_time(content.scheme, today):
        workspace = make_workspace(folder, language)
        with way_of(workspace, google) as way:
            yield from _played(workspace, way, people, seed, content, full)


def _played(
    workspace: Workspace, way: Way, people: int, seed: int, content: SchemeContent, full: bool
) -> Iterator[str]:
    language = workspace.language
    cycle = _write_company(workspace, people, seed, content, full)
    facts = {"company": say("demo.company", language), "people": people, "cycle": cycle}
    yield _told("made", language, departments=len(SHARES) + 1, **facts)
    yield from _handed_out(workspace, cycle, seed, full)
    yield from way.hand_out(cycle)
    yield from _came_back(workspace, way, cycle, seed)
    yield from _ended(workspace, cycle)
    if full:
        yield _goals_ahead(workspace, cycle)
    yield from _look(workspace, cycle)
    yield from way.afterwards()


def _handed_out(workspace: Workspace, cycle: str, seed: int, full: bool) -> Iterator[str]:
    """Issue the workbooks, with what is known before managers fill them."""
    language = workspace.language
    if full:
        yield "✓ " + earlier_results(workspace, cycle, seed)
    done = issue(workspace, cycle)
    yield _told("issued", language, workbooks=len(done.files), exempt=len(done.exempt))
    if full:
        yield from (f"✓ {line}" for line in send_packs(workspace, cycle, seed))


def _came_back(workspace: Workspace, way: Way, cycle: str, seed: int) -> Iterator[str]:
    """Fill the workbooks, collect them, and let two departments go on in their returned copies."""
    language, plans = workspace.language, plans_of(workspace, cycle)
    _fill(workspace, way, plans, seed)
    yield _told("filled", language, workbooks=len(plans) - 1)
    yield from _mistakes(plans, language)
    taken: list[Taken] = []
    way.collect(taken.append)
    yield from _collected(taken, language)
    yield from lives(workspace, way, plans, seed)


@contextmanager
def _in_time(scheme: Scheme, today: date) -> Iterator[None]:
    """Let the story happen on the last day to send workbooks back, so that only who sends nothing is late.

    That day follows from the example scheme alone, so that the archive, too, is made on it.
    """
    settings = replace(scheme.settings, holidays=_holidays(today))
    due = due_dates(next(iter(scheme.cycles.values())), settings)["submission_due"]
    told = os.environ.get(CLOCK)
    os.environ[CLOCK] = told or f"{due}T06:00:00+00:00"
    try:
        yield
    finally:
        os.environ.pop(CLOCK)
        os.environ |= {CLOCK: told} if told else {}


def _holidays(today: date) -> tuple[date, ...]:
    return tuple(date(today.year, 10, day) for day in range(1, 8))


def _told(step: str, language: str, **values: object) -> str:
    return "✓ " + say(f"demo.steps.{step}", language, **values)


def _write_company(workspace: Workspace, people: int, seed: int, content: SchemeContent, full: bool) -> str:
    """Write the sample people into the scheme workbook; the cycle is the period that ended last."""
    language = workspace.language
    today = last_quarter(now().date())
    staff, departments = sample_company(people, seed, language, today)
    scheme = content.scheme
    units = {unit.id: unit for unit in departments}
    company = say("demo.company", language)
    modules = scheme.settings.modules or ("departments",)
    asked = colleagues(staff) if full else ()
    settings = replace(scheme.settings, company=company, modules=modules, holidays=_holidays(today))
    made = replace(
        content,
        scheme=replace(
            scheme,
            settings=settings,
            departments=judged(units) if full else units,
            assignments=asked,
            rater_training=trained(staff, asked, scheme.courses[0], today) if full else (),
        ),
        roster={person.id: person for person in staff},
    )
    write_whole(workspace.scheme, write_scheme(made, language), language)
    return next(iter(scheme.cycles))


def plans_of(workspace: Workspace, cycle: str) -> dict[str, DepartmentPlan]:
    """Return the plan of every department's workbook as it was issued, so that its cells are known."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        assignment = assign(rules.roster, rules.cycle, rules.scheme)
        return {
            name: department_plan(rules, assignment, name, archive, workspace.language)
            for name in assignment.members
        }


def file_of(plan: DepartmentPlan) -> str:
    """Return the name of the file a department workbook is handed out as."""
    return f"{plan.cycle.id}-{plan.department.id}.xlsx"


def _fill(workspace: Workspace, way: Way, plans: dict[str, DepartmentPlan], seed: int) -> None:
    """Fill every workbook but that of the late department, with each department's mistakes."""
    for name, plan in plans.items():
        if name == LATE:
            continue
        issued = (workspace.outbox(plan.cycle.id) / file_of(plan)).read_bytes()
        data = filled(issued, plan, seed, SLIPS.get(name, ()))
        for damage in DAMAGES.get(name, ()):
            data = damage(data, plan)
        way.send(file_of(plan), issued, data)
    write_whole(workspace.inbox / "form-photo.jpg", PHOTO, workspace.language)


def _mistakes(plans: dict[str, DepartmentPlan], language: str) -> Iterator[str]:
    yield "  " + say("demo.mistakes.title", language)
    for name, slipped in SLIPS.items():
        for mistake in (*slipped, *DAMAGES.get(name, ())):
            title = plans[name].department.name
            yield "  · " + say(f"demo.mistakes.{mistake.__name__}", language, department=title)
    yield "  · " + say("demo.mistakes.photo", language)
    yield "  · " + say("demo.mistakes.late", language, department=plans[LATE].department.name)


def _collected(taken: Sequence[Taken], language: str) -> Iterator[str]:
    states = [one.record.state for one in taken]
    yield _told(
        "collected",
        language,
        files=len(states),
        read=states.count("read"),
        quarantined=states.count("quarantined"),
    )
    found = [told.severity for one in taken if one.record.state == "read" for told in one.findings]
    errors, warnings, notes = (found.count(severity) for severity in SEVERITIES)
    yield _told("returned", language, errors=errors, warnings=warnings, notes=notes)


def _ended(workspace: Workspace, cycle: str) -> Iterator[str]:
    language = workspace.language
    found = results(workspace, cycle)["results"]
    scored = sum(one["score"] is not None for one in found)
    checked = sum(one["state"] == "checked" for one in found)
    yield _told("results", language, forms=len(found), scored=scored, checked=checked)
    for report in ("master", "board", "rules"):
        export(workspace, report, cycle)
    written = slips(workspace, cycle, workspace.reports(cycle) / "slips", pdf=False)
    yield _told("documents", language, slips=len(written.files), people=written.people)
    found = verify(workspace)
    outcome = "broken" if found.broken else "clean"
    verified = say(f"service.verify.{outcome}", language, number=len(found.broken), **asdict(found.counts))
    yield _told("master", language, verified=verified)


def _goals_ahead(workspace: Workspace, cycle: str) -> str:
    """Issue the workbooks in which the goals of the next cycle are agreed."""
    following = next(one for one in read_rules(workspace).reading.scheme.cycles if one != cycle)
    done = issue(workspace, following, edition=GOALS)
    return _told("goals", workspace.language, workbooks=len(done.files), cycle=following)


def _look(workspace: Workspace, cycle: str) -> Iterator[str]:
    """Say where everything lies and what to try next."""
    language = workspace.language
    places = (
        ("master", workspace.reports(cycle) / "master.xlsx"),
        ("board", workspace.reports(cycle) / "board.xlsx"),
        ("rules", workspace.reports(cycle) / "rules.docx"),
        ("slips", workspace.reports(cycle) / "slips"),
        ("scheme", workspace.scheme),
        ("outbox", workspace.outbox(cycle)),
        ("inbox", workspace.inbox),
        ("returned", workspace.returned(cycle)),
        ("archive", workspace.folder / "archive.db"),
    )
    yield ""
    yield say("demo.look.title", language)
    for key, place in places:
        yield f"  {place}  – {say(f'demo.look.{key}', language)}"
    yield ""
    yield say("demo.look.next", language)
    for words in (
        f"findings {cycle} --all",
        f"results {cycle}",
        f"export slips {cycle}",
        f"why {cycle} {_somebody(workspace, cycle)}",
    ):
        yield f"  meritbook -w {quote(str(workspace.folder))} {words}"


def _somebody(workspace: Workspace, cycle: str) -> str:
    found: Sequence[dict[str, object]] = results(workspace, cycle)["results"]
    return str(next((one["employee"] for one in found if one["score"] is not None), "00012"))
