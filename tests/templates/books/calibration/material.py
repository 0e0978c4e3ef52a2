"""A committee's workbook for the tests: two groups, a department, ties, a veto, one without a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from addin.texts import say
from templates.books.calibration import (
    CalibrationContent,
    Candidate,
    Group,
    GuideLine,
    facts_of,
    mark_of,
)
from templates.stamp import sign
from templates.tables.calibration import EDITION
from tests.builders import CYCLE, GRADES, KEY, sample_scheme, sample_stamp

NAMES = {
    "en": ("Ada Ellis", "Paul Walsh", "Quinn Reed", "Olive Grant", "Leo Lowe", "Sam Dawson", "Kate Vance"),
    "zh": ("艾达", "王保罗", "李坤", "格兰特", "罗利", "道森", "万凯特"),
}
SCORES = (106.0, 103.07, 101.5, 101.5, 96.25, 84.0, None)
SCORED = ("S", "A", "A", "A", "B", "C", None)
PROPOSED = ("S", "A", "B", "B", "B", "C", None)
CARE = {
    "en": "Kept the largest customer through the recall; the figures do not show it.",
    "zh": "召回期间稳住了最大客户，数据未能体现。",
}


def sample_content(language: str = "en", *, decided: bool = False) -> CalibrationContent:
    """Return a calibration of two groups; decided: every grade chosen, two of them with a reason."""
    scheme = sample_scheme()
    stamp = replace(sample_stamp(), workbook=f"{CYCLE}-calibration", department="-", edition=EDITION)
    titles = {"en": ("Sales and Service", "Production"), "zh": ("销售与服务部", "生产部")}[language]
    units = say("calibration.group.units", language)
    rows = (
        *_rows(language, titles[0], 0, decided),
        *_rows(language, titles[1], 1, decided),
        _signed(Candidate("@sales", units, titles[0], titles[0], "", 97.5, "B", decided="B")),
    )
    return CalibrationContent(
        stamp=sign(stamp, KEY),
        settings=scheme.settings,
        cycle=CYCLE,
        due=date(2026, 10, 21),
        grades=GRADES,
        groups=(*(_group(language, title, rows) for title in titles), _units(language, units, rows)),
        rows=rows,
        committee=((NAMES[language][6], titles[0]),) if decided else (),
        language=language,
    )


def _rows(language: str, title: str, number: int, decided: bool) -> list[Candidate]:
    tie = say("calibration.tie.committee", language, n=2)
    full = say("ranking.reasons.committee", language)
    rows = [
        Candidate(
            f"{number}000{at}",
            title,
            title,
            name,
            {"en": "Sales representative", "zh": "销售代表"}[language],
            SCORES[at],
            SCORED[at],
            at + 1 if SCORES[at] else None,
            ("A", "B", None)[at % 3],
            proposed=PROPOSED[at],
            why=full if at in (2, 3) else say("ranking.reasons.same", language),
            tie=tie if at in (2, 3) else "",
            decided=PROPOSED[at],
            counted=SCORES[at] is not None,
        )
        for at, name in enumerate(NAMES[language])
    ]
    rows[5] = replace(rows[5], ceiling="C", why=say("ranking.reasons.veto", language))
    rows = [_signed(row) for row in rows]
    if not decided:
        return [*rows[:4], replace(rows[4], decided=None), *rows[5:]]
    return [*rows[:2], replace(rows[2], decided="A"), replace(rows[3], reason=CARE[language]), *rows[4:]]


def _signed(row: Candidate) -> Candidate:
    facts = facts_of(row.score, row.grade, row.ceiling)
    return replace(row, mark=mark_of(KEY, CYCLE, row.subject, facts, row.proposed or ""))


def _group(language: str, title: str, rows: Sequence[Candidate]) -> Group:
    own = [row for row in rows if row.group == title and row.counted]
    guide = {"S": ("S ≤ 5 %", 0, 0), "A": ("S+A ≤ 25 %", 2, 2)}
    lines = [
        GuideLine(
            grade,
            guide.get(grade.id, ("",))[0],
            guide[grade.id][1] if grade.id in guide else None,
            guide[grade.id][2] if grade.id in guide else None,
            True,
            sum(row.grade == grade.id for row in own),
            sum(row.proposed == grade.id for row in own),
            2 if grade.id == "B" else 0,
        )
        for grade in GRADES
    ]
    note = say("calibration.note.limit", language, people=len(own) + 2)
    return Group(title, len(own) + 2, note, tuple(lines))


def _units(language: str, title: str, rows: Sequence[Candidate]) -> Group:
    own = [row for row in rows if row.group == title]
    lines = tuple(GuideLine(grade, scored=sum(row.grade == grade.id for row in own)) for grade in GRADES)
    return Group(title, len(own), say("calibration.note.units", language, people=len(own)), lines)
