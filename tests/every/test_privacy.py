"""What a person receives names nobody whom they need not see: every part of every file is searched.

Who receives a file follows from where it lies and what it is called. A file of a new kind fails here until
RECEIVERS says who receives it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from addin.scoring.scheme import Person, Roster, Scheme
from addin.texts import LANGUAGES
from sync.process.rating import code_of
from sync.reading.scheme import read_scheme
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from tests.every.company import CYCLE, Company, handed_out
from tests.libreoffice import Office, to_pdf
from tests.packages import packed, unpacked

Names = Mapping[str, str]
"""What the name of a file says: whose it is, of which department, under which code."""


@dataclass(frozen=True, slots=True)
class Known:
    """The sample company as it is: its rules, its people, and the codes of those who rate others."""

    scheme: Scheme
    people: Roster
    raters: Mapping[str, str]


def everybody(_: Names, known: Known) -> set[str]:
    """HR and the directors see the whole company."""
    return set(known.people)


def nobody(_: Names, known: Known) -> set[str]:
    """What is for all names nobody."""
    return set()


def oneself(names: Names, known: Known) -> set[str]:
    """A slip, an appeal form and a self-appraisal name the person they are for."""
    return {names["employee"]}


def rated_by_head(names: Names, known: Known) -> set[str]:
    """A head sees those who report to them; a department's workbook goes to its head."""
    head = head_of(names["department"], known.people)
    return {head.id, *(person.id for person in known.people.values() if person.manager == head.id)}


def head_of(department: str, people: Roster) -> Person:
    """Return who leads a department of the sample company: who reports to nobody else in it."""
    inside = [person for person in people.values() if person.department == department]
    return next(one for one in inside if one.manager not in {person.id for person in inside})


def rated_by_rater(names: Names, known: Known) -> set[str]:
    """A rater sees whom they rate, not their own name: the file goes from hand to hand."""
    rater = known.raters[names["code"]]
    return {one.employee for one in known.scheme.assignments if one.rater == rater}


def measured_by(names: Names, known: Known) -> set[str]:
    """A department that provides figures sees whose figures they are."""
    scheme, department = known.scheme, names["department"]
    provided = {key for key, one in scheme.indicators.items() if one.provider == department}
    templates = {
        key for key, lines in scheme.templates.items() if provided & {line.indicator for line in lines}
    }
    positions = {key for key, one in scheme.positions.items() if one.template in templates}
    return {person.id for person in known.people.values() if person.position in positions}


Allowed = Callable[[Names, Known], set[str]]
RECEIVERS: Mapping[str, Allowed] = {
    r"scheme\.xlsx": everybody,
    r"reports/CYCLE/(master\.xlsx|board\.xlsx|raters\.csv)": everybody,
    r"reports/CYCLE/rules\.docx": nobody,
    r"reports/CYCLE/slips/CYCLE-(slip|appeal)-(?P<employee>\w+)\.xlsx": oneself,
    r"reports/CYCLE/slips/CYCLE-opinion\.xlsx": nobody,
    r"(outbox|returned)/CYCLE/CYCLE-(?P<department>[a-z]+)\.xlsx": rated_by_head,
    r"outbox/NEXT/NEXT-(?P<department>[a-z]+)-goals\.xlsx": rated_by_head,
    r"outbox/CYCLE/CYCLE-self-(?P<employee>\w+)\.xlsx": oneself,
    r"outbox/CYCLE/CYCLE-rater-(?P<code>\w+)\.xlsx": rated_by_rater,
    r"outbox/CYCLE/CYCLE-data-(?P<department>\w+)\.xlsx": measured_by,
}
"""Who receives which file: a pattern of its path in the workspace, and whom it may name."""


def known_of(folder: Path) -> Known:
    """Return what is known of the sample company in a folder."""
    reading = read_scheme((folder / "scheme.xlsx").read_bytes())
    with open_to_look(open_workspace(folder)) as archive:
        key = archive.key
    raters = {code_of(one.rater, CYCLE, key): one.rater for one in reading.scheme.assignments}
    return Known(reading.scheme, reading.roster, raters)


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


def of_cycle(pattern: str) -> str:
    """Return a pattern of RECEIVERS for the cycle of the sample company."""
    return pattern.replace("CYCLE", CYCLE).replace("NEXT", r"2026-Q4")


def allowed(path: str, known: Known) -> set[str]:
    """Return whom a file may name. Raises AssertionError where nobody said who receives it."""
    for pattern, of in RECEIVERS.items():
        if match := re.fullmatch(of_cycle(pattern), path):
            return of(match.groupdict(), known)
    raise AssertionError(f"say in RECEIVERS who receives {path}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_names_whom_its_receiver_need_not_see(company: Company, language: str) -> None:
    """Every file of the company names only those people that its receiver has to do with."""
    folder = company(language)
    known, told = known_of(folder), {}
    for file in handed_out(folder):
        path = file.relative_to(folder).as_posix()
        told[path] = sorted(named(file.read_bytes(), known.people) - allowed(path, known))
    assert {path: people for path, people in told.items() if people} == {}
    met = {pattern for pattern in RECEIVERS for path in told if re.fullmatch(of_cycle(pattern), path)}
    assert met == set(RECEIVERS), "a kind of file was not handed out"


def test_who_looks_finds_a_name_wherever_it_hides(company: Company) -> None:
    """A name or a number in any part of a file is found: in a text, an attribute, a comment, a property."""
    folder = company("zh")
    known = known_of(folder)
    parts = unpacked(next((folder / "outbox").rglob("*-sales.xlsx")).read_bytes())
    other = next(person for person in known.people.values() if person.department == "rnd")
    for hidden in (other.name, other.id):
        for part in list(parts)[::4]:
            changed = {**parts, part: parts[part] + f"<!-- {hidden} -->".encode()}
            assert other.id in named(packed(changed), known.people)


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printed_slip_names_its_person_alone(
    libreoffice: Office, company: Company, tmp_path: Path, language: str
) -> None:
    """On paper, and in what a PDF file says of itself, stands whom the slip is for and nobody else."""
    folder = company(language)
    people, slips = known_of(folder).people, sorted(folder.rglob("*-slip-*.xlsx"))[::3]
    told = {file.stem: named(printed(file), people) for file in to_pdf(libreoffice, slips, tmp_path)}
    assert told == {file.stem: {file.stem.rpartition("-slip-")[2]} for file in slips}


def printed(pdf: Path) -> bytes:
    """Return the text of a PDF file, and its properties."""
    words = (["pdftotext", str(pdf), "-"], ["pdfinfo", str(pdf)])
    return b"\n".join(subprocess.run(one, capture_output=True, check=True).stdout for one in words)
