"""The page on the process says what is so: states as declared, commands that are there, duties served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.texts import say
from sync.cli.commands import COMMANDS
from sync.states import ALLOWED, ASIDE, STATES
from tests.test_docs_archive import HOUSE

PAGES = {"en": HOUSE / "docs" / "process.md", "zh": HOUSE / "docs" / "zh" / "process.md"}
DUTIES = {3: 20, 5: 14, 8: 16, 9: 8, 18: 5, 19: 5}
"""So many duties each section has that the page is about."""

COMMAND = re.compile(r"`meritbook ([a-z-]+(?: [a-z-]+)?)")


def drawing(language: str) -> Iterator[str]:
    """Yield the drawing of the states and the moves along the way."""
    yield "stateDiagram-v2"
    for state in (*STATES, *ASIDE):
        yield f"    {state} : {say(f'choices.state.{state}', language)}"
    yield "    [*] --> issued"
    for was in STATES:
        yield from (f"    {was} --> {state}" for state in STATES if state in ALLOWED[was])
    yield "    archived --> [*]"


def commands_of(page: Path) -> set[str]:
    """Return the commands a page names: their longest words that are a command."""
    known = {command.words for command in COMMANDS}
    found = COMMAND.findall(page.read_text("utf-8"))
    return {words if words in known else words.split(" ")[0] for words in found}


@pytest.mark.parametrize("language", PAGES)
def test_states_are_drawn_as_they_are(language: str) -> None:
    """The drawing shows every state under its name, and every move along the way."""
    drawn = PAGES[language].read_text("utf-8").split("```mermaid\n")[1].split("\n```")[0]
    assert drawn.splitlines() == list(drawing(language))


@pytest.mark.parametrize("language", PAGES)
def test_commands_are_there(language: str) -> None:
    """Every command the page names is one, or a group of them."""
    known = {command.words for command in COMMANDS} | {command.words.split(" ")[0] for command in COMMANDS}
    assert commands_of(PAGES[language]) - known == set()


@pytest.mark.parametrize("language", PAGES)
def test_every_duty_is_served(language: str) -> None:
    """Each duty of the sections has its row, and each row says what serves it."""
    told = PAGES[language].read_text("utf-8")
    rows = re.findall(r"^\| (\d+\.\d+) \| (.+) \| (.+) \|$", told, re.MULTILINE)
    wanted = [f"{section}.{number}" for section, last in DUTIES.items() for number in range(1, last + 1)]
    assert [number for number, _, _ in rows] == wanted
    assert all(duty.strip() and served.strip() for _, duty, served in rows)
