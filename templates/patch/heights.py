"""Heights of rows: programs do not fit rows to wrapped texts when they open a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping

from templates.patch.markup import counted, with_attribute
from templates.patch.package import Package
from templates.patch.sheet import ROW


def edit_heights(package: Package, sheet: str, heights: Mapping[int, float | None]) -> None:
    """Give rows of a sheet a height [points]; None leaves it to the program. Rows without cells have none."""
    part = package.sheet_part(sheet)
    xml = package.text(part)

    def changed(row: re.Match[str]) -> str:
        number = counted(row[1], "r", 0)
        if number not in heights:
            return row[0]
        height = heights[number]
        tag = with_attribute(row[1], "ht", None if height is None else f"{height:g}")
        return f"<row{with_attribute(tag, 'customHeight', None if height is None else '1')}{row[2]}>"

    new = ROW.sub(changed, xml)
    if new != xml:
        package.replace(part, new.encode())
