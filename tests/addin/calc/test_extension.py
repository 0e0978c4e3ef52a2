"""The LibreOffice extension: its parts follow from the catalogue, and LibreOffice calculates with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from addin.calc import IDENTIFIER, build
from addin.calc.extension import explained, interface
from addin.functions import CATALOGUE
from tests.addin.calc import workbook
from tests.addin.functions.vectors import differing
from tests.libreoffice import recalculate, start, stop

SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"
"""Without a virtual environment, in which LibreOffice's own Python would look for its library."""

AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The extension as it is built."""
    return zipfile.ZipFile(build(tmp_path_factory.mktemp("extension")))


def test_every_part_can_be_read(extension: zipfile.ZipFile) -> None:
    """Each part is well-formed, is named in the manifest, and nothing else is in the package."""
    for name in ("META-INF/manifest.xml", "description.xml", "CalcAddIns.xcu"):
        etree.fromstring(extension.read(name))
    manifest = etree.fromstring(extension.read("META-INF/manifest.xml"))
    named = {
        one for part in manifest for one in part.attrib.values() if "." in str(one) and "/" not in str(one)
    }
    assert named | {"META-INF/manifest.xml", "description.xml", "merit.json"} == set(extension.namelist())
    assert IDENTIFIER in extension.read("description.xml").decode()


def test_every_function_is_declared(extension: zipfile.ZipFile) -> None:
    """Each function and argument stands in the types, the texts of both languages and the settings."""
    texts = etree.fromstring(extension.read("CalcAddIns.xcu"))
    known = json.loads(extension.read("merit.json"))["functions"]
    for one in CATALOGUE.values():
        assert f" {one.key}(" in interface()
        assert len(known[one.key]["blanks"]) == len(one.arguments)
        for language in ("en", "zh"):
            assert one.help(language) in texts.itertext()
            assert all(explained(one, each, language) in texts.itertext() for each in one.arguments)


def test_the_same_catalogue_gives_the_same_file(tmp_path: Path) -> None:
    """Built twice, the extension is the same byte for byte."""
    (tmp_path / "again").mkdir()
    assert build(tmp_path).read_bytes() == build(tmp_path / "again").read_bytes()


def test_answers_line_by_line() -> None:
    """The process that computes answers every line by one line, and ends when nobody asks any more."""
    asked = [
        {"function": "score", "arguments": ["ratio", 90, 100]},
        {"function": "grade", "arguments": [[["x"]]]},
    ]
    done = subprocess.run(
        [sys.executable, "-m", "addin.calc"],
        input="".join(json.dumps(one) + "\n" for one in asked),
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"value": 90}
    assert second["error"] == "#VALUE!"


@pytest.fixture
def profile() -> Iterator[Path]:
    """A LibreOffice profile in which the extension is installed, as a user who is not root does."""
    folder = Path(tempfile.mkdtemp(prefix="meritbook-"))
    try:
        folder.chmod(0o755)
        file = build(folder)
        root = os.geteuid() == 0
        if root:
            shutil.chown(folder, 65534)
        place = folder / "profile"
        command = ["unopkg", "add", f"-env:UserInstallation={place.as_uri()}", str(file)]
        subprocess.run(
            [*(AS_NOBODY if root else ()), *command],
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
            check=True,
            capture_output=True,
        )
        yield place
    finally:
        shutil.rmtree(folder)


@pytest.mark.libreoffice
def test_libreoffice_calculates_every_vector(
    profile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Installed in LibreOffice, every function shows in its cells what every vector asks for."""
    monkeypatch.setenv("PATH", SYSTEM_PATH)
    workbook.write(tmp_path / "vectors.xlsx")
    office = start(profile)
    try:
        (done,) = recalculate(office, [tmp_path / "vectors.xlsx"], tmp_path / "done")
    finally:
        stop(office)
    assert differing(workbook.read(done)) == []
