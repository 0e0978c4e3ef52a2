"""The plan of a small workbook: for whom, until when, its rows, and where each cell stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from addin.scoring.scheme import Cycle, Settings
from addin.texts import say
from templates.books.department.appraisal import anchors
from templates.books.department.demands import half_steps, scale
from templates.books.department.plan import Key, PlannedLine
from templates.lists import word
from templates.references import letters, reference
from templates.sentences import standard
from templates.stamp import Stamp
from templates.tables import TABLES, Table
from templates.tables.packs import READ, READ_KEY
from templates.writer import Value

TITLE, SUBTITLE, INVITATION, STATUS, MEND, HEADER = 0, 1, 2, 3, 4, 7
"""Rows above the table [from 0]; what a check found is told from MEND on."""

MEND_ROWS = 2
FIRST = HEADER + 1

Record = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PackPlan:
    """Everything a small workbook is written from; the same plan gives the same bytes.

    `stamp` is signed and names the edition; `receiver` is written above the table (a rater is never named);
    `due` is the day it is to be back; `relations` says what the rater is to each person rated;
    `counts` that the self rating bears on the score.
    """

    stamp: Stamp
    cycle: Cycle
    settings: Settings
    due: date
    receiver: str
    lines: tuple[PlannedLine, ...]
    language: str
    relations: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False

    @property
    def table(self) -> Table:
        """The one table it holds."""
        return TABLES[self.stamp.edition]

    @property
    def value(self) -> str:
        """The column that is asked for: a rating or an actual."""
        return "actual" if self.stamp.edition == "data" else "manager_rating"

    @property
    def sheet(self) -> str:
        """The title of its sheet."""
        return self.table.title(self.language)

    @property
    def keys(self) -> tuple[Key, ...]:
        """What identifies each row, in the order issued; the confirmation comes last."""
        read = () if self.stamp.edition == "data" else (READ_KEY,)
        return (*(line.key for line in self.lines), *read)

    def asked(self, line: PlannedLine) -> bool:
        """Tell whether a row asks for a value; a measured one of a self-appraisal is there to be seen."""
        return line.line.judged or self.stamp.edition == "data"

    def place(self, column: str) -> int:
        """Return where a column stands, from 0."""
        return next(at for at, found in enumerate(self.table.columns) if found.key == column)

    def cell(self, column: str, key: Key) -> str:
        """Return the reference of a row's cell as issued: H12."""
        return reference(FIRST + self.keys.index(key) + 1, self.place(column) + 1)

    def own(self, column: str, row: int = FIRST) -> str:
        """Return the reference of a row's own cell, as rules use it: $H10."""
        return f"${reference(row + 1, self.place(column) + 1)}"

    def whole(self, column: str) -> str:
        """Return the reference of a whole column of the table: $H$10:$H$18."""
        letter = letters(self.place(column) + 1)
        return f"${letter}${FIRST + 1}:${letter}${self.last + 1}"

    @property
    def last(self) -> int:
        """The last row of the table, from 0."""
        return HEADER + len(self.keys)


def records(plan: PackPlan) -> Iterator[Record]:
    """Yield what stands in each row from the beginning, by column; a cell to be typed is not there."""
    for line in plan.lines:
        yield _record(plan, line)
    if READ_KEY in plan.keys:
        said = {key: say(f"pack.read.{key}", plan.language) for key in ("indicator_name", "standard")}
        yield {"employee": READ, "indicator": READ, **said}


def _record(plan: PackPlan, line: PlannedLine) -> Record:
    subject, indicator = line.key
    language, judged = plan.language, line.line.judged
    sentence = standard(line.line, line.indicator, plan.settings, language)
    relation = plan.relations.get(subject)
    return {
        "employee": subject,
        "name": line.person.name,
        "position": line.position,
        "indicator": indicator,
        "indicator_name": line.indicator.name,
        "standard": "\n".join([sentence, *anchors(line, language)]),
        "unit": line.indicator.unit,
        "target": line.line.target,
        "method": word("method", line.line.method, language),
        "relation": word("group", relation, language) if relation else None,
        "scale": scale(line.line) if judged else None,
        "half_steps": word("flag", "yes" if half_steps(line.line) else "no", language) if judged else None,
    }
