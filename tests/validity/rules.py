"""What lies over the cells: validations, conditional formats, merged cells, links, tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tests.validity.book import LIKE_A_CELL, NAME, titles
from tests.validity.links import repeated
from tests.validity.package import STRINGS, WORKBOOK, M, Package
from tests.validity.rows import Block, block, meet

TITLE, MESSAGE, LIST, LINKS, VALIDATIONS = 32, 255, 255, 65_530, 65_534
TEXTS = (("promptTitle", TITLE), ("errorTitle", TITLE), ("prompt", MESSAGE), ("error", MESSAGE))


def places(text: str) -> Iterator[Block | None]:
    """Yield the blocks that a list of areas names."""
    for one in text.split() or [""]:
        yield block(one)


def areas(package: Package) -> Iterator[str]:
    """Everything that lies over cells names cells of the grid."""
    for part, sheet in package.sheets():
        for element in sheet.iter(f"{M}dataValidation", f"{M}conditionalFormatting", f"{M}ignoredError"):
            if None in places(element.get("sqref", "")):
                yield f"{part}: {etree.QName(element).localname} over {element.get('sqref')!r}"


def validations(package: Package) -> Iterator[str]:
    """Validations keep to the lengths Excel stores, are counted, and no cell has two."""
    for part, sheet in package.sheets():
        found = sheet.findall(f"{M}dataValidations/{M}dataValidation")
        group = sheet.find(f"{M}dataValidations")
        if group is not None and group.get("count", str(len(found))) != str(len(found)):
            yield f"{part}: {group.get('count')} validations said, {len(found)} there"
        taken: list[Block] = []
        for one in found:
            yield from (f"{part}: {problem}" for problem in _validation(one))
            own = [place for place in places(one.get("sqref", "")) if place]
            if any(meet(place, other) for place in own for other in taken):
                yield f"{part}: two validations over {one.get('sqref')}"
            taken += own


def _validation(one: etree._Element) -> Iterator[str]:
    where = one.get("sqref")
    for key, most in TEXTS:
        if len(one.get(key, "").encode("utf-16-le")) // 2 > most:
            yield f"{key} over {where} is too long"
    first = one.findtext(f"{M}formula1")
    if one.get("type", "none") != "none" and not first:
        yield f"the validation over {where} has no rule"
    if one.get("type") == "list" and first and first.startswith('"') and len(first) - 2 > LIST:
        yield f"the list over {where} is too long"
    two = one.get("operator", "between") in ("between", "notBetween")
    measured = one.get("type") in ("whole", "decimal", "date", "time", "textLength")
    if measured and two != (one.find(f"{M}formula2") is not None):
        yield f"the validation over {where} has a bound too many or too few"


def conditions(package: Package) -> Iterator[str]:
    """Within a sheet every conditional format has a priority of its own, and a rule."""
    for part, sheet in package.sheets():
        found = sheet.findall(f".//{M}cfRule")
        for name in repeated(one.get("priority", "none") for one in found):
            yield f"{part}: two conditional formats of priority {name}"
        for one in found:
            without = one.get("type") == "expression" and not one.findtext(f"{M}formula")
            if int(one.get("priority", "0")) < 1 or without:
                yield f"{part}: a conditional format without priority or rule"


def merged(package: Package) -> Iterator[str]:
    """Merged cells name two cells or more, and meet neither each other nor a table nor a filter."""
    for part, sheet in package.sheets():
        found = [(one.get("ref", ""), block(one.get("ref", ""))) for one in sheet.iter(f"{M}mergeCell")]
        kept = [table for _, table in _tables(package, part)]
        kept += [place for one in sheet.iterfind(f"{M}autoFilter") if (place := block(one.get("ref", "")))]
        for at, (text, place) in enumerate(found):
            if place is None or (place[0] == place[1] and place[2] == place[3]):
                yield f"{part}: merged {text}"
            elif any(other and meet(place, other) for _, other in found[:at]):
                yield f"{part}: merged {text} meets another"
            elif any(meet(place, other) for other in kept):
                yield f"{part}: merged {text} lies in a table"


def links(package: Package) -> Iterator[str]:
    """Links stand over cells of the grid, each once, and lead to a sheet or a name that is there."""
    if WORKBOOK not in package.trees:
        return
    known = {title.casefold() for title in titles(package)}
    named = {one.get("name", "").casefold() for one in package.trees[WORKBOOK].iter(f"{M}definedName")}
    for part, sheet in package.sheets():
        found = sheet.findall(f"{M}hyperlinks/{M}hyperlink")
        if len(found) > LINKS:
            yield f"{part}: more than {LINKS} links"
        for name in repeated(one.get("ref", "") for one in found):
            yield f"{part}: two links in {name}"
        for one in found:
            goal = one.get("location", "")
            title, _, place = goal.rpartition("!")
            there = title.strip("'").replace("''", "'").casefold() in known and block(place.replace("$", ""))
            if block(one.get("ref", "")) is None or (goal and not there and goal.casefold() not in named):
                yield f"{part}: the link in {one.get('ref')} leads to {goal!r}"


def _tables(package: Package, part: str) -> Iterator[tuple[etree._Element, Block]]:
    for name in package.linked(part, "table"):
        place = block(package.trees[name].get("ref", ""))
        if place:
            yield package.trees[name], place


def tables(package: Package) -> Iterator[str]:
    """Tables have ids, names and titles of their own, titles as in their cells, and meet no other."""
    everywhere: list[etree._Element] = []
    for part, sheet in package.sheets():
        own = list(_tables(package, part))
        everywhere += [table for table, _ in own]
        if len(own) != len(package.linked(part, "table")):
            yield f"{part}: a table over no cells"
        kept = [place for one in sheet.iterfind(f"{M}autoFilter") if (place := block(one.get("ref", "")))]
        for at, (table, place) in enumerate(own):
            if any(meet(place, other) for _, other in own[:at]) or any(meet(place, other) for other in kept):
                yield f"{part}: table {table.get('name')} meets another table or filter"
            yield from (f"{part}: {problem}" for problem in _table(package, sheet, table, place))
    for key in ("id", "name", "displayName"):
        for name in repeated(one.get(key, "") for one in everywhere):
            yield f"{WORKBOOK}: two tables with {key} {name}"


def _table(package: Package, sheet: etree._Element, table: etree._Element, place: Block) -> Iterator[str]:
    name = table.get("displayName", "")
    if not NAME.fullmatch(name) or LIKE_A_CELL.fullmatch(name):
        yield f"{name!r} is no name of a table"
    columns = [one.get("name", "") for one in table.iterfind(f"{M}tableColumns/{M}tableColumn")]
    for title in repeated(columns):
        yield f"table {name}: two columns {title}"
    if len(columns) != place[1] - place[0] + 1 or place[3] == place[2]:
        yield f"table {name}: {len(columns)} columns over {table.get('ref')}"
    shown = dict(_texts(package, sheet, place[2]))
    if columns != [shown.get(column) for column in range(place[0], place[1] + 1)]:
        yield f"table {name}: its titles are not those of its cells"


def _texts(package: Package, sheet: etree._Element, row: int) -> Iterator[tuple[int, str | None]]:
    shared = package.trees.get(STRINGS)
    known = [] if shared is None else ["".join(one.itertext()) for one in shared.iterfind(f"{M}si")]
    for cell in sheet.iter(f"{M}c"):
        place = block(cell.get("r", ""))
        if place and place[2] == row:
            value = cell.findtext(f"{M}v")
            shared_text = cell.get("t") == "s" and value is not None and int(value) < len(known)
            yield place[0], known[int(value or 0)] if shared_text else value


RULES = (areas, validations, conditions, merged, links, tables)
