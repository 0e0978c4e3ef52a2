"""The page of checks, from their registry: what happens to a finding, then every check by family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from pages.examples import example
from pages.markdown import bullets, grid

from addin.texts import say, words
from sync.checks.catalogue import cure
from sync.checks.every import CHECKS
from sync.checks.registry import Check
from templates.severities import fixed
from templates.tables import TABLES


def checks(language: str) -> Iterator[str]:
    """Yield what becomes of findings, and every check with its reason, an example and its cure."""
    say_ = partial(say, language=language)
    yield bullets(say_(f"docs.checks.{severity}") for severity in ("error", "warning", "note"))
    yield say_("docs.checks.counts", **_counts(list(CHECKS.values())))
    sheet, label = TABLES["checks"].title(language), say_("scheme.settings.module.checks.label")
    yield say_("docs.checks.change", sheet=sheet, label=label, off=say_("choices.checking.off"))
    yield say_("docs.checks.waive")
    for letter, family in words("checks", language)["families"].items():
        found = [CHECKS[code] for code in sorted(CHECKS) if code.startswith(letter)]
        if found:
            yield f"## {family}"
            yield say_(f"checks.about.{letter}")
            yield overview(found, language)
            for check in found:
                yield from one_check(check, language)


def _counts(found: Sequence[Check]) -> dict[str, int]:
    """Return how many checks there are of each severity, and whose the errors are."""
    number = Counter(check.severity for check in found)
    hr = sum(check.severity == "error" and check.subject in ("scheme", "calibration") for check in found)
    said = {"errors": number["error"], "warnings": number["warning"], "notes": number["note"]}
    return {"all": len(found), "manager": number["error"] - hr, "hr": hr, **said}


def overview(found: Sequence[Check], language: str) -> str:
    """Return the table of a family: code, severity and title."""
    say_ = partial(say, language=language)
    return grid(
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


def one_check(check: Check, language: str) -> Iterator[str]:
    """Yield the section of one check."""
    say_ = partial(say, language=language)
    rank = [say_(f"choices.severity.{check.severity}")]
    if check.code in fixed():
        rank.append(say_("checks.explained.fixed"))
    yield f"### {check.code}"
    yield " · ".join((f"**{say_(f'checks.{check.code}.title')}**", *rank))
    yield say_(f"checks.{check.code}.why")
    yield f"> {example(check, language)}"
    yield say_("docs.checks.fix", text=cure(check.code, language))
