"""The tables of the master workbook, rendered from the archive and never edited."""

from __future__ import annotations

from templates.tables.model import Column, Kind, Table


def _told(key: str, kind: Kind = "text", width: int = 12, **more: str) -> Column:
    """Declare a column that the service fills."""
    return Column(key, kind, "service", width=width, choices=more.get("choices"), unit=more.get("unit"))


def _counts(*keys: str) -> tuple[Column, ...]:
    return tuple(_told(key, "integer", 11) for key in keys)


def _numbers(*keys: str) -> tuple[Column, ...]:
    return tuple(_told(key, "number", 11) for key in keys)


DEPARTMENT = _told("department", width=30)
PERSON = (_told("employee", "id", 18), _told("name", width=28))

PROGRESS = Table(
    "progress",
    "master",
    (
        DEPARTMENT,
        _told("head", width=20),
        _told("step", width=12, choices="step"),
        *_counts("forms", "open", "returned", "checked", "findings", "received", "held"),
        _told("due", "date", 13),
        _told("read_on", "date", 13),
        _told("late", "flag", 9),
    ),
    keys=("department",),
)

ROSTER = Table(
    "roster",
    "master",
    (
        DEPARTMENT,
        *PERSON,
        _told("position", width=24),
        _told("manager", "id", 18),
        _told("manager_name", width=20),
        _told("hired", "date", 13),
        _told("in_post_since", "date", 13),
        _told("left_on", "date", 13),
        _told("appraised_in", width=30),
        _told("state", width=13, choices="state"),
        _told("exempt", width=30),
        *_counts("versions"),
    ),
    keys=("employee",),
)

RESULTS = Table(
    "results",
    "master",
    (
        DEPARTMENT,
        *PERSON,
        _told("position", width=24),
        _told("appraised_in", width=30),
        *_numbers("provisional", "bonus", "deduction"),
        _told("veto", width=16, choices="effect"),
        *_numbers("score"),
        _told("grade", width=10),
        _told("rank", "integer", 9),
        _told("proposed_grade", width=12),
        _told("proposed_because", width=42),
        _told("state", width=13, choices="state"),
        _told("version", "integer", 9),
        _told("standing", width=12, choices="version"),
        _told("recorded_at", width=20),
        *_counts("submission", "lines", "findings"),
    ),
    keys=("employee", "version"),
)

INDICATOR_SCORES = Table(
    "indicator_scores",
    "master",
    (
        DEPARTMENT,
        *PERSON,
        _told("indicator", "id", 14),
        _told("indicator_name", width=48),
        _told("weight", "number", 10, unit="%"),
        _told("method", "choice", 18, choices="method"),
        _told("target", "value"),
        _told("actual", "value"),
        *_numbers("score"),
        _told("points", "number"),
        _told("workbook", width=26),
        _told("sheet", width=14),
        _told("cell", width=9),
    ),
    keys=("employee", "indicator"),
)

DISTRIBUTION = Table(
    "distribution",
    "master",
    (
        _told("grade", width=30),
        _told("low", "number", 11),
        _told("coefficient", "number", 11),
        _told("people", "integer", 11),
        _told("share", "percent", 11),
        _told("guide", width=24),
        *_counts("guide_people", "over"),
    ),
    keys=("grade",),
)

GRADES_BY_DEPARTMENT = Table(
    "grades_by_department",
    "master",
    (DEPARTMENT, *_counts("scored"), _told("coefficient", "number", 13)),
    keys=("department",),
)
"""Beside these the sheet has two columns for each grade of the scheme: how many people, and their share."""

DEPARTMENT_RESULTS = Table(
    "department_results",
    "master",
    (
        DEPARTMENT,
        *_counts("forms", "scored"),
        *_numbers("mean", "spread", "lowest", "middle", "highest", "before", "change"),
        _told("coefficient", "number", 11),
        _told("score", "number", 11),
        _told("grade", width=10),
        _told("rank", "integer", 9),
        *_counts("findings"),
    ),
    keys=("department",),
)

ALL_FINDINGS = Table(
    "all_findings",
    "master",
    (
        _told("severity", "choice", 12, choices="severity"),
        _told("code", "id", 9),
        DEPARTMENT,
        _told("workbook", width=26),
        _told("sheet", width=14),
        _told("cell", width=9),
        *PERSON,
        _told("indicator", "id", 12),
        _told("found", width=22),
        _told("expected", width=22),
        _told("message", width=56),
        _told("fix", width=46),
        _told("standing", "choice", 12, choices="standing"),
        _told("waived", width=40),
    ),
    keys=("code", "workbook", "cell"),
)

RATER_PATTERNS = Table(
    "rater_patterns",
    "master",
    (
        DEPARTMENT,
        _told("rater", "id", 14),
        _told("name", width=18),
        _told("role", width=15),
        *_counts("people", "ratings"),
        _told("indication", width=32),
        _told("meaning", width=60),
        *_numbers("mean", "shift", "z", "effect"),
        _told("spread_ratio", "percent", 12),
        _told("middle_share", "percent", 12),
        *_numbers("within_spread", "correlation"),
        *_counts("copies"),
        _told("round_share", "percent", 12),
        _told("late_share", "percent", 12),
        *_numbers("early_correlation", "late_correlation", "gap"),
        *_counts("far_from_peers"),
        *_numbers("self_gap"),
        *_counts("far_from_self"),
    ),
    keys=("rater", "role"),
)

TRAINED = Table(
    "trained",
    "master",
    (
        DEPARTMENT,
        *PERSON,
        _told("role", width=24),
        *_counts("people"),
        _told("trained_on", "date", 13),
        _told("course", width=36),
        _told("trainer", width=20),
    ),
    keys=("employee",),
)

HEALTH = Table(
    "health",
    "master",
    (
        _told("step", width=30, choices="state"),
        *_counts("forms", "open"),
        _told("median", "number", 13),
        _told("longest", "integer", 13),
        *_counts("late"),
        _told("due", "date", 13),
    ),
    keys=("step",),
)

HEALTH_DEPARTMENTS = Table(
    "health_departments",
    "master",
    (
        DEPARTMENT,
        *_counts("forms", "submitted", "returned"),
        _told("return_rate", "percent", 11),
        *_counts("late", "error", "warning", "note"),
    ),
    keys=("department",),
)
"""It stands below the steps, on the same sheet."""

INDICATOR_HEALTH = Table(
    "indicator_health",
    "master",
    (
        _told("indicator", "id", 14),
        _told("indicator_name", width=48),
        *_counts("people"),
        _told("missing", "percent", 11),
        *_numbers("mean", "spread"),
        _told("capped", "percent", 13),
        _told("reviewed_on", "date", 13),
        _told("indication", width=48),
    ),
    keys=("indicator",),
)

SUBMISSIONS = Table(
    "submissions",
    "master",
    (
        _told("submission", "integer", 9),
        _told("workbook", width=30),
        DEPARTMENT,
        _told("edition", "choice", 18, choices="edition"),
        _told("state", "choice", 14, choices="submission"),
        _told("received_at", width=20),
        *_counts("forms", "returned"),
        _told("reason", width=60),
        _told("sha256", width=20),
    ),
    keys=("submission",),
)

ACKNOWLEDGEMENTS = Table(
    "acknowledgements",
    "master",
    (
        DEPARTMENT,
        *PERSON,
        _told("edition", "choice", 18, choices="edition"),
        _told("state", "choice", 16, choices="acknowledged"),
        _told("received_at", width=20),
        _told("workbook", width=34),
    ),
    keys=("employee", "edition"),
)

OPINIONS = Table(
    "opinions",
    "master",
    (
        _told("theme", "choice", 24, choices="theme"),
        _told("department", width=26),
        Column("opinion", "text", "manager", width=60),
        Column("proposal", "text", "manager", width=50),
        _told("name", width=18),
        _told("answer", "choice", 12, choices="flag"),
    ),
    keys=("theme",),
)
"""What people think of a cycle; for HR, never for the board."""

APPEALS = Table(
    "appeals",
    "master",
    (
        _told("appeal", width=10),
        _told("department", width=24),
        *PERSON,
        _told("kind", "choice", 16, choices="appeal_kind"),
        _told("indicator", width=14),
        Column("grounds", "text", "sender", width=50),
        _told("filed_on", width=14),
        _told("state", "choice", 20, choices="appeal_state"),
        _told("due", width=14),
        _told("outcome", "choice", 16, choices="appeal_outcome"),
        Column("reason", "text", "service", width=50),
        _told("old_score", "number", 12),
        _told("score", "number", 10),
        _told("old_grade", width=11),
        _told("grade", width=9),
    ),
    keys=("appeal",),
)
"""Appeals against results and what was decided; for HR, never for the board."""

AUDIT_LOG = Table(
    "audit_log",
    "master",
    (
        _told("event", "integer", 9),
        _told("at", width=20),
        _told("actor", width=20),
        _told("kind", width=36),
        _told("about", width=82),
    ),
    keys=("event",),
)
