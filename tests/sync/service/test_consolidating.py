"""What is found across workbooks: by the real collect, in whatever order, and gone when it is mended."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date

import pytest

from addin.scoring.scheme import Person
from sync.service.cycles import open_to_look
from sync.settings import Workspace, open_workspace
from tests.builders import CYCLE
from tests.editing import spot
from tests.sync.service import side_by_side as company
from tests.sync.service.side_by_side import BEFORE, DEPARTMENTS, SIZE, Filled

IN_TIME, LATE = "2026-10-12T08:00:00+00:00", "2026-10-15T08:00:00+00:00"
MIXED = (3.0, 4.0, 5.0, 4.5), (3.5, 4.0, 3.0, 5.0), (4.0, 2.0, 4.5, 3.0), (4.0, 5.0, 3.5, 4.5)
SENTENCE = "Reached all that we had agreed on, and more."
LAST = Filled(90, (3.0, 4.0, 5.0, 4.0), "Steady, and always in time.")

PEOPLE = (
    Person("guest", "No Lines", "a", "guest", "a00"),
    Person("a81", "Twin", "a", "clerk", "a00", hired=date(2024, 3, 1)),
    Person("a82", "Twin", "a", "clerk", "a00", hired=date(2024, 3, 1)),
)
"""One without lines, and two who may be one."""

CORRECTED = "Employee no.,Indicator no.,Actual,Evidence\nb01,M-1,77,ledger 7\n"


def typed(department: str) -> dict[str, Filled]:
    """Return how the manager of a department fills in the workbook, with all that may be wrong."""
    people = [f"{department}{n:02}" for n in range(1, SIZE + 1)]
    if department == "a":
        high = {one: Filled(120, words=f"{one} did more than asked.") for one in people}
        other = {one: Filled(words=f"{one} came back.") for one in ("a00", "a81", "a82")}
        return high | other | {"a01": LAST, "a02": Filled(120, (5.0, 5.0, 5.0, 5.0), "a02 grew a lot.")}
    if department in ("b", "c"):
        return {one: Filled(80 + n, MIXED[n % 4], f"{one}: fine.") for n, one in enumerate(people)}
    return {one: Filled(80 + n, words=SENTENCE) for n, one in enumerate(people)}


def mended(department: str) -> dict[str, Filled]:
    """Return how the manager fills it in when asked again."""
    people = [f"{department}{n:02}" for n in range(1, SIZE + 1)]
    own = {"a02": Filled(35, (1.0, 1.5, 1.0, 1.0), "a02 was asked about."), "b01": Filled(77, words="b01 was asked about.")}
    more = ["a81", "a82"] if department == "a" else []
    turn = DEPARTMENTS.index(department)
    return {
        one: own.get(one, Filled(81 + n, MIXED[(n + turn) % 4], f"{one} was asked about."))
        for n, one in enumerate(people + more)
    }


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return a workspace whose last cycle was collected, and this one issued."""
    from sync.cli import main

    folder = tmp_path_factory.mktemp("side") / "company"
    workspace = company.make(folder, company.scheme(), company.roster(*PEOPLE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", "2026-07-10T08:00:00+00:00")
        words = ["-w", str(workspace.folder)]
        assert main([*words, "issue", BEFORE, "--department", "a"]) == 0
        last = {"a01": LAST, "a02": Filled(30, (1.0, 1.0, 1.0, 1.0), "Below what we had agreed on.")}
        (workspace.inbox / "q2.xlsx").write_bytes(company.sent(workspace, "a", last, BEFORE))
        assert main([*words, "collect"]) == 0
        patch.setenv("MERITBOOK_NOW", IN_TIME)
        assert main([*words, "issue", CYCLE]) == 0
        (workspace.folder / "values.csv").write_text(CORRECTED)
        file = str(workspace.folder / "values.csv")
        assert main([*words, "import", "actuals", file, "--source", "finance", "--cycle", CYCLE]) == 0
    return workspace


@pytest.fixture(scope="module")
def books(original):
    """Return the workbooks of this cycle as first sent, and as mended."""
    found: dict[str, tuple[bytes, bytes]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", IN_TIME)
        for one in DEPARTMENTS:
            first = company.sent(original, one, typed(one), total=900.0)
            again = company.sent(original, one, mended(one), total=sum(range(81, 81 + SIZE)) + 0.5)
            found[one] = first, again
    return found


@pytest.fixture
def workspace(original, tmp_path, monkeypatch):
    """Return a copy of the company, on a day within the time."""
    monkeypatch.setenv("MERITBOOK_NOW", IN_TIME)
    shutil.copytree(original.folder, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def across(workspace: Workspace) -> dict[str, list[dict]]:
    """Return what stands across the workbooks of this cycle, by code."""
    found: dict[str, list[dict]] = {}
    with open_to_look(workspace) as archive:
        for one in archive.cycle_findings(CYCLE):
            found.setdefault(one.code, []).append(one.document())
    return found


def places(books: Mapping[str, tuple[bytes, bytes]]) -> dict[str, list[tuple]]:
    """Return where everything stands that is wrong: workbook, sheet and cell, by code."""

    def at(department: str, **edit: str) -> tuple:
        return (f"{CYCLE}-{department}.xlsx", *spot(books[department][0], edit))

    unit = {"table": "unit", "employee": "@d", "indicator": "M-1", "column": "actual"}
    return {
        "D002": [(f"{CYCLE}-a.xlsx", None, None)],
        "P011": [(f"{CYCLE}-a.xlsx", None, None)],
        "R006": [(f"{CYCLE}-b.xlsx", None, None)],
        "R007": [at("a", employee="a01", indicator="J-1", column="manager_rating")],
        "R008": [at("d", employee="d01", column="overall_comment")],
        "T002": [(f"{CYCLE}-d.xlsx", None, None)],
        "X002": [at("b", employee="b01", indicator="M-1", column="actual")],
        "X003": [at("d", **unit)],
        "X004": [at("a", employee="a02", indicator="J-1", column="employee")],
        "X005": [(f"{CYCLE}-a.xlsx", None, None)],
    }


def test_everything_is_found_where_it_stands(workspace, books, document, monkeypatch) -> None:
    """A collect finds what is wrong across workbooks, each in its workbook and cell, and tells of it once."""
    for one in "abc":
        (workspace.inbox / f"{one}.xlsx").write_bytes(books[one][0])
    told = document(workspace, "collect")["findings"]
    monkeypatch.setenv("MERITBOOK_NOW", LATE)
    (workspace.inbox / "d.xlsx").write_bytes(books["d"][0])
    told += document(workspace, "collect")["findings"]
    found = across(workspace)
    where = {code: [(f["workbook"], f["sheet"], f["cell"]) for f in one] for code, one in found.items()}
    assert where == places(books)
    ids = {one["id"] for ones in found.values() for one in ones}
    assert ids <= {one["id"] for one in told}
    assert document(workspace, "collect")["findings"] == []
    assert ids <= {one["id"] for one in document(workspace, "findings", CYCLE)["findings"]}


def collected(workspace: Workspace, run, books: Mapping[str, tuple[bytes, bytes]], order: str) -> dict:
    """Collect first workbooks in an order (`ab-c`: a and b in one go, then c), and return what stands."""
    for number, together in enumerate(order.split("-")):
        for one in together:
            (workspace.inbox / f"{number}{one}.xlsx").write_bytes(books[one][0])
        run(workspace, "collect")
    return across(workspace)


@pytest.mark.parametrize("order", ["abcd", "d-cb-a", "b-a-d-c"])
def test_in_any_order(workspace, books, run, tmp_path, order) -> None:
    """However the same workbooks came, the same is found, in the same words and cells."""
    shutil.copytree(workspace.folder, tmp_path / "other")
    other = open_workspace(tmp_path / "other")
    assert collected(workspace, run, books, order) == collected(other, run, books, "a-b-c-d")
    assert run(workspace, "verify")[0] == 0


def test_mended_is_gone(workspace, books, document, run) -> None:
    """What the next workbooks mend is found gone; what lies in the people stays."""
    collected(workspace, run, books, "abcd")
    for one in DEPARTMENTS:
        (workspace.inbox / f"again-{one}.xlsx").write_bytes(books[one][1])
    _, told, _ = run(workspace, "collect")
    assert sorted(across(workspace)) == ["P011", "X005"]
    assert "new points 0, no longer there 7" in told
    assert sorted(across(workspace)) == ["P011", "X005"]
    with open_to_look(workspace) as archive:
        gone = [one.code for one in archive.cycle_findings_gone(CYCLE)]
        assert gone == ["D002", "R006", "R007", "R008", "X002", "X003", "X004"]
        assert archive.cycle_findings_new(CYCLE) == set()
        events = len(archive.events())
    run(workspace, "collect")
    with open_to_look(workspace) as archive:
        assert len(archive.events()) == events
