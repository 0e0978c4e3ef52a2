"""The workbook part: its sheets, their titles and ids, the names it defines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.validity.links import repeated
from tests.validity.package import WORKBOOK, M, Package, R

LONGEST_TITLE, LONGEST_NAME = 31, 255
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME = re.compile(r"[^\W\d\\.]?[\w.\\?]*|\\[\w.?]*")
LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}|R[0-9]*C[0-9]*|R[0-9]*|C[0-9]*", re.IGNORECASE)
AREAS = {
    "_xlnm.Print_Titles": re.compile(
        r"(?P<sheet>{s}!)(\$[A-Z]+:\$[A-Z]+|\$\d+:\$\d+)(,(?P=sheet)(\$[A-Z]+:\$[A-Z]+|\$\d+:\$\d+))?".replace(
            "{s}", r"(?:'(?:[^']|'')+'|[^\W\d]\w*)"
        )
    ),
    "_xlnm.Print_Area": re.compile(r"(?:'(?:[^']|'')+'|[^\W\d]\w*)!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+"),
}
"""How the names that Excel gives a meaning of its own have to look."""


def titles(package: Package) -> list[str]:
    """Return the titles of the sheets in their order."""
    return [one.get("name", "") for one in package.trees[WORKBOOK].iterfind(f"{M}sheets/{M}sheet")]


def sheets(package: Package) -> Iterator[str]:
    """Titles fit, hold no forbidden sign and stand once; so do ids; at least one sheet can be seen."""
    if WORKBOOK not in package.trees:
        return
    found = package.trees[WORKBOOK].findall(f"{M}sheets/{M}sheet")
    for key in ("name", "sheetId", f"{R}id"):
        for name in repeated(one.get(key, "") for one in found):
            yield f"{WORKBOOK}: two sheets with {key.rpartition('}')[2]} {name}"
    for title in titles(package):
        if not 0 < len(title) <= LONGEST_TITLE or FORBIDDEN.search(title) or title.strip("'") != title:
            yield f"{WORKBOOK}: {title!r} is no title of a sheet"
        if title.casefold() == "history":
            yield f"{WORKBOOK}: {title!r} is a title that Excel keeps for itself"
    if all(one.get("state", "visible") != "visible" for one in found):
        yield f"{WORKBOOK}: no sheet can be seen"


def views(package: Package) -> Iterator[str]:
    """The sheet that is opened first is there and can be seen; exactly the views say it is selected."""
    if WORKBOOK not in package.trees:
        return
    found = package.trees[WORKBOOK].findall(f"{M}sheets/{M}sheet")
    for view in package.trees[WORKBOOK].iterfind(f"{M}bookViews/{M}workbookView"):
        at = int(view.get("activeTab", "0"))
        if at >= len(found) or found[at].get("state", "visible") != "visible":
            yield f"{WORKBOOK}: the sheet opened first ({at}) cannot be seen"


def names(package: Package) -> Iterator[str]:
    """Defined names are words and no cells, stand once per place, and belong to a sheet that is there."""
    if WORKBOOK not in package.trees:
        return
    found = package.trees[WORKBOOK].findall(f"{M}definedNames/{M}definedName")
    for name in repeated(f"{one.get('name')} of {one.get('localSheetId', 'the book')}" for one in found):
        yield f"{WORKBOOK}: two names {name}"
    count = len(titles(package))
    for one in found:
        name, text = one.get("name", ""), one.text or ""
        if not NAME.fullmatch(name) or LIKE_A_CELL.fullmatch(name) or len(name) > LONGEST_NAME:
            yield f"{WORKBOOK}: {name!r} is no name"
        if int(one.get("localSheetId", "0")) >= count:
            yield f"{WORKBOOK}: name {name} of a sheet that is not there"
        if name in AREAS and not all(AREAS[name].fullmatch(text) for _ in (0,)):
            yield f"{WORKBOOK}: {name} = {text}"


def filters(package: Package) -> Iterator[str]:
    """Each filter of a sheet has its hidden name over the same cells."""
    if WORKBOOK not in package.trees:
        return
    sheets_of = package.trees[WORKBOOK].findall(f"{M}sheets/{M}sheet")
    parts = {link.id: link.target for link in package.links(WORKBOOK)}
    said = {
        int(one.get("localSheetId", "-1")): (one.text or "").rpartition("!")[2].replace("$", "")
        for one in package.trees[WORKBOOK].iterfind(f"{M}definedNames/{M}definedName")
        if one.get("name") == "_xlnm._FilterDatabase"
    }
    for at, one in enumerate(sheets_of):
        tree = package.trees.get(parts.get(one.get(f"{R}id", ""), ""))
        found = None if tree is None else tree.find(f"{M}autoFilter")
        own = None if found is None else found.get("ref")
        if own != said.get(at):
            yield f"{WORKBOOK}: the filter of {one.get('name')} is {own}, its name says {said.get(at)}"


RULES = (sheets, views, names, filters)
