"""Writing what was received and what became of it; one transaction per submission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from sqlalchemy import bindparam, select

from sync.archive import found, queries, waivers
from sync.archive.engine import insert_many
from sync.archive.handed import GivenRow
from sync.archive.issuing import add_returned
from sync.archive.rows import Mark, Outcome, Receipt, Result, ResultRow, number, numbers, values
from sync.archive.schema import (
    entry,
    finding,
    form,
    given,
    indicator_score,
    register,
    result,
    seen,
    submission,
)
from sync.archive.writing import Writing, add, finish, keep, touched
from sync.states import NOT_MOVED

KNOWN = select(submission).where(submission.c.blob == bindparam("sha256")).order_by(submission.c.id)
STATE = select(submission.c.state).where(submission.c.id == bindparam("number"))
SETTLED = submission.update().where(submission.c.id == bindparam("number"))
NOT_SEEN = seen.delete().where(seen.c.path == bindparam("at"))
MOVED = (
    form.update()
    .where(form.c.cycle == bindparam("period"), form.c.employee.in_(bindparam("people", expanding=True)))
    .values(
        version=form.c.version + 1,
        state=bindparam("to"),
        submission=bindparam("number"),
        event=bindparam("seq"),
    )
)

Recorded = Literal["written", "settled", "overtaken"]
"""Settled: somebody had finished this submission already. Overtaken: another one was accepted meanwhile."""


PASSING = tuple(
    f"reading.reasons.{code}" for code in ("worker_died", "out_of_memory", "too_slow", "unavailable")
)
"""Why a file could not be read that says more about the machine than about the file."""


def receive(writing: Writing, content: bytes, name: str, source: str, mark: Mark | None, by: str) -> Receipt:
    """Keep a file before anything reads it; the same file under the same name is not received twice.

    Unless it could not be read for a reason that may have passed: then it gets another try.
    """
    sha256 = keep(writing.connection, content)
    if mark is not None:
        note(writing, mark, sha256)
    known = writing.connection.execute(KNOWN, {"sha256": sha256}).all()
    same = [row.id for row in known if (row.name, row.source) == (name, source) and row.reason not in PASSING]
    if same:
        return Receipt(same[-1], sha256, known[0].id, fresh=False)
    number_ = _add_submission(writing, sha256, name, source)
    finish(writing, by, "received", str(number_), {"blob": sha256, "name": name, "source": source})
    return Receipt(number_, sha256, known[0].id if known else None)


def note(writing: Writing, mark: Mark, sha256: str) -> None:
    """Note a file as taken in."""
    path, size, changed = mark
    writing.connection.execute(NOT_SEEN, {"at": path})
    insert_many(writing.connection, seen, [(path, size, changed, sha256)])


def _add_submission(writing: Writing, sha256: str, name: str, source: str) -> int:
    row: dict[str, Any] = {
        "blob": sha256,
        "name": name,
        "source": source,
        "received_at": writing.at,
        "state": "received",
    }
    row |= {"forms": 0, "returned": 0, "event": writing.seq}
    added = writing.connection.execute(submission.insert(), row).inserted_primary_key
    assert added is not None
    touched(writing, submission, id=added[0])
    return int(added[0])


def record(writing: Writing, outcome: Outcome, by: str) -> Recorded:
    """Write what became of a submission, or what a person decided on a held one: all of it or nothing."""
    if writing.connection.scalar(STATE, {"number": outcome.submission}) != outcome.was:
        return "settled"
    if _overtaken(writing, outcome):
        return "overtaken"
    _add_content(writing, outcome)
    _settle(writing, outcome)
    _move_forms(writing, outcome)
    _add_outcome(writing, outcome)
    waivers.end(writing, outcome.unwaived, outcome.submission)
    if outcome.returned is not None:
        add_returned(writing, outcome.returned)
    finish(writing, by, outcome.kind, str(outcome.submission), _details(outcome))
    return "written"


def _overtaken(writing: Writing, outcome: Outcome) -> bool:
    if outcome.stamp is None or outcome.state == "quarantined":
        return False
    workbook = outcome.stamp.workbook
    if queries.accepted(writing.connection, workbook) != outcome.accepted:
        return True
    if outcome.state == "read" and waivers.standing(writing.connection, workbook) != outcome.waivers:
        return True
    copy = outcome.returned
    return (
        copy is not None and copy.stamp.revision != queries.latest_revision(writing.connection, workbook) + 1
    )


def _details(outcome: Outcome) -> dict[str, Any]:
    return {
        "reason": outcome.reason,
        "values": {key: _plain(value) for key, value in outcome.values.items()},
        "workbook": outcome.stamp.workbook if outcome.stamp else None,
        "returned": outcome.returned.stamp.revision if outcome.returned else None,
        "forms": [list(row) for row in outcome.forms],
    }


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else str(value)


def _settle(writing: Writing, outcome: Outcome) -> None:
    stamp, values = outcome.stamp, {key: _plain(value) for key, value in outcome.values.items()}
    row: dict[str, Any] = {
        "state": outcome.state,
        "reason": outcome.reason,
        "reason_values": msgspec.json.encode(values).decode() if values else None,
        "content_digest": outcome.content_digest,
        "forms": len(outcome.forms),
        "returned": sum(form_row.state == "returned" for form_row in outcome.forms),
        "event": writing.seq,
    }
    if stamp is not None:
        row |= {name: getattr(stamp, name) for name in ("workbook", "cycle", "department", "edition")}
        row["base"] = stamp.revision
    writing.connection.execute(SETTLED, {"number": outcome.submission, **row})
    touched(writing, submission, id=outcome.submission)


def _add_content(writing: Writing, outcome: Outcome) -> None:
    """Write what was read and found, as tuples."""
    typed = outcome.entries or outcome.registers or outcome.given
    assert outcome.was == "received" or not typed, "written when it was held"
    here = outcome.submission
    add(
        writing,
        entry,
        (
            (
                here,
                row.employee,
                row.indicator,
                number(row.actual),
                number(row.self_rating),
                number(row.manager_rating),
                int(row.applicable),
                row.evidence,
                row.comment,
                row.sheet,
                _json(row.cells),
            )
            for row in outcome.entries
        ),
    )
    rows = outcome.registers
    add(writing, register, ((here, r.kind, r.key, _json(r.values), r.sheet, _json(r.cells)) for r in rows))
    if outcome.given:
        assert outcome.stamp is not None, "what was given belongs to a cycle"
        add(writing, given, (_given(here, outcome.stamp.cycle, row) for row in outcome.given))
    told = enumerate(outcome.findings)
    add(writing, finding, ((here, position, *found.PARTS(one)) for position, one in told))


def _given(submission: int, cycle: str, row: GivenRow) -> tuple[Any, ...]:
    subject, indicator, giver, relation, value, *rest = row
    return (submission, subject, indicator, cycle, giver, relation, number(value), *rest)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _move_forms(writing: Writing, outcome: Outcome) -> None:
    """Move the forms of a read submission on, unless they are settled; each counts one version more."""
    if not outcome.forms:
        return
    assert outcome.state == "read", "only a read submission moves forms"
    assert outcome.stamp is not None, "a read submission has a stamp"
    cycle = outcome.stamp.cycle
    fixed = queries.standing(writing.connection, cycle, NOT_MOVED)
    for state in sorted({row.state for row in outcome.forms}):
        rows = [row for row in outcome.forms if row.state == state and row.employee not in fixed]
        people = [row.employee for row in rows]
        moved = {"to": state, "number": outcome.submission, "seq": writing.seq}
        done = writing.connection.execute(MOVED, {"period": cycle, "people": people, **moved})
        assert done.rowcount == len(people), "a form that was never issued"
        touched(writing, form, cycle=cycle, employee=people)


def _add_outcome(writing: Writing, outcome: Outcome) -> None:
    """Write the results of a read submission."""
    if not outcome.results:
        return
    assert outcome.state == "read", "only a read submission has results"
    assert outcome.stamp is not None, "a read submission has a stamp"
    stamp = outcome.stamp
    add_results(writing, stamp.cycle, stamp.department, outcome.submission, outcome.results)


def add_results(
    writing: Writing, cycle: str, department: str, number_: int, results: tuple[ResultRow, ...]
) -> None:
    """Write a new version of each result of a submission that differs from the current one."""
    people = [row.employee for row in results]
    current = {found.employee: found for found in queries.results(writing.connection, cycle, people)}
    new = list(_versions(results, current, department))
    source = (department, number_)
    add(
        writing,
        result,
        (
            (cycle, row.employee, version, *source, number(row.score), row.grade, row.state, writing.at)
            for version, row in new
        ),
    )
    add(writing, indicator_score, _line_rows(cycle, new))


def _versions(
    rows: tuple[ResultRow, ...], current: dict[str, Result], department: str
) -> Iterator[tuple[int, ResultRow]]:
    for row in rows:
        known = current.get(row.employee)
        if known is None:
            yield 1, row
        elif (known.department, known.state) != (department, row.state) or numbers(known) != numbers(row):
            yield known.version + 1, row


def _line_rows(cycle: str, new: list[tuple[int, ResultRow]]) -> Iterator[tuple[Any, ...]]:
    for version, row in new:
        for position, line in enumerate(row.lines):
            yield (cycle, row.employee, version, position, *values(line), line.sheet, line.cell)
