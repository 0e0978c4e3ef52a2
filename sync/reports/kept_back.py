"""The Findings sheet of a workbook issued anew: what was typed before and is asked no more, as notes."""

from __future__ import annotations

from collections.abc import Sequence

from sync.findings import UNKNOWN, Finding
from sync.reading.xlsx import read_book
from sync.reports.listing import list_findings
from sync.reports.marking import marking
from templates.patch import open_package


def with_notes(data: bytes, notes: Sequence[Finding], language: str) -> bytes:
    """Return a workbook whose Findings sheet lists notes; everything else in it stays the same."""
    if not notes:
        return data
    package = open_package(data)
    list_findings(marking(package, read_book(data), language), notes, UNKNOWN)
    return package.save()
