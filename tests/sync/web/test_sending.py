"""Sending workbooks over the web."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from io import BytesIO

import pytest

from sync.archive.rows import Arrived
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.service.opening import open_or_make_archive
from sync.service.uploading import finish_uploads
from tests.builders import CYCLE
from tests.sync.reading.broken_files import BROKEN
from tests.sync.reading.foreign_files import FOREIGN, HARMFUL
from tests.sync.reading.gate.test_zipped import TAMPERED
from tests.sync.service.company import NO_RATING, content_of, filled, states_of

NAME = f"{CYCLE}-sales.xlsx"


def send(browser, content, name=NAME, follow=True):
    """Send a file and return the page that tells what became of it."""
    done = browser.post("/send", {"file": (BytesIO(content), name)})
    assert done.status_code == 302, done.text
    return browser.get(done.location) if follow else done


def test_a_workbook_is_sent_mended_and_checked(small, browse):
    """A manager sends a workbook, reads what is open, goes on in the copy and is done."""
    browser = browse("sales")
    page = send(browser, filled(small, other=NO_RATING)).text
    assert "the manager rating is still empty" in page
    path = page.partition('class="button" href="')[2].partition('"')[0]
    copy = browser.get(path)
    assert copy.headers["Content-Disposition"].endswith(f"filename={NAME}")
    done = send(browser, filled(small, into=copy.data)).text
    assert "Nothing to mend." in done
    assert set(states_of(small).values()) == {"checked", "issued"}


def test_the_archive_is_as_if_it_had_come_by_folder(small, browse, tmp_path):
    """What was sent over the web leaves the same archive as the same file in the inbox."""
    import shutil

    from sync.settings import open_workspace

    other = open_workspace(shutil.copytree(small.folder, tmp_path / "folder"))
    content = filled(small, other=NO_RATING)
    send(browse("sales"), content)
    (other.inbox / NAME).write_bytes(content)
    assert main(["-w", str(other.folder), "collect"]) == 1
    assert content_of(small) == content_of(other)
    assert main(["-w", str(small.folder), "verify"]) == 0


def test_a_workbook_of_others_waits_for_a_person(small, browse):
    """A manager who sends another department's workbook changes nothing and learns nothing of it."""
    page = send(browse("other"), filled(small, other=NO_RATING)).text
    assert "nothing to do with this department" in page
    assert "manager rating" not in page
    assert set(states_of(small).values()) == {"issued"}
    with open_to_look(small) as archive:
        (record,) = archive.submissions()
        assert (record.state, record.source) == ("held", "web:other")
    hr = browse("hr").get(f"/cycles/{CYCLE}").text
    assert "nothing to do with this department" in hr
    assert main(["-w", str(small.folder), "accept", "1", "--by", "HR", "--reason", "she stood in"]) == 0
    assert "returned" in states_of(small).values()


def test_a_workbook_counts_though_others_sent_it_before(small, browse):
    """Whoever has to do with a department is not held up by a stranger who sent the same file."""
    content = filled(small)
    send(browse("other"), content)
    assert "Nothing to mend." in send(browse("sales"), content).text
    assert "checked" in states_of(small).values()
    assert "was received before" in send(browse("sales"), content, name="again.xlsx").text


def test_what_others_send_is_compared_with_nothing(small, browse):
    """What a stranger sends waits because a stranger sent it; what the department had filled is not told."""
    send(browse("sales"), filled(small))
    page = send(browse("other"), filled(small, other=NO_RATING)).text
    assert "nothing to do with this department" in page
    assert "00124" not in page


@pytest.mark.parametrize("again", [True, False])
def test_what_an_ended_server_left_is_read(small, browse, again):
    """What was kept and not read any more is read with the next upload, or when the service starts."""
    content = filled(small)
    with open_or_make_archive(small) as archive, archive.collecting():
        archive.receive_all([Arrived(content, NAME)], "web:sales", "sales")
    if again:
        assert "Nothing to mend." in send(browse("sales"), content).text
    else:
        finish_uploads(small)
    assert "checked" in states_of(small).values()


@pytest.mark.parametrize("numbers", ["9" * 19, "1" * 5000, "1,,2", "1,x", "٣", "-1", ",".join("1" * 101)])
def test_a_number_of_none_is_none(browse, numbers):
    """Whatever stands in the address of a submission, a page says that there is none."""
    assert browse("hr").get(f"/submissions/{numbers}").status_code == 404


def test_the_same_again_is_told_as_what_it_was(small, browse):
    """The same file sent twice is one submission."""
    browser, content = browse("sales"), filled(small)
    first, second = (send(browser, content, follow=False).location for _ in range(2))
    assert first == second == "/submissions/1"


def test_nobody_sees_what_others_sent(small, browse):
    """A submission opens for HR, for who sent it, and for the managers of its department."""
    send(browse("hr"), filled(small))
    assert [browse(name).get("/submissions/1").status_code for name in ("hr", "sales", "other")] == [
        200,
        200,
        404,
    ]


def test_several_are_sent_at_once(small, browse):
    """Several files are answered one by one on one page."""
    browser = browse("hr")
    files = [(BytesIO(filled(small)), NAME), (BytesIO(b"no workbook"), "notes.txt")]
    page = browser.get(browser.post("/send", {"file": files}).location).text
    assert NAME in page
    assert "notes.txt" in page


def test_nothing_chosen_is_told(browse):
    """Sending without a file says to choose one."""
    browser = browse("sales")
    done = browser.post("/send", {"file": (BytesIO(b""), "")})
    page = browser.client.get(done.location, follow_redirects=True).text
    assert "No file was chosen" in page


BAD = [(name, make) for name, (*_, make) in {**FOREIGN, **HARMFUL, **BROKEN, **TAMPERED}.items()]
AT_ONCE = 40


def test_any_bad_file_is_kept_and_told(small, browse):
    """Every bad file of the reading tests is kept byte for byte and ends on a page that says why."""
    browser, wanted = browse("sales"), set()
    for some in (BAD[at : at + AT_ONCE] for at in range(0, len(BAD), AT_ONCE)):
        made = [(name, make()) for name, make in some]
        wanted |= {sha256(content).hexdigest() for _, content in made}
        done = browser.post("/send", {"file": [(BytesIO(content), name) for name, content in made]})
        page = browser.get(done.location)
        assert page.status_code == 200
        assert all(escape(name) in page.text for name, _ in made)
    with open_to_look(small) as archive:
        assert wanted <= set(archive.files())
        assert "received" not in {one.state for one in archive.submissions()}


def test_an_opinion_is_not_kept_here(small, browse):
    """An opinion form is refused before anything of it is kept: it may be one without a name."""
    main(["-w", str(small.folder), "collect"])
    main(["-w", str(small.folder), "export", "slips", CYCLE])
    form = next((small.reports(CYCLE) / "slips").glob("*opinion*.xlsx")).read_bytes()
    done = browse("sales").post("/send", {"file": (BytesIO(form), "wang fang.xlsx")})
    assert done.status_code == 409
    assert "opinion form" in done.text
    with open_to_look(small) as archive:
        assert not archive.submissions()


@pytest.mark.parametrize("name", ["../../x.xlsx", "/etc/x.xlsx"])
def test_only_the_last_part_of_a_name_counts(small, browse, name):
    """Folders a browser tells, or somebody made up, are dropped from the name."""
    send(browse("sales"), filled(small), name)
    with open_to_look(small) as archive:
        assert [one.name for one in archive.submissions()] == ["x.xlsx"]


def test_a_file_that_is_too_large_is_refused(small, browse, app):
    """What is larger than any workbook is refused before it is kept."""
    app.config["MAX_CONTENT_LENGTH"] = 1000
    done = browse("sales").post("/send", {"file": (BytesIO(b"x" * 2000), NAME)})
    assert done.status_code == 413
    assert "larger than 64 MB" in done.text
    with open_to_look(small) as archive:
        assert not archive.submissions()
