"""A batch for payroll for the tests: a first payment, and one of differences with a line without a base."""

from __future__ import annotations

from decimal import Decimal

from addin.texts import say
from sync.process.pay import checksum_of_all
from templates.books.pay import PayBaseContent, PayRow
from tests.builders import CYCLE, sample_roster

SUMS = ("3f9a52c07d1be864", "a70c4418e95d2f36", "58d1be9460cf73a2")


def sample_pay(language: str = "en", *, differences: bool = False) -> PayBaseContent:
    """Return the first batch of three people, or the second: what changed, of a cycle before, too."""
    rows = list(_differences(language) if differences else _first(language))
    paid = [row[12] for row in rows if isinstance(row[12], Decimal)]
    whole = checksum_of_all(str(row[-1]) for row in rows)
    batch = "P-2" if differences else "P-1"
    return PayBaseContent(CYCLE, batch, "Example Ltd", "CNY", 2, rows, sum(paid, Decimal(0)), whole, language)


def _first(language: str) -> list[PayRow]:
    names = {one.id: one.name for one in sample_roster().values()}
    state = say("payroll.state.provisional", language)
    of = (
        ("00123", "B", "1", "6000", 92),
        ("00124", "D", "0.6", "4800.5", 92),
        ("E-07", "S", "1.3", "9000", 46),
    )
    rows: list[PayRow] = []
    for (who, grade, coefficient, base, days), checksum in zip(of, SUMS, strict=True):
        amount = (Decimal(base) * Decimal(coefficient) * days / 92).quantize(Decimal("0.01"))
        money = (Decimal(coefficient), Decimal(base), days, 92, amount, amount, checksum)
        rows.append([who, names[who], CYCLE, "P-1", 1, state, grade, *money])
    return rows


def _differences(language: str) -> list[PayRow]:
    final, before = say("payroll.state.final", language), "2026-Q2"
    first, second, third = _first(language)
    changed = [*second[:3], "P-2", 2, final, "C", Decimal("0.8"), *second[8:11], Decimal("3840.40")]
    bare = [third[0], third[1], before, "P-2", 1, final, "A", Decimal("1.15"), None, 91, 91, None, None]
    same = [*first[:3], "P-2", 1, final, *first[6:12], Decimal("0.00")]
    return [[*row, sum_] for row, sum_ in zip((same, [*changed, Decimal("960.10")], bare), SUMS, strict=True)]
