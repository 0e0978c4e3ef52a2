"""Small edits of XML as text: attributes, escaping, a new child at its place; the rest stays as it is."""

from __future__ import annotations

import re
from functools import cache

from templates.patch.errors import CannotPatch

BOM = b"\xef\xbb\xbf"
TAG = r"""(?:[^>"']|"[^"]*"|'[^']*')*?"""
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ANY_TAG = re.compile(rf"<(/?)([A-Za-z_][\w.:-]*)({TAG})(/?)>")
_PREFIXED = re.compile(
    r"""\s*(?:<\?[^>]*>\s*)?<([\w.-]+):[\w.-]+\b[^>]*?\sxmlns:\1\s*=\s*["'][^"'>]*/spreadsheetml/(?:2006/)?main["']"""
)
_OTHERS = re.compile(r"\sxmlns\s*=|<[\w.-]+[\s/>]")


def decoded(content: bytes, part: str) -> str:
    """Return a part as text; raises CannotPatch for another encoding or markup that edits could spoil."""
    try:
        text = content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise CannotPatch("encoding", part=part) from None
    declared = re.match(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""", text)
    if declared and declared[1].lower() not in ("utf-8", "us-ascii", "ascii"):
        raise CannotPatch("encoding", part=part)
    if "<!" in text:
        raise CannotPatch("unusual", part=part)
    return _bare(text)


def _bare(text: str) -> str:
    """Return a part without the prefix that Open XML SDK writes before all of the spreadsheet's own names."""
    found = _PREFIXED.match(text)
    if found is None or _OTHERS.search(text):
        return text
    prefix = re.escape(found[1])
    declared = re.sub(rf"\sxmlns:{prefix}(?=\s*=)", " xmlns", text, count=1)
    return re.sub(rf"(</?){prefix}:", r"\1", declared)


@cache
def _attribute(name: str) -> re.Pattern[str]:
    return re.compile(rf"""(\s{re.escape(name)}\s*=\s*)(?:"([^"]*)"|'([^']*)')""")


def attribute(tag: str, name: str) -> str | None:
    """Return the value of an attribute in a tag's text, None where it is absent."""
    found = _attribute(name).search(tag)
    if found is None:
        return None
    value = found[2] if found[2] is not None else found[3]
    return value if "&" not in value else unescaped(value)


def counted(tag: str, name: str, otherwise: int) -> int:
    """Return an attribute that is a whole number; raises CannotPatch where it is something else."""
    value = attribute(tag, name)
    if value is None:
        return otherwise
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise CannotPatch("unusual", attribute=name, value=value)
    return int(value)


def with_attribute(tag: str, name: str, value: str | None) -> str:
    """Return attributes' text with one set, or taken out where the value is None."""
    bare = _attribute(name).sub("", tag, count=1).rstrip()
    return bare if value is None else f'{bare} {name}="{quoted(value)}"'


def unescaped(text: str) -> str:
    """Undo XML's escapes."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    return chr(code) if code <= 0x10FFFF else ""


def escaped(text: str) -> str:
    """Escape text as spreadsheets do; characters that XML does not know become _x000B_."""
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """Escape text as the value of an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def text_element(text: str) -> str:
    """Return text as a <t> element that keeps its white space."""
    spaced = text != text.strip() or "\n" in text or "  " in text
    return f"<t{' xml:space=' + chr(34) + 'preserve' + chr(34) if spaced else ''}>{escaped(text)}</t>"


def children(xml: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the elements that lie directly between two places: name, start, end."""
    found: list[tuple[str, int, int]] = []
    depth = begun = 0
    for tag in _ANY_TAG.finditer(xml, start, end):
        closing, name, _, empty = tag.groups()
        if not closing and depth == 0:
            begun = tag.start()
        depth += 0 if empty else (-1 if closing else 1)
        if depth < 0:
            raise CannotPatch("unusual")
        if depth == 0:
            found.append((name, begun, tag.end()))
    return found


def root(xml: str, name: str, part: str) -> re.Match[str]:
    """Return the start tag of the root; raises CannotPatch where it is another, or carries a prefix."""
    found = re.search(rf"<(?:([\w.-]+):)?{name}\b({TAG})(/?)>", xml)
    if found is None:
        raise CannotPatch("unusual", part=part)
    if found[1]:
        raise CannotPatch("prefix", part=part)
    return found


def appended(xml: str, name: str, child: str, part: str) -> str:
    """Return a part with a child added as the last of its root."""
    start = root(xml, name, part)
    if start[3]:
        return f"{xml[: start.start()]}<{name}{start[2]}>{child}</{name}>{xml[start.end() :]}"
    end = xml.rfind(f"</{name}")
    if end < 0:
        raise CannotPatch("unusual", part=part)
    return xml[:end] + child + xml[end:]
