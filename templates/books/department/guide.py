"""The sheet Guide: how to fill the workbook, the scale, the grades, the colours, what happens next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from addin.scoring.parameters import told
from addin.scoring.scheme import Grade
from addin.texts import say
from templates.books.department.demands import low_grades, top_grades
from templates.books.department.grid import footer
from templates.books.department.layout import title
from templates.books.department.plan import DepartmentPlan
from templates.books.department.steps import rating_lists
from templates.tables import TABLES
from templates.writer import SafeSheet, SafeWorkbook

KEY = "guide"
WIDTHS = (2, 12, 24, 30, 64)
BEGIN, END = 1, 4
CHARACTERS = {"en": 130, "zh": 66}
"""About so many characters of running text stand on one line across the page."""

STEPS = ("step_1", "step_unit", "step_2", "step_3", "step_4")
GOOD_GOALS = ("good_1", "good_2", "good_3")
GOOD = ("good_1", "good_2", "good_unit", "good_3", "good_4")
OF_PEOPLE = ("step_1", "step_3", "good_2", "good_4")
OF_UNIT = ("step_unit", "good_unit")
"""Texts that are left out where there are no people, or where the department itself is not judged."""

USUAL_SCALE = 5
COLOURS = (
    ("colour_typed", ("header_fill",)),
    ("colour_calm", ("fixed",)),
    ("colour_computed", ("computed",)),
    ("colour_grey", ("grey",)),
    ("colour_done", ("done",)),
)


@dataclass(slots=True)
class _Page:
    """The page being written, and its next free row."""

    book: SafeWorkbook
    sheet: SafeSheet
    plan: DepartmentPlan
    row: int = 0

    def say(self, key: str, **values: object) -> str:
        return say(f"department.guide.{key}", self.plan.language, **values)

    def own(self, key: str, **values: object) -> str:
        """Say what each edition says in its own words."""
        area = "goals" if self.plan.goals else "department"
        return say(f"{area}.guide.{key}", self.plan.language, **values)

    def across(self, text: str, look: str, height: float | None = None) -> None:
        """Write a text over the whole width, as high as it needs."""
        self.sheet.merge((self.row, BEGIN), (self.row, END), text, self.book.look(look))
        lines = -(-len(text) // CHARACTERS[self.plan.language])
        self.sheet.height(self.row, height or 4 + 16 * lines)
        self.row += 1

    def gap(self, height: float) -> None:
        """Leave some room [points], so that texts do not touch the lines above them."""
        self.sheet.height(self.row, height)
        self.row += 1

    def heading(self, key: str) -> None:
        """Begin a section."""
        self.gap(8)
        self.sheet.merge(
            (self.row, BEGIN), (self.row, END), self.say(key), self.book.look("subtitle", "line_below")
        )
        self.sheet.height(self.row, 24)
        self.row += 1
        self.gap(5)

    def note(self, text: str) -> None:
        """Write a remark below a table."""
        self.gap(4)
        self.across(text, "hint")

    def cells(self, texts: Sequence[str], *look: str) -> None:
        """Write texts side by side from the left."""
        for column, text in enumerate(texts, start=BEGIN):
            self.sheet.write(self.row, column, text, self.book.look(*look))
        self.sheet.height(self.row, 18)
        self.row += 1


def write_guide(book: SafeWorkbook, plan: DepartmentPlan) -> None:
    """Write the page section by section."""
    sheet = book.sheet(title(KEY, plan.language), group="path")
    for column, width in enumerate(WIDTHS):
        sheet.column(column, column, width)
    page = _Page(book, sheet, plan)
    page.across(page.own("title"), "title", 40)
    values = {"cycle": plan.cycle.id, "department": plan.department.name, "date": plan.due.isoformat()}
    intro = "intro" if plan.unit is None else "intro_both" if plan.people else "intro_unit"
    page.across(page.own(intro, people=len(plan.people), **values), "text")
    sections = tuple(one for one in SECTIONS if one not in (_scale, _grades)) if plan.goals else SECTIONS
    for section in sections:
        section(page)
    sheet.page(landscape=False, footer=footer(plan))
    sheet.one_page()
    sheet.print_area(page.row, END)
    sheet.protect()


def _names(plan: DepartmentPlan) -> dict[str, object]:
    """Return what the steps name: sheets, columns, words, and the numbers of the settings."""
    language, settings = plan.language, plan.settings
    separator = say("department.messages.and", language)
    return {
        "appraisal": title("appraisal", language),
        "summary": title("summary", language),
        "unit": title("unit", language),
        "form": title("form", language),
        "members": title("members", language),
        **{key: TABLES["appraisal"].heading(key, language) for key in ("todo", "standard", "comment")},
        "not_applicable": say("choices.not_applicable", language),
        "below": told(settings.comment_below),
        "letters": settings.overall_comment_letters,
        "characters": settings.overall_comment_characters,
        "top": separator.join(top_grades(plan.grades)),
        "low": separator.join(low_grades(plan.grades)),
    }


def _steps(page: _Page) -> None:
    page.heading("steps")
    for number, key in enumerate(_wanted(page.plan, STEPS), start=1):
        page.across(f"{number}.  {page.own(key, **_names(page.plan))}", "text")


def _wanted(plan: DepartmentPlan, keys: Sequence[str]) -> list[str]:
    """Return those of some texts that speak of what this workbook has: people, the department itself."""
    left_out = {*(OF_PEOPLE if not plan.people else ()), *(OF_UNIT if plan.unit is None else ())}
    return [key for key in keys if key not in left_out]


def _registers(page: _Page) -> None:
    """Write what goes into each of the registers that HR has switched on."""
    if not page.plan.registers:
        return
    page.heading("registers")
    for key in page.plan.registers:
        about = say(f"registers.about.{key}", page.plan.language)
        page.across(page.say("register", register=title(key, page.plan.language), about=about), "text")
    page.across(page.say("registers_note"), "hint")


def _scale(page: _Page) -> None:
    """Write the usual scale of five steps, if this workbook has ratings on it."""
    lists = rating_lists(page.plan)
    if not any(steps == USUAL_SCALE for steps, _ in lists):
        return
    page.heading("scale")
    for step in range(USUAL_SCALE, 0, -1):
        page.sheet.write(page.row, BEGIN, step, page.book.look("fixed", "centre", "bold"))
        meaning = say(f"department.scale.{step}", page.plan.language)
        page.sheet.merge(
            (page.row, BEGIN + 1), (page.row, END - 1), meaning, page.book.look("fixed", "indent")
        )
        page.sheet.height(page.row, 18)
        page.row += 1
    standard = TABLES["appraisal"].heading("standard", page.plan.language)
    half = page.say("half") if any(halves for _, halves in lists) else ""
    page.note(f"{page.say('scale_note', standard=standard)} {half}".strip())


def _grades(page: _Page) -> None:
    page.heading("grades")
    page.cells([page.say("grade"), page.say("name"), page.say("band")], "header_computed")
    for grade in page.plan.grades:
        page.cells([grade.id, grade.name, _band(page, grade)], "fixed", "indent")
    settings = page.plan.settings
    numbers = {"floor": settings.total_floor, "cap": settings.total_cap, "full": settings.full_score}
    page.note(page.say("grades_note", **{key: told(value) for key, value in numbers.items()}))


def _band(page: _Page, grade: Grade) -> str:
    ends = {key: told(end) for key, end in (("low", grade.low), ("high", grade.high)) if end is not None}
    key = "between" if len(ends) == 2 else "any" if not ends else "from" if "low" in ends else "below"
    return page.say(key, **ends)


def _colours(page: _Page) -> None:
    page.heading("colours")
    for key, look in COLOURS:
        page.sheet.write(page.row, BEGIN, "", page.book.look(*look))
        page.sheet.merge(
            (page.row, BEGIN + 1), (page.row, END), page.say(key), page.book.look("label", "indent")
        )
        page.sheet.height(page.row, 18)
        page.row += 1


def _good(page: _Page) -> None:
    page.heading("good")
    for key in GOOD_GOALS if page.plan.goals else _wanted(page.plan, GOOD):
        page.across(f"·  {page.own(key, **_names(page.plan))}", "text")


def _next(page: _Page) -> None:
    """Write what happens after the workbook was sent back, with the date of publication where it is set."""
    page.heading("next")
    if page.plan.goals:
        for number in (1, 2):
            page.across(f"{number}.  {page.own(f'next_{number}')}", "text")
        return
    published = page.plan.cycle.publication_due
    page.across(f"1.  {page.say('next_1')}", "text")
    second = page.say("next_2_date", date=published.isoformat()) if published else page.say("next_2")
    page.across(f"2.  {second}", "text")
    if page.plan.people:
        page.across(f"3.  {page.say('next_3')}", "text")


SECTIONS: tuple[Callable[[_Page], None], ...] = (_steps, _registers, _scale, _grades, _colours, _good, _next)
