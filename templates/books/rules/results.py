"""The sections on what follows from a result: pay, plans, probation, the year, rewards, honours."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.parameters import told
from addin.scoring.processes import RewardRule
from addin.texts import phrase
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Cell, Paper
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.guide import sentences
from templates.tables import TABLES

GUIDED = ("improvement", "probation", "annual")


def guided(paper: Paper, content: RulesContent, part: str) -> None:
    """Write what the sheet Guide of the scheme says of a part, in the numbers of Settings."""
    page = SchemeContent(content.scheme)
    said = ([one.now for one in sentences(part, page, language)] for language in paper.languages)
    for texts in zip(*said, strict=True):
        paper.said(texts)


def results(paper: Paper, content: RulesContent) -> None:
    """Say what follows from a grade, and from several."""
    paper.heading("results.heading")
    paper.heading("results.pay", 2)
    paper.text("results.coefficient")
    guided(paper, content, "pay")
    for part in GUIDED:
        paper.titled([phrase(f"guide.{part}.title", language) for language in paper.languages])
        guided(paper, content, part)
    _table(paper, content, "reward_rules", _rewards(paper, content), (5, 2.6, 2, 3, 4))
    _table(paper, content, "honour_rules", _honours(paper, content), (3.6, 2.2, 2, 2.4, 6.4))


COLUMNS = {
    "reward_rules": ("name", "kind", "credit", "amount", "note"),
    "honour_rules": ("name", "kind", "grade", "share", "conditions"),
}


def _table(
    paper: Paper, content: RulesContent, key: str, rows: Iterator[tuple[Cell, ...]], widths: tuple[float, ...]
) -> None:
    """Write the rows of a sheet of the scheme under its own titles, where its module is on."""
    listed = list(rows) if key in content.scheme.settings.modules else []
    if listed:
        table = TABLES[key]
        paper.titled([table.title(language) for language in paper.languages])
        headings = [
            tuple(table.heading(column, language) for language in paper.languages) for column in COLUMNS[key]
        ]
        paper.table(widths, headings, listed, centred=(1, 2, 3))


def _kind(paper: Paper, key: str) -> Cell:
    return tuple(phrase(f"choices.{key}", language) for language in paper.languages)


def _rewards(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    for one in content.scheme.reward_rules:
        yield one.name, _kind(paper, f"reward.{one.kind}"), told(one.credit), _worth(paper, one), one.note


def _worth(paper: Paper, one: RewardRule) -> Cell:
    """Write what a reward pays: an amount, a rate of what lies in its tier, or a factor."""
    if one.rate is not None:
        low, rate = told(one.low or 0.0, percent=True), told(one.rate, percent=True)
        if one.high is None:
            return paper.both("results.last_tier", rate=rate, low=low)
        return paper.both("results.tier", rate=rate, low=low, high=told(one.high, percent=True))
    return f"× {told(one.factor)}" if one.factor is not None else told(one.amount)


def _honours(paper: Paper, content: RulesContent) -> Iterator[tuple[Cell, ...]]:
    for one in content.scheme.honour_rules:
        share = told(one.share, percent=True)
        yield one.name, _kind(paper, f"honour.{one.kind}"), one.grade or "", share, one.conditions
