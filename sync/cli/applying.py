"""The command `score`: a function of the scoring library applied to a table of anybody's own."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from addin.texts import listed, say
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import language_of

if TYPE_CHECKING:
    from sync.service.applying import Applied


def score(arguments: Namespace) -> int:
    """Apply a function to a file; without a file say what it takes, without a function list them all."""
    language = language_of(arguments)
    if arguments.list or not arguments.function:
        return _list(language)
    from sync.service.applying import described
    from sync.service.applying.apply import function_of

    if not arguments.file:
        for line in described(function_of(arguments.function, language), language):
            show(line)
        return 0
    done = _applied(arguments, language)
    if done.unused and not arguments.json:
        told = say("functions.unused", language, columns=listed(done.unused, language))
        sys.stderr.write(coloured(told, "quiet") + "\n")
    _give(done, arguments, language)
    return 0


def _applied(arguments: Namespace, language: str) -> Applied:
    """Apply the function; with --json, what cannot work stands in full on standard output."""
    from sync.service.applying import CannotScore, apply

    try:
        return apply(arguments.function, Path(arguments.file), arguments.set, language)
    except CannotScore as reason:
        if arguments.json:
            show_json({"troubles": [asdict(trouble) for trouble in reason.troubles]})
        raise


def _list(language: str) -> int:
    from sync.service.applying import functions_by_area

    for title, functions in functions_by_area(language):
        show(coloured(title, "strong"))
        for key, help_ in functions:
            show(f"  {key:22}  {help_}")
    return 0


def _give(done: Applied, arguments: Namespace, language: str) -> None:
    """Show the result as a table or as JSON, or write it to a CSV file."""
    if arguments.to:
        from sync.service.comma_file import as_csv
        from sync.service.opening import write_whole

        file = Path(arguments.to)
        rows = (done.columns.values(), *(row.values() for row in done.rows))
        write_whole(file, as_csv(rows), language)
        show(say("functions.written", language, file=file, number=len(done.rows)))
    elif arguments.json:
        show_json({"rows": list(done.rows)})
    else:
        show_table(list(done.columns.values()), [list(row.values()) for row in done.rows])
