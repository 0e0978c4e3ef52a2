"""Render sheets of the demo workbooks, as LibreOffice prints them, into docs/pictures, in both languages."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image

from addin.texts import LANGUAGES, say
from templates.tables import TABLES

PICTURES = Path(__file__).resolve().parent / "pictures"
RESOLUTION, COLOURS = "80", 48
PATIENCE = 600
CYCLE, NEXT = "2026-Q3", "2026-Q4"
NOW = {"MERITBOOK_NOW": "2026-10-12T08:00:00+00:00"}

Sheets = Mapping[str, str | int]
Workbooks = Mapping[str, tuple[str, Sheets]]

WORKBOOKS: Workbooks = {
    "scheme": (
        "scheme.xlsx",
        {
            "start": "scheme.start.title",
            "settings": "settings",
            "templates": "templates",
            "guide": "guide.title",
        },
    ),
    "goals": (f"outbox/{NEXT}/*-sales-goals.xlsx", {"goals": "appraisal"}),
    "issued": (f"outbox/{CYCLE}/*-sales.xlsx", {"cover": "department.sheets.cover"}),
    "filled": (
        "inbox/*-sales.xlsx",
        {"appraisal": "appraisal", "summary": "summary", "form": "department.sheets.form", "tasks": "tasks"},
    ),
    "returned": (
        f"returned/{CYCLE}/*-sales.xlsx",
        {"returned": "department.sheets.cover", "findings": "findings"},
    ),
    "self": (f"outbox/{CYCLE}/*-self-*.xlsx", {"self": ""}),
    "rater": (f"outbox/{CYCLE}/*-rater-*.xlsx", {"rater": ""}),
    "data": (f"outbox/{CYCLE}/*-data-*.xlsx", {"data": ""}),
    "slip": (f"reports/{CYCLE}/slips/*-slip-*.xlsx", {"slip": ""}),
    "appeal": (f"reports/{CYCLE}/slips/*-appeal-*.xlsx", {"appeal": ""}),
    "opinion": (f"reports/{CYCLE}/slips/*-opinion.xlsx", {"opinion": ""}),
    "master": (
        f"reports/{CYCLE}/master.xlsx",
        {"dashboard": "master.dashboard.title", "results": "results"},
    ),
    "board": (f"reports/{CYCLE}/board.xlsx", {"board": "master.dashboard.title"}),
    "rules": (f"reports/{CYCLE}/rules.docx", {"rules": ""}),
}
"""Which file of the sample company is shown, and of it which sheets: the name of the picture, and whose title
stands below the page; the first page where no sheet is named."""

OF_THE_MONTH: Workbooks = {
    "receipt": ("handed-in/receipt-*.xlsx", {"receipt": 1}),
    "calibration": (f"reports/{CYCLE}/calibration.xlsx", {"spread": 1, "calibration": 2}),
    "appeals": (f"reports/{CYCLE}/appeals.xlsx", {"agenda": 1, "decision": 2}),
    "interviews": ("handed-in/interviews/*-interviews-00012.xlsx", {"talks": 1, "outline": 2}),
    "team": (f"outbox/{CYCLE}/published/00011/*-team-*.xlsx", {"team": 1}),
    "pay-base": (f"reports/{CYCLE}/pay-base-P-1.xlsx", {"pay-base": 1}),
}
"""The same of the company in which the month after the check was played, by the numbers of their pages."""

COMPANIES = (("--full", WORKBOOKS), ("--month", OF_THE_MONTH))


def main() -> int:
    """Make a company in each language, render sheets of its workbooks, and name what was written."""
    if not all(shutil.which(program) for program in ("soffice", "pdftoppm", "pdftotext")):
        print("Pictures need LibreOffice and poppler-utils; as root on Debian, make pictures installs them.")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        for language in LANGUAGES:
            (PICTURES / language).mkdir(parents=True, exist_ok=True)
            for kind, workbooks in COMPANIES:
                folder = Path(temporary) / f"{language}{kind}"
                program = str(Path(sys.executable).with_name("meritbook"))
                run([program, "--language", language, "demo", str(folder), kind])
                for name, printed in documents(folder, workbooks).items():
                    for picture in pictures(workbooks[name][1], printed, language):
                        print("written:", picture.relative_to(PICTURES.parent.parent))
    return 0


def documents(company: Path, workbooks: Workbooks) -> dict[str, Path]:
    """Print the files that are shown, all at once, and return the PDF of each by its name.

    The rules are a Word document: without LibreOffice Writer they have none, and keep the picture they have.
    """
    shown = company / "shown"
    shown.mkdir()
    for name, (pattern, _) in workbooks.items():
        file = min(company.glob(pattern))
        shutil.copyfile(file, shown / f"{name}{file.suffix}")
    files = [str(file) for file in sorted(shown.iterdir())]
    profile = f"-env:UserInstallation={(company.parent / 'profile').as_uri()}"
    run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(shown), *files])
    printed = {name: shown / f"{name}.pdf" for name in workbooks}
    return {name: pdf for name, pdf in printed.items() if pdf.exists()}


def pictures(sheets: Sheets, printed: Path, language: str) -> Iterator[Path]:
    """Render the chosen sheets of a workbook, each its first page, and yield the pictures."""
    footers = list(page_footers(printed))
    for sheet, title in sheets.items():
        page = title if isinstance(title, int) else _page_of(title, footers, language)
        picture = PICTURES / language / sheet
        pages = ["-f", str(page), "-l", str(page), "-singlefile"]
        run(["pdftoppm", "-r", RESOLUTION, "-png", *pages, str(printed), str(picture)])
        yield smaller(picture.with_suffix(".png"))


def _page_of(title: str, footers: list[list[str]], language: str) -> int:
    told = TABLES[title].title(language) if title in TABLES else say(title, language) if title else None
    return next(at for at, footer in enumerate(footers, 1) if told is None or told in footer)


def smaller(picture: Path) -> Path:
    """Keep a picture in few colours; sheets have no more, and a page then takes a quarter of the bytes."""
    with Image.open(picture) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
    return picture


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
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={**os.environ, **NOW},
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
