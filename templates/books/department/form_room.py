"""How much text the printed Form shows: a longer one ends with a word on where the whole of it stands.

The Form shows texts by formulas, and no program fits a row to what a formula gives: its rows are as high as
one page of paper allows. Formula and twin cut a text at the same sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.department.demands import chinese
from templates.tables import TABLES

WIDE = 1.4
"""So much more room than a letter a Chinese sign takes; signs that may not begin a line are allowed for."""


@dataclass(frozen=True, slots=True)
class Room:
    """The room for a text: signs on a line, lines, how high one is [points], which sheet holds it whole."""

    width: int
    lines: int
    leading: float
    sheet: str

    @property
    def height(self) -> float:
        """How high the row is [points]."""
        return self.lines * self.leading + 6

    @property
    def signs(self) -> int:
        """How many letters fit; a Chinese sign takes more, and a line that ends early counts whole."""
        return self.width * self.lines

    def shown(self, found: str, language: str) -> str:
        """Write the text that a reference finds, as far as there is room."""
        tail, part = self._tail(language), f"LEFT({found},{self.signs})"
        wide = f'SUMPRODUCT(--(MID({found},ROW($A$1:$A${self.signs}),1)>"z"))'
        breaks = f'(LEN({part})-LEN(SUBSTITUTE({part},CHAR(10),"")))'
        needed = f"(LEN({part})+{WIDE}*{wide}+{self.width}*{breaks})"
        kept = f"MAX(0,INT(LEN({part})*{self.signs}/{needed})-{len(tail)})"
        long = f"MAX(LEN({found}),{needed})>{self.signs}"
        return f'IF({long},LEFT({found},{kept})&{literal(tail)},{found}&"")'

    def cut(self, text: str, language: str) -> str:
        """Return what the formula shows of a text."""
        part, tail = text[: self.signs], self._tail(language)
        wide = 0 if part.isascii() else sum(map(chinese, part))
        needed = len(part) + WIDE * wide + self.width * part.count("\n")
        if max(len(text), needed) <= self.signs:
            return text
        return text[: max(0, int(len(part) * self.signs / needed) - len(tail))] + tail

    def _tail(self, language: str) -> str:
        return say("department.form.more", language, sheet=TABLES[self.sheet].title(language))


COMMENT = Room(38, 4, 13.5, "appraisal")
TEXTS = {
    "strengths": Room(98, 4, 16.5, "summary"),
    "to_improve": Room(98, 4, 16.5, "summary"),
    "overall_comment": Room(98, 7, 16.5, "summary"),
}
"""What fits on one page beside six lines and three signatures."""
