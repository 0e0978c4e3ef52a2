"""The words of notices: those of the scheme's Notice texts, else the starter's, filled in for one reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from addin.scoring.processes import NoticeText
from addin.scoring.scheme import Scheme
from addin.texts import LANGUAGES, say
from sync.process.notice_facts import Notice
from templates.books.scheme.starter import read
from templates.tables.scheme import NOTICE_TEXTS

PLACE = re.compile(r"\{([^{}]*)\}")
LISTED = 30
"""So many departments are listed for HR; the page of progress has them all."""

Texts = Mapping[tuple[str, str], NoticeText]


class Worded(NamedTuple):
    """What a notice says: one line, and the text below it."""

    subject: str
    text: str


def texts_of(scheme: Scheme) -> Texts:
    """Return the words of every notice in every language; what the scheme does not say, the starter does."""
    on = NOTICE_TEXTS.key in scheme.settings.modules
    own = {(one.notice, one.language): one for one in scheme.notice_texts} if on else {}
    return {**_starter(), **own}


@cache
def _starter() -> Texts:
    return {
        (notice, language): NoticeText(notice, language, **words)
        for language in LANGUAGES
        for notice, words in read(language)["notices"].items()
    }


def worded(notice: Notice, texts: Texts, company: str, *, both: bool = False) -> Worded:
    """Put a notice into its reader's language, or (both) into both, the reader's first."""
    others = [one for one in LANGUAGES if one != notice.language] if both else []
    found = [_in(notice, texts, company, language) for language in (notice.language, *others)]
    return Worded(" / ".join(one.subject for one in found), "\n\n—\n\n".join(one.text for one in found))


def _in(notice: Notice, texts: Texts, company: str, language: str) -> Worded:
    words = texts[notice.kind, language]
    places = {name: _told(name, value, language) for name, value in notice.values.items()}
    if "waiting" in places:
        places["departments"] = _departments(notice.values, language)
    subject = " ".join(_filled(words.subject, places).split())
    key = "signature" if company else "signature_alone"
    signature = say(f"notices.{key}", language).format(company=company)
    return Worded(subject, f"{_filled(words.text, places).strip()}\n\n{signature}")


def _filled(text: str, places: Mapping[str, str]) -> str:
    """Fill in what is known; other words in braces stay, and the scheme check names them."""
    return PLACE.sub(lambda found: places.get(found[1], found[0]), text)


def _told(name: str, value: Any, language: str) -> str:
    """Write a value as people read it."""
    write = WRITTEN.get(name)
    if write is not None:
        return write(value, language)
    return value.isoformat() if isinstance(value, date) else str(value)


def _next(value: tuple[str, date, str], language: str) -> str:
    """Say which step comes next and until when, that it is late, or that all days have passed."""
    step, last, how = value
    values = {"step": say(f"notices.step.{step}", language), "date": last.isoformat()}
    return say(f"notices.digest.{how}", language, **values)


def _points(points: Sequence[str], language: str) -> str:
    """List the first points to mend, each on a line of its own; nothing where there are none."""
    lines = [say("notices.digest.point", language, point=point) for point in points]
    return _block([say("notices.digest.points", language), *lines]) if lines else _between(language)


def _departments(values: Mapping[str, Any], language: str) -> str:
    """List the departments that are not done, then the small workbooks, decisions and talks that wait."""
    waiting = values["waiting"]
    lines = [_department(one, language) for one in waiting[:LISTED]]
    if len(waiting) > LISTED:
        lines.append(say("notices.digest.more", language, n=len(waiting) - LISTED))
    for edition, issued, received in values["small"]:
        what = say(f"notices.what.{edition}", language)
        lines.append(say("notices.digest.small", language, what=what, issued=issued, received=received))
    for key in ("held", "talks"):
        if values[key]:
            lines.append(say(f"notices.digest.{key}", language, n=values[key]))
    return _block(lines) if lines else _between(language)


def _department(one: tuple[str, int, int, int, bool], language: str) -> str:
    title, forms, open_, returned, late = one
    counts = {"p": forms, "open": open_, "returned": returned, "checked": forms - open_ - returned}
    return say(f"notices.digest.department{'_late' * late}", language, title=title, **counts)


def _block(lines: Iterable[str]) -> str:
    return "\n\n" + "\n".join(lines) + "\n\n"


def _between(language: str) -> str:
    """Return what stands between two sentences."""
    return "" if language == "zh" else " "


WRITTEN: Mapping[str, Callable[[Any, str], str]] = {
    "step": lambda step, language: say(f"notices.step.{step}", language),
    "what": lambda edition, language: say(f"notices.what.{edition}", language),
    "next": _next,
    "points": _points,
}
"""How the values are written that are no plain words."""
