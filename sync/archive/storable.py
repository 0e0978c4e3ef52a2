"""What no database should be asked to keep: signs that are no text, replaced at one gate for all."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

NUL = rb"\u0000"
ENCODER = msgspec.json.Encoder()


def gate(value: T) -> tuple[T, bytes]:
    """Return a value as it may be stored, and as JSON.

    PostgreSQL keeps no NUL and neither database half a surrogate pair. Both become the replacement sign, as
    they do where workbooks are read, so that rows and their digests are the same in every database.
    """
    try:
        text = msgspec.json.encode(value)
        if NUL not in text:
            return value, text
    except UnicodeEncodeError:
        pass
    kept = storable(value)
    return kept, msgspec.json.encode(kept)


def gate_all(rows: list[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], list[bytes]]:
    """Return rows as they may be stored, and each as JSON; written in one go, since hardly any needs care."""
    try:
        text = ENCODER.encode_lines(rows)
        if NUL not in text:
            return rows, text.splitlines()
    except UnicodeEncodeError:
        pass
    gated = [gate(row) for row in rows]
    return [row for row, _ in gated], [encoded for _, encoded in gated]


def storable(value: Any) -> Any:
    """Return a value whose texts can be stored, however deep in it they stand."""
    if isinstance(value, str):
        joined = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return joined.replace("\0", "�")
    if isinstance(value, dict):
        return {storable(key): storable(part) for key, part in value.items()}
    return type(value)(map(storable, value)) if type(value) in (tuple, list) else value
