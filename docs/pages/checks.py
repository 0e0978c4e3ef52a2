"""The page of checks, from their registry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pages.markdown import bullets, grid

from addin.texts import say
from sync.checks.every import CHECKS
from sync.checks.registry import Check


def checks(language: str) -> Iterator[str]:
    """Yield every check with its severity, reason and cure."""
    found = [CHECKS[code] for code in sorted(CHECKS)]
    say_ = partial(say, language=language)
    yield grid(
        [say_(f"docs.checks.{key}") for key in ("code", "severity", "check")],
        [
            (
                f"[{check.code}](#{check.code.lower()})",
                say_(f"choices.severity.{check.severity}"),
                say_(f"checks.{check.code}.title"),
            )
            for check in found
        ],
    )
    for check in found:
        yield from one_check(check, language)


def one_check(check: Check, language: str) -> Iterator[str]:
    """Yield the section of one check."""
    say_ = partial(say, language=language)
    yield f"## {check.code}"
    yield f"**{say_(f'checks.{check.code}.title')}** ({say_(f'choices.severity.{check.severity}')})"
    yield say_(f"checks.{check.code}.why")
    yield bullets(
        [
            say_("docs.checks.looks_at", subject=say_(f"docs.checks.subjects.{check.subject}")),
            say_("docs.checks.message", text=say_(f"checks.{check.code}.message")),
            say_("docs.checks.fix", text=say_(f"checks.{check.code}.fix")),
        ]
    )
