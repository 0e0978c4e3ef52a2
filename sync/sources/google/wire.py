"""The wire to Google: patience with time-outs and refusals, a pace, and another address for the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from sync.sources.google.pace import Bucket

SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive")
SHEETS, OTHERS = "https://sheets.googleapis.com/", "https://"
TIMEOUTS = (5, 60)
"""So long a connection, and then an answer, is waited for [seconds]."""

PER_MINUTE = 60
"""So many reads, and so many writes, Google Sheets takes from one user in a minute."""

TRIES, BACKOFF = 4, 1.0
"""So often a call is made again, after pauses that double from the first [seconds]."""

PASSING = (429, 500, 502, 503, 504)
"""What a service answers that may answer better a little later."""

REPEATABLE = ("GET", "PUT", "DELETE")
"""Calls that may be made twice. Making a file is none; writing values into fixed places always is."""


class Wire(HTTPAdapter):
    """Sends requests, those to Google Sheets at their pace; `base` stands for every host where it is set."""

    __attrs__ = [*HTTPAdapter.__attrs__, "base", "buckets"]  # noqa: RUF012 - so it is declared there

    def __init__(self, base: str, paced: bool) -> None:
        self.base = base.rstrip("/")
        self.buckets = {kind: Bucket(PER_MINUTE) for kind in ("read", "write")} if paced else {}
        super().__init__(
            max_retries=Retry(
                total=TRIES,
                status_forcelist=PASSING,
                allowed_methods=None if paced else REPEATABLE,
                backoff_factor=BACKOFF,
                raise_on_status=False,
            )
        )

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send a request when it is its turn."""
        if self.buckets:
            self.buckets["read" if request.method == "GET" else "write"].take()
        if self.base:
            place = urlsplit(str(request.url))
            request.headers["Host"] = place.netloc
            request.url = self.base + place.path + (f"?{place.query}" if place.query else "")
        return super().send(request, *args, **options)


def account_of(file: Path) -> Credentials:
    """Return the service account of a file; raises OSError and ValueError where the file cannot be used."""
    account: Credentials = Credentials.from_service_account_file(str(file), scopes=SCOPES)
    return account


@contextmanager
def open_wire(account: Credentials, endpoint: str) -> Iterator[gspread.HTTPClient]:
    """Return a client that signs in as a service account and keeps its connections until the end."""
    with (
        requests.Session() as signing,
        AuthorizedSession(account, auth_request=Request(signing), refresh_timeout=TIMEOUTS[1]) as session,
    ):
        for one in (signing, session):
            one.mount(OTHERS, Wire(endpoint, paced=False))
            one.mount(SHEETS, Wire(endpoint, paced=True))
        http = gspread.HTTPClient(account, session)
        http.set_timeout(TIMEOUTS)
        yield http
