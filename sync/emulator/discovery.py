"""Google's own description of its services (discovery documents): which call is meant, is it well formed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

PACKAGE = "googleapiclient"
"""The package that carries the documents (google-api-python-client); nothing of it is run."""

UNKNOWN = "unknown field"
"""How the complaint about a name begins that the document does not have."""

BASIC = {
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
}
WHOLE = ("int64", "uint64")
"""Numbers that travel as text."""


class Call(NamedTuple):
    """A call as described: its id (`drive.files.list`), what the path names, and its description."""

    id: str
    named: Mapping[str, str]
    method: Mapping[str, Any]


class Discovery:
    """One service: finds the method of a call and checks requests and answers against their schemas."""

    def __init__(self, name: str) -> None:
        found = find_spec(PACKAGE)
        assert found is not None, PACKAGE
        assert found.origin is not None, PACKAGE
        folder = Path(found.origin).parent / "discovery_cache" / "documents"
        self._document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        self._methods = sorted(_methods(self._document), key=lambda one: len(one[1].pattern), reverse=True)

    def call(self, verb: str, path: str) -> Call | None:
        """Return which method a request means, None where there is none; `path` is still encoded."""
        for method, pattern in self._methods:
            found = pattern.fullmatch(path)
            if found and method["httpMethod"] == verb:
                named = {key: unquote(value) for key, value in found.groupdict().items()}
                return Call(method["id"], named, method)
        return None

    def asked(self, call: Call, query: Mapping[str, Sequence[str]], body: object) -> list[str]:
        """Return what is wrong with a request: its parameters, then its body."""
        parameters = {**self._document["parameters"], **call.method.get("parameters", {}), "uploadType": {}}
        wrong = [f"{UNKNOWN} {key!r} in the query" for key in query if key not in parameters]
        for key, told in parameters.items():
            wrong += self._parameter(key, told, query.get(key, ()))
        schema = call.method.get("request")
        if body is None:
            return wrong
        return wrong + (self._check(body, schema, "body") if schema else ["a body where none belongs"])

    def answered(self, call: Call, body: object) -> list[str]:
        """Return what is wrong with an answer."""
        schema = call.method.get("response")
        return self._check(body, schema, "answer") if schema else []

    def _parameter(self, key: str, told: Mapping[str, Any], values: Sequence[str]) -> Iterator[str]:
        if told.get("required") and told["location"] == "query" and not values:
            yield f"{key} is missing in the query"
        if len(values) > 1 and not told.get("repeated"):
            yield f"{key} stands in the query more than once"
        for value in values:
            if value not in told.get("enum", (value,)):
                yield f"{key} cannot be {value!r}"
            if told.get("type") == "boolean" and value not in ("true", "false"):
                yield f"{key} is {value!r}, not true or false"

    def _check(self, value: object, schema: Mapping[str, Any], at: str) -> list[str]:
        schema = self._document["schemas"][schema["$ref"]] if "$ref" in schema else schema
        kind = schema.get("type", "any")
        if kind == "any" or value is None:
            return []
        if kind == "object":
            return self._object(value, schema, at)
        if kind == "array":
            if not isinstance(value, list):
                return [f"{at} is no list"]
            return [
                wrong
                for n, one in enumerate(value)
                for wrong in self._check(one, schema["items"], f"{at}[{n}]")
            ]
        return _plain(value, kind, schema, at)

    def _object(self, value: object, schema: Mapping[str, Any], at: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{at} is no object"]
        declared, others = schema.get("properties", {}), schema.get("additionalProperties")
        wrong = []
        for key, one in value.items():
            told = declared.get(key, others)
            wrong += self._check(one, told, f"{at}.{key}") if told else [f"{UNKNOWN} {at}.{key}"]
        return wrong


Described = tuple[Mapping[str, Any], re.Pattern[str]]
"""A method and the paths that mean it."""


def _plain(value: object, kind: str, schema: Mapping[str, Any], at: str) -> list[str]:
    """Return what is wrong with a value that is neither object nor list."""
    fits = isinstance(value, BASIC[kind]) and (kind == "boolean") == isinstance(value, bool)
    if fits and schema.get("format") in WHOLE:
        fits = re.fullmatch(r"-?\d+", str(value)) is not None
    if not fits:
        return [f"{at} is {value!r}, expected {kind}"]
    return [] if value in schema.get("enum", (value,)) else [f"{at} cannot be {value!r}"]


def _methods(
    resource: Mapping[str, Any], service: str | None = None
) -> Iterator[tuple[Any, re.Pattern[str]]]:
    """Yield every method below a resource with the pattern of its path; uploads have one of their own."""
    start = f"/{resource.get('servicePath', '')}" if service is None else service
    for method in resource.get("methods", {}).values():
        yield method, _pattern(start, method.get("flatPath") or method["path"])
        if "mediaUpload" in method:
            yield method, _pattern("", method["mediaUpload"]["protocols"]["simple"]["path"].lstrip("/"), "/")
    for below in resource.get("resources", {}).values():
        yield from _methods(below, start)


def _pattern(start: str, path: str, slash: str = "") -> re.Pattern[str]:
    parts = re.split(r"\{\+?(\w+)\}", start + slash + path)
    return re.compile(
        "".join(f"(?P<{one}>[^/]+?)" if n % 2 else re.escape(one) for n, one in enumerate(parts))
    )
