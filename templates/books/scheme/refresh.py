"""Bringing a scheme workbook up to date: what its formulas gave, and the sheets of modules that are on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from addin.scoring.scheme import Roster, Scheme
from addin.texts import LANGUAGES, say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.layout import NOTE_ROW
from templates.books.scheme.places import LISTED
from templates.books.scheme.start import cached_cells
from templates.books.scheme.troubles import all_rows, notes, troubles
from templates.patch import CannotPatch, edit_cells, open_package, show
from templates.references import reference
from templates.tables import TABLES

Cells = Mapping[str, Mapping[str, str]]


def refresh_cached(data: bytes, scheme: Scheme, roster: Roster) -> bytes:
    """Return a scheme workbook whose Start, and the line above each table, tell of its rules and people.

    Spreadsheets recalculate by themselves; previewers and phones show what is cached. A sheet that was
    renamed, deleted, written over, or handed out before it had such a line stays as it is.
    """
    content, package = SchemeContent(scheme, roster), open_package(data)
    there = package.sheet_parts()
    language = next((one for one in LANGUAGES if say("scheme.start.title", one) in there), None)
    if language is None:
        return data
    for sheet, cells in _cached(content, language).items():
        if sheet in there:
            try:
                edit_cells(package, {}, {sheet: cells})
            except CannotPatch:
                continue
    same = all(content == package.inflated.get(name) for name, content in package.changed.items())
    return data if same else package.save()


def _cached(content: SchemeContent, language: str) -> Cells:
    """Return the texts that formulas give, by sheet and cell; a sheet whose module is off keeps its own."""
    found = troubles(content, language, all_rows(content, language))
    lines = notes(found, language)
    modules = content.scheme.settings.modules
    shown = {
        TABLES[table].title(language): {reference(NOTE_ROW + 1, 1): lines[table][1]}
        for table in LISTED
        if table in lines and TABLES[table].module in (None, *modules)
    }
    return {say("scheme.start.title", language): cached_cells(content, found, language), **shown}


def show_modules(data: bytes, sheets: Iterable[tuple[str, str]], on: Iterable[str]) -> bytes:
    """Return a scheme workbook that shows the sheets of the modules that are on and hides the others.

    sheets: modules, each with a sheet. Nothing in a hidden sheet is lost. Raises CannotPatch.
    """
    package, wanted = open_package(data), set(on)
    for module, sheet in sheets:
        show(package, sheet, module in wanted)
    return package.save() if package.changed else data
