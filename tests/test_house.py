"""The house rules: floors, sizes, names, and what may not be imported on the way to a small command."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = ("addin", "templates", "sync", "macros")
SOURCES = {".py", ".bas", ".cls", ".gs", ".js"}
HEAVY = ("numpy", "pandas", "sqlalchemy", "alembic", "xlsxwriter", "openpyxl", "msgspec", "tqdm", "flask")
NOT_A_NAME = {"utils", "helpers", "common", "manager", "data"}
MACHINE_PATH = re.compile(rb"(?<![\w.~-])/(?:root|work|home)/")


def settings() -> dict[str, Any]:
    """Return what pyproject.toml says of the tools."""
    found: dict[str, Any] = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return found


def sources() -> Iterator[Path]:
    """Yield every source file of the four packages."""
    for package in PACKAGES:
        yield from (file for file in (HOUSE / package).rglob("*") if file.suffix in SOURCES)


def tracked() -> list[Path]:
    """Return the files that belong to the project, as git sees them, or all where there is no git."""
    listing = ["git", "-C", str(HOUSE), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, capture_output=True, check=False)
    if done.returncode == 0:
        return [HOUSE / name for name in done.stdout.decode().split("\0") if name]
    folders = [HOUSE / name for name in (*PACKAGES, "tests", "docs", "benchmarks", ".ci")]
    return [*HOUSE.glob("*.*"), *(file for folder in folders for file in folder.rglob("*"))]


def loaded_by(*words: str) -> set[str]:
    """Run one command in a fresh Python and return the heavy packages it has loaded."""
    program = (
        "import sys\n"
        "from sync.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, check=True, encoding="utf-8", cwd=HOUSE
    )
    assert done.stdout, done.stderr
    return set(HEAVY) & set(done.stderr.split("\n"))


def test_floors() -> None:
    """Imports point down only, and every module has a floor."""
    config = str(HOUSE / "pyproject.toml")
    assert lint_imports(config_filename=config, no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_floors_cover_every_package() -> None:
    """A new top-level package cannot slip past the floors or out of the distribution."""
    folders = {file.parent.name for file in HOUSE.glob("*/__init__.py")}
    tools = settings()
    contained = [contract for contract in tools["importlinter"]["contracts"] if "containers" in contract]
    assert folders == set(PACKAGES)
    assert set(tools["importlinter"]["root_packages"]) == folders
    assert set(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == folders
    assert {name for contract in contained for name in contract["containers"]} == folders - {"macros"}
    assert all(contract["exhaustive"] is True for contract in contained)


def test_files_are_short() -> None:
    """No source file has more than 400 lines."""
    long = {str(file): lines for file in sources() if (lines := file.read_bytes().count(b"\n")) > 400}
    assert not long


def test_names_say_something() -> None:
    """No module is called utils, helpers, common, manager or data."""
    empty = [file for file in sources() if {file.stem, *file.relative_to(HOUSE).parts} & NOT_A_NAME]
    assert not empty


def test_no_path_of_a_machine() -> None:
    """No file of the project names a folder of the machine it was written on."""
    named = [file for file in tracked() if file.is_file() and MACHINE_PATH.search(file.read_bytes())]
    assert not named


@pytest.mark.parametrize("words", [("--help",), ("--language", "zh", "--help"), ("collect", "--help")])
def test_help_is_light(words: tuple[str, ...]) -> None:
    """Asking for help loads no heavy package."""
    assert loaded_by(*words) == set()


@pytest.mark.parametrize("words", [("schema", "--json"), ("explain", "V001"), ("export", "--list")])
def test_small_commands_are_light(words: tuple[str, ...]) -> None:
    """A command that needs neither archive nor arithmetic loads neither."""
    assert loaded_by(*words) == set()
