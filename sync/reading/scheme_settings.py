"""The Settings sheet as read: one value per row, found by its hidden key or by its label."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from addin.scoring.scheme import Settings
from addin.texts import LANGUAGES, say
from sync.reading.cells import BLANK, Cell
from sync.reading.numbers import as_number, as_yes_no, folded
from sync.reading.tables import ReadRow, TableReading, normal, written
from sync.reading.typed import CellProblem, Unclear, chosen, days
from templates.tables.settings import SETTING_ROWS, Setting


def read_settings(table: TableReading | None, date1904: bool, problems: list[CellProblem]) -> Settings:
    """Return the settings; what is blank, missing or not understood has its default, the last is noted."""
    values: dict[str, Any] = {}
    modules: list[str] = []
    for row in table.rows if table else ():
        setting = declared(row)
        cell = row.cell("value")
        if setting is None or cell is None or cell.kind == BLANK:
            continue
        value = _value(setting, cell, date1904)
        if isinstance(value, Unclear):
            if value.code != "missing":
                problems.append(
                    CellProblem("settings", "value", row.number, value.code, value.found, (setting.key,))
                )
        elif setting.module is None:
            values[setting.key] = value
        elif value:
            modules.append(setting.module)
    return Settings(**values, modules=tuple(modules))


def declared(row: ReadRow) -> Setting | None:
    """Return the setting a row is about, by its hidden key or its label in any language."""
    return _by_key().get(row.text("key")) or _by_label().get(normal(row.text("setting")))


@cache
def _by_key() -> Mapping[str, Setting]:
    return {setting.key: setting for setting in SETTING_ROWS}


@cache
def _by_label() -> Mapping[str, Setting]:
    return {
        normal(say(f"scheme.settings.{setting.key}.label", language)): setting
        for setting in SETTING_ROWS
        for language in LANGUAGES
    }


def _value(setting: Setting, cell: Cell, date1904: bool) -> Any:
    """Understand the value of one setting by its kind."""
    if setting.kind == "dates":
        return days(cell, date1904)
    if setting.kind == "flag":
        return _clear(as_yes_no(cell))
    if setting.kind in ("number", "integer", "percent"):
        return _number(setting, cell)
    if setting.choices:
        return chosen(cell, setting.choices)
    if setting.kind != "zone":
        return written(cell)
    zone = folded(written(cell))
    return zone if _known_zone(zone) else Unclear("unknown_zone", zone)


def _number(setting: Setting, cell: Cell) -> float | int | Unclear:
    number = _clear(as_number(cell, setting.kind == "percent"))
    if isinstance(number, Unclear):
        return number
    low, high = setting.low, setting.high
    outside = (low is not None and number < low) or (high is not None and number > high)
    if outside or (setting.kind == "integer" and not number.is_integer()):
        return Unclear("out_of_bounds", written(cell))
    return int(number) if setting.kind == "integer" else float(number)


def _clear(value: Any) -> Any:
    """Return a number or a yes or no; all else is unclear."""
    if isinstance(value, bool | float):
        return value
    return Unclear(getattr(value, "code", "not_a_number"), getattr(value, "found", str(value)))


def _known_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True
