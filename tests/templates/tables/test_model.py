"""What a declared table says of itself."""

from __future__ import annotations

from templates.tables import TABLES


def test_managers_type_the_columns_they_fill() -> None:
    """The columns a manager types follow from the declaration, in its order."""
    assert TABLES["appraisal"].typed == ("actual", "manager_rating", "evidence", "comment", "reviewed_rating")
    assert TABLES["summary"].typed == ("strengths", "to_improve", "overall_comment")
    assert TABLES["people"].typed == ()
