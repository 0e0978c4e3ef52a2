"""The page of tables, from their declarations: the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from pages.markdown import bounds, grid

from addin.texts import LANGUAGES, say, words
from templates.tables import TABLES, Column, Table


def tables(language: str) -> Iterator[str]:
    """Yield every table of every workbook, column by column."""
    workbook = ""
    for table in TABLES.values():
        if table.workbook != workbook:
            workbook = table.workbook
            yield f"## {say(f'docs.tables.workbooks.{workbook}', language)}"
        yield from one_table(table, language)


def one_table(table: Table, language: str) -> Iterator[str]:
    """Yield the section of one table."""
    say_ = partial(say, language=language)
    comma = say_("docs.comma")
    other = next(known for known in LANGUAGES if known != language)
    yield f"### {table.title(language)} ({table.title(other)}, `{table.key}`)"
    keys = comma.join(table.heading(key, language) for key in table.keys)
    module = [say_("docs.tables.module", module=table.module)] if table.module else []
    yield " ".join([say_("docs.tables.keys", keys=keys), *module])
    columns = ("column", "other_title", "key", "kind", "filled_by", "holds")
    yield grid(
        [say_(f"docs.tables.{column}") for column in columns],
        [one_column(table, column, language, other) for column in table.columns],
    )


def one_column(table: Table, column: Column, language: str, other: str) -> tuple[str, ...]:
    """Write one column as a row."""
    say_ = partial(say, language=language)
    return (
        table.heading(column.key, language),
        table.heading(column.key, other),
        f"`{column.key}`",
        say_(f"docs.tables.kinds.{column.kind}") + (f" ({column.unit})" if column.unit else ""),
        say_(f"docs.tables.fillers.{column.filled_by}"),
        say_("docs.semicolon").join(holds(column, language)),
    )


def holds(column: Column, language: str) -> Iterator[str]:
    """Yield what a cell of a column must be."""
    say_ = partial(say, language=language)
    if column.required:
        yield say_("docs.tables.required")
    if column.low is not None or column.high is not None:
        yield bounds(column.low, column.high, language)
    if column.choices:
        yield say_("docs.tables.one_of", choices=say_("docs.comma").join(choices(column.choices, language)))
    if column.refers:
        yield say_("docs.tables.refers", table=TABLES[column.refers].title(language))


def choices(key: str, language: str) -> Iterable[str]:
    """Return the words of a table of choices."""
    return words("choices", language)[key].values()
