"""Render every workbook page by page into a folder, and name what is not beautiful.

python -m tests.every FOLDER [NAME...]: all workbooks, or those whose names begin so, in both languages. The
sample company's own files are among them, as `company-…`. Ends with 1 where anything was named.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from addin.texts import LANGUAGES
from tests.every import every, workbook
from tests.every.company import handed_out, played
from tests.every.pages import blemishes, pages
from tests.libreoffice import PAPER_PDF, PDF, TIGHT, save, start, stop

RESOLUTION = "60"
OFFICE = (".xlsx", ".docx")
NUMBERED = re.compile(r"-[0-9a-f]{5,}(?=[-.])")
"""What tells apart the small workbooks, slips and forms of many people: a number of theirs, or a code."""

IN_ONE = 12
"""So many workbooks go to LibreOffice at once."""


def main(folder: Path, names: tuple[str, ...]) -> int:
    """Write, print and look at the workbooks; return 1 where anything is to be mended."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        sources = [file for file in _sources(folder, Path(temporary)) if file.name.startswith(names or "")]
        _in_libreoffice(sources, Path(temporary) / "profile")
    named = [problem for source in sources for problem in _looked_at(source)]
    sys.stdout.write("\n".join([*named, f"{len(sources)} files, {len(named)} points: {folder}"]) + "\n")
    return int(bool(named))


def _sources(folder: Path, temporary: Path) -> Iterator[Path]:
    """Write the workbooks into the folder, those of the company last, and yield their files."""
    for name, language in every():
        file = folder / f"{name}-{language}.xlsx"
        file.write_bytes(workbook(name, language))
        yield file
    for language in LANGUAGES:
        company = played(temporary, language)
        for source in _kinds(handed_out(company)):
            if source.suffix in OFFICE:
                place = "-".join(source.relative_to(company).with_suffix("").parts)
                file = folder / f"company-{place}-{language}{source.suffix}"
                file.write_bytes(source.read_bytes())
                yield file


def _kinds(files: Iterable[Path]) -> Iterator[Path]:
    """Yield the files, but of those for many people only the first of each kind."""
    seen = set()
    for file in files:
        kind = NUMBERED.sub("", file.name)
        if kind == file.name or kind not in seen:
            yield file
        seen.add(kind)


def _in_libreoffice(sources: list[Path], profile: Path) -> None:
    office = start(profile)
    try:
        for first in range(0, len(sources), IN_ONE):
            jobs = []
            for source in sources[first : first + IN_ONE]:
                sheets = source.suffix == ".xlsx"
                jobs.append((source, source.with_suffix(".pdf"), PDF if sheets else PAPER_PDF, ""))
                if sheets:
                    jobs.append((source, source.with_suffix(".json"), TIGHT, ""))
            save(office, jobs)
    finally:
        stop(office)


def _looked_at(source: Path) -> Iterator[str]:
    """Draw the pages of a workbook, and yield what is to be mended in it."""
    pdf, tight = source.with_suffix(".pdf"), source.with_suffix(".json")
    subprocess.run(["pdftoppm", "-r", RESOLUTION, "-png", str(pdf), str(source.with_suffix(""))], check=True)
    for problem in blemishes(pages(pdf)):
        yield f"{source.name}: {problem}"
    for sheet, place, text in json.loads(tight.read_text("utf-8")) if tight.exists() else ():
        yield f"{source.name}: {sheet} {place} is cut off: {text[:60]}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), tuple(sys.argv[2:])))
