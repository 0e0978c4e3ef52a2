"""Running the stand-in on this machine: its address, its credentials, until somebody ends it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from sync.emulator.app import PER_MINUTE, Standing, make_app
from sync.emulator.sign_in import new_account
from sync.emulator.store import SHARED, Store

HERE = "127.0.0.1"
"""Nobody but this machine can reach the stand-in."""

THREADS = 4
PATIENCE = 5
"""So long the last answers are waited for when it ends [seconds]."""


@dataclass(frozen=True, slots=True)
class Running:
    """A stand-in that runs: its address, the folder for Sheets, and how it is set up."""

    address: str
    standing: Standing
    folder: str = SHARED

    def credentials(self) -> bytes:
        """Let a new account in and return its file of credentials."""
        return new_account(self.standing.store, self.address)


@contextmanager
def standing_in(place: Path, port: int = 0, per_minute: int = PER_MINUTE) -> Iterator[Running]:
    """Run the stand-in while it is needed; what it keeps lies in the file `place`. Port 0: a free one.

    Raises OSError where the port is in use.
    """
    from waitress.server import create_server

    standing = Standing(Store(place), per_minute=per_minute)
    app = make_app(standing)
    listening = socket.create_server((HERE, port))  # by ourselves: waitress keeps one that cannot listen
    open_: dict[int, Any] = {}
    options = {"sockets": [listening], "threads": THREADS, "clear_untrusted_proxy_headers": True}
    server = create_server(app, map=open_, **options)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Running(f"http://{HERE}:{server.effective_port}", standing)
    finally:
        server.trigger.pull_trigger(lambda: [one.close() for one in list(open_.values())])
        thread.join(PATIENCE)
        server.task_dispatcher.shutdown()
