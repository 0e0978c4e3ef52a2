"""Points, bands and numbers as people type and read them: `80%: 0; 95%: 100`, `..60: 0; 60..: 100`, 84.5."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from unicodedata import normalize

from addin.scoring.decimals import SIGNIFICANT, rounded

if TYPE_CHECKING:
    from addin.scoring.scheme import Bands, Points

NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(%?)")
RANGE = re.compile(r"\.\.+|~|至|到|—|–")
LARGEST_FRACTION = 5
"""A fraction above this, 500 %, was more probably typed without its percent sign than meant."""


class ParameterError(ValueError):
    """Text that cannot be read: a code of texts/methods.toml [troubles] and the part not understood."""

    def __init__(self, code: str, part: str) -> None:
        super().__init__(f"{code}: {part}")
        self.code = code
        self.part = part


def parse_points(text: str, percent: bool = False) -> Points:
    """Read the bends of a line, `actual: score` separated by semicolons, in the order they were typed.

    Accepts percent signs, full-width digits and punctuation, spaces and line breaks.
    percent: whether the unit is a percentage; then a number like 95 without its sign is refused as ambiguous.
    Raises ParameterError. Whether the order is right is found by the method's own inspection.
    """
    points = []
    for part in _parts(text, "points_empty"):
        x, colon, score = part.rpartition(":")
        if not colon:
            raise ParameterError("points_text", part)
        points.append((_number(x, "points_text", part), _number(score, "points_text", part)))
    _clear(text, [x for x, _ in points], percent)
    return tuple(points)


def parse_bands(text: str, percent: bool = False) -> Bands:
    """Read half-open bands, `from..below: score` separated by semicolons; an open end is left out.

    percent: as for points. Raises ParameterError.
    """
    bands = []
    for part in _parts(text, "bands_empty"):
        band, colon, score = part.rpartition(":")
        ends = RANGE.split(band)
        if not colon or len(ends) != 2 or not any(ends):
            raise ParameterError("bands_text", part)
        low, high = (_number(end, "bands_text", part) if end else None for end in ends)
        bands.append((low, high, _number(score, "bands_text", part)))
    _clear(text, [end for band in bands for end in band[:2] if end is not None], percent)
    return tuple(bands)


def parse_number(text: str) -> float:
    """Read one number as people type it: 60% is 0.6, 1,200 is 1200. Raises ParameterError."""
    parts = _parts(text, "points_empty")
    return _number("".join(parts), "points_text", text.strip())


def write_points(points: Points, percent: bool = False) -> str:
    """Write points as canonical text; reading it gives the same points. percent: 0.8 is written 80%."""
    return "; ".join(f"{show(x, percent)}: {show(score)}" for x, score in points)


def write_bands(bands: Bands, percent: bool = False) -> str:
    """Write bands as canonical text; reading it gives the same bands. percent: 0.8 is written 80%."""
    return "; ".join(
        f"{_end(low, percent)}..{_end(high, percent)}: {show(score)}" for low, high, score in bands
    )


def _end(value: float | None, percent: bool) -> str:
    """Write the end of a band; an open one is nothing."""
    return "" if value is None else show(value, percent)


def show(value: float, percent: bool = False) -> str:
    """Write a number in full without an exponent, 0.8 as 80% where asked."""
    exact = Decimal(repr(float(value)))
    if percent:
        exact *= 100
    text = format(exact, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return (text if text != "-0" else "0") + ("%" if percent else "")


def told(value: float | None, percent: bool = False, decimals: int = 10) -> str:
    """Write a number as people are told it: 30, 85.5, 95%, rounded as the house rounds; nothing for None."""
    if value is None:
        return ""
    return show(rounded(float(f"{value:.{SIGNIFICANT}g}"), decimals), percent)


def _parts(text: str, empty: str) -> list[str]:
    """Split the text of a cell into its parts, whatever keyboard it was typed on."""
    plain = normalize("NFKC", text.replace("。", ".")).replace("−", "-").replace("\n", ";")
    parts = [re.sub(r"\s+", "", part) for part in plain.split(";")]
    parts = [part for part in parts if part]
    if not parts:
        raise ParameterError(empty, text.strip())
    return parts


def _number(text: str, code: str, part: str) -> float:
    """Read one number, exactly: 4.35% is the double nearest to 0.0435."""
    found = NUMBER.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise ParameterError(code, part)
    exact = Decimal(f"{found[1]}{(found[2] or '0').replace(',', '')}{found[3] or ''}")
    return float(exact / 100 if found[4] else exact)


def _clear(text: str, values: list[float], percent: bool) -> None:
    """Refuse what may be meant as percent or as a fraction."""
    unsigned = percent and "%" not in normalize("NFKC", text)
    if unsigned and any(abs(value) > LARGEST_FRACTION for value in values):
        raise ParameterError("percent_missing", text.strip())
