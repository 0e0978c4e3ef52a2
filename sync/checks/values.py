"""V: what was typed. A blank is not a zero, an error is not a blank; what is odd is named, never guessed."""

from __future__ import annotations

from collections.abc import Container, Iterator

from addin.scoring.combine import REFUSED
from addin.scoring.form import LineScore, Score
from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.registry import Trouble, target_trouble
from addin.scoring.scheme import Line
from addin.scoring.troubles import what
from addin.texts import say
from sync.checks.context import Context, FormReading, LineReading, once
from sync.checks.forms import beyond_cells, fixed, understood
from sync.checks.registry import EVERY, SCORED, check
from sync.checks.saying import ask, at_line, at_person, expects, kind, wanted
from sync.findings import Problem
from sync.reading.cells import DATE, NUMBER, PERCENT, PERCENT_SIGN, TEXT, Cell
from sync.reading.number_formats import hides
from sync.reading.numbers import NOT_APPLICABLE, Odd, folded, shown, typed_number
from templates.books.department.demands import half_steps, scale
from templates.books.department.goals import usable

UNUSABLE = ("error_value", "not_a_number", "not_yes_no", "not_calculated")

LONGEST_TOLD = 25
"""Numbers of more digits are told by their exponent."""

NEVER_BELOW_ZERO = ("ratio", "reverse", "tiers", "milestone", "add", "okr")
"""Methods whose results are amounts, counts or shares as a rule."""


@once
def sent_lines(context: Context) -> Iterator[tuple[FormReading, LineReading, LineScore]]:
    """Yield the lines whose row and input column are there, with our score."""
    for form in context.forms:
        reading = context.submission.tables.get(form.table)
        for line, score in zip(form.lines, context.scores[form.employee].lines, strict=True):
            if line.row is not None and reading and line.input in reading.columns:
                yield form, line, score


@once
def _odd_lines(context: Context) -> Iterator[tuple[FormReading, LineReading, Odd]]:
    for form, line, _ in sent_lines(context):
        odd = line.odd.get(line.input)
        if odd is not None:
            yield form, line, odd


def _odd(context: Context, *codes: str) -> Iterator[tuple[FormReading, LineReading]]:
    return ((form, line) for form, line, odd in _odd_lines(context) if odd.code in codes)


def _empty(context: Context, blocks: bool) -> Iterator[Problem]:
    for form, line in _odd(context, "missing"):
        total = context.scores[form.employee].total
        held_up = line.line.missing == "block" or line.input == "target"
        if held_up if blocks else not held_up and total is not None:
            yield at_line(
                context,
                form,
                line,
                line.input,
                expected=expects(line, context.language),
                wanted=wanted(context, line),
                ask=ask(context, line),
                counts="" if blocks else _counts(line.line, context.language),
            )


@check("V001", editions=EVERY)
def missing(context: Context) -> Iterator[Problem]:
    """Find lines whose value is still empty and that hold up the total."""
    yield from _empty(context, blocks=True)


@check("V012")
def left_empty(context: Context) -> Iterator[Problem]:
    """Find empty lines that the scheme lets stay empty, once the form is complete otherwise."""
    yield from _empty(context, blocks=False)


@check("V002", editions=EVERY)
def not_a_number(context: Context) -> Iterator[Problem]:
    """Find error values, text and words that cannot be taken as the value a line needs."""
    for form, line in _odd(context, *UNUSABLE):
        column = line.input
        odd, cell = line.odd[column], line.row.cell(column) if line.row else None
        formula = say("checks.V002.founds.formula", context.language)
        yield at_line(
            context,
            form,
            line,
            column,
            found=formula if odd.code == "not_calculated" else odd.found,
            expected=_wanted_there(context, line, cell),
            wanted=wanted(context, line),
            ask=_first_the_format(context, cell, (DATE,)) + ask(context, line),
        )


def _wanted_there(context: Context, line: LineReading, cell: Cell | None) -> str:
    """Say what a cell should hold: something of the line's kind, or a number that a cell can hold at all."""
    if cell is not None and isinstance(cell.value, float) and beyond_cells(cell.value):
        return say("checks.expects.in_a_cell", context.language)
    return expects(line, context.language)


@check("V003", editions=EVERY)
def out_of_range(context: Context) -> Iterator[Problem]:
    """Find ratings off their scale or steps, and values that the method cannot score."""
    for form, line, score in sent_lines(context):
        value = _value(line)
        if value is None or not _out_of_range(line, score, value):
            continue
        yield at_line(
            context,
            form,
            line,
            line.input,
            found=_clearly(value, line.indicator.percent and not line.line.judged),
            expected=_bounds(line, context.language),
            wanted=wanted(context, line),
            ask=ask(context, line),
        )


@check("V014", editions=SCORED)
def below_zero(context: Context) -> Iterator[Problem]:
    """Find results below zero where the target lies above it: amounts, counts and rates seldom are."""
    for form, line, score in sent_lines(context):
        value = line.entry.actual
        if value is None or value >= 0 or line.line.method not in NEVER_BELOW_ZERO or score.problem:
            continue
        yield at_line(context, form, line, "actual", found=_clearly(value, line.indicator.percent))


def _value(line: LineReading) -> float | None:
    """Return the number that counts in a line: a target, a rating, an actual."""
    if line.input == "target":
        return line.target
    return line.entry.manager_rating if line.line.judged else line.entry.actual


def _out_of_range(line: LineReading, score: LineScore, value: float) -> bool:
    """Tell whether a number cannot be what a line takes."""
    if line.input == "target":
        return not usable(line.line, value)
    return score.problem == REFUSED or off_step(line, value)


def _clearly(value: float, percent: bool) -> str:
    """Tell a number so that -1E-12 does not look like 0, nor 1E+300 fill the page."""
    plain = told(value, percent)
    return plain if (plain.rstrip("%") != "0" or not value) and len(plain) < LONGEST_TOLD else f"{value:.4G}"


def off_step(line: LineReading, value: float) -> bool:
    """Tell whether a rating lies between the steps of its scale."""
    step = 0.5 if line.line.judged and half_steps(line.line) else 1.0
    return line.line.judged and not (value / step).is_integer()


def _bounds(line: LineReading, language: str) -> str:
    """Say which values a line can hold."""
    if line.input == "target":
        return say(f"checks.expects.{'not_zero' if usable(line.line, -1.0) else 'above_zero'}", language)
    if line.line.judged:
        return expects(line, language)
    if line.line.method == "rating":
        return say("checks.expects.mean", language, scale=scale(line.line))
    if line.line.method == "milestone":
        whole = "100%" if line.indicator.percent else told(line.line.target or 100)
        return say("checks.expects.between", language, low="0", high=whole)
    return say("checks.expects.at_least", language, low="0")


@check("V004", editions=EVERY)
def percent_not_clear(context: Context) -> Iterator[Problem]:
    """Find values that may be meant as a percentage or as the number itself."""
    for form, line in _odd(context, "ambiguous_percent"):
        column, percent = line.input, line.indicator.percent and not line.line.judged
        cell = line.row.cell(column) if line.row else None
        raw = _raw(cell, percent)
        meant, literal = (raw / 100, raw) if percent else (raw * 100, raw)
        yield at_line(
            context,
            form,
            line,
            column,
            found=line.odd[column].found,
            expected=told(meant, percent),
            wanted=wanted(context, line),
            meant=told(meant, percent),
            literal=told(literal, percent),
            ask=_first_the_format(context, cell, () if percent else (PERCENT, PERCENT_SIGN))
            + say(f"checks.asks.{_asked(cell, percent)}", context.language, meant=told(meant, percent)),
        )


def _raw(cell: Cell | None, percent: bool) -> float:
    """Return the number in a cell as the program holds it: 85% is 0.85, also where it is text."""
    assert cell is not None
    if isinstance(cell.value, float):
        return cell.value / 100 if cell.format == PERCENT_SIGN and not percent else cell.value
    text = folded(str(cell.value)).removeprefix("'")
    found = typed_number(text.removesuffix("%").rstrip()) or 0.0
    return found / 100 if text.endswith("%") else found


def _first_the_format(context: Context, cell: Cell | None, odd: Container[str]) -> str:
    """Ask for the format General where the cell's own would make the same of whatever is typed."""
    if cell is None or cell.format not in odd:
        return ""
    return say("checks.asks.general_first", context.language)


def _asked(cell: Cell | None, percent: bool) -> str:
    """Return what to type: a percentage, and in which format where the cell's own hides what is stored."""
    if not percent:
        return "no_sign"
    return "percent_format" if cell and cell.format == PERCENT_SIGN else "percent_sign"


@check("V005")
def not_computable(context: Context) -> Iterator[Problem]:
    """Find lines whose rule does not work, and complete forms whose values hold too little of the weight."""
    for form, line, score in sent_lines(context):
        if score.blocks and score.problem is not None and score.problem != REFUSED:
            target = line.line.target
            found = None if target is None else told(target, line.indicator.percent)
            yield at_line(context, form, line, "target", found=found, reason=_rule_reason(context, line))
    for form in context.forms:
        score_of = context.scores[form.employee]
        if score_of.total is None and not any(line.blocks for line in score_of.lines):
            share = _counted_share(score_of)
            minimum = context.scheme.settings.minimum_share
            reason = say("checks.V005.reasons.share", context.language)
            reason = reason.format(share=told(share, True, 3), minimum=told(minimum, True))
            yield at_person(context, form, "score", found=told(share, True, 3), reason=reason)


def _rule_reason(context: Context, line: LineReading) -> str:
    return say("checks.V005.reasons.rule", context.language, indicator=line.indicator.name)


def _counted_share(score: Score) -> float:
    """Return the share of the weight whose lines count."""
    whole = sum(line.line.weight for line in score.lines)
    return sum(line.line.weight for line in score.lines if line.counts) / whole if whole else 0.0


@check("V015")
def left_out(context: Context) -> Iterator[Problem]:
    """Find lines left out of the score because their target is missing, zero or negative."""
    troubles: dict[int, Trouble | None] = {}
    for form in context.forms:
        for line in form.lines:
            rule = line.line
            if id(rule) not in troubles:
                troubles[id(rule)] = target_trouble(METHODS[rule.method], rule.parameters, rule.target)
            trouble = troubles[id(rule)]
            if trouble is None or rule.missing == "block" or not line.entry.applicable:
                continue
            yield at_line(
                context,
                form,
                line,
                "target",
                found=told(rule.target, line.indicator.percent) or None,
                what=what(trouble.code, rule, line.indicator.percent, context.language),
                counts=_counts(rule, context.language),
            )


def _counts(line: Line, language: str) -> str:
    """Say how a line without a score counts: not at all, or by the neutral score."""
    return say(f"checks.counts.{line.missing}", language)


@check("V016", editions=SCORED)
def unknown_to_formulas(context: Context) -> Iterator[Problem]:
    """Find words that are understood here and not by the formulas: another spelling, another language."""
    for form, line, _ in sent_lines(context):
        column = line.input
        cell = line.row.cell(column) if line.row else None
        if cell is None or cell.kind == NUMBER or fixed(line.issued, column):
            continue
        word = _word(context, line)
        if word and str(cell.value).lower() != word.lower():
            yield at_line(
                context, form, line, column, found=shown(cell, context.submission.date1904), expected=word
            )


@check("V017", editions=EVERY)
def shown_otherwise(context: Context) -> Iterator[Problem]:
    """Find numbers whose cell shows another number, or nothing, because of its number format."""
    for form, line, _ in sent_lines(context):
        column = line.input
        cell = line.row.cell(column) if line.row else None
        if cell is None or not cell.format or not isinstance(cell.value, float):
            continue
        if hides(cell.format, cell.value) and not fixed(line.issued, column):
            percent = line.indicator.percent and not line.line.judged
            yield at_line(context, form, line, column, found=told(cell.value, percent))


def _word(context: Context, line: LineReading) -> str | None:
    """Return the word of this workbook's language for what was typed in a line, which is no number."""
    value = understood(line.row, line.input, line.line, line.indicator)
    stamp = context.issued.stamp
    language = stamp.language if stamp else context.language
    if value == NOT_APPLICABLE:
        return say("choices.not_applicable", language)
    if kind(line) != "yes_no" or isinstance(value, Odd):
        return None
    return say(f"choices.flag.{'yes' if value else 'no'}", language)


@check("V010")
def not_needed(context: Context) -> Iterator[Problem]:
    """Find an actual typed in a judged line, or a rating in a measured one."""
    for form, line, _ in sent_lines(context):
        other = "actual" if line.line.judged else "manager_rating"
        cell = line.row.cell(other) if line.row else None
        if cell is not None and cell.value is not None and not fixed(line.issued, other):
            yield at_line(context, form, line, other, found=shown(cell, context.submission.date1904))


@check("V011", editions=EVERY)
def text_understood(context: Context) -> Iterator[Problem]:
    """Find numbers typed as text that were understood all the same."""
    for form, line, _ in sent_lines(context):
        column = line.input
        cell = line.row.cell(column) if line.row else None
        if cell is None or cell.kind != TEXT or kind(line) == "yes_no":
            continue
        value = understood(line.row, column, line.line, line.indicator)
        if not isinstance(value, float):
            continue
        percent = line.indicator.percent and column in ("actual", "target")
        yield at_line(
            context,
            form,
            line,
            column,
            found=shown(cell, context.submission.date1904),
            expected=told(value, percent),
        )
