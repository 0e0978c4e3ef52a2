"""Which spreadsheet program wrote a file, as far as its bytes tell: the words of its menus are what helps."""

from __future__ import annotations

PROGRAMS = (
    ("libreoffice", ("libreoffice", "collabora")),
    ("openoffice", ("openoffice", "staroffice")),
    ("wps", ("kso", "wps", "kingsoft", "et.sheet")),
    ("google", ("google",)),
    ("excel", ("microsoft", "excel")),
)
IN_COMPOUND = (
    ("wps", b"KSOProductBuildVer"),
    ("wps", "KSOProductBuildVer".encode("utf-16-le")),
    ("libreoffice", b"\x5c\0\x70\0\x04\0\0Calc    "),
    ("libreoffice", b"Microsoft Excel 97-Tabelle\0"),
    ("excel", b"Microsoft Excel\0"),
)
"""What stands in the properties, or in the record of the user's name, of an old workbook; never in a cell."""

ANY = "any"


def named(said: str) -> str:
    """Return the program that a file names as its writer; ANY where it is none that we know the menus of."""
    said = said.lower()
    return next((program for program, marks in PROGRAMS if any(mark in said for mark in marks)), ANY)


def of_compound(data: bytes) -> str:
    """Return the program that most likely wrote an old workbook."""
    return next((program for program, mark in IN_COMPOUND if mark in data), ANY)
