"""The JSON interface for programs."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from sync.cli import main
from sync.service.accounts import remove_account
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, filled

PATH = f"/api/v1/cycles/{CYCLE}"


def test_it_answers_as_the_command_line_does(small, app, token, capsys):
    """Findings, results and progress are the very documents of the command line, for HR."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small, other=NO_RATING))
    main(["-w", str(small.folder), "collect"])
    for name, key in (("findings", "findings"), ("results", "results"), ("progress", "departments")):
        capsys.readouterr()
        main(["-w", str(small.folder), name, CYCLE, "--json"])
        told = json.loads(capsys.readouterr().out)[key]
        assert app.test_client().get(f"{PATH}/{name}", headers=token("hr")).json[key] == pytest.approx(told)


def test_a_manager_sees_their_own(small, app, token):
    """A manager's program sees their departments' progress and findings, and results once published."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small, other=NO_RATING))
    main(["-w", str(small.folder), "collect"])
    client = app.test_client()
    own, others = token("sales"), token("other")
    assert {one["department"] for one in client.get(f"{PATH}/progress", headers=own).json["departments"]} == {
        "sales"
    }
    assert {one["code"] for one in client.get(f"{PATH}/findings", headers=own).json["findings"]} == {"V001"}
    assert client.get(f"{PATH}/results", headers=own).json == {"results": []}
    assert client.get(f"{PATH}/findings", headers=others).json == {"findings": []}
    assert client.get(f"{PATH}/progress", headers=others).status_code == 404


def test_a_workbook_is_sent(small, app, token):
    """A program sends a workbook and reads what collect would tell."""
    data = {"file": (BytesIO(filled(small, other=NO_RATING)), "sales.xlsx")}
    done = app.test_client().post("/api/v1/submissions", data=data, headers=token("sales")).json
    assert [(one["state"], one["returned"]) for one in done["submissions"]] == [("read", 1)]
    assert [one["code"] for one in done["findings"]] == ["V001"]


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer "}, {"Authorization": "Bearer mb_no"}, {"Authorization": "x"}]
)
def test_without_a_token_there_is_no_answer(app, headers):
    """No token, an unknown one or another kind of word: refused in one line that says the next step."""
    done = app.test_client().get(f"{PATH}/results", headers=headers)
    assert done.status_code == 401
    assert "meritbook account token" in done.json["error"]


def test_a_cookie_is_no_token(browse):
    """Whoever is signed in on the pages cannot be made to call the interface by another page."""
    assert browse("hr").client.post("/api/v1/submissions").status_code == 401


def test_tokens_end_with_their_account(small, app, token):
    """A token of an account that was taken away counts no more."""
    mine = token("sales")
    remove_account(small, "sales", "hr")
    assert app.test_client().get(f"{PATH}/results", headers=mine).status_code == 401


def test_mistakes_are_told_in_json(app, token):
    """A missing file, an unknown cycle and an unknown path are answered as JSON with a reason."""
    client, mine = app.test_client(), token("hr")
    done = [
        client.post("/api/v1/submissions", headers=mine),
        client.get("/api/v1/cycles/none/results", headers=mine),
        client.get("/api/v1/nothing", headers=mine),
    ]
    assert [one.status_code for one in done] == [400, 409, 404]
    assert all(one.json["error"] for one in done)


def test_several_workbooks_are_taken_in_at_once(small, app, token):
    """A program sends several files in one request, and each is answered."""
    files = [(BytesIO(filled(small)), "sales.xlsx"), (BytesIO(b"x"), "x.xlsx")]
    done = app.test_client().post("/api/v1/submissions", data={"file": files}, headers=token("sales"))
    assert [one["state"] for one in done.json["submissions"]] == ["read", "quarantined"]


def test_functions_are_computed_many_at_once(app, token):
    """A batch of functions is answered in its order, each mistake in its own place."""
    calls = [
        {"function": "score", "arguments": ["ratio", 90, 100]},
        {"function": "score", "arguments": ["no such method", 1, 2]},
        {"function": "nothing", "arguments": []},
    ]
    done = app.test_client().post("/api/v1/functions", json={"calls": calls}, headers=token("sales"))
    first, second, third = done.json["results"]
    assert first == {"value": 90.0}
    assert second["error"].startswith("#")
    assert third["error"] == "#NAME?"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"json": {"calls": [{}] * 501}}, 413),
        ({"data": b" " * (2 << 20) + b"{}", "content_type": "application/json"}, 413),
        ({"json": {"calls": "score"}}, 400),
        ({"json": [1]}, 400),
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"data": b"[" * 100_000, "content_type": "application/json"}, 400),
    ],
)
def test_other_batches_are_refused(app, token, body, status):
    """Too many calls, too many bytes and what is no batch are refused with a reason."""
    done = app.test_client().post("/api/v1/functions", headers=token("hr"), **body)
    assert (done.status_code, bool(done.json["error"])) == (status, True)
