"""A Word document in two languages, written from top to bottom: headings, paragraphs, lists, tables.

paper = Paper("en", company="Sample Company")
paper.heading("purpose.heading")                       # 1  Purpose and scope  目的与适用范围
paper.text("purpose.aim")                              # one paragraph in each language
paper.table((6, 10), ("roles.role", "roles.does"), rows)
data = paper.save()                                    # the same content gives the same bytes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from addin.texts import LANGUAGES, say
from templates.books.rules import marks, styles
from templates.patch.archive import fresh, inflate, members, write

if TYPE_CHECKING:
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

Cell = str | tuple[str, ...]
"""What a cell of a table holds: a text as HR typed it, or lines below each other, the first one leading."""

Told = object | Callable[[str], str]
"""What is filled into a text; a function gives it in each language."""

TOGETHER = 11
"""A table of so many rows stands on one page as a whole."""

NO_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
"""Signs that a cell can hold and a document cannot."""


def plain(text: str) -> str:
    """Return a text without what no document can hold."""
    return NO_TEXT.sub("", text)


class Paper:
    """A document being written; `first` is the language that leads."""

    def __init__(self, first: str, author: str = "Meritbook") -> None:
        from docx import Document

        self.languages = (first, *(one for one in LANGUAGES if one != first))
        self.document = Document()
        self.author = author
        self._numbers = [0, 0]
        self._headings: list[tuple[int, str, str]] = []
        styles.declare(self.document, first)

    def both(self, key: str, **values: Told) -> tuple[str, ...]:
        """Return a text of texts/<language>/rules.toml in every language, the leading one first."""
        return tuple(
            say(
                f"rules.{key}",
                language,
                **{k: value(language) if callable(value) else value for k, value in values.items()},
            )
            for language in self.languages
        )

    def heading(self, key: str, level: int = 1, **values: Told) -> None:
        """Begin a numbered section."""
        self.titled(self.both(key, **values), level)

    def titled(self, texts: Sequence[str], level: int = 2) -> None:
        """Begin a numbered section under a title of its own."""
        self._numbers[level - 1] += 1
        self._numbers[level:] = [0] * (len(self._numbers) - level)
        number = ".".join(str(one) for one in self._numbers[:level])
        title = plain(f"{number}  {'  '.join(texts)}")
        mark = f"_Toc{len(self._headings) + 1:06}"
        self._headings.append((level, title, mark))
        marks.bookmark(self.document.add_paragraph(title, style=f"Heading {level}"), mark)

    def text(self, key: str, **values: Told) -> list[Paragraph]:
        """Write a paragraph in each language."""
        return self.said(self.both(key, **values))

    def said(self, texts: Sequence[str]) -> list[Paragraph]:
        """Write a paragraph in each language, the leading one first."""
        looks = zip(texts, (styles.BODY, styles.SECOND), strict=True)
        return [self.line(text, look) for text, look in looks]

    def lead(self, key: str, **values: Told) -> None:
        """Write a paragraph in each language that stays on the page of what follows."""
        for paragraph in self.text(key, **values):
            paragraph.paragraph_format.keep_with_next = True

    def bullet(self, key: str, **values: Told) -> None:
        """Write a point of a list, in both languages below each other."""
        self.lines(self.document.add_paragraph(style=styles.BULLET), self.both(key, **values))

    def line(self, text: str, style: str) -> Paragraph:
        """Write one paragraph in a style."""
        paragraph = self.document.add_paragraph(style=style)
        marks.chinese(paragraph.add_run(plain(text)))
        return paragraph

    def lines(self, paragraph: Paragraph, texts: Sequence[str]) -> None:
        """Write lines into one paragraph, the first one leading, the others calmer."""
        for place, text in enumerate(texts):
            run = paragraph.add_run()
            if place:
                run.add_break()
                run.style = self.document.styles[styles.SECOND_RUN]
            run.add_text(plain(text))
            marks.chinese(run)

    def table(
        self,
        widths: Sequence[float],
        headings: Sequence[str | tuple[str, ...]],
        rows: Iterable[Sequence[Cell]],
        centred: Iterable[int] = (),
    ) -> None:
        """Write a table; its first row is repeated on each page, no row is broken across two.

        widths: of the columns [cm]; headings: keys of texts, or texts; centred: columns of numbers.
        """
        listed = [[self.both(one) if isinstance(one, str) else one for one in headings], *rows]
        table = self.document.add_table(len(listed), len(widths), style=styles.TABLE)
        marks.fixed(table, widths)
        for place, (row, cells) in enumerate(zip(table.rows, listed, strict=True)):
            self._row(row, cells, place == 0, frozenset(centred))
        if len(listed) <= TOGETHER:
            marks.together(table)
        self.line("", styles.GAP)

    def _row(self, row: _Row, cells: Sequence[Cell], header: bool, centred: frozenset[int]) -> None:
        marks.whole(row, header)
        for place, (cell, content) in enumerate(zip(row.cells, cells, strict=True)):
            plain = styles.TABLE_NUMBER if place in centred else styles.TABLE_TEXT
            self._cell(cell, content, styles.TABLE_HEAD if header else plain)
            if header:
                marks.shaded(cell, styles.HEADER_FILL)

    def _cell(self, cell: _Cell, content: Cell, style: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles[style]
        if style == styles.TABLE_HEAD:
            paragraph.add_run("\n".join(content))
        else:
            self.lines(paragraph, (content,) if isinstance(content, str) else content)

    def contents(self, at: Paragraph) -> None:
        """Write the table of contents where a paragraph stands, with a link to every section."""
        marks.contents(at, self._headings)

    def save(self, title: str) -> bytes:
        """Return the bytes of the document."""
        stream = BytesIO()
        marks.properties(self.document, plain(title), self.author)
        self.document.save(stream)
        parts, _ = members(stream.getvalue())
        return write(fresh(name, inflate(member)) for name, member in parts.items())
