"""The commands of the add-ins: build, install, doctor."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from addin.texts import say
from sync.cli.printing import coloured, show, show_json
from sync.cli.where import language_of

PARTS = {".oxt": "libreoffice", ".xlam": "excel", ".xlsm": "workbook"}
SHADES = {"good": "good", "trouble": "error", "unknown": "quiet"}


def build(arguments: Namespace) -> int:
    """Write the add-ins into a folder and say where they are."""
    from sync.service.addins import build

    language = language_of(arguments)
    done = build(Path(arguments.to), language)
    if arguments.json:
        show_json({"files": [str(file) for file in done.files], "excel": done.excel})
        return 0
    for file in done.files:
        show(say(f"addin.built.{PARTS[file.suffix]}", language, file=file))
    if not done.excel:
        show(coloured(say("addin.built.no_excel", language), "warning"))
    return 0


def install(arguments: Namespace) -> int:
    """Install the add-ins and say what was done for each program."""
    from sync.service.addins import install

    language = language_of(arguments)
    done = install(language)
    if arguments.json:
        told = [{"program": one.program, "outcome": one.outcome, "detail": one.detail} for one in done]
        show_json({"installed": told})
        return 0
    for one in done:
        text = say(f"addin.installed.{one.program}.{one.outcome}", language, detail=one.detail)
        show(coloured(text, "good" if one.outcome == "done" else "warning"))
    return 0


def doctor(arguments: Namespace) -> int:
    """Say what was looked at, what is wrong and how to mend it."""
    from sync.service.addins import look

    language = language_of(arguments)
    found = look()
    if arguments.json:
        show_json(
            {"checks": [{"check": one.check, "state": one.state, "detail": one.detail} for one in found]}
        )
        return 0
    for one in found:
        title = say(f"addin.doctor.{one.check}.title", language)
        state = say(f"addin.states.{one.state}", language)
        show(coloured(f"{state}  {title}", SHADES[one.state]) + (f"  {one.detail}" if one.detail else ""))
        if one.state == "trouble":
            show("    " + say(f"addin.doctor.{one.check}.remedy", language))
    return 0
