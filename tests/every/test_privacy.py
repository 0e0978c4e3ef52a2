"""What a person receives names nobody whom they need not see: every part of every file is searched.

Who receives a file follows from where it lies and what it is called. A file of a new kind fails here until
RECEIVERS says who receives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from addin.scoring.scheme import Person, Roster
from addin.texts import LANGUAGES
from sync.reading.scheme import read_scheme
from tests.every.company import Company, handed_out
from tests.packages import packed, unpacked

Allowed = Callable[[re.Match[str], Roster], set[str]]
"""Tells from the name of a file and the people of the company whom it may name, by number."""


def everybody(_: re.Match[str], people: Roster) -> set[str]:
    """HR sees the whole company."""
    return set(people)


def rated_by_head(name: re.Match[str], people: Roster) -> set[str]:
    """A head sees those who report to them; a department's workbook goes to its head."""
    head = head_of(name["department"], people)
    return {head.id, *(person.id for person in people.values() if person.manager == head.id)}


def head_of(department: str, people: Roster) -> Person:
    """Return who leads a department of the sample company: whom its other people report to."""
    inside = [person for person in people.values() if person.department == department]
    return next(one for one in inside if one.manager not in {person.id for person in inside})


def oneself(name: re.Match[str], people: Roster) -> set[str]:
    """Who receives the own result sees nobody else."""
    return {name["employee"]} & set(people)


def nobody(_: re.Match[str], people: Roster) -> set[str]:
    """What goes to everybody names no one."""
    return set()


RECEIVERS: Mapping[str, Allowed] = {
    r"scheme\.xlsx": everybody,
    r"reports/[^/]+/master\.xlsx": everybody,
    r"reports/[^/]+/rules\.docx": nobody,
    r"reports/(?P<cycle>[^/]+)/slips/(?P=cycle)-(slip|appeal)-(?P<employee>[^/]+)\.xlsx": oneself,
    r"reports/(?P<cycle>[^/]+)/slips/(?P=cycle)-opinion\.xlsx": nobody,
    r"(outbox|returned)/(?P<cycle>[^/]+)/(?P=cycle)-(?P<department>[a-z]+)\.xlsx": rated_by_head,
}
"""Who receives which file: a pattern of its path in the workspace, and whom it may name."""


def text_of(data: bytes) -> str:
    """Return everything that stands in a file: each part decoded, a zip within it too, and its names."""
    if data[:2] != b"PK":
        return unescape(data.decode("utf-8", "replace"))
    with ZipFile(BytesIO(data)) as archive:
        return "\n".join(f"{one.filename}\n{text_of(archive.read(one))}" for one in archive.infolist())


def named(data: bytes, people: Roster) -> set[str]:
    """Return the numbers of those people whom a file names, by number or by name, anywhere in it."""
    text = text_of(data)
    words = set(re.findall(r"[0-9A-Za-z]+", text))
    return {person.id for person in people.values() if person.id in words or person.name in text}


def allowed(path: str, people: Roster) -> set[str]:
    """Return whom a file may name. Raises AssertionError where nobody said who receives it."""
    for pattern, of in RECEIVERS.items():
        if match := re.fullmatch(pattern, path):
            return of(match, people)
    raise AssertionError(f"say in RECEIVERS who receives {path}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_names_whom_its_receiver_need_not_see(company: Company, language: str) -> None:
    """Every file of the company names only those people that its receiver has to do with."""
    folder = company(language)
    people = read_scheme((folder / "scheme.xlsx").read_bytes()).roster
    told = {}
    for file in handed_out(folder):
        path = file.relative_to(folder).as_posix()
        told[path] = named(file.read_bytes(), people) - allowed(path, people)
    assert not any(told.values()), told


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_looks_finds_a_name_wherever_it_hides(company: Company, language: str) -> None:
    """A name or a number in any part of a file is found: in a text, an attribute, a comment, a property."""
    folder = company(language)
    people = read_scheme((folder / "scheme.xlsx").read_bytes()).roster
    file: Path = next((folder / "outbox").rglob("*-sales.xlsx"))
    parts = unpacked(file.read_bytes())
    other = next(person for person in people.values() if person.department == "rnd")
    for hidden in (other.name, other.id):
        for part in list(parts)[::4]:
            changed = {**parts, part: parts[part] + f"<!-- {hidden} -->".encode()}
            assert other.id in named(packed(changed), people)
