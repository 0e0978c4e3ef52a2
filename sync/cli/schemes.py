"""The commands about the rules as they are written: scheme diff, scheme versions, scheme refresh."""

from __future__ import annotations

from argparse import Namespace

from addin.texts import listed, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import workspace_of


def scheme_diff(arguments: Namespace) -> int:
    """Tell what changed between two versions of the rules, table by table."""
    from sync.service.versions import scheme_diff

    workspace = workspace_of(arguments)
    done = scheme_diff(workspace, arguments.old, arguments.new)
    if arguments.json:
        show_json({"changes": [change._asdict() for change in done.changes]})
        return 0
    table = None
    for change in done.changes:
        if change.table != table:
            table = change.table
            show(coloured(say(f"tables.{table}.title", workspace.language), "strong"))
        show(f"  {change.message}")
    for note in done.notes:
        show(coloured(note, "warning"))
    if not done.changes:
        show(coloured(say("changes.none", workspace.language), "good"))
    return 0


def scheme_refresh(arguments: Namespace) -> int:
    """Write anew what each line of Templates does in words, and show the sheets of modules that are on."""
    from sync.service.refreshing import refresh

    workspace = workspace_of(arguments)
    done = refresh(workspace)
    show(say("service.refresh.done", workspace.language, lines=done.lines, changed=done.changed))
    told = ("added", done.added), ("own", done.own), ("shown", done.shown), ("hidden", done.hidden)
    for key, sheets in told:
        if sheets:
            show(say(f"service.refresh.{key}", workspace.language, sheets=listed(sheets, workspace.language)))
    if done.written:
        show(say("service.people.previous", workspace.language, file=done.previous))
    return 0


def scheme_versions(arguments: Namespace) -> int:
    """List the versions of the rules that cycles were opened with."""
    from sync.service.versions import scheme_versions

    workspace = workspace_of(arguments)
    found = scheme_versions(workspace)
    if arguments.json:
        show_json({"versions": found})
        return 0
    headings: dict[str, str] = words("service", workspace.language)["columns"]["versions"]
    rows = [row | {"cycles": listed(row["cycles"], workspace.language)} for row in found]
    show_table(list(headings.values()), [[row[key] for key in headings] for row in rows])
    return 0
