"""Checks of bonuses, deductions and vetoes, and of what departments' results and OKR do to pay."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.finishing import BONUS, CEILING, DEDUCTION, LIMIT, MULTIPLY, VETO, counted
from addin.scoring.parameters import told
from addin.scoring.scheme import Scheme
from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject, keys_of
from sync.findings import Problem
from templates.tables.scheme import ADJUSTMENTS, COEFFICIENTS, QUOTAS

BASIS = {VETO: ("reason", "approver"), BONUS: ("amount", "reason"), DEDUCTION: ("amount", "reason")}
"""What an adjustment of each kind cannot do without."""

IDLE = {VETO: ("amount",), BONUS: ("effect", "ceiling"), DEDUCTION: ("effect", "ceiling")}
"""What an adjustment of each kind does not take."""


def _on(subject: SchemeSubject, module: str) -> bool:
    return module in subject.scheme.settings.modules


@check("S035", "scheme")
def without_basis(subject: SchemeSubject) -> Iterator[Problem]:
    """Find adjustments without points or basis, and vetoes without reason or approver."""
    reading = subject.reading.tables.get(ADJUSTMENTS.key)
    if reading is None or not _on(subject, ADJUSTMENTS.key):
        return
    for key, row in keys_of(ADJUSTMENTS, reading):
        lacking = [column for column in BASIS.get(key[2], ()) if not row.text(column)]
        if lacking and all(key):
            titles = subject.headings(ADJUSTMENTS.key, lacking)
            yield subject.at(ADJUSTMENTS.key, lacking[0], *key, row=row, columns=titles)


@check("S036", "scheme")
def beyond_the_cap(subject: SchemeSubject) -> Iterator[Problem]:
    """Find people whose bonuses, or deductions, of a cycle are more than what counts."""
    settings = subject.scheme.settings
    listed = subject.scheme.adjustments if _on(subject, ADJUSTMENTS.key) else ()
    for kind, cap in ((BONUS, settings.bonus_cap), (DEDUCTION, settings.deduction_cap)):
        for cycle, employee in dict.fromkeys((one.cycle, one.employee) for one in listed if one.kind == kind):
            own = [one for one in listed if (one.cycle, one.employee) == (cycle, employee)]
            total = counted(own, kind, float("inf"))
            if total > cap:
                first = next(one for one in own if one.kind == kind)
                key = (cycle, employee, kind, first.item)
                word = say(f"choices.adjustment.{kind}", subject.language)
                found, most = told(total), told(cap)
                yield subject.at(ADJUSTMENTS.key, "amount", *key, found=found, expected=most, kind=word)


@check("S037", "scheme")
def no_such_ceiling(subject: SchemeSubject) -> Iterator[Problem]:
    """Find a ceiling in Settings that is none of the grades, while a veto relies on it."""
    settings, grades = subject.scheme.settings, {grade.id for grade in subject.scheme.grades}
    relying = any(
        one.kind == VETO and (one.effect or CEILING) == CEILING and one.ceiling is None
        for one in subject.scheme.adjustments
    )
    if _on(subject, ADJUSTMENTS.key) and relying and settings.veto_ceiling not in grades:
        yield subject.at(
            "settings",
            "value",
            "veto_ceiling",
            found=settings.veto_ceiling,
            expected=" / ".join(grade.id for grade in subject.scheme.grades),
            label=say("scheme.settings.veto_ceiling.label", subject.language),
        )


@check("S038", "scheme")
def okr_in_pay(subject: SchemeSubject) -> Iterator[Problem]:
    """Find OKR lines that weigh although Settings keeps OKR out of pay."""
    if subject.scheme.settings.okr_in_pay:
        return
    for line in subject.lines():
        if line.method == "okr" and line.weight > 0:
            key = (line.template, line.indicator)
            label = say("scheme.settings.okr_in_pay.label", subject.language)
            yield subject.at("templates", "weight", *key, found=told(line.weight), label=label)


@check("S039", "scheme")
def without_effect(subject: SchemeSubject) -> Iterator[Problem]:
    """Find modules that are on and change nothing for anybody, with what they lack."""
    for module, lacks in (
        (COEFFICIENTS.key, _coefficients_lack(subject.scheme)),
        (QUOTAS.key, None if subject.scheme.quotas else "quotas"),
    ):
        if _on(subject, module) and lacks is not None:
            label = say(f"scheme.settings.module.{module}.label", subject.language)
            what, mend = (say(f"checks.S039.{part}.{lacks}", subject.language) for part in ("whats", "mends"))
            yield subject.at("settings", "value", f"module.{module}", label=label, what=what, mend=mend)


def _coefficients_lack(scheme: Scheme) -> str | None:
    """Return what department coefficients lack to have an effect; None where they have one."""
    form = scheme.settings.coefficient_form
    if not any(unit.template for unit in scheme.departments.values()):
        return "results"
    if form == MULTIPLY and not scheme.coefficients:
        return "coefficients"
    if form == LIMIT and not any(one.top_share is not None for one in scheme.coefficients):
        return "shares"
    return "module" if form == LIMIT and QUOTAS.key not in scheme.settings.modules else None


@check("S041", "scheme")
def idle_cell(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cells of adjustments that their kind does not take; they change nothing."""
    reading = subject.reading.tables.get(ADJUSTMENTS.key)
    for key, row in keys_of(ADJUSTMENTS, reading) if reading and _on(subject, ADJUSTMENTS.key) else ():
        idle = [column for column in IDLE.get(key[2], ()) if row.text(column)]
        if idle:
            titles = subject.headings(ADJUSTMENTS.key, idle)
            yield subject.at(ADJUSTMENTS.key, idle[0], *key, row=row, found=titles)
