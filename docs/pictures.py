"""Render sheets of the demo workbooks, as LibreOffice prints them, into docs/pictures, in both languages."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from addin.texts import LANGUAGES

PICTURES = Path(__file__).resolve().parent / "pictures"
RESOLUTION = "70"
PATIENCE = 300

SHEETS = {
    "scheme": {"start": 0, "templates": 4},
    "issued": {"cover": 0},
    "filled": {"appraisal": 3, "form": 5},
    "returned": {"returned": 0, "findings": 6},
    "master": {"dashboard": 1, "results": 4},
}
"""The sheets that are shown of each workbook: the name of the picture, and the place of the sheet."""


def main() -> int:
    """Make a company in each language, render sheets of its workbooks, and name what was written."""
    if not all(shutil.which(program) for program in ("soffice", "pdftoppm", "pdftotext")):
        print("Pictures need LibreOffice and poppler-utils; as root on Debian, make pictures installs them.")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        for language in LANGUAGES:
            (PICTURES / language).mkdir(parents=True, exist_ok=True)
            company = Path(temporary) / language
            program = str(Path(sys.executable).with_name("meritbook"))
            run([program, "--language", language, "demo", str(company)])
            for name, workbook in workbooks(company):
                for picture in pictures(name, workbook, language, Path(temporary)):
                    print("written:", picture.relative_to(PICTURES.parent.parent))
    return 0


def workbooks(company: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and file of each workbook worth a picture, one department's on its way."""
    returned = max((company / "returned").rglob("*.xlsx"), key=lambda file: (file.stat().st_size, file.name))
    yield "scheme", company / "scheme.xlsx"
    yield "issued", next((company / "outbox").rglob(returned.name))
    yield "filled", next((company / "inbox").rglob(returned.name))
    yield "returned", returned
    yield "master", next((company / "reports").rglob("master.xlsx"))


def pictures(name: str, workbook: Path, language: str, folder: Path) -> Iterator[Path]:
    """Render the chosen sheets of a workbook, each its first page, and yield the pictures."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    printed = folder / f"{name}-{language}"
    run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(printed), str(workbook)])
    pdf = printed / f"{workbook.stem}.pdf"
    titles, footers = sheet_titles(workbook), list(page_footers(pdf))
    for sheet, place in SHEETS[name].items():
        page = next(number for number, footer in enumerate(footers, 1) if titles[place] in footer)
        picture = PICTURES / language / sheet
        pages = ["-f", str(page), "-l", str(page), "-singlefile"]
        run(["pdftoppm", "-r", RESOLUTION, "-png", *pages, str(pdf), str(picture)])
        yield picture.with_suffix(".png")


def sheet_titles(workbook: Path) -> list[str]:
    """Return the titles of a workbook's sheets, in order."""
    with ZipFile(workbook) as parts:
        return re.findall(r'<sheet [^>]*?name="([^"]*)"', parts.read("xl/workbook.xml").decode())


def page_footers(pdf: Path) -> Iterator[list[str]]:
    """Yield what stands in the last line of each page: company, sheet, page number."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    for page in text.split("\f"):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        yield re.split(r"\s{2,}", lines[-1]) if lines else []


def run(command: list[str]) -> None:
    """Run a program in a process group of its own, which ends with it; where it fails, show what it said."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        said, _ = process.communicate(timeout=PATIENCE)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode:
        sys.stderr.write(said.decode(errors="replace"))
        raise subprocess.CalledProcessError(process.returncode, command)


if __name__ == "__main__":
    sys.exit(main())
