"""B: files that never become a submission of ours: what cannot be read, and what we did not issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sync.checks.registry import CHECKS, check
from sync.findings import Finding, Problem, finding


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was refused before any check: whether it could be read at all, and why, in words.

    `arriving` is one that somebody is still copying: nothing is wrong with it.
    """

    readable: bool
    reason: str
    arriving: bool = False


@check("B002", "file", whole=True)
def cannot_be_read(refusal: Refusal) -> Iterator[Problem]:
    """Find a file that is no workbook, is broken, or holds what a form must not hold."""
    if not (refusal.readable or refusal.arriving):
        yield Problem(found=refusal.reason)


@check("B013", "file", whole=True)
def still_arriving(refusal: Refusal) -> Iterator[Problem]:
    """Find a file that is still being copied and is left for the next time."""
    if refusal.arriving:
        yield Problem(found=refusal.reason)


@check("B003", "file", whole=True)
def not_issued_here(refusal: Refusal) -> Iterator[Problem]:
    """Find a readable workbook that this archive never issued, or whose stamp was changed."""
    if refusal.readable:
        yield Problem(found=refusal.reason)


def refused(refusal: Refusal, workbook: str, language: str) -> list[Finding]:
    """Put a refusal into findings."""
    return [
        finding(one.code, one.severity, problem, workbook, workbook, language)
        for one in CHECKS.values()
        if one.subject == "file"
        for problem in one.run(refusal)
    ]
