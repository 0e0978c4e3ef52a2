"""The result slip: the score first, what went well and where there is room, then every number.

It holds plain values and no formula: it is a letter, and nothing in it is to change but the receipt at its
end. Bars are signs, since Google Sheets draws none in cells.
"""

from __future__ import annotations

from addin.scoring.finishing import LOWEST, ZERO, Finish
from addin.scoring.parameters import told
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Adjustment
from addin.texts import listed
from templates.books.slip.content import Explained, SlipContent
from templates.books.slip.page import Page, finish, new_page
from templates.books.slip.receipt import write_receipt
from templates.lists import word
from templates.stamp import Stamp
from templates.tables.slips import SLIP
from templates.writer import SafeWorkbook

SIGN, BAR, LONG_BAR = "█", 9, 42
"""The signs of a bar, and how many a line's and the total's may have."""

COLUMNS = SLIP.columns[:7]
HALF = 2
"""The left of two blocks side by side ends at this column."""


def write_slip(content: SlipContent, stamp: Stamp) -> bytes:
    """Write one person's result slip; the same result gives the same bytes."""
    title = SLIP.title(content.language)
    book = SafeWorkbook(content.language, title=f"{title} {content.cycle.id}")
    page = new_page(book, title, [column.width for column in COLUMNS], content.language)
    _head(page, content)
    _score(page, content)
    _blocks(page, content)
    _lines(page, content)
    _total(page, content)
    if content.overall_comment:
        page.heading(page.say("page.overall"))
        page.across(content.overall_comment, "text")
    _close(page, content)
    page.sheet.no_alarms(page.row, page.last)
    page.sheet.protect()
    return finish(page, stamp, page.say("page.private", name=content.reader))


def shown(score: float, content: SlipContent) -> str:
    """Write points as the slip shows them, with the decimals of the scheme."""
    decimals = content.settings.decimals
    return f"{round_half_away(score, decimals):.{decimals}f}"


def _head(page: Page, content: SlipContent) -> None:
    cycle = content.cycle
    page.across(page.say("page.title", cycle=cycle.id), "title", height=36)
    facts = [
        *who(page, content),
        content.settings.company,
        page.say("page.period", starts=cycle.starts.isoformat(), ends=cycle.ends.isoformat()),
    ]
    page.across("  ·  ".join(filter(None, facts)), "label", "line_below", height=22)
    page.gap(6)
    page.across(_opening(page, content), "text")
    page.gap(6)


def who(page: Page, content: SlipContent) -> list[str]:
    """Say whose result it is: a person in a post, or a department and who leads it."""
    subject, unit = content.subject, content.unit
    named = page.say("page.who", name=subject.name, employee=subject.id)
    if unit is None:
        return [named, page.say("page.post", position=content.position, department=content.department)]
    return [named, page.say("unit.post", head=unit.head)] if unit.head else [named]


def _opening(page: Page, content: SlipContent) -> str:
    score, grade = shown(content.score, content), content.finish.grade or "–"
    values = {"name": content.subject.name, "cycle": content.cycle.id, "score": score, "grade": grade}
    unit = content.unit
    if unit is not None and unit.rank is not None:
        return page.say("unit.ranked", **values, rank=unit.rank, among=unit.among)
    return page.say(f"{content.words}.opening", **values)


def _score(page: Page, content: SlipContent) -> None:
    """Write score and grade large, what the grade means, and how far the next one is."""
    grade = content.grade
    page.put(1, 1, shown(content.score, content), "figure")
    page.put(2, 4, grade.id if grade else "–", "figure")
    page.put(5, page.last, content.meaning, "computed", "wrap", "indent", "plain", "middle")
    page.next(40)
    page.put(1, 1, page.say("page.score"), "figure_label")
    page.put(2, 4, grade.name if grade else page.say("page.grade"), "figure_label")
    distance = _distance(page, content)
    page.put(5, page.last, distance, "figure_label", "left", "indent")
    page.next(texts=[(distance, 5, page.last)])
    cap = content.settings.total_cap
    page.put(1, 5, _bar(content.score, cap, LONG_BAR), "computed", "plain", "bar")
    scale = page.say("page.scale", score=shown(content.score, content), cap=told(cap))
    page.put(6, page.last, scale, "figure_label")
    page.next(20)


def _distance(page: Page, content: SlipContent) -> str:
    """Say how far the next grade is, or why there is none, or another one than that of the score."""
    veto, better = content.finish.veto, content.next_grade
    if veto is not None:
        key = {ZERO: "zero", LOWEST: "lowest"}.get(veto.effect or "", "limited")
        values = {"grade": content.finish.ceiling} if key == "limited" else {}
        return page.say(f"page.{key}", item=veto.item, **values)
    if content.of_score is not None:
        return page.say("page.decided", scored=content.of_score, grade=content.finish.grade)
    if better is None:
        return page.say("page.highest") if content.grade else ""
    grade, points = better
    return page.say("page.next", points=shown(points, content), grade=grade.id, name=grade.name)


def _bar(score: float, cap: float, longest: int) -> str:
    share = min(1.0, max(0.0, score / cap)) if cap else 0.0
    return SIGN * int(round_half_away(longest * share, 0))


def _blocks(page: Page, content: SlipContent) -> None:
    """Write what went well and where there is room side by side, the manager's own words last."""
    page.gap()
    right = HALF + 1
    page.put(1, HALF, page.say("page.strengths"), "subtitle", "line_below")
    page.put(right, page.last, page.say("page.gaps"), "subtitle", "line_below")
    page.next(22)
    page.gap(3)
    well = [_named(page, content, line) for line in content.went_well]
    room = [_named(page, content, line) for line in content.with_room] or [page.say("page.no_gap")]
    texts = [_block(page, well, content.strengths), _block(page, room, content.to_improve)]
    page.put(1, HALF, texts[0], "text")
    page.put(right, page.last, texts[1], "text")
    page.next(texts=[(texts[0], 1, HALF), (texts[1], right, page.last)])


def _named(page: Page, content: SlipContent, line: Explained) -> str:
    """Name a line with its score and what it brought or cost; a rating at its pass mark costs nothing."""
    assert line.score is not None, line
    gain = line.gain or 0.0
    key = "point" if shown(abs(gain), content) == shown(0, content) else "gain" if gain > 0 else "loss"
    key = "point" if line.met and gain < 0 else key
    values = {} if key == "point" else {"points": shown(abs(gain), content)}
    return page.say(f"page.{key}", indicator=line.indicator, score=shown(line.score, content), **values)


def _block(page: Page, lines: list[str], own: str) -> str:
    said = [page.say("page.manager", text=own)] if own else []
    return "\n".join([*(f"• {line}" for line in lines), *said])


def _lines(page: Page, content: SlipContent) -> None:
    """Write every line: its numbers and bar, below them the rule it is scored by, and the comment."""
    page.heading(page.say("page.lines"))
    for at, column in enumerate(COLUMNS, start=1):
        page.put(at, at, SLIP.heading(column.key, page.language), "header")
    page.next(32)
    for line in content.lines:
        _line(page, content, line)


def _line(page: Page, content: SlipContent, line: Explained) -> None:
    page.put(1, 1, line.indicator, "value", "middle")
    for at, text in ((2, _plain(line.weight)), (3, line.target), (4, line.actual)):
        page.put(at, at, text, "text", "middle", "centre")
    for at, value in ((5, line.score), (6, line.points)):
        text = "–" if value is None else shown(value, content)
        page.put(at, at, text, "text", "middle", "centre", *(("bold",) if at == 5 else ()))
    page.put(7, 7, _bar(line.score or 0.0, content.settings.total_cap, BAR), "bar")
    page.next(texts=[(line.indicator, 1, 1), (line.target, 3, 3), (line.actual, 4, 4)])
    joined = page.say("page.raters", groups=listed(line.raters, page.language)) if line.raters else ""
    below = [line.standard, joined, page.say("page.comment", text=line.comment) if line.comment else ""]
    text = "\n".join(filter(None, below))
    page.across(text, "hint", "small", "hairline")


def _plain(weight: float) -> str:
    """Write a weight without needless decimals."""
    return told(weight, decimals=2)


def _total(page: Page, content: SlipContent) -> None:
    """Write how the total follows from the lines, step by step; only the steps that changed it."""
    for key, value in _steps(content.finish):
        page.put(1, 5, page.say(f"page.{key}"), "text", "right")
        page.put(6, 6, value if isinstance(value, str) else shown(value, content), "text", "centre")
        page.next(19)
    page.put(1, 5, page.say("page.total"), "form_label", "indent", "right")
    page.put(6, 6, shown(content.score, content), "form_label", "centre")
    page.put(7, 7, content.finish.grade or "–", "form_label", "centre")
    page.next(22)
    for one in content.adjustments:
        page.across(_because(page, one), "hint")


def _steps(found: Finish) -> list[tuple[str, float]]:
    """Return the stages of a total that was more than its weighted sum."""
    if found.mean is None:
        return []
    steps = [("weighted", found.mean)]
    if found.with_unit is not None and found.with_unit != found.mean:
        steps.append(("with_unit", found.with_unit))
    steps += [("bonus", found.bonus)] if found.bonus else []
    steps += [("deduction", -found.deduction)] if found.deduction else []
    return steps if len(steps) > 1 else []


def _because(page: Page, one: Adjustment) -> str:
    """Say what a bonus, deduction or veto was for."""
    kind = word("adjustment", one.kind, page.language)
    reason = {"reason": one.reason} if one.reason else {}
    return page.say("page.because" if reason else "page.alone", kind=kind, item=one.item, **reason)


def _close(page: Page, content: SlipContent) -> None:
    """Write how to appeal, and where the person says to have read it."""
    page.gap(12)
    page.across(page.say(f"{content.words}.close", date=content.appeal_by.isoformat()), "text")
    page.gap(6)
    write_receipt(page)
    page.gap(4)
    page.across(page.say("receipt.note"), "hint", "small")
