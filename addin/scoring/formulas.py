"""The native formula of a row's Score cell: the workbook computes alone, without us."""

from __future__ import annotations

from addin.scoring.expression import INVALID, literal
from addin.scoring.methods import METHODS
from addin.scoring.registry import Cells, Row, filled, rule_trouble, uses_target
from addin.scoring.scheme import Line, Settings
from addin.texts import say

LEFT_OUT = "–"
"""What a Score cell shows where the indicator is not applicable."""


def line_formula(line: Line, cells: Cells, settings: Settings, language: str) -> str:
    """Return the formula of a row's Score cell, the twin of `score_lines`, from Excel 2010 on.

    It shows nothing while the value is blank, a dash where it is not applicable, `?` where value or target
    cannot give a score, the error where there is one, otherwise the score, unrounded. The value is the actual
    or, on a judged line, the manager's rating.

    cells: references of the row; a parameter without a cell goes into the formula as a constant.
    language: of the words "not applicable", "yes" and "no" as they are typed in this workbook.
    """
    value: str = getattr(cells, line.input)
    away = literal(say("choices.not_applicable", language))
    points = _points(line, value, cells, settings, language)
    return f'=IF({value}="","",IF({value}={away},{literal(LEFT_OUT)},{points}))'


def _points(line: Line, value: str, cells: Cells, settings: Settings, language: str) -> str:
    """Return the score of a value that is neither blank nor "not applicable"."""
    method = METHODS[line.method]
    if rule_trouble(method, line.parameters, line.target):
        return literal(INVALID)
    parameters = filled(method, line.parameters)
    refs = {
        p.key: _reference(p.key, line, cells, parameters[p.key])
        for p in method.parameters
        if p.key in parameters
    }
    points = method.formula(Row(value, cells.target, literal(settings.full_score), refs, parameters))
    guarded = _guarded(value, cells.target if uses_target(method, line.parameters) else None, points)
    return _worded(value, guarded, settings, language) if method.value == "yes_no" else guarded


def _reference(key: str, line: Line, cells: Cells, value: object) -> str:
    """Return where a parameter stands: in its cell if it was typed and has one, otherwise in the formula."""
    if line.parameters.get(key) is not None and key in cells.parameters:
        return cells.parameters[key]
    return literal(value) if isinstance(value, int | float) else ""


def _guarded(value: str, target: str | None, points: str) -> str:
    """Let only numbers come to the arithmetic: text gives `?`, an error in the target propagates.

    LibreOffice takes TRUE and FALSE for the numbers 1 and 0, Excel does not; hence ISLOGICAL.
    """
    invalid = literal(INVALID)
    if target is None:
        return f"IF(ISNUMBER({value})-ISLOGICAL({value})=1,{points},{invalid})"
    count = f"COUNT({value},{target})-ISLOGICAL({value})-ISLOGICAL({target})"
    return f"IF({count}=2,{points},IF(ISERROR({target}),{target},{invalid}))"


def _worded(value: str, points: str, settings: Settings, language: str) -> str:
    """Accept the words for yes and no beside 1 and 0."""
    yes, no = (literal(say(f"choices.flag.{word}", language)) for word in ("yes", "no"))
    return f"IF({value}={yes},{literal(settings.full_score)},IF({value}={no},0,{points}))"
