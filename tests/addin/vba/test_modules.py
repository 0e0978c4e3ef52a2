"""The VBA modules: written from texts and catalogue, in plain ASCII, and what xlwings would write today."""

from __future__ import annotations

import re

import pytest

from addin.functions import CATALOGUE
from addin.texts import LANGUAGES, words
from addin.vba.sources import function_modules, literal, manager_modules
from tests.addin.vba import wrapper

LONGEST, CONTINUED = 1023, 24
"""What VBA takes: characters in a line, and lines that go on."""

PIECE = re.compile(r'"((?:[^"]|"")*)"|ChrW\((\d+)\)')


def meaning(code: str) -> str:
    """Return the text that a literal stands for."""
    return "".join(chr(int(n)) if n else s.replace('""', '"') for s, n in PIECE.findall(code))


@pytest.mark.parametrize("text", ["", "a", 'say "so"', "待办", "K7：3处", "✓"])
def test_a_text_survives_as_vba(text: str) -> None:
    """Whatever language Windows is set to, a text comes out of VBA as it went in."""
    assert literal(text).isascii()
    assert meaning(literal(text)) == text


@pytest.mark.parametrize("modules", [manager_modules(), function_modules("ThisWorkbook")])
def test_vba_takes_every_line(modules: dict[str, str]) -> None:
    """Every module is ASCII, and no line is longer or goes on further than VBA takes."""
    for source in modules.values():
        assert source.isascii()
        lines = source.splitlines()
        assert max(map(len, lines)) <= LONGEST
        runs = "".join("_" if line.endswith(" _") else "." for line in lines).split(".")
        assert max(map(len, runs)) <= CONTINUED


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_to_do_leads_somewhere(language: str) -> None:
    """Whatever To do asks for, the module of words knows the columns that are meant."""
    written = meaning(manager_modules()["MeritWords"])
    about_people = ("done", "overall_comment", "strengths", "to_improve", "agreed_on")
    for key, text in words("department", language)["todo"].items():
        assert key in about_people or f"{text.partition('{')[0]}|" in written
    assert all(text in written for text in words("macros", language).values())


def test_the_wrapper_is_what_xlwings_writes() -> None:
    """The functions in VBA are those xlwings itself would write from the catalogue of today."""
    assert wrapper.FILE.read_text(encoding="utf-8") == wrapper.generate()


def test_every_function_is_explained() -> None:
    """The function wizard of Excel is told of every function and argument, in the language of Excel."""
    source = function_modules("ThisWorkbook")["MeritFunctions"]
    for one in CATALOGUE.values():
        assert source.count(f'Tell "{one.name("vba")}"') == len(LANGUAGES)
        for language in LANGUAGES:
            said = [one.help(language), *(one.argument_help(each.key, language) for each in one.arguments)]
            assert all(literal(text) in source for text in said)
