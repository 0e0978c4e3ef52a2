"""Open points of periods and people: days in the wrong order, shared days, people above themselves."""

from __future__ import annotations

from collections.abc import Iterator

from templates.books.scheme.counting import Sheet, Trouble

DUE = ("ratings_due", "submission_due", "resubmission_due", "publication_due", "close_due")
"""The deadlines of a period, in their order; they may fall on the same day."""

EARLIEST = ("in_post_since", "left_on")
"""Days of a person that cannot come before the day they were hired."""


def turned(sheet: Sheet) -> Iterator[Trouble]:
    """Count the periods that end before they begin."""
    key, starts, ends = (sheet.cells(name) for name in ("cycle", "starts", "ends"))
    count = f'SUMPRODUCT(({key}<>"")*({starts}<>"")*({ends}<>"")*({ends}<={starts}))'
    cycles = sheet.content.scheme.cycles.values()
    yield Trouble("cycles", "turned", count, sum(cycle.ends <= cycle.starts for cycle in cycles))


def overlap(sheet: Sheet) -> Iterator[Trouble]:
    """Count the periods that share days with another one of their kind."""
    key, kind, starts, ends = (sheet.cells(name) for name in ("cycle", "kind", "starts", "ends"))
    shared = f'COUNTIFS({kind},{kind},{starts},"<="&{ends},{ends},">="&{starts})'
    sound = f'({key}<>"")*({starts}<>"")*({ends}>{starts})'
    cycles = [one for one in sheet.content.scheme.cycles.values() if one.ends > one.starts]
    now = sum(
        any(
            other.kind == one.kind and other.starts <= one.ends and other.ends >= one.starts
            for other in cycles
            if other is not one
        )
        for one in cycles
    )
    yield Trouble("cycles", "overlap", f"SUMPRODUCT({sound}*({shared}>1))", now)


def deadlines(sheet: Sheet) -> Iterator[Trouble]:
    """Count the periods with a deadline before their last day, or before the deadline of an earlier step."""
    days = [sheet.cells(column) for column in ("ends", *DUE)]
    early = [
        f"ISNUMBER({day})*ISNUMBER({before})*({day}<{before})"
        for place, day in enumerate(days)
        for before in days[:place]
    ]
    now = 0
    for one in sheet.content.scheme.cycles.values():
        dated = [one.ends, *(day for column in DUE if (day := getattr(one, column)))]
        now += dated != sorted(dated)
    yield Trouble("cycles", "deadlines", f"SUMPRODUCT(--(({'+'.join(early)})>0))", now)


def itself(sheet: Sheet) -> Iterator[Trouble]:
    """Count the people who stand there as their own direct manager."""
    who, manager = sheet.cells("employee"), sheet.cells("manager")
    now = sum(bool(row.get("employee")) and row.get("manager") == row["employee"] for row in sheet.rows)
    yield Trouble("people", "itself", f'SUMPRODUCT(({who}<>"")*({who}={manager}))', now)


def early(sheet: Sheet) -> Iterator[Trouble]:
    """Count the people who left, or took their post, before they were hired."""
    hired = sheet.cells("hired")
    before = [
        f"ISNUMBER({day})*ISNUMBER({hired})*({day}<{hired})"
        for day in (sheet.cells(column) for column in EARLIEST)
    ]
    now = sum(
        any((day := getattr(one, column)) and one.hired and day < one.hired for column in EARLIEST)
        for one in sheet.content.roster.values()
    )
    yield Trouble("people", "early", f"SUMPRODUCT(--(({'+'.join(before)})>0))", now)
