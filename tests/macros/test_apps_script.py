"""The Apps Script project runs in Node as in Google, with real HTTP to a service that really calculates."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask, jsonify, request
from waitress.server import create_server

from addin.functions import CATALOGUE, CellError, answer, call
from sync.service.accounts import add_account, give_token
from sync.service.google.script import write_script
from sync.web.application import make_application
from tests.addin.functions.vectors import differing, vectors
from tests.sync.service.company import make_company

pytestmark = pytest.mark.node
RUNNER = Path(__file__).with_name("apps_script.mjs")
TOKEN = "a token"


@dataclass
class Service:
    """What the service was asked, and what it answers to a submission."""

    address: str = ""
    batches: list[int] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    told: dict[str, object] = field(default_factory=dict)
    status: int = 200


@contextmanager
def served(service: Service) -> Iterator[None]:
    """Run the part of the web service that the scripts speak to."""
    app = Flask(__name__)

    @app.before_request
    def let_in():
        if request.path.startswith("/api") and request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return {}, 401
        return ({}, service.status) if service.status != 200 else None

    @app.post("/api/v1/functions")
    def functions():
        calls = request.get_json()["calls"]
        service.batches.append(len(calls))
        return jsonify({"results": [answer(one) for one in calls]})

    @app.post("/api/v1/submissions")
    def submissions():
        sent = request.files["file"]
        service.files.append((sent.filename, sent.read()))
        return jsonify(service.told)

    @app.get("/spreadsheets/d/a-sheet/export")
    def export():
        assert request.headers["Authorization"] == "Bearer consent"
        return b"PK the workbook"

    channels = {}
    server = create_server(app, map=channels, host="127.0.0.1", port=0, threads=2)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.effective_port}"
    try:
        yield
    finally:
        server.trigger.pull_trigger(lambda: [one.close() for one in list(channels.values())])
        thread.join(5)
        server.task_dispatcher.shutdown()


@pytest.fixture(scope="module")
def running():
    """Run the service for all tests."""
    service = Service()
    with served(service):
        yield service


@pytest.fixture
def service(running):
    """Return the service as if it had just been started."""
    running.batches.clear()
    running.files.clear()
    running.told, running.status = {"submissions": [], "findings": []}, 200
    return running


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the folder of the project, its help in the language that is harder to write."""
    folder = tmp_path_factory.mktemp("script") / "项目"
    write_script(folder, "zh")
    return folder


@pytest.fixture
def play(project, service):
    """Return a function that runs calls in one process of Node and returns what came of it."""

    def run(*calls, token=TOKEN, **options):
        properties = {"MERITBOOK_URL": f"{service.address}/", "MERITBOOK_TOKEN": token}
        hosts = {"docs.google.com": service.address}
        asked = {"calls": calls, "properties": properties, "hosts": hosts, **options}
        words = ["node", str(RUNNER), str(project)]
        done = subprocess.run(
            words, input=json.dumps(asked), capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def expected(key, arguments):
    """Return what a function gives, as cells of Google Sheets show it."""
    found = call(key, arguments)
    return as_shown(found)


def as_shown(value):
    """Return a value as a cell shows it."""
    if isinstance(value, list):
        return [as_shown(one) for one in value]
    return value.kind if isinstance(value, CellError) else "" if value is None else value


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    """Serve a company by the web service itself, and return what a Sheet's script is told of it."""
    workspace = make_company(tmp_path_factory.mktemp("web") / "company")
    add_account(workspace, "sales", "manager", ("sales",), "", "tests")
    token = give_token(workspace, "sales", "Sheets", "tests")
    server = create_server(make_application(workspace), host="127.0.0.1", port=0, threads=2)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield {"MERITBOOK_URL": f"http://127.0.0.1:{server.effective_port}", "MERITBOOK_TOKEN": token}
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(5)


METHODS, SCORES, GROUPS = [["ratio"], ["rating"], ["reverse"]], [[92.5], [""], [70]], [["a"], ["a"], ["b"]]
VECTORS = {
    "score": ["ratio", 90, 100],
    "scores": [METHODS, [[90], [4], [3]], [[100], [""], [5]]],
    "total": [[[90], [80]], [[60], [40]]],
    "totals": [[["a"], ["a"], ["b"]], [[90], [80], [70]], [[60], [40], [100]]],
    "grade": [SCORES],
    "rank": [SCORES, GROUPS],
    "distribution": [[[92.5], [81], [70]]],
    "improvement": [[[80], [90]], [[90], [80]]],
    "explain": ["ratio", 90, 100],
}


def without_blanks(value):
    """Return an argument as the service takes it."""
    if isinstance(value, list):
        return [without_blanks(one) for one in value]
    return None if value == "" else value


def test_every_function_gives_what_python_gives(play):
    """Every vector shows in Google Sheets what it must, blanks and errors alike."""
    calls = ((CATALOGUE[one.function].name("google"), one.arguments) for one in vectors())
    found = (one.get("value", one.get("failed")) for one in play(*calls)["results"])
    assert differing({place: _plain(one) for place, one in enumerate(found)}) == []


def _plain(value):
    """Return a range of one as a cell, and a failure as the error that its cell shows."""
    if isinstance(value, list):
        return value[0][0] if len(value) == 1 == len(value[0]) else value
    return value.split(" ")[0] if isinstance(value, str) and value.startswith("#") else value


def test_the_web_service_itself_answers(play, web):
    """Each function gives the same through the web service with a token; with a wrong one it says so."""
    assert VECTORS.keys() == CATALOGUE.keys()
    calls = [(CATALOGUE[key].name("google"), arguments) for key, arguments in VECTORS.items()]
    found = [one.get("value") for one in play(*calls, properties=web)["results"]]
    assert found == [expected(key, without_blanks(arguments)) for key, arguments in VECTORS.items()]
    (refused,) = play(calls[0], properties=web | {"MERITBOOK_TOKEN": "mb_none"})["results"]
    assert "IT" in refused["failed"]


def test_an_error_is_an_error_of_the_cell(play):
    """What cannot be computed fails with its name and a sentence, so that IFERROR meets it."""
    wrong, unknown = play(("MERIT_SCORE", ["nonsense", 90]), ("MERIT_SCORE", []))["results"]
    assert wrong["failed"].startswith("#")
    assert unknown["failed"].startswith("#VALUE! ")


def test_a_column_is_one_request_and_asked_once(play, service):
    """A function over a range asks once for all different cells, in batches, and remembers the answers."""
    column = [[number % 700] for number in range(1400)]
    done = play(("MERIT_SCORE", ["ratio", column, 100]), ("MERIT_SCORE", ["ratio", column, 100]))
    assert sorted(service.batches) == [200, 500]
    assert (done["fetches"], done["requests"]) == (1, 2)
    first, second = (one["value"] for one in done["results"])
    assert first == second
    assert first[90] == [expected("score", ["ratio", 90, 100])]


def test_a_range_keeps_its_shape_and_its_errors(play):
    """Rows stay rows; an error stands in its own cell, a blank in its own."""
    (done,) = play(("MERIT_SCORE", ["ratio", [[90, ""], ["many", 80]], 100]))["results"]
    assert done["value"][0] == [90, ""]
    assert done["value"][1][0].startswith("#")
    assert done["value"][1][1] == 80


def test_a_day_is_the_number_that_spreadsheets_store(play, service):
    """A date arrives as the number of its day."""
    play(("plain_", [{"$day": "2026-11-05T00:00:00"}]))
    (done,) = play(("plain_", [{"$day": "2026-11-05T00:00:00"}]))["results"]
    assert done["value"] == 46331


@pytest.mark.parametrize(("status", "word"), [(401, "IT"), (413, "large"), (429, "minute"), (500, "500")])
def test_a_refusal_is_a_sentence(play, service, status, word):
    """What the service refuses is told in words with the next step, and nothing of it is remembered."""
    service.status = status
    (done,) = play(("MERIT_SCORE", ["ratio", 90, 100]))["results"]
    assert word in done["failed"]
    service.status = 200
    assert play(("MERIT_SCORE", ["ratio", 90, 100]))["results"] == [{"value": 90}]


def test_without_address_and_token_it_says_so(play):
    """A project that nobody has set up names what is missing."""
    (done,) = play(("MERIT_SCORE", ["ratio", 90, 100]), properties={})["results"]
    assert "IT" in done["failed"]


@pytest.mark.parametrize("address", ["http://hr.example", "http://localhost:x@hr.example", "hr.example"])
def test_a_token_only_travels_encrypted(play, address):
    """An address that is not https, or only looks like this machine, is refused before anything is sent."""
    properties = {"MERITBOOK_URL": address, "MERITBOOK_TOKEN": TOKEN}
    done = play(("MERIT_SCORE", ["ratio", 90, 100]), properties=properties)
    assert "https://" in done["results"][0]["failed"]
    assert done["requests"] == 0


def test_the_menu_is_made_without_consent(play):
    """Opening the Sheet makes the menu and fetches nothing, in the language of the account."""
    done = play(("onOpen", []), mode="opened", locale="zh_CN")
    assert done["results"] == [{"value": None}]
    (menu,) = done["menus"]
    assert [name for _, name in menu["items"]] == ["checkWorkbook", "nextOpenCell", "submitWorkbook"]
    assert menu["items"][2][0] == "提交本工作簿"


def test_a_workbook_is_handed_in(play, service):
    """The Sheet goes to the service as an Excel workbook, and the person reads what was found."""
    finding = {"code": "V001", "sheet": "Appraisal", "cell": "M5", "message": "The rating is still empty."}
    service.told = {"submissions": [{"state": "read", "reason": None}], "findings": [finding] * 12}
    done = play(("submitWorkbook", []), mode="clicked", name="2026-Q3-sales")
    assert service.files == [("2026-Q3-sales.xlsx", b"PK the workbook")]
    (told,) = done["messages"]
    assert "V001 Appraisal M5: The rating is still empty." in told
    assert "2 more" in told


def test_what_is_open_is_told_and_shown(play):
    """The lines whose To do asks for something are counted, the first is selected; a finished one says so."""
    rows = [
        ["Appraisal", ""],
        ["Name", "待办"],
        ["Li Na", "✓"],
        ["Wang Wei", "rate 1-5"],
        ["Sun Yue", "comment"],
    ]
    hidden = {"title": "_meritbook", "hidden": True, "values": [["To do"], ["x"]]}
    sheets = [hidden, {"title": "Appraisal", "values": rows}]
    done = play(("checkWorkbook", []), ("nextOpenCell", []), mode="clicked", sheets=sheets)
    assert done["messages"] == ["Still open: 2 lines. The first one: Appraisal 4 (rate 1-5)", "rate 1-5"]
    assert done["active"] == ["Appraisal", 4, 2]
    sheets = [{"title": "Appraisal", "values": rows[:3]}]
    done = play(("checkWorkbook", []), ("nextOpenCell", []), mode="clicked", sheets=sheets)
    assert done["messages"] == ["Nothing is open any more. You can hand the workbook in."] * 2
