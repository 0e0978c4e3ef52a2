"""Texts inside formulas."""

from __future__ import annotations

from templates.phrases import joined


def test_a_text_becomes_an_expression_with_its_placeholders_filled_in() -> None:
    """Quotation marks are doubled, expressions stand between the pieces, long pieces are cut."""
    assert joined('Say "{n}" now', n="A1") == '"Say """&A1&""" now"'
    assert joined("{n}{m}", n="A1", m="B1") == "A1&B1"
    assert joined("") == '""'
    assert max(len(piece) for piece in joined("x" * 700).split("&")) < 255
