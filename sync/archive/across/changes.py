"""What has changed in a cycle since its workbooks were last compared."""

from __future__ import annotations

from sqlalchemy import Connection, and_, exists, or_, select, union

from sync.archive.across.values import Changed
from sync.archive.schema import (
    adjusted,
    cycle,
    form,
    given,
    imported,
    imported_actual,
    imported_rating,
    record,
)
from sync.archive.windows import EXTENSION

FILED = "archived"


def changed(connection: Connection, name: str, before: str | None, since: int) -> Changed:
    """Return what has changed since an event in a cycle, or in the one before that it is compared with.

    A form that was filed says what it said when it was compared last.
    """
    own = form.c.cycle == name
    moved = select(form.c.department).where(own, form.c.event > since, form.c.state != FILED)
    imports = (
        select(form.c.department)
        .join(table, and_(table.c.cycle == form.c.cycle, table.c.subject == form.c.employee))
        .where(own, table.c.event > since)
        for table in (imported_actual, imported_rating, given)
    )
    past = form.alias()
    earlier = select(form.c.department).join(past, past.c.employee == form.c.employee)
    earlier = earlier.where(own, past.c.cycle == before, past.c.event > since, past.c.state != FILED)
    departments = frozenset(connection.scalars(union(moved, *imports, earlier)))
    longer = exists().where(record.c.kind == EXTENSION, record.c.cycle == name, record.c.event > since)
    everything = or_(exists().where(cycle.c.id == name, cycle.c.event > since), longer)
    outside = or_(
        exists().where(adjusted.c.cycle.in_((name, before or name)), adjusted.c.event > since),
        exists().where(imported.c.kind == "posts", imported.c.event > since),
    )
    row = connection.execute(select(everything, outside)).one()
    return Changed(row[0], departments, row[1])
