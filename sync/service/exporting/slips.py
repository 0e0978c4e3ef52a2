"""`export slips`: for each person with a result a slip and an appeal form, for the cycle an opinion form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from addin.scoring.calendar import due_dates, opinions_due
from sync.archive.rows import FormRecord, department_of
from sync.archive.store import Archive
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.excused import EXEMPT, forms_of
from sync.service.exporting.explained import Material, content_of, material_of
from sync.service.exporting.printing import office, print_all
from sync.service.opening import Watch, unwatched, write_whole
from sync.settings import Workspace
from sync.states import UNCOUNTED
from templates.books.slip import SlipContent, write_appeal, write_opinion, write_slip
from templates.stamp import LAYOUT, Stamp, sign

SLIP, APPEAL, OPINION = "slip", "appeal", "opinion"
NOBODY = "-"
"""The department of a workbook that is the same for everybody."""


@dataclass(frozen=True, slots=True)
class Slips:
    """What was written where: the slips as files, of how many people, and how many of them as PDF.

    `printed` is None where there is no LibreOffice. `older` are slips and forms of an earlier export whose
    result does not stand any more.
    """

    folder: Path
    people: int
    files: tuple[Path, ...]
    printed: int | None
    older: tuple[Path, ...]


def slips(
    workspace: Workspace, cycle: str, folder: Path, watch: Watch = unwatched, *, pdf: bool = True
) -> Slips:
    """Write slips and forms of a cycle into a folder; who has no result yet receives none.

    pdf: the slips as PDF, too, where LibreOffice is.
    Raises CannotGoOn where the cycle was not issued, or a file cannot be written.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        forms = [one for one in forms_of(archive, rules) if not department_of(one.employee)]
        forms = [one for one in forms if one.state != EXEMPT]
        material = material_of(archive, rules)
        ready = [form for form in forms if has_result(form, material)]
        write = partial(write_book, workspace, folder)
        write(f"{cycle}-{OPINION}", opinion_of(archive, rules))
        files = []
        for form in watch(ready, len(ready)):
            content = content_of(material, form.employee)
            for name, data in of_person(archive, rules, form, content):
                files.append(write(name, data))
    program, named = office() if pdf else None, {file.stem for file in files}
    printed = None if program is None else len(print_all(program, files[::2], watch, workspace.language))
    return Slips(folder, len(forms), tuple(files[::2]), printed, tuple(_older(folder, cycle, named)))


def has_result(form: FormRecord, material: Material) -> bool:
    """Tell whether there is a result that a slip can tell."""
    finish = material.finishes.get(form.employee)
    return form.state not in UNCOUNTED and finish is not None and finish.score is not None


def write_book(workspace: Workspace, folder: Path, name: str, data: bytes) -> Path:
    """Write a workbook into a folder and return where it is."""
    file = folder / f"{name}.xlsx"
    write_whole(file, data, workspace.language)
    return file


def of_person(
    archive: Archive, rules: Rules, form: FormRecord, content: SlipContent
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of what is told of one result: the slip first, then the appeal form."""
    for edition, write in ((SLIP, write_slip), (APPEAL, write_appeal)):
        name = f"{rules.cycle.id}-{edition}-{form.employee}"
        yield name, write(content, stamp_of(archive, rules, name, edition, form.department))


def opinion_of(archive: Archive, rules: Rules) -> bytes:
    """Return the opinion form of a cycle: the same file for everybody."""
    settings, cycle = rules.scheme.settings, rules.cycle
    stamp = stamp_of(archive, rules, f"{cycle.id}-{OPINION}", OPINION, NOBODY)
    due, close = opinions_due(cycle, settings), due_dates(cycle, settings)["close_due"]
    return write_opinion(settings, cycle.id, due, close, archive.language, stamp)


def stamp_of(
    archive: Archive,
    rules: Rules,
    name: str,
    edition: str,
    department: str,
    columns: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Stamp:
    """Return the signed stamp of a workbook that is handed out without being issued for collecting."""
    stamp = Stamp(
        archive=archive.id,
        workbook=name,
        cycle=rules.cycle.id,
        department=department,
        edition=edition,
        language=archive.language,
        scheme=rules.pinned.scheme,
        layout=LAYOUT,
        revision=1,
        columns=columns,
    )
    return sign(stamp, archive.key)


def _older(folder: Path, cycle: str, named: set[str]) -> Iterator[Path]:
    """Yield the slips and forms in the folder that were not written now: their result stands no more."""
    for edition in (SLIP, APPEAL):
        found = sorted(folder.glob(f"{cycle}-{edition}-*"))
        yield from (file for file in found if file.suffix in (".xlsx", ".pdf") and file.stem not in named)
