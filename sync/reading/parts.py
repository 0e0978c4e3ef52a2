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
COMPATIBILITY = TRANSITIONAL + "markup-compatibility/2006"
PACKAGE = (TRANSITIONAL + "package/2006/relationships", TRANSITIONAL + "package/2006/content-types")
CONTENT_TYPES_SHOWN = "[Content_Types].xml"
"""The list of content types by its name as people see it; parts are looked up in lower case."""

CONTENT_TYPES = CONTENT_TYPES_SHOWN.lower()
ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii")

Start = Callable[[str, dict[str, str]], bool | None]
"""Takes an element's local name and attributes; True: what it holds is passed over."""

End = Callable[[str], None]


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

    def declaration(version: str, encoding: str | None, _: int) -> None:
        if not version.startswith("1."):
            raise Unreadable("broken_part", part=part, line=1)
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
    finally:  # handlers hold their parser, which must not hold them: memory is given back at once
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None


def walk(
    part: str,
    content: bytes,
    namespaces: tuple[str, ...],
    start: Start,
    end: End | None = None,
    everywhere: bool = False,
) -> None:
    """Call `start` with local name and attributes of every element of the given namespaces.

    An element of another namespace is passed over with all it holds, as every program does that does not
    know it, and so are extensions; unless `everywhere`, for what must be found wherever it hides.
    """

    def element(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        known = namespace in namespaces and (everywhere or local != "extLst")
        over = bool(start(local, attributes)) if known else not everywhere
        if over:
            skip(parser)

    parser = xml_parser(part)
    parser.StartElementHandler, parser.EndElementHandler = element, end
    parse(parser, part, content)


def skip(parser: XMLParserType) -> None:
    """Pass over the element that has just begun and all it holds; then its handlers go on."""
    before = parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler
    depth = 1

    def deeper(_: str, __: dict[str, str]) -> None:
        nonlocal depth
        depth += 1

    def higher(_: str) -> None:
        nonlocal depth
        depth -= 1
        if not depth:
            parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = before

    parser.StartElementHandler, parser.EndElementHandler = deeper, higher
    parser.CharacterDataHandler = None


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
    """Return the relationships of a part (of the package for "") by their id.

    Raises Unreadable where two have one id, since programs would follow different ones.
    """
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relation] = {}

    def start(local: str, attributes: dict[str, str]) -> bool:
        if local == "Relationship":
            external = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "")
            kind = attributes.get("Type", "").rpartition("/")[2]
            if (number := attributes.get("Id", "")) in found:
                raise Unreadable("ambiguous", part=place)
            found[number] = Relation(kind, target if external else resolved(folder, target), external)
        return not local.startswith("Relationship")

    if (content := parts.get(place.lower())) is not None:
        walk(place, content, PACKAGE, start)
    return found


def resolved(folder: str, target: str) -> str:
    """Return the part name a relationship's target leads to, in lower case as parts are kept."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()


def truth(value: str | None) -> bool:
    """Tell whether an XML boolean says yes."""
    return value is not None and value.strip() in ("1", "true", "on")
