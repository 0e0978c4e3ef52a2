"""Department workbooks with macros: a manager's three commands go into a copy, and out of what comes back."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from templates.patch import Package, open_package
from templates.patch.markup import TAG, attribute, with_attribute
from templates.patch.package import TYPES

SUFFIX = ".xlsm"
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


def drop_macros(package: Package) -> None:
    """Take the macros out of an open package, so that nobody's compiled code is sent on."""
    workbook = package.workbook()
    parts = [one.target for one in package.relations(workbook) if one.kind == KIND]
    if not parts:
        return
    package.unrelate(workbook, KIND)
    for part in parts:
        package.remove(part)
    package.replace(TYPES, package.text(TYPES).replace(WITH_MACROS, PLAIN).encode())
    without = _PROPERTIES.sub(_without_code_name, package.text(workbook), count=1)
    package.replace(workbook, without.encode())


def _without_code_name(found: re.Match[str]) -> str:
    known = attribute(found[1], "codeName")
    tag = found[1] if known is None else with_attribute(found[1], "codeName", None)
    return f"<workbookPr{tag}{found[2]}>"
