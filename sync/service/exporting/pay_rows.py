"""The lines of a payment batch as the file tells them: exact decimal numbers, and a checksum for each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from addin.scoring.exact import exact
from addin.texts import say
from sync.archive import finals
from sync.archive.pay import Batch, PayLine
from sync.archive.store import Archive
from sync.process.pay import checksum, in_currency
from sync.service.cycles import Rules, opened
from templates.tables.pay import PAY_BASE, SUMMED

MONEY = ("base", "amount", "difference")
WHOLE = ("version", "days", "of_days")

PayRow = list[str | int | Decimal | None]


def rows_of(archive: Archive, lines: Sequence[PayLine], batch: Batch) -> list[PayRow]:
    """Return the lines of a batch in the columns of its file, each with its checksum."""
    found: list[PayRow] = []
    for cycle in dict.fromkeys(one.cycle for one in lines):
        rules, versions = opened(archive, cycle), _versions(archive, cycle, batch)
        own = (one for one in lines if one.cycle == cycle)
        found += [_row(rules, one, versions.get(one.subject, 0), archive.language) for one in own]
    return found


def _row(rules: Rules, line: PayLine, version: int, language: str) -> PayRow:
    said = _said(rules, line, version, language)
    values = [_value(column.key, said[column.key]) for column in PAY_BASE.columns[:-1]]
    return [*values, checksum(said[key] for key in SUMMED)]


def _said(rules: Rules, line: PayLine, version: int, language: str) -> dict[str, str]:
    """Return a line as texts, which is how its checksum is taken."""
    decimals, person = rules.scheme.settings.currency_decimals, rules.roster.get(line.subject)
    return {
        "employee": line.subject,
        "name": person.name if person else "",
        "cycle": line.cycle,
        "batch": line.batch,
        "version": str(version),
        "state": say(f"payroll.state.{line.state}", language),
        "grade": line.grade or "",
        "coefficient": "" if line.coefficient is None else _plain(line.coefficient),
        "days": str(line.days),
        "of_days": str(line.of_days),
        **{name: in_currency(getattr(line, name), decimals) for name in MONEY},
    }


def _plain(coefficient: float) -> str:
    """Write a coefficient with as many decimals as it has: 1.15, 1."""
    value = exact(coefficient)
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def _value(key: str, text: str) -> str | int | Decimal | None:
    if key in (*MONEY, "coefficient"):
        return Decimal(text) if text else None
    return int(text) if key in WHOLE else text


def _versions(archive: Archive, cycle: str, batch: Batch) -> dict[str, int]:
    """Return the version of each result as it was when a batch was told."""
    with archive.reading() as connection:
        known = [one for one in finals.every(connection, cycle) if one.event <= batch.event]
    return {one.final.subject: one.final.version + one.changes for one in known}
