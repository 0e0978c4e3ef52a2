"""Which cells are marked while open: unknown names, ends that do not meet, texts still to be written.

Rules look at their own row, so that sorting is safe, and reach other sheets by defined names only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from addin.scoring.expression import literal
from templates.books.scheme.layout import FIRST_ROW, own, span
from templates.books.scheme.marks import over
from templates.books.scheme.ordering import DUE, EARLIEST
from templates.books.scheme.places import FLAG_COLUMN, LISTED, OPEN
from templates.books.scheme.sheets import Drawing
from templates.lists import word
from templates.tables import TABLES
from templates.writer import SafeWorkbook

REFERRED = tuple(
    dict.fromkeys(column.refers for table in LISTED for column in TABLES[table].columns if column.refers)
)


def name_keys(book: SafeWorkbook, numbers: Mapping[str, int]) -> None:
    """Name the keys of the sheets that others refer to, for the rules; numbers: how many records each has."""
    for table in REFERRED:
        cells = span(table, TABLES[table].keys[0], book.language, numbers[table])
        book.define(f"keys_{table}", f"={cells}")
        book.define(f"on_{table}", f"={OPEN}!${FLAG_COLUMN}${LISTED.index(table) + 1}")


def flag(drawing: Drawing) -> None:
    """Mark what is open in one table."""
    _unknown(drawing)
    for lay in _FLAGS.get(drawing.table.key, ()):
        lay(drawing)


def _unknown(drawing: Drawing) -> None:
    """Mark cells that name something which is not on its own sheet."""
    for column in drawing.table.columns:
        if column.refers:
            cell = own(drawing.table.key, column.key)
            missing = f'{cell}<>"",ISNA(MATCH({cell},keys_{column.refers},0)),on_{column.refers}=1'
            over(drawing, [column.key], f"=AND({missing})", "warning")


def _cells(drawing: Drawing, column: str) -> str:
    return span(drawing.table.key, column, drawing.language, len(drawing.rows), sheet=False)


def _own(drawing: Drawing, *columns: str) -> Iterable[str]:
    return (own(drawing.table.key, column) for column in columns)


def _word(drawing: Drawing, table: str, choice: str) -> str:
    return literal(word(table, choice, drawing.language))


def _bands(drawing: Drawing) -> None:
    """Mark the ends of grades that no other grade goes on from."""
    for column, other in (("low", "high"), ("high", "low")):
        cell, start, end = _own(drawing, column, "low", "high")
        lost = f"COUNTIF({_cells(drawing, other)},{cell})<>1"
        turned = f'AND({start}<>"",{end}<>"",{start}>={end})'
        over(drawing, [column], f'=AND({cell}<>"",OR({lost},{turned}))', "error")


def _periods(drawing: Drawing) -> None:
    """Mark periods that end before they begin, and those that share days with another of their kind."""
    kind, starts, ends = _own(drawing, "kind", "starts", "ends")
    dated = f'{starts}<>"",{ends}<>""'
    over(drawing, ["starts", "ends"], f"=AND({dated},{ends}<={starts})", "error")
    kinds, begins, stops = (_cells(drawing, column) for column in ("kind", "starts", "ends"))
    shared = f'COUNTIFS({kinds},{kind},{begins},"<="&{ends},{stops},">="&{starts})>1'
    over(drawing, ["starts", "ends"], f"=AND({dated},{shared})", "warning")


def _deadlines(drawing: Drawing) -> None:
    """Mark deadlines before the last day, or before the deadline of an earlier step."""
    for place, column in enumerate(DUE):
        cell, *before = _own(drawing, column, "ends", *DUE[:place])
        over(drawing, [column], f"=AND(ISNUMBER({cell}),{cell}<MAX({','.join(before)}))", "error")


def _itself(drawing: Drawing) -> None:
    """Mark somebody who stands there as their own direct manager."""
    who, manager = _own(drawing, "employee", "manager")
    over(drawing, ["manager"], f'=AND({who}<>"",{who}={manager})', "error")


def _early(drawing: Drawing) -> None:
    """Mark days on which somebody left, or took their post, before they were hired."""
    for column in EARLIEST:
        cell, hired = _own(drawing, column, "hired")
        over(drawing, [column], f"=AND(ISNUMBER({cell}),ISNUMBER({hired}),{cell}<{hired})", "error")


def _outside(drawing: Drawing) -> None:
    """Mark weights that Settings does not allow."""
    rule = f"=IFERROR(INDEX(line_outside,ROW()-{FIRST_ROW}),0)=1"
    over(drawing, ["weight"], rule, "warning")


def _described(drawing: Drawing) -> None:
    """Mark the texts that an indicator still needs."""
    for column in ("definition", "formula", "source"):
        key, cell = _own(drawing, "indicator", column)
        over(drawing, [column], f'=AND({key}<>"",{cell}="")', "todo")


def _reasons(drawing: Drawing) -> None:
    """Mark the reason of somebody who is left out or exempt."""
    part, cell = _own(drawing, "participation", "reason")
    taking = _word(drawing, "participation", "in")
    over(drawing, ["reason"], f'=AND({part}<>"",{part}<>{taking},{cell}="")', "todo")


TAKEN = {
    "credit": ("reward", "penalty"),
    "amount": ("reward", "penalty"),
    "indicator": ("tier",),
    "low": ("tier",),
    "high": ("tier",),
    "rate": ("tier",),
    "factor": ("market",),
}
"""The columns of Reward rules that only some kinds of rows take."""


def _rewards(drawing: Drawing) -> None:
    """Mark ends of tiers that meet no other one; grey what a row's kind does not take."""
    kind, indicator = _own(drawing, "kind", "indicator")
    tier = _word(drawing, "reward", "tier")
    kinds, indicators = _cells(drawing, "kind"), _cells(drawing, "indicator")
    for column, other in (("low", "high"), ("high", "low")):
        (cell,) = _own(drawing, column)
        met = f"COUNTIFS({kinds},{tier},{indicators},{indicator},{_cells(drawing, other)},{cell})"
        over(drawing, [column], f'=AND({kind}={tier},{cell}<>"",{met}<>1)', "error")
    for column, takers in TAKEN.items():
        tests = ",".join(f"{kind}<>{_word(drawing, 'reward', taker)}" for taker in takers)
        over(drawing, [column], f'=AND({kind}<>"",{tests})', "grey")


SALARY = {
    "grade": "merit",
    "compa_low": "merit",
    "compa_high": "merit",
    "raise_low": "merit",
    "raise_high": "merit",
    "position": "range",
    "low": "range",
    "middle": "range",
    "high": "range",
    "market": "range",
}
"""The columns of Salary standards, each with the one kind of row that takes it."""


def _salaries(drawing: Drawing) -> None:
    """Mark ranges that begin above their end; grey what a row's kind does not take."""
    for low, high in (("compa_low", "compa_high"), ("raise_low", "raise_high"), ("low", "high")):
        least, most = _own(drawing, low, high)
        over(drawing, [low, high], f'=AND({least}<>"",{most}<>"",{least}>{most})', "error")
    for column, taker in SALARY.items():
        (kind,) = _own(drawing, "kind")
        over(drawing, [column], f'=AND({kind}<>"",{kind}<>{_word(drawing, "salary", taker)})', "grey")


_FLAGS: Mapping[str, tuple[Callable[[Drawing], None], ...]] = {
    "templates": (_outside,),
    "indicators": (_described,),
    "grades": (_bands,),
    "cycles": (_periods, _deadlines),
    "people": (_itself, _early),
    "participants": (_reasons,),
    "reward_rules": (_rewards,),
    "salary_standards": (_salaries,),
}
