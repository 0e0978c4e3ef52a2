"""The house rules: floors, sizes, names, and what may not be imported on the way to a small command."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from addin.texts import words

HOUSE = Path(__file__).resolve().parent.parent
PACKAGES = ("addin", "templates", "sync", "macros")
SOURCES = {".py", ".bas", ".cls", ".gs", ".js"}
HEAVY = (
    *("numpy", "pandas", "sqlalchemy", "alembic", "xlsxwriter", "openpyxl", "msgspec", "tqdm", "flask"),
    *("docx", "lxml", "watchfiles", "requests", "gspread", "google", "googleapiclient", "cryptography"),
    *("xlwings", "pyopenvba", "oletools", "waitress", "werkzeug", "jinja2", "argon2"),
)
NOT_A_NAME = {"utils", "helpers", "common", "manager", "data"}
MACHINE_PATH = re.compile(rb"(?<![\w.~-])/(?:root|work|home)/")

LONGEST = 40
LONGER = {
    ("sync/archive/migrations/versions/r0001_first.py", "_rules"): 52,
    ("sync/archive/migrations/versions/r0001_first.py", "_received"): 43,
    ("sync/archive/migrations/versions/r0001_first.py", "_read"): 55,
    ("sync/archive/migrations/versions/r0001_first.py", "_scored"): 43,
}
"""Functions above the limit, with the lines they may have: a migration is written once and never changed."""

ROUND_FREELY = ("sync/service/demo/values.py",)
"""Made-up values are no scores; they may be rounded in any way."""

RAW_WRITER = "templates/writer.py"
"""The one file that may touch XlsxWriter itself, which drops in silence what it does not like."""

BY_AREA = re.compile(r"cli\..+|demo\.(given|family|name)|master\..+|reading\.notes\..+", re.DOTALL)
"""Texts whose keys are put together where no f-string shows it; their last part is still looked for."""

FAMILIES = ("checks.families.", "checks.about.")
"""The letters that codes begin with; those of families to come are taken already."""


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


@pytest.mark.parametrize("words", [("--help",), ("--language", "zh", "--help"), ("serve", "--help")])
def test_help_is_light(words: tuple[str, ...]) -> None:
    """Asking for help loads no heavy package."""
    assert loaded_by(*words) == set()


@pytest.mark.parametrize("words", [("schema", "--json"), ("explain", "V001"), ("export", "--list")])
def test_small_commands_are_light(words: tuple[str, ...]) -> None:
    """A command that needs neither archive nor arithmetic loads neither."""
    assert loaded_by(*words) == set()


@cache
def trees(*packages: str) -> Mapping[str, ast.Module]:
    """Return the parsed Python sources of some packages, by path in the project."""
    files = (file for package in packages for file in sorted((HOUSE / package).rglob("*.py")))
    return {file.relative_to(HOUSE).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def nodes(*packages: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of the sources of some packages with the file it stands in."""
    for file, tree in trees(*packages).items():
        yield from ((file, node) for node in ast.walk(tree))


def test_functions_are_short() -> None:
    """No function has more than 40 lines; those that had more may not grow."""
    long = {
        (file, node.name): lines
        for file, node in nodes(*PACKAGES)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGER.get((file, node.name), LONGEST)
    }
    assert not long


def test_one_rounding() -> None:
    """Nothing rounds with Python's own round, which goes to the even neighbour."""
    found = [
        f"{file}:{node.lineno}"
        for file, node in nodes(*PACKAGES)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "round"
        and file not in ("addin/scoring/rounding.py", *ROUND_FREELY)
    ]
    assert not found


def test_one_writer() -> None:
    """XlsxWriter's own objects are touched in one file, which raises where they would only warn."""
    found = [
        f"{file}:{node.lineno}"
        for file, node in nodes(*PACKAGES)
        if isinstance(node, ast.Attribute) and node.attr == "raw" and file != RAW_WRITER
    ]
    assert not found


def leaves(table: Any, *path: str) -> Iterator[str]:
    """Yield the dotted key of every text below a table."""
    if isinstance(table, dict):
        for name, inside in table.items():
            yield from leaves(inside, *path, name)
    else:
        yield ".".join(path)


def pattern(node: ast.JoinedStr) -> str:
    """Return an f-string as a pattern in which each value is a group."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "([^ ]+)" for part in node.values
    )


def looked_up(node: ast.AST) -> str | None:
    """Return a pattern of the keys below `words("area", language)[...]` or `lookup("area.table")`."""
    path: list[str] = []
    while isinstance(node, ast.Subscript):
        part = node.slice
        fixed = isinstance(part, ast.Constant) and isinstance(part.value, str)
        path.insert(0, re.escape(part.value) if fixed else r"[^.]+")  # type: ignore[attr-defined]
        node = node.value
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
        return None
    first = node.args[0]
    start = (
        pattern(first) if isinstance(first, ast.JoinedStr) else re.escape(str(getattr(first, "value", "")))
    )
    if (node.func.id == "words" and path) or node.func.id == "lookup":
        return ".".join([start, *path]) + r"(?:\..+)?"
    return None


class Spoken:
    """The keys of texts that the code can ask for, and all the words that can become a part of one."""

    def __init__(self, *packages: str) -> None:
        self.exact: set[str] = set()
        self.patterns: set[re.Pattern[str]] = set()
        self.parts: set[str] = set()
        self.made: set[re.Pattern[str]] = set()
        for file in (file for package in packages for file in (HOUSE / package).rglob("*.toml")):
            if "texts" not in file.parts:
                self.parts |= set(re.findall(r"\w+", file.read_text(encoding="utf-8")))
        for _, node in nodes(*packages):
            self._take(node)
        for page in (file for package in packages for file in (HOUSE / package).rglob("*.html")):
            self._take_page(page.read_text(encoding="utf-8"))

    def _take_page(self, page: str) -> None:
        """Take the texts of a page: whole keys, and beginnings that it joins (~) with something."""
        for text, joined in re.findall(r"""["']([\w.]+)["'](\s*~)?""", page):
            if joined:
                self.patterns.add(re.compile(re.escape(text) + "(.+)"))
            else:
                self.exact.add(text)

    def _take(self, node: ast.AST) -> None:
        self.parts |= {name for key in ("name", "id", "attr", "arg") if (name := getattr(node, key, None))}
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.exact |= {node.value, node.value.removeprefix("--").replace("-", "_")}
        elif isinstance(node, ast.JoinedStr):
            fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            self.parts |= set(fixed.split())
            whole = fixed.split(".")[0] in (*AREAS, "") and "." in fixed  # "": the area is a value, too
            if whole or (len(fixed) > 3 and " " not in fixed):
                (self.patterns if whole else self.made).add(re.compile(pattern(node)))
        elif (below := looked_up(node)) is not None:
            self.patterns.add(re.compile(below))

    def part(self, part: str) -> bool:
        """Tell whether a part of a key can come out of the code, whole or as a beginning and the rest."""
        start, joint, rest = part.partition("_")
        return (
            part.isdigit()
            or part in self.parts | self.exact
            or any(made.fullmatch(part) for made in self.made)
            or (start + joint in self.exact and self.part(rest))
        )

    def __contains__(self, key: str) -> bool:
        if key in self.exact or key.startswith(FAMILIES):
            return True
        if BY_AREA.fullmatch(key):
            return self.part(key.rsplit(".", 1)[1])
        found = (match for one in self.patterns if (match := one.fullmatch(key)))
        return any(
            all(group in self.exact or all(map(self.part, group.split("."))) for group in match.groups())
            for match in found
        )


AREAS = sorted(file.stem for file in (HOUSE / "addin/texts/en").glob("*.toml"))


@cache
def spoken() -> Spoken:
    """Return what the code and the pages of the documentation can ask for."""
    return Spoken(*PACKAGES, "docs")


@pytest.mark.parametrize("area", AREAS)
def test_every_text_is_used(area: str) -> None:
    """No text is kept that nothing asks for any more."""
    assert [key for key in leaves(words(area, "en"), area) if key not in spoken()] == []


def test_a_text_that_nothing_asks_for_is_found() -> None:
    """The rule on unused texts finds one: a key that no string and no f-string of the code can give."""
    assert "stops.no_workspace" in spoken()
    assert not {key for key in ("stops.nobody_asks", "service.reasons.same_sky") if key in spoken()}
