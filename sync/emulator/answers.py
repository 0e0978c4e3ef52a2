"""What the stand-in answers: documents, parts of documents that were asked for, errors in Google's form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}

Fields = dict[str, Any]
"""The fields asked for, each with those below it; none below: all of it."""


class Refused(Exception):  # noqa: N818 - an answer like any other
    """A call is refused: HTTP status, message and Google's word for the reason."""

    def __init__(self, status: int, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.status, self.message = status, message
        self.reason = reason or STATUS.get(status, "UNKNOWN").lower()

    def document(self) -> dict[str, Any]:
        """Return the refusal as Google writes it."""
        errors = [{"domain": "global", "reason": self.reason, "message": self.message}]
        status = STATUS.get(self.status, "UNKNOWN")
        return {"error": {"code": self.status, "message": self.message, "status": status, "errors": errors}}


def not_done(what: str) -> Refused:
    """Refuse what Google does and the stand-in does not."""
    return Refused(501, f"The stand-in for Google does not do this: {what}")


def selected(document: Any, fields: Fields) -> Any:
    """Return only the fields of a document that were asked for; all of it for none."""
    if not fields:
        return document
    if isinstance(document, list):
        return [selected(one, fields) for one in document]
    return {key: selected(document[key], below) for key, below in fields.items() if key in document}


def read_fields(text: str) -> Fields:
    """Read a list of fields: `nextPageToken,files(id,version)` or `sheets.properties.title`; `*` is all."""
    if text == "*":
        return {}
    signs = iter(text)
    found = _below(signs)
    if next(signs, None) is not None:
        raise Refused(400, f"Invalid field selection {text}")
    return found


def _below(signs: Iterator[str]) -> Fields:
    """Read up to the end, or to the bracket that closes."""
    found: Fields = {}
    place, name = found, ""
    for sign in signs:
        if sign in "./":
            place, name = place.setdefault(name, {}), ""
        elif sign == "(":
            place.setdefault(name, {}).update(_below(signs))
            name = ""
        elif sign in ",)":
            if name:
                place.setdefault(name.strip(), {})
            place, name = found, ""
            if sign == ")":
                return found
        else:
            name += sign
    if name:
        place.setdefault(name.strip(), {})
    return found
