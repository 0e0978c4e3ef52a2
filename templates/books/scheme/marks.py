"""What the sheets show while they are typed: rules that look at their own row, so that sorting is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from addin.scoring.expression import literal
from addin.scoring.methods import METHODS
from addin.scoring.nesting import sums, within
from addin.scoring.scheme import Line, Scheme
from templates.books.scheme.counting import REPEATING, lead
from templates.books.scheme.layout import FIRST_ROW, letter, own, span
from templates.books.scheme.sheets import Drawing
from templates.lists import word
from templates.styles import FIXED, RULE, RULES, TYPED, Style
from templates.tables.scheme import PARAMETERS, TOLERANCE

AHEAD = 4
"""Rows below the last one that already look like rows of the table."""


def mark(drawing: Drawing) -> None:
    """Lay the rules of a table over its prepared rows; the first that holds wins where they contradict."""
    for lay in _RULES.get(drawing.table.key, ()):
        lay(drawing)
    _duplicates(drawing)
    _needed(drawing)
    _next_rows(drawing)


def over(drawing: Drawing, columns: Iterable[str], formula: str, rule: str | Style) -> None:
    """Lay one rule over whole columns; its look is named in templates.styles, or given."""
    for column in columns:
        place = drawing.number(column)
        drawing.sheet.condition(FIRST_ROW, place, drawing.last, place, formula, rule)


def _duplicates(drawing: Drawing) -> None:
    """Mark keys that stand there twice."""
    if drawing.table.key in REPEATING:
        return
    table = drawing.table
    pairs = ",".join(f'{_column(drawing, key)},{own(table.key, key)}&""' for key in table.keys)
    first = own(drawing.table.key, lead(drawing.table))
    over(drawing, drawing.table.keys, f'=AND({first}<>"",COUNTIFS({pairs})>1)', "error")


def _column(drawing: Drawing, column: str) -> str:
    """Return the prepared cells of a column on the same sheet."""
    return span(drawing.table.key, column, drawing.language, len(drawing.rows), sheet=False)


def _needed(drawing: Drawing) -> None:
    """Mark what a row cannot do without."""
    first = own(drawing.table.key, lead(drawing.table))
    for column in drawing.table.columns:
        if column.required and column.key != lead(drawing.table):
            heading = f",{_heads(drawing)}=0" if column.key == "method" else ""
            formula = f'=AND({first}<>"",{own(drawing.table.key, column.key)}=""{heading})'
            over(drawing, [column.key], formula, "todo")


def _heads(drawing: Drawing) -> str:
    """Return how many rows of Templates are a part of the row's indicator, which then needs no method."""
    template, within = _column(drawing, "template"), _column(drawing, "within")
    own_template, indicator = own("templates", "template"), own("templates", "indicator")
    return f"COUNTIFS({template},{own_template},{within},{indicator})"


def _next_rows(drawing: Drawing) -> None:
    """Let the next free rows look ready for typing, and every used row like a row of the table."""
    key = letter(drawing.table.key, lead(drawing.table))
    row, above = FIRST_ROW + 1, f"COUNTA(${key}{FIRST_ROW + 1 - AHEAD}:${key}{FIRST_ROW})>0"
    used = f"COUNTA($A{row}:$C{row})"
    last = len(drawing.table.columns) - 1
    for formula, colour in ((f"=AND({used}=0,{above})", TYPED), (f"={used}>0", FIXED)):
        look = {"border": 1, "border_color": RULE, "bg_color": colour}
        drawing.sheet.condition(FIRST_ROW, 0, drawing.last, last, formula, look)


def _weights(drawing: Drawing) -> None:
    """Mark the weights of templates that do not add up to 100."""
    template, weight, within = (_column(drawing, key) for key in ("template", "weight", "within"))
    name, group = own("templates", "template"), own("templates", "within")
    inside = f"SUMIFS({weight},{template},{name},{within},{group})"
    total = f'IF({group}="",{whole_weight(name, template, weight, within)},{inside})'
    formula = f'=AND({name}<>"",ABS({total}-100)>{TOLERANCE})'
    over(drawing, ["template", "weight"], formula, "error")


def whole_weight(name: str, template: str, weight: str, within: str) -> str:
    """Return what the weights of a template add up to, as an expression: those of no part of a group."""
    return f'(SUMIF({template},{name},{weight})-SUMIFS({weight},{template},{name},{within},"?*"))'


def wrong_lines(template: str, weight: str, within: str) -> str:
    """Return how many rows, as an expression, are in a template or group that does not add up to 100."""
    whole = whole_weight(template, template, weight, within)
    inside = f"SUMIFS({weight},{template},{template},{within},{within})"
    tests = ((f'{within}=""', whole), (f'{within}<>""', inside))
    counted = (f'({template}<>"")*({test})*(ABS({total}-100)>{TOLERANCE})' for test, total in tests)
    return f"SUMPRODUCT({'+'.join(counted)})"


def unbalanced(scheme: Scheme) -> int:
    """Return how many rows are in a template or group whose weights do not add up to 100."""
    return sum(_unbalanced(lines) for lines in scheme.templates.values())


def _unbalanced(lines: Sequence[Line]) -> int:
    wrong = {heading for heading, total in sums(lines).items() if abs(total - 100) > TOLERANCE}
    return sum(heading in wrong for heading in within(lines).values())


def _parameters(drawing: Drawing) -> None:
    """Grey the parameters that the row's method does not take; mark those it cannot do without."""
    method = own("templates", "method")
    for column in PARAMETERS:
        taking = [key for key, found in METHODS.items() if any(p.key == column.key for p in found.parameters)]
        needing = [
            key
            for key, found in METHODS.items()
            if any(p.key == column.key and p.required for p in found.parameters)
        ]
        grey = f'{method}<>"",NOT({_one_of(method, taking, drawing.language)})'
        over(drawing, [column.key], f"=AND({grey},{_begins()})", {**RULES["grey"], **RULES["first"]})
        over(drawing, [column.key], f"=AND({grey})", "grey")
        if needing:
            blank = f'{own("templates", column.key)}=""'
            over(drawing, [column.key], f"=AND({_one_of(method, needing, drawing.language)},{blank})", "todo")


def _one_of(reference: str, methods: Iterable[str], language: str) -> str:
    """Return the test whether a cell names one of several methods; a rule may not hold an array constant."""
    tests = (f"{reference}={literal(word('method', key, language))}" for key in methods)
    return f"OR({','.join(tests)})"


def _units(drawing: Drawing) -> None:
    """Name the numbers and units of the indicators, for the rules of every sheet."""
    for name, column in (("indicator_numbers", "indicator"), ("indicator_units", "unit")):
        cells = span("indicators", column, drawing.language, len(drawing.content.scheme.indicators))
        drawing.book.define(name, f"={cells}")


def _percent(drawing: Drawing) -> None:
    """Show values in percent where the unit of the row's indicator begins with %: 95%, or 2.5%.

    Other sheets are reached by defined names: not every Excel takes them in a rule otherwise.
    """
    table = drawing.table.key
    unit = f"INDEX(indicator_units,MATCH({own(table, 'indicator')},indicator_numbers,0))"
    for declared in drawing.table.columns:
        if declared.kind == "value":
            cell = own(table, declared.key)
            whole = f'AND(LEFT({unit},1)="%",ROUND({cell}*100,6)=ROUND({cell}*100,0))'
            over(drawing, [declared.key], f"={whole}", {"num_format": "0%"})
            over(drawing, [declared.key], f'=LEFT({unit},1)="%"', "percent")


def _begins() -> str:
    """Return the test whether a row is the first of its template."""
    this, above = own("templates", "template"), own("templates", "template", FIRST_ROW - 1)
    return f'AND({this}<>"",{this}<>{above})'


def _groups(drawing: Drawing) -> None:
    """Draw a line where the next template begins."""
    over(drawing, [column.key for column in drawing.table.columns], f"={_begins()}", "first")


_RULES: Mapping[str, tuple[Callable[[Drawing], None], ...]] = {
    "templates": (_weights, _parameters, _units, _percent, _groups),
    "goals": (_percent,),
}
