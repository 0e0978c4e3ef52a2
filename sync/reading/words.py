"""Words: what stands in a cell for texts, as a person saw it there."""

from __future__ import annotations

from sync.reading.cells import DATE, PERCENT, PERCENT_SIGN, Cell
from sync.reading.numbers import shown
from sync.reading.tables import written


def as_text(cell: Cell | None, date1904: bool = False) -> str:
    """Return a cell's content as trimmed text: a date as 2026-11-05, 0.85 shown as 85% as 85%, TRUE as TRUE.

    A spreadsheet turns 2026-11-5 or 85% typed as a remark into a number; nobody wrote 46331 or 0.85. A time
    of day is told where there is one: 2026-11-05 14:24, or 14:24 alone.
    """
    if cell is None:
        return ""
    as_seen = cell.format in (DATE, PERCENT, PERCENT_SIGN) or isinstance(cell.value, bool)
    return shown(cell, date1904).strip() if as_seen else written(cell)
