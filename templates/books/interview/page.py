"""One person's page to talk by: the result, where it comes from, then the questions in their fixed order.

The order is review, causes, plan, support. Source: duties 8.13 to 8.15.
"""

from __future__ import annotations

import re

from addin.scoring.rounding import round_half_away
from addin.texts import listed, say, words
from templates.books.interview.content import Outline, OutlineBook
from templates.books.slip import Explained
from templates.books.slip.page import Page, new_page
from templates.books.slip.write import shown
from templates.lists import choices
from templates.writer import SafeWorkbook

WIDTHS = (19, 13, 15, 19, 13, 15)
HALF, WHOLE = 3, 6
ORDER = ("review", "causes", "plan", "support")
ROOM = {"review": 58, "causes": 58, "plan": 74, "support": 48}
"""How much room there is to write below each group of questions [points]."""

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
BAR = "█"
LONGEST = 20


def write_page(book: SafeWorkbook, book_of: OutlineBook, outline: Outline, number: int) -> None:
    """Write one person's page: one sheet, printed on one page."""
    name = FORBIDDEN.sub(" ", f"{number} {outline.content.subject.name}")[:LONGEST_NAME].strip()
    page = new_page(book, name, WIDTHS, book_of.language)
    _head(page, book_of, outline)
    _figures(page, outline)
    _lines(page, outline)
    _trend(page, outline)
    for part in ORDER:
        _questions(page, part)
    _close(page)
    footer = say("slip.page.private", book_of.language, name=book_of.manager)[:100].replace("&", "&&")
    page.sheet.page(landscape=False, footer=f"&L&8{footer}")
    page.sheet.one_page()
    page.sheet.print_area(page.row - 1, page.last)


def _say(page: Page, key: str, **values: object) -> str:
    return say(f"interview.page.{key}", page.language, **values)


def _head(page: Page, book_of: OutlineBook, outline: Outline) -> None:
    content = outline.content
    page.across(_say(page, "title", name=content.subject.name, cycle=book_of.cycle), "title", height=34)
    facts = [
        content.subject.id,
        page.say("page.post", position=content.position, department=content.department),
        _say(page, "with", name=book_of.manager),
    ]
    page.across("  ·  ".join(facts), "label", "line_below", height=22)
    page.gap(5)
    page.across(_say(page, "tone"), "hint")
    why = listed([_say(page, f"reasons.{one}") for one in outline.reasons], page.language)
    if outline.reasons:
        page.across(_say(page, "why", reasons=why), "text")
    page.gap(5)


def _figures(page: Page, outline: Outline) -> None:
    """Write score and grade, the change since the period before, and how the others did, side by side."""
    content, against = outline.content, outline.against
    page.put(1, 1, shown(content.score, content), "figure")
    page.put(2, 2, content.finish.grade or "–", "figure")
    page.put(3, 4, _signed(outline.change, outline), "figure")
    decimals = content.settings.decimals
    gap = None if against is None else content.score - float(round_half_away(against.mean, decimals))
    page.put(5, 6, _signed(gap, outline), "figure")
    page.next(38)
    last = outline.trend[-2].name if len(outline.trend) > 1 else ""
    change = _say(page, "since", period=last) if last else _say(page, "no_past")
    below = (page.say("page.score"), page.say("page.grade"), change, _group(page, outline))
    for (first, end), text in zip(((1, 1), (2, 2), (3, 4), (5, 6)), below, strict=True):
        page.put(first, end, text, "figure_label")
    page.next(texts=[(change, 3, 4), (below[3], 5, 6)])


def _group(page: Page, outline: Outline) -> str:
    """Say whom the result is compared with, and how much those changed: the market, or the person."""
    against = outline.against
    if against is None:
        return _say(page, "alone")
    mean = shown(against.mean, outline.content)
    text = _say(page, "group", number=against.people, mean=mean)
    moved = "" if against.change is None else _say(page, "moved", points=_signed(against.change, outline))
    return " ".join(filter(None, (text, moved)))


def _signed(points: float | None, outline: Outline) -> str:
    if points is None:
        return "–"
    decimals = outline.content.settings.decimals
    rounded = float(round_half_away(points, decimals))
    return f"{rounded:+.{decimals}f}".replace("-", "−") if rounded else f"{0:.{decimals}f}"


def _lines(page: Page, outline: Outline) -> None:
    """Write the strong and the weak lines side by side, and what the two rated far apart."""
    page.gap()
    page.put(1, HALF, page.say("page.strengths"), "subtitle", "line_below")
    page.put(HALF + 1, WHOLE, page.say("page.gaps"), "subtitle", "line_below")
    page.next(22)
    page.gap(3)
    well = _listed(page, outline, outline.content.went_well)
    room = _listed(page, outline, outline.content.with_room) or page.say("page.no_gap")
    page.put(1, HALF, well, "text")
    page.put(HALF + 1, WHOLE, room, "text")
    page.next(texts=[(well, 1, HALF), (room, HALF + 1, WHOLE)])
    for gap in outline.gaps:
        page.across(gap, "hint")


def _listed(page: Page, outline: Outline, lines: list[Explained]) -> str:
    scored = [(one.indicator, shown(one.score, outline.content)) for one in lines if one.score is not None]
    return "\n".join("• " + page.say("page.point", indicator=name, score=score) for name, score in scored)


def _trend(page: Page, outline: Outline) -> None:
    """Write the last results below each other; a first one has no trend."""
    if len(outline.trend) < 2:
        return
    page.heading(_say(page, "trend"))
    cap = outline.content.settings.total_cap
    for period in outline.trend:
        page.put(1, 1, period.name, "text")
        page.put(
            2, 2, "–" if period.score is None else shown(period.score, outline.content), "text", "centre"
        )
        page.put(3, 3, period.grade or "–", "text", "centre")
        share = min(1.0, max(0.0, (period.score or 0.0) / cap)) if cap else 0.0
        page.put(4, WHOLE, BAR * int(round_half_away(LONGEST * share, 0)), "bar")
        page.next(18)


def _questions(page: Page, part: str) -> None:
    """Write one group of questions and the room to write; of causes also the words to tick."""
    page.heading(_say(page, f"{part}.title"))
    questions = words("interview", page.language)["page"][part]["questions"]
    for question in questions.values():
        page.across(f"• {question}", "text")
    if part == "causes":
        ticks = "    ".join(f"☐ {word}" for word in choices("cause", page.language))
        page.across(ticks, "value", height=22)
    page.gap(3)
    page.across("", "form_cell", height=ROOM[part])


def _close(page: Page) -> None:
    """Write the room for the employee's own view, the next day, and the signatures."""
    page.gap(6)
    for key in ("view", "next_on"):
        page.put(1, 1, _say(page, key), "form_label", "wrap", "middle", "indent")
        page.put(2, WHOLE, "", "form_cell")
        page.next(34 if key == "view" else 24)
    page.put(1, 1, _say(page, "signed"), "form_label", "wrap", "middle", "indent")
    page.put(2, HALF, _say(page, "employee"), "form_cell", "muted", "indent")
    page.put(HALF + 1, WHOLE, _say(page, "manager"), "form_cell", "muted", "indent")
    page.next(30)
    page.gap(4)
    page.across(_say(page, "after"), "hint", "small")
