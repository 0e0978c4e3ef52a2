"""Department workbooks with macros: handed out beside the plain ones, taken in like them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from addin.texts import say
from sync.cli import main
from sync.service.issuing.twins import twin
from sync.settings import Workspace
from templates.macros import PART, projects, with_macros
from templates.patch import open_package
from tests.builders import CYCLE, issued_workbook
from tests.libreoffice import Office
from tests.sync.service.company import NO_RATING, filled, states_of
from tests.vba import macro_run, with_probe

PLAIN = f"{CYCLE}-sales.xlsx"


@pytest.fixture
def commanded(small: Workspace) -> Workspace:
    """The small company, whose workbooks were handed out with macros as well."""
    assert main(["-w", str(small.folder), "issue", CYCLE, "--macros"]) == 0
    return small


def test_a_copy_beside_each(commanded: Workspace) -> None:
    """Every department's workbook has a copy with macros; the plain ones stay as they were issued."""
    outbox = commanded.outbox(CYCLE)
    for department in ("company", "sales"):
        plain = outbox / f"{CYCLE}-{department}.xlsx"
        assert twin(plain).read_bytes() == with_macros(plain.read_bytes())
    assert main(["-w", str(commanded.folder), "verify"]) == 0


def test_only_where_they_are_wanted(small: Workspace) -> None:
    """Without being asked for, no macros are handed out."""
    assert not twin(small.outbox(CYCLE) / PLAIN).exists()


def test_taken_in_like_a_plain_one(commanded: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A filled copy with macros is read and checked; the copy that goes back has them anew."""
    issued = twin(commanded.outbox(CYCLE) / PLAIN).read_bytes()
    data = filled(commanded, other=NO_RATING, into=issued)
    assert PART in open_package(data).names
    (commanded.inbox / "sales.xlsm").write_bytes(data)
    capsys.readouterr()
    main(["-w", str(commanded.folder), "collect", "--json"])
    (told,) = json.loads(capsys.readouterr().out)["submissions"]
    assert told["state"] == "read"
    assert states_of(commanded)["00123"] == "returned"
    (back,) = commanded.returned(CYCLE).glob("*-sales.*")
    assert back.suffix == ".xlsm"
    assert open_package(back.read_bytes()).read(PART) == projects()[-1]
    (commanded.inbox / "again.xlsm").write_bytes(filled(commanded, into=back.read_bytes()))
    main(["-w", str(commanded.folder), "collect", "--json"])
    assert states_of(commanded)["00123"] == "checked"


def test_kept_up_to_date(commanded: Workspace) -> None:
    """Once there are copies with macros, each later issue writes them anew."""
    copy = twin(commanded.outbox(CYCLE) / PLAIN)
    copy.write_bytes(b"old")
    assert main(["-w", str(commanded.folder), "issue", CYCLE]) == 0
    assert copy.read_bytes() == with_macros((commanded.outbox(CYCLE) / PLAIN).read_bytes())


@pytest.mark.libreoffice
def test_the_commands_find_what_is_open(small: Workspace, tmp_path: Path, libreoffice: Office) -> None:
    """Run in LibreOffice, the macros count what is open and find the cell to fill; names become errors."""
    plain = (small.outbox(CYCLE) / PLAIN).read_bytes()
    done = filled(small)
    lacking = filled(small, other=NO_RATING)
    workbooks = (plain, lacking, done, issued_workbook("zh"))
    books = [with_probe(one, tmp_path / f"{n}.xlsm") for n, one in enumerate(workbooks)]
    (count, first), (one, rating), nothing, chinese = (
        said.split("|") for said in macro_run(libreoffice, books)
    )
    assert int(count) > 10
    assert first == "Appraisal!K2"
    assert one == "1"
    assert rating.startswith("Appraisal!M")
    assert nothing == ["0", ""]
    assert chinese[1] == f"{say('tables.appraisal.title', 'zh')}!K2"
    assert macro_run(libreoffice, books[:1], "Errors") == ["True|5|True|text"]
