"""Names as numbers, for arrays."""

from __future__ import annotations

from addin.scoring.labels import coded


def test_names_keep_their_order() -> None:
    """Names come in the order they first appear, each with the places where it stands."""
    labels, codes = coded(["b", "a", "b"])
    assert labels == ["b", "a"]
    assert codes.tolist() == [0, 1, 0]
    assert coded([])[1].tolist() == []
