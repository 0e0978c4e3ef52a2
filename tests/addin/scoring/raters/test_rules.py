"""From where on a manager is far from the peers, by hand."""

from __future__ import annotations

import pytest

from addin.scoring.raters.rules import far_from_peers
from addin.scoring.scheme import Settings

DEFAULTS = {"gap_manager_peers": 0.2, "gap_manager_peers_fine": 0.15}
"""What the starter scheme says: 1 step of 5, or 15 of 100."""


@pytest.mark.parametrize(
    ("said", "steps", "far"),
    [
        (DEFAULTS, 5, 1.0),
        (DEFAULTS, 10, 2.0),
        (DEFAULTS, 20, 3.0),
        (DEFAULTS, 100, 15.0),
        ({}, 5, 1.5),
        ({}, 100, 30.0),
        ({"gap_manager_peers": 0.4}, 100, 40.0),
    ],
)
def test_far_is_a_step_of_five_or_fifteen_of_a_hundred(said, steps, far):
    """Few steps and fine scales have a share each; an older scheme that has one only keeps it for all."""
    assert far_from_peers(Settings(**said), steps) * steps == pytest.approx(far)
