"""Parts and what binds them: each has a type and is reached, every target exists, no id stands twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.packages import OFFICE, PACKAGE
from tests.validity.package import TYPES, Package, links_of

IDS = f"{{{OFFICE}}}"


def repeated(found: Iterable[str]) -> list[str]:
    """Return what occurs more than once, letters capital or small."""
    return sorted(one for one, count in Counter(text.casefold() for text in found).items() if count > 1)


def parts_of_one_name(package: Package) -> Iterator[str]:
    """No two parts have one name, whatever the case of its letters."""
    for name in repeated(package.names):
        yield f"package: two parts called {name}"


def types(package: Package) -> Iterator[str]:
    """Every part has a content type, by its name or its ending; none is declared twice or for nothing."""
    tree = package.trees.get(TYPES)
    if tree is None:
        yield f"package: no {TYPES}"
        return
    space = f"{{{PACKAGE}/content-types}}"
    own = [one.get("PartName", "").lstrip("/") for one in tree.iterfind(f"{space}Override")]
    endings = [one.get("Extension", "").casefold() for one in tree.iterfind(f"{space}Default")]
    for name in (*repeated(own), *repeated(endings)):
        yield f"{TYPES}: two types for {name}"
    for name in own:
        if name not in package.content:
            yield f"{TYPES}: a type for {name}, which is not there"
    for name in package.content:
        if name != TYPES and name not in own and name.rsplit(".", 1)[-1].casefold() not in endings:
            yield f"{TYPES}: no type for {name}"


def targets(package: Package) -> Iterator[str]:
    """Every relationship has an id of its own and a target that is there."""
    for part in ("", *package.content):
        links = package.links(part)
        for name in repeated(link.id for link in links):
            yield f"{links_of(part)}: two relationships {name}"
        for link in links:
            if not re.fullmatch(r"[^\W\d][\w.-]*", link.id):
                yield f"{links_of(part)}: {link.id!r} is no id"
            if not link.outside and link.target.split("#")[0] not in package.content:
                yield f"{links_of(part)}: {link.target} is not there"


def reached(package: Package) -> Iterator[str]:
    """Every part is reached from the file, and no relationships are kept for a part that is not there."""
    seen, waiting = {TYPES}, [""]
    while waiting:
        part = waiting.pop()
        seen |= {part, links_of(part)}
        waiting += [
            link.target for link in package.links(part) if not link.outside and link.target not in seen
        ]
    for name in package.content:
        if name not in seen:
            yield f"{name}: nothing points to it"


def used(package: Package) -> Iterator[str]:
    """Every r:id a part uses is one of its relationships."""
    for part, tree in package.trees.items():
        there = {link.id for link in package.links(part)}
        for element in tree.iter("*"):
            for key, value in element.attrib.items():
                if str(key).startswith(IDS) and value not in there:
                    yield f"{part}: relationship {value} is not there"


RULES = (parts_of_one_name, types, targets, reached, used)
