"""Formulas wherever they stand: whole, short enough, of cells and names that are there, known everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

from sync.reading.formulas import TOKEN
from tests.validity.book import titles
from tests.validity.package import WORKBOOK, M, Package

LONGEST, DEEPEST, MOST_ARGUMENTS, LONGEST_TEXT = 8_192, 64, 255, 255

FUNCTIONS = """
ABS ADDRESS AND AVERAGE AVERAGEIF CEILING CHAR CHOOSE CODE COLUMN COLUMNS CONCATENATE COUNT COUNTA
COUNTBLANK COUNTIF COUNTIFS DATE DAY EXACT FALSE FIND FLOOR HYPERLINK IF IFERROR INDEX INT ISBLANK
ISERROR ISLOGICAL ISNA ISNUMBER ISTEXT LARGE LEFT LEN LOOKUP LOWER MATCH MAX MEDIAN MID MIN MOD MONTH N
NA NOT OR RANK REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SMALL SUBSTITUTE SUBTOTAL SUM
SUMIF SUMIFS SUMPRODUCT T TEXT TODAY TRIM TRUE TRUNC UPPER VALUE VLOOKUP WEEKDAY YEAR
"""
"""Functions that Excel 2010, LibreOffice, WPS and Google Sheets calculate alike."""
KNOWN = frozenset(FUNCTIONS.split())


def formulas(package: Package) -> Iterator[tuple[str, str]]:
    """Yield every formula there is with where it stands: cells, validations, conditional formats, names."""
    for part, sheet in package.sheets():
        for one in sheet.iter(f"{M}f", f"{M}formula", f"{M}formula1", f"{M}formula2"):
            parent = one.getparent()
            place = "" if parent is None else parent.get("r") or parent.get("sqref") or _over(parent)
            if one.text:
                yield f"{part}: {place}", one.text
    for one in package.trees[WORKBOOK].iter(f"{M}definedName") if WORKBOOK in package.trees else ():
        if not one.get("name", "").startswith("_xlnm."):
            yield f"{WORKBOOK}: {one.get('name')}", one.text or ""


def _over(rule: etree._Element) -> str:
    area = rule.getparent()
    return "" if area is None else area.get("sqref", "")


def written(package: Package) -> Iterator[str]:
    """Every formula can be read, and uses what is there and what every program knows."""
    for place, formula in formulas(package):
        for problem in reading(package, formula):
            yield f"{place} {problem}"


def reading(package: Package, formula: str) -> Iterator[str]:
    """Yield what is wrong with one formula of a workbook."""
    yield from _of_itself(formula)
    known = {title.casefold() for title in titles(package)}
    names = {one.get("name", "").casefold() for one in package.trees[WORKBOOK].iter(f"{M}definedName")}
    for sheet, name in _uses(formula):
        if sheet and sheet.strip("'").replace("''", "'").casefold() not in known:
            yield f"sheet {sheet} is not there: {formula[:60]}"
        if name and name.casefold() not in names | {"true", "false"}:
            yield f"name {name} is not there: {formula[:60]}"


@lru_cache(maxsize=8192)
def _uses(formula: str) -> tuple[tuple[str, str], ...]:
    found = [((match["sheet"] or "").rstrip("!"), match["name"] or "") for match in TOKEN.finditer(formula)]
    return tuple(one for one in found if any(one))


@lru_cache(maxsize=8192)
def _of_itself(formula: str) -> tuple[str, ...]:
    shown = formula[:60]
    if len(formula) > LONGEST or formula.startswith("="):
        return (f"is too long or begins with =: {shown}",)
    try:
        tokens = Tokenizer("=" + formula).items
        built = _built(tokens)
    except (TokenizerError, IndexError, ValueError) as error:
        return (f"cannot be read ({error}): {shown}",)
    return tuple(f"{problem}: {shown}" for problem in (*built, *_single(tokens)))


def _single(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        called = token.value[:-1].rpartition(":")[2]  # A5:INDEX( is read as one
        if token.type == Token.FUNC and token.subtype == Token.OPEN and called.upper() not in KNOWN:
            yield f"function {called} is not known everywhere"
        if token.type == Token.OPERAND and token.subtype == Token.ERROR:
            yield f"holds {token.value}"
        if token.subtype == Token.TEXT and len(token.value) - 2 > LONGEST_TEXT:
            yield f"holds a text of more than {LONGEST_TEXT} signs"


def _built(tokens: list[Token]) -> Iterator[str]:
    """Yield where operands and signs do not alternate, brackets do not close, or calls nest too deep."""
    return iter(_Walk().over([token for token in tokens if token.type != Token.WSPACE]))


class _Walk:
    """A walk over the tokens of a formula: whether a value is awaited, and the calls that are open."""

    def __init__(self) -> None:
        self.open: list[int] = []
        self.awaiting = True
        self.deepest = self.most = 0

    def over(self, tokens: list[Token]) -> list[str]:
        """Take all tokens; return what is wrong. Raises ValueError at the first that does not fit."""
        for at, token in enumerate(tokens):
            closes = at + 1 < len(tokens) and tokens[at + 1].subtype == Token.CLOSE
            self.take(token, closes)
        if self.open or self.awaiting:
            raise ValueError("it does not end")
        found = [f"calls nest {self.deepest} deep"] if self.deepest > DEEPEST else []
        return found + ([f"a call with {self.most} arguments"] if self.most > MOST_ARGUMENTS else [])

    def take(self, token: Token, closes: bool) -> None:
        """Take one token: what opens and what is a value must be awaited, what closes or joins must not."""
        opens = token.subtype == Token.OPEN
        if token.type == Token.OPERAND and token.value.startswith(":"):
            self._want(not self.awaiting, token)  # the second half of INDEX(…):B9
        elif opens or token.type in (Token.OPERAND, Token.OP_PRE):
            self._want(self.awaiting, token)
        elif token.type in (Token.OP_IN, Token.OP_POST):
            self._want(not self.awaiting, token)
        if opens:
            self.open.append(1)
            self.deepest = max(self.deepest, len(self.open))
            self.awaiting = not (closes and token.type == Token.FUNC)
        elif token.subtype == Token.CLOSE:
            self._want(not self.awaiting or self.open[-1] > 1, token)
            self.most = max(self.most, self.open.pop())
            self.awaiting = False
        elif token.type == Token.SEP:
            self._want(bool(self.open), token)
            self.open[-1] += 1
            self.awaiting = True
        else:
            self.awaiting = token.type in (Token.OP_IN, Token.OP_PRE)

    @staticmethod
    def _want(fits: bool, token: Token) -> None:
        if not fits:
            raise ValueError(f"{token.value} does not fit")


RULES = (written,)
