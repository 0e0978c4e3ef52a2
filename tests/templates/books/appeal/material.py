"""Appeals for the tests: one that was decided, one that is open and says nothing but what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from addin.texts import say
from templates.books.appeal import Agenda, Case, Fact, Value
from templates.tables import TABLES
from tests.builders import CYCLE

SAID = {
    "en": (
        "Customer satisfaction was counted from four surveys of five; the fifth came on the last day.",
        "Mail of the survey office, 2026-09-30",
        "Count all five surveys.",
        "The fifth survey arrived in time; its date was read wrongly.",
        "All five surveys count.",
    ),
    "zh": (
        "客户满意度只按五份问卷中的四份计算，第五份在截止当天送达。",
        "问卷办公室2026-09-30的邮件",
        "按五份问卷计算。",
        "第五份问卷按时送达，日期登记有误。",
        "五份问卷均应计入。",
    ),
}
DEPARTMENT = {"en": "Sales and Service", "zh": "销售与服务部"}
LINES = {
    "en": ("SAL-01 Sales amount", "SAL-05 Customer satisfaction"),
    "zh": ("SAL-01 销售额", "SAL-05 客户满意度"),
}


def sample_agenda(language: str = "en", *, decided: bool = False) -> Agenda:
    """Return the appeals of a cycle: both open, or one of them decided after an investigation."""
    return Agenda(
        "Example Ltd", CYCLE, date(2026, 10, 28), (_bare(language), _full(language, decided)), language
    )


def _full(language: str, decided: bool) -> Case:
    grounds, evidence, wish, fact, reason = SAID[language]
    first, second = _values(language)
    return Case(
        number="A-0002",
        name="Li Na",
        facts=f"00123  ·  {DEPARTMENT[language]}",
        about=second.indicator,
        state=say(f"choices.appeal_state.{'decided' if decided else 'investigating'}", language),
        due="" if decided else "2026-11-09",
        result=say("appeals.sheet.result", language, score="95.00", grade="B"),
        grounds=grounds,
        ground=say("choices.ground.figures", language),
        evidence=evidence,
        wish=wish,
        values=(first, replace(second, said=fact, about=True)),
        found=(Fact("2026-10-27", "Zhou Lan", fact),),
        barred="Li Na, Zhao Min",
        outcome="upheld" if decided else None,
        changed=(f"{second.indicator}: 3.5 → 3.8",) if decided else (),
        reason=reason if decided else "",
    )


def _bare(language: str) -> Case:
    return Case(
        number="A-0001",
        name="Wang Wei",
        facts=f"00124  ·  {DEPARTMENT[language]}",
        about=say("slip.appeal.whole", language),
        state=say("choices.appeal_state.filed", language),
        due="2026-10-30",
        result=say("appeals.sheet.result", language, score="69.99", grade="D"),
        grounds=SAID[language][0],
        values=_values(language),
    )


def _values(language: str) -> tuple[Value, Value]:
    first, second = LINES[language]
    book = f"{CYCLE}-sales.xlsx › {TABLES['appraisal'].title(language)} › "
    return (
        Value(first, "40", "100", "96", "96.00", f"{book}K7"),
        Value(second, "10", "4", "3.5", "70.00", f"{book}K9"),
    )
