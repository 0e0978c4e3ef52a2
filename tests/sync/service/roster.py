"""The whole of the shared People data as a company: roster, posts by date, past reviews, and one cycle.

Its post history is joined as SOURCES.md joins the roster: the unit two levels below the top.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.cli import main
from sync.process.assignment import assign
from sync.service.cycles import open_to_look, opened
from sync.service.demo.filling import filled
from sync.service.issuing.planning import department_plan
from sync.settings import open_workspace

DATA = Path(__file__).parents[4] / "shared" / "data" / "people"
ROSTER = DATA / "roster-2016-12-31.csv"
REVIEWS = DATA / "reviews-1999-2017.csv"
CYCLE = "2016-Q4"
NOW = "2016-12-31T12:00:00+00:00"

SHARED = [
    pytest.mark.shared,
    pytest.mark.skipif(not ROSTER.exists(), reason=f"the shared data is not here: {ROSTER.name}"),
    pytest.mark.xdist_group("roster"),
]
"""The marks of every file of tests that looks at this company: it is made once, on one worker."""

MAPPING = {
    "people": {
        "employee": "employee_number",
        "name": "first_name + last_name",
        "department": "unit",
        "position": "job_title",
        "manager": "manager_number",
        "hired": "hired",
        "in_post_since": "in_post_since",
    },
    "history": {"employee": "employee_num", "period": "year", "score": "perf_review_score"},
    "posts": {
        "employee": "employee_num",
        "starts": "desk_id_start_date",
        "ends": "desk_id_end_date",
        "department": "unit",
        "position": "job_name",
    },
}

TEMPLATES = {
    "Salesperson": "SALES",
    "Developer": "RND",
    "Product Manager": "RND",
    "Project Manager": "RND",
    "Consultant": "CS",
    "Analyst": "FIN",
    "Attorney": "ADM",
    "Paralegal": "ADM",
    "Regional Leader": "MGT",
    "Department Leader": "MGT",
    "Business Leader": "MGT",
    "CEO": "MGT",
}


@dataclass(frozen=True, slots=True)
class Company:
    """A workspace with everything imported, issued, filled and collected, and what the imports told."""

    folder: Path
    posts_file: Path
    posts: Mapping[str, Any]
    reviews: Mapping[str, Any]


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of the shared data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def units() -> dict[str, str]:
    """Return the unit of each post: the one two levels below the top, or the highest there is."""
    posts = {row["desk_id"]: row for row in table("posts.csv")}

    def chain(desk: str) -> list[str]:
        parent = posts[desk]["parent_id"]
        return [*chain(parent), desk] if parent else [desk]

    chains = {desk: chain(desk) for desk in posts}
    return {
        desk: posts[ways[min(2, len(ways) - 1)]]["org"] if len(ways) > 1 else "Head office"
        for desk, ways in chains.items()
    }


def held_posts() -> Iterator[dict[str, str]]:
    """Yield every row of the post history with its unit and title."""
    unit, title = units(), {row["desk_id"]: row["job_name"] for row in table("post-titles.csv")}
    for row in table("post-history.csv"):
        yield row | {"unit": unit[row["desk_id"]], "job_name": title[row["desk_id"]]}


def write_posts(file: Path) -> None:
    """Write the joined post history as the CSV an HR system would export."""
    rows = list(held_posts())
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def rows_of(sheet: Any, *titles: str) -> tuple[list[int], range]:
    """Return where the columns of these titles stand, and the rows below the header."""
    header = next(row for row in sheet.iter_rows() if titles[0] in [cell.value for cell in row])
    columns = [next(cell.column for cell in header if cell.value == title) for title in titles]
    return columns, range(header[0].row + 1, sheet.max_row + 1)


def map_columns(scheme: Path) -> None:
    """Name the columns of the HR exports in Data sources, as a user would in a spreadsheet program."""
    book = openpyxl.load_workbook(scheme)
    sheet = book["Data sources"]
    (source, field, column), rows = rows_of(sheet, "Source", "Field", "Column in their file")
    for row in rows:
        mapping = MAPPING.get(sheet.cell(row, source).value, {})
        ours = sheet.cell(row, field).value
        sheet.cell(row, column).value = mapping.get(ours)
        if ours not in mapping:
            sheet.cell(row, source).value = sheet.cell(row, field).value = None
    book.save(scheme)


def choose_templates(scheme: Path) -> None:
    """Choose a template for each position that the import added."""
    book = openpyxl.load_workbook(scheme)
    sheet = book["Positions"]
    (name, template), rows = rows_of(sheet, "Position name", "Template")
    for row in rows:
        if sheet.cell(row, name).value in TEMPLATES:
            sheet.cell(row, template).value = TEMPLATES[sheet.cell(row, name).value]
    book.save(scheme)


def fill_all(folder: Path) -> None:
    """Fill every issued workbook with plausible values and put it into the inbox."""
    workspace = open_workspace(folder)
    with open_to_look(workspace) as archive:
        rules = opened(archive, CYCLE)
        assignment = assign(rules.roster, rules.cycle, rules.scheme)
        for department in assignment.members:
            plan = department_plan(rules, assignment, department, archive, "en")
            name = f"{CYCLE}-{department}.xlsx"
            data = (workspace.outbox(CYCLE) / name).read_bytes()
            (workspace.inbox / name).write_bytes(filled(data, plan, 1))


def told(folder: Path, *words: str) -> dict[str, Any]:
    """Run a command and return its JSON document."""
    with redirect_stdout(io.StringIO()) as printed:
        assert main(["-w", str(folder), *words, "--json"]) == 0
    document: dict[str, Any] = json.loads(printed.getvalue())
    return document


def make_company(folder: Path) -> Company:
    """Make the company through the real commands; the clock stands at 2016-12-31."""
    posts = folder.parent / "posts.csv"
    write_posts(posts)
    assert main(["init", str(folder)]) == 0
    map_columns(folder / "scheme.xlsx")
    assert main(["-w", str(folder), "import", "people", str(ROSTER)]) == 0
    assert main(["-w", str(folder), "scheme", "check"]) == 1
    choose_templates(folder / "scheme.xlsx")
    assert main(["-w", str(folder), "scheme", "check"]) == 0
    held = told(folder, "import", "history", str(posts))
    past = told(folder, "import", "history", str(REVIEWS))
    assert main(["-w", str(folder), "issue", CYCLE]) == 0
    fill_all(folder)
    assert main(["-w", str(folder), "collect", "--jobs", "2"]) == 0
    return Company(folder, posts, held, past)
