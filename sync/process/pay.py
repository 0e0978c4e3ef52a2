"""What payroll is told: what each person is due for a cycle, and what that adds to what was told before."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from typing import NamedTuple

from addin.scoring.exact import exact, half_away
from addin.scoring.pay.amounts import amount
from sync.archive.pay import PayLine

PROVISIONAL, FINAL = "provisional", "final"
CERTAIN = ("confirmed", "decided", "archived", "exempt", "cancelled")
"""Where a form stands whose line is final: the person knows the result and has not objected, or an appeal
was decided, or there is no result any more."""

SAID = ("grade", "coefficient", "base", "amount", "days", "of_days")
"""What makes a line another one; a difference and a state follow from these."""

NOTHING = ""
"""How an empty value stands in the text a checksum is taken of."""


class Due(NamedTuple):
    """What a person is due for a cycle by what was decided: base × coefficient × days served / days.

    base: [coins], None where none is known: then the coefficient is all that can be told.
    """

    state: str
    grade: str | None
    coefficient: float | None
    base: int | None
    days: int
    of_days: int

    @property
    def amount(self) -> int | None:
        """The amount [coins]; None without a base or without a grade."""
        if self.base is None or self.coefficient is None:
            return None
        return amount(self.base, (_factor(self.coefficient, self.days, self.of_days),))


def state_of(form: str) -> str:
    """Return whether a line of a form that stands here is provisional or final."""
    return FINAL if form in CERTAIN else PROVISIONAL


def line_of(cycle: str, subject: str, batch: str, due: Due, last: PayLine | None) -> PayLine | None:
    """Return what payroll is told of a person now; None where that was told already.

    Whoever was told an amount and is due nothing any more is told nought, so that differences add up to what
    was told last.
    """
    owing, before = due.amount, last.amount if last else None
    if owing is None and before is not None:
        owing = 0
    difference = None if owing is None else owing - (before or 0)
    line = PayLine(
        cycle,
        subject,
        batch,
        due.state,
        due.grade,
        due.coefficient,
        due.base,
        owing,
        due.days,
        due.of_days,
        difference,
    )
    settled = last is not None and (last.state, due.state) != (PROVISIONAL, FINAL)
    return None if settled and not is_other(line, last) else line


def is_other(line: PayLine, last: PayLine | None) -> bool:
    """Tell whether a line tells anything else of a person than the last one did, its state apart."""
    return last is None or any(getattr(line, name) != getattr(last, name) for name in SAID)


@lru_cache(1024)
def coins_of(base: str, decimals: int) -> int:
    """Return a base as kept, a decimal number as text, in the smallest coin."""
    return half_away(Fraction(base) * 10**decimals)


def in_currency(coins: int | None, decimals: int) -> str:
    """Write an amount in the currency, with all its decimals; an empty text for none."""
    if coins is None:
        return NOTHING
    whole = f"{abs(coins):0{decimals + 1}d}"
    text = f"{whole[:-decimals]}.{whole[-decimals:]}" if decimals else whole
    return f"-{text}" if coins < 0 else text


def checksum(values: Iterable[str]) -> str:
    """Return the checksum of a line: SHA-256 of its values, one vertical line between two, 16 digits of it.

    Whoever receives a file can take it again with any tool; docs/pay.md says of which columns.
    """
    return sha256("|".join(values).encode()).hexdigest()[:16]


def checksum_of_all(lines: Iterable[str]) -> str:
    """Return the checksum of a file: SHA-256 of the checksums of its lines, each and a line feed."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@cache
def _factor(coefficient: float, days: int, of_days: int) -> Fraction:
    return exact(coefficient) * Fraction(days, of_days)
