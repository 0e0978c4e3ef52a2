"""Workbooks as other programs write them: one function a program, all in one registry."""

from __future__ import annotations

from tests.writers import libraries, spreadsheets
from tests.writers.registry import WRITERS, Writer

__all__ = ["WRITERS", "Writer", "libraries", "spreadsheets"]
