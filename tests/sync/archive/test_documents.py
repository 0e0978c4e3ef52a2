"""What is stored of rules and people comes back as it was, under a name that depends on nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.scheme import Line, ParameterValue, Person, Scheme
from sync.archive import documents
from sync.archive.documents import (
    decode_roster,
    decode_scheme,
    digest,
    each_person,
    encode,
    pack,
    roster_digest,
)
from tests.sync.archive.material import ROSTER, SCHEME

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
BANDS = st.tuples(st.none() | NUMBERS, st.none() | NUMBERS, NUMBERS)
VALUES = (
    NUMBERS
    | st.text()
    | st.booleans()
    | st.lists(st.tuples(NUMBERS, NUMBERS)).map(tuple)
    | st.lists(BANDS).map(tuple)
)


def test_scheme_comes_back() -> None:
    """A scheme read back from its document is the same scheme with the same digest."""
    read = decode_scheme(encode(SCHEME))
    assert read == SCHEME
    assert digest(read) == digest(SCHEME)
    assert list(read.indicators) == list(SCHEME.indicators)


@given(st.dictionaries(st.text(), VALUES))
def test_parameters_come_back(parameters: dict[str, ParameterValue]) -> None:
    """Numbers, words, flags, points and bands of a line all come back as they were."""
    line = Line("T1", "I1", 30.0, "linear", None, parameters)
    scheme = replace(SCHEME, templates={"T1": (line,)})
    assert decode_scheme(encode(scheme)) == scheme


def test_roster_comes_back() -> None:
    """People read back from their document are the same people with the same digest."""
    roster = dict(ROSTER) | {"E3": Person("E3", "三", "sales", "clerk", hired=date(2020, 2, 29))}
    assert decode_roster(encode(roster)) == roster
    assert roster_digest(decode_roster(encode(roster))) == roster_digest(roster)


@given(st.lists(st.text() | st.sampled_from(['a},"b":{', "x},", "},", '"},"'])), st.integers(1, 4000))
def test_people_come_back_one_by_one(names: list[str], piece: int) -> None:
    """Read in pieces of any size people are the same, whatever their names look like."""
    roster = {f"E{at}{name}": Person(f"E{at}{name}", name, "sales", "clerk") for at, name in enumerate(names)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "AT_ONCE", piece)
        assert list(each_person(pack(encode(roster)))) == list(roster.values())


@pytest.mark.parametrize("kept", [0, 5, -9])
def test_people_cut_off_are_damage(kept: int) -> None:
    """Of a document that ends too early nobody takes the first people for all of them."""
    stored = pack(encode(ROSTER))[:kept]
    with pytest.raises(ValueError, match=r"\w"):
        list(each_person(stored))


def test_digest_ignores_order_and_defaults() -> None:
    """Neither the order of rows nor whole numbers typed as integers give the rules another name."""
    turned = replace(SCHEME, indicators=dict(reversed(list(SCHEME.indicators.items()))))
    assert digest(turned) == digest(SCHEME)
    lines = tuple(replace(line, weight=float(line.weight)) for line in SCHEME.templates["T1"])
    assert digest(replace(SCHEME, templates={"T1": lines})) == digest(SCHEME)
    assert len(digest(SCHEME)) == 16


def _weight(scheme: Scheme) -> Scheme:
    first, second = scheme.templates["T1"]
    return replace(scheme, templates={"T1": (replace(first, weight=61), second)})


def _order(scheme: Scheme) -> Scheme:
    return replace(scheme, templates={"T1": tuple(reversed(scheme.templates["T1"]))})


def _grade(scheme: Scheme) -> Scheme:
    return replace(scheme, grades=scheme.grades[:1])


def _setting(scheme: Scheme) -> Scheme:
    return replace(scheme, settings=replace(scheme.settings, decimals=1))


@pytest.mark.parametrize("change", [_weight, _order, _grade, _setting])
def test_digest_sees_rules(change: object) -> None:
    """A weight, the order of a template's lines, a grade or a setting gives the rules another name."""
    assert callable(change)
    assert digest(change(SCHEME)) != digest(SCHEME)
