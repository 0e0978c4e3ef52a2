"""What changed between two versions of the rules, told row by row and column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, NamedTuple

from addin.scoring.methods import METHODS
from addin.scoring.parameters import told, write_bands, write_points
from addin.scoring.scheme import Line, Scheme
from addin.texts import knows, listed, phrase, say
from templates.sentences import standard
from templates.tables import TABLES
from templates.tables.model import Column
from templates.tables.settings import MODULE, SETTING_ROWS

LONGEST = 240
"""Old and new texts are told up to here [characters] within a sentence."""

Values = Mapping[str, Any]
Key = tuple[str, ...]


class Change(NamedTuple):
    """One change: table, key of the row (its parts joined by /), column, old and new as people write them.

    A row that came or went has no column; what it says stands in `new` or in `old`.
    """

    table: str
    key: str
    column: str | None
    old: str | None
    new: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of the scheme: its values by column, and whether they are percentages.

    `among` are the rows whose order counts with it: of its template, of its table, or none.
    """

    table: str
    key: Key
    values: Values
    percent: bool = False
    name: str = ""
    among: str | None = None


def changes(old: Scheme, new: Scheme, language: str) -> list[Change]:
    """Return what changed from one version of the rules to another, table by table in a calm order.

    Every field of every record is compared, found by walking the records themselves, so that a rule which
    is added to the scheme later is told of without a line here. Rows are matched by their key; another order
    is told where it counts. No change means that both have the same digest, and the other way round.
    """
    before, after = _tables(old, language), _tables(new, language)
    return [
        change
        for table in {**before, **after}
        for change in _table(table, before.get(table, {}), after.get(table, {}), language)
    ]


def _tables(scheme: Scheme, language: str) -> dict[str, dict[Key, Row]]:
    return {part.name: dict(_apart(_rows(scheme, part.name, language))) for part in fields(scheme)}


def _apart(rows: Iterable[tuple[Key, Row]]) -> Iterator[tuple[Key, Row]]:
    """Keep rows with the same key apart by how often it came: an adjustment may stand there twice."""
    came: Counter[Key] = Counter()
    for key, row in rows:
        came[key] += 1
        yield (key if came[key] == 1 else (*key, str(came[key]))), row


def _rows(scheme: Scheme, table: str, language: str) -> Iterator[tuple[Key, Row]]:
    """Yield the rows of one table by key."""
    found = getattr(scheme, table)
    if is_dataclass(found):
        for column, value in _settings(found):
            yield (column,), Row(table, (column,), {column: value})
        return
    for among, record in _records(found):
        values = dict(_values(record, table))
        if isinstance(record, Line):
            values |= {"standard": _sentence(record, scheme, language), "within": _within(record)}
        key = tuple(str(values.get(column) or "") for column in TABLES[table].keys)
        indicator = scheme.indicators.get(values.get("indicator", ""))
        name = str(values.get("name") or (indicator.name if indicator else ""))
        percent = indicator is not None and indicator.percent
        yield key, Row(table, key, values, percent, name, among)


def _records(found: Any) -> Iterator[tuple[str | None, Any]]:
    """Yield the records of a table, by key, in order, or in ordered groups, with the group's name."""
    for key, item in found.items() if isinstance(found, Mapping) else (("", one) for one in found):
        if isinstance(item, tuple):
            yield from ((key, one) for one in item)
        else:
            yield (None if isinstance(found, Mapping) else key), item


def _settings(found: Any) -> Iterator[tuple[str, Any]]:
    """Yield settings by key; each module is a setting of its own, as on the sheet."""
    known = {row.module for row in SETTING_ROWS}
    for part in fields(found):
        value = getattr(found, part.name)
        if part.name != "modules":
            yield part.name, value
            continue
        for module in [row.module for row in SETTING_ROWS if row.module] + sorted(set(value) - known):
            yield MODULE + module, module in value


def _values(record: Any, table: str) -> Iterator[tuple[str, Any]]:
    """Yield a record's values by column: its id is the last of the key, parameters and anchors are spread."""
    for part in fields(record):
        value = getattr(record, part.name)
        if part.name == "id":
            yield TABLES[table].keys[-1], value
        elif isinstance(value, Mapping):
            yield from value.items()
        elif part.name in ("groups", "part"):
            continue
        elif part.name == "anchors":
            yield from zip((f"anchor_{rating}" for rating in (5, 4, 3, 2, 1)), value, strict=True)
        else:
            yield part.name, value


def _within(line: Line) -> str:
    """Write the groups a line is a part of, with the weights along the way: KPI 70 › SALES 60 › 40."""
    if not line.groups and line.part is None:
        return ""
    groups = [f"{group.indicator} {told(group.weight)}" for group in line.groups]
    return " › ".join((*groups, told(line.part)))


def _sentence(line: Line, scheme: Scheme, language: str) -> str:
    """Return the sentence of the scoring standard; it cannot be told of a line that is not sound."""
    indicator = scheme.indicators.get(line.indicator)
    if indicator is None or line.method not in METHODS:
        return ""
    return standard(line, indicator, scheme.settings, language)


def _table(table: str, old: Mapping[Key, Row], new: Mapping[Key, Row], language: str) -> Iterator[Change]:
    for key in {**old, **new}:
        if key not in old:
            summary = _summary(new[key], language)
            yield _came_or_went("added", new[key], None, summary, language)
        elif key not in new:
            summary = _summary(old[key], language)
            yield _came_or_went("removed", old[key], summary, None, language)
        else:
            yield from _row(old[key], new[key], language)
    before, after = _orders(old, new), _orders(new, old)
    for among in before:
        if before[among] != after[among]:
            where = f"{TABLES[table].title(language)} {among}".strip()
            yield Change(table, among, None, None, None, say("changes.moved", language, table=where))


def _orders(rows: Mapping[Key, Row], others: Mapping[Key, Row]) -> dict[str, list[Key]]:
    """Return the order of the rows that both versions have, where it counts."""
    found: dict[str, list[Key]] = {}
    for key, row in rows.items():
        if key in others and row.among is not None:
            found.setdefault(row.among, []).append(key)
    return found


def _came_or_went(key: str, row: Row, old: str | None, new: str | None, language: str) -> Change:
    summary = _short(old or new or "")
    message = say(f"changes.{key}", language, row=_named(row, language), summary=summary)
    return Change(row.table, "/".join(row.key), None, old, new, message)


def _row(old: Row, new: Row, language: str) -> Iterator[Change]:
    """Yield the columns in which a row is another one; the sentence of a line only with what it tells of."""
    differing = [
        column
        for column in _columns(old.table, {**old.values, **new.values})
        if old.values.get(column) != new.values.get(column)
    ]
    if differing == ["standard"]:
        return
    for column in differing:
        before, after = _told(old, column, language), _told(new, column, language)
        if before == after:
            before, after = (_exactly(row.values.get(column)) for row in (old, new))
        message = say(
            "changes.setting" if old.table == "settings" else "changes.changed",
            language,
            row=_named(new, language),
            column=heading(old.table, column, language),
            old=_in_a_sentence(old, column, before, language),
            new=_in_a_sentence(new, column, after, language),
        )
        yield Change(old.table, "/".join(old.key), column, before or None, after or None, message)


def _in_a_sentence(row: Row, column: str, text: str, language: str) -> str:
    """Write a value as it stands within a sentence: blank named, a text between quotation marks."""
    if not text:
        return say("changes.blank", language)
    words = _kind(row.table, column)[0] == "text" and isinstance(row.values.get(column), str)
    return say("changes.quoted", language, text=_short(text)) if words else _short(text)


def _exactly(value: Any) -> str:
    """Write a value that is told like the other one, but is not the same, as 7 and 7.00000000001."""
    return "" if value is None else repr(value)


def _columns(table: str, values: Values) -> Sequence[str]:
    """Return columns in the order of the sheet, those it does not know at the end."""
    order = [column.key for column in TABLES[table].columns] if table in TABLES else []
    return sorted(values, key=lambda key: order.index(key) if key in order else len(order))


def heading(table: str, column: str, language: str) -> str:
    """Return what people call a column of the scheme, or a setting."""
    if table == "settings":
        label = f"scheme.settings.{column}.label"
        return phrase(label, language) if knows(label) else column
    known = knows(f"tables.{table}.columns.{column}")
    return phrase(f"tables.{table}.columns.{column}", language) if known else column


def _named(row: Row, language: str) -> str:
    """Name a row as people do: Template SALES, line SAL-01 Sales amount."""
    parts = dict(zip(TABLES[row.table].keys, row.key, strict=True)) if row.table != "settings" else {}
    if row.table == "settings":
        return heading("settings", row.key[0], language)
    told_key = say("changes.between", language).join(
        say(
            "changes.part",
            language,
            column=_part(row.table, column, language),
            value=_choice(_kind(row.table, column)[1], key, language) or "–",
        )
        for column, key in parts.items()
    )
    return say("changes.named", language, row=told_key, name=row.name) if row.name else told_key


def _part(table: str, column: str, language: str) -> str:
    special = f"changes.parts.{table}.{column}"
    return phrase(special, language) if knows(special) else heading(table, column, language)


def _summary(row: Row, language: str) -> str:
    """Say what stands in a row; of a line weight, target and the sentence of its standard."""
    keys = TABLES[row.table].keys
    columns = ("weight", "target", "cycles", "standard") if row.table == "templates" else row.values
    shown = [
        say("changes.value", language, column=heading(row.table, column, language), value=text)
        for column in _columns(row.table, {key: row.values.get(key) for key in columns})
        if column not in keys and (text := _told(row, column, language))
    ]
    return listed(shown, language) if shown else ""


def _told(row: Row, column: str, language: str) -> str:
    """Write a value as people write it in that column."""
    value = row.values.get(column)
    if isinstance(value, bool):
        return say(f"choices.flag.{'yes' if value else 'no'}", language)
    if isinstance(value, tuple):
        return _many(value, row.percent, language)
    if isinstance(value, date):
        return value.isoformat()
    kind, choices = _kind(row.table, column)
    if isinstance(value, int | float):
        return told(float(value), kind == "percent" or (kind == "value" and row.percent))
    return _choice(choices, str(value or ""), language)


def _kind(table: str, column: str) -> tuple[str, str | None]:
    """Return kind and choices of a column or setting; "text" where it is not declared."""
    declared: Sequence[Column | Any] = SETTING_ROWS if table == "settings" else TABLES[table].columns
    found = next((one for one in declared if one.key == column), None)
    return (found.kind, found.choices) if found else ("text", None)


def _choice(choices: str | None, value: str, language: str) -> str:
    key = f"choices.{choices}.{value}"
    return phrase(key, language) if choices and value and knows(key) else value


def _many(value: tuple[Any, ...], percent: bool, language: str) -> str:
    """Write points, bands, days, or kinds of cycles."""
    if value and isinstance(value[0], tuple):
        return write_points(value, percent) if len(value[0]) == 2 else write_bands(value, percent)
    shown = [one.isoformat() if isinstance(one, date) else _choice("cycle", one, language) for one in value]
    return listed(shown, language) if shown else ""


def _short(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
