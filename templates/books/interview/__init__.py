"""A manager's talks: a sheet to note what was agreed, and a page to talk by for each person."""

from templates.books.interview.content import Against, Outline, OutlineBook, Period
from templates.books.interview.write import cells_of, write_outlines

__all__ = ["Against", "Outline", "OutlineBook", "Period", "cells_of", "write_outlines"]
