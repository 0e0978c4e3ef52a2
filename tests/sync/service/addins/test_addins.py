"""Building, installing and looking after the add-ins."""

from __future__ import annotations

import json
import tomllib
import zipfile
from pathlib import Path

import pytest

from addin.texts import LANGUAGES, words
from sync.cli import main
from sync.service.addins import doctor, install, look
from sync.service.addins.installing import Installed, into_libreoffice
from sync.service.addins.places import excel

HOUSE = Path(__file__).resolve().parents[4]


def test_build_says_where_the_files_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`addin build` writes the three add-ins and names them."""
    assert main(["addin", "build", "--to", str(tmp_path / "new" / "addins"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {Path(file).suffix for file in told["files"]} == {".oxt", ".xlam", ".xlsm"}
    assert all(Path(file).is_file() for file in told["files"])
    assert main(["addin", "build", "--to", str(tmp_path)]) == 0
    assert str(tmp_path / "meritbook.oxt") in capsys.readouterr().out


def test_build_into_what_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the folder cannot be made, one line says so."""
    (tmp_path / "file").write_text("no folder")
    assert main(["addin", "build", "--to", str(tmp_path / "file" / "addins")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of a person on Windows, where nobody has LibreOffice."""
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setattr("sync.service.addins.installing.unopkg", lambda: None)
    return tmp_path


def test_install_for_excel(windows: Path) -> None:
    """The add-in goes where Excel opens it at each start, its settings name a Python that is there."""
    done = {one.program: one.outcome for one in install("en")}
    assert done == {"libreoffice": "no_program", "excel": "done"}
    places = excel()
    assert places is not None
    assert (places.start / "meritbook.xlam").is_file()
    settings = dict(line.strip('"').split('","') for line in places.settings.read_text("utf-8").splitlines())
    assert Path(settings["INTERPRETER_WIN"]).exists()
    assert (Path(settings["PYTHONPATH"]) / "addin" / "udfs.py").exists()
    assert settings["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_doctor_finds_what_is_gone(windows: Path) -> None:
    """Not installed, installed, taken away by antivirus, a Python that was moved: each is told apart."""
    assert states()["add_in"] == "trouble"
    install("en")
    assert {states()[key] for key in ("add_in", "interpreter")} == {"good"}
    places = excel()
    assert places is not None
    (places.start / "meritbook.xlam").unlink()
    assert states()["taken_away"] == "trouble"
    places.settings.write_text('"INTERPRETER_WIN","C:/gone/pythonw.exe"\n', "utf-8")
    assert states()["interpreter"] == "trouble"


def states() -> dict[str, str]:
    """Return what the doctor finds, by check."""
    return {one.check: one.state for one in look()}


def test_doctor_looks_into_a_workbook(tmp_path: Path) -> None:
    """Functions that became links to another machine's add-in are found; other files are not judged."""
    linked, plain, other = (tmp_path / name for name in ("linked.xlsx", "plain.xlsx", "other.xlsx"))
    for file, target in ((linked, "file:///C:/Li/meritbook.xlam"), (plain, "prices.xlsx")):
        with zipfile.ZipFile(file, "w") as package:
            package.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", f'<a Target="{target}"/>')
    other.write_text("no workbook")
    found = [one.state for one in look([linked, plain, other]) if one.check == "links"]
    assert found == ["trouble", "good", "unknown"]


def test_doctor_knows_where_it_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder in OneDrive is named as a trouble; our own Python computes."""
    monkeypatch.setenv("OneDrive", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    found = states()
    assert found["cloud"] == "trouble"
    assert found["computes"] == "good"


@pytest.mark.parametrize("language", LANGUAGES)
def test_doctor_has_words_for_every_check(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is looked at has a title and a remedy; the command ends well whatever it finds."""
    assert main(["--language", language, "addin", "doctor"]) == 0
    assert capsys.readouterr().out.count("\n") >= len(doctor.CHECKS)
    assert main(["addin", "doctor", "--json"]) == 0
    told = words("addin", language)["doctor"]
    assert {one["check"] for one in json.loads(capsys.readouterr().out)["checks"]} <= told.keys()
    assert all({"title", "remedy"} == set(one) for one in told.values())


def test_the_version_of_xlwings_is_the_pinned_one() -> None:
    """The doctor asks for the version of xlwings that the project asks for."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"xlwings=={doctor.XLWINGS}" in project["optional-dependencies"]["excel"]


def test_libreoffice_refuses(tmp_path: Path) -> None:
    """What LibreOffice says against an extension is handed on; without LibreOffice that is said."""
    refusing = tmp_path / "unopkg"
    refusing.write_text("#!/bin/sh\necho 'ERROR: locked' >&2\nexit 1\n")
    refusing.chmod(0o755)
    found = into_libreoffice(str(refusing), tmp_path / "a.oxt", ["-v"])
    assert found == Installed("libreoffice", "refused", "ERROR: locked")
    assert into_libreoffice(None, tmp_path / "a.oxt").outcome == "no_program"
