"""Why a form waits for a reason before HR has reviewed it: a veto, or ratings that are far apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from addin.scoring.finishing import VETO
from addin.texts import say
from sync.archive.across.standing import stands
from sync.archive.store import Archive
from sync.process.waiving import sort_out
from sync.service.cycles import Rules
from sync.service.outcomes import adjustments_of

FAR_APART = ("R002",)
"""Checks that compare a manager's ratings with those of the peers."""


class Cause(NamedTuple):
    """One thing that makes a form wait: a key of service.review, and the values of its text."""

    kind: str
    values: Mapping[str, Any]


def causes_of(archive: Archive, rules: Rules) -> dict[str, list[Cause]]:
    """Return, by subject, why forms of a cycle wait; what was waived makes nobody wait."""
    found: dict[str, list[Cause]] = {}
    for one in adjustments_of(archive, rules):
        if one.kind == VETO:
            found.setdefault(one.employee, []).append(Cause("veto", {"item": one.item, "reason": one.reason}))
    waivers = archive.waivers(rules.cycle.id, ended=False)
    told = sort_out(stands(archive, rules.cycle.id).found, waivers)
    for finding in told.open:
        if finding.code in FAR_APART and finding.employee:
            cause = Cause("found", {"code": finding.code, "message": finding.message})
            found.setdefault(finding.employee, []).append(cause)
    return found


def in_words(causes: list[Cause], language: str) -> str:
    """Say why a form waits."""
    return " ".join(say(f"service.review.{one.kind}", language, **one.values) for one in causes)
