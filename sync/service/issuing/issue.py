"""`issue`: one workbook per department of a cycle, and an exact memory of what was handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from addin.scoring.scheme import Person
from addin.texts import listed, say
from sync.service.comma_file import as_csv
from sync.service.cycles import Rules, pinned_rules, refuse_closed
from sync.service.fitting import LeftOut
from sync.service.issuing.editions import beforehand, edition_of_today
from sync.service.issuing.issuer import Book, How, Issuer
from sync.service.issuing.moving import NewRules, kept_back, moved_on
from sync.service.issuing.packs import Material, handing_out, pack_books
from sync.service.issuing.replaced import set_aside
from sync.service.issuing.twins import write_twins
from sync.service.issuing.writing import get_ready, jobs_for
from sync.service.opening import (
    Watch,
    cycle_of,
    open_or_make_archive,
    receiving,
    sound_rules,
    unwatched,
    write_whole,
)
from sync.service.outdated import told, unfit
from sync.settings import Workspace, stop
from templates.books.department.plan import RATING, PlannedLine

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
    workbook any more and ratings that count no more, and `held` are files that wait for a decision, of which
    nothing was taken over. `replaced` are files that were moved out of the outbox: nobody fills them in now.
    `edition` is what was issued, goals or rating, and `early` tells that ratings come before the period ends.
    `macros` counts the copies with macros.
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
    packs: Mapping[str, int] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    gone: Sequence[LeftOut] = ()
    held: Sequence[str] = ()
    replaced: Sequence[str] = ()
    edition: str = RATING
    early: bool = False
    macros: int = 0


def issue(
    workspace: Workspace,
    cycle: str,
    departments: Sequence[str] = (),
    watch: Watch = unwatched,
    edition: str | None = None,
    jobs: int = 0,
    new: NewRules | None = None,
    macros: bool = False,
) -> IssueReport:
    """Write the department workbooks of a cycle into its outbox: those of goals, or those of ratings.

    The first issue pins rules and people. A department issued before gets the very same bytes again, unless
    goals or imported actuals have changed and HR has not begun to review it: then a new revision, with what
    stands typed in the workbook that counts. edition: None for what is due today. With `new` rules an open
    cycle first moves on to today's. Raises CannotGoOn where scheme, cycle, department or folder will not do.
    """
    file = sound_rules(workspace)
    today = file.reading.scheme
    expected = receiving(file.reading, cycle_of(today, cycle, workspace.language))
    if not expected:
        raise stop("no_people", workspace.language)
    if jobs_for(len(departments or expected), jobs) > 1:
        get_ready()
    with open_or_make_archive(workspace) as archive:
        refuse_closed(archive, cycle)
        pinned = archive.pin_cycle(cycle, today, file.reading.roster, file.content)
        if new and not pinned.new:
            pinned = moved_on(archive, pinned, file, new, workspace.outbox(cycle))
        rules = pinned_rules(archive, pinned)
        due = edition or edition_of_today(archive, rules)
        issuer = Issuer(archive, rules, today, workspace.language, due)
        chosen = _chosen(issuer, departments, workspace.language)
        made = _hand_out(workspace, issuer, chosen, jobs, watch, macros)
        packs = _write_packs(workspace, issuer, chosen, jobs) if due == RATING else _Packs()
        report = replace(_report(issuer, chosen, made), packs=packs.counted)
        if not departments:
            names = [*(file.name for file in made.files), *packs.names]
            report = replace(report, replaced=set_aside(workspace, archive, cycle, due, names))
        return replace(report, **_left_behind(issuer)) if new else report


def _hand_out(
    workspace: Workspace, issuer: Issuer, chosen: Sequence[str], jobs: int, watch: Watch, macros: bool
) -> _Gathered:
    """Write the workbooks of departments into the outbox, and gather what is told of them."""
    report, folder = _Gathered(), workspace.outbox(issuer.rules.cycle.id)
    bundles = [bundle for department in chosen for bundle in issuer.bundles(department)]
    with closing(issuer.books(bundles, jobs_for(len(bundles), jobs))) as made:
        for bundle, book in watch(made, len(bundles)):
            if book is not None:
                write_whole(folder / book.name, book.content, workspace.language)
                report.take(bundle.name, folder / book.name, book)
    report.macros = write_twins(report.files, macros, workspace.language)
    return report


def _left_behind(issuer: Issuer) -> dict[str, Any]:
    """Return what new rules leave behind: what was typed for people who are gone, and files that wait."""
    archive, cycle = issuer.archive, issuer.rules.cycle.id
    held = tuple(one.name for one in archive.submissions(cycle, "held"))
    gone = (*kept_back(archive, issuer.rules), *told(archive, issuer.rules))
    return {"gone": gone, "held": held}


@dataclass(frozen=True, slots=True)
class _Packs:
    """The small workbooks that were written: their names, and how many by edition and by how."""

    names: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


def _write_packs(workspace: Workspace, issuer: Issuer, chosen: Sequence[str], jobs: int) -> _Packs:
    """Write the small workbooks, and for HR the list of who receives which rater workbook."""
    cycle, language = issuer.rules.cycle.id, workspace.language
    material = Material(
        issuer.archive, issuer.rules, issuer.assignment, language, unfit(issuer.archive, issuer.rules)
    )
    packs = _Packs()
    for edition, pack in pack_books(material, issuer.departments, chosen, jobs):
        write_whole(workspace.outbox(cycle) / pack.name, pack.content, language)
        packs.names.append(pack.name)
        packs.counted.update((edition, pack.how))
    if packs.counted["rater"]:
        titles = tuple(
            say(f"service.issue.raters.{key}", language) for key in ("file", "no", "name", "email")
        )
        rows = (titles, *handing_out(material))
        write_whole(workspace.reports(cycle) / RATERS_FILE, as_csv(rows), language)
    return packs


@dataclass(slots=True)
class _Gathered:
    """What is told of the workbooks in the end: so little of each that thousands take no room."""

    files: list[Path] = field(default_factory=list)
    how: dict[str, How] = field(default_factory=dict)
    untargeted: list[PlannedLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    macros: int = 0

    def take(self, whose: str, file: Path, book: Book) -> None:
        """Note a workbook that was handed out; in one of goals it is the manager who sets targets."""
        self.files.append(file)
        self.how[whose] = book.how
        self.left_out += book.left_out
        if book.plan and book.how in NEWLY_WRITTEN and not book.plan.goals:
            self.untargeted += (line for line in book.plan.all_lines if line.target_trouble)

    def by(self, how: How) -> frozenset[str]:
        """Return those whose workbooks were issued in a way."""
        return frozenset(whose for whose, found in self.how.items() if found == how)


def _report(issuer: Issuer, chosen: Sequence[str], made: _Gathered) -> IssueReport:
    """Tell what was issued to whom, and what is to be looked at."""
    rules, assignment = issuer.rules, issuer.assignment
    members = [person for department in chosen for person in assignment.members.get(department, ())]
    kind = rules.cycle.kind
    return IssueReport(
        files=made.files,
        again=made.by("again"),
        revised=made.by("revised"),
        refilled=made.by("refilled"),
        late=made.by("late"),
        people=len(members),
        units=sum(bool(rules.scheme.lines_of_department(department, kind)) for department in chosen),
        exempt=assignment.exempt,
        because=assignment.because,
        without_lines=tuple(_without_lines(rules, members)),
        untargeted=made.untargeted,
        names={person.id: person.name for person in rules.roster.values()},
        changed=issuer.changed,
        left_out=made.left_out,
        edition=issuer.edition,
        early=beforehand(rules, issuer.edition),
        macros=made.macros,
    )


def _chosen(issuer: Issuer, wanted: Sequence[str], language: str) -> list[str]:
    there = issuer.departments
    unknown = [name for name in wanted if name not in there]
    if unknown:
        known = listed(there, language)
        raise stop("unknown_department", language, department=unknown[0], known=known)
    return list(wanted or there)


def _without_lines(rules: Rules, people: Iterable[Person]) -> Iterator[Person]:
    return (p for p in people if not rules.scheme.lines_of(p.position, rules.cycle.kind))
