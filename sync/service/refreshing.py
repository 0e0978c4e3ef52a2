"""`scheme refresh`: what each line of Templates does in words, written anew from what HR has typed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from addin.scoring.methods import METHODS
from addin.scoring.scheme import Line
from sync.reading.scheme import SchemeReading
from sync.service.opening import not_open_elsewhere, read_rules, write_safely
from sync.settings import Workspace
from templates.examples import example
from templates.patch import CellValue, set_cells
from templates.references import reference
from templates.sentences import standard
from templates.tables.scheme import TEMPLATES

SENTENCES = {"standard": standard, "example": example}
"""The columns that the service fills, each with what it says of a line."""


class Refreshed(NamedTuple):
    """How many lines are told in words, how many sentences were others, and where the previous copy lies."""

    lines: int
    changed: int
    previous: Path


def refresh(workspace: Workspace) -> Refreshed:
    """Write the sentences of Templates anew into scheme.xlsx; everything else in it stays byte for byte.

    The previous copy is kept beside it. Raises CannotGoOn where scheme.xlsx is missing, no workbook, open in
    a spreadsheet program, or cannot be written.
    """
    not_open_elsewhere(workspace)
    file = read_rules(workspace)
    lines = [line for lines in file.reading.scheme.templates.values() for line in lines]
    cells = dict(cell for line in lines for cell in _cells(file.reading, line, workspace.language))
    table = file.reading.tables.get(TEMPLATES.key)
    data = set_cells(file.content, {table.sheet: cells}) if table and cells else file.content
    return Refreshed(len(lines), len(cells), write_safely(workspace.scheme, data, workspace.language))


def _cells(reading: SchemeReading, line: Line, language: str) -> Iterator[tuple[str, CellValue]]:
    """Yield the cells of a line whose sentence is another one now; a line that is not sound has none."""
    table, row = reading.tables[TEMPLATES.key], reading.index[TEMPLATES.key, line.template, line.indicator]
    indicator = reading.scheme.indicators.get(line.indicator)
    sound = indicator is not None and line.method in METHODS
    for column, say_of in SENTENCES.items():
        if column in table.columns:
            said = say_of(line, indicator, reading.scheme.settings, language) if sound and indicator else ""
            if said != row.text(column):
                yield reference(row.number, table.columns[column]), said or None
