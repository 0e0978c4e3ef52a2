"""`score`: any function of the scoring library, applied to a table of anybody's own."""

from sync.service.applying.apply import Applied, CannotScore, apply
from sync.service.applying.describe import described, functions_by_area

__all__ = ["Applied", "CannotScore", "apply", "described", "functions_by_area"]
