"""The commands by which people let forms go on: review, approve, exempt, extend; and the way of one form."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from addin.texts import listed, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import workspace_of
from sync.settings import stop

if TYPE_CHECKING:
    from sync.service.steps.choosing import Choice, Left, Stepped
    from sync.settings import Workspace

NAMES = 10
"""So many forms are named where they go, or stay, for the same reason."""


def review(arguments: Namespace) -> int:
    """Let checked forms pass HR's review, or send forms back to the department."""
    from sync.service.steps.review import review, send_back

    workspace = workspace_of(arguments)
    choice, by, reason = choice_of(arguments), arguments.by, arguments.reason or ""
    if arguments.back:
        _with_reason(arguments, workspace.language, "review --return")
        return tell(workspace, arguments, send_back(workspace, arguments.cycle, choice, by, reason))
    return tell(workspace, arguments, review(workspace, arguments.cycle, choice, by, reason))


def approve(arguments: Namespace) -> int:
    """Approve results, or take decisions back before they are published."""
    from sync.service.steps.approve import approve, take_back

    workspace = workspace_of(arguments)
    choice, by = choice_of(arguments), arguments.by
    if arguments.back:
        _with_reason(arguments, workspace.language, "approve --take-back")
        done = take_back(workspace, arguments.cycle, choice, by, arguments.reason)
        return tell(workspace, arguments, done)
    return tell(workspace, arguments, approve(workspace, arguments.cycle, choice, by))


def exempt(arguments: Namespace) -> int:
    """Let people take no part any more, or take part again."""
    from sync.service.steps.exempt import exempt, include

    workspace = workspace_of(arguments)
    verb = include if arguments.back else exempt
    people = tuple(arguments.employee)
    done = verb(workspace, arguments.cycle, people, arguments.by, arguments.reason)
    return tell(workspace, arguments, done)


def extend(arguments: Namespace) -> int:
    """Let a step end later."""
    from sync.service.steps.extend import extend

    workspace = workspace_of(arguments)
    done = extend(
        workspace,
        arguments.cycle,
        arguments.step,
        arguments.until,
        tuple(arguments.department),
        arguments.by,
        arguments.reason,
    )
    if arguments.json:
        show_json(done)
        return 0
    key = "extended_for" if arguments.department else "extended"
    names = listed(done["titles"], workspace.language)
    step = say(f"choices.window.{arguments.step}", workspace.language)
    told = say(f"service.steps.{key}", workspace.language, step=step, until=arguments.until, names=names)
    show(coloured(told, "good"))
    return 0


def steps(arguments: Namespace) -> int:
    """Show the way of one form so far."""
    from sync.service.steps.journey import journey

    workspace = workspace_of(arguments)
    found = journey(workspace, arguments.cycle, arguments.employee)
    if arguments.json:
        show_json({"cycle": arguments.cycle, "employee": arguments.employee, "states": found})
        return 0
    titles = words("service", workspace.language)["columns"]["steps"]
    states = words("choices", workspace.language)["state"]
    show_table(list(titles.values()), [[states[row["state"]], *_rest(row)] for row in found])
    return 0


def _rest(row: dict[str, str | None]) -> list[str]:
    return [row[key] or "" for key in ("at", "by", "workbook", "why")]


def choice_of(arguments: Namespace) -> Choice:
    """Return which forms a step is about."""
    from sync.service.steps.choosing import Choice

    return Choice(tuple(arguments.department), tuple(arguments.employee), tuple(arguments.without))


def tell(workspace: Workspace, arguments: Namespace, done: Stepped) -> int:
    """Say what a step came to: the forms that moved, together where they went the same way, and the rest."""
    language = workspace.language
    if arguments.json:
        show_json(done.document)
        return 0
    ways: dict[tuple[str, str], list[str]] = {}
    for one in done.moves:
        ways.setdefault((one.was, one.state), []).append(one.subject)
    moved = [(*way, len(subjects), subjects) for way, subjects in ways.items()]
    tell_ways(language, moved, done.left)
    waits: dict[str, list[str]] = {}
    for one in done.moves:
        if one.state == "under_review":
            waits.setdefault(one.reason, []).append(one.subject)
    for reason, subjects in waits.items():
        show(say("service.steps.waits", language, names=_few(subjects, language), reason=reason))
    return 0


def tell_ways(
    language: str, moved: Iterable[tuple[str, str, int, Sequence[str]]], left: Iterable[Left]
) -> None:
    """Say how many forms went which way, the first of them by name, and which stay and why."""
    states = words("choices", language)["state"]
    for was, state, number, subjects in sorted(moved, key=lambda one: one[:2]):
        values = {"number": number, "was": states[was], "state": states[state]}
        show(coloured(say("service.steps.moved", language, names=_few(subjects, language), **values), "good"))
    stays = sorted(left, key=lambda one: (one.state, one.why))
    for (state, why), rest in groupby(stays, key=lambda one: (one.state, one.why)):
        subjects = [one.subject for one in rest]
        values = {"number": len(subjects), "state": states[state], "why": why}
        told = say("service.steps.left", language, names=_few(subjects, language), **values)
        show(coloured(told, "warning"))


def _few(subjects: Sequence[str], language: str) -> str:
    return listed(subjects[:NAMES], language) + (" …" if len(subjects) > NAMES else "")


def _with_reason(arguments: Namespace, language: str, command: str) -> None:
    """Refuse to take a decision back, or to send a form back, without saying why."""
    if not arguments.reason:
        raise stop("reason_missing", language, command=command)
