"""`scheme refresh`: brings scheme.xlsx up to date: sentences, sheets of modules, what its formulas give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from addin.scoring.methods import METHODS
from addin.scoring.scheme import Line
from sync.reading.scheme import SchemeReading
from sync.service.opening import not_open_elsewhere, read_rules, write_safely
from sync.service.renewing import renewed
from sync.settings import Workspace, stop
from templates.books.scheme.refresh import refresh_cached, show_modules
from templates.examples import example
from templates.patch import CannotPatch, CellValue, set_cells
from templates.references import reference
from templates.sentences import standard
from templates.tables.scheme import TEMPLATES

SENTENCES = {"standard": standard, "example": example}
"""The columns that the service fills, each with what it says of a line."""


class Refreshed(NamedTuple):
    """How many lines are told in words, how many sentences were others, and where the previous copy lies.

    `shown` and `hidden` are the sheets of modules that came into sight or went out of it, `added` those that
    an earlier version of the workbook lacked; `own` is what of the company's own forbids to add them.
    """

    lines: int
    changed: int
    previous: Path
    shown: Sequence[str] = ()
    hidden: Sequence[str] = ()
    added: Sequence[str] = ()
    own: Sequence[str] = ()
    written: bool = False


def refresh(workspace: Workspace) -> Refreshed:
    """Write the sentences of Templates anew into scheme.xlsx, and show the sheets of the modules that are on.

    A sheet whose module is off is hidden; nothing in it is lost. Everything else stays byte for byte, unless
    the workbook lacks sheets or settings that there are by now: then it is written anew with what was typed.
    The previous copy is kept beside it. Raises CannotGoOn where scheme.xlsx is missing, no workbook, open in
    a spreadsheet program, or cannot be written.
    """
    not_open_elsewhere(workspace)
    before = read_rules(workspace)
    file, added, own = renewed(before)
    lines = [line for lines in file.reading.scheme.templates.values() for line in lines]
    cells = dict(cell for line in lines for cell in _cells(file.reading, line, workspace.language))
    table = file.reading.tables.get(TEMPLATES.key)
    sheets, on = file.reading.module_sheets(), file.reading.scheme.settings.modules
    try:
        data = set_cells(file.content, {table.sheet: cells}) if table and cells else file.content
        data = refresh_cached(show_modules(data, sheets, on), file.reading.scheme, file.reading.roster)
    except CannotPatch as error:
        raise stop("cannot_change", workspace.language, file=workspace.scheme, error=error) from error
    hidden = file.reading.hidden
    return Refreshed(
        len(lines),
        len(cells),
        write_safely(workspace.scheme, data, workspace.language),
        [sheet for module, sheet in sheets if module in on and sheet in hidden],
        [sheet for module, sheet in sheets if module not in on and sheet not in hidden],
        added,
        own,
        data != before.content,
    )


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
