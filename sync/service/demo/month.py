"""What people hand in during the months after the check: mended workbooks, grades, talks, opinions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from addin.scoring.parameters import show as shown
from addin.scoring.rounding import round_half_away
from addin.texts import say, words
from sync.archive.records import records
from sync.archive.rows import department_of
from sync.reading.gate.package import admit
from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow, TableReading, find_table
from sync.reading.xlsx import open_package
from sync.service.comma_file import as_csv
from sync.service.cycles import open_to_look, opened
from sync.service.demo.filling import filled
from sync.service.demo.story import file_of, plans_of
from sync.service.exporting.slips import SLIP
from sync.service.looking import progress
from sync.service.opening import write_whole
from sync.service.results import results
from sync.service.steps.choosing import name_of
from sync.service.steps.handing import folder_of
from sync.service.steps.signed import LOWEST
from sync.service.waiting import held
from sync.settings import Workspace
from sync.states import STATES
from templates.books.interview import LIVE
from templates.fill import CellValue, fill
from templates.patch import set_cells
from templates.tables.calibration import CALIBRATION, COMMITTEE
from templates.tables.model import Table
from templates.tables.registers import REGISTERS
from templates.tables.slips import OPINION, RECEIPT

RISING = ("ratio", "linear", "difference")
"""Methods by which a higher value may give more points."""

MORE = 1.3
"""So much better is the value that is put right."""

GOOD = "B"
"""The grade of most people."""

AGAIN = 28
"""Days until what was agreed in a talk is looked at."""


def send_rest(workspace: Workspace, cycle: str, seed: int, again: str = " (2)") -> None:
    """Let the departments whose forms are open or went back fill their workbooks without a mistake.

    again: what the names of their files end with.
    """
    late = {row["department"] for row in progress(workspace, cycle) if row["open"] or row["returned"]}
    for name, plan in plans_of(workspace, cycle).items():
        if name in late:
            issued = (workspace.outbox(cycle) / file_of(plan)).read_bytes()
            data = filled(issued, plan, seed)
            write_whole(workspace.inbox / f"{cycle}-{name}{again}.xlsx", data, workspace.language)


def waiting(workspace: Workspace, cycle: str) -> list[int]:
    """Return the numbers of the submissions that a person has to decide on."""
    return [one["submission"] for one in held(workspace, cycle)[0]]


def standing(workspace: Workspace, cycle: str, *states: str) -> list[str]:
    """Return the people whose forms stand at one of these states, by number."""
    with open_to_look(workspace) as archive:
        forms = (form for form in archive.forms(cycle) if department_of(form.employee) is None)
        return [form.employee for form in forms if form.state in states]


def told(workspace: Workspace, cycle: str) -> list[str]:
    """Return the people who know their result."""
    return standing(workspace, cycle, *STATES[STATES.index("published") :])


def decide_grades(workspace: Workspace, file: Path) -> Path:
    """Let the committee give one person another grade, with the reason, and sign; returns its file."""
    data, language = file.read_bytes(), workspace.language
    table = read_submission(data).tables[CALIBRATION.key]
    good = [row for row in table.rows if row.text("employee") and row.text("grade") == GOOD]
    row = good[len(good) // 2]
    reason = say("month.reasons.grade", language)
    cells = {at(table, row, "decided"): "A", at(table, row, "reason"): reason}
    signed = {COMMITTEE.title(language): {"B5": say("month.people.head", language)}}
    decided = file.with_name(f"{file.stem}-decided.xlsx")
    write_whole(decided, set_cells(data, {table.sheet: cells, **signed}), language)
    return decided


def at(table: TableReading, row: ReadRow, column: str) -> str:
    """Return the reference of a cell of a table that has this column."""
    found = table.place(row, column)
    assert found is not None, column
    return found


def hold_talks(workspace: Workspace, folder: Path, day: date) -> list[Path]:
    """Let every manager note what was talked over and agreed with each of their people."""
    said: Mapping[str, CellValue] = words("month", workspace.language)["talk"]
    values = {"held_on": day, "follow_up": day + timedelta(days=AGAIN), **said}
    return [_noted(workspace, file, values) for file in sorted(folder.glob("*.xlsx"))]


def _noted(workspace: Workspace, file: Path, values: Mapping[str, CellValue]) -> Path:
    data = file.read_bytes()
    table = read_submission(data).tables["interviews"]
    known = {column.key for column in REGISTERS["interviews"].table.columns}
    cells = {
        at(table, row, key): value
        for row in table.rows
        if row.text("employee")
        for key, value in values.items()
        if key in known
    }
    shown_now = {LIVE: say("interview.done", workspace.language)}
    write_whole(file, fill(data, {table.sheet: cells}, {table.sheet: shown_now}), workspace.language)
    return file


def give_opinions(workspace: Workspace, cycle: str, people: Iterable[str]) -> list[Path]:
    """Let some people say what they think, without a name; no name of a file tells who."""
    said = words("month", workspace.language)["opinion"]
    given = [folder_of(workspace, cycle, one) / f"{cycle}-{OPINION.key}.xlsx" for one in people]
    return [_answered(workspace, file, OPINION, said, str(at)) for at, file in enumerate(given, start=1)]


def _answered(workspace: Workspace, given: Path, asking: Table, said: Mapping[str, str], ending: str) -> Path:
    """Let somebody answer the questions of what they received; returns the file they hand in."""
    data = given.read_bytes()
    table = find_table(open_package(admit(data)), asking, LOWEST)
    assert table is not None, given
    cells = {at(table, row, "answer"): said[row.text("key")] for row in table.rows if row.text("key") in said}
    file = workspace.folder / "handed-in" / f"{asking.key}-{ending}.xlsx"
    write_whole(file, set_cells(data, {table.sheet: cells}), workspace.language)
    return file


def receipts(workspace: Workspace, cycle: str, people: Sequence[str], day: date) -> list[Path]:
    """Let the first of some people give the slip back, and the others answer in another system."""
    first, *others = people
    with open_to_look(workspace) as archive:
        name = name_of(opened(archive, cycle), first)
    read = say("choices.receipt.read", workspace.language)
    said = {"answer": read, "name": name, "dated_on": day.isoformat()}
    given = folder_of(workspace, cycle, first) / f"{cycle}-{SLIP}-{first}.xlsx"
    return [_answered(workspace, given, RECEIPT, said, first), _listed(workspace, others, day)]


def _listed(workspace: Workspace, people: Iterable[str], day: date) -> Path:
    language = workspace.language
    titles = words("publication", language)["titles"]
    heading = tuple(titles[key].split("|")[0] for key in ("employee", "day", "answer"))
    answer = say("choices.receipt.read", language)
    file = workspace.folder / "handed-in" / "receipts.csv"
    rows = [heading, *((one, day.isoformat(), answer) for one in people)]
    write_whole(file, as_csv(rows), language)
    return file


def objecting(workspace: Workspace, cycle: str) -> tuple[str, str]:
    """Return who appeals: the person who came nearest to a better grade, and somebody who did well, too."""
    found = results(workspace, cycle)["results"]
    good = [one for one in found if one["employee"] and one["grade"] == GOOD and measured(one)]
    good.sort(key=lambda one: -one["score"])
    return good[0]["employee"], good[-1]["employee"]


def measured(result: Mapping[str, Any]) -> bool:
    """Tell whether a result has a line that a higher value may give more points."""
    return any(one["method"] in RISING and one["actual"] for one in result["indicators"])


def better(workspace: Workspace, cycle: str, employee: str) -> tuple[str, str]:
    """Return a measured line of a person, and a value, as typed, that would give it more points."""
    found = next(one for one in results(workspace, cycle)["results"] if one["employee"] == employee)
    rising = (one for one in found["indicators"] if one["method"] in RISING and one["actual"])
    line = max(rising, key=lambda one: one["weight"])
    with open_to_look(workspace) as archive:
        percent = opened(archive, cycle).scheme.indicators[line["indicator"]].percent
    return line["indicator"], shown(float(round_half_away(line["actual"] * MORE, 4)), percent)


def appeals(workspace: Workspace, cycle: str) -> list[str]:
    """Return the numbers of the appeals of a cycle, in the order they were filed."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return [one.key for one in records(connection, "appeal", cycle)]


def somebody(workspace: Workspace, cycle: str, department: str) -> str:
    """Return somebody of a department who is no manager of anybody."""
    with open_to_look(workspace) as archive:
        roster = opened(archive, cycle).roster
        managers = {one.manager for one in roster.values()}
        forms = (form.employee for form in archive.forms(cycle) if form.department == department)
        return next(one for one in forms if one in roster and one not in managers)


BASES = (3_000, 9_000)
"""Between these are the bases of performance pay of the sample company [currency], in steps of a hundred."""


def bases(workspace: Workspace, cycle: str, seed: int) -> Path:
    """Write the bases of performance pay, as the pay system hands them over."""
    chance, language = Random(f"{seed} pay"), workspace.language
    titles = words("payroll", language)["titles"]
    heading = tuple(titles[key].split("|")[0] for key in ("employee", "base"))
    low, high = BASES
    rows = [(one, chance.randrange(low, high, 100)) for one in standing(workspace, cycle, "approved")]
    file = workspace.folder / "handed-in" / "bases.csv"
    write_whole(file, as_csv([heading, *rows]), language)
    return file
