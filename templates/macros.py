"""Department workbooks with macros: a manager's commands go into a copy, and anew into what goes back."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from templates.patch import open_package
from templates.patch.markup import TAG, with_attribute
from templates.patch.package import TYPES

SUFFIX, USUAL = ".xlsm", ".xlsx"
PART, KIND = "xl/vbaProject.bin", "vbaProject"
PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
RELATIONS = "http://schemas.microsoft.com/office/2006/relationships"
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
CODE_NAME = "ThisWorkbook"
"""What the project calls the workbook; it has no modules for sheets, which Excel adds by itself."""

_PROPERTIES = re.compile(rf"<workbookPr\b({TAG})(/?)>")


@cache
def projects() -> tuple[bytes, ...]:
    """Return the projects that were ever issued, the newest last: what was issued once stays welcome."""
    folder = files("macros").joinpath("vba")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".bin"))
    return tuple(folder.joinpath(name).read_bytes() for name in names)


def with_macros(data: bytes) -> bytes:
    """Return a workbook with the macros issued today; its cells and its stamp stay as they are."""
    package = open_package(data)
    workbook = package.workbook()
    package.add(PART, projects()[-1], PROJECT_TYPE)
    package.relate(workbook, KIND, PART, RELATIONS)
    package.replace(TYPES, package.text(TYPES).replace(PLAIN, WITH_MACROS).encode())
    named = _PROPERTIES.sub(_with_code_name, package.text(workbook), count=1)
    package.replace(workbook, named.encode())
    return package.save()


def _with_code_name(found: re.Match[str]) -> str:
    return f"<workbookPr{with_attribute(found[1], 'codeName', CODE_NAME)}{found[2]}>"


def renewed(data: bytes) -> tuple[bytes, str]:
    """Return a workbook that goes back, and how its file is to end: with macros only where it came with them.

    The project is the one issued today: what Excel has compiled, which nobody can look into, is not sent on.
    """
    if KIND.lower().encode() not in data.lower():
        return data, USUAL
    package = open_package(data)
    related = package.relations(package.workbook())
    parts = [one.target for one in related if one.kind == KIND and one.target in package.names]
    for part in parts:
        package.replace(part, projects()[-1])
    return (package.save(), SUFFIX) if parts else (data, USUAL)
