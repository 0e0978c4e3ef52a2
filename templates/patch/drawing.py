"""The legacy drawing (VML) that spreadsheets need to show comments: one shape a comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from templates.patch.errors import CannotPatch
from templates.patch.markup import TAG

_SPACES = (
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
)
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = re.compile(r"<(?:([\w.-]+):)?shape\b.*?</(?:[\w.-]+:)?shape\s*>", re.DOTALL)
_PLACE = {kind: re.compile(rf"<(?:[\w.-]+:)?{kind}\b[^>]*>\s*(\d+)\s*</") for kind in ("Row", "Column")}
BLOCK = 1024
"""Ids of shapes come in blocks of 1024; a drawing names the blocks it uses."""


def drawing(cells: Sequence[tuple[int, int]], block: int) -> str:
    """Return a new drawing with a hidden note at each cell (row, column [1-based])."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES)
    used = ",".join(str(block + n) for n in range(len(cells) // BLOCK + 1))
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{used}"/></o:shapelayout>'
    shapes = "".join(_shape(cell, block * BLOCK + n) for n, cell in enumerate(cells, 1))
    return f"<xml {spaces}>{layout}{_TYPE}{shapes}</xml>"


def with_shapes(xml: str, cells: Sequence[tuple[int, int]]) -> str:
    """Return a drawing with notes added."""
    if not cells:
        return xml
    start = re.search(rf"<xml\b({TAG})>", xml)
    end = xml.rfind("</xml")
    if start is None or end < 0:
        raise CannotPatch("unusual", part="vmlDrawing")
    first = max(
        [int(n) for n in re.findall(r"_x0000_s(\d+)", xml)], default=min(blocks(xml), default=1) * BLOCK
    )
    shapes = "".join(_shape(cell, first + n, _missing(start[1])) for n, cell in enumerate(cells, 1))
    kind = (
        ""
        if 'id="_x0000_t202"' in xml
        else _TYPE.replace("<v:shapetype", f"<v:shapetype{_missing(start[1])}", 1)
    )
    return xml[:end] + kind + shapes + xml[end:]


def without_shapes(xml: str, cells: AbstractSet[tuple[int, int]]) -> str:
    """Return a drawing without the notes of these cells."""
    return _SHAPE.sub(lambda shape: "" if _cell(shape[0]) in cells else shape[0], xml) if cells else xml


def blocks(xml: str) -> list[int]:
    """Return the blocks of ids that a drawing uses."""
    lists = re.findall(r"""<[\w.-]+:idmap\b[^>]*?\sdata=["']([\d,]+)["']""", xml)
    return [int(block) for data in lists for block in data.split(",") if block]


def _missing(attributes: str) -> str:
    """Return the namespaces our shapes need and the drawing does not declare by the usual prefixes."""
    return "".join(
        f' xmlns:{prefix}="{space}"'
        for prefix, space in _SPACES
        if f'xmlns:{prefix}="{space}"' not in attributes
    )


def _cell(shape: str) -> tuple[int, int] | None:
    row, column = _PLACE["Row"].search(shape), _PLACE["Column"].search(shape)
    if row is None or column is None or "Note" not in shape:
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _shape(cell: tuple[int, int], number: int, spaces: str = "") -> str:
    """Return a hidden note beside its cell, wide enough for three findings."""
    row, column = cell[0] - 1, cell[1] - 1
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {max(row - 1, 0) + 7}, 4"
    return (
        f'<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#fff9db" o:insetmode="auto" '
        'style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:240pt;height:96pt;visibility:hidden">'
        '<v:fill color2="#fff9db"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
