"""V, continued: the words that go with the numbers: reasons, comments, evidence, the overall comment."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from addin.scoring.grading import best_first
from addin.scoring.parameters import told
from addin.texts import say
from sync.checks.context import Context, FormReading, LineReading, once
from sync.checks.forms import REVIEWED
from sync.checks.registry import BOTH, check
from sync.checks.saying import at_line, at_person, heading
from sync.checks.values import sent_lines
from sync.findings import Problem
from sync.reading.cells import ERROR, Cell
from sync.reading.numbers import shown
from sync.reading.tables import ReadRow
from templates.books.department.demands import extreme, long_enough, low_grades, remarkable, top_grades

ALIKE = 3
"""The same overall comment for more people than this is noted."""


BESIDE_A_LINE = ("evidence", "comment")
OF_A_PERSON = ("strengths", "to_improve", "overall_comment")

UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Signs of letters, and of Braille, that show nothing."""


def words(row: ReadRow | None, column: str) -> str:
    """Return a row's text, "" where nothing of it can be seen: blanks, controls, invisible signs."""
    text = row.text(column) if row else ""
    seen = (sign for sign in text if category(sign) not in UNSEEN and sign not in FILLERS)
    return text if any(seen) else ""


def _error(row: ReadRow | None, column: str) -> Cell | None:
    """Return the cell of a text that holds an error value instead, None where it does not."""
    cell = row.cell(column) if row else None
    return cell if cell is not None and cell.kind == ERROR else None


def _blank(context: Context, form: FormReading, line: LineReading, column: str) -> bool:
    """Tell whether a line's text is blank; a column that is gone is named elsewhere."""
    reading = context.submission.tables[form.table]
    return line.row is not None and column in reading.columns and not words(line.row, column)


@check("V006")
def no_reason(context: Context) -> Iterator[Problem]:
    """Find lines that are not applicable and give no reason; an error value, named by V018, is none."""
    for form, line, _ in sent_lines(context):
        unsaid = _blank(context, form, line, "comment") or _error(line.row, "comment")
        if not line.entry.applicable and unsaid:
            yield at_line(
                context, form, line, "comment", expected=say("checks.expects.reason", context.language)
            )


@once
def to_be_explained(context: Context) -> Iterator[tuple[FormReading, LineReading, str]]:
    """Yield the lines that need a comment, and why: an end of the scale, a low score, one at its cap."""
    settings, language = context.scheme.settings, context.language
    for form, line, score in sent_lines(context):
        rating = line.entry.manager_rating
        if rating is not None and extreme(line.line, rating):
            yield form, line, say("checks.V007.reasons.rating", language, value=told(rating))
        elif rating is not None and _reviewed_otherwise(line, rating):
            yield form, line, say("checks.V007.reasons.reviewed", language, value=told(rating))
        elif score.score is not None and remarkable(line.line, score.score, settings):
            low = score.score < settings.comment_below
            reason = say(f"checks.V007.reasons.{'low' if low else 'cap'}", language)
            yield form, line, reason.format(value=told(score.score, decimals=settings.decimals))


def _reviewed_otherwise(line: LineReading, rating: float) -> bool:
    """Tell whether whoever reviews set another rating than the manager."""
    cell = line.row.cell("manager_rating") if line.row else None
    return line.input == REVIEWED and (cell is None or cell.value != rating)


@check("V007")
def no_comment(context: Context) -> Iterator[Problem]:
    """Find lines without a comment whose rating is the lowest or highest, or whose score stands out."""
    expected = say("checks.expects.comment", context.language)
    for form, line, reason in to_be_explained(context):
        if _blank(context, form, line, "comment"):
            yield at_line(context, form, line, "comment", found=reason, expected=expected, reason=reason)


@check("V008")
def no_evidence(context: Context) -> Iterator[Problem]:
    """Find the lowest and highest ratings that name no evidence."""
    for form, line, _ in sent_lines(context):
        rating = line.entry.manager_rating
        if rating is not None and extreme(line.line, rating) and _blank(context, form, line, "evidence"):
            expected, value = say("checks.expects.evidence", context.language), told(rating)
            found = say("checks.V007.reasons.rating", context.language, value=value)
            yield at_line(context, form, line, "evidence", found=found, expected=expected, value=value)


@check("V009")
def no_overall_comment(context: Context) -> Iterator[Problem]:
    """Find complete forms whose overall comment is empty or short, or whose grade asks for more words."""
    for form in context.forms if "summary" in context.submission.tables else ():
        if form.table == "unit" or context.scores[form.employee].total is None:
            continue
        for column in _wanted_words(context, form):
            text = words(form.summary, column)
            state = say(f"checks.V009.states.{'short' if text else 'empty'}", context.language)
            yield at_person(
                context,
                form,
                column,
                found=text or None,
                expected=_expected_words(context, column),
                wanted=say(f"checks.wanted.{column}", context.language),
                ask=say(f"checks.V009.asks.{column}", context.language),
                state=state.format(n=len(text)),
            )


def _wanted_words(context: Context, form: FormReading) -> Iterator[str]:
    """Yield the columns of the Summary sheet that still want words from the manager."""
    grade, settings = context.scores[form.employee].grade, context.scheme.settings
    grades = best_first(context.scheme.grades)
    asked = {"overall_comment": True}
    asked["strengths"] = grade in top_grades(grades)
    asked["to_improve"] = grade in low_grades(grades)
    for column, needed in asked.items():
        text = words(form.summary, column)
        if _error(form.summary, column):
            continue
        enough = long_enough(text, settings) if column == "overall_comment" else bool(text)
        if needed and not enough and column in context.submission.tables["summary"].columns:
            yield column


def _expected_words(context: Context, column: str) -> str:
    if column != "overall_comment":
        return say("checks.expects.comment", context.language)
    settings = context.scheme.settings
    return say(
        "checks.expects.overall",
        context.language,
        letters=settings.overall_comment_letters,
        characters=settings.overall_comment_characters,
    )


@check("V013")
def same_words(context: Context) -> Iterator[Problem]:
    """Find overall comments that stand for more than three people in the same words."""
    people: dict[str, list[FormReading]] = {}
    for form in context.forms:
        text = " ".join(words(form.summary, "overall_comment").split())
        if text and not _error(form.summary, "overall_comment"):
            people.setdefault(text, []).append(form)
    for text, forms in people.items():
        if len(forms) > ALIKE:
            names = say("checks.grouped.between", context.language).join(form.name for form in forms)
            yield at_person(context, forms[0], "overall_comment", found=text, n=len(forms), names=names)


@check("V018", editions=BOTH)
def error_for_words(context: Context) -> Iterator[Problem]:
    """Find error values where words belong: they are neither a blank nor what somebody meant to say."""
    for form in context.forms:
        for line in form.lines:
            for column in BESIDE_A_LINE:
                if cell := _error(line.row, column):
                    title = heading(form.table, column, context.language)
                    yield at_line(context, form, line, column, found=shown(cell), heading=title)
        for column in OF_A_PERSON:
            if cell := _error(form.summary, column):
                title = heading("summary", column, context.language)
                yield at_person(context, form, column, found=shown(cell), heading=title)
