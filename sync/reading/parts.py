"""XML parts of a package, read with expat: no document type, no entities, UTF-8 only, any prefix."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from sync.reading.cells import Unreadable

TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
MAIN = (TRANSITIONAL + "spreadsheetml/2006/main", STRICT + "spreadsheetml/main")
PACKAGE = (TRANSITIONAL + "package/2006/relationships", TRANSITIONAL + "package/2006/content-types")
CONTENT_TYPES = "[content_types].xml"
ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")

Start = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the last word of its type, the part it leads to, or an address outside."""

    kind: str
    target: str
    external: bool


def xml_parser(part: str) -> XMLParserType:
    """Make a parser that names elements `namespace local` and refuses what a workbook never needs."""

    def doctype(*_: object) -> None:
        raise Unreadable("doctype", part=part)

    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise Unreadable("encoding", part=part, found=encoding)

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def parse(parser: XMLParserType, part: str, content: bytes) -> None:
    """Feed one part to its parser; raises Unreadable where it is not well-formed UTF-8."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        raise Unreadable("encoding", part=part, found="UTF-16")
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise Unreadable("broken_part", part=part, line=error.lineno) from None


def walk(part: str, content: bytes, namespaces: tuple[str, ...], start: Start) -> None:
    """Call `start` with local name and attributes of every element of the given namespaces."""

    def element(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace in namespaces:
            start(local, attributes)

    parser = xml_parser(part)
    parser.StartElementHandler = element
    parse(parser, part, content)


def texts(part: str, content: bytes, local: str) -> list[tuple[dict[str, str], str]]:
    """Return attributes and text of every element of one local name, in any namespace."""
    found: list[tuple[dict[str, str], str]] = []
    chunks: list[str] = []
    named: dict[str, str] = {}

    def start(_: str, attributes: dict[str, str]) -> None:
        nonlocal named
        named = attributes
        chunks.clear()

    def end(name: str) -> None:
        if name.rpartition(" ")[2] == local:
            found.append((named, "".join(chunks)))

    parser = xml_parser(part)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = chunks.append
    parse(parser, part, content)
    return found


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, Relation]:
    """Return the relationships of a part (of the package for "") by their id."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relation] = {}

    def start(local: str, attributes: dict[str, str]) -> None:
        if local == "Relationship":
            external = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "")
            kind = attributes.get("Type", "").rpartition("/")[2]
            if (number := attributes.get("Id", "")) in found:
                raise Unreadable("ambiguous", part=place)
            found[number] = Relation(kind, target if external else resolved(folder, target), external)

    if (content := parts.get(place.lower())) is not None:
        walk(place, content, PACKAGE, start)
    return found


def resolved(folder: str, target: str) -> str:
    """Return the part name a relationship's target leads to, in lower case as parts are kept."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()


def truth(value: str | None) -> bool:
    """Tell whether an XML boolean says yes."""
    return value in ("1", "true", "on")
