"""The sample company for every test, and every workbook as LibreOffice computes and prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.every import sample, workbook
from tests.every.company import Company, played, shared_by_workers
from tests.libreoffice import PDF, TIGHT, XLSX, Office, save


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Return a function that gives the folder of the sample company in a language."""
    shared = shared_by_workers(tmp_path_factory.getbasetemp())
    return lambda language: played(shared, language)


@pytest.fixture(scope="session")
def office_work(libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with each workbook as LibreOffice computes it, prints it, and finds it too tight."""
    folder = tmp_path_factory.mktemp("every")
    jobs = []
    for name, language in sample():
        source = folder / f"{name}-{language}.xlsx"
        source.write_bytes(workbook(name, language))
        for suffix, written in ((".out.xlsx", XLSX), (".pdf", PDF), (".json", TIGHT)):
            jobs.append((source, source.with_suffix(suffix), written, ""))
    save(libreoffice, jobs)
    return folder
