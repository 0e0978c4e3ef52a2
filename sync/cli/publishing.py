"""The commands by which people learn results and answer: publish, confirm, interviews, opinions."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.texts import listed, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.stepping import choice_of, tell
from sync.cli.where import workspace_of
from sync.settings import stop

if TYPE_CHECKING:
    from sync.settings import Workspace


def publish(arguments: Namespace) -> int:
    """Publish approved results down the reporting line."""
    from sync.service.steps.publish import publish

    workspace = workspace_of(arguments)
    done = publish(workspace, arguments.cycle, choice_of(arguments), arguments.by)
    if arguments.json:
        show_json(done.document)
        return 0
    tell(workspace, arguments, done.stepped)
    for line in done.notes:
        show(coloured(line, "warning"))
    show(say("publication.files", workspace.language, number=len(done.files), folder=done.folder))
    return 0


def confirm(arguments: Namespace) -> int:
    """Note who has read their result: from a file, by name, or by silence after the last day."""
    from sync.service.steps.confirm import confirm, confirm_files, confirm_silent

    workspace, choice, by = workspace_of(arguments), choice_of(arguments), arguments.by
    files = [Path(one) for one in arguments.file]
    named = bool(choice.employees or choice.departments)
    ways = (bool(files), arguments.silent, named and not arguments.silent)
    if sum(ways) != 1:
        raise stop("confirm_whom", workspace.language, cycle=arguments.cycle)
    if files:
        done = confirm_files(workspace, arguments.cycle, files, by)
    elif arguments.silent:
        done = confirm_silent(workspace, arguments.cycle, choice, by)
    else:
        answer = "objection" if arguments.objection else "read"
        done = confirm(workspace, arguments.cycle, choice, answer, by)
    if arguments.json:
        show_json(done.document)
        return 0
    for line in done.odd:
        show(coloured(line, "warning"))
    show(say("publication.noted", workspace.language, number=done.noted))
    return tell(workspace, arguments, done.stepped)


def interviews(arguments: Namespace) -> int:
    """Show with whom results were talked over, write the outlines for it, or take them in again."""
    workspace, files = workspace_of(arguments), [Path(one) for one in arguments.file]
    if files or arguments.by is not None:
        return _take_in_talks(workspace, arguments, files)
    if arguments.outlines or arguments.to is not None:
        return _write_outlines(workspace, arguments)
    from sync.service.steps.talking import coverage

    found = coverage(workspace, arguments.cycle, choice_of(arguments))
    if arguments.json:
        show_json(found)
        return 0
    if not found["departments"]:
        raise stop("no_outlines", workspace.language, cycle=arguments.cycle)
    columns = words("publication", workspace.language)["columns"]
    show_table(list(columns["departments"].values()), map(_covered, found["departments"]))
    titles = {one["department"]: one["title"] for one in found["departments"]}
    open_ = [one for one in found["people"] if one["state"] != "held"]
    rows = [_talk_to_hold(one, titles[one["department"]], workspace.language) for one in open_]
    if rows:
        show_table(list(columns["people"].values()), rows)
    return 0


def _covered(one: dict[str, Any]) -> list[object]:
    share = "–" if one["share"] is None else f"{one['share']:.0%}"
    return [one["title"], one["due"], one["held"], share, one["late"], one["also"]]


def _talk_to_hold(one: dict[str, Any], title: str, language: str) -> list[str]:
    reasons = [say(f"interview.page.reasons.{reason}", language) for reason in one["reasons"]]
    until = say(f"publication.until.{one['state']}", language, date=one["until"])
    who = (title, one["employee"], one["name"], one["manager_name"])
    return [*who, listed(reasons, language), until]


def _write_outlines(workspace: Workspace, arguments: Namespace) -> int:
    from sync.service.steps.outlines import write_all

    to = Path(arguments.to) if arguments.to is not None else None
    files = write_all(workspace, arguments.cycle, choice_of(arguments), to)
    if arguments.json:
        show_json({"cycle": arguments.cycle, "files": [str(file) for file in files]})
        return 0
    folder = to or workspace.outbox(arguments.cycle) / "published"
    show(say("publication.outlines", workspace.language, number=len(files), folder=folder))
    return 0


def _take_in_talks(workspace: Workspace, arguments: Namespace, files: list[Path]) -> int:
    from sync.service.steps.interview import take_in

    if arguments.by is None:
        raise stop("interviews_by", workspace.language, cycle=arguments.cycle)
    done = take_in(workspace, arguments.cycle, files, arguments.by)
    if arguments.json:
        show_json(done.document)
        return 0
    for line in (*map(str, done.findings), *done.odd):
        show(coloured(line, "warning"))
    show(say("publication.talks", workspace.language, number=done.noted))
    return tell(workspace, arguments, done.stepped)


def opinions(arguments: Namespace) -> int:
    """Take in opinion forms, or show what people think."""
    workspace, files = workspace_of(arguments), [Path(one) for one in arguments.file]
    if files:
        return _take_in_opinions(workspace, arguments, files)
    from sync.service.steps.opinions import opinions

    found = opinions(workspace, arguments.cycle)
    if arguments.json:
        show_json(found)
        return 0
    if not found["opinions"]:
        raise stop("no_opinions", workspace.language, cycle=arguments.cycle)
    columns = words("publication", workspace.language)["columns"]
    themes = words("choices", workspace.language)["theme"]
    counts = [[themes[one["theme"]], one["number"]] for one in found["themes"]]
    show_table(list(columns["themes"].values()), counts)
    keys = ("title", "opinion", "proposal", "name")
    rows = [[themes[one["theme"]], *(one[key] or "" for key in keys)] for one in found["opinions"]]
    show_table(list(columns["opinions"].values()), rows)
    return 0


def _take_in_opinions(workspace: Workspace, arguments: Namespace, files: list[Path]) -> int:
    from sync.service.steps.opinion import take_in

    if arguments.by is None:
        raise stop("opinions_by", workspace.language, cycle=arguments.cycle)
    done = take_in(workspace, arguments.cycle, files, arguments.by)
    if arguments.json:
        show_json(done.document)
        return 0
    for line in done.odd:
        show(coloured(line, "warning"))
    values = {"number": done.noted, "anonymous": done.anonymous}
    show(say("publication.opinions", workspace.language, **values))
    if done.signed:
        told = say("publication.authored", workspace.language, number=done.signed)
        show(coloured(told, "warning"))
    return 0
