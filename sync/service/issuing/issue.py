"""`issue`: one workbook per department of a cycle, and an exact memory of what was handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from addin.scoring.scheme import Person
from addin.texts import listed
from sync.process.assignment import assign, books
from sync.service.cycles import Rules, pinned_rules
from sync.service.issuing.issuer import Book, How, Issuer
from sync.service.issuing.writing import jobs_for
from sync.service.opening import Watch, cycle_of, open_or_make_archive, sound_rules, unwatched, write_whole
from sync.settings import Workspace, stop
from templates.books.department.plan import PlannedLine

NEWLY_WRITTEN: tuple[How, ...] = ("new", "revised", "refilled")


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What was issued: the files, which of them had been issued before, and who stands in none and why.

    `revised` are departments whose workbook was issued anew, with other targets or actuals; `refilled` those
    whose new one holds what they had typed and sent; `late` those that HR has begun to review and that keep
    the workbook they have. `untargeted` are the lines whose target is missing or cannot be used. `changed`
    tells that today's scheme.xlsx is not the one pinned when the cycle was opened, goals and adjustments
    apart.
    """

    files: Sequence[Path] = ()
    again: frozenset[str] = frozenset()
    revised: frozenset[str] = frozenset()
    refilled: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    people: int = 0
    units: int = 0
    exempt: Mapping[str, str] = field(default_factory=dict)
    without_lines: Sequence[Person] = ()
    untargeted: Sequence[PlannedLine] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False


def issue(
    workspace: Workspace,
    cycle: str,
    departments: Sequence[str] = (),
    watch: Watch = unwatched,
    jobs: int = 0,
) -> IssueReport:
    """Write the department workbooks of a cycle into its outbox.

    The first issue pins rules and people. A department issued before gets the very same bytes again, unless
    goals or imported actuals have changed and HR has not begun to review it: then a new revision, with what
    stands typed in the workbook that was received and counts. jobs: so many are written at once (0: by
    their number); what comes of it is the same.
    Raises CannotGoOn for an unsound scheme, an unknown cycle or department, an unwritable folder.
    """
    file = sound_rules(workspace)
    today = file.reading.scheme
    period = cycle_of(today, cycle, workspace.language)
    if not books(assign(file.reading.roster, period), today, period):
        raise stop("no_people", workspace.language)
    with open_or_make_archive(workspace) as archive:
        pinned = archive.pin_cycle(cycle, today, file.reading.roster, file.content)
        rules = pinned_rules(archive, pinned)
        issuer = Issuer(archive, rules, today, workspace.language)
        chosen = _chosen(issuer, departments, workspace.language)
        report = _Gathered()
        with closing(issuer.books(chosen, jobs_for(len(chosen), jobs))) as made:
            for department, book in watch(made, len(chosen)):
                if book is not None:
                    path = workspace.outbox(cycle) / book.name
                    write_whole(path, book.content, workspace.language)
                    report.take(department, path, book)
    return _report(issuer, chosen, report)


@dataclass(slots=True)
class _Gathered:
    """What is told of the workbooks in the end: so little of each that thousands take no room."""

    files: list[Path] = field(default_factory=list)
    how: dict[str, How] = field(default_factory=dict)
    untargeted: list[PlannedLine] = field(default_factory=list)

    def take(self, department: str, file: Path, book: Book) -> None:
        """Note a workbook that was handed out."""
        self.files.append(file)
        self.how[department] = book.how
        if book.plan and book.how in NEWLY_WRITTEN:
            self.untargeted += (line for line in book.plan.all_lines if line.target_trouble)

    def departments(self, how: How) -> frozenset[str]:
        """Return the departments whose workbooks were issued in a way."""
        return frozenset(department for department, found in self.how.items() if found == how)


def _report(issuer: Issuer, chosen: Sequence[str], made: _Gathered) -> IssueReport:
    """Tell what was issued to whom, and what is to be looked at."""
    rules, assignment = issuer.rules, issuer.assignment
    members = [person for department in chosen for person in assignment.members.get(department, ())]
    kind = rules.cycle.kind
    return IssueReport(
        files=made.files,
        again=made.departments("again"),
        revised=made.departments("revised"),
        refilled=made.departments("refilled"),
        late=made.departments("late"),
        people=len(members),
        units=sum(bool(rules.scheme.lines_of_department(department, kind)) for department in chosen),
        exempt=assignment.exempt,
        without_lines=tuple(_without_lines(rules, members)),
        untargeted=made.untargeted,
        names={person.id: person.name for person in rules.roster.values()},
        changed=issuer.changed,
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
