"""How cells look: named styles declared once, a calm palette, fonts that carry English and Chinese.

A look is a row of names that are laid over each other, the later ones winning:
`look("typed", "percent")`, `look("fixed", "date", "first")`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INK, SLATE, GOLD, PAPER = "#1F3A5F", "#5B6B7F", "#F3D57A", "#FFFFFF"
TEXT, MUTED, FAINT, RULE = "#22303F", "#6B7785", "#A9B1BA", "#D5DBE2"
TYPED, COMPUTED, FIXED, GREY, BAND = "#FFF9DB", "#F1F3F6", "#FFFFFF", "#E9EBEE", "#EFF4F9"
DONE, DONE_TEXT = "#E6F2EA", "#2B6B45"
ALARM, ALARM_TEXT = "#FBE3E0", "#9B2C20"
CARE, CARE_TEXT = "#FDF0D3", "#8A5A00"
NOTE, NOTE_TEXT = "#E6EEF7", "#2F557F"
LINK = "#1F5FA8"

SERIES = ("#2F5D8C", "#7FA6C9", "#E0A93B", "#8C6BB1", "#5FA37A", "#B5533C")
"""Colours of chart series, in this order."""

TABS: Mapping[str, str] = {
    "path": INK,
    "people": "#2F7F86",
    "rules": "#7A5BA6",
    "typed": "#E0B53A",
    "computed": SLATE,
    "register": "#5FA37A",
    "result": "#2F5D8C",
    "findings": "#B5533C",
    "record": FAINT,
}
"""Tab colours by group of sheets."""

FONTS: Mapping[str, Mapping[str, Any]] = {
    "en": {"font_name": "Calibri", "font_size": 11, "font_scheme": "none"},
    "zh": {"font_name": "Microsoft YaHei", "font_size": 10, "font_scheme": "none"},
}

Style = Mapping[str, Any]
_BOX: Style = {"border": 1, "border_color": RULE, "valign": "vcenter", "font_color": TEXT}
_HEADER: Style = {**_BOX, "bold": True, "text_wrap": True, "align": "center", "border_color": PAPER}

STYLES: Mapping[str, Style] = {
    "title": {"bold": True, "font_size": 20, "font_color": INK, "valign": "vcenter"},
    "subtitle": {"bold": True, "font_size": 13, "font_color": INK, "valign": "vcenter"},
    "hint": {"font_color": MUTED, "text_wrap": True, "valign": "top"},
    "text": {"font_color": TEXT, "text_wrap": True, "valign": "top"},
    "label": {"font_color": MUTED, "valign": "vcenter"},
    "value": {"font_color": TEXT, "bold": True, "valign": "vcenter", "align": "left"},
    "header": {**_HEADER, "bg_color": INK, "font_color": PAPER},
    "header_fill": {**_HEADER, "bg_color": GOLD, "font_color": INK},
    "header_computed": {**_HEADER, "bg_color": SLATE, "font_color": PAPER},
    "fixed": {**_BOX, "bg_color": FIXED},
    "computed": {**_BOX, "bg_color": COMPUTED},
    "typed": {**_BOX, "bg_color": TYPED, "locked": False},
    "done": {**_BOX, "bg_color": DONE, "font_color": DONE_TEXT},
    "grey": {**_BOX, "bg_color": GREY, "font_color": FAINT},
    "error": {**_BOX, "bg_color": ALARM, "font_color": ALARM_TEXT},
    "warning": {**_BOX, "bg_color": CARE, "font_color": CARE_TEXT},
    "note": {**_BOX, "bg_color": NOTE, "font_color": NOTE_TEXT},
    "link": {"font_color": LINK, "underline": 1, "valign": "vcenter"},
    "good": {"font_color": DONE_TEXT, "bold": True, "valign": "vcenter"},
    "figure": {"bold": True, "font_size": 22, "font_color": INK, "align": "center", "bg_color": COMPUTED},
    "figure_label": {"font_color": MUTED, "align": "center", "bg_color": COMPUTED, "text_wrap": True},
    "form_label": {**_BOX, "bg_color": COMPUTED, "bold": True},
    "form_cell": {**_BOX, "text_wrap": True},
    "line_below": {"bottom": 1, "bottom_color": SLATE},
    "row": {"bottom": 1, "bottom_color": RULE, "valign": "vcenter", "font_color": TEXT},
    # number formats
    "number": {"num_format": "General"},
    "integer": {"num_format": "#,##0"},
    "broken": {"num_format": "#,##0.##"},
    "percent": {"num_format": "0.0%"},
    "score": {"num_format": "0.00"},
    **{f"decimals_{n}": {"num_format": "0." + "0" * n if n else "0"} for n in range(5)},
    **{f"money_{n}": {"num_format": "#,##0." + "0" * n if n else "#,##0"} for n in range(5)},
    "signed": {"num_format": "+0.00;−0.00;0.00"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "as_text": {"num_format": "@"},
    "id": {"num_format": "@", "shrink": True},
    # shades laid over another style
    "banded": {"bg_color": BAND},
    "first": {"top": 2, "top_color": SLATE},
    "wrap": {"text_wrap": True, "valign": "top"},
    "middle": {"text_wrap": True, "valign": "vcenter"},
    "small": {"font_size": 9},
    "hairline": {"bottom": 1, "bottom_color": RULE},
    "indent": {"indent": 1, "align": "left"},
    "figures": {"indent": 1, "align": "right"},
    "bar": {"font_color": SERIES[1], "valign": "vcenter"},
    "whole_percent": {"num_format": "0%"},
    "centre": {"align": "center"},
    "right": {"align": "right"},
    "left": {"align": "left"},
    "bold": {"bold": True},
    "muted": {"font_color": MUTED},
    "large": {"font_size": 14},
    "unlocked": {"locked": False},
    "plain": {"border": 0},
    # an empty cell that holds its row open (templates.heights)
    **{f"strut_{points}": {"font_size": points} for points in range(8, 241)},
}

RULES: Mapping[str, Style] = {
    "typed": {"bg_color": TYPED},
    "todo": {"bg_color": GOLD, "font_color": INK},
    "done": {"bg_color": DONE, "font_color": DONE_TEXT},
    "grey": {"bg_color": GREY, "font_color": FAINT},
    "banded": {"bg_color": BAND},
    "error": {"bg_color": ALARM, "font_color": ALARM_TEXT},
    "warning": {"bg_color": CARE, "font_color": CARE_TEXT},
    "note": {"bg_color": NOTE, "font_color": NOTE_TEXT},
    "warned": {"font_color": ALARM_TEXT},
    "asked": {"font_color": CARE_TEXT},
    "fine": {"font_color": DONE_TEXT},
    "percent": {"num_format": "0.0%"},
    "first": {"border": 1, "border_color": RULE, "top_color": SLATE},
    "link": {"font_color": LINK, "underline": 1},
    "past": {"font_color": MUTED},
    "ruled": {"bottom": 1, "bottom_color": RULE},
}
"""Looks of conditional formats, which may not carry a font name or size.

One that draws a line names all four: LibreOffice takes away those that are not named.
"""


def merged(names: tuple[str, ...]) -> dict[str, Any]:
    """Return the properties of named styles laid over each other; an unknown name is a bug."""
    properties: dict[str, Any] = {}
    for name in names:
        properties.update(STYLES[name])
    return properties


def font(language: str) -> dict[str, Any]:
    """Return the font of a language."""
    return dict(FONTS[language])
