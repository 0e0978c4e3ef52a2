"""The hidden stamp of a workbook: which one it is, for whom, under which rules."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

SHEET = "_meritbook"
LAYOUT = 2
"""1: without reviewed ratings, the day of agreeing on goals, and the key by which people are summed up."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook says of itself; `columns` lists, per table, the column keys in the order issued.

    `archive` names the archive that issued it, `revision` counts issues and returned copies of one
    workbook (its base revision), `signature` proves that nobody changed the stamp.
    """

    archive: str
    workbook: str
    cycle: str
    department: str
    edition: str
    language: str
    scheme: str
    layout: int
    revision: int
    columns: Mapping[str, tuple[str, ...]]
    signature: str = ""


TEXT_FIELDS = ("archive", "workbook", "cycle", "department", "edition", "language", "scheme")


def lines(stamp: Stamp) -> list[tuple[str, str]]:
    """Return the stamp as the rows (name, value) of its hidden sheet."""
    rows = [(name, str(getattr(stamp, name))) for name in TEXT_FIELDS]
    rows += [("layout", str(stamp.layout)), ("revision", str(stamp.revision))]
    rows += [(f"columns.{table}", " ".join(keys)) for table, keys in sorted(stamp.columns.items())]
    return [*rows, ("signature", stamp.signature)]


def parse(rows: Iterable[tuple[str, str]]) -> Stamp | None:
    """Read a stamp back from its rows; None where it is broken."""
    found = dict(rows)
    try:
        return Stamp(
            **{name: found[name] for name in TEXT_FIELDS},
            layout=int(found["layout"]),
            revision=int(found["revision"]),
            columns={
                name.removeprefix("columns."): tuple(value.split())
                for name, value in found.items()
                if name.startswith("columns.")
            },
            signature=found["signature"],
        )
    except (KeyError, ValueError):
        return None


def _digest(stamp: Stamp, key: bytes) -> str:
    text = "\n".join(f"{name}={value}" for name, value in lines(replace(stamp, signature="")))
    return hmac.new(key, text.encode(), sha256).hexdigest()


def sign(stamp: Stamp, key: bytes) -> Stamp:
    """Return the stamp signed with the archive's key."""
    return replace(stamp, signature=_digest(stamp, key))


def genuine(stamp: Stamp, key: bytes) -> bool:
    """Tell whether the signature is the archive's own and nothing was changed since."""
    return hmac.compare_digest(stamp.signature, _digest(stamp, key))


def row_mark(key: bytes, *values: str) -> str:
    """Sign what a row of a workbook says, so that a row changed by hand is told from one that is outdated."""
    return hmac.new(key, "\x1f".join(values).encode(), sha256).hexdigest()[:16]
