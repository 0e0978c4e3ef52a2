"""The command line: what people call. No rules here; exit status 0 clean, 1 findings, 2 could not run."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from addin.texts import LANGUAGES, say

if TYPE_CHECKING:
    from argparse import Namespace


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    gc.set_threshold(500_000, 20, 50)  # there are few cycles to look for, and looking costs a tenth
    words, language = take_language(list(sys.argv[1:] if arguments is None else arguments))
    from sync.cli.parser import parser

    _let_everything_through()
    parsed = parser(language or wish() or "en").parse_args(words)
    if getattr(parsed, "json", False) and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    parsed.language = language
    return _run(parsed)


def _let_everything_through() -> None:
    """Show as an escape what the terminal has no sign for, instead of failing in the middle of a table."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def take_language(words: list[str]) -> tuple[list[str], str | None]:
    """Take `--language en|zh` out of the words, before or after the command."""
    rest: list[str] = []
    language = None
    waiting = iter(words)
    for word in waiting:
        name, _, value = word.partition("=")
        if name != "--language":
            rest.append(word)
            continue
        language = value or next(waiting, "")
        if language not in LANGUAGES:
            sys.stderr.write(say("cli.bad_language", "en", found=language) + "\n")
            raise SystemExit(2)
    return rest, language


def wish() -> str | None:
    """Return the language of MERITBOOK_LANGUAGE or the system where it is one of ours."""
    for name in ("MERITBOOK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code:
            return code if code in LANGUAGES else None
    return None


def _run(parsed: Namespace) -> int:
    from sync.settings import CannotGoOn

    try:
        status = _work(parsed)
        sys.stdout.flush()
    except CannotGoOn as reason:
        sys.stderr.write(f"meritbook: {reason}\n")
        return 2
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - whoever read us has gone; nothing is to be said
            return 0
        sys.stderr.write(f"meritbook: {CannotGoOn(told_by_system(error, wish() or 'en'))}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def told_by_system(error: OSError, language: str) -> str:
    """Say which file the system refused, and why."""
    return say("stops.system", language, file=error.filename or "–", error=error.strerror or error)


def _work(parsed: Namespace) -> int:
    """Do the work of a command; one that breaks off without a reason tells of damage, or it is a bug."""
    from importlib import import_module

    from sync.settings import CannotGoOn

    module, function = parsed.run.split(":")
    try:
        status: int = getattr(import_module(module), function)(parsed)
    except (CannotGoOn, OSError, MemoryError):
        raise
    except Exception:
        from pathlib import Path

        from sync.service.keeping.blaming import blame

        blame(Path(parsed.workspace), parsed.language)
        raise
    return status
