"""Writing the committee's workbook for appeals: an agenda, then a sheet for each appeal on one page."""

from __future__ import annotations

import re

from addin.texts import say, words
from templates.books.appeal.content import Agenda, Case
from templates.books.slip.page import FOOTER, Page, new_page
from templates.lists import choices
from templates.writer import SafeWorkbook

AGENDA = (9, 16, 30, 34, 24, 14)
"""How wide the columns of the agenda are: number, name, department, about, state, by."""

CASE = (30, 9, 11, 11, 9, 34)
"""How wide those of a decision sheet are: indicator, weight, target, actual, score, where it stands."""

FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
ROOM, SIGNATURE = 44, 28
"""How much room there is to write, and to sign [points]."""

SIGNERS = 4
TICKED, OPEN = "☑", "☐"


def write_agenda(agenda: Agenda) -> bytes:
    """Write the workbook; the same appeals give the same bytes."""
    title = say("appeals.agenda.title", agenda.language, cycle=agenda.cycle)
    book = SafeWorkbook(agenda.language, title=title)
    _agenda(book, agenda, title)
    for case in agenda.cases:
        _case(book, agenda, case)
    return book.save()


def _agenda(book: SafeWorkbook, agenda: Agenda, title: str) -> None:
    page = new_page(book, say("appeals.agenda.sheet", agenda.language), AGENDA, agenda.language)
    page.across(title, "title", height=36)
    made = say("appeals.agenda.made", agenda.language, date=agenda.day.isoformat())
    page.across("  ·  ".join(filter(None, (agenda.company, made))), "label", "line_below", height=22)
    page.gap(6)
    page.across(say("appeals.agenda.intro", agenda.language, number=len(agenda.cases)), "text")
    page.gap(6)
    for at, heading in enumerate(words("appeals", agenda.language)["agenda"]["columns"].values(), start=1):
        page.put(at, at, heading, "header")
    header = page.row
    page.next(26)
    for case in agenda.cases:
        texts = (case.number, case.name, case.facts, case.about, case.state, case.due)
        for at, text in enumerate(texts, start=1):
            page.put(at, at, text, "text", "middle", "hairline")
        page.next(texts=[(text, at, at) for at, text in enumerate(texts, start=1)])
    _finished(page, title, header)


def _case(book: SafeWorkbook, agenda: Agenda, case: Case) -> None:
    name = FORBIDDEN.sub(" ", f"{case.number} {case.name}")[:LONGEST_NAME].strip()
    page = new_page(book, name, CASE, agenda.language)
    page.across(_say(page, "title", number=case.number, name=case.name), "title", height=34)
    page.across("  ·  ".join((case.facts, agenda.cycle, case.state)), "label", "line_below", height=22)
    page.gap(4)
    page.across(case.result, "value", height=22)
    _appeal(page, case)
    _values(page, case)
    _found(page, case)
    _decision(page, case)
    _finished(page, _say(page, "footer"))


def _say(page: Page, key: str, **values: object) -> str:
    return say(f"appeals.sheet.{key}", page.language, **values)


def _appeal(page: Page, case: Case) -> None:
    """Write what is appealed against, and in which words."""
    page.heading(_say(page, "grounds"))
    for key, text in (("about", case.about), ("ground", case.ground), ("facts", case.grounds)):
        _named(page, key, text)
    for key, text in (("evidence", case.evidence), ("wish", case.wish)):
        _named(page, key, text)


def _named(page: Page, key: str, text: str) -> None:
    if text:
        page.put(1, 1, _say(page, key), "form_label", "wrap", "indent")
        page.put(2, page.last, text, "text", "indent")
        page.next(texts=[(text, 2, page.last), (_say(page, key), 1, 1)])


def _values(page: Page, case: Case) -> None:
    """Write the lines of the result with their cells; the one in question first and bold."""
    page.heading(_say(page, "data"))
    for at, heading in enumerate(words("appeals", page.language)["sheet"]["columns"].values(), start=1):
        page.put(at, at, heading, "header")
    page.next(30)
    for one in sorted(case.values, key=lambda one: not one.about):
        texts = (one.indicator, one.weight, one.target, one.actual, one.score, one.place)
        about = (*(("bold",) if one.about else ()), *(() if one.said else ("hairline",)))
        for at, text in enumerate(texts, start=1):
            look = ("centre",) if 1 < at < len(texts) else ()
            page.put(at, at, text, "text", "middle", *look, *about)
        page.next(texts=[(text, at, at) for at, text in enumerate(texts, start=1)])
        if one.said:
            page.across(_say(page, "said", text=one.said), "hint", "small", "hairline")


def _found(page: Page, case: Case) -> None:
    """Write what was found out, by whom and when; room to write where nothing is noted yet."""
    page.heading(_say(page, "investigation"))
    for fact in case.found:
        page.across(_say(page, "fact", day=fact.day, by=fact.by, text=fact.text), "text")
    if not case.found:
        page.across("", "form_cell", height=ROOM)


def _decision(page: Page, case: Case) -> None:
    """Write the decision, proposed or made, and the lines on which it is signed."""
    page.heading(_say(page, "decision"))
    if case.barred:
        page.across(_say(page, "barred", names=case.barred), "hint")
    ticks = [
        f"{TICKED if outcome == case.outcome else OPEN} {word}"
        for outcome, word in zip(
            ("upheld", "partly", "rejected"), choices("appeal_outcome", page.language), strict=True
        )
    ]
    page.across("        ".join(ticks), "value", height=24)
    for key, text in (("right", "\n".join(case.changed)), ("reason", case.reason)):
        page.put(1, 1, _say(page, key), "form_label", "wrap", "middle", "indent")
        page.put(2, page.last, text, "form_cell", "wrap", "middle", "left", "indent")
        page.next(None if text else ROOM, [(text, 2, page.last)])
    page.gap(6)
    for key in ("person", "role", "signature"):
        first, last = {"person": (1, 1), "role": (2, 4), "signature": (5, page.last)}[key]
        page.put(first, last, _say(page, key), "header")
    page.next(20)
    for _ in range(SIGNERS):
        for first, last in ((1, 1), (2, 4), (5, page.last)):
            page.put(first, last, "", "form_cell")
        page.next(SIGNATURE)
    page.gap(4)
    page.across(_say(page, "after"), "hint", "small")


def _finished(page: Page, footer: str, header: int | None = None) -> None:
    """Lay out for print: an agenda is as long as it is, with its header on each page; a sheet is one page."""
    page.sheet.no_alarms(page.row, page.last)
    said = f"&L&8{footer[:FOOTER].replace('&', '&&')}&R&8&P / &N"
    page.sheet.page(landscape=header is not None, header_row=header, footer=said)
    if header is None:
        page.sheet.one_page()
    page.sheet.print_area(page.row - 1, page.last)
