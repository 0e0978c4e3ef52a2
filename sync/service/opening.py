"""Opening what a command needs: the workspace's scheme and its archive; what cannot be opened says why."""

from __future__ import annotations

import errno
import os
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from addin.scoring.scheme import Cycle, Scheme
from addin.texts import listed
from sync.archive.opening import open_archive, open_or_create
from sync.archive.store import Archive
from sync.findings import Finding, has_errors
from sync.process.assignment import assign, books
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.service.placing import make_folder, put
from sync.settings import CannotGoOn, Workspace, stop

if TYPE_CHECKING:
    from sync.reading.scheme import SchemeReading
    from sync.reading.submission import Submission

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


class Watch(Protocol):
    """Passes items on one by one and shows how far the work is."""

    def __call__(self, items: Iterable[Item], total: int) -> Iterable[Item]:
        """Pass items on."""


def unwatched(items: Iterable[Item], total: int) -> Iterable[Item]:  # noqa: ARG001 - a Watch that shows nothing
    """Pass items on and show nothing."""
    return items


WAIT = 60
"""So long a second collect waits for the first [seconds]."""


LOCK = ".collect.lock"
"""The file by which the collects of a workspace take turns."""


@contextmanager
def one_at_a_time(workspace: Workspace) -> Iterator[None]:
    """Let one collect of a workspace work after the other; the lock goes with the process that holds it.

    Raises CannotGoOn where the other one takes longer than a minute.
    """
    refusal = stop("collect_running", workspace.language, seconds=WAIT)
    with locked(workspace.folder / LOCK, WAIT, refusal):
        yield


@contextmanager
def locked(file: Path, wait: float, refusal: CannotGoOn) -> Iterator[None]:
    """Hold a lock that goes with the process; raises the refusal where another one has it for so long [s]."""
    from filelock import FileLock, Timeout

    lock = FileLock(file, timeout=wait)
    try:
        lock.acquire()
    except Timeout:
        raise refusal from None
    try:
        yield
    finally:
        lock.release()


def open_or_make_archive(workspace: Workspace) -> Archive:
    """Open the workspace's archive, made on the first use.

    Where workbooks were handed out there was one: a new one would take them for somebody else's.
    Raises CannotGoOn where it is gone then.
    """
    opened = open_archive if _handed_out(workspace) else open_or_create
    return opened(workspace.archive, workspace.language)


def _handed_out(workspace: Workspace) -> bool:
    """Tell whether anything was issued or returned from this workspace."""
    places = (workspace.folder / "outbox", workspace.folder / "returned")
    return any(next(place.glob("*/*.xlsx"), None) is not None for place in places)


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A scheme workbook as read, with the very bytes it was read from."""

    reading: SchemeReading
    content: bytes


def read_rules(workspace: Workspace) -> RulesFile:
    """Read scheme.xlsx of the workspace; raises CannotGoOn where it is missing or no workbook."""
    from sync.reading.scheme import read_scheme

    try:
        content = workspace.scheme.read_bytes()
        return RulesFile(read_scheme(content), content)
    except FileNotFoundError:
        raise stop("no_scheme", workspace.language, file=workspace.scheme) from None
    except OSError as error:
        raise stop("cannot_read", workspace.language, file=workspace.scheme, error=error.strerror) from error
    except Unreadable as unreadable:
        text = reason(unreadable, workspace.language).rstrip(".。")
        raise stop("cannot_read", workspace.language, file=workspace.scheme, error=text) from unreadable


class Checked(NamedTuple):
    """What is wrong with a scheme, the worst first, and the first step to a trial that is not done yet.

    `ready` tells whether `issue` would write workbooks, for a cycle at least.
    """

    findings: list[Finding]
    step: str | None
    ready: bool


def check_rules(workspace: Workspace) -> Checked:
    """Check scheme.xlsx, and look how far it is on the way to a first trial."""
    from templates.books.scheme.content import SchemeContent
    from templates.books.scheme.path import next_step, steps

    rules, language = read_rules(workspace), workspace.language
    path = steps(SchemeContent(rules.reading.scheme, rules.reading.roster), language)
    done = all(step.is_done for step in path)
    findings, reading = _checked(rules, language), rules.reading
    some = any(receiving(reading, cycle) for cycle in reading.scheme.cycles.values())
    ready = some and not has_errors(findings)
    return Checked(findings, None if done else next_step(path, 0, language), ready)


def receiving(reading: SchemeReading, cycle: Cycle) -> tuple[str, ...]:
    """Return the departments a cycle has a workbook for: with somebody to rate, or judged themselves."""
    return books(assign(reading.roster, cycle, reading.scheme), reading.scheme, cycle)


def sound_rules(workspace: Workspace) -> RulesFile:
    """Read scheme.xlsx and refuse to go on where it has errors."""
    rules = read_rules(workspace)
    errors = errors_of(rules, workspace.language)
    if errors:
        raise stop("unsound_scheme", workspace.language, number=len(errors), first=errors[0])
    return rules


def errors_of(rules: RulesFile, language: str) -> tuple[Finding, ...]:
    """Return the errors of a scheme workbook."""
    return tuple(found for found in _checked(rules, language) if found.severity == "error")


def _checked(rules: RulesFile, language: str) -> list[Finding]:
    from sync.checks.scheme import check_scheme

    return check_scheme(rules.reading, language)


def cycle_of(scheme: Scheme, cycle: str, language: str) -> Cycle:
    """Return a cycle of the scheme; raises CannotGoOn naming the cycles there are."""
    if cycle not in scheme.cycles:
        raise stop("unknown_cycle", language, cycle=cycle, known=listed(scheme.cycles, language))
    return scheme.cycles[cycle]


def read_workbooks(
    items: Iterable[tuple[Key, bytes]], jobs: int, language: str, isolated: bool = True
) -> Iterator[tuple[Key, Submission | Unreadable]]:
    """Read workbooks in worker processes, so many at once (0: as many as there are processors).

    One at a time and not `isolated` they are read in this process, without bounds on memory and time.
    Raises CannotGoOn where no worker can be started.
    """
    from sync.reading.pool import PROCESSORS, CannotStart, read_all

    try:
        yield from read_all(items, jobs or PROCESSORS, isolated=isolated)
    except CannotStart:
        raise stop("no_workers", language) from None


def not_open_elsewhere(workspace: Workspace) -> None:
    """Refuse to write scheme.xlsx while somebody has it open in a spreadsheet program."""
    file = workspace.scheme
    for lock in (file.with_name(f"~${file.name}"), file.with_name(f".~lock.{file.name}#")):
        if lock.exists():
            raise stop("open_elsewhere", workspace.language, file=file, lock=lock.name)


def write_safely(file: Path, data: bytes, language: str) -> Path:
    """Replace a file as a whole and keep its previous copy beside it (`scheme.previous.xlsx`).

    Where nothing changes, nothing is written: run again after a crash, the previous copy is still the one
    from before.
    """
    previous = file.with_name(f"{file.stem}.previous{file.suffix}")
    before = file.read_bytes() if file.exists() else None
    if before != data:
        if before is not None:
            write_whole(previous, before, language)
        write_whole(file, data, language)
    return previous


HALF = ".half"
"""How the hidden name of a file ends that is not written to its end."""


def write_whole(file: Path, data: bytes, language: str) -> None:
    """Write a file so that it is there whole or not at all, also when the power fails, creating its folder.

    A file that may only be read is not written over, although a folder would allow it.
    Raises CannotGoOn where it cannot be written.
    """
    half = file.with_name(f".{file.name}{HALF}")
    if file.exists() and not os.access(file, os.W_OK):
        raise stop("cannot_write", language, file=file, error=os.strerror(errno.EACCES))
    try:
        make_folder(file.parent)
        with half.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        put(half, file)
    except OSError as error:
        raise stop("cannot_write", language, file=file, error=error.strerror) from error
