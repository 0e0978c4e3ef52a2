"""The stand-in as a web application: who asks, is it well formed, then the call, then the answer."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from time import sleep
from typing import Any

from flask import Flask, Response, request

from sync.emulator import drive, sheets
from sync.emulator.answers import Refused, not_done, read_fields, selected
from sync.emulator.discovery import UNKNOWN, Call, Discovery
from sync.emulator.drive import USUAL, Asked
from sync.emulator.sign_in import LASTS, token_for
from sync.emulator.store import Store

CALLS: Mapping[str, Callable[[Asked], dict[str, Any] | bytes]] = {
    "drive.files.list": drive.list_files,
    "drive.files.get": drive.get_file,
    "drive.files.create": drive.create_file,
    "drive.files.update": drive.update_file,
    "drive.files.export": drive.export_file,
    "sheets.spreadsheets.get": sheets.get_spreadsheet,
    "sheets.spreadsheets.batchUpdate": sheets.update_spreadsheet,
    "sheets.spreadsheets.values.get": sheets.get_values,
    "sheets.spreadsheets.values.batchGet": sheets.get_batch,
    "sheets.spreadsheets.values.batchUpdate": sheets.update_batch,
}

PER_MINUTE = 60
"""So many reads, and so many writes, an account may make in a minute in Google Sheets."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the next calls whose path matches: a status, a pause [s], or a connection cut.

    `after` lets the call be done first, so that only its answer is lost.
    """

    path: str = ""
    times: int = 1
    status: int = 0
    pause: float = 0
    cut: bool = False
    after: bool = False


@dataclass(slots=True)
class Standing:
    """How the stand-in is set up while it runs, and which calls were made of it."""

    store: Store
    faults: list[Fault] = field(default_factory=list)
    per_minute: int = PER_MINUTE
    lasts: float = LASTS
    calls: list[str] = field(default_factory=list)


def make_app(standing: Standing) -> Flask:
    """Make the application."""
    app = Flask(__name__)
    services = {"drive": Discovery("drive.v3"), "sheets": Discovery("sheets.v4")}
    logging.getLogger("waitress").setLevel(logging.CRITICAL)  # a connection that is cut is one that was to be

    @app.post("/token")
    def token() -> Response:
        return _document(*token_for(standing.store, request.form, standing.lasts))

    @app.post("/emulator/faults")
    def faults() -> Response:
        standing.faults[:] = [Fault(**one) for one in request.get_json()]
        return _document(200, {"faults": [asdict(one) for one in standing.faults]})

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    @app.route("/<path:path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def call(path: str) -> Response:  # noqa: ARG001 - the path as sent is looked at, still encoded
        try:
            return _through_faults(standing, lambda: _answer(standing, services))
        except Refused as refused:
            return _document(refused.status, refused.document())

    return app


def _document(status: int, document: object) -> Response:
    text = json.dumps(document, ensure_ascii=False)
    return Response(text, status, content_type="application/json; charset=UTF-8")


def _through_faults(standing: Standing, answer: Callable[[], Response]) -> Response:
    """Answer a call, or let go wrong what was asked to go wrong."""
    fault = _next_fault(standing.faults)
    if fault is None:
        return answer()
    sleep(fault.pause)
    answered = answer() if fault.after or not (fault.status or fault.cut) else None
    if fault.cut:
        return Response(_cut(), 200, {"Content-Length": "1000"})
    if fault.status:
        raise Refused(fault.status, "Quota exceeded." if fault.status == 429 else "The service failed.")
    assert answered is not None
    return answered


def _cut() -> Iterator[bytes]:
    yield b"{"
    raise ConnectionAbortedError


def _next_fault(faults: list[Fault]) -> Fault | None:
    for number, fault in enumerate(faults):
        if re.search(fault.path, request.path):
            faults[number : number + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
            return fault
    return None


def _answer(standing: Standing, services: Mapping[str, Discovery]) -> Response:
    path = request.environ.get("REQUEST_URI", request.path).partition("?")[0] or request.path
    service = "sheets" if path.startswith("/v4/") else "drive"
    call = services[service].call(request.method, path)
    if call is None:
        raise Refused(404, f"There is no {request.method} {path}.")
    standing.calls.append(call.id)
    email = _whose(standing.store)
    _count(standing, call, email)
    body, upload = _sent()
    _well_formed(services[service], call, body)
    if call.id not in CALLS:
        raise not_done(call.id)
    query = {key: "\n".join(found) for key, found in request.args.lists()}
    answer = CALLS[call.id](Asked(standing.store, call.named, query, body or {}, upload))
    if isinstance(answer, bytes):
        return Response(answer, content_type=query["mimeType"])
    wrong = services[service].answered(call, answer)
    assert not wrong, wrong
    return _document(200, selected(answer, read_fields(_fields(call, query))))


def _fields(call: Call, query: Mapping[str, str]) -> str:
    """Return the fields that are answered; of files Drive says little by itself."""
    if "fields" in query or not call.id.startswith("drive."):
        return query.get("fields", "*")
    return f"kind,nextPageToken,incompleteSearch,files({USUAL})" if call.id == "drive.files.list" else USUAL


def _whose(store: Store) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    email = store.whose(token) if kind == "Bearer" else None
    if email is None:
        raise Refused(401, "Request had invalid authentication credentials.", "authError")
    return email


def _count(standing: Standing, call: Call, email: str) -> None:
    """Count a call of Sheets against the quota of its kind."""
    if not call.id.startswith("sheets."):
        return
    kind = "read" if request.method == "GET" else "write"
    if standing.store.count(email, kind) > standing.per_minute:
        told = (
            f"Quota exceeded for quota metric '{kind.capitalize()} requests' and limit '{kind.capitalize()}"
        )
        raise Refused(429, f"{told} requests per minute per user'", "rateLimitExceeded")


def _sent() -> tuple[dict[str, Any] | None, bytes | None]:
    """Return the document and the upload of a request."""
    content, kind = request.get_data(), request.headers.get("Content-Type", "")
    try:
        if not kind.startswith("multipart/"):
            return (json.loads(content) if content else None), None
        mark = b"--" + kind.partition("boundary=")[2].strip('"').encode()
        told, upload = (one.partition(b"\r\n\r\n")[2][:-2] for one in content.split(mark)[1:-1])
        return json.loads(told), upload
    except ValueError as error:
        raise Refused(400, f"Invalid request: {error}", "parseError") from error


def _well_formed(service: Discovery, call: Call, body: object) -> None:
    """Refuse what is not as described; Drive overlooks names that it does not know, Sheets does not."""
    wrong = service.asked(call, request.args.to_dict(flat=False), body)
    if call.id.startswith("drive."):
        wrong = [one for one in wrong if not one.startswith(UNKNOWN)]
    if wrong:
        raise Refused(400, f"Invalid JSON payload received. {'; '.join(wrong)}")
