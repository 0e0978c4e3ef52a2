"""Every workbook the house writes, in every state and language, for the tests that look at all of them.

A new workbook is one function here: its name says which workbook and in which state (`department-full`).
What the commands themselves hand out is looked at in the sample company (`tests.every.company`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from addin.texts import LANGUAGES
from templates.books.appeal import write_agenda
from templates.books.calibration import write_calibration
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.state import Typed, TypedSummary
from templates.books.department.write import write_department
from templates.books.interview import fill_outlines, write_outlines
from templates.books.master import write_master
from templates.books.pay import write_pay_base
from templates.books.rules import write_rules
from templates.books.scheme import starter, write_scheme
from templates.books.scheme.starter.everything import everything
from templates.books.slip import write_slip
from templates.books.team import write_team
from templates.fill import fill
from templates.tables.packs import PACKS
from templates.tables.slips import SLIP
from tests.builders import SUMMARIES, TYPED, filled_workbook, sample_plan
from tests.organisations import FILLED, organisation_plan
from tests.packs import pack_workbook
from tests.registers import register_workbook
from tests.sync.reports.material import sent_back
from tests.templates.books.appeal.material import sample_agenda
from tests.templates.books.calibration.material import sample_content
from tests.templates.books.department.test_editions import AGREED, REVIEWED, TARGETS
from tests.templates.books.interview.material import TALK, sample_outlines
from tests.templates.books.interview.material import stamp as outline_stamp
from tests.templates.books.master import material as masters
from tests.templates.books.pay.material import sample_pay
from tests.templates.books.rules.test_rules import content as rules
from tests.templates.books.slip.material import long_slip, sample_slip, stamp_of, unit_slip
from tests.templates.books.slip.test_forms import form
from tests.templates.books.slip.test_receipt import FULLEST, places
from tests.templates.books.team.material import BARE, sample_team

Writer = Callable[[str], bytes]
TODAY = date(2026, 11, 20)
MISTAKEN: Mapping[Key, Typed] = {
    **TYPED,
    ("00123", "SAL-01"): Typed(actual="96 pieces"),
    ("00123", "SAL-05"): Typed(actual=7.0),
    ("00124", "SAL-07"): Typed(manager_rating=5.0),
    ("00124", "SAL-01"): Typed(),
    ("E-07", "RND-06"): Typed(manager_rating=1.0, evidence="log"),
}
"""A filling with something wrong, something missing, and something that asks for a word."""

WORKBOOKS: dict[str, Writer] = {}
"""What writes each workbook in a language, by its name."""


def written(name: str) -> Callable[[Writer], Writer]:
    """Enter what writes a workbook under its name."""

    def enter(writer: Writer) -> Writer:
        assert name not in WORKBOOKS
        WORKBOOKS[name] = writer
        return writer

    return enter


@cache
def workbook(name: str, language: str) -> bytes:
    """Return a workbook in a language, written once in a run."""
    return WORKBOOKS[name](language)


def every() -> list[tuple[str, str]]:
    """Return the name and language of every workbook."""
    return [(name, language) for name in WORKBOOKS for language in LANGUAGES]


def sample() -> list[tuple[str, str]]:
    """Return each workbook in one language, by turns; with MERITBOOK_EVERY set, in both."""
    if os.environ.get("MERITBOOK_EVERY"):
        return every()
    return [(name, LANGUAGES[at % len(LANGUAGES)]) for at, name in enumerate(WORKBOOKS)]


def department(
    plan: DepartmentPlan,
    typed: Mapping[Key, Typed] | None = None,
    summaries: Mapping[str, TypedSummary] | None = None,
) -> bytes:
    """Return a department's workbook with what is typed into it."""
    return fill_department(write_department(plan), plan, typed or {}, summaries or {})


def half(typed: Mapping[Key, Typed]) -> Mapping[Key, Typed]:
    """Return every second line of what is typed."""
    return dict(list(typed.items())[::2])


@written("scheme-starter")
def _starter(language: str) -> bytes:
    return write_scheme(starter(language, TODAY), language)


@written("scheme-everything")
def _everything(language: str) -> bytes:
    return write_scheme(everything(language, TODAY), language)


@written("department-empty")
def _empty(language: str) -> bytes:
    return department(sample_plan(language))


@written("department-half")
def _half(language: str) -> bytes:
    return department(sample_plan(language), half(TYPED))


@written("department-full")
def _full(language: str) -> bytes:
    return department(sample_plan(language), TYPED, SUMMARIES)


@written("department-returned")
def _returned(language: str) -> bytes:
    return sent_back(filled_workbook(MISTAKEN, {}, language), language=language)


@written("department-unit")
def _unit(language: str) -> bytes:
    return department(organisation_plan(language=language), {**half(TYPED), **FILLED})


@written("department-alone")
def _alone(language: str) -> bytes:
    return department(organisation_plan(people=(), language=language), half(FILLED))


@written("master")
def _master(language: str) -> bytes:
    return write_master(masters.content(language))


@written("board")
def _board(language: str) -> bytes:
    master = masters.content(language)
    tables = [one for one in master.tables if one.table.key in ("results", "department_results")]
    return write_master(replace(master, kind="board", tables=tables))


@written("goals-empty")
def _goals(language: str) -> bytes:
    return department(sample_plan(language, edition="goals", order="indicator"))


@written("goals-half")
def _goals_half(language: str) -> bytes:
    return department(sample_plan(language, edition="goals"), TARGETS, dict([*AGREED.items()][:2]))


@written("manager-full")
def _by_manager(language: str) -> bytes:
    plan = sample_plan(language, order="indicator", reviewed=True, issue_by="manager")
    return department(plan, REVIEWED, SUMMARIES)


@written("registers-empty")
def _registers(language: str) -> bytes:
    return register_workbook(filled=False, language=language)


@written("registers-full")
def _registers_kept(language: str) -> bytes:
    return register_workbook(filled=True, language=language)


@written("slip")
def _slip(language: str) -> bytes:
    return write_slip(sample_slip(language), stamp_of("slip"))


@written("slip-unit")
def _slip_unit(language: str) -> bytes:
    return write_slip(unit_slip(language), stamp_of("slip"))


@written("slip-long")
def _slip_long(language: str) -> bytes:
    return write_slip(long_slip(language), stamp_of("slip"))


@written("slip-read")
def _slip_read(language: str) -> bytes:
    data = _slip(language)
    typed = {cell: FULLEST[language][key] for key, cell in places(data).items()}
    return fill(data, {SLIP.title(language): typed}, {})


@written("appeal")
def _appeal(language: str) -> bytes:
    return form("appeal", language)


@written("opinion")
def _opinion(language: str) -> bytes:
    return form("opinion", language)


@written("calibration-open")
def _calibration(language: str) -> bytes:
    return write_calibration(sample_content(language))


@written("calibration-decided")
def _calibration_decided(language: str) -> bytes:
    return write_calibration(sample_content(language, decided=True))


@written("appeals-open")
def _appeals(language: str) -> bytes:
    return write_agenda(sample_agenda(language))


@written("appeals-decided")
def _appeals_decided(language: str) -> bytes:
    return write_agenda(sample_agenda(language, decided=True))


@written("pay-base-first")
def _pay(language: str) -> bytes:
    return write_pay_base(sample_pay(language))


@written("pay-base-differences")
def _pay_differences(language: str) -> bytes:
    return write_pay_base(sample_pay(language, differences=True))


@written("team")
def _team(language: str) -> bytes:
    return write_team(sample_team(language))


@written("team-direct")
def _team_direct(language: str) -> bytes:
    return write_team(sample_team(language, members=BARE, overview=False))


@written("interviews-empty")
def _outlines(language: str) -> bytes:
    return write_outlines(sample_outlines(language), outline_stamp(language))


@written("interviews-full")
def _talks(language: str) -> bytes:
    book = sample_outlines(language)
    typed = {outline.employee: TALK for outline in book.outlines}
    return fill_outlines(_outlines(language), book, typed)


def _packs(edition: str) -> None:
    """Enter a small workbook, as issued and as filled."""
    written(f"{edition}-empty")(lambda language: pack_workbook(edition, False, language))
    written(f"{edition}-full")(lambda language: pack_workbook(edition, True, language))


for _edition in PACKS:
    _packs(_edition)


@cache
def paper(language: str) -> bytes:
    """Return the one Word document, the appraisal rules."""
    return write_rules(rules(language))
