"""The command that shows the file of one person."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from addin.texts import listed, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import workspace_of
from sync.findings import shown


def person(arguments: Namespace) -> int:
    """Show a person's posts by date, results by period, and how the results went."""
    from sync.service.person import person

    workspace = workspace_of(arguments)
    document = person(workspace, arguments.employee)
    if arguments.json:
        show_json(document)
        return 0
    language = workspace.language
    _head(document["person"], language)
    _section("posts", [_post(post, language) for post in document["posts"]], language)
    _section("results", [_result(result, language) for result in document["results"]], language)
    for kind in ("past", "cycles"):
        _trend(
            kind,
            [one for one in document["results"] if ("file" in one["from"]) == (kind == "past")],
            language,
        )
    return 0


def _head(who: dict[str, Any], language: str) -> None:
    """Show who the person is, in one line each."""
    names = (who["employee"], who["name"], who["department_title"], who["position_title"])
    show(coloured("  ".join(filter(None, names)), "strong"))
    facts = {key: who[key] for key in ("manager", "hired", "in_post_since", "left_on") if who[key]}
    if facts:
        show(
            listed(
                (say(f"service.person.{key}", language, found=found) for key, found in facts.items()),
                language,
            )
        )
    if who["listed"] is False:
        show(coloured(say("service.person.not_listed", language), "warning"))
    if who["other_posts"]:
        show(say("service.person.other_posts", language, numbers=listed(who["other_posts"], language)))


def _section(kind: str, rows: Sequence[Sequence[object]], language: str) -> None:
    headings: dict[str, str] = words("service", language)["columns"][f"person_{kind}"]
    show()
    if rows:
        show_table(list(headings.values()), rows)
    else:
        show(say(f"service.person.no_{kind}", language))


def _post(post: dict[str, Any], language: str) -> list[object]:
    changed = (say(f"service.person.changed.{name}", language) for name in post["changed"])
    places = listed((_place(place, language) for place in post["from"]), language)
    mark = listed(changed, language) if post["transfer"] else None
    names = (post["department_title"], post["position_title"], post["manager"])
    return [post["starts"], post["ends"], *names, mark, places]


def _result(result: dict[str, Any], language: str) -> list[object]:
    state = words("choices", language)["state"].get(result["state"], "")
    return [result["period"], result["score"], result["grade"], state, _place(result["from"], language)]


def _place(place: dict[str, Any], language: str) -> str:
    """Say where a fact comes from: file and line, or cycle and version."""
    kind = "file" if "file" in place else "version" if place.get("version") else "cycle"
    return say(f"service.person.from.{kind}", language).format(**place)


def _trend(kind: str, results: Sequence[dict[str, Any]], language: str) -> None:
    """Show how the scores of one kind went; those of different systems are no one line."""
    from sync.service.person import trend

    scored = [one for one in results if one["score"] is not None]
    if len(scored) > 1:
        values = {"first": shown(scored[0]["score"]), "last": shown(scored[-1]["score"])}
        show()
        show(
            say(
                f"service.person.trend.{kind}",
                language,
                bars=trend([one["score"] for one in scored]),
                since=scored[0]["period"],
                until=scored[-1]["period"],
                **values,
            )
        )
