"""Bringing the cached values of the Start sheet up to date after rows were written by the patcher."""

from __future__ import annotations

from addin.scoring.scheme import Roster, Scheme
from addin.texts import LANGUAGES, say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.start import cached_cells
from templates.patch import CannotPatch, set_cells


def refresh_start(data: bytes, scheme: Scheme, roster: Roster) -> bytes:
    """Return a scheme workbook whose Start sheet shows the ticks of the rules and people in it.

    Spreadsheets recalculate by themselves; previewers and phones show what is cached. A Start sheet that was
    renamed, deleted or written over stays as it is.
    """
    content = SchemeContent(scheme, roster)
    for language in LANGUAGES:
        cells = cached_cells(content, language)
        try:
            return set_cells(data, {}, cached={say("scheme.start.title", language): cells})
        except CannotPatch:
            continue
    return data
