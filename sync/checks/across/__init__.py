"""The checks across the workbooks of a cycle: families P, D, R, T and X; importing it registers them."""

from sync.checks.across import copying, crossing, distribution, lateness, people, raters

__all__ = ["copying", "crossing", "distribution", "lateness", "people", "raters"]
