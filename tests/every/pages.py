"""What a workbook looks like on paper: the text of each page, and what nobody wants to see there."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOO_NARROW = re.compile(r"#{3,}")
ERRORS = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:5\d\d|错误:5\d\d")


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: the lines of its text, and the last of them, which says whose it is and which sheet."""

    lines: tuple[str, ...]
    footer: str


def measures_like_excel() -> bool:
    """Tell whether a font as wide as Calibri is here; without it everything looks cut off."""
    if not shutil.which("fc-match"):
        return False
    found = subprocess.run(["fc-match", "Calibri"], capture_output=True, check=False).stdout
    return b"Carlito" in found or b"Calibri" in found


def pages(pdf: Path) -> list[Page]:
    """Return the pages of a PDF file as text."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return [_page(text) for text in done.stdout.decode().split("\f")[:-1]]


def _page(text: str) -> Page:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return Page(tuple(lines[:-1]), lines[-1] if lines else "")


def blemishes(printed: list[Page]) -> Iterator[str]:
    """Yield what is wrong on paper: ###, errors, a page with nothing but titles and numbers."""
    for number, page in enumerate(printed, start=1):
        for line in page.lines:
            if TOO_NARROW.search(line) or ERRORS.search(line):
                yield f"page {number}: {line[:80]}"
        before = printed[number - 2].lines if number > 1 else ()
        if not any(re.search(r"[^\W\d]", line) for line in set(page.lines) - set(before[:3])):
            yield f"page {number} holds nothing of its own: {page.footer}"
