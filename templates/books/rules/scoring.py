"""The section on scores: weighted sum, methods, ratings, what is missing, the department's part."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.scheme import Line
from addin.texts import say
from templates.books.department.demands import scale
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Cell, Paper, Told

USUAL_SCALE = 5


def applying(content: RulesContent) -> Iterator[Line]:
    """Yield the lines of all templates that count in the cycle."""
    for lines in content.scheme.templates.values():
        yield from (line for line in lines if content.cycle is None or line.applies(content.cycle.kind))


def in_percent(share: float) -> Callable[[str], str]:
    """Write a share in percent, as each language does."""
    number = told(share, percent=True).rstrip("%")
    return lambda language: say("methods.standard.percent", language, number=number)


def score(paper: Paper, content: RulesContent) -> None:
    """Say how a score comes about."""
    paper.heading("score.heading")
    _sum(paper, content)
    _methods(paper, content)
    _scale(paper, content)
    _missing(paper, content)
    _unit(paper, content)


def _sum(paper: Paper, content: RulesContent) -> None:
    known = content.scheme.settings
    limits: dict[str, Told] = {"floor": told(known.total_floor), "cap": told(known.total_cap)}
    paper.heading("score.sum_heading", 2)
    paper.text("score.sum")
    paper.text("score.full", full=told(known.full_score), **limits)
    paper.text("score.rounding", decimals=known.decimals)
    paper.text(
        "score.weights",
        low=told(known.line_min),
        high=told(known.line_max),
        few=known.lines_min,
        many=known.lines_max,
        measured=told(known.measured_min),
    )


def _methods(paper: Paper, content: RulesContent) -> None:
    """Describe the methods that the templates use, in the order of the catalogue."""
    used = {line.method for line in applying(content)}
    rows = [
        (_named(paper, f"{method}.name"), _named(paper, f"{method}.help"))
        for method in METHODS
        if method in used
    ]
    paper.heading("score.methods_heading", 2)
    paper.table((4.2, 12.4), ("score.method", "score.meaning"), rows)


def _named(paper: Paper, key: str) -> Cell:
    return tuple(say(f"methods.{key}", language) for language in paper.languages)


def _scale(paper: Paper, content: RulesContent) -> None:
    """Say what the ratings mean; of a scale of its own, only what the anchors say."""
    steps = {scale(line) for line in applying(content) if line.judged}
    if not steps:
        return
    paper.heading("score.scale_heading", 2)
    paper.lead("score.scale", steps=" / ".join(str(step) for step in sorted(steps)))
    if USUAL_SCALE in steps:
        rows = [(str(step), _meaning(paper, content, step)) for step in range(USUAL_SCALE, 0, -1)]
        paper.table((2.6, 14), ("score.step", "score.means"), rows, centred=(0,))


def _meaning(paper: Paper, content: RulesContent, step: int) -> Cell:
    """Return what a step means: in HR's own words, where Settings has them."""
    own: str = getattr(content.scheme.settings, f"rating_{step}")
    return own or tuple(say(f"department.scale.{step}", language) for language in paper.languages)


def _missing(paper: Paper, content: RulesContent) -> None:
    known = content.scheme.settings
    paper.heading("score.missing_heading", 2)
    told_of: dict[str, dict[str, Told]] = {
        "block": {},
        "renormalise": {"share": in_percent(known.minimum_share)},
        "neutral": {"neutral": told(known.neutral_score)},
    }
    paper.text(f"score.missing.{known.missing}", **told_of[known.missing])
    paper.text("score.not_applicable")


def _unit(paper: Paper, content: RulesContent) -> None:
    """Say what the department's result means for its people, where the module is on."""
    known = content.scheme.settings
    if "coefficients" not in known.modules:
        return
    paper.heading("score.unit_heading", 2)
    shares: dict[str, Told] = {
        "own": in_percent(1 - known.coefficient_share),
        "share": in_percent(known.coefficient_share),
    }
    blend = known.coefficient_form == "blend"
    paper.text(f"score.unit.{known.coefficient_form}", **(shares if blend else {}))
    if not known.coefficient_heads:
        paper.text("score.heads_out")
