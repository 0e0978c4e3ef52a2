"""The pages that follow from the code say what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from addin.scoring.functions import FUNCTIONS
from addin.scoring.methods import METHODS
from addin.texts import LANGUAGES, say
from templates.severities import severities

HOUSE = Path(__file__).resolve().parent.parent
WRITTEN = sorted((HOUSE / "docs").rglob("*.md")) + sorted(HOUSE.glob("*.md"))
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")


def test_pages_are_fresh() -> None:
    """The generated pages are those that `make docs` would write now."""
    command = [sys.executable, str(HOUSE / "docs" / "build.py"), "--check"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"run make docs\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(HOUSE)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every link from a page to a file of the project leads to one that exists."""
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def page(name: str, language: str) -> str:
    """Return the text of a page in one language."""
    folder = HOUSE / "docs" if language == LANGUAGES[0] else HOUSE / "docs" / language
    return (folder / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_method_has_its_section(language: str) -> None:
    """The page of methods leaves none of them out."""
    text = page("methods", language)
    assert len(METHODS) == 13
    assert [key for key in METHODS if f"\n## {say(f'methods.{key}.name', language)}" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", FUNCTIONS)
def test_every_function_has_its_section(key: str, language: str) -> None:
    """The page of scoring shows each function with its help, its command and all its worked cases."""
    function = FUNCTIONS[key]
    name, help_ = (say(f"{function.area}.functions.{key}.{part}", language) for part in ("name", "help"))
    _, _, rest = page("scoring", language).partition(f"\n### {name} (`{key}`)\n")
    section = rest.partition("\n### ")[0]
    assert help_ in section
    assert f"meritbook score {key} FILE.csv" in section
    number = len(function.samples)
    assert f"**{say('docs.scoring.case', language, number=number)}**" in section
    assert [field.key for field in function.fields if f"`{field.key}`" not in section] == []
    assert [one.key for one in function.parameters if f"`{one.key}`" not in section] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paper_of_the_house_is_a_source(language: str) -> None:
    """A source on the page of scoring is one that a reader can look up."""
    assert re.findall(r"(?<!zh/)\b(?:scoring|defaults|duties)\.md\b(?!\))", page("scoring", language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_within_the_page_lead_somewhere(language: str) -> None:
    """Each function in the list of the page of scoring leads to its section."""
    text = page("scoring", language)
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert len(links) == len(FUNCTIONS)
    assert set(links) <= headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_its_section(language: str) -> None:
    """The page of checks shows each check with its title and what it looks like, nothing left unfilled."""
    text = page("checks", language)
    for code in severities():
        section = text.partition(f"\n### {code}\n")[2].partition("\n### ")[0]
        assert section.startswith(f"\n**{say(f'checks.{code}.title', language)}** · ")
        assert f"\n> {code}" in section
    assert "{" not in text
