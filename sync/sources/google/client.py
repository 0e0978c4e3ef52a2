"""Google as a workspace knows it, and what goes wrong with it, told in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sync.settings import SETTINGS_FILE, CannotGoOn, Workspace, stop

if TYPE_CHECKING:
    from pathlib import Path

    from google.oauth2.service_account import Credentials
    from gspread import HTTPClient

T = TypeVar("T")

REASONS = {
    "rateLimitExceeded": "quota",
    "userRateLimitExceeded": "quota",
    "quotaExceeded": "quota",
    "dailyLimitExceeded": "quota",
    "storageQuotaExceeded": "storage",
    "exportSizeLimitExceeded": "too_large",
}
"""What a reason of Drive means, which refuses nearly everything with the same status."""

TOLD = {401: "sign_in", 403: "forbidden", 404: "forbidden", 429: "quota"}
"""What a status means, as the end of a key of texts/stops.toml."""

BROKEN_OFF = 3
"""So often a look-up is made whose answer breaks off in the middle."""


@dataclass(frozen=True, slots=True)
class Google:
    """Google for one workspace: the client, and the shared folder that holds the Sheets."""

    http: HTTPClient
    folder: str
    language: str

    def ask(self, url: str, **options: Any) -> Any:
        """Look something up and return the response; raises CannotGoOn in a line that says the next step."""
        return self.told(lambda: self.http.request("get", url, **options), BROKEN_OFF)

    def told(self, call: Callable[[], T], tries: int = 1) -> T:
        """Make a call; what goes wrong becomes CannotGoOn. A look-up may be tried again."""
        from requests.exceptions import ChunkedEncodingError

        with telling(self.language):
            for _ in range(tries - 1):
                try:
                    return call()
                except ChunkedEncodingError:
                    continue
            return call()


@contextmanager
def connected(workspace: Workspace) -> Iterator[Google]:
    """Return Google as the workspace is set up for it; nothing is asked yet.

    Raises CannotGoOn where it is not set up, a package is missing, or the credentials cannot be used.
    """
    said, language = workspace.google, workspace.language
    if said is None:
        raise stop("no_google", language, file=workspace.folder / SETTINGS_FILE)
    try:
        from sync.sources.google.wire import open_wire
    except ImportError as error:
        raise stop("google_package", language, error=error) from error
    with open_wire(_account(workspace.folder / said.credentials, language), said.endpoint) as http:
        yield Google(http, said.folder, language)


def _account(file: Path, language: str) -> Credentials:
    from sync.sources.google.wire import account_of

    try:
        return account_of(file)
    except OSError as error:
        raise stop("cannot_read", language, file=file, error=error.strerror or error) from error
    except ValueError as error:  # also what google-auth finds wrong in it
        raise stop("google_credentials", language, file=file) from error


@contextmanager
def telling(language: str) -> Iterator[None]:
    """Tell what goes wrong at Google in one line."""
    from google.auth.exceptions import GoogleAuthError, TransportError
    from gspread.exceptions import APIError
    from requests.exceptions import RequestException

    try:
        yield
    except APIError as error:
        raise refusal(error, language) from error
    except (TransportError, RequestException) as error:
        raise stop("google_unreachable", language, error=type(error).__name__) from error
    except GoogleAuthError as error:
        raise stop("google_sign_in", language, error=_line(error.args[0] if error.args else "")) from error


def refusal(error: Any, language: str) -> CannotGoOn:
    """Put into words what Google refused."""
    told = _line(error.error.get("message", ""))
    reasons = (str(one.get("reason")) for one in error.error.get("errors", ()))
    meant = next((REASONS[reason] for reason in reasons if reason in REASONS), None)
    key = meant or TOLD.get(error.code, "refused")
    return stop(f"google_{key}", language, error=told or error.code)


def of_one_file(refused: CannotGoOn) -> bool:
    """Tell whether Google refuses one file (protected, gone, shared away), and others may go on."""
    return refused.key == "google_forbidden" or getattr(refused.__cause__, "code", None) == 400


def _line(text: object) -> str:
    return " ".join(str(text).split())[:200].rstrip(".")
