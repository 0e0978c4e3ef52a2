"""The commands of appeals: file, accept or refuse, investigate, decide, review, withdraw, and who is next."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.texts import say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import workspace_of
from sync.settings import stop

if TYPE_CHECKING:
    from sync.service.appealing.acting import Acted
    from sync.settings import Workspace


def file(arguments: Namespace) -> int:
    """File an appeal, from words or from a form that was given back."""
    from sync.service.appealing.filing import Claim, file_appeal, file_form

    workspace, cycle, kind = workspace_of(arguments), arguments.cycle, arguments.kind
    if arguments.source is not None:
        if arguments.employee or arguments.grounds or arguments.by is None:
            raise stop("appeal_from", workspace.language, cycle=cycle)
        done, missing = file_form(workspace, cycle, Path(arguments.source), kind, arguments.by)
        return _tell(workspace, arguments, done, missing)
    if arguments.employee is None or arguments.grounds is None:
        raise stop("appeal_what", workspace.language, cycle=cycle)
    claim = Claim(arguments.employee, arguments.grounds, kind, arguments.indicator, arguments.by)
    return _tell(workspace, arguments, file_appeal(workspace, cycle, claim))


def accept(arguments: Namespace) -> int:
    """Accept an appeal."""
    from sync.service.appealing.acting import accept

    workspace = workspace_of(arguments)
    done = accept(workspace, arguments.appeal, arguments.by, arguments.reason)
    return _tell(workspace, arguments, done)


def refuse(arguments: Namespace) -> int:
    """Refuse an appeal."""
    from sync.service.appealing.acting import refuse

    workspace = workspace_of(arguments)
    done = refuse(workspace, arguments.appeal, arguments.by, arguments.reason)
    return _tell(workspace, arguments, done)


def investigate(arguments: Namespace) -> int:
    """Note what was found out."""
    from sync.service.appealing.acting import investigate

    workspace = workspace_of(arguments)
    done = investigate(workspace, arguments.appeal, arguments.by, arguments.evidence)
    return _tell(workspace, arguments, done)


def withdraw(arguments: Namespace) -> int:
    """Take an appeal back."""
    from sync.service.appealing.acting import withdraw

    workspace = workspace_of(arguments)
    done = withdraw(workspace, arguments.appeal, arguments.by, arguments.reason)
    return _tell(workspace, arguments, done)


def review(arguments: Namespace) -> int:
    """Ask for a second review."""
    from sync.service.appealing.acting import review

    workspace = workspace_of(arguments)
    done = review(workspace, arguments.appeal, arguments.by, arguments.grounds)
    return _tell(workspace, arguments, done)


def decide(arguments: Namespace) -> int:
    """Decide an appeal."""
    from sync.service.appealing.decide import Verdict, decide

    workspace = workspace_of(arguments)
    pairs = tuple(arguments.rating), tuple(arguments.actual)
    verdict = Verdict(arguments.outcome, *pairs, arguments.score, arguments.grade)
    done = decide(workspace, arguments.appeal, verdict, arguments.by, arguments.reason)
    return _tell(workspace, arguments, done)


def appeals(arguments: Namespace) -> int:
    """List the appeals of a cycle, or write the committee's workbook for them."""
    from sync.service.appealing.listing import appeals_of_cycle

    workspace = workspace_of(arguments)
    if arguments.to is not None:
        return _write(workspace, arguments)
    found = appeals_of_cycle(workspace, arguments.cycle)
    if arguments.json:
        show_json(found)
        return 0
    if not found["appeals"]:
        show(say("appeals.none", workspace.language, cycle=arguments.cycle))
        return 0
    titles = words("appeals", workspace.language)["columns"]
    show_table(list(titles.values()), [_row(one, workspace.language) for one in found["appeals"]])
    return 0


def show_one(arguments: Namespace) -> int:
    """Show one appeal with everything that was done in it."""
    from sync.service.appealing.listing import show_appeal

    workspace = workspace_of(arguments)
    found = show_appeal(workspace, arguments.appeal)
    if arguments.json:
        show_json(found)
        return 0
    language = workspace.language
    show(_line(found, language))
    states = words("choices", language)["appeal_state"]
    titles = words("appeals", language)["history"]
    rows = [[one["on"], states[one["state"]], one["by"], _said(one, language)] for one in found["history"]]
    show_table(list(titles.values()), rows)
    return 0


def _write(workspace: Workspace, arguments: Namespace) -> int:
    from sync.service.appealing.committee import write_committee

    written, number = write_committee(workspace, arguments.cycle, Path(arguments.to))
    if arguments.json:
        show_json({"cycle": arguments.cycle, "file": str(written), "appeals": number})
        return 0
    show(say("appeals.written", workspace.language, number=number, file=written))
    return 0


def _tell(workspace: Workspace, arguments: Namespace, done: Acted, missing: tuple[str, ...] = ()) -> int:
    """Say where an appeal stands after something was done, and what it changed."""
    from sync.service.appealing.listing import show_appeal

    found, language = show_appeal(workspace, done.appeal.id), workspace.language
    if arguments.json:
        show_json({**found, "moved": done.stepped.document["moved"], "notes": list(missing)})
        return 0
    for line in missing:
        show(coloured(line, "warning"))
    show(coloured(_line(found, language), "good"))
    for line in _effect(found["history"][-1], language):
        show(line)
    return 0


def _line(found: dict[str, Any], language: str) -> str:
    values = {"number": found["appeal"], "name": found["name"], "state": _state(found, language)}
    told = say("appeals.stands", language, cycle=found["cycle"], **values)
    if not found["next"]:
        return told
    who = say(f"appeals.who.{found['next']}", language)
    return say("appeals.next", language, told=told, who=who, date=found["due"])


def _effect(act: dict[str, Any], language: str) -> list[str]:
    """Say what a decision changed: values, the result, what is to be paid, and others' places."""
    if not act.get("outcome") or act["before"] == act["after"]:
        return []
    shown = {
        f"{key}_{when}": "–" if act[when] is None or act[when][key] is None else act[when][key]
        for when in ("before", "after")
        for key in ("score", "grade", "coefficient")
    }
    found = [*act["changed"], say("appeals.result", language, **shown)]
    if act["pay_difference"] is not None:
        found.append(say("appeals.pay", language))
    if act["ranks_moved"]:
        found.append(say("appeals.ranks", language, number=act["ranks_moved"]))
    return found


def _said(act: dict[str, Any], language: str) -> str:
    if not act.get("outcome"):
        return str(act["text"])
    outcome = say(f"choices.appeal_outcome.{act['outcome']}", language)
    return " ".join(
        (say("appeals.decided", language, outcome=outcome, reason=act["text"]), *_effect(act, language))
    )


def _row(one: dict[str, Any], language: str) -> list[str]:
    late = say("appeals.late", language) if one["late"] else ""
    who = say(f"appeals.who.{one['next']}", language) if one["next"] else ""
    kind = say(f"choices.appeal_kind.{one['kind']}", language)
    days = " ".join(filter(None, (one["due"], late)))
    return [one["appeal"], one["title"] or "", one["name"], kind, _state(one, language), days, who]


def _state(one: dict[str, Any], language: str) -> str:
    state = say(f"choices.appeal_state.{one['state']}", language)
    twice = one["second_review"] and one["state"] != "reviewing"
    return say("appeals.second", language, state=state) if twice else state
