"""Pressing buttons."""

from __future__ import annotations

from io import BytesIO

import pytest

from sync.service.cycles import open_to_look
from sync.web import running
from tests.builders import CYCLE
from tests.sync.service.company import filled, states_of


def press(browser, name, **form):
    """Press a button and return the page that shows what its command said."""
    return browser.post(f"/do/{name}", form, on=f"/do/{name}")


def test_a_button_says_what_its_command_says(browse):
    """The scheme is checked by a button, and the page shows what the command said."""
    page = press(browse("hr"), "scheme-check")
    assert page.status_code == 200
    assert 'class="said status0"' in page.text


def test_what_cannot_be_done_is_told(browse):
    """A command that stops tells its reason and the next step on the page."""
    page = press(browse("hr"), "approve", cycle=CYCLE).text
    assert 'class="said status2"' in page
    assert "Traceback" not in page


def test_who_is_signed_in_has_decided(small, browse):
    """A decision made by a button stands in the log under the employee number of who was signed in."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    browser = browse("hr")
    assert 'status0"' in press(browser, "collect").text
    assert 'status0"' in press(browser, "review", cycle=CYCLE, department="sales").text
    assert "reviewed_by_hr" in states_of(small).values()
    with open_to_look(small) as archive:
        assert archive.events()[-1].actor == "00099"


def test_a_file_is_imported(small, browse, tmp_path):
    """People come in from a file that HR sends with the form."""
    file = BytesIO(b"Employee no.,Name,Department,Position,Manager no.\n00777,Wei,sales,SAL,00001\n")
    page = press(browse("hr"), "import-people", file=(file, "people.csv"))
    assert 'status0"' in page.text, page.text


@pytest.mark.parametrize("name", ["名" * 120 + ".csv", "a:b?.csv", "..", "\\"])
def test_a_file_may_have_any_name(browse, name):
    """However a file is named, its command reads it and says what is wrong in it."""
    page = press(browse("hr"), "import-people", file=(BytesIO(b"x"), name))
    assert (page.status_code, "Traceback" in page.text) == (200, False)


@pytest.mark.parametrize("said", ["a\0b", "x" * 200_000])
def test_what_no_command_could_be_given_is_refused(browse, said):
    """What cannot be typed at a command line, or is longer than any, runs nothing."""
    assert press(browse("hr"), "review", cycle=CYCLE, reason=said).status_code == 422


def test_one_command_at_a_time(browse):
    """While a command is at work another button says so, and nothing is started."""
    browser = browse("hr")
    with running.AT_WORK:
        page = press(browser, "collect")
    assert page.status_code == 409
    assert "Another command is at work" in page.text


def test_an_unknown_button_is_none(browse):
    """Only the buttons there are can be pressed; no other command runs from a page."""
    browser = browse("hr")
    assert browser.post("/do/restore", {}).status_code == 404


@pytest.mark.parametrize("kind", ["master"])
def test_a_report_is_made_and_handed_out(browse, kind):
    """The master workbook is made by a button and then lies among the files of the cycle."""
    browser = browse("hr")
    assert 'status0"' in press(browser, "export", kind=kind, cycle=CYCLE).text
    assert f"{kind}.xlsx" in browser.get(f"/cycles/{CYCLE}/files").text
    file = browser.get(f"/cycles/{CYCLE}/files/{kind}.xlsx")
    assert file.data.startswith(b"PK")


@pytest.mark.parametrize("name", ["../archive.db", "..%2f..%2farchive.db", "/etc/passwd", ".hidden"])
def test_only_reports_are_handed_out(browse, name):
    """No address leads out of the folder of reports."""
    assert browse("hr").get(f"/cycles/{CYCLE}/files/{name}").status_code in (308, 404)


def test_a_command_that_does_not_end_is_ended(browse, monkeypatch):
    """A command that takes too long is ended, and the page says where it can take its time."""
    monkeypatch.setattr(running, "LONGEST", 0.01)
    page = press(browse("hr"), "verify")
    assert page.status_code == 200
    assert "run it at the command line" in page.text
