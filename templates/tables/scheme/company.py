"""The tables of the scheme workbook about the company: settings, people, units, posts, periods, files."""

from __future__ import annotations

from templates.tables.model import Column, Table

SETTINGS = Table(
    "settings",
    "scheme",
    (
        Column("setting", "text", "fixed", width=44),
        Column("value", "text", "hr", width=24),
        Column("help", "text", "fixed", width=80),
        Column("key", "id", "fixed", width=22, hidden=True),
    ),
    keys=("key",),
)

PEOPLE = Table(
    "people",
    "scheme",
    (
        Column("employee", "id", "hr", required=True, width=14),
        Column("name", "text", "hr", required=True, width=20),
        Column("department", "id", "hr", required=True, refers="departments", width=16),
        Column("position", "id", "hr", required=True, refers="positions", width=16),
        Column("manager", "id", "hr", refers="people", width=14),
        Column("hired", "date", "hr"),
        Column("in_post_since", "date", "hr"),
        Column("left_on", "date", "hr"),
        Column("email", "text", "hr", width=26),
    ),
    keys=("employee",),
)

DEPARTMENTS = Table(
    "departments",
    "scheme",
    (
        Column("department", "id", "hr", required=True, width=18),
        Column("name", "text", "hr", required=True, width=30),
        Column("parent", "id", "hr", refers="departments", width=18),
        Column("head", "id", "hr", refers="people", width=16),
        Column("template", "id", "hr", refers="templates", width=14),
    ),
    keys=("department",),
    module="departments",
)

POSITIONS = Table(
    "positions",
    "scheme",
    (
        Column("position", "id", "hr", required=True, width=16),
        Column("name", "text", "hr", required=True, width=26),
        Column("template", "id", "hr", required=True, refers="templates", width=14),
        Column("duties", "text", "hr", width=44),
        Column("outputs", "text", "hr", width=36),
        Column("job_description", "text", "hr", width=26),
        Column("reviewed_on", "date", "hr"),
    ),
    keys=("position",),
)

CYCLES = Table(
    "cycles",
    "scheme",
    (
        Column("cycle", "id", "hr", required=True, width=14),
        Column("kind", "choice", "hr", required=True, choices="cycle", width=12),
        Column("starts", "date", "hr", required=True),
        Column("ends", "date", "hr", required=True),
        Column("ratings_due", "date", "hr", width=16),
        Column("submission_due", "date", "hr", width=16),
        Column("resubmission_due", "date", "hr", width=18),
        Column("publication_due", "date", "hr", width=16),
        Column("close_due", "date", "hr", width=14),
    ),
    keys=("cycle",),
)

SOURCES = Table(
    "sources",
    "scheme",
    (
        Column("source", "id", "hr", required=True, width=16),
        Column("field", "text", "hr", required=True, width=18),
        Column("column", "text", "hr", required=True, width=30),
        Column("note", "text", "hr", width=60),
    ),
    keys=("source", "field"),
    module="sources",
)

CHANGELOG = Table(
    "changelog",
    "scheme",
    (
        Column("changed_on", "date", "hr"),
        Column("by", "text", "hr", width=18),
        Column("what", "text", "hr", width=60),
        Column("why", "text", "hr", width=60),
    ),
    keys=("changed_on", "what"),
)
