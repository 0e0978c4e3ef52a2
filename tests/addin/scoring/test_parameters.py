"""Points and bands as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.parameters import (
    ParameterError,
    parse_bands,
    parse_points,
    show,
    told,
    write_bands,
    write_points,
)
from addin.texts import knows

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 6))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("80: 0; 95: 100; 99: 120", ((80, 0), (95, 100), (99, 120))),
        ("80%:0;95%:100", ((0.8, 0), (0.95, 100))),
        ("８０％：０；９５％：１００；", ((0.8, 0), (0.95, 100))),
        (" -3 : 10 \n +1.5 : 70 ", ((-3, 10), (1.5, 70))),
        ("−2: 40; .5: 60", ((-2, 40), (0.5, 60))),
        ("1,200: 100; 2,400.5: 120", ((1200, 100), (2400.5, 120))),
        ("4.35%: 7", ((0.0435, 7),)),
    ],
)
def test_points_are_read_from_any_keyboard(text: str, points: object) -> None:
    """Points are read with percent signs, full-width characters, spaces and line breaks."""
    assert parse_points(text) == points


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("0..60: 0; 60..80: 60; 80..: 100", ((0, 60, 0), (60, 80, 60), (80, None, 100))),
        ("..60%: 0; 60%..: 100", ((None, 0.6, 0), (0.6, None, 100))),
        ("0．．６０：０；６０～８０：６０；８０至：１００", ((0, 60, 0), (60, 80, 60), (80, None, 100))),
        ("0…3.5: 0; 3.5..: 60", ((0, 3.5, 0), (3.5, None, 60))),
        ("-5..-1: 20", ((-5, -1, 20),)),
        ("60–80: 70; 80 — 90: 80", ((60, 80, 70), (80, 90, 80))),
    ],
)
def test_bands_are_read_from_any_keyboard(text: str, bands: object) -> None:
    """Bands are read with open ends, percent signs and Chinese punctuation."""
    assert parse_bands(text) == bands


@pytest.mark.parametrize(
    "text", ["80", "80: x", "80; 95: 100", "a: 1", ": 5", "80:", "1e5: 3", "1,2: 3", "8 %%: 1"]
)
def test_points_that_cannot_be_read_name_the_part(text: str) -> None:
    """A point that is not `result: score` is refused with its text."""
    with pytest.raises(ParameterError) as refused:
        parse_points(text)
    assert refused.value.code == "points_text"
    assert refused.value.part in text.replace(" ", "")


@pytest.mark.parametrize("text", ["60: 0", "..: 5", "0..60", "0..60..80: 1", "a..b: 1", "0-60: 5"])
def test_bands_that_cannot_be_read_name_the_part(text: str) -> None:
    """A band that is not `from..below: score` is refused with its text."""
    with pytest.raises(ParameterError) as refused:
        parse_bands(text)
    assert refused.value.code == "bands_text"


@pytest.mark.parametrize("text", ["", "  ", ";;", "\n"])
def test_nothing_is_refused(text: str) -> None:
    """An empty cell is no list of points or bands."""
    with pytest.raises(ParameterError, match="points_empty"):
        parse_points(text)
    with pytest.raises(ParameterError, match="bands_empty"):
        parse_bands(text)


def test_percent_without_sign_is_ambiguous() -> None:
    """In a percent unit a 95 without its sign is refused, a fraction is not."""
    with pytest.raises(ParameterError, match="percent_missing"):
        parse_points("80: 0; 95: 100", percent=True)
    with pytest.raises(ParameterError, match="percent_missing"):
        parse_bands("..60: 0; 60..: 100", percent=True)
    assert parse_points("0.8: 0; 0.95: 100", percent=True) == ((0.8, 0), (0.95, 100))
    assert parse_points("80%: 0; 95%: 100", percent=True) == ((0.8, 0), (0.95, 100))


def test_canonical_text() -> None:
    """Points and bands are written short, in percent where asked."""
    assert (
        write_points(((0.8, 0.0), (0.95, 100.0), (1.0, 120.5)), percent=True)
        == "80%: 0; 95%: 100; 100%: 120.5"
    )
    assert write_points(((1200.0, 0.0), (1e-7, 5.0))) == "1200: 0; 0.0000001: 5"
    assert (
        write_bands(((None, 60.0, 0.0), (60.0, 80.0, 60.0), (80.0, None, 100.0)))
        == "..60: 0; 60..80: 60; 80..: 100"
    )
    assert (show(0.07, percent=True), show(-0.0), show(1e16)) == ("7%", "0", "10000000000000000")


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1).map(tuple), st.booleans())
def test_written_points_read_back(points: tuple[tuple[float, float], ...], percent: bool) -> None:
    """Reading what was written gives the same points, to the last bit."""
    assert parse_points(write_points(points, percent), percent) == points


@given(st.lists(st.tuples(st.none() | NUMBERS, NUMBERS, NUMBERS), min_size=1).map(tuple), st.booleans())
def test_written_bands_read_back(bands: tuple[tuple[float | None, float, float], ...], percent: bool) -> None:
    """Reading what was written gives the same bands, to the last bit."""
    assert parse_bands(write_bands(bands, percent), percent) == bands


@given(st.text())
def test_no_text_crashes(text: str) -> None:
    """Any text is read or refused by a code that has words."""
    assert all(knows(f"methods.troubles.{code}.what") for code in refusals(text))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (84.675, 2, "84.68"),
        (-84.675, 2, "-84.68"),
        (0.1 + 0.2, 10, "0.3"),
        (12345678901.5, 10, "12345678901.5"),
        (1234567.8900000002, 10, "1234567.89"),
        (30, 10, "30"),
        (-0.001, 2, "0"),
        (None, 10, ""),
    ],
)
def test_people_are_told_numbers_as_they_write_them(value: float | None, decimals: int, text: str) -> None:
    """A number is rounded as the house rounds, half away from zero, and has no exponent."""
    assert told(value, decimals=decimals) == text


def test_people_are_told_percentages_with_their_sign() -> None:
    """A fraction is told in percent where it is one."""
    assert told(0.951, percent=True) == "95.1%"


def refusals(text: str) -> list[str]:
    """Return the codes by which a text is refused as points and as bands."""
    codes = []
    for parse in (parse_points, parse_bands):
        try:
            parse(text)
        except ParameterError as refused:
            codes.append(refused.code)
    return codes
