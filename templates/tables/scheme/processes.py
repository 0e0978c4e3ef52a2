"""The tables of the scheme workbook by which processes follow: participants, rewards, honours, pay."""

from __future__ import annotations

from templates.tables.model import Column, Table

RATERS = Table(
    "raters",
    "scheme",
    (
        Column("template", "id", "hr", refers="templates", width=14),
        Column("cycle_kind", "choice", "hr", choices="cycle", width=14),
        Column("group", "choice", "hr", required=True, choices="group", width=16),
        Column("weight", "number", "hr", required=True, low=0, high=100, unit="%", width=12),
        Column("fewest", "integer", "hr", low=1, high=100, width=14),
        Column("into", "choice", "hr", choices="into", width=24),
        Column("trim_from", "integer", "hr", low=3, high=1000, width=18),
        Column("note", "text", "hr", width=60),
    ),
    keys=("template", "cycle_kind", "group"),
    module="raters",
)

ASSIGNMENTS = Table(
    "assignments",
    "scheme",
    (
        Column("cycle", "id", "hr", refers="cycles", width=14),
        Column("employee", "id", "hr", required=True, refers="people", width=16),
        Column("rater", "id", "hr", required=True, width=16),
        Column("group", "choice", "hr", required=True, choices="group", width=16),
        Column("name", "text", "hr", width=22),
        Column("email", "text", "hr", width=30),
        Column("note", "text", "hr", width=40),
    ),
    keys=("cycle", "employee", "rater"),
    module="raters",
)

RATER_TRAINING = Table(
    "rater_training",
    "scheme",
    (
        Column("employee", "id", "hr", required=True, refers="people", width=16),
        Column("trained_on", "date", "hr", required=True, width=14),
        Column("course", "text", "hr", width=36),
        Column("trainer", "text", "hr", width=24),
        Column("note", "text", "hr", width=44),
    ),
    keys=("employee", "trained_on"),
    module="rater_training",
)

PARTICIPANTS = Table(
    "participants",
    "scheme",
    (
        Column("cycle", "id", "hr", refers="cycles", width=14),
        Column("employee", "id", "hr", required=True, refers="people", width=16),
        Column("participation", "choice", "hr", required=True, choices="participation", width=18),
        Column("reason", "text", "hr", width=60),
    ),
    keys=("cycle", "employee"),
    module="participants",
)

REWARD_RULES = Table(
    "reward_rules",
    "scheme",
    (
        Column("rule", "id", "hr", required=True, width=16),
        Column("name", "text", "hr", required=True, width=30),
        Column("kind", "choice", "hr", required=True, choices="reward", width=16),
        Column("credit", "number", "hr", low=-100, high=100, width=11),
        Column("amount", "number", "hr", low=-10_000_000, high=10_000_000, width=12),
        Column("indicator", "id", "hr", refers="indicators", width=14),
        Column("low", "percent", "hr", low=0, high=10, width=16),
        Column("high", "percent", "hr", low=0, high=10, width=16),
        Column("rate", "percent", "hr", low=0, high=1, width=12),
        Column("factor", "number", "hr", low=0, high=5, width=10),
        Column("note", "text", "hr", width=60),
    ),
    keys=("rule",),
    module="reward_rules",
)

HONOUR_RULES = Table(
    "honour_rules",
    "scheme",
    (
        Column("honour", "id", "hr", required=True, width=16),
        Column("name", "text", "hr", required=True, width=30),
        Column("kind", "choice", "hr", required=True, choices="honour", width=12),
        Column("grade", "id", "hr", refers="grades", width=12),
        Column("times", "integer", "hr", low=1, high=24, width=9),
        Column("out_of", "integer", "hr", low=1, high=24, width=9),
        Column("worst", "id", "hr", refers="grades", width=12),
        Column("clean", "flag", "hr", width=13),
        Column("improvement", "percent", "hr", low=0, high=10, width=13),
        Column("goals", "percent", "hr", low=0, high=10, width=11),
        Column("on_time", "percent", "hr", low=0, high=1, width=11),
        Column("service", "number", "hr", low=0, high=50, width=11),
        Column("rating", "number", "hr", low=0, high=5, width=11),
        Column("share", "percent", "hr", low=0, high=1, width=11),
        Column("one_from", "integer", "hr", low=1, high=10_000, width=12),
        Column("ties", "text", "hr", width=36),
        Column("conditions", "text", "hr", width=50),
    ),
    keys=("honour",),
    module="honour_rules",
)

SALARY_STANDARDS = Table(
    "salary_standards",
    "scheme",
    (
        Column("standard", "id", "hr", required=True, width=14),
        Column("kind", "choice", "hr", required=True, choices="salary", width=16),
        Column("grade", "id", "hr", refers="grades", width=11),
        Column("compa_low", "percent", "hr", low=0, high=5, width=13),
        Column("compa_high", "percent", "hr", low=0, high=5, width=13),
        Column("raise_low", "percent", "hr", low=0, high=1, width=13),
        Column("raise_high", "percent", "hr", low=0, high=1, width=13),
        Column("position", "id", "hr", refers="positions", width=16),
        Column("low", "number", "hr", low=0, width=12),
        Column("middle", "number", "hr", low=0, width=12),
        Column("high", "number", "hr", low=0, width=12),
        Column("market", "number", "hr", low=0, width=12),
        Column("note", "text", "hr", width=44),
    ),
    keys=("standard",),
    module="salary_standards",
)

COURSES = Table(
    "courses",
    "scheme",
    (
        Column("course", "id", "hr", required=True, width=14),
        Column("name", "text", "hr", required=True, width=36),
        Column("form", "choice", "hr", choices="course", width=16),
        Column("hours", "number", "hr", low=0, high=1000, width=10),
        Column("indicator", "id", "hr", refers="indicators", width=14),
        Column("gap", "text", "hr", width=44),
        Column("trainer", "text", "hr", width=24),
        Column("note", "text", "hr", width=44),
    ),
    keys=("course",),
    module="courses",
)

NOTICE_TEXTS = Table(
    "notice_texts",
    "scheme",
    (
        Column("notice", "choice", "hr", required=True, choices="notice", width=24),
        Column("language", "choice", "hr", required=True, choices="language", width=12),
        Column("subject", "text", "hr", required=True, width=44),
        Column("text", "text", "hr", required=True, width=104),
    ),
    keys=("notice", "language"),
    module="notice_texts",
)

ROLES = Table(
    "roles",
    "scheme",
    (
        Column("employee", "id", "hr", required=True, refers="people", width=16),
        Column("role", "choice", "hr", required=True, choices="role", width=24),
        Column("department", "id", "hr", refers="departments", width=18),
        Column("since", "date", "hr"),
        Column("until", "date", "hr"),
        Column("note", "text", "hr", width=44),
    ),
    keys=("employee", "role"),
    module="roles",
)

NOTICE_FIELDS = {
    "step_opens": ("department", "cycle", "step", "date"),
    "reminder": ("department", "cycle", "date", "n", "p"),
    "overdue": ("department", "cycle", "date", "n", "p"),
    "received": ("time", "p", "k"),
    "received_points": ("time", "p", "k", "n", "file"),
    "returned": ("department", "n", "date", "file"),
    "sent_back": ("department", "cycle", "n", "date", "reason"),
    "self_rating": ("cycle", "date"),
    "rater": ("cycle", "date", "n", "file"),
    "data": ("department", "cycle", "date", "file"),
    "pack_reminder": ("cycle", "date", "what", "file"),
    "pack_overdue": ("cycle", "date", "what", "file"),
    "interview_reminder": ("department", "cycle", "date", "n", "p"),
    "interview_overdue": ("department", "cycle", "date", "n", "p"),
    "result": ("name", "cycle", "score", "grade", "date"),
    "result_unit": ("name", "department", "cycle", "score", "grade", "date"),
    "appeal_received": ("date", "no", "person", "date2", "date3"),
    "appeal_accepted": ("no", "person", "date3"),
    "appeal_refused": ("no", "reason", "date"),
    "appeal_decided": ("decision", "reason", "score", "old", "date"),
    "appeal_closed": ("decision", "reason", "score", "old"),
    "digest": ("department", "cycle", "p", "checked", "returned", "open", "points", "next"),
    "digest_hr": ("cycle", "p", "checked", "returned", "open", "departments", "next"),
}
"""What the text of each notice may be filled in with."""
