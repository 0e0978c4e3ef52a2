"""The lists of a cycle: findings and results, as an account may see them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template

from sync.service.department import results_for
from sync.service.results import in_blocks
from sync.service.standing import found_in
from sync.service.tracing import why
from sync.web.doors import door
from sync.web.languages import spoken

pages = Blueprint("lists", __name__)
MOST = 1000
"""So many findings one page shows, the worst: no browser and no person gets through ten thousands."""


@door(pages, "/cycles/<cycle>/findings", "hr")
def findings(cycle: str) -> Any:
    """Show HR everything that is wrong in the workbooks of a cycle, the worst first, and what is waived."""
    return render_template("findings.html", cycle=cycle, found=found_in(spoken(), cycle), most=MOST)


@door(pages, "/cycles/<cycle>/results", "signed_in")
def results(cycle: str) -> Any:
    """Show results: all to HR, to a manager what was published of their people."""
    rows = in_blocks(results_for(spoken(), cycle, g.account))
    return render_template("results.html", cycle=cycle, rows=rows)


@door(pages, "/cycles/<cycle>/results/<employee>/why", "hr")
def steps(cycle: str, employee: str) -> Any:
    """Show each step of one score, with the cell of every input."""
    return render_template(
        "why.html", cycle=cycle, employee=employee, steps=why(spoken(), cycle, employee, None)
    )
