"""Facts from which notices follow: one department of the sample company, its small workbooks, its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from addin.scoring.scheme import Settings
from sync.process.notice_facts import Appeal, Asked, Came, Facts, Notice, Published, SentBack, Standing, Talks
from sync.process.notices import due

CYCLE = "2026-Q3"
DATES: Mapping[str, date] = {
    "goals": date(2026, 7, 3),
    "inputs": date(2026, 10, 7),
    "ratings": date(2026, 10, 12),
    "submission": date(2026, 10, 13),
    "resubmission": date(2026, 10, 15),
    "publication": date(2026, 10, 20),
    "opinions": date(2026, 10, 27),
    "appeals": date(2026, 10, 29),
    "close": date(2026, 11, 3),
}
"""The last days of the steps, Wednesday 7 October to Tuesday 3 November."""

TODAY = date(2026, 10, 6)
RECEIVED = Came(7, "2026-10-12 09:30", date(2026, 10, 12), lines=31)
TALKS = Talks(due=6, open=3, until=date(2026, 10, 27))
POINTS = ("V001 H7 · Li Na: Rating missing", "C002 3 people: comment missing (P5, P9, P12)")


def asked(edition: str = "rating", reader: str = "00001", language: str = "en", **other: Any) -> Asked:
    """Return a workbook that nobody has sent back yet."""
    stem = {"rating": "sales", "goals": "sales-goals", "data": "data-sales"}.get(
        edition, f"{edition}-{reader}"
    )
    n = 4 if edition in ("rating", "goals") else 1
    many = {"people": n, "forms": n, "open": n}
    title = "Sales" if language == "en" else "销售部"
    one = Asked(
        f"{CYCLE}-{stem}-{edition}", f"{CYCLE}-{stem}.xlsx", edition, reader, "sales", title, language, DATES
    )
    return replace(one, **{**many, **other})


def returned(language: str = "en", **other: Any) -> Asked:
    """Return a workbook of which one form went back, with three points."""
    came = RECEIVED._replace(errors=3, copy=f"{CYCLE}-sales.xlsx")
    return asked(language=language, **{"open": 0, "returned": 1, "checked": 3, "came": came, **other})


def sent_back(language: str = "en") -> Asked:
    """Return a workbook of which HR sent two forms back."""
    reason = "the September figures are missing" if language == "en" else "缺少9月数据"
    back = SentBack(2, reason, date(2026, 10, 14), 40)
    return returned(language, returned=2, checked=2, came=RECEIVED, back=back)


def received(look: int = 0, language: str = "en") -> Asked:
    """Return a workbook in which nothing has to be mended, and so much is to be looked at."""
    came = RECEIVED._replace(look=look, copy=f"{CYCLE}-sales.xlsx" if look else "")
    return asked(language=language, open=0, checked=4, came=came)


def published(language: str = "en", **other: Any) -> Asked:
    """Return a workbook of which four results are published and three talked over already, of six."""
    return replace(received(language=language), checked=0, published=4, talks=TALKS, **other)


def facts(*workbooks: Asked, today: date = TODAY, **other: Any) -> Facts:
    """Return the facts of a day."""
    return Facts(CYCLE, today, Settings(), DATES, workbooks, **other)


def result(language: str = "en") -> Published:
    """Return a published result."""
    name = "Li Na" if language == "en" else "李娜"
    return Published("00123", name, "sales", language, 1, "96.5", "B", DATES["appeals"])


def of_unit(language: str = "en") -> Published:
    """Return a published result of a department, for its head."""
    name, title = ("Zhao Min", "Sales") if language == "en" else ("赵敏", "销售部")
    return result(language)._replace(employee="@sales", name=name, to="00001", unit=title)


def appeal(language: str = "en", **other: Any) -> Appeal:
    """Return an appeal that arrived."""
    person = "Zhao Min" if language == "en" else "赵敏"
    days = {"accept_by": date(2026, 10, 27), "decide_by": date(2026, 11, 5)}
    one = Appeal("A-0007", "00123", "sales", language, "received", date(2026, 10, 22), person, **days)
    return one._replace(**other)


def decided(language: str = "en") -> Appeal:
    """Return an appeal that was decided."""
    words = ("upheld", "the figure of September was missing")
    words = words if language == "en" else ("申诉成立", "9月数据漏计")
    values = {"score": "98", "old": "96.5", "review_by": date(2026, 11, 12)}
    return appeal(language, state="decided", decision=words[0], reason=words[1], **values)


def standing(language: str = "en", **other: Any) -> Standing:
    """Return how far the department is: one form went back, one has not come."""
    title = "Sales" if language == "en" else "销售部"
    due_on = DATES["submission"], DATES["resubmission"]
    one = Standing("sales", title, "00001", language, 4, 1, 1, *due_on, begun=True, points=POINTS)
    return replace(one, **other)


def only(found: Facts) -> Notice:
    """Return the notice that follows from some facts: the last one, where it reminds of another."""
    *_, notice = due(found)
    return notice


def every_kind(language: str) -> list[Notice]:
    """Return a notice of every kind in one language."""
    late = date(2026, 10, 19)
    small = ("self", "00123"), ("rater", "5f0c2a91"), ("data", "00001")
    books = [asked(edition, reader, language, people=3, forms=3, open=3) for edition, reader in small]
    one_day = [
        facts(asked(language=language), today=date(2026, 10, 1)),
        facts(asked(language=language), today=date(2026, 10, 12)),
        facts(asked(language=language), today=late),
        *(facts(one, today=date(2026, 9, 30)) for one in books),
        facts(books[0], today=TODAY),
        facts(books[1], today=late),
        facts(returned(language), today=date(2026, 10, 12)),
        facts(sent_back(language), today=date(2026, 10, 14)),
        facts(received(language=language), today=date(2026, 10, 12)),
        facts(received(2, language), today=date(2026, 10, 12)),
        facts(published(language), today=date(2026, 10, 26)),
        facts(published(language), today=date(2026, 10, 28)),
        facts(results=[result(language)]),
        facts(results=[of_unit(language)]),
        facts(appeals=[appeal(language)]),
        facts(appeals=[appeal(language, state="accepted")]),
        facts(appeals=[decided(language)._replace(state="refused")]),
        facts(appeals=[decided(language)]),
        facts(appeals=[decided(language)._replace(state="closed")]),
    ]
    digests = facts(
        departments=[
            standing(language),
            standing(language, title="R&D", department="rnd", open=0, points=()),
        ],
        small=[("self", 40, 38)],
        held=2,
        language=language,
    )
    return [*(only(one) for one in one_day), *due(digests)]
