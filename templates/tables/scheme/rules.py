"""The tables of the scheme workbook by which scores and grades come about."""

from __future__ import annotations

from templates.tables.model import Column, Table

TOLERANCE = 0.005
"""Weights [out of 100] may miss 100 by this much."""

INDICATORS = Table(
    "indicators",
    "scheme",
    (
        Column("indicator", "id", "hr", required=True, width=14),
        Column("name", "text", "hr", required=True, width=30),
        Column("category", "choice", "hr", required=True, choices="category", width=14),
        Column("unit", "text", "hr", required=True, width=14),
        Column("definition", "text", "hr", width=44),
        Column("formula", "text", "hr", width=36),
        Column("source", "text", "hr", width=26),
        Column("anchor_5", "text", "hr", width=26),
        Column("anchor_4", "text", "hr", width=26),
        Column("anchor_3", "text", "hr", width=26),
        Column("anchor_2", "text", "hr", width=26),
        Column("anchor_1", "text", "hr", width=26),
        Column("reviewed_on", "date", "hr"),
        Column("provider", "id", "hr", refers="departments", width=16),
    ),
    keys=("indicator",),
)

BESIDE = (
    Column("floor", "number", "hr", width=9),
    Column("cap", "number", "hr", width=9),
    Column("threshold", "percent", "hr", low=0, high=1, width=11),
    Column("style", "choice", "hr", choices="style", width=14),
    Column("points", "text", "hr", width=30),
    Column("below", "choice", "hr", choices="below", width=12),
    Column("bands", "text", "hr", width=40),
    Column("each", "number", "hr", low=0, width=11),
    Column("step", "number", "hr", low=0, width=9),
    Column("counted", "choice", "hr", choices="counted", width=14),
    Column("rounding", "choice", "hr", choices="rounding", width=13),
    Column("width", "value", "hr", width=11),
    Column("width_below", "value", "hr", width=11),
    Column("zero", "value", "hr", width=11),
    Column("zero_below", "value", "hr", width=11),
    Column("scale", "integer", "hr", low=2, high=100, width=8),
    Column("half_steps", "flag", "hr", width=10),
    Column("value_from", "choice", "hr", choices="value_from", width=12),
    Column("pass_mark", "number", "hr", low=0, width=10),
)
"""The parameters that stand beside each line in a department workbook, in cells of their own.

This list is closed: a workbook that was handed out has these columns. Later parameters go into the formula.
"""

PARAMETERS = (*BESIDE, Column("good", "percent", "hr", low=0, high=1, width=10))
"""The parameters of all methods; a method takes those it declares, and the others stay grey."""

TEMPLATES = Table(
    "templates",
    "scheme",
    (
        Column("template", "id", "hr", required=True, width=12),
        Column("indicator", "id", "hr", required=True, refers="indicators", width=14),
        Column("weight", "number", "hr", required=True, low=0, high=100, unit="%", width=10),
        Column("method", "choice", "hr", required=True, choices="method", width=14),
        Column("target", "value", "hr", width=11),
        *PARAMETERS,
        Column("missing", "choice", "hr", choices="missing", width=14),
        Column("cycles", "text", "hr", width=18),
        Column("within", "id", "hr", refers="indicators", width=14),
        Column("standard", "text", "service", width=60),
        Column("example", "text", "service", width=44),
    ),
    keys=("template", "indicator"),
)

GOALS = Table(
    "goals",
    "scheme",
    (
        Column("cycle", "id", "hr", refers="cycles", width=14),
        Column("subject", "text", "hr", width=20),
        Column("indicator", "id", "hr", required=True, refers="indicators", width=16),
        Column("target", "value", "hr", required=True, width=14),
        Column("note", "text", "hr", width=60),
    ),
    keys=("cycle", "subject", "indicator"),
    module="goals",
)

GRADES = Table(
    "grades",
    "scheme",
    (
        Column("grade", "id", "hr", required=True, width=10),
        Column("name", "text", "hr", required=True, width=18),
        Column("low", "number", "hr", width=12),
        Column("high", "number", "hr", width=12),
        Column("coefficient", "number", "hr", required=True, low=0, high=10, width=14),
        Column("meaning", "text", "hr", width=60),
    ),
    keys=("grade",),
)

QUOTAS = Table(
    "quotas",
    "scheme",
    (
        Column("grade", "id", "hr", required=True, refers="grades", width=12),
        Column("share", "percent", "hr", required=True, low=0, high=1, width=14),
        Column("at_most", "flag", "hr", width=16),
        Column("note", "text", "hr", width=60),
    ),
    keys=("grade",),
    module="quotas",
)

COEFFICIENTS = Table(
    "coefficients",
    "scheme",
    (
        Column("grade", "id", "hr", required=True, refers="grades", width=18),
        Column("coefficient", "number", "hr", required=True, low=0, high=3, width=16),
        Column("top_share", "percent", "hr", low=0, high=1, width=20),
        Column("note", "text", "hr", width=60),
    ),
    keys=("grade",),
    module="coefficients",
)

ADJUSTMENTS = Table(
    "adjustments",
    "scheme",
    (
        Column("cycle", "id", "hr", required=True, refers="cycles", width=14),
        Column("employee", "id", "hr", required=True, refers="people", width=14),
        Column("kind", "choice", "hr", required=True, choices="adjustment", width=14),
        Column("item", "text", "hr", required=True, width=34),
        Column("amount", "number", "hr", low=0, high=100, width=10),
        Column("effect", "choice", "hr", choices="effect", width=18),
        Column("ceiling", "id", "hr", refers="grades", width=14),
        Column("reason", "text", "hr", width=44),
        Column("approver", "text", "hr", width=18),
        Column("dated_on", "date", "hr"),
    ),
    keys=("cycle", "employee", "kind", "item"),
    module="adjustments",
)

CHECKS = Table(
    "checks",
    "scheme",
    (
        Column("code", "id", "hr", required=True, width=12),
        Column("title", "text", "service", width=48),
        Column("usual", "text", "service", width=16),
        Column("severity", "choice", "hr", choices="checking", width=16),
        Column("reason", "text", "hr", width=60),
    ),
    keys=("code",),
    module="checks",
)
