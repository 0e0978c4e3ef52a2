"""The stand-in is as strict as Google is described to be, and does only what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from gspread.exceptions import APIError

from sync.emulator.app import Fault
from sync.emulator.sign_in import new_account
from sync.emulator.store import Store
from sync.settings import CannotGoOn, Workspace
from sync.settings import Google as Settings
from sync.sources.google.client import connected
from sync.sources.google.drive import FILES, create, export, look_at, replace, sheets_in_folder
from sync.sources.google.writing import arrange, write
from tests.stand_in import fail
from tests.writers.samples import filled

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
RAW = {"valueInputOption": "RAW", "data": []}


def refused(google, verb, url, **options):
    """Make a call that is refused; return its status and message."""
    with pytest.raises(APIError) as caught:
        google.http.request(verb, url, **options)
    return caught.value.code, caught.value.error["message"]


def test_unknown_fields_are_refused_by_sheets_and_overlooked_by_drive(google, sheet):
    """A field that is not described is a mistake in Sheets; Drive does as if it were not there."""
    code, told = refused(google, "post", f"{SHEETS}/{sheet.id}/values:batchUpdate", json=RAW | {"valu": 1})
    assert (code, "body.valu" in told) == (400, True)
    asked = {"fields": "id", "unheard": "1", "supportsAllDrives": "true"}
    assert google.http.request("get", f"{FILES}/{sheet.id}", params=asked).json() == {"id": sheet.id}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (RAW | {"data": {}}, "body.data is no list"),
        (RAW | {"data": [{"range": 5}]}, "body.data[0].range is 5, expected string"),
        (RAW | {"valueInputOption": "ANYHOW"}, "cannot be 'ANYHOW'"),
        (RAW | {"includeValuesInResponse": "yes"}, "expected boolean"),
    ],
)
def test_what_is_of_the_wrong_kind_is_refused(google, sheet, body, told):
    """Lists, texts, choices and truths are told apart as described."""
    code, message = refused(google, "post", f"{SHEETS}/{sheet.id}/values:batchUpdate", json=body)
    assert (code, told in message) == (400, True)


@pytest.mark.parametrize(
    ("verb", "path", "options"),
    [
        ("post", "/{id}/values/Cover!A1:append", {"params": {"valueInputOption": "RAW"}, "json": {}}),
        ("get", "/{id}/values/Cover!A1", {}),
        ("post", "", {"json": {}}),
        ("post", "/{id}:batchUpdate", {"json": {"requests": [{"addSheet": {}}]}}),
    ],
)
def test_what_it_does_not_do_it_says(google, sheet, verb, path, options):
    """Calls that Google knows and the stand-in does not are answered with 501."""
    code, told = refused(google, verb, SHEETS + path.replace("{id}", sheet.id), **options)
    assert (code, told.startswith("The stand-in for Google does not do this")) == (501, True)


def test_what_google_does_not_know_is_not_found(google, sheet):
    """A path that no description has is 404, and so is a Sheet that is not there."""
    assert refused(google, "get", f"{SHEETS}/{sheet.id}/cells")[0] == 404
    assert refused(google, "get", f"{SHEETS}/nothing")[0] == 404


def test_shared_drives_have_to_be_asked_for(google, sheet):
    """A file in a shared drive is not found by a call that does not say it knows of shared drives."""
    assert refused(google, "get", f"{FILES}/{sheet.id}")[0] == 404
    everything = {"q": f"'{google.folder}' in parents"}
    assert google.http.request("get", FILES, params=everything).json()["files"] == []


def test_only_the_fields_that_were_asked_for_are_answered(google, sheet):
    """Without fields Drive tells kind, id, name and type only."""
    shared = {"supportsAllDrives": "true"}
    found = google.http.request("get", f"{FILES}/{sheet.id}", params=shared).json()
    assert set(found) == {"kind", "id", "name", "mimeType"}
    nested = {"fields": "sheets.properties(title),spreadsheetId"}
    found = google.http.spreadsheets_get(sheet.id, nested)
    assert found["sheets"][0] == {"properties": {"title": "Cover"}}


def test_files_come_page_by_page(google, monkeypatch):
    """More files than fit on a page are all found."""
    monkeypatch.setattr("sync.sources.google.drive.PAGE", 2)
    made = {create(google, f"book {n}", filled("en"), {}).id for n in range(5)}
    assert {one.id for one in sheets_in_folder(google)} == made


def test_a_service_account_owns_no_files(google):
    """A file outside the shared drive is refused for want of storage, in one line."""
    from dataclasses import replace as changed

    with pytest.raises(CannotGoOn, match="shared drive"):
        create(changed(google, folder="root"), "book", filled("en"), {})


def test_versions_grow_and_outlive_the_process(google, sheet, stand_in, tmp_path):
    """Each change is a new version, and another process finds what was kept."""
    write(google, sheet.id, {"Cover": {(40, 1): "typed"}})
    second = replace(google, sheet.id, filled("en"), {"revision": "2"})
    assert (sheet.version, second.version) == (1, 3)
    again = Store(tmp_path / "google.db").file(sheet.id)
    assert again is not None
    assert (again.version, again.properties) == (3, {"meritbook": "1", "revision": "2"})


def test_hidden_sheets_are_shown(google, sheet):
    """A hidden sheet can be shown, and the others stay as they are."""
    arrange(google, sheet.id, ["_lists"], {})
    told = google.http.spreadsheets_get(sheet.id)["sheets"]
    hidden = {one["properties"]["title"] for one in told if one["properties"].get("hidden")}
    assert hidden == {"_meritbook"}


def test_a_signature_of_another_key_is_refused(stand_in, running, tmp_path):
    """Credentials whose public key is another one do not get in."""
    credentials = json.loads(new_account(Store(tmp_path / "other.db"), stand_in.address))
    file = tmp_path / "stranger.json"
    file.write_text(json.dumps(credentials))
    strange = Workspace(tmp_path, google=Settings(str(file), stand_in.folder, stand_in.address))
    with connected(strange) as google, pytest.raises(CannotGoOn) as caught:
        list(sheets_in_folder(google))
    assert caught.value.key == "google_sign_in"


def test_without_a_token_nobody_gets_in(stand_in):
    """A call without a token, or with a made-up one, is refused."""
    for headers in ({}, {"Authorization": "Bearer made-up"}):
        assert (
            requests.get(f"{stand_in.address}/drive/v3/files", headers=headers, timeout=10).status_code == 401
        )


def test_a_token_that_ended_is_renewed(google, sheet, stand_in):
    """After its token has ended the client signs in again by itself."""
    stand_in.standing.store.expire()
    assert look_at(google, sheet.id).version == 1


def test_the_quota_is_kept(google, sheet, stand_in):
    """More writes a minute than the quota are refused, and reads are counted apart."""
    stand_in.standing.per_minute = 2
    for _ in range(2):
        write(google, sheet.id, {"Cover": {(40, 1): "typed"}})
    with pytest.raises(CannotGoOn) as caught:
        write(google, sheet.id, {"Cover": {(40, 1): "typed"}})
    assert caught.value.key == "google_quota"
    assert google.http.spreadsheets_get(sheet.id)["spreadsheetId"] == sheet.id


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_fails_for_a_moment_is_tried_again(google, sheet, stand_in, status):
    """Two refusals that may pass are overcome by trying again, for reading and for writing fixed places."""
    fail(stand_in, Fault("export", times=2, status=status))
    assert export(google, sheet.id).startswith(b"PK")
    fail(stand_in, Fault("values", times=2, status=status))
    write(google, sheet.id, {"Cover": {(40, 1): "typed"}})
    assert not stand_in.standing.faults


@pytest.mark.parametrize("fault", [Fault("files", times=9, status=503), Fault("files", times=9, cut=True)])
def test_what_goes_on_failing_is_told(google, sheet, stand_in, fault):
    """A service that does not come back ends the command in one line, after a bounded number of tries."""
    fail(stand_in, fault)
    with pytest.raises(CannotGoOn) as caught:
        look_at(google, sheet.id)
    assert "\n" not in str(caught.value)
    assert stand_in.standing.faults


def test_an_answer_that_breaks_off_is_asked_for_again(google, sheet, stand_in):
    """An export whose answer broke off is fetched once more."""
    fail(stand_in, Fault("export", cut=True))
    assert export(google, sheet.id).startswith(b"PK")


def test_a_file_is_never_made_twice_by_trying_again(google, stand_in):
    """A refusal while a file is made is not tried again by itself: it may have been made."""
    fail(stand_in, Fault("upload", times=2, status=503))
    with pytest.raises(CannotGoOn):
        create(google, "book", filled("en"), {})
    assert len(stand_in.standing.faults) == 1


def test_faults_can_be_asked_for_over_the_wire(google, sheet, stand_in):
    """Whoever tries something out lets calls go wrong by a request to the stand-in."""
    asked = [{"path": "drive", "status": 403, "pause": 0.01}]
    told = requests.post(f"{stand_in.address}/emulator/faults", json=asked, timeout=10).json()
    assert told["faults"][0]["status"] == 403
    with pytest.raises(CannotGoOn) as caught:
        look_at(google, sheet.id)
    assert caught.value.key == "google_forbidden"


def test_only_this_machine_is_asked(google, sheet, stand_in, monkeypatch):
    """Every request, whatever host it names, goes to the address of the stand-in."""
    assert stand_in.address.startswith("http://127.0.0.1:")
    seen = []
    send = requests.adapters.HTTPAdapter.send

    def noting(self, request, *args, **options):
        seen.append(request.url)
        return send(self, request, *args, **options)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", noting)
    google.http.spreadsheets_get(sheet.id)
    look_at(google, sheet.id)
    assert seen
    assert all(url.startswith(stand_in.address) for url in seen)


def test_no_path_of_it_is_a_file(stand_in):
    """The stand-in serves no files of the machine."""
    for path in ("/", "/static/x", "/../etc/passwd", f"/{Path(__file__)}"):
        assert requests.get(stand_in.address + path, timeout=10).status_code == 404
