"""How fast Google may be asked: a bucket of turns that fills slowly, so that no quota is ever used up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

MINUTE = 60
"""What quotas count by [seconds]."""

BURST = 10
"""So many calls may follow one another at once."""


@dataclass(slots=True)
class Bucket:
    """Turns to call: some at once, then one after the other, never more than `per_minute` in any minute.

    What fills in a minute and what lies there at its beginning make up the quota together.
    """

    per_minute: int
    clock: Callable[[], float] = monotonic
    wait: Callable[[float], object] = sleep
    turns: float = BURST
    at: float | None = None

    def take(self) -> None:
        """Take a turn; wait where there is none."""
        speed, now = (self.per_minute - BURST) / MINUTE, self.clock()
        if self.at is not None:
            self.turns = min(BURST, self.turns + (now - self.at) * speed)
        self.at, self.turns = now, self.turns - 1
        if self.turns < 0:
            self.wait(-self.turns / speed)
