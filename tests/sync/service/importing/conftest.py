"""Importing a file as a user does."""

from __future__ import annotations

import pytest


@pytest.fixture
def bring_into(document):
    """Return a function that writes a file into a workspace and imports it: the JSON document told."""

    def call(workspace, kind, text, *words, name="file.csv"):
        file = workspace.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return document(workspace, "import", kind, str(file), *words)

    return call


@pytest.fixture
def bring(small, bring_into):
    """Return the same for the small company."""
    return lambda kind, text, *words, name="file.csv": bring_into(small, kind, text, *words, name=name)
