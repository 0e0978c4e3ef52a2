"""The Findings sheet of a returned copy: what is to be mended, what is accepted, and what got better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count

from addin.texts import say
from sync.findings import Finding, Life, place
from sync.reading.tables import TableReading
from sync.reports.marking import Marking
from templates.heights import row_height
from templates.lists import word
from templates.patch import CellValue, edit_cells, edit_heights, edit_links, show
from templates.references import reference
from templates.tables import TABLES

Record = dict[str, str | None]


def list_findings(marking: Marking, findings: Sequence[Finding], life: Life) -> None:
    """Fill the Findings sheet below its header, found by its titles; what stood there before goes.

    Below the findings stand those waived and those mended, where the sheet has the column to tell them
    apart; they have no links, since a mended row may have moved.
    """
    table = marking.listing
    if table is None:
        return
    records = [*_records(marking, findings, life), *(_past(marking, life) if _tells(table) else ())]
    rows = dict(zip(_free_rows(table), records, strict=False))
    cells: dict[str, CellValue] = {}
    links: dict[str, str | None] = {}
    for number in sorted({row.number for row in table.rows} | rows.keys()):
        record, target = rows.get(number, ({}, None))
        cells |= {reference(number, column): record.get(key) for key, column in table.columns.items()}
        links[reference(number, table.columns["place"])] = target
    if not records:
        first = reference(table.header_row + 1, min(table.columns.values()))
        cells[first] = say("department.findings.nothing", marking.language)
    edit_cells(marking.package, {table.sheet: cells})
    edit_links(marking.package, table.sheet, links)
    edit_heights(marking.package, table.sheet, _heights(table, rows))
    if table.hidden and records:
        show(marking.package, table.sheet, True)


def _heights(table: TableReading, rows: Mapping[int, tuple[Record, str | None]]) -> dict[int, float | None]:
    """Return how high each row of the list must be for its texts; the rows that are left are as issued."""
    old: dict[int, float | None] = {row.number: None for row in table.rows if row.number not in rows}
    widths = {column.key: column.width for column in TABLES["findings"].columns}
    return old | {
        number: row_height((text or "", widths[key]) for key, text in record.items())
        for number, (record, _) in rows.items()
    }


def _tells(table: TableReading) -> bool:
    """Tell whether the sheet says how a finding stands; those issued earlier have no such column."""
    return "standing" in table.columns


def _free_rows(table: TableReading) -> Iterator[int]:
    """Yield the rows below a header that nobody has hidden."""
    return (number for number in count(table.header_row + 1) if number not in table.hidden_rows)


def _records(
    marking: Marking, findings: Iterable[Finding], life: Life
) -> Iterator[tuple[Record, str | None]]:
    """Yield the findings of now; in a first copy all are new, which nobody needs to be told."""
    for finding in findings:
        standing = life.states.get(finding.id) if life.tells else None
        yield _record(marking, finding, standing), marking.target(finding)


def _past(marking: Marking, life: Life) -> Iterator[tuple[Record, str | None]]:
    """Yield what needs no hand: findings that are waived, and those that were mended, with what was found."""
    past = chain((("waived", one) for one in life.waived), (("mended", one) for one in life.mended))
    for standing, finding in past:
        yield _record(marking, finding, standing) | {"fix": None}, None


def _record(marking: Marking, finding: Finding, standing: str | None) -> Record:
    """Return a finding as a row of the Findings table."""
    return {
        "severity": word("severity", finding.severity, marking.language),
        "standing": standing and word("standing", standing, marking.language),
        "code": finding.code,
        "place": place(finding.sheet, finding.cell),
        "name": marking.whose(finding),
        "found": finding.found,
        "expected": finding.expected,
        "message": finding.message,
        "fix": finding.fix,
    }
