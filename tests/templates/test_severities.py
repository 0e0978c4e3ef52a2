"""How serious findings are out of the box, and what no company changes."""

from __future__ import annotations

from templates.severities import fixed, severities


def test_what_is_fixed_is_an_error() -> None:
    """What cannot be changed is an error of a check that there is."""
    assert {severities()[code] for code in fixed()} == {"error"}
