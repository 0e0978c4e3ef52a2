# ruff: noqa: E501 - pieces of XML stand one to a line
"""Mutations of how a part is spelled: namespaces, prefixes, encodings, declarations, characters, white space."""

from __future__ import annotations

import re
from html import unescape
from random import Random
from xml.etree import ElementTree

from tests.fuzz.packing import Parts
from tests.fuzz.pieces import one, text_of, with_text
from tests.fuzz.registry import mutation

TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT = {
    TRANSITIONAL + "spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    TRANSITIONAL
    + "officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
DECLARATION = re.compile(r"^\ufeff?<\?xml[^>]*\?>\s*")


@mutation("parts")
def strict(_: Random, parts: Parts) -> Parts:
    """Write all parts in the namespaces of Strict workbooks."""
    return in_strict(parts)


def in_strict(parts: Parts) -> Parts:
    """Return a workbook in the namespaces of Strict Office Open XML."""
    for name in parts:
        text = text_of(parts, name)
        for old, new in STRICT.items():
            text = text.replace(old, new)
        parts = with_text(parts, name, text)
    return parts


@mutation("parts")
def mixed_namespaces(dice: Random, parts: Parts) -> Parts:
    """Write one part in another namespace: Strict, a newer one, none."""
    name = one(dice, parts)
    old = TRANSITIONAL + "spreadsheetml/2006/main"
    new = dice.choice((STRICT[old], old.upper(), "urn:x", "", f"{old}/"))
    return with_text(parts, name, text_of(parts, name).replace(old, new))


@mutation("parts")
def prefixed(dice: Random, parts: Parts) -> Parts:
    """Give the elements of one part a prefix."""
    return with_prefix(parts, one(dice, parts))


def with_prefix(parts: Parts, name: str) -> Parts:
    """Return a workbook that writes the elements of one part with a prefix."""
    text = re.sub(r"<(/?)(?=[A-Za-z]\w*[\s/>])", r"<\1p:", text_of(parts, name))
    return with_text(parts, name, re.sub(r'\sxmlns="', ' xmlns:p="', text))


TEXT = re.compile(r"(<(?:\w+:)?(?:v|t|f)(?:\s[^<>]*)?(?<!/)>)([^<]+)(?=</)")


def _as_characters(text: str) -> str:
    """Write texts as numbers of characters."""
    return TEXT.sub(lambda found: found[1] + "".join(f"&#{ord(one)};" for one in unescape(found[2])), text)


def _as_data(text: str) -> str:
    """Write texts as CDATA."""
    return TEXT.sub(lambda found: f"{found[1]}<![CDATA[{unescape(found[2])}]]>", text)


def _saved_by_etree(text: str) -> str:
    """Write a part as Python's own library does, with prefixes of its own."""
    return ElementTree.tostring(ElementTree.fromstring(text), "us-ascii", xml_declaration=True).decode()


def _indented(text: str) -> str:
    """Write every element on a line of its own."""
    tree = ElementTree.fromstring(text)
    ElementTree.indent(tree)
    return ElementTree.tostring(tree, "unicode")


def _in_short_quotes(text: str) -> str:
    """Write all attributes in the other quotes."""
    return re.sub(r'="([^"\'<>]*)"', r"='\1'", text)


RESPELLED = (_as_characters, _as_data, _saved_by_etree, _indented, _in_short_quotes)


@mutation("parts")
def respelled(dice: Random, parts: Parts) -> Parts:
    """Write a whole part another legal way: as characters or CDATA, indented, in other quotes and prefixes."""
    name = one(dice, parts)
    try:
        return with_text(parts, name, dice.choice(RESPELLED)(text_of(parts, name)))
    except (ElementTree.ParseError, ValueError):
        return parts


@mutation("parts")
def declared(dice: Random, parts: Parts) -> Parts:
    """Declare a part otherwise: other encodings, versions, marks, document types, comments before it."""
    name = one(dice, parts)
    text = DECLARATION.sub("", text_of(parts, name))
    start = dice.choice(
        (
            *(f'<?xml version="1.0" encoding="{code}"?>' for code in ("utf-8", "UTF8", "us-ascii", "iso-8859-1", "gb2312", "utf-16", "x")),
            '<?xml version="1.1"?>',
            '<?xml version="2.0"?>',
            '<?xml version="1.0" standalone="no"?>',
            '<?xml encoding="UTF-8"?>',
            ' <?xml version="1.0"?>',
            "\ufeff",
            '\ufeff<?xml version="1.0" encoding="UTF-8"?>',
            "\ufeff\ufeff",
            "<!-- before -->",
            "<?pi before?>",
            "\n\n",
            "text",
            "<!DOCTYPE worksheet>",
            '<!DOCTYPE a [<!ENTITY b "5">]>',
            '<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        )
    )  # fmt: skip
    return with_text(parts, name, start + text)


@mutation("parts")
def encoded(dice: Random, parts: Parts) -> Parts:
    """Write a part in another encoding."""
    name = one(dice, parts)
    text = parts[name].decode("utf-8", "replace")
    return parts | {
        name: text.encode(
            dice.choice(("utf-16", "utf-16-le", "utf-32", "gb18030", "utf-7", "utf-8-sig")), "replace"
        )
    }
