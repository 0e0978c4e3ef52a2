"""What a manager receives when results are published: those of everybody below them in the reporting line."""

from templates.books.team.content import Member, TeamContent, UnitResult
from templates.books.team.write import write_team

__all__ = ["Member", "TeamContent", "UnitResult", "write_team"]
