"""A manager's talks: a sheet to note what was agreed, and a page to talk by for each person."""

from templates.books.interview.content import Against, Outline, OutlineBook, Period
from templates.books.interview.filling import LIVE, fill_outlines
from templates.books.interview.write import write_outlines

__all__ = ["LIVE", "Against", "Outline", "OutlineBook", "Period", "fill_outlines", "write_outlines"]
