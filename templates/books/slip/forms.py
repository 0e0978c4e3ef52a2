"""The appeal form and the opinion form: one page, a row a question, what happens next and by when.

The questions are one table with a key in each row, so that a form still reads after somebody moved things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from addin.scoring.scheme import Settings
from addin.texts import words
from templates.books.slip.content import SlipContent
from templates.books.slip.page import Page, finish, new_page
from templates.books.slip.write import shown, who
from templates.heights import strut
from templates.lists import choices
from templates.stamp import Stamp
from templates.tables import Table
from templates.tables.slips import APPEAL, OPINION
from templates.writer import SafeWorkbook

QUESTION, ANSWER, HELP, KEY = 1, 2, 3, 4
HEIGHTS = {"facts": 250, "evidence": 90, "wish": 60, "opinion": 230, "proposal": 130}
"""How high the rows of longer answers are at least [points]; they grow with the answer."""

ROW = 26
APPEAL_STEPS = ("receipt", "acceptance", "decision")


def write_appeal(content: SlipContent, stamp: Stamp) -> bytes:
    """Write the form for an appeal against the result of one person, or of a department."""
    cycle, day = content.cycle, content.appeal_by.isoformat()
    page = _page(APPEAL, content.language, cycle.id)
    page.across(page.say("appeal.title", cycle=cycle.id), "title", height=36)
    page.across("  ·  ".join(who(page, content)), "label", "line_below", height=22)
    score, grade = shown(content.score, content), content.finish.grade or "–"
    page.across(page.say(f"{content.words}.result", score=score, grade=grade), "value", height=24)
    page.across(page.say("appeal.intro", date=day), "text")
    lines = [*dict.fromkeys(line.indicator for line in content.lines), page.say("appeal.whole")]
    drops = {"indicator": lines, "ground": choices("ground", content.language)}
    _questions(page, APPEAL, drops, content.settings)
    page.heading(page.say("appeal.next"))
    settings = content.settings
    for step in APPEAL_STEPS:
        days = getattr(settings, f"appeal_{step}_days")
        page.across(f"• {page.say(f'appeal.{step}', days=days)}", "text")
    page.across(page.say("appeal.review", days=settings.review_days), "hint")
    return _finished(page, stamp, page.say("page.private", name=content.reader))


def write_opinion(
    settings: Settings, cycle: str, due: date, close: date, language: str, stamp: Stamp
) -> bytes:
    """Write the form for opinions on a cycle: the same file for everybody, it may stay anonymous."""
    page = _page(OPINION, language, cycle)
    page.across(page.say("opinion.title", cycle=cycle), "title", height=36)
    page.across(settings.company, "label", "line_below", height=22)
    page.gap(6)
    page.across(page.say("opinion.intro", date=due.isoformat()), "text")
    page.across(page.say("opinion.anonymous"), "text")
    drops = {"theme": choices("theme", language), "answer": choices("flag", language)}
    _questions(page, OPINION, drops, settings)
    page.heading(page.say("opinion.next"))
    for text in (page.say("opinion.read"), page.say("opinion.answer", date=close.isoformat())):
        page.across(f"• {text}", "text")
    page.across(page.say("opinion.appeal"), "hint")
    return _finished(page, stamp, page.say("messages.footer", title=OPINION.title(language), cycle=cycle))


def _page(table: Table, language: str, cycle: str) -> Page:
    title = table.title(language)
    book = SafeWorkbook(language, title=f"{title} {cycle}")
    page = new_page(book, title, [column.width for column in table.columns[:HELP]], language)
    page.sheet.column(KEY, KEY, table.columns[KEY - 1].width, hidden=True)
    return page


def _questions(page: Page, table: Table, drops: Mapping[str, Sequence[str]], settings: Settings) -> None:
    """Write the questions with their yellow answers; a filled one turns white."""
    page.gap()
    for at, column in enumerate(table.columns, start=QUESTION):
        look = "header_fill" if at == ANSWER else "header"
        page.sheet.write(
            page.row, at, table.heading(column.key, page.language), page.sheet.workbook.look(look)
        )
    page.next(24)
    first = page.row
    texts = words("slip", page.language)[table.key]
    for key, question in texts["questions"].items():
        _question(page, key, question, texts["help"][key], drops.get(key, ()))
    title, message = page.say("messages.fixed_title"), page.say("messages.fixed")
    for fixed in (QUESTION, HELP):
        page.sheet.lock(first, fixed, page.row - 1, fixed, title, message)
    page.sheet.condition(first, ANSWER, page.row - 1, ANSWER, f'=$C{first + 1}=""', "typed")
    if settings.protection == "sheet":
        page.sheet.protect()


def _question(page: Page, key: str, question: str, told: str, drop: Sequence[str]) -> None:
    sheet, look = page.sheet, page.sheet.workbook.look
    sheet.write(page.row, QUESTION, question, look("form_label", "wrap", "indent"))
    sheet.write(page.row, ANSWER, "", look("fixed", "unlocked", "wrap", "indent", "as_text"))
    sheet.write(page.row, HELP, told, look("hint", "small", "indent"))
    sheet.write(page.row, KEY, key, look("fixed"))
    if drop:
        source = sheet.workbook.lists.source(key, drop)
        rule = {"validate": "list", "source": source, "error_message": page.say("messages.list_wrong")}
        sheet.validation(page.row, ANSWER, page.row, ANSWER, rule)
    height = HEIGHTS.get(key, ROW)
    sheet.grow(page.row, height, {HELP: told})
    sheet.write(page.row, KEY + 1, None, look(strut(height)))
    page.row += 1


def _finished(page: Page, stamp: Stamp, footer: str) -> bytes:
    page.sheet.no_alarms(page.row, page.last)
    return finish(page, stamp, footer)
