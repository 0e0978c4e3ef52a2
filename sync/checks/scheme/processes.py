"""Checks of the sheets that processes follow from: participants, rewards, salaries, notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from addin.scoring.parameters import told
from addin.scoring.processes import RewardRule
from addin.texts import listed, say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem
from templates.tables.scheme import NOTICE_FIELDS, NOTICE_TEXTS, PARTICIPANTS, REWARD_RULES, SALARY_STANDARDS

PLACE = re.compile(r"\{([^{}]*)\}")
ENDS = {
    REWARD_RULES.key: (("low", "high"),),
    SALARY_STANDARDS.key: (("compa_low", "compa_high"), ("raise_low", "raise_high"), ("low", "high")),
}
"""Columns of which the first may not be above the second."""
GRADED = ("interview_grades", "plan_grade_once", "plan_grade_again")
"""Settings that name grades, separated by semicolons."""


def _on(subject: SchemeSubject, module: str) -> bool:
    return module in subject.scheme.settings.modules


@check("S051", "scheme")
def without_reason(subject: SchemeSubject) -> Iterator[Problem]:
    """Find people who are left out or exempt without a reason: they will ask."""
    for one in subject.scheme.participants if _on(subject, PARTICIPANTS.key) else ():
        if one.participation != "in" and not one.reason.strip():
            key = (one.cycle or "", one.employee)
            word = say(f"choices.participation.{one.participation}", subject.language)
            yield subject.at(PARTICIPANTS.key, "reason", *key, part=word)


@check("S052", "scheme")
def tiers_do_not_meet(subject: SchemeSubject) -> Iterator[Problem]:
    """Find tiers of a commission between which attainments have no rate, or two."""
    listed_rules = subject.scheme.reward_rules if _on(subject, REWARD_RULES.key) else ()
    tiers = [rule for rule in listed_rules if rule.kind == "tier"]
    for indicator in dict.fromkeys(tier.indicator for tier in tiers):
        for before, after in pairwise(_by_start([t for t in tiers if t.indicator == indicator])):
            if before.high != after.low or after.low is None:
                above, start = (_end(value, subject.language) for value in (before.high, after.low))
                yield subject.at(
                    REWARD_RULES.key,
                    "low",
                    after.rule,
                    found=start,
                    expected=above,
                    other=before.name,
                    name=after.name,
                )


def _by_start(tiers: Sequence[RewardRule]) -> list[RewardRule]:
    return sorted(tiers, key=lambda tier: (tier.low is not None, tier.low or 0.0))


def _end(value: float | None, language: str) -> str:
    return say("checks.S052.open", language) if value is None else told(value, percent=True)


@check("S053", "scheme")
def unknown_place(subject: SchemeSubject) -> Iterator[Problem]:
    """Find words in braces that nothing can be filled in for: people would receive them as they stand."""
    for text in subject.scheme.notice_texts if _on(subject, NOTICE_TEXTS.key) else ():
        known = NOTICE_FIELDS[text.notice]
        for column in ("subject", "text"):
            unknown = [name for name in PLACE.findall(getattr(text, column)) if name not in known]
            if unknown:
                yield subject.at(
                    NOTICE_TEXTS.key,
                    column,
                    text.notice,
                    text.language,
                    found=listed(unknown, subject.language),
                    expected=listed(known, subject.language),
                )


@check("S054", "scheme")
def hidden_sheet(subject: SchemeSubject) -> Iterator[Problem]:
    """Find modules that are on and whose sheet is hidden, so that nobody finds where to type."""
    for module, sheet in subject.reading.module_sheets():
        if _on(subject, module) and sheet in subject.reading.hidden:
            label = say(f"scheme.settings.module.{module}.label", subject.language)
            yield subject.at("settings", "value", f"module.{module}", label=label, title=sheet)


@check("S055", "scheme")
def no_such_grade(subject: SchemeSubject) -> Iterator[Problem]:
    """Find settings of interviews and plans that name a grade which is none."""
    grades = [grade.id for grade in subject.scheme.grades]
    for key in GRADED:
        named = [part.strip() for part in re.split("[;；,，、]", getattr(subject.scheme.settings, key))]
        unknown = [name for name in named if name and name not in grades]
        if unknown and grades:
            label = say(f"scheme.settings.{key}.label", subject.language)
            found = listed(unknown, subject.language)
            yield subject.at("settings", "value", key, found=found, expected=" / ".join(grades), label=label)


@check("S056", "scheme")
def ends_turned(subject: SchemeSubject) -> Iterator[Problem]:
    """Find ranges of tiers, raises and pay whose lower end is above the upper one."""
    for table, pairs in ENDS.items():
        for row in getattr(subject.scheme, table) if _on(subject, table) else ():
            for low, high in pairs:
                least, most = getattr(row, low), getattr(row, high)
                if least is not None and most is not None and least > most:
                    key = row.rule if isinstance(row, RewardRule) else row.standard
                    second = subject.heading(table, high)
                    found, expected = told(least), f"≤ {told(most)}"
                    yield subject.at(table, low, key, found=found, expected=expected, second=second)
