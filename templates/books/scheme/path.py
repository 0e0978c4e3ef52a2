"""The six steps of the Start sheet: when each is done, by formula and by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from addin.texts import phrase, say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.entering import count
from templates.books.scheme.layout import span
from templates.books.scheme.marks import unbalanced, wrong_lines
from templates.phrases import joined
from templates.references import quoted
from templates.tables import TABLES


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its texts and sheet; as expressions with values, whether it is done, how it stands."""

    key: str
    sheet: str
    done: str
    is_done: bool
    now: str
    is_now: str


def steps(content: SchemeContent, language: str) -> tuple[Step, ...]:
    """Return the first five steps; the sixth is open as soon as these are done."""
    path = (_company, _people, _templates, _weights, _month)
    return tuple(step(content, language) for step in path)


def column(table: str, key: str, content: SchemeContent, language: str) -> str:
    """Return the prepared cells of a column."""
    return span(table, key, language, count(table, content))


def _company(content: SchemeContent, language: str) -> Step:
    setting = f"{quoted(TABLES['settings'].title(language))}!"
    found = f'INDEX({setting}$B:$B,MATCH("company",{setting}$D:$D,0))'
    name = content.scheme.settings.company
    return Step("company", "settings", f"LEN(TRIM({found}))>0", bool(name), f'{found}&""', name)


def _people(content: SchemeContent, language: str) -> Step:
    found, number = f"COUNTA({column('people', 'employee', content, language)})", len(content.roster)
    return _counted("people", "people", f"{found}>0", number > 0, found, number, language)


def _templates(content: SchemeContent, language: str) -> Step:
    posts = column("positions", "position", content, language)
    chosen = column("positions", "template", content, language)
    known = column("templates", "template", content, language)
    bare = f'SUMPRODUCT(({posts}<>"")*(COUNTIF({known},{chosen})=0))'
    scheme = content.scheme
    number = sum(post.template not in scheme.templates for post in scheme.positions.values())
    done = f"AND(COUNTA({posts})>0,{bare}=0)"
    return _counted(
        "templates", "positions", done, bool(scheme.positions) and not number, bare, number, language
    )


def _weights(content: SchemeContent, language: str) -> Step:
    lines = column("templates", "template", content, language)
    wrong = wrong_lines(lines, *(column("templates", key, content, language) for key in ("weight", "within")))
    number, any_lines = unbalanced(content.scheme), bool(content.scheme.templates)
    done = f"AND(COUNTA({lines})>0,{wrong}=0)"
    return _counted("weights", "templates", done, any_lines and not number, wrong, number, language)


def _month(content: SchemeContent, language: str) -> Step:
    cycles = column("cycles", "cycle", content, language)
    starts, ends = (column("cycles", key, content, language) for key in ("starts", "ends"))
    turned = f'SUMPRODUCT(({cycles}<>"")*({ends}<={starts}))'
    listed = content.scheme.cycles.values()
    is_done = bool(listed) and all(cycle.starts < cycle.ends for cycle in listed)
    found = f"COUNTA({cycles})"
    return _counted("month", "cycles", f"AND({found}>0,{turned}=0)", is_done, found, len(listed), language)


def _counted(
    key: str, sheet: str, done: str, is_done: bool, number: str, is_number: int, language: str
) -> Step:
    """Return a step whose standing is told by a number in a sentence."""
    text = f"scheme.start.{key}_now"
    now = joined(phrase(text, language), n=number)
    return Step(key, sheet, done, is_done, now, say(text, language, n=is_number))


def next_step(path: Sequence[Step], still_open: int, language: str) -> str:
    """Say which step is the next one; after all five, what is still open comes before the trial."""
    for number, step in enumerate(path, start=1):
        if not step.is_done:
            return say("scheme.start.next", language, step=numbered(number, step.key, language))
    return say(f"scheme.start.{'next_open' if still_open else 'next_trial'}", language)


def numbered(number: int, key: str, language: str) -> str:
    """Return the title of a step with its number."""
    return f"{number}  {say(f'scheme.start.{key}', language)}"
