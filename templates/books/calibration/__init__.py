"""The committee's workbook: grades against the guide, a row per form to be decided, who decided."""

from templates.books.calibration.content import (
    CalibrationContent,
    Candidate,
    Facts,
    Group,
    GuideLine,
    facts_of,
    mark_of,
)
from templates.books.calibration.write import write_calibration

__all__ = [
    "CalibrationContent",
    "Candidate",
    "Facts",
    "Group",
    "GuideLine",
    "facts_of",
    "mark_of",
    "write_calibration",
]
