"""Each step from the weighted sum to the final score in words: department, adjustments, veto, limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from addin.scoring.explain import band
from addin.scoring.finishing import (
    BLEND,
    BONUS,
    CEILING,
    DEDUCTION,
    LIMIT,
    MULTIPLY,
    VETO,
    ZERO,
    Finish,
    by_days,
)
from addin.scoring.form import Step
from addin.scoring.grading import grade_of
from addin.scoring.parameters import told
from addin.scoring.scheme import Adjustment, Grade, Settings
from addin.texts import say

if TYPE_CHECKING:
    from addin.scoring.ranking.distribution import Proposal


@dataclass(frozen=True, slots=True)
class Told:
    """A step, and the adjustment it tells of, whose cell the service knows."""

    step: Step
    adjustment: Adjustment | None = None


def finishing_steps(
    finish: Finish,
    adjustments: Sequence[Adjustment],
    settings: Settings,
    grades: Sequence[Grade],
    language: str = "en",
    heard: bool = False,
) -> Iterator[Told]:
    """Explain how a final score came from the weighted sum; nothing where nothing was added to it.

    adjustments: the person's own, whether they counted or not; heard: whether other raters bear on the sum.
    """
    if finish.mean is None or not (finish.units or adjustments or heard):
        return
    say_ = partial(_say, language)
    yield from map(Told, _department(finish, settings, language))
    for kind, total, cap in (
        (BONUS, finish.bonus, settings.bonus_cap),
        (DEDUCTION, finish.deduction, settings.deduction_cap),
    ):
        own = [one for one in adjustments if one.kind == kind]
        yield from (_adjustment(one, language) for one in own)
        if own:
            yield Told(Step(say_(kind), total, say_(f"{kind}_rule", cap=told(cap))))
    yield from (_veto(one, finish, language) for one in adjustments if one.kind == VETO)
    yield from map(Told, _final(finish, settings, grades, language))


def _say(language: str, key: str, **values: object) -> str:
    return say(f"methods.finish.{key}", language, **values)


def _department(finish: Finish, settings: Settings, language: str) -> Iterator[Step]:
    """Explain the department's part: the score of each department, and what they make of the own one."""
    say_ = partial(_say, language)
    for unit in finish.units:
        rule = say_("unit_days", days=told(unit.days)) if len(finish.units) > 1 else say_("unit_rule")
        yield Step(say_("unit", department=unit.department), unit.score, rule)
    if not finish.units:
        return
    if settings.coefficient_form == BLEND:
        share = told(100 * settings.coefficient_share)
        rule = say_("blend", share=share, rest=told(100 - 100 * settings.coefficient_share))
        yield Step(say_("with_unit"), finish.with_unit, rule)
    elif settings.coefficient_form == MULTIPLY:
        days = [unit.days for unit in finish.units]
        coefficient = by_days([unit.coefficient for unit in finish.units], days)
        rule = say_("multiply", coefficient=told(coefficient, decimals=4))
        yield Step(say_("with_unit"), finish.with_unit, rule)


def _adjustment(one: Adjustment, language: str) -> Told:
    words = say(f"choices.adjustment.{one.kind}", language)
    step = _say(language, "one", kind=words, item=one.item)
    return Told(Step(step, one.amount, _basis(one, language)), one)


def _basis(one: Adjustment, language: str) -> str:
    """Say on what an adjustment rests and who approved it."""
    said = [one.reason] if one.reason else []
    if one.approver:
        said.append(_say(language, "approved", approver=one.approver))
    return say("methods.standard.join", language).join(said) or _say(language, "no_basis")


def _veto(one: Adjustment, finish: Finish, language: str) -> Told:
    """Explain a veto; of several the strictest counts."""
    words = say("choices.adjustment.veto", language)
    effect = say(f"choices.effect.{one.effect or CEILING}", language)
    if one is finish.veto and one.effect != ZERO:
        effect = _say(language, "ceiling", effect=effect, grade=finish.ceiling)
    return Told(Step(_say(language, "one", kind=words, item=one.item), effect, _basis(one, language)), one)


def _score_rule(finish: Finish, settings: Settings, language: str) -> str:
    """Say what the final score is made of: the department only where it changes the score."""
    if finish.veto is not None and finish.veto.effect == ZERO:
        return _say(language, "score_zero")
    joins = finish.units and settings.coefficient_form != LIMIT
    limits = {"floor": told(settings.total_floor), "cap": told(settings.total_cap)}
    return _say(language, "score_rule" if joins else "score_own", decimals=settings.decimals, **limits)


def _final(finish: Finish, settings: Settings, grades: Sequence[Grade], language: str) -> Iterator[Step]:
    yield Step(_say(language, "score"), finish.score, _score_rule(finish, settings, language))
    held_down = finish.grade != grade_of(finish.score, grades)
    rule = _say(language, "grade_veto") if held_down else band(finish.grade, grades, language)
    yield Step(_say(language, "grade"), finish.grade, rule)


def proposed_step(proposal: Proposal, language: str = "en") -> Step:
    """Explain which grade the quotas propose: why, at which place, and among whom."""
    parts = [say(f"ranking.reasons.{proposal.reason}", language)]
    if proposal.place is not None:
        parts.append(_say(language, "place", place=proposal.place, pool=proposal.pool))
    if not proposal.binding:
        parts.append(_say(language, "advised"))
    return Step(
        _say(language, "proposed"), proposal.proposed, say("methods.standard.join", language).join(parts)
    )
