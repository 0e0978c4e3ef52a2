"""The lists of a cycle."""

from __future__ import annotations

from sync.web import lists
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, filled
from tests.sync.web.test_sending import send


def test_a_page_shows_so_many_findings_only(small, browse, monkeypatch):
    """Of more findings than a page can hold the worst are shown, with their number and where all are."""
    monkeypatch.setattr(lists, "MOST", 0)
    send(browse("sales"), filled(small, other=NO_RATING))
    page = browse("hr").get(f"/cycles/{CYCLE}/findings").text
    assert 'class="finding' not in page
    assert "the worst 0 of 1 findings" in page
