"""The registers about people: incidents, rewards, interviews, improvement, probation, training, coaching."""

from __future__ import annotations

from templates.tables.model import Column
from templates.tables.registers.model import ANYTHING, choice, day, number, person, register, text

INCIDENTS = register(
    "incidents",
    day("happened_on", required=True),
    person(),
    choice("kind", "incident_kind", required=True),
    text("what", 38, required=True),
    text("effect", 28),
    text("indicator", 20),
    text("evidence", 24),
    day("told_on"),
)

REWARDS = register(
    "rewards",
    day("happened_on", required=True),
    person(),
    choice("kind", "reward_kind", 14, required=True),
    text("reason", 32, required=True),
    text("basis", 24, required=True),
    number("credit", -100, 100),
    number("amount"),
    choice("status", "application"),
    text("approved_by", 14),
    day("approved_on"),
    text("evidence", 22),
)

INTERVIEWS = register(
    "interviews",
    person(),
    day("held_on", required=True),
    text("review", 28, required=True),
    choice("cause", "cause", 13),
    text("causes", 24),
    text("plan", 28, required=True),
    text("support", 22),
    text("training", 18),
    text("career", 18),
    text("opinion", 24),
    day("follow_up"),
)

IMPROVEMENT = register(
    "improvement",
    person(),
    text("indicator", 18),
    text("goal", 26, required=True),
    number("baseline"),
    number("goal_value"),
    number("current"),
    Column("change", "formula", "formula", unit="%", width=11),
    day("due", required=True),
    text("measures", 28, required=True),
    text("support", 20),
    text("check", 26),
    choice("status", "improvement_status", 13),
    due="due",
    ends={"status": ("reached", "ended")},
    carried=True,
    follows=True,
)

PROBATION = register(
    "probation",
    person(),
    choice("kind", "probation_kind", 14, required=True),
    day("starts", required=True),
    day("ends", required=True),
    text("mentor", 13),
    number("manager_mark", 0, 100),
    number("mentor_mark", 0, 100),
    number("hr_mark", 0, 100),
    number("peers_mark", 0, 100),
    choice("outcome", "probation_outcome", 15),
    text("evidence", 30),
    day("decided_on"),
    due="ends",
    ends={"outcome": ("confirm", "early", "transfer", "not_confirmed", "settled")},
    carried=True,
    follows=True,
)

TRAINING_NEEDS = register(
    "training_needs",
    person(required=False),
    text("topic", 28, required=True),
    choice("origin", "training_origin", 18),
    text("gap", 32),
    choice("priority", "priority", 9),
    choice("way", "training_way", 14),
    day("wanted_by"),
    text("effect", 30),
)

COACHING = register(
    "coaching",
    day("held_on", required=True),
    person(),
    text("coach", 14),
    text("topic", 24),
    text("problem", 28),
    text("advice", 32, required=True),
    text("agreed", 28),
    day("follow_up"),
    text("effect", 24),
    due="follow_up",
    ends={"effect": ANYTHING},
)
