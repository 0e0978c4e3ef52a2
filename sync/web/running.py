"""Pressing a button runs the command of the same name, and shows what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from flask import Blueprint, abort, flash, g, render_template, request

from addin.texts import say
from sync.service.accounts import Account
from sync.service.opening import read_rules
from sync.settings import CannotGoOn, Workspace
from sync.web.buttons import Button, buttons, typed
from sync.web.doors import door
from sync.web.languages import spoken
from sync.web.sending import last_part

pages = Blueprint("running", __name__)

PROGRAM = "import sys; from sync.cli import main; sys.exit(main())"
LONGEST = 1800
"""A command that has not ended after so long is ended [seconds]."""

AT_WORK = Lock()
"""Held while a command runs: one after the other, as one person would type them."""

MOST, LONGEST_NAME = 8000, 200
"""So long may be what is typed into a field [characters], and a file's name on any disk [bytes]."""

UNSAFE = re.compile(r"[^\w .()（）-]")
"""What not every file system takes in a name."""

BUSY, MISSING, UNUSABLE, CANNOT = 409, 404, 422, 2


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to: its exit status, and what it said."""

    status: int
    said: str


@door(pages, "/do", "hr")
def month() -> Any:
    """Show every button, in the order of a month."""
    return render_template("month.html", buttons=_buttons().values())


@door(pages, "/do/<name>", "hr", methods=["GET", "POST"])
def press(name: str) -> Any:
    """Ask for what a command needs, or run it and show what it says."""
    button = _buttons().get(name)
    if button is None:
        abort(MISSING)
    if request.method == "GET":
        return render_template("button.html", button=button, ran=None, chosen=request.args, most=MOST)
    if any(len(one) > MOST or "\0" in one for one in request.form.values()):
        abort(UNUSABLE)
    if not AT_WORK.acquire(blocking=False):
        flash(say("web.do.busy", g.language), "error")
        return render_template("button.html", button=button, ran=None, chosen=request.form, most=MOST), BUSY
    try:
        ran = _pressed(spoken(), button, g.account)
    finally:
        AT_WORK.release()
    return render_template("button.html", button=button, ran=ran, chosen=request.form, most=MOST)


def _buttons() -> dict[str, Button]:
    return buttons(g.language, _cycles(spoken()), google=spoken().google is not None)


def _cycles(workspace: Workspace) -> list[str]:
    """Return the cycles of the scheme; none where it cannot be read, which its own check will tell."""
    try:
        return list(read_rules(workspace).reading.scheme.cycles)
    except CannotGoOn:
        return []


def _pressed(workspace: Workspace, button: Button, account: Account) -> Ran:
    with TemporaryDirectory(prefix="meritbook-") as folder:
        files = {key: _laid(Path(folder), key) for key in request.files if request.files[key].filename}
        arguments = [*button.words.split(), *typed(button, request.form, files)]
        decides = button.signed or any(one.split("=")[0] in DECIDING for one in arguments)
        signed = [f"--by={account.acts_as}"] if decides else []
        return run(workspace, [*arguments, *signed])


DECIDING = ("--as-scored", "--from")
"""With these a command decides that otherwise only writes something to decide on."""


def _laid(folder: Path, key: str) -> str:
    """Lay a file that was sent into a folder of its own, under the last part of its name."""
    sent = request.files[key]
    name = UNSAFE.sub("_", last_part(sent)).encode()[-LONGEST_NAME:].decode(errors="ignore")
    place = folder / (name.lstrip(".-") or "file")
    sent.save(place)
    return str(place)


def run(workspace: Workspace, arguments: Sequence[str]) -> Ran:
    """Run a command in a process of its own, as at the command line; what it says is what it says there."""
    where = ["-w", str(workspace.folder), "--language", workspace.language]
    told = {"NO_COLOR": "1", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", PROGRAM, *where, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=os.environ | told,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran(CANNOT, say("web.do.too_long", workspace.language, minutes=LONGEST // 60))
    return Ran(done.returncode, done.stdout)
