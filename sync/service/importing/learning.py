"""What a file's words stand for under the scheme and the people of today, learnt once, at its import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from addin.scoring.methods import METHODS
from addin.scoring.scheme import Roster, Scheme
from sync.archive.importing import Kind
from sync.reading.rows import Record
from sync.service.importing.meanings import Known, meanings, old_meanings
from sync.service.importing.rereading import EVERYWHERE, SCIENTIFIC, YES_NO, HowRead, Meanings, Reader, Texts

Words = dict[str, None]
"""Words once each, in the order met."""


class Company(NamedTuple):
    """The rules and the people that words are looked up in."""

    scheme: Scheme
    roster: Roster


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


def learn_actuals(
    records: Sequence[Record],
    columns: Mapping[str, tuple[str, ...]],
    cycle: str,
    cycles: Iterable[str],
    company_of: Callable[[str], Company],
) -> HowRead:
    """Learn how a file of measured values is to be read, each cycle under its own rules and people.

    cycle: the one cycle that is wanted, "" for whichever the rows name; cycles: all there are.
    """
    bare = HowRead(dict(columns), cycle)
    texts = [Reader(bare).texts(record) for record in records]
    named = {one.get("cycle", "") or cycle: None for one in texts}
    every = meanings([name for name in named if name], Known(cycles))
    meant: Meanings = {EVERYWHERE: {"cycle": every}} if every else {}
    for one in {every.get(name, name): None for name in named}:
        if one and cycle in ("", one):
            of = [text for text in texts if every.get(name := text.get("cycle", "") or cycle, name) == one]
            meant[one] = _of_cycle(of, company_of(one))
    return HowRead(dict(columns), cycle, meant)


def _of_cycle(texts: Iterable[Texts], company: Company) -> dict[str, dict[str, str]]:
    """Return what words stand for under the rules of a cycle, and the units of its indicators."""
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
    wanted = {found["indicator"].get(word, word) for word in words["indicator"]} - {""}
    return {name: one for name, one in found.items() if one} | {"unit": _units(sorted(wanted), scheme)}


def _units(indicators: Iterable[str], scheme: Scheme) -> dict[str, str]:
    """Return the unit of each indicator; one that any template answers by yes or no has none."""
    answered = {
        line.indicator
        for lines in scheme.templates.values()
        for line in lines
        if line.method in METHODS and METHODS[line.method].value == YES_NO
    }
    return {one: YES_NO if one in answered else scheme.indicators[one].unit for one in indicators}
