"""What is found across workbooks: by the real collect, in whatever order, and gone when it is mended."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from addin.scoring.scheme import Person, Quota
from sync.archive.across import standing
from sync.archive.across.standing import Comparison, record, stands
from sync.archive.opening import open_archive
from sync.archive.schema import looked_across
from sync.service.consolidating import Consolidated, compared, consolidate
from sync.service.cycles import open_to_look
from sync.settings import Workspace, open_workspace
from tests.builders import CYCLE, TYPED, sample_roster
from tests.editing import spot
from tests.sync.service import side_by_side as company
from tests.sync.service.company import HEAD, filled
from tests.sync.service.side_by_side import BEFORE, DEPARTMENTS, SIZE, Filled

IN_TIME, LATE = "2026-10-12T08:00:00+00:00", "2026-10-15T08:00:00+00:00"
MIXED = (3.0, 4.0, 5.0, 4.5), (3.5, 4.0, 3.0, 5.0), (4.0, 2.0, 4.5, 3.0), (4.0, 5.0, 3.5, 4.5)
SENTENCE = "Reached all that we had agreed on, and more."
LAST = Filled(90, (3.0, 4.0, 5.0, 4.0), "Steady, and always in time.", "Minutes of the department")

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
    own = {
        "a01": Filled(81, MIXED[0], "a01 was asked about.", "Minutes of August"),
        "a02": Filled(35, (1.0, 1.5, 1.0, 1.0), "a02 was asked about."),
        "b01": Filled(77, words="b01 was asked about."),
    }
    more = ["a81", "a82"] if department == "a" else []
    turn = DEPARTMENTS.index(department)
    return {
        one: own.get(one, Filled(81 + n, MIXED[(n + turn) % 4], f"{one} was asked about."))
        for n, one in enumerate(people + more)
    }


@pytest.fixture(scope="module")
def side(tmp_path_factory):
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
def books(side):
    """Return the workbooks of this cycle as first sent, and as mended."""
    found: dict[str, tuple[bytes, bytes]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", IN_TIME)
        for one in DEPARTMENTS:
            first = company.sent(side, one, typed(one), total=900.0)
            again = company.sent(side, one, mended(one), total=sum(range(81, 81 + SIZE)) + 0.5)
            found[one] = first, again
    return found


@pytest.fixture
def workspace(side, tmp_path, monkeypatch):
    """Return a copy of the company, on a day within the time."""
    monkeypatch.setenv("MERITBOOK_NOW", IN_TIME)
    shutil.copytree(side.folder, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def across(workspace: Workspace) -> dict[str, list[dict]]:
    """Return what stands across the workbooks of this cycle, by code."""
    found: dict[str, list[dict]] = {}
    with open_to_look(workspace) as archive:
        for one in stands(archive, CYCLE).found:
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
        "T002": [(f"{CYCLE}-d.xlsx", None, None)],
        "X002": [at("b", employee="b01", indicator="M-1", column="actual")],
        "X003": [at("d", **unit)],
        "X004": [at("a", employee="a02", indicator="J-1", column="employee")],
        "X005": [(f"{CYCLE}-a.xlsx", None, None)],
    }


def test_everything_is_found_where_it_stands(workspace, books, document, monkeypatch) -> None:
    """A collect finds what is wrong across workbooks, each in its workbook and cell, and tells of it once."""
    known = {one["id"] for ones in across(workspace).values() for one in ones}
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
    assert ids - known <= {one["id"] for one in told}
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
    assert "new points 0, no longer there 6" in told
    assert sorted(across(workspace)) == ["P011", "X005"]
    with open_to_look(workspace) as archive:
        gone = [one.code for one in stands(archive, CYCLE).gone]
        assert gone == ["D002", "R006", "R007", "X002", "X003", "X004"]
        assert stands(archive, CYCLE).new == set()
        events = len(archive.events())
    run(workspace, "collect")
    with open_to_look(workspace) as archive:
        assert len(archive.events()) == events


def test_one_new_word_is_not_as_last_time(workspace, run) -> None:
    """Where evidence tells of this period, ratings and comment may be those of the last one."""
    for evidence, found in ((LAST.evidence, True), ("Minutes of August", False)):
        people = typed("a") | {"a01": LAST._replace(evidence=evidence)}
        (workspace.inbox / f"{found}.xlsx").write_bytes(company.sent(workspace, "a", people))
        run(workspace, "collect")
        assert ("R007" in across(workspace)) is found


def test_verify_compares_anew(workspace, books, document, run) -> None:
    """A comparison that forgot something is named by verify, until everything is compared again."""
    collected(workspace, run, books, "abcd")
    found = sum(map(len, across(workspace).values()))
    with open_archive(workspace.archive, "en") as archive:
        with archive.reading() as connection:
            _, end = standing.looked(connection, CYCLE)
        record(archive, Comparison(CYCLE, end, BEFORE, None, ()))
    status, told, _ = run(workspace, "verify", "--json")
    broken = [one for one in json.loads(told)["broken"] if one["what"] == "not_found_again"]
    assert (status, len(broken)) == (1, found)
    with open_archive(workspace.archive, "en") as archive, archive.writing() as writing:
        writing.connection.execute(looked_across.delete())
    run(workspace, "collect")
    assert run(workspace, "verify")[0] == 0
    assert sum(map(len, across(workspace).values())) == found


def test_overtaken(workspace, books, run) -> None:
    """A comparison that did not know of a workbook accepted meanwhile is not written, and is made again."""
    collected(workspace, run, books, "ab")
    with open_archive(workspace.archive, "en") as archive:
        late = compared(archive, CYCLE, anew=True)
        (workspace.inbox / "c.xlsx").write_bytes(books["c"][0])
        run(workspace, "collect")
        found = across(workspace)
        assert "R006" in found
        assert record(archive, late) == "overtaken"
    assert across(workspace) == found


@pytest.fixture
def asked():
    """Return the questions put to any database from now on: each with its parameters."""
    found: list[tuple[str, tuple]] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        found.append((statement, tuple(parameters)))

    event.listen(Engine, "after_cursor_execute", note)
    yield found
    event.remove(Engine, "after_cursor_execute", note)


def test_work_follows_what_came(workspace, books, run, asked) -> None:
    """Where one department was collected, of all workbooks only its own is read."""
    collected(workspace, run, books, "abcd")
    asked.clear()
    (workspace.inbox / "again-c.xlsx").write_bytes(books["c"][1])
    run(workspace, "collect")
    of_books = [told for statement, told in asked if "FROM register" in statement]
    with open_to_look(workspace) as archive:
        mine = {one.submission for one in archive.submissions(CYCLE) if one.department == "c"}
    assert {number for told in of_books for number in told if isinstance(number, int)} <= mine
    assert of_books


def test_one_question_where_nothing_changed(workspace, books, run, asked) -> None:
    """Where nothing changed, nothing is compared: the archive is asked one question."""
    collected(workspace, run, books, "ab")
    with open_archive(workspace.archive, "en") as archive:
        asked.clear()
        assert consolidate(archive) == Consolidated()
    assert len([statement for statement, _ in asked if statement.startswith("SELECT")]) == 1


QUOTAS = (Quota("B", 0.2, at_most=True),)


def with_quotas(folder: Path, run, minimum: int) -> dict[str, list[dict]]:
    """Collect a company in which everybody has a good grade, under quotas, and return what stands."""
    rules = company.scheme(modules=("departments", "quotas"), quota_minimum=minimum)
    workspace = company.make(folder, replace(rules, quotas=QUOTAS), company.roster())
    run(workspace, "issue", CYCLE)
    typed = {
        who: Filled(101.0 + n % SIZE, words=f"{who} did well.") for n, who in enumerate(company.roster())
    }
    for one in (*DEPARTMENTS, "company"):
        (workspace.inbox / f"{one}.xlsx").write_bytes(company.sent(workspace, one, typed, total=840.0))
        run(workspace, "collect")
        stands = across(workspace)
        assert "D001" not in stands or one == "company", "the heads' forms had not come"
    return stands


def test_more_good_grades_than_places(tmp_path, run, monkeypatch) -> None:
    """Where everybody is good, the quotas leave no place for most; what tells nobody apart is named, too."""
    monkeypatch.setenv("MERITBOOK_NOW", IN_TIME)
    found = with_quotas(tmp_path / "company", run, minimum=9)
    assert [one["indicator"] for one in found["D004"]] == list(company.JUDGED)
    assert [(one["workbook"], one["found"]) for one in found["D001"]] == [
        (f"{CYCLE}-{one}.xlsx", "B: 8") for one in DEPARTMENTS
    ]
    assert "D003" not in found


def test_groups_too_small(tmp_path, run, monkeypatch) -> None:
    """Departments too small for quotas are ranked together, and that is said once."""
    monkeypatch.setenv("MERITBOOK_NOW", IN_TIME)
    found = with_quotas(tmp_path / "company", run, minimum=10)
    assert [(one["department"], one["found"][-4:]) for one in found["D003"]] == [("company", ": 36")]
    assert [one["found"] for one in found["D001"]] == ["B: 32"]  # seven places: four, then four equals


def test_scored_twice(small, run, document) -> None:
    """A person who moved, and has a score in both workbooks, is named in the old one."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    run(small, "collect")
    with open_archive(small.archive, "en") as archive:
        people = dict(sample_roster())
        people["00124"] = replace(people["00124"], manager="00000")
        archive.change_roster(CYCLE, people)
    values = small.folder / "values.csv"
    values.write_text(f"Employee no.,Indicator no.,Actual\n{HEAD},SAL-01,96\n")
    run(small, "import", "actuals", str(values), "--source", "finance", "--cycle", CYCLE)
    run(small, "issue", CYCLE, "--department", "company")
    other = {("00124", key): TYPED["00124", key] for key in ("SAL-01", "SAL-02", "SAL-05", "SAL-07")}
    (small.inbox / "company.xlsx").write_bytes(filled(small, "company", other=other))
    told = document(small, "collect")["findings"]
    (found,) = [one for one in told if one["code"] == "X001"]
    place = {"employee": "00124", "indicator": "SAL-01", "column": "employee"}
    where = (found["workbook"], found["sheet"], found["cell"])
    assert where == (f"{CYCLE}-sales.xlsx", *spot(filled(small), place))
    assert found["severity"] == "error"


def test_not_sent(small, document, monkeypatch) -> None:
    """Departments that have not sent by their day are found whenever somebody looks, and kept nowhere."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-13T15:59:59+00:00")
    assert document(small, "findings", CYCLE)["findings"] == []
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-13T16:00:00+00:00")
    found = document(small, "findings", CYCLE)["findings"]
    assert [(one["code"], one["workbook"]) for one in found] == [
        ("T001", f"{CYCLE}-company.xlsx"),
        ("T001", f"{CYCLE}-sales.xlsx"),
    ]
    assert across(small) == {}


def test_a_waiver_of_what_is_late_outlives_midnight(small, run, document, monkeypatch) -> None:
    """Who may send later is not told again the next day, when the workbook is one more day late."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-13T16:00:00+00:00")
    company_, sales = document(small, "findings", CYCLE)["findings"]
    words = ("--reason", "On a journey", "--by", "Zhao Min", "--until", "2026-12-31")
    run(small, "waive", company_["id"], *words)
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-14T16:00:00+00:00")
    (left,) = document(small, "findings", CYCLE)["findings"]
    assert left["id"] == sales["id"]
    assert "2 days ago" in left["message"]
