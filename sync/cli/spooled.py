"""What a long command has to say, kept in files until it ends: memory stays flat, nothing half is shown."""

from __future__ import annotations

import json
import sys
from tempfile import TemporaryFile
from textwrap import indent

from sync.cli.printing import as_json


class Text:
    """Some text that grows, kept in a file."""

    def __init__(self) -> None:
        self._file = TemporaryFile("w+b")  # noqa: SIM115 - closed by `close`
        self._parts: list[tuple[str, int, int]] = []

    @property
    def empty(self) -> bool:
        """Whether nothing was added."""
        return not self._parts

    def add(self, text: str, key: str = "") -> None:
        """Add to the end, or where the key belongs when all is shown."""
        data = text.encode(errors="surrogatepass")
        self._parts.append((key, self._file.tell(), len(data)))
        self._file.write(data)

    def show(self) -> None:
        """Print everything to standard output, in the order of the keys."""
        end = self._file.tell()
        for _, start, length in sorted(self._parts):
            self._file.seek(start)
            sys.stdout.write(self._file.read(length).decode(errors="surrogatepass"))
        self._file.seek(end)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()


class Lists:
    """A JSON document of lists that grow one by one, printed as by `show_json`, or as one line."""

    def __init__(self, *names: str, line: bool = False) -> None:
        self._lists = {name: Text() for name in names}
        self._line = line

    def add(self, name: str, document: object) -> None:
        """Add a document to one of the lists."""
        text = self._lists[name]
        if not text.empty:
            text.add(", " if self._line else ",\n")
        text.add(as_json(document, None) if self._line else indent(as_json(document), "    "))

    def show(self) -> None:
        """Print the document."""
        gap = "" if self._line else "\n  "
        sys.stdout.write("{")
        for number, (name, text) in enumerate(self._lists.items()):
            inner, outer = ("", "") if self._line or text.empty else ("\n", "\n  ")
            sys.stdout.write(f"{',' if number else ''}{gap}{json.dumps(name)}: [{inner}")
            text.show()
            sys.stdout.write(f"{outer}]")
        sys.stdout.write("}\n" if self._line else "\n}\n")

    def close(self) -> None:
        """Forget everything."""
        for text in self._lists.values():
            text.close()
