"""The sections on people and time: purpose, roles, deadlines, comments, raters, appeals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from addin.scoring.calendar import APPEAL, LONGER, STEPS, appeals_due, due_dates
from addin.scoring.grading import best_first
from addin.scoring.parameters import told
from addin.texts import listed, phrase
from templates.books.department.demands import low_grades, top_grades
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Cell, Paper

ROLES = ("hr", "manager", "direct", "person", "provider", "committee", "payroll")
PRINCIPLES = ("principle_1", "principle_2", "principle_3", "principle_4")
AFTER_APPEAL = ("receipt", "acceptance", "decision", "second_review", "second_decision")


def purpose(paper: Paper, content: RulesContent) -> None:
    """Say what the rules are for, and to whom they apply."""
    paper.heading("purpose.heading")
    paper.text("purpose.aim")
    paper.text("purpose.scope")
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
    paper.text("windows.intro", quarter=LONGER["quarter"], year=LONGER["year"])
    if content.cycle is None:
        paper.table((8.6, 8), ("windows.window", "windows.days"), _usual(paper), centred=(1,))
        paper.table((3, 2.8, 6.6, 4.2), _CYCLE_HEADINGS, _cycles(paper, content), centred=(0, 1, 2, 3))
    else:
        paper.table((8.6, 8), ("windows.window", "windows.day"), _dated(paper, content), centred=(1,))
    paper.text("windows.late")


_CYCLE_HEADINGS = ("windows.cycle", "windows.kind", "windows.period", "windows.published")


def _usual(paper: Paper) -> Iterator[tuple[Cell, ...]]:
    """Yield each step with its working day after the period."""
    days = STEPS | {"appeals": STEPS["publication_due"] + APPEAL["filed"]}
    for step, number in sorted(days.items(), key=lambda item: item[1]):
        yield paper.both(f"windows.{step}"), f"P+{number}"


def _dated(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    """Yield each step of the cycle with its last day."""
    assert content.cycle is not None
    settings = content.scheme.settings
    days = due_dates(content.cycle, settings) | {"appeals": appeals_due(content.cycle, settings)}
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


def raters(paper: Paper, content: RulesContent) -> None:  # noqa: ARG001 - the same in every company
    """Say what the person's own rating and those of others are for."""
    paper.heading("raters.heading")
    for key in ("self", "anonymous", "gap"):
        paper.text(f"raters.{key}")


def after(paper: Paper, content: RulesContent) -> None:  # noqa: ARG001 - the same in every company
    """Say what happens with a result: slip, talk, appeal."""
    paper.heading("after.heading")
    for key in ("slip", "talk", "silence"):
        paper.text(f"after.{key}")
    paper.text("after.appeal", filed=APPEAL["filed"])
    rows = [(paper.both(f"after.{step}"), str(APPEAL[step])) for step in AFTER_APPEAL]
    paper.table((10.6, 6), ("after.step", "after.within"), rows, centred=(1,))
