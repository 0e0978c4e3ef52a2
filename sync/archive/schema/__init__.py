"""The tables of the master archive: every row names the event that wrote it, times are UTC as ISO text."""

from sync.archive.schema.columns import metadata
from sync.archive.schema.core import (
    adjusted,
    blob,
    cycle,
    entry,
    event,
    form,
    indicator_score,
    issued,
    meta,
    register,
    result,
    roster_version,
    scheme_version,
    submission,
)
from sync.archive.schema.decided import final, pay_line, record, step
from sync.archive.schema.found import cycle_finding, finding, waiver, waiver_end
from sync.archive.schema.given import given
from sync.archive.schema.imports import imported, imported_actual, imported_rating, past_result, post_held
from sync.archive.schema.intake import claim, looked_across, seen

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""The Alembic revisions this program knows, oldest first; any other one is newer than the program.

A revision never changes the columns of a table that events guard: the digests in the log cover whole rows, so
every row would seem changed. A new fact gets a table of its own under the same key, as in 0002.
"""

WRITTEN_ONCE = (
    scheme_version,
    roster_version,
    issued,
    entry,
    register,
    finding,
    result,
    indicator_score,
    imported,
    imported_actual,
    past_result,
    post_held,
    adjusted,
    waiver,
    waiver_end,
    cycle_finding,
    imported_rating,
    given,
    step,
    final,
    record,
    pay_line,
)
"""Tables whose rows never change: an event records a digest of each row it wrote."""

CHANGING = (cycle, form, submission)
"""Tables whose rows move on: the last event that touched a row records its digest under the row's key."""

__all__ = [
    "CHANGING",
    "REVISIONS",
    "WRITTEN_ONCE",
    "adjusted",
    "blob",
    "claim",
    "cycle",
    "cycle_finding",
    "entry",
    "event",
    "final",
    "finding",
    "form",
    "given",
    "imported",
    "imported_actual",
    "imported_rating",
    "indicator_score",
    "issued",
    "looked_across",
    "meta",
    "metadata",
    "past_result",
    "pay_line",
    "post_held",
    "record",
    "register",
    "result",
    "roster_version",
    "scheme_version",
    "seen",
    "step",
    "submission",
    "waiver",
    "waiver_end",
]
