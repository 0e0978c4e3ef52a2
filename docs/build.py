"""Write the pages that follow from the registries, such as commands and tables, in both languages.

python docs/build.py            writes docs/*.md and docs/zh/*.md
python docs/build.py --check    changes nothing; exits 1 where a page is stale
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pages.cells import functions
from pages.checks import checks
from pages.commands import commands
from pages.methods import methods
from pages.patterns import patterns
from pages.scoring import scoring
from pages.tables import tables

from addin.texts import LANGUAGES, say

DOCS = Path(__file__).resolve().parent
PAGES = {
    "commands": commands,
    "checks": checks,
    "methods": methods,
    "scoring": scoring,
    "tables": tables,
    "patterns": patterns,
    "functions": functions,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write every page, or with --check compare; return 1 where a page was stale and stays so."""
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    words.add_argument("--check", action="store_true", help="change nothing; exit 1 where a page is stale")
    checking = words.parse_args(arguments).check
    stale = {file: text for file, text in pages() if not file.exists() or file.read_text("utf-8") != text}
    for file, text in stale.items():
        if not checking:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        print("stale:" if checking else "written:", file.relative_to(DOCS.parent))
    return 1 if checking and stale else 0


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page's file and text."""
    for language in LANGUAGES:
        for page, write in PAGES.items():
            yield place(page, language), "\n\n".join([*opening(page, language), *write(language)]) + "\n"


def place(page: str, language: str) -> Path:
    """Return where a page lies: the English ones in docs, the others in a folder of their language."""
    return (DOCS if language == LANGUAGES[0] else DOCS / language) / f"{page}.md"


def opening(page: str, language: str) -> Iterator[str]:
    """Yield a page's title, a link to its twin, and what it is about."""
    yield f"# {say(f'docs.{page}.title', language)}"
    twin = f"zh/{page}.md" if language == LANGUAGES[0] else f"../{page}.md"
    yield f"[{say('docs.other_language', language)}]({twin}) · {say('docs.generated', language)}"
    yield say(f"docs.{page}.about", language)


if __name__ == "__main__":
    sys.exit(main())
