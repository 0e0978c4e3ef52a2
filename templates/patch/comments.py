"""Comments on cells: the part that holds their text and the legacy drawing that shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from templates.patch import drawing
from templates.patch.cells import place
from templates.patch.errors import CannotPatch
from templates.patch.links import after_cells, inserted
from templates.patch.markup import TAG, appended, attribute, quoted, root, text_element, unescaped
from templates.patch.package import VML, Package

AUTHOR = "Meritbook"
HEAD = f"{AUTHOR}:\n"
END = "\n———"
"""Closes our words, so that what somebody answers below them is theirs."""
LONGEST = 8_000
"""Comments are cut here; programs differ in what they show beyond."""
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_COMMENT = re.compile(rf"<comment\b({TAG})(?:/>|>(.*?)</comment\s*>)", re.DOTALL)
_TEXT = re.compile(rf"<text\b{TAG}>(.*?)</text\s*>", re.DOTALL)
_RUN_TEXT = re.compile(r"<t\b[^>]*>(.*?)</t\s*>", re.DOTALL)
_PHONETIC = re.compile(r"<rPh\b.*?</rPh\s*>", re.DOTALL)
_AUTHORS = re.compile(r"<authors\b[^>]*>(.*?)</authors\s*>|<authors\b[^>]*/>", re.DOTALL)
_AUTHOR = re.compile(r"<author\b[^>]*?(?:/>|>(.*?)</author\s*>)", re.DOTALL)
_LIST = re.compile(r"<commentList\b[^>]*>(.*)</commentList\s*>|<commentList\b[^>]*/>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment of a person: cell, attributes, the text element's content and its plain words."""

    reference: str
    attributes: str
    content: str
    words: str


def edit_comments(package: Package, notes: Mapping[str, Mapping[str, str]]) -> None:
    """Put our comments on cells of an open package; ours of before go, those of people stay."""
    parts = package.sheet_parts()
    for sheet in dict.fromkeys((*parts, *notes)):
        edit_sheet_comments(package, sheet, notes.get(sheet, {}))


def edit_sheet_comments(package: Package, sheet: str, notes: Mapping[str, str]) -> None:
    """Put our comments on cells of one sheet (see edit_comments)."""
    part = package.sheet_part(sheet)
    known = _part_of(package, part)
    if notes or (known and AUTHOR in package.text(known)):
        _edit_sheet(package, part, known, notes)


def _part_of(package: Package, sheet: str) -> str | None:
    """Return the part with a sheet's comments."""
    targets = (relation.target for relation in package.relations(sheet) if relation.kind == "comments")
    return next((target for target in targets if target in package.names), None)


def _edit_sheet(package: Package, sheet: str, part: str | None, notes: Mapping[str, str]) -> None:
    for reference in notes:
        place(reference)
    package.text(sheet)
    xml = package.text(part) if part else _empty(package, sheet)
    old = _comments(xml, part or sheet)
    kept = [theirs for comment in old if (theirs := _theirs(comment)) is not None]
    if not old and not notes:
        return
    content = _rewritten(xml, kept, notes).encode()
    if part is None:
        part = _free(package, "xl/comments", ".xml")
        package.add(part, content, _KIND)
        package.relate(sheet, "comments", part)
    else:
        package.replace(part, content)
    before = {comment.reference for comment in old}
    after = {comment.reference for comment in kept} | notes.keys()
    _draw(package, sheet, sorted(before - after, key=place), sorted(after - before, key=place))


def _comments(xml: str, part: str) -> list[_Comment]:
    root(xml, "comments", part)
    found = []
    for match in _COMMENT.finditer(xml):
        content = _PHONETIC.sub("", match[2] or "")
        text = _TEXT.search(content)
        words = "".join(unescaped(run[1]) for run in _RUN_TEXT.finditer(text[1])) if text else ""
        reference = attribute(match[1], "ref") or ""
        found.append(_Comment(reference, match[1], text[1] if text else "", words.replace("\r\n", "\n")))
    return found


def _theirs(comment: _Comment) -> _Comment | None:
    """Return what a person wrote of a comment, above our words or below; None where all of it is ours."""
    words = comment.words.replace("_x000D_", "").replace("_x000a_", "")
    start = 0 if words.startswith(HEAD.rstrip()) else words.find(f"\n{HEAD}")
    if start < 0:
        return comment
    above, below = words[:start], words[start:].partition(END)[2]
    own = "\n".join(filter(None, (above, below.strip())))
    return _Comment(comment.reference, comment.attributes, _run(own), own) if own else None


def _run(words: str, bold: bool = False) -> str:
    return (
        f'<r><rPr>{"<b/>" if bold else ""}<sz val="9"/><rFont val="Tahoma"/></rPr>{text_element(words)}</r>'
    )


def _ours(note: str, after: bool) -> str:
    note = note if len(note) <= LONGEST else note[: LONGEST - 1] + "…"
    return _run(f"\n{HEAD}" if after else HEAD, bold=True) + _run(note + END)


def _rewritten(xml: str, kept: Sequence[_Comment], notes: Mapping[str, str]) -> str:
    """Return the part with these comments: people's, and ours below or of their own."""
    xml, number = _with_author(xml)
    elements: dict[str, str] = {}
    for comment in kept:
        note = notes.get(comment.reference)
        content = comment.content if "<r>" in comment.content or note is None else _run(comment.words)
        content += _ours(note, after=True) if note is not None else ""
        elements[comment.reference] = f"<comment{comment.attributes}><text>{content}</text></comment>"
    for reference, note in notes.items():
        if reference not in elements:
            text = f"<text>{_ours(note, after=False)}</text>"
            elements[reference] = f'<comment ref="{reference}" authorId="{number}">{text}</comment>'
    body = "".join(elements[reference] for reference in sorted(elements, key=place))
    found = _LIST.search(xml)
    if found is None:
        return appended(xml, "comments", f"<commentList>{body}</commentList>", "comments")
    return f"{xml[: found.start()]}<commentList>{body}</commentList>{xml[found.end() :]}"


def _with_author(xml: str) -> tuple[str, int]:
    """Return the part with our author in its list, and the author's number."""
    found = _AUTHORS.search(xml)
    if found is None:
        raise CannotPatch("unusual", part="comments")
    names = [unescaped(author[1] or "") for author in _AUTHOR.finditer(found[1] or "")]
    if AUTHOR in names:
        return xml, names.index(AUTHOR)
    authors = f"<authors>{found[1] or ''}<author>{AUTHOR}</author></authors>"
    return xml[: found.start()] + authors + xml[found.end() :], len(names)


def _empty(package: Package, sheet: str) -> str:
    """Return an empty part of comments in the namespace of the sheet."""
    space = attribute(root(package.text(sheet), "worksheet", sheet)[2], "xmlns") or ""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (
        f'{head}<comments xmlns="{quoted(space)}"><authors></authors><commentList></commentList></comments>'
    )


def _free(package: Package, start: str, end: str) -> str:
    """Return a part name that nobody has."""
    taken = {name.lower() for name in package.names}
    return next(name for n in range(1, len(taken) + 2) if (name := f"{start}{n}{end}").lower() not in taken)


def _draw(package: Package, sheet: str, gone: Sequence[str], new: Sequence[str]) -> None:
    """Bring the legacy drawing of a sheet in line with its comments."""
    part = _drawing_of(package, sheet)
    if part is not None:
        old = package.read(part).decode("utf-8", "surrogateescape")
        xml = drawing.with_shapes(drawing.without_shapes(old, set(map(place, gone))), list(map(place, new)))
        package.replace(part, xml.encode("utf-8", "surrogateescape"))
    elif new:
        blocks = [
            block
            for name in package.names
            if name.lower().endswith(".vml")
            for block in _blocks(package, name)
        ]
        xml = drawing.drawing(list(map(place, new)), max(blocks, default=0) + 1)
        part = _free(package, "xl/drawings/vmlDrawing", ".vml")
        package.add(part, xml.encode(), VML)
        _refer(package, sheet, package.relate(sheet, "vmlDrawing", part))


def _blocks(package: Package, name: str) -> list[int]:
    return drawing.blocks(package.read(name).decode("utf-8", "replace"))


def _drawing_of(package: Package, sheet: str) -> str | None:
    """Return the part of the legacy drawing that a sheet refers to."""
    xml = package.text(sheet)
    for name, start, end in after_cells(xml, sheet):
        if name == "legacyDrawing":
            found = re.search(r"""\s[\w.-]+:id\s*=\s*["']([^"']*)["']""", xml[start:end])
            targets = {relation.id: relation.target for relation in package.relations(sheet)}
            part = targets.get(found[1]) if found else None
            if part is None or part not in package.names:
                raise CannotPatch("no_part", part=part)
            return part
    return None


def _refer(package: Package, sheet: str, relation: str) -> None:
    """Let a sheet show a legacy drawing."""
    space = package.relation_base()
    element = f'<legacyDrawing xmlns:r="{space}" r:id="{relation}"/>'
    known = re.search(
        rf"""xmlns:r\s*=\s*["']{re.escape(space)}["']""", root(package.text(sheet), "worksheet", sheet)[2]
    )
    if known:
        element = f'<legacyDrawing r:id="{relation}"/>'
    package.replace(sheet, inserted(package.text(sheet), "legacyDrawing", element, sheet).encode())
