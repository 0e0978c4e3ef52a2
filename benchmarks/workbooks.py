"""Full department workbooks in any number, each properly issued and stamped, filled, some saved elsewhere.

Issuing thousands takes minutes. So one unit's is really issued, and filled in several ways;
those of the others are the same with another unit's name, people and signature. That this is exactly what
issuing gives is asserted in every run.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from addin.scoring.scheme import (
    Cycle,
    Department,
    Grade,
    Indicator,
    Line,
    ParameterValue,
    Person,
    Position,
    Roster,
    Scheme,
    Settings,
)
from sync.archive.opening import open_archive
from sync.archive.rows import IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import assign
from sync.reading.stored import restore, store
from sync.reading.submission import typed_content_digest
from sync.service.cycles import Rules, pinned_rules
from sync.service.demo.filling import filled
from sync.service.demo.mistakes import missing, out_of_range
from sync.service.issuing.planning import department_plan, made
from sync.service.starting import make_workspace
from sync.settings import Workspace
from templates.books.department.plan import DepartmentPlan
from templates.stamp import sign

Names = Sequence[tuple[bytes, bytes]]
"""What is replaced by what."""

PEOPLE, CYCLE, LANGUAGE = 25, "2026-Q3", "en"
WAYS = 20
"""In so many ways a workbook is filled; each third is saved by openpyxl, the last one by LibreOffice."""

WRONG = 10
"""Each tenth has two mistakes and goes back."""

RATED: Mapping[str, ParameterValue] = {
    "scale": 5.0,
    "half_steps": True,
    "value_from": "ratings",
    "pass_mark": 4.0,
}
POINTS = ((0.8, 0.0), (0.95, 100.0), (1.0, 120.0))
LINES = (
    Line("ALL", "A1", 20, "ratio", 100, {"threshold": 0.6, "floor": 0.0, "cap": 120.0}),
    Line("ALL", "A2", 15, "linear", 0.95, {"points": POINTS, "below": "zero"}),
    Line("ALL", "A3", 15, "reverse", 5, {"style": "linear", "floor": 0.0, "cap": 120.0}),
    Line("ALL", "A4", 10, "interval", 0.0, {"width": 0.05, "zero": 0.15, "style": "absolute"}),
    Line("ALL", "A5", 10, "yes_no", None),
    Line("ALL", "A6", 10, "rating", 4.0, RATED),
    Line("ALL", "A7", 10, "rating", 4.0, RATED),
    Line("ALL", "A8", 10, "rating", 4.0, RATED),
)
UNITS = {"A1": "10k CNY", "A2": "%", "A3": "cases", "A4": "% (signed)", "A5": "yes/no"}


@dataclass(frozen=True, slots=True)
class Company:
    """A workspace whose archive has issued so many workbooks, and the folder of the filled ones."""

    workspace: Workspace
    filled: Path
    files: int


def unit(number: int) -> str:
    """Return the id of a department; the numbers of its people begin with it."""
    return f"unit{number:05d}"


def rules(files: int) -> tuple[Scheme, Roster]:
    """Return a scheme of so many departments with eight indicators for everybody, and the people."""
    indicators = (
        Indicator(line.indicator, f"Indicator {line.indicator}", "kpi", UNITS.get(line.indicator, "1-5"))
        for line in LINES
    )
    units = [unit(number) for number in range(files)]
    grades = (
        Grade("A", "Good", 90, None, 1.1),
        Grade("B", "Fair", 70, 90, 1),
        Grade("C", "Low", None, 70, 0.8),
    )
    scheme = Scheme(
        settings=Settings(company="Many"),
        departments={name: Department(name, f"Department {name}", None, f"{name}-00") for name in units},
        positions={"clerk": Position("clerk", "Clerk", "ALL")},
        indicators={one.id: one for one in indicators},
        templates={"ALL": LINES},
        grades=grades,
        cycles={CYCLE: Cycle(CYCLE, "quarter", date(2026, 7, 1), date(2026, 9, 30))},
    )
    return scheme, {person.id: person for name in units for person in _people(name)}


def _people(name: str) -> Iterator[Person]:
    """Return a head, who is rated by nobody, and the people of a department."""
    head = f"{name}-00"
    yield Person(head, f"Head of {name}", name, "clerk")
    for number in range(1, PEOPLE + 1):
        yield Person(f"{name}-{number:02d}", f"Person {number:02d} of {name}", name, "clerk", head)


def make_company(folder: Path, files: int) -> Company:
    """Make a workspace with so many workbooks issued, and beside it all of them filled."""
    workspace = make_workspace(folder / "company", LANGUAGE)
    target = folder / "filled"
    target.mkdir()
    with open_archive(workspace.archive, LANGUAGE) as archive:
        opened = pinned_rules(archive, archive.pin_cycle(CYCLE, *rules(max(files, 2)), b""))
        first, second = (issued_workbook(archive, opened, number) for number in (0, 1))
        derived = moved(first, 1, archive.key)
        assert derived.reading == second.reading, "issuing gives another reading"
        assert parts(derived.content) == parts(second.content), "issuing gives something else"
        ways = list(_ways(archive, opened, first.content, folder))
        for number in range(files):
            book = moved(first, number, archive.key)
            archive.record_issue([book])
            sent = _with_names(ways[number % WAYS], _names(first, book))
            (target / book.name).write_bytes(sent)
    return Company(workspace, target, files)


def issued_workbook(archive: Archive, opened: Rules, number: int) -> IssuedWorkbook:
    """Issue one department's workbook, without telling the archive yet."""
    return made(plan_of(archive, opened, number), opened, f"{CYCLE}-{unit(number)}.xlsx")


def plan_of(archive: Archive, opened: Rules, number: int) -> DepartmentPlan:
    """Plan one department's workbook."""
    assignment = assign(opened.roster, opened.cycle, opened.scheme)
    return department_plan(opened, assignment, unit(number), archive, LANGUAGE)


def moved(book: IssuedWorkbook, number: int, key: bytes) -> IssuedWorkbook:
    """Return the first unit's issued workbook as it is issued to another unit."""
    old, new = unit(0), unit(number)
    stamp = replace(book.stamp, workbook=book.stamp.workbook.replace(old, new), department=new)
    other = replace(
        book,
        stamp=sign(stamp, key),
        name=book.name.replace(old, new),
        employees=tuple(employee.replace(old, new) for employee in book.employees),
    )
    names = _names(book, other)
    assert book.reading is not None
    reading = restore(_replaced(book.reading, names))
    reading = replace(reading, content_digest=typed_content_digest(reading.tables))
    return replace(other, content=_with_names(book.content, names), reading=store(reading))


def _names(book: IssuedWorkbook, other: IssuedWorkbook) -> Names:
    """Return what stands in one workbook and what stands in the other in its place."""
    pairs = (book.stamp.department, other.stamp.department), (book.stamp.signature, other.stamp.signature)
    return [(old.encode(), new.encode()) for old, new in pairs]


def _replaced(content: bytes, names: Names) -> bytes:
    for old, new in names:
        content = content.replace(old, new)
    return content


def _with_names(data: bytes, names: Names) -> bytes:
    """Replace names in every part of a workbook."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made_of:
        for entry in source.infolist():
            made_of.writestr(entry, _replaced(source.read(entry), names), ZIP_DEFLATED)
    return target.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _ways(archive: Archive, opened: Rules, issued: bytes, folder: Path) -> Iterator[bytes]:
    """Fill the first unit's workbook in so many ways; some have mistakes, some were saved elsewhere."""
    plan = plan_of(archive, opened, 0)
    for way in range(1, WAYS + 1):
        data = filled(issued, plan, way, [missing, out_of_range] if way % WRONG == 0 else ())
        if way % WAYS == 0:
            yield by_libreoffice(data, folder)
        else:
            yield by_openpyxl(data) if way % 3 == 0 else data


def by_openpyxl(data: bytes) -> bytes:
    """Save a workbook again as openpyxl writes it."""
    target = BytesIO()
    load_workbook(BytesIO(data)).save(target)
    return target.getvalue()


def by_libreoffice(data: bytes, folder: Path) -> bytes:
    """Save a workbook again as LibreOffice writes it; as it is where LibreOffice is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return data
    (folder / "from").mkdir()
    (folder / "from" / "book.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    where = ["--convert-to", "xlsx", "--outdir", str(folder / "to"), str(folder / "from" / "book.xlsx")]
    subprocess.run([program, "--headless", profile, *where], check=True, capture_output=True)
    return (folder / "to" / "book.xlsx").read_bytes()
