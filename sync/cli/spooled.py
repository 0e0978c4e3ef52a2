"""What a long command has to say, kept in files until it ends: memory stays flat, nothing half is shown."""

from __future__ import annotations

import json
import shutil
import sys
from tempfile import TemporaryFile
from textwrap import indent


class Text:
    """Some text that grows, kept in a file."""

    def __init__(self) -> None:
        self._file = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by `close`
        self.empty = True

    def add(self, text: str) -> None:
        """Add to the end."""
        self._file.write(text)
        self.empty = False

    def show(self) -> None:
        """Print everything to standard output."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, sys.stdout)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()


class Lists:
    """A JSON document of lists that grow one by one, printed as `show_json` would print it."""

    def __init__(self, *names: str) -> None:
        self._lists = {name: Text() for name in names}

    def add(self, name: str, document: object) -> None:
        """Add a document to one of the lists."""
        text = self._lists[name]
        if not text.empty:
            text.add(",\n")
        text.add(indent(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False), "    "))

    def show(self) -> None:
        """Print the document."""
        sys.stdout.write("{")
        for number, (name, text) in enumerate(self._lists.items()):
            lines = ("[", "]") if text.empty else ("[\n", "\n  ]")
            sys.stdout.write(f"{',' if number else ''}\n  {json.dumps(name)}: {lines[0]}")
            text.show()
            sys.stdout.write(lines[1])
        sys.stdout.write("\n}\n")

    def close(self) -> None:
        """Forget everything."""
        for text in self._lists.values():
            text.close()
