"""The scheme workbook: what it holds, the starter, and how it is written."""

from templates.books.scheme.book import write_scheme
from templates.books.scheme.content import Change, SchemeContent
from templates.books.scheme.starter import starter

__all__ = ["Change", "SchemeContent", "starter", "write_scheme"]
