"""What fits into one cell."""

from __future__ import annotations

LONGEST = 32_767
"""So much text a cell holds [UTF-16 units, as spreadsheets count]."""


def fitting(text: str) -> str:
    """Cut a text that no cell can hold, with an ellipsis where it was cut."""
    if len(text) * 2 <= LONGEST or len(units := text.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
