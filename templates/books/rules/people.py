"""The sections on people and time: purpose, roles, deadlines, comments, raters, appeals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from addin.scoring.calendar import (
    GOALS_DAY,
    INPUTS,
    LONGER,
    OPINIONS,
    STEPS,
    appeals_due,
    due_dates,
    goals_due,
    inputs_due,
    opinions_due,
)
from addin.scoring.grading import best_first
from addin.scoring.parameters import told
from addin.texts import listed, phrase
from templates.books.department.demands import low_grades, top_grades
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Cell, Paper
from templates.books.rules.results import guided

ROLES = ("hr", "manager", "direct", "person", "provider", "committee", "payroll")
PRINCIPLES = ("principle_1", "principle_2", "principle_3", "principle_4")
AFTER_APPEAL = (
    "appeal_receipt_days",
    "appeal_acceptance_days",
    "appeal_decision_days",
    "review_days",
    "review_decision_days",
)
"""The settings that say how long each step after an appeal may take [working days]."""

GROUPS = ("manager", "peers", "reports", "customers", "self")


def purpose(paper: Paper, content: RulesContent) -> None:
    """Say what the rules are for, and to whom they apply."""
    paper.heading("purpose.heading")
    paper.text("purpose.aim")
    paper.text("purpose.scope")
    if "participants" in content.scheme.settings.modules:
        guided(paper, content, "participants")
    if content.cycle is not None:
        paper.text("purpose.cycle", cycle=content.cycle.id)
    for key in PRINCIPLES:
        paper.bullet(f"purpose.{key}")


def roles(paper: Paper, content: RulesContent) -> None:  # noqa: ARG001 - the same in every company
    """Say who does what."""
    paper.heading("roles.heading")
    rows = [(paper.both(f"roles.names.{role}"), paper.both(f"roles.tasks.{role}")) for role in ROLES]
    paper.table((4, 12.6), ("roles.role", "roles.does"), rows)


def windows(paper: Paper, content: RulesContent) -> None:
    """Give the last day of each step: of the cycle, or of all cycles that are written down."""
    paper.heading("windows.heading")
    paper.lead("windows.intro", quarter=LONGER["quarter"], year=LONGER["year"])
    if content.cycle is None:
        paper.table((8.6, 8), ("windows.window", "windows.days"), _usual(paper, content), centred=(1,))
        paper.table((3, 2.8, 6.6, 4.2), _CYCLE_HEADINGS, _cycles(paper, content), centred=(0, 1, 2, 3))
    else:
        paper.table((8.6, 8), ("windows.window", "windows.day"), _dated(paper, content), centred=(1,))
    points = content.scheme.settings.late_points
    if points:
        paper.text("windows.late_points", points=told(points))
    else:
        paper.text("windows.late")


_CYCLE_HEADINGS = ("windows.cycle", "windows.kind", "windows.period", "windows.published")


def _usual(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    """Yield each step with its working day after the period, but for goals, which are agreed early in it."""
    published = STEPS["publication_due"]
    appeals = published + content.scheme.settings.appeal_days
    days = STEPS | {"inputs": INPUTS, "opinions": published + OPINIONS, "appeals": appeals}
    yield paper.both("windows.goals"), paper.both("windows.goals_day", day=GOALS_DAY)
    for step, number in sorted(days.items(), key=lambda item: item[1]):
        yield paper.both(f"windows.{step}"), f"P+{number}"


def _dated(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    """Yield each step of the cycle with its last day."""
    assert content.cycle is not None
    of = content.cycle, content.scheme.settings
    days = due_dates(*of) | {"goals": goals_due(*of), "inputs": inputs_due(*of)}
    days |= {"opinions": opinions_due(*of), "appeals": appeals_due(*of)}
    for step, day in sorted(days.items(), key=lambda item: item[1]):
        yield paper.both(f"windows.{step}"), day.isoformat()


def _cycles(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    for cycle in content.scheme.cycles.values():
        kind = tuple(phrase(f"choices.cycle.{cycle.kind}", language) for language in paper.languages)
        starts, ends = cycle.starts.isoformat(), cycle.ends.isoformat()
        due = due_dates(cycle, content.scheme.settings)["publication_due"]
        yield cycle.id, kind, paper.both("windows.period_of", starts=starts, ends=ends), due.isoformat()


def remarks(paper: Paper, content: RulesContent) -> None:
    """Say which comments and which evidence are asked for."""
    settings = content.scheme.settings
    grades = best_first(content.scheme.grades)
    letters, characters = settings.overall_comment_letters, settings.overall_comment_characters
    paper.heading("remarks.heading")
    paper.bullet("remarks.overall", letters=letters, characters=characters)
    paper.bullet("remarks.strengths", grades=_in_words(top_grades(grades)))
    paper.bullet("remarks.improve", grades=_in_words(low_grades(grades)))
    paper.bullet("remarks.line", below=told(settings.comment_below))
    paper.bullet("remarks.evidence")


def _in_words(names: tuple[str, ...]) -> Callable[[str], str]:
    return lambda language: listed(names, language)


def raters(paper: Paper, content: RulesContent) -> None:
    """Say what the person's own rating and those of others are for, and what each group counts for."""
    known = content.scheme.settings
    paper.heading("raters.heading")
    if "raters" not in known.modules:
        paper.text("raters.manager")
        return
    if known.self_ratings:
        paper.text("raters.self")
    rows = list(_weights(paper, content))
    if rows:
        paper.lead("raters.weights")
        groups = (_group(paper, group) for group in GROUPS)
        keys = (paper.both("raters.template"), paper.both("raters.cycles"), *groups)
        paper.table((3.4, 2.7, 2.1, 2.1, 2.1, 2.1, 2.1), keys, rows, centred=range(2, 7))
    for key in ("anonymous", "gap"):
        paper.text(f"raters.{key}")


def _weights(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    """Yield what each group of raters counts for, by template and kind of cycle."""
    found: dict[tuple[str | None, str | None], dict[str, float]] = {}
    for one in content.scheme.raters:
        if content.cycle is None or one.cycle_kind in (None, content.cycle.kind):
            found.setdefault((one.template, one.cycle_kind), {})[one.group] = one.weight
    for (template, kind), weights in found.items():
        cycles = kind and tuple(phrase(f"choices.cycle.{kind}", language) for language in paper.languages)
        shares = (told(weights[group]) if group in weights else "" for group in GROUPS)
        yield template or paper.both("raters.all"), cycles or paper.both("raters.all"), *shares


def _group(paper: Paper, group: str) -> tuple[str, ...]:
    return tuple(phrase(f"choices.group.{group}", language) for language in paper.languages)


def after(paper: Paper, content: RulesContent) -> None:
    """Say what happens with a result: slip, talk, appeal."""
    known = content.scheme.settings
    paper.heading("after.heading")
    for key in ("slip", "talk"):
        paper.text(f"after.{key}")
    guided(paper, content, "interviews")
    paper.text("after.silence")
    paper.text("after.appeal", filed=known.appeal_days)
    rows = [(paper.both(f"after.steps.{step}"), str(getattr(known, step))) for step in AFTER_APPEAL]
    paper.table((10.6, 6), ("after.step", "after.within"), rows, centred=(1,))
