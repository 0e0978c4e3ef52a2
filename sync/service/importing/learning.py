"""What a file's words stand for under the scheme and the people of today, learnt once, at its import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from addin.scoring.functions import FUNCTIONS
from addin.scoring.goals import department_of
from addin.scoring.methods import METHODS
from addin.scoring.raters.functions.combining import GROUPS
from addin.scoring.scheme import Line, Roster, Scheme
from sync.archive.importing import Kind
from sync.reading.rows import Record
from sync.service.applying.typed import choices_by_word
from sync.service.importing.meanings import Known, meanings, old_meanings
from sync.service.importing.rereading import (
    EVERYWHERE,
    HALF,
    SCIENTIFIC,
    YES_NO,
    HowRead,
    Meanings,
    Reader,
    Texts,
)
from templates.books.department.demands import half_steps, scale

Words = dict[str, None]
"""Words once each, in the order met."""


class Company(NamedTuple):
    """The rules and the people that words are looked up in."""

    scheme: Scheme
    roster: Roster

    def lines_of(self, subject: str, cycle: str) -> tuple[Line, ...]:
        """Return the lines by which a person or a department is appraised in a cycle; none who is unknown."""
        kind, department = self.scheme.cycles[cycle].kind, department_of(subject)
        if department is not None:
            return self.scheme.lines_of_department(department, kind)
        person = self.roster.get(subject)
        if person is None or person.position not in self.scheme.positions:
            return ()
        return self.scheme.lines_of(person.position, kind)


def learn_past(
    kind: Kind, records: Iterable[Record], columns: Mapping[str, tuple[str, ...]], company: Company
) -> HowRead:
    """Learn how a file of past results or of posts is to be read.

    A number or name that is not known today stays as it is: it belongs to the past.
    """
    scheme = company.scheme
    known = {"employee": Known(company.roster)}
    if kind == "posts":
        known |= {
            "department": Known(scheme.departments, scheme.departments),
            "position": Known(scheme.positions, scheme.positions),
        }
    words = _words(records, HowRead(columns=dict(columns)), ("manager",), tuple(known))
    found = {name: old_meanings(words[name], known[name]) for name in known}
    found["employee"] |= {word: "" for word in words["employee"] if _rounded(word, known["employee"])}
    meant = {name: one for name, one in found.items() if one}
    return HowRead(dict(columns), meant={EVERYWHERE: meant} if meant else {})


def _rounded(word: str, known: Known) -> bool:
    """Tell whether a number lost its digits in a spreadsheet, so that nobody knows whose it is."""
    return bool(SCIENTIFIC.fullmatch(word)) and known.meaning(word) is None


def _words(
    records: Iterable[Record], how: HowRead, people: Sequence[str], names: Sequence[str]
) -> dict[str, Words]:
    """Return the words of each field; managers are people too."""
    reader = Reader(how)
    found: dict[str, Words] = {name: {} for name in names}
    for record in records:
        texts = reader.texts(record)
        for name in names:
            found[name][texts.get(name, "")] = None
        found["employee"] |= dict.fromkeys(texts.get(name, "") for name in people)
    return {name: {word: None for word in words if word} for name, words in found.items()}


def learn_by_cycle(
    kind: Kind,
    records: Sequence[Record],
    columns: Mapping[str, tuple[str, ...]],
    cycle: str,
    cycles: Iterable[str],
    company_of: Callable[[str], Company],
) -> HowRead:
    """Learn how a file of values or of ratings is to be read, each cycle under its own rules and people.

    cycle: the one cycle that is wanted, "" for whichever the rows name; cycles: all there are.
    """
    bare = HowRead(dict(columns), cycle)
    texts = [Reader(bare).texts(record) for record in records]
    named = {one.get("cycle", "") or cycle: None for one in texts}
    every = meanings([name for name in named if name], Known(cycles))
    everywhere = _told({"cycle": every, "relation": _relations(texts) if kind == "ratings" else {}})
    meant: Meanings = {EVERYWHERE: everywhere} if everywhere else {}
    for one in {every.get(name, name): None for name in named}:
        if one and cycle in ("", one):
            of = [text for text in texts if every.get(name := text.get("cycle", "") or cycle, name) == one]
            meant[one] = _of_cycle(kind, one, of, company_of(one))
    return HowRead(dict(columns), cycle, meant)


def _told(found: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the fields of which some words do not stand for themselves."""
    return {name: one for name, one in found.items() if one}


def _relations(texts: Iterable[Texts]) -> dict[str, str]:
    """Return which group of raters each word for a relation stands for, in any language; "" for none."""
    known = choices_by_word(FUNCTIONS["raters"], "group", GROUPS)
    words = dict.fromkeys(text["relation"] for text in texts if text.get("relation"))
    return {word: meant for word in words if (meant := known.get(word.casefold(), "")) != word}


def _of_cycle(kind: Kind, cycle: str, texts: Sequence[Texts], company: Company) -> dict[str, dict[str, str]]:
    """Return what words stand for under the rules of a cycle, and the units or scales of its indicators."""
    scheme = company.scheme
    known = {
        "employee": Known(company.roster),
        "department": Known(scheme.departments, scheme.departments),
        "indicator": Known(scheme.indicators, scheme.indicators),
    }
    words: dict[str, Words] = {name: {} for name in known}
    for one in texts:
        for name in known:
            words[name] |= {one[name]: None} if one.get(name) else {}
    found = {name: meanings(words[name], known[name]) for name in known}
    wanted = sorted({found["indicator"].get(word, word) for word in words["indicator"]} - {""})
    if kind == "actuals":
        return _told(found) | {"unit": _units(wanted, scheme)}
    people, indicators = found["employee"], found["indicator"]
    raters = old_meanings(dict.fromkeys(one["rater"] for one in texts), known["employee"])
    pairs = {
        (people.get(one["employee"], one["employee"]), indicators.get(one["indicator"], one["indicator"]))
        for one in texts
    }
    more = {"rater": raters, "scale": _scales(wanted, sorted(pairs), company, cycle)}
    return _told(found | more)


def _units(indicators: Iterable[str], scheme: Scheme) -> dict[str, str]:
    """Return the unit of each indicator; one that any template answers by yes or no has none."""
    answered = {
        line.indicator
        for lines in scheme.templates.values()
        for line in lines
        if line.method in METHODS and METHODS[line.method].value == YES_NO
    }
    return {one: YES_NO if one in answered else scheme.indicators[one].unit for one in indicators}


def _scales(
    indicators: Iterable[str], pairs: Iterable[tuple[str, str]], company: Company, cycle: str
) -> dict[str, str]:
    """Return the scale of each indicator, and that of a person's own line where it is another one."""
    found = dict.fromkeys(indicators, _scale(Line("", "", 0.0, "rating")))
    lines = [line for lines in company.scheme.templates.values() for line in lines if line.judged]
    found |= {line.indicator: _scale(line) for line in reversed(lines) if line.indicator in found}
    own = {
        f"{subject} {line.indicator}": _scale(line)
        for subject, indicator in pairs
        for line in company.lines_of(subject, cycle)
        if line.judged and line.indicator == indicator
    }
    return found | {pair: one for pair, one in own.items() if one != found[pair.rpartition(" ")[2]]}


def _scale(line: Line) -> str:
    """Return the highest rating of a line, and whether it takes half steps."""
    return f"{scale(line)} {HALF}" if half_steps(line) else str(scale(line))
