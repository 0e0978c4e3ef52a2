"""The sections on grades and what follows from them: shares, adjustments, pay, versions."""

from __future__ import annotations

from addin.scoring.grading import best_first
from addin.scoring.parameters import told
from addin.scoring.scheme import Grade, Quota
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Cell, Paper
from templates.books.rules.results import guided
from templates.books.rules.scoring import in_percent

HEADINGS = ("grades.grade", "grades.score", "grades.coefficient", "grades.meaning")


def grades(paper: Paper, content: RulesContent) -> None:
    """Give the grades with their bands, coefficients and meanings, and the shares of people in them."""
    paper.heading("grades.heading")
    rows = [
        (
            (f"{grade.id}  {grade.name}",),
            _band(paper, grade),
            f"{grade.coefficient:.2f}",
            content.meanings.get(grade.id, ""),
        )
        for grade in best_first(content.scheme.grades)
    ]
    paper.table((3.4, 4, 2.6, 6.6), HEADINGS, rows, centred=(1, 2))
    paper.heading("grades.quotas_heading", 2)
    if "quotas" in content.scheme.settings.modules and content.scheme.quotas:
        _quotas(paper, content)
    else:
        paper.text("grades.no_quotas")


def _band(paper: Paper, grade: Grade) -> Cell:
    ends = {key: told(end) for key, end in (("low", grade.low), ("high", grade.high)) if end is not None}
    key = "between" if len(ends) == 2 else "from" if "low" in ends else "below" if ends else "any"
    return paper.both(f"grades.{key}", **ends)


def _quotas(paper: Paper, content: RulesContent) -> None:
    known = content.scheme.settings
    rows = [(_share(paper, one),) for one in content.scheme.quotas]
    paper.table((16.6,), ("grades.quota",), rows)
    paper.text(f"grades.mode.{known.quota_mode}")
    paper.text("grades.small", minimum=known.quota_minimum, months=known.quota_new_months)


def _share(paper: Paper, quota: Quota) -> Cell:
    key = "at_most" if quota.at_most else "share"
    return paper.both(f"grades.{key}", grade=quota.grade, share=in_percent(quota.share))


def adjustments(paper: Paper, content: RulesContent) -> None:
    """Say what may be added, deducted or vetoed, where the module is on."""
    known = content.scheme.settings
    paper.heading("adjustments.heading")
    if "adjustments" not in known.modules:
        paper.text("adjustments.none")
        return
    paper.text("adjustments.caps", bonus=told(known.bonus_cap), deduction=told(known.deduction_cap))
    paper.text("adjustments.veto", ceiling=known.veto_ceiling)
    paper.text("adjustments.order")


def changes(paper: Paper, content: RulesContent) -> None:
    """List what HR noted in the Changelog, and name the version."""
    paper.heading("changes.heading")
    guided(paper, content, "retention")
    paper.lead("changes.digest", version=content.version)
    rows = [
        (one.changed_on.isoformat() if one.changed_on else "–", one.what, one.why)
        for one in content.changelog
    ]
    if rows:
        keys = ("changes.changed_on", "changes.what", "changes.why")
        paper.table((2.8, 7.2, 6.6), keys, rows, centred=(0,))
    else:
        paper.text("changes.none")
