"""What the words of a file stand for."""

from __future__ import annotations

import pytest

from addin.scoring.scheme import Department
from sync.service.importing.meanings import Known, meanings, old_meanings

PEOPLE = ("00123", "0456", "456", "E-07", "1234567890123456", "1234567890999999")
UNITS = {
    "sales": Department("sales", "Sales - West"),
    "fin": Department("fin", "财务部"),
    "a": Department("a", "Twin"),
    "b": Department("b", "Twin"),
}


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("00123", "00123"),
        ("123", "00123"),
        ("000123", "00123"),
        ("123.0", "00123"),
        ("e-07", "E-07"),
        ("Ｅ－07", "E-07"),
        ("'00123", "00123"),
        ("456", "456"),
        ("00456", None),
        ("1.23456789012E+15", "1234567890123456"),
        ("1.23E+15", None),
        ("1234567890123460", "1234567890123456"),
        ("999", None),
    ],
)
def test_a_number_is_found_where_only_one_fits(word, meaning):
    """Lost zeros, a decimal point, and a spreadsheet's rounding are seen through; what may be two is none."""
    assert Known(PEOPLE).meaning(word) == meaning


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("sales", "sales"),
        ("Sales - West", "sales"),
        (" sales  -  west", "sales"),
        ("财务部", "fin"),
        ("Twin", None),
    ],
)
def test_a_name_is_found_where_only_one_bears_it(word, meaning):
    """A department is found by its number or its name."""
    assert Known(UNITS, UNITS).meaning(word) == meaning


def test_only_what_differs_is_remembered():
    """Ids as they stand need no meaning; unknown words have an empty one."""
    assert meanings(["00123", "123", "999"], Known(PEOPLE)) == {"123": "00123", "999": ""}


def test_the_past_keeps_whom_nobody_knows():
    """A number of the past stays as it is; decimal points go."""
    assert old_meanings(["999", "888.0", "123"], Known(PEOPLE)) == {"888.0": "888", "123": "00123"}


def test_a_number_beside_its_longer_self_is_another_person():
    """Where the file holds 00123 and 123, the second is not taken for the first."""
    assert old_meanings(["00123", "123"], Known(PEOPLE)) == {}


CODES = {
    "C-L01": Department("C-L01", "Sports"),
    "R-D": Department("R-D", "Research"),
    "rd": Department("rd", "R&D"),
    "A": Department("A", "A组"),
    "unit-1": Department("unit-1", "销售部"),
    "Cafe": Department("Cafe", "Canteen"),
    "x-1": Department("x-1", "Twin/s"),
    "X-1": Department("X-1", "Twin/s"),
    "Twin-s": Department("Twin-s", "Neither"),
    "L" * 36: Department("L" * 36, "Long"),
}


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("C&L01", "C-L01"),
        ("Ｃ＆Ｌ01", "C-L01"),
        ("c & l01", "C-L01"),
        ("R&D", "rd"),
        ("R/D", "R-D"),
        ("Café", "Cafe"),
        ("C--L01", ""),
        ("A部", ""),
        ("采购部", ""),
        ("&", ""),
        ("x/1", ""),
        ("Twin/s", ""),
        ("L" * 41, ""),
        ("C&L02", ""),
    ],
)
def test_a_word_that_is_no_id_stands_for_the_one_derived_from_it(word, meaning):
    """An id or a name known as it stands wins; what lost letters, or may be two, is nobody's."""
    assert meanings([word], Known(CODES, CODES)) == {word: meaning}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["C&L01", "C-L01"], {"C&L01": ""}),
        (["C&L01", "Sports"], {"C&L01": "", "Sports": "C-L01"}),
        (["C&L01", "C/L01"], {"C&L01": "", "C/L01": ""}),
        (["C&L01", "C & L01"], {"C&L01": "C-L01", "C & L01": "C-L01"}),
    ],
)
def test_a_derived_id_that_another_word_stands_for_as_well_is_not_taken(words, meant):
    """Of several words for one id those that only resemble it are told as unknown."""
    assert meanings(words, Known(CODES, CODES)) == meant


def test_people_have_no_derived_numbers():
    """Nobody is found by an employee number that can be none."""
    assert meanings(["E/07"], Known(PEOPLE)) == {"E/07": ""}
