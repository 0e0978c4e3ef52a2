"""`issue`: one workbook per department of a cycle, and an exact memory of what was handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from addin.scoring.scheme import Person
from addin.texts import listed, say
from sync.process.assignment import assign, books
from sync.service.cycles import Rules, pinned_rules
from sync.service.fitting import LeftOut
from sync.service.issuing.issuer import Book, How, Issuer
from sync.service.issuing.moving import NewRules, kept_back, moved_on
from sync.service.issuing.packs import Material, handing_out, pack_books
from sync.service.opening import Watch, cycle_of, open_or_make_archive, sound_rules, unwatched, write_whole
from sync.settings import Workspace, stop
from templates.books.department.plan import RATING, DepartmentPlan, PlannedLine

RATERS_FILE = "raters.csv"
"""Who receives which rater workbook, in the folder of reports, which is HR's own."""

NEWLY_WRITTEN: tuple[How, ...] = ("new", "revised", "refilled")


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What was issued: the files, which of them had been issued before, and who stands in none and why.

    `revised` are departments whose workbook was issued anew, with other targets or actuals; `refilled` those
    whose new one holds what they had typed and sent; `late` those that HR has begun to review and that keep
    the workbook they have. `untargeted` are the lines whose target is missing or cannot be used. `changed`
    tells that today's scheme.xlsx is not the one pinned when the cycle was opened, goals and adjustments
    apart. `packs` counts the small workbooks by edition (self, rater, data), and by how they were issued.
    `left_out` is what had been typed and is no longer asked for, `gone` that of people who stand in no
    workbook any more, and `held` are files that wait for a decision, of which nothing was taken over.
    """

    files: Sequence[Path] = ()
    again: frozenset[str] = frozenset()
    revised: frozenset[str] = frozenset()
    refilled: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    people: int = 0
    units: int = 0
    exempt: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, str] = field(default_factory=dict)
    without_lines: Sequence[Person] = ()
    untargeted: Sequence[PlannedLine] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False
    left_out: Sequence[LeftOut] = ()
    gone: Sequence[LeftOut] = ()
    held: Sequence[str] = ()
    packs: Mapping[str, int] = field(default_factory=dict)


def issue(
    workspace: Workspace,
    cycle: str,
    departments: Sequence[str] = (),
    watch: Watch = unwatched,
    edition: str = RATING,
    new: NewRules | None = None,
) -> IssueReport:
    """Write the department workbooks of a cycle into its outbox: those of goals, or those of ratings.

    The first issue pins rules and people. A department issued before gets the very same bytes again, unless
    goals or imported actuals have changed and HR has not begun to review it: then a new revision, with what
    stands typed in the workbook that was received and counts. With `new` rules an open cycle moves on to
    today's scheme.xlsx before, and every workbook is issued anew in that way.
    Raises CannotGoOn for an unsound scheme, an unknown cycle or department, an unwritable folder.
    """
    file = sound_rules(workspace)
    today = file.reading.scheme
    period = cycle_of(today, cycle, workspace.language)
    if not books(assign(file.reading.roster, period, today), today, period):
        raise stop("no_people", workspace.language)
    with open_or_make_archive(workspace) as archive:
        pinned = archive.pin_cycle(cycle, today, file.reading.roster, file.content)
        if new and not pinned.new:
            pinned = moved_on(archive, pinned, file, new)
        rules = pinned_rules(archive, pinned)
        issuer = Issuer(archive, rules, today, workspace.language, edition)
        chosen = _chosen(issuer, departments, workspace.language)
        made = _write_books(workspace, issuer, chosen, watch)
        packs = _write_packs(workspace, issuer, chosen) if edition == RATING else {}
        report = replace(_report(workspace, issuer, chosen, made), packs=packs)
        return replace(report, **_left_behind(issuer)) if new else report


def _write_books(
    workspace: Workspace, issuer: Issuer, chosen: Sequence[str], watch: Watch
) -> dict[str, Book]:
    """Write the workbooks of some departments into the outbox; return them by their names."""
    made: dict[str, Book] = {}
    bundles = [bundle for department in chosen for bundle in issuer.bundles(department)]
    for bundle in watch(bundles, len(bundles)):
        book = issuer.book(bundle)
        if book is not None:
            made[bundle.name] = book
            file = workspace.outbox(issuer.rules.cycle.id) / book.name
            write_whole(file, book.content, workspace.language)
    return made


def _left_behind(issuer: Issuer) -> dict[str, Any]:
    """Return what new rules leave behind: what was typed for people who are gone, and files that wait."""
    archive, cycle = issuer.archive, issuer.rules.cycle.id
    held = tuple(one.name for one in archive.submissions(cycle, "held"))
    return {"gone": tuple(kept_back(archive, cycle, issuer.assignment)), "held": held}


def _write_packs(workspace: Workspace, issuer: Issuer, chosen: Sequence[str]) -> Counter[str]:
    """Write the small workbooks, and for HR the list of who receives which rater workbook; count them."""
    cycle, language = issuer.rules.cycle.id, workspace.language
    material = Material(issuer.archive, issuer.rules, issuer.assignment, language)
    packs = Counter[str]()
    for edition, pack in pack_books(material, issuer.departments, chosen):
        write_whole(workspace.outbox(cycle) / pack.name, pack.content, language)
        packs.update((edition, pack.how))
    if packs["rater"]:
        titles = tuple(
            say(f"service.issue.raters.{key}", language) for key in ("file", "no", "name", "email")
        )
        rows = (titles, *handing_out(material))
        text = "".join(",".join(map(_quoted, row)) + "\r\n" for row in rows)
        write_whole(workspace.reports(cycle) / RATERS_FILE, text.encode("utf-8-sig"), language)
    return packs


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _report(
    workspace: Workspace, issuer: Issuer, chosen: Sequence[str], made: Mapping[str, Book]
) -> IssueReport:
    """Tell what was issued to whom, and what is to be looked at."""
    rules, assignment = issuer.rules, issuer.assignment
    members = [person for department in chosen for person in assignment.members.get(department, ())]
    plans = [book.plan for book in made.values() if book.plan and book.how in NEWLY_WRITTEN]
    kind = rules.cycle.kind
    return IssueReport(
        files=[workspace.outbox(rules.cycle.id) / book.name for book in made.values()],
        again=_departments(made, "again"),
        revised=_departments(made, "revised"),
        refilled=_departments(made, "refilled"),
        late=_departments(made, "late"),
        people=len(members),
        units=sum(bool(rules.scheme.lines_of_department(department, kind)) for department in chosen),
        exempt=assignment.exempt,
        because=assignment.because,
        without_lines=tuple(_without_lines(rules, members)),
        untargeted=[line for plan in plans for line in plan.all_lines if _untargeted(plan, line)],
        names={person.id: person.name for person in rules.roster.values()},
        changed=issuer.changed,
        left_out=[one for book in made.values() for one in book.left_out],
    )


def _untargeted(plan: DepartmentPlan, line: PlannedLine) -> bool:
    """Tell whether HR is to set a target; in a workbook of goals the manager does."""
    return line.target_trouble is not None and not plan.goals


def _departments(made: Mapping[str, Book], how: How) -> frozenset[str]:
    return frozenset(department for department, book in made.items() if book.how == how)


def _chosen(issuer: Issuer, wanted: Sequence[str], language: str) -> list[str]:
    there = issuer.departments
    unknown = [name for name in wanted if name not in there]
    if unknown:
        known = listed(there, language)
        raise stop("unknown_department", language, department=unknown[0], known=known)
    return list(wanted or there)


def _without_lines(rules: Rules, people: Iterable[Person]) -> Iterator[Person]:
    return (p for p in people if not rules.scheme.lines_of(p.position, rules.cycle.kind))
