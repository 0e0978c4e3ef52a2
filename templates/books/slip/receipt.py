"""The last lines of a slip: whoever it is for says there, or signs on paper, to have read the result.

It is one table with a key in each row, as in the forms; what may be typed fits into the room there is, since
no program makes a row of joined cells higher.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from addin.texts import words
from templates.books.slip.page import Page
from templates.lists import word
from templates.references import reference
from templates.tables.slips import RECEIPT

ANSWERS = ("read", "objection")
"""What one may answer; that silence counts is nobody's answer."""

ASKED = {"answer": 24, "name": 26, "dated_on": 24, "remark": 50}
"""The questions, and how high their rows are [points]."""

LONGEST = {"name": 40, "dated_on": 30, "remark": 80}
"""So much may be typed [signs]: it is shown whole, on paper, too."""

QUESTION, ANSWER = 1, 2


def write_receipt(page: Page) -> None:
    """Write the questions with their yellow answers; a filled one turns white."""
    sheet, look, key = page.sheet, page.sheet.workbook.look, page.last + 1
    sheet.column(key, key, RECEIPT.column("key").width, hidden=True)
    page.put(QUESTION, QUESTION, RECEIPT.heading("question", page.language), "subtitle", "line_below")
    page.put(ANSWER, page.last, RECEIPT.heading("answer", page.language), "label", "line_below", "indent")
    sheet.write(page.row, key, RECEIPT.heading("key", page.language), look("header"))
    page.next(22)
    page.gap(3)
    first = page.row
    asked = words("slip", page.language)["receipt"]
    for one, height in ASKED.items():
        page.put(QUESTION, QUESTION, asked["questions"][one], "form_label", "wrap", "middle", "indent")
        page.put(ANSWER, page.last, "", "form_cell", "unlocked", "middle", "left", "indent", "as_text")
        sheet.write(page.row, key, one, look("fixed"))
        sheet.validation(page.row, ANSWER, page.row, ANSWER, _rule(page, one, asked["help"][one]))
        page.next(height)
    empty = f'=${reference(first + 1, ANSWER + 1)}=""'
    sheet.condition(first, ANSWER, page.row - 1, page.last, empty, "typed")


def _rule(page: Page, question: str, told: str) -> Mapping[str, Any]:
    """Offer the answers, or let so much be typed as there is room for."""
    title = page.say(f"receipt.questions.{question}")
    rule: dict[str, Any] = {"input_title": title, "input_message": told, "error_message": told}
    if question not in LONGEST:
        named = [word("receipt", one, page.language) for one in ANSWERS]
        return {"validate": "list", "source": page.sheet.workbook.lists.source("receipt", named), **rule}
    return {"validate": "length", "criteria": "<=", "value": LONGEST[question], **rule}
