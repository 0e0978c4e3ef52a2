"""The ways in which the sample company's departments send their workbooks: the inbox, or Google Sheets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from shlex import quote
from typing import Protocol

from addin.texts import say
from sync.service.collecting import Tell, collect
from sync.service.opening import write_whole
from sync.settings import Workspace, open_workspace

STAND_IN = "google"
"""The folder of the stand-in for Google, in the workspace of the demo."""


class Way(Protocol):
    """How workbooks travel between HR and departments."""

    def hand_out(self, cycle: str) -> Iterator[str]:
        """Bring the issued workbooks to the departments; yields what is told of it."""

    def send(self, name: str, had: bytes, filled: bytes) -> None:
        """Let a department send a workbook, of which it `had` the one that was handed out."""

    def collect(self, tell: Tell) -> None:
        """Take in what was sent."""

    def afterwards(self) -> Iterator[str]:
        """Say how to go on in this way."""


@dataclass(frozen=True, slots=True)
class ByInbox:
    """Files that are sent around and arrive in the inbox."""

    workspace: Workspace

    def hand_out(self, cycle: str) -> Iterator[str]:  # noqa: ARG002 - they lie in the outbox already
        """Do nothing: HR sends what lies in the outbox."""
        yield from ()

    def send(self, name: str, had: bytes, filled: bytes) -> None:  # noqa: ARG002 - a file holds it all
        """Lay the file into the inbox."""
        write_whole(self.workspace.inbox / name, filled, self.workspace.language)

    def collect(self, tell: Tell) -> None:
        """Take in the inbox."""
        collect(self.workspace, tell=tell)

    def afterwards(self) -> Iterator[str]:
        """Say nothing: the files lie there."""
        yield from ()


@dataclass(frozen=True, slots=True)
class BySheets:
    """Sheets in a shared folder, into which the departments type."""

    workspace: Workspace
    address: str

    def hand_out(self, cycle: str) -> Iterator[str]:
        """Make a Sheet of each department workbook."""
        from sync.service.google.push import push

        made = push(self.workspace, cycle)
        told = {"sheets": len(made), "address": self.address}
        yield "✓ " + say("demo.steps.pushed", self.workspace.language, **told)

    def send(self, name: str, had: bytes, filled: bytes) -> None:
        """Type into the Sheet of a workbook what was typed into the file."""
        from sync.reading.xlsx import read_book
        from sync.service.cycles import open_to_look
        from sync.service.google.differences import differences
        from sync.service.google.sheets import sheets_of
        from sync.sources.google.client import connected
        from sync.sources.google.writing import write

        whose = PurePath(name).stem.removesuffix(" (1)")
        with open_to_look(self.workspace) as archive:
            (sheet,) = (one for one in sheets_of(archive).values() if PurePath(one.name).stem == whose)
        with connected(self.workspace) as google:
            write(google, sheet.file, differences(read_book(had), read_book(filled)).values)

    def collect(self, tell: Tell) -> None:
        """Take in the inbox, and then what was typed into Sheets."""
        from sync.service.google.taking_in import take_in

        collect(self.workspace, tell=tell)
        take_in(self.workspace, tell=tell)

    def afterwards(self) -> Iterator[str]:
        """Say how to run the stand-in again, which ends with the demo."""
        folder, port = quote(str(self.workspace.folder / STAND_IN)), self.address.rpartition(":")[2]
        yield say("demo.look.sheets", self.workspace.language)
        yield f"  meritbook google emulate {folder} --port {port}"


@contextmanager
def way_of(workspace: Workspace, google: bool) -> Iterator[Way]:
    """Return the way that is asked for; where that is Google, the stand-in for it runs until the end."""
    if not google:
        yield ByInbox(workspace)
        return
    from sync.service.google.standing_in import set_up, standing_in_for

    with standing_in_for(workspace.folder / STAND_IN, 0, workspace.language) as (running, credentials):
        set_up(workspace.folder, running, credentials, workspace.language)
        yield BySheets(open_workspace(workspace.folder, workspace.language), running.address)
