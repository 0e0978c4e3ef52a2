"""The commands that look at the process itself: patterns, health."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from addin.scoring.decimals import rounded
from addin.texts import of, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import workspace_of


def patterns(arguments: Namespace) -> int:
    """Show how everybody rates in a cycle: figures in a table, and below it what they say and do not say."""
    from sync.service.patterns import patterns_in

    workspace = workspace_of(arguments)
    language = workspace.language
    document = patterns_in(workspace, arguments.cycle)
    found = document["raters"]
    if arguments.json:
        show_json(document)
        return 0
    if not found:
        show(say("patterns.none", language))
        return 0
    enough = [one for one in found if "too_few" not in one["codes"]]
    _figures(enough, language)
    for one in enough:
        for said in one["said"]:
            show("\n" + of(coloured(one["name"], "strong"), said, language))
    if len(enough) < len(found):
        show("\n" + say("patterns.others", language, n=len(found) - len(enough)))
    if document["unnamed"]:
        show("\n" + say("patterns.unnamed", language, n=document["unnamed"]))
    if not document["recency"]:
        show("\n" + say("patterns.no_recency", language))
    show("\n" + say("patterns.caution", language))
    return 0


def health(arguments: Namespace) -> int:
    """Show how a cycle went: time per step, returns by department, what was found, and its indicators."""
    from sync.service.health import health_in, shown

    workspace = workspace_of(arguments)
    found = health_in(workspace, arguments.cycle)
    if arguments.json:
        show_json(found)
        return 0
    language = workspace.language
    for part, rows in shown(found, language).items():
        show(coloured(say(f"patterns.health.{part}", language), "strong"))
        headings: dict[str, str] = words("service", language)["columns"][f"health_{part}"]
        show_table(list(headings.values()), [[_short(row[key]) for key in headings] for row in rows])
        show()
    show(say("patterns.health.caution", language))
    return 0


def _figures(found: list[dict[str, Any]], language: str) -> None:
    """Print the figures of raters in a table."""
    headings: dict[str, str] = words("service", language)["columns"]["patterns"]
    roles = words("patterns", language)["roles"]
    rows = [[_short(one.get(key)) for key in headings] for one in found]
    place = list(headings).index("role")
    for row in rows:
        row[place] = roles[row[place]]
    show_table(list(headings.values()), rows)


def _short(value: Any) -> Any:
    return rounded(value, 2) if isinstance(value, float) else value
