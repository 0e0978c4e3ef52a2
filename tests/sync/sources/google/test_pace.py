"""Google is asked no faster than its quota allows, whatever comes."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as some

from sync.sources.google.pace import BURST, MINUTE, Bucket

PAUSES = some.lists(some.floats(0, 90), min_size=1, max_size=200)


class Clock:
    """A clock that moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@given(PAUSES, some.integers(BURST + 1, 100))
def test_no_minute_has_more_calls_than_the_quota(pauses, quota):
    """Within any minute there are never more calls than the quota."""
    clock = Clock()
    bucket, recent = Bucket(quota, clock, clock.wait), deque()
    for pause in pauses:
        clock.wait(pause if pause > 60 else 0)
        bucket.take()
        recent.append(clock.now)
        while recent[0] <= clock.now - MINUTE:
            recent.popleft()
        assert len(recent) <= quota


def test_the_first_calls_wait_for_nothing():
    """Few calls follow one another at once; the next one waits."""
    clock = Clock()
    bucket = Bucket(60, clock, clock.wait)
    for _ in range(BURST):
        bucket.take()
    assert clock.now == 0
    bucket.take()
    assert clock.now > 0
