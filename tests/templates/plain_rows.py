"""XlsxWriter's own sheet, to compare ours with: it is taught that rows may grow, and nothing else."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class PlainRows(Worksheet):  # type: ignore[misc]
    """Writes a row that grows as XlsxWriter writes any row with a height, but for the claim to be custom."""

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()

    def grow(self, row: int, height: float) -> None:
        """Take the height of a row that grows."""
        self.set_row(row, height)
        self._growing.add(row + 1)

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
        if tag == "row" and attributes[0][1] in self._growing:
            attributes = [one for one in attributes if one[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)
