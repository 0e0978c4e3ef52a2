"""What changed between two versions of the rules is told completely, in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass, replace
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.scoring.scheme import Adjustment, Department, Group, Indicator, Line, Mapped, Scheme, Settings
from addin.texts import LANGUAGES
from sync.archive.documents import decode_scheme, digest, encode
from sync.process.scheme_changes import Change, changes, heading
from templates.tables import TABLES
from tests.builders import CYCLE, sample_scheme

SCHEME = replace(
    sample_scheme(),
    settings=Settings(company="Sample", holidays=(date(2026, 10, 1),), modules=("departments",)),
    sources=(Mapped("people", "name", "Full name"), Mapped("people", "employee", "No.")),
)


def with_line(scheme: Scheme, indicator: str, **new: Any) -> Scheme:
    """Return a scheme in which one line is another one."""
    templates = {
        name: tuple(replace(line, **new) if line.indicator == indicator else line for line in lines)
        for name, lines in scheme.templates.items()
    }
    return replace(scheme, templates=templates)


def with_record(scheme: Scheme, table: str, key: str, **new: Any) -> Scheme:
    """Return a scheme in which one record kept by its id is another one."""
    records = getattr(scheme, table)
    return replace(scheme, **{table: {**records, key: replace(records[key], **new)}})


def messages(old: Scheme, new: Scheme, language: str = "en") -> list[str]:
    """Return what is told of two schemes."""
    return [change.message for change in changes(old, new, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_rules_have_no_difference(language: str) -> None:
    """A scheme has no difference from itself, from its stored form, or with its records in another order."""
    stored = decode_scheme(encode(SCHEME))
    turned = replace(SCHEME, positions=dict(reversed(SCHEME.positions.items())))
    assert changes(SCHEME, SCHEME, language) == changes(SCHEME, stored, language) == []
    assert changes(SCHEME, turned, language) == []


def test_a_weight_in_words() -> None:
    """A changed weight names template, line and both weights, in both languages."""
    new = with_line(SCHEME, "SAL-01", weight=35.0)
    assert changes(SCHEME, new, "en") == [
        Change(
            "templates",
            "SAL/SAL-01",
            "weight",
            "40",
            "35",
            "Template SAL, line SAL-01 (Sales amount): Weight % 40 → 35",
        )
    ]
    (told,) = messages(SCHEME, new, "zh")
    assert "SAL-01" in told
    assert told.endswith("权重（%） 40 → 35")


def test_targets_and_points_are_told_as_typed() -> None:
    """Targets and points of a percentage are told in percent, and a changed rule with its sentence."""
    points = ((0.8, 0), (0.96, 100), (1.0, 120))
    old = SCHEME.templates["SAL"][1]
    new = with_line(SCHEME, "SAL-02", target=0.9, parameters={**old.parameters, "points": points})
    found = {change.column: change for change in changes(SCHEME, new, "en")}
    assert (found["target"].old, found["target"].new) == ("95%", "90%")
    assert (found["points"].old, found["points"].new) == (
        "80%: 0; 95%: 100; 100%: 120",
        "80%: 0; 96%: 100; 100%: 120",
    )
    assert "96 % gives 100" in (found["standard"].new or "")
    assert list(found) == ["target", "points", "standard"]


def test_another_method_is_told_with_all_that_goes_with_it() -> None:
    """Another method tells the method by its name, the parameters that came and went, and the sentence."""
    new = with_line(SCHEME, "SAL-01", method="linear", parameters={"points": ((0, 0), (100, 100))})
    found = {change.column: (change.old, change.new) for change in changes(SCHEME, new, "en")}
    assert found["method"] == ("ratio", "linear")
    assert found["cap"] == ("120", None)
    assert found["points"] == (None, "0: 0; 100: 100")
    assert found.keys() == {"method", "floor", "cap", "threshold", "points", "standard"}
    assert "Threshold 60% → (blank)" in " ".join(messages(SCHEME, new))


def test_rows_that_come_and_go() -> None:
    """A line added or removed is one change with what it says; the order of the others is not told."""
    line = Line("SAL", "ADM-02", 15, "rating", 4.0, {"scale": 5.0, "value_from": "ratings"})
    new = replace(SCHEME, templates={**SCHEME.templates, "SAL": (line, *SCHEME.templates["SAL"][1:])})
    removed, added = sorted(changes(SCHEME, new, "en"), key=lambda one: one.message, reverse=True)
    assert (added.key, added.column, added.old) == ("SAL/ADM-02", None, None)
    assert (removed.key, removed.column, removed.new) == ("SAL/SAL-01", None, None)
    assert added.message.startswith(
        "Template SAL, line ADM-02 (Quality of tasks): added (Weight % 15, Target 4"
    )
    assert "removed (Weight % 40" in removed.message


def test_settings_by_their_label() -> None:
    """A setting is told by its label, a module as switched on or off, days as dates, shares in percent."""
    new = replace(
        SCHEME,
        settings=replace(
            SCHEME.settings,
            minimum_share=0.6,
            missing="neutral",
            holidays=(),
            modules=("departments", "sources"),
        ),
    )
    found = {change.key: (change.old, change.new) for change in changes(SCHEME, new, "en")}
    assert found == {
        "minimum_share": ("50%", "60%"),
        "missing": ("no total", "neutral score"),
        "holidays": ("2026-10-01", None),
        "module.sources": ("no", "yes"),
    }
    assert all(
        told.split(":")[0] != change for told, change in zip(messages(SCHEME, new), found, strict=True)
    )


def test_another_order_is_told_once() -> None:
    """Lines in another order are one change, since forms show them so."""
    turned = replace(SCHEME, templates={**SCHEME.templates, "SAL": SCHEME.templates["SAL"][::-1]})
    (told,) = changes(SCHEME, turned, "en")
    assert told.message == "Templates SAL: the rows stand in another order"
    assert digest(SCHEME) != digest(turned)


def test_what_is_told_alike_is_told_exactly() -> None:
    """Two values that people would read alike are told in full, never as the same."""
    new = with_line(SCHEME, "SAL-01", weight=40.000000000001)
    (change,) = changes(SCHEME, new, "en")
    assert (change.old, change.new) == ("40", "40.000000000001")


NESTED = ("groups", "part")
OTHER = {"groups": (Group("KPI", 50.0),), "part": 40.0}
"""Fields of a line that are told in one column, as what it is a part of; and other values of them."""


def records(scheme: Scheme) -> Iterator[tuple[str, Any]]:
    """Yield every record with its table, however it is kept."""
    for part in fields(scheme):
        found = getattr(scheme, part.name)
        if is_dataclass(found):
            continue
        for item in found.values() if isinstance(found, Mapping) else found:
            yield from ((part.name, one) for one in (item if isinstance(item, tuple) else (item,)))


def test_every_field_has_a_title() -> None:
    """Every field of every record, and every setting, is told by a title of the tables in both languages."""
    known = {type(record): table for table, record in records(full())}
    assert set(known.values()) == {part.name for part in fields(Scheme)} - {"settings"}
    for language in LANGUAGES:
        for kind, table in known.items():
            names = {part.name for part in fields(kind)} - {"id", "anchors", "parameters", *NESTED}
            assert all(heading(table, name, language) != name or name == "note" for name in names)
            assert names <= {column.key for column in TABLES[table].columns}
        for part in fields(Settings):
            assert part.name == "modules" or heading("settings", part.name, language) != part.name


def full() -> Scheme:
    """Return a scheme with a record in every table, those that were added later included."""
    missing = {
        part.name: (made(part.name),)
        for part in fields(Scheme)
        if not is_dataclass(getattr(SCHEME, part.name)) and not getattr(SCHEME, part.name)
    }
    return replace(SCHEME, **missing)


def made(table: str) -> Any:
    """Return some record of a table that the sample scheme leaves empty."""
    kind = next(kind for kind in get_args(get_type_hints(Scheme)[table]) if is_dataclass(kind))
    return kind(*[value_of(part) for part in fields(kind)])


def value_of(part: Field[Any]) -> Any:
    """Return some value that a field may hold."""
    texts = {"indicator": "SAL-02", "cycle": CYCLE}
    kinds = {"bool": True, "int": 3, "float": 0.5, "date": date(2026, 1, 1)}
    return texts.get(part.name, next((kinds[kind] for kind in kinds if kind in str(part.type)), "x"))


TEXTS = st.text("ab文", max_size=3)
EDITS = st.one_of(
    st.builds(
        lambda name, key: lambda s: with_record(s, "indicators", key, name=name),
        TEXTS,
        st.sampled_from(sorted(SCHEME.indicators)),
    ),
    st.builds(
        lambda unit: lambda s: with_record(s, "indicators", "SAL-02", unit=unit), st.sampled_from(["%", "x"])
    ),
    st.builds(lambda text: lambda s: with_record(s, "positions", "clerk", duties=text), TEXTS),
    st.builds(
        lambda head: lambda s: with_record(s, "departments", "sales", head=head),
        st.sampled_from(["00001", None]),
    ),
    st.builds(lambda w: lambda s: with_line(s, "SAL-01", weight=w), st.sampled_from([40.0, 30.0])),
    st.builds(
        lambda c: lambda s: with_line(s, "SAL-01", cycles=c),
        st.sampled_from([(), ("month",), ("month", "year")]),
    ),
    st.builds(
        lambda f: lambda s: with_line(s, "RND-03", parameters={"floor": f}), st.sampled_from([0.0, 10.0, 10])
    ),
    st.builds(lambda n: lambda s: replace(s, settings=replace(s.settings, decimals=n)), st.integers(0, 3)),
    st.builds(lambda n: lambda s: replace(s, grades=s.grades[:n]), st.integers(0, 5)),
    st.builds(
        lambda k: lambda s: replace(s, departments={n: d for n, d in s.departments.items() if n != k}),
        st.sampled_from(["company", "none"]),
    ),
    st.builds(
        lambda k: lambda s: replace(s, departments={**s.departments, k: Department(k, k)}),
        st.sampled_from("xy"),
    ),
    st.builds(lambda a: lambda s: with_record(s, "indicators", "SAL-07", anchors=(a, "", "", "", "")), TEXTS),
)


@settings(deadline=None)
@given(st.lists(EDITS, max_size=4), st.sampled_from(LANGUAGES))
def test_no_difference_is_told_exactly_where_there_is_none(edits: list[Any], language: str) -> None:
    """Whatever is edited, nothing is told exactly where both versions have the same digest."""
    new = SCHEME
    for edit in edits:
        new = edit(new)
    there, back = changes(SCHEME, new, language), changes(new, SCHEME, language)
    assert bool(there) == bool(back) == (digest(SCHEME) != digest(new))
    assert all(change.old != change.new or change.column is None for change in there)
    assert {(one.table, one.key, one.column, one.old, one.new) for one in there} == {
        (one.table, one.key, one.column, one.new, one.old) for one in back
    }


def test_the_same_adjustment_twice_is_told_apart() -> None:
    """A second bonus for the same thing is told as a row that came, in the words of the language."""
    one = Adjustment(CYCLE, "00123", "bonus", "patent", 3.0, reason="no. 17")
    once, twice = (replace(SCHEME, adjustments=(one,) * times) for times in (1, 2))
    (change,) = changes(once, twice, "zh")
    assert (change.old, "加分项" in change.message) == (None, True)
    assert digest(once) != digest(twice)


def test_each_field_of_each_record_is_compared() -> None:
    """Whichever field of whichever record is another one, that is told under its own column."""
    scheme = full()
    for table, record in {type(one): (table, one) for table, one in records(scheme)}.values():
        keys = set(TABLES[table].keys) | {"id"}
        for part in fields(record):
            if part.name in keys:
                continue
            other = replace(
                record, **{part.name: OTHER.get(part.name) or another(getattr(record, part.name))}
            )
            found = changes(scheme, swapped(scheme, table, record, other), "en")
            assert found, (table, part.name)
            assert all(change.table == table for change in found)


def another(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, Mapping):
        return {**value, "floor": 7.5}
    if isinstance(value, tuple):
        return ("new", *value[1:]) if value else ("month",)
    if isinstance(value, date):
        return date(2030, 1, 1)
    return value + 1 if isinstance(value, int | float) else f"{value or ''}x"


def swapped(scheme: Scheme, table: str, record: Any, other: Any) -> Scheme:
    """Return a scheme with another record in the place of one."""

    def swap(item: Any) -> Any:
        if isinstance(item, tuple):
            return tuple(map(swap, item))
        return other if item is record else item

    found = getattr(scheme, table)
    new = {key: swap(item) for key, item in found.items()} if isinstance(found, Mapping) else swap(found)
    return replace(scheme, **{table: new})


def test_an_unsound_draft_can_be_compared() -> None:
    """A draft with an unknown method, or an indicator that is not there is compared all the same."""
    line = Line("SAL", "NEW-1", 10, "nonsense", None, {"points": ()})
    new = replace(SCHEME, templates={**SCHEME.templates, "SAL": (*SCHEME.templates["SAL"], line)})
    (told,) = messages(SCHEME, new)
    assert "NEW-1" in told
    gone = replace(SCHEME, indicators={**SCHEME.indicators, "NEW-2": Indicator("NEW-2", "", "", "")})
    assert len(messages(SCHEME, gone)) == 1
