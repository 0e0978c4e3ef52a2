"""`collect --watch` as people see it: rounds that took something in, troubles once, a clean stop."""

from __future__ import annotations

import gc
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Protocol

from addin.texts import listed, say
from sync.cli import told_by_system
from sync.cli.collected import AsJson, AsText, not_adjusted
from sync.cli.printing import coloured, show
from sync.service.adjusting import Adjusted
from sync.service.collecting import Collected, Tell, collect
from sync.service.consolidating import Consolidated
from sync.service.settling import Taken
from sync.service.watching import EVERY, keep_collecting, one_watcher
from sync.settings import CannotGoOn, Workspace, now
from sync.sources.copying import Doubts

SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")


class Once(Protocol):
    """Collects once, tells of each file, and remembers what may still be copied."""

    def __call__(self, *, tell: Tell, doubts: Doubts) -> Collected:
        """Collect."""


class Asked:
    """Whether somebody has asked to stop. No threading.Event: its lock may be held when a signal comes."""

    def __init__(self) -> None:
        self._asked = False

    def is_set(self) -> bool:
        """Tell whether somebody has."""
        return self._asked

    @contextmanager
    def by_signals(self) -> Iterator[None]:
        """Take a signal for a wish; the next one ends the process as if nobody had listened."""
        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        before = {number: signal.getsignal(number) or signal.SIG_DFL for number in numbers}

        def note(_: int, __: FrameType | None) -> None:
            self._asked = True
            for number in numbers:
                signal.signal(number, before[number])

        for number in numbers:
            signal.signal(number, note)
        try:
            yield
        finally:
            for number in numbers:
                signal.signal(number, before[number])


class _BrokenOff(Exception):  # noqa: N818 - somebody wished it
    """A round ends in its middle; what it had received and not read is left for the next collect."""


def watch(arguments: Namespace, workspace: Workspace, once: Once | None = None) -> int:
    """Collect until Ctrl-C or a signal to end; status 0, since whatever is found belongs to its round.

    once: how a round collects from somewhere else than the paths.
    """
    asked, paths = Asked(), [Path(name) for name in arguments.path]
    every = arguments.every or EVERY
    rounds = Rounds(
        once or partial(collect, workspace, paths, arguments.jobs), workspace, arguments.json, asked
    )
    with asked.by_signals(), one_watcher(workspace, paths):
        shown = listed(map(str, paths or [workspace.inbox]), workspace.language)
        shown = say("google.collect.watched", workspace.language) if once else shown
        rounds.say("begun", paths=shown, seconds=f"{every:g}")
        keep_collecting(workspace, paths, every, rounds, asked)
    rounds.say("ended")
    return 0


class Rounds:
    """Collects once when called, and tells what was taken in, and the troubles not told yet."""

    def __init__(self, once: Once, workspace: Workspace, as_json: bool, asked: Asked) -> None:
        self._once, self._workspace, self._asked = once, workspace, asked
        self._told = partial(AsJson, line=True) if as_json else AsText
        self._lines = sys.stderr if as_json else sys.stdout
        self._troubles: list[str] = []
        self._reason = ""

    def say(self, key: str, **values: object) -> None:
        """Tell a line of texts/service.toml [watch]; beside JSON documents it goes to standard error."""
        self._lines.write(say(f"service.watch.{key}", self._workspace.language, **values) + "\n")
        self._lines.flush()

    def __call__(self, doubts: Doubts) -> None:
        """Collect once; a round that cannot run is told in one line, and the next one tries again."""
        with closing(self._told(self._workspace.language)) as told:
            done, reason = self._collected(told, doubts)
            self._tell(told, done)
        if reason and reason != self._reason:
            text = say("service.watch.later", self._workspace.language, time=_time(), reason=reason)
            sys.stderr.write(text + "\n")
        self._reason = reason
        gc.collect()

    def _collected(self, told: AsText | AsJson, doubts: Doubts) -> tuple[Collected, str]:
        """Return what was taken in, up to where it broke off, and the reason for that."""
        count, reason = 0, ""

        def take(taken: Taken) -> None:
            nonlocal count
            count += 1
            told.take(taken)
            if self._asked.is_set():
                raise _BrokenOff

        try:
            return self._once(tell=take, doubts=doubts), reason
        except _BrokenOff:
            pass
        except CannotGoOn as error:
            reason = str(error)
        except OSError as error:
            reason = told_by_system(error, self._workspace.language)
        return Collected(count, (), 0, Adjusted(), Consolidated()), reason

    def _tell(self, told: AsText | AsJson, done: Collected) -> None:
        troubles = [*map(str, done.unread), *not_adjusted(done, self._workspace.language)]
        troubles += done.opinions.odd
        if (
            done.taken
            or done.opinions.noted
            or done.adjusted.cycles
            or done.across.changed
            or not set(troubles) <= set(self._troubles)
        ):
            if isinstance(told, AsText):
                show(coloured(_time(), "quiet"))
            told.end(done)
            sys.stdout.flush()
        self._troubles = troubles


def _time() -> str:
    return f"{now().astimezone():%Y-%m-%d %H:%M:%S}"
