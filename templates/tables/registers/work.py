"""The registers about work: plans, tasks, inspections, meetings, proposals and questions."""

from __future__ import annotations

from templates.tables.model import Column
from templates.tables.registers.model import ANYTHING, choice, day, number, person, register, text

PROGRESS = Column("progress", "percent", "manager", low=0, high=1, width=10)
OVER = ("done", "cancelled")

PLANS = register(
    "plans",
    person(required=False),
    text("plan", 34, required=True),
    text("measure", 24),
    Column("due", "date", "manager", required=True, width=12),
    PROGRESS,
    choice("status", "work_status"),
    text("result", 28),
    text("summary", 30),
    due="due",
    ends={"status": OVER},
    carried=True,
)

TASKS = register(
    "tasks",
    text("task", 34, required=True),
    choice("kind", "task_kind", 11),
    choice("priority", "priority", 9),
    person(),
    text("assigned_by", 14),
    day("due", required=True),
    PROGRESS,
    choice("status", "work_status"),
    day("done_on"),
    text("reply", 28),
    number("score", 0, 100),
    due="due",
    ends={"status": OVER, "done_on": ANYTHING},
    carried=True,
)

INSPECTIONS = register(
    "inspections",
    day("inspected_on", required=True),
    choice("kind", "inspection_kind", 10, required=True),
    text("place", 18, required=True),
    text("found", 34, required=True),
    choice("level", "inspection_level", 11),
    person(required=False),
    number("deducted", 0, 100),
    day("due"),
    day("mended_on"),
    text("evidence", 24),
    due="due",
    ends={"mended_on": ANYTHING, "level": ("in_order",)},
    carried=True,
)

MEETINGS = register(
    "meetings",
    day("held_on", required=True),
    choice("kind", "meeting_kind", 16),
    text("topic", 28, required=True),
    text("attendees", 24),
    text("minutes", 36),
    text("action", 28),
    person(required=False),
    day("due"),
    day("done_on"),
    due="due",
    ends={"done_on": ANYTHING},
)

PROPOSALS = register(
    "proposals",
    day("made_on"),
    choice("kind", "proposal_kind", 11, required=True),
    choice("about", "proposal_about", 14),
    text("subject", 22),
    text("words", 44, required=True),
    text("reason", 30),
    person(required=False),
)
