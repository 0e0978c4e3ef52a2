"""The first page, and HR's overview of a cycle."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for

from sync.findings import SEVERITIES, Finding
from sync.service.department import seen_by
from sync.service.looking import newer_out, packs, progress
from sync.service.standing import found_in
from sync.service.steps.needs import needs
from sync.service.waiting import held
from sync.web.chart import stacked
from sync.web.doors import door
from sync.web.languages import spoken

pages = Blueprint("office", __name__)

BUTTONS = {
    "checked": "review",
    "under_review": "review",
    "reviewed_by_hr": "calibrate",
    "calibrated": "approve",
    "approved": "publish",
    "published": "confirm",
    "confirmed": "close",
    "decided": "close",
}
"""The button that lets forms of a state go on."""


@door(pages, "/", "signed_in")
def home() -> Any:
    """Show the cycles an account has to do with; a manager of one department in one cycle is led there."""
    seen = seen_by(spoken(), g.account)
    only = [(one.cycle, row["department"]) for one in seen for row in one.departments]
    if g.account.role != "hr" and len(only) == 1:
        ((cycle, department),) = only
        return redirect(url_for("departments.department", cycle=cycle, department=department))
    return render_template("home.html", seen=seen)


@door(pages, "/cycles/<cycle>", "hr")
def overview(cycle: str) -> Any:
    """Show HR a whole cycle: what to do next, who is late, each department's step, findings by kind."""
    workspace = spoken()
    rows = progress(workspace, cycle)
    found = found_in(workspace, cycle).open
    waiting, told = held(workspace, cycle)
    return render_template(
        "overview.html",
        cycle=cycle,
        rows=rows,
        totals={key: sum(row[key] for row in rows) for key in ("forms", "open", "returned", "checked")},
        late=[row for row in rows if row["late"]],
        needs=[one | {"button": BUTTONS[one["state"]]} for one in needs(workspace, cycle)],
        packs=packs(workspace, cycle),
        newer=newer_out(workspace, cycle),
        waiting=waiting,
        told=told,
        kinds=by_kind(found),
        chart=stacked(rows),
    )


def by_kind(found: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Count findings by their family, the family with the most errors first."""
    counts: dict[str, Counter[str]] = {}
    for one in found:
        counts.setdefault(one.code[0], Counter())[one.severity] += 1
    kinds = [{"family": family, **{name: of[name] for name in SEVERITIES}} for family, of in counts.items()]
    return sorted(kinds, key=lambda one: tuple(-one[name] for name in SEVERITIES))
