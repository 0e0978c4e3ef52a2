"""Typed values as JSON documents: schemes and people as stored, and the digests that name them."""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass, make_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, get_type_hints

import msgspec

from addin.scoring.scheme import Line, Person, Roster, Scheme

T = TypeVar("T")

DIGEST_LENGTH = 16

AT_ONCE = 1 << 12
"""So much of a packed document is unpacked at once where it is read part by part [bytes]."""

BETWEEN = b'},"'
"""How one person ends and the next begins in the document of the people."""

CUTS = 3
"""So many places are tried at which a piece may end."""


def encode(value: Any) -> bytes:
    """Write any frozen value as JSON; mappings keep their order."""
    return msgspec.json.encode(value)


def pack(document: bytes) -> bytes:
    """Compress a document for storing."""
    return zlib.compress(document, 6)


def unpack(stored: bytes) -> bytes:
    """Return a stored document as it was packed. Raises ValueError where it is damaged."""
    try:
        return zlib.decompress(stored)
    except zlib.error as error:
        raise ValueError(str(error)) from error


def digest(scheme: Scheme) -> str:
    """Return the name of a version of the rules: the same rules give the same 16 hexadecimal digits.

    The order of rows does not count, and neither does a rule that equals its default, so that a later
    program which knows more rules gives an old scheme the same name.
    """
    return _digest(scheme)


def roster_digest(roster: Roster) -> str:
    """Return the name of a version of the people [16 hexadecimal digits]."""
    return _digest(roster)


def _digest(value: Any) -> str:
    return sha256(msgspec.json.encode(_plain(value), order="sorted")).hexdigest()[:DIGEST_LENGTH]


def _plain(value: Any) -> Any:
    """Reduce a value to what is compared: no defaults, numbers as floats, dates as ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(part) for name, part in _given(value, type(value))}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _given(value: Any, kind: Hashable) -> Iterator[tuple[str, Any]]:
    for name, default in _defaults(kind):
        part = getattr(value, name)
        if default is MISSING or part != default:
            yield name, part


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((part.name, _default(part)) for part in fields(kind))


def _default(part: Field[Any]) -> Any:
    if part.default_factory is not MISSING:
        return part.default_factory()
    return part.default


def decode_roster(document: bytes) -> Roster:
    """Read the people back from their document."""
    return msgspec.json.decode(document, type=dict[str, Person])


def each_person(stored: bytes) -> Iterator[Person]:
    """Read the people back from their packed document one after the other, so that memory stays flat.

    Raises ValueError where the document is damaged.
    """
    text = b""
    for part in _unpacked(stored):
        people, text = _whole(text + part)
        yield from people.values()
    yield from decode_roster(text).values()


def _whole(text: bytes) -> tuple[Roster, bytes]:
    """Return the people that stand whole in the beginning of a document, and what follows as a document.

    It is cut where one person ends and the next one's number begins. Within a name the same signs may stand:
    such a piece has no end, cannot be decoded, and is cut earlier, or else later with what follows.
    """
    end = len(text)
    for _ in range(CUTS):
        end = text.rfind(BETWEEN, 0, end)
        try:
            return decode_roster(text[: end + 1] + b"}"), b"{" + text[end + 2 :]
        except msgspec.DecodeError:
            continue
    return {}, text


def _unpacked(stored: bytes) -> Iterator[bytes]:
    opened = zlib.decompressobj()
    try:
        for start in range(0, len(stored), AT_ONCE):
            yield opened.decompress(stored[start : start + AT_ONCE])
    except zlib.error as error:
        raise ValueError(str(error)) from error


def decode_scheme(document: bytes) -> Scheme:
    """Read the rules back from their document."""
    loose = msgspec.json.decode(document, type=_loose_scheme())
    templates = {name: tuple(_line(line) for line in lines) for name, lines in loose.templates.items()}
    return Scheme(**_parts(loose, Scheme) | {"templates": templates})


@cache
def _loose_scheme() -> type[Any]:
    """Return Scheme with parameters of any kind: points and bands cannot be told apart by JSON type."""
    line = _copy(Line, parameters=dict[str, Any])
    return _copy(Scheme, templates=dict[str, tuple[line, ...]])  # type: ignore[valid-type]


def _copy(kind: type[Any], **other: Any) -> type[Any]:
    hints = get_type_hints(kind) | other
    return make_dataclass(
        kind.__name__, [(part.name, hints[part.name], _optional(part)) for part in fields(kind)]
    )


def _optional(part: Field[Any]) -> Any:
    return field(default=part.default, default_factory=part.default_factory)


def _line(loose: Any) -> Line:
    parameters = {key: _frozen(value) for key, value in loose.parameters.items()}
    return Line(**_parts(loose, Line) | {"parameters": parameters})


def _parts(value: Any, kind: type) -> dict[str, Any]:
    return {part.name: getattr(value, part.name) for part in fields(kind)}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
