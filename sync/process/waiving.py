"""Which findings are accepted exceptions, and which waivers end because what they waived is another thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sync.findings import Finding, Waiver


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings that count, those that are waived, and the waivers that end, each with the reason."""

    open: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    ended: tuple[tuple[int, Literal["mended", "changed"]], ...]


def sort_out(findings: Sequence[Finding], waivers: Sequence[Waiver]) -> Sorted:
    """Set aside what is waived; a waiver ends when its finding is gone, or says something else now."""
    covered = {found.id for found in findings for one in waivers if one.covers(found)}
    ids = {found.id for found in findings}
    return Sorted(
        tuple(found for found in findings if found.id not in covered),
        tuple(found for found in findings if found.id in covered),
        tuple(
            (one.number, "changed" if one.finding in ids else "mended")
            for one in waivers
            if one.finding not in covered
        ),
    )
