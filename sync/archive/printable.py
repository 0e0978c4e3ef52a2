"""Names of files as texts that can be stored and shown."""

from __future__ import annotations

from unicodedata import category


def printable(name: str) -> str:
    """Return a file name as text that can be stored and shown, whatever bytes it was made of."""
    if name.isprintable():
        return name
    return "".join(ascii(sign)[1:-1] if category(sign) in ("Cc", "Cs") else sign for sign in name)
