"""The native formulas around the scores: what counts, what is to do, the total, the grade, the Cover.

They work in Excel 2010, LibreOffice, Google Sheets and WPS. People are summed up by SUMIFS, which stays
quick for hundreds of them, and by a key that is no number: a criterion takes "00123" and "123", or long
numbers with the same first 15 digits, for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from addin.scoring.arithmetic import LOWEST
from addin.scoring.expression import INVALID, literal
from addin.scoring.formulas import LEFT_OUT
from addin.texts import phrase, say
from templates.books.department.demands import highest, low_grades, scale, top_grades
from templates.books.department.editions import people_table
from templates.books.department.layout import KEY_SIGN, own, title, whole
from templates.books.department.plan import DepartmentPlan, PlannedLine
from templates.lists import word
from templates.phrases import joined

CHARACTERS = "first_characters"
"""The name of a range whose row numbers run from 1 over the characters that decide on a comment's length."""

TODO = ("done", "actual", "rating", "yes_no", "wrong", "comment", "evidence", "both", "target", "type_target")
"""What the column `To do` may say, in every edition."""

ANY_TEXT = literal("??*")
"""Matches every text of two characters and more, so it finds what is to do and passes over ✓ and blanks."""


@cache
def todo_words(language: str, steps: int = 0) -> Mapping[str, str]:
    """Return what the column `To do` may say, by key, in one language."""
    words: Mapping[str, str] = {key: say(f"department.todo.{key}", language, scale=steps) for key in TODO}
    return words


def value_cell(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Return the cell a line is scored by: the rating where it is judged, otherwise the actual."""
    return rating_cell(plan, line, row) if line.line.judged else own(line.table, "actual", row)


def rating_cell(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Return the rating that counts: that of whoever reviews where there is one, otherwise the manager's."""
    rating, reviewed = own(line.table, "manager_rating", row), own(line.table, "reviewed_rating", row)
    if not is_reviewed(plan, line):
        return rating
    return f'IF({reviewed}<>"",{reviewed},IF({rating}="","",{rating}))'


def is_reviewed(plan: DepartmentPlan, line: PlannedLine) -> bool:
    """Tell whether the head of the department may set another rating in a line."""
    return plan.reviewed and line.line.judged and line.table == "appraisal"


def weighted(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Write weight times score; a line without one has the neutral score under the neutral policy."""
    score, weight = own(line.table, "score", row), own(line.table, "weight", row)
    otherwise = "0"
    if line.line.missing == "neutral":
        neutral = literal(plan.settings.neutral_score)
        otherwise = f"IF({_without(plan, line, row)},{weight}*{neutral},0)"
    return f"=IF(ISNUMBER({score}),{weight}*{score},IF(ISERROR({score}),{score},{otherwise}))"


def counted_weight(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Write the weight where the line counts, otherwise 0."""
    score, weight = own(line.table, "score", row), own(line.table, "weight", row)
    otherwise = f"IF({_without(plan, line, row)},{weight},0)" if line.line.missing == "neutral" else "0"
    return f"=IF(ISNUMBER({score}),{weight},{otherwise})"


def _without(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Write whether a line counts as missing: its value is blank, or only its target is in the way."""
    score = own(line.table, "score", row)
    blank = f'{score}=""'
    if line.target_trouble is None:
        return blank
    return f"OR({blank},AND({score}={literal(INVALID)},ISNUMBER({value_cell(plan, line, row)})))"


def blocking(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Write 1 where the line keeps the total open: an impossible value, or none at all under `block`."""
    score = own(line.table, "score", row)
    if line.line.missing in ("renormalise", "neutral"):
        counts = f"ISNUMBER({value_cell(plan, line, row)})" if line.target_trouble else "FALSE"
        wrong = "1" if counts == "FALSE" else f"IF({counts},0,1)"
        return f"=IF({score}={literal(INVALID)},{wrong},0)"
    return f"=IF(ISNUMBER({score}),0,IF({score}={literal(LEFT_OUT)},0,1))"


def todo(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Write what a row still needs: target, value, a better value, a comment, evidence, or nothing more."""
    score, value = own(line.table, "score", row), value_cell(plan, line, row)
    says = {
        key: literal(text)
        for key, text in todo_words(plan.language, scale(line.line) if line.line.judged else 0).items()
    }
    quiet = f"LEN(TRIM({own(line.table, 'comment', row)}))=0"
    away = f"{value}={literal(say('choices.not_applicable', plan.language))}"
    if line.target_trouble:
        rest = f"IF({away},IF({quiet},{says['comment']},{says['done']}),{says['target']})"
        return f"=IFERROR({rest},{says['target']})"
    reasons = [away, _remarkable(plan, line, score), *_other_rating(plan, line, row)]
    rest = f"IF(AND(OR({{reasons}}),{quiet}),{says['comment']},{says['done']})"
    if line.line.judged:
        extreme = f"{value}=1,{value}={scale(line.line)}"
        unproven = f"LEN(TRIM({own(line.table, 'evidence', row)}))=0"
        rest = rest.format(reasons=",".join([extreme, *reasons]))
        rest = f"IF(AND(OR({extreme}),{unproven}),IF({quiet},{says['both']},{says['evidence']}),{rest})"
    else:
        rest = rest.format(reasons=",".join(reasons))
    open_value = f'IF({value}="",{says[asked(line)]},IF({score}={literal(INVALID)},{says["wrong"]},{rest}))'
    return f"=IFERROR({open_value},{says['wrong']})"


def _other_rating(plan: DepartmentPlan, line: PlannedLine, row: int) -> list[str]:
    """Write whether whoever reviews set another rating than the manager; that needs a comment."""
    rating, reviewed = own(line.table, "manager_rating", row), own(line.table, "reviewed_rating", row)
    return [f'AND({reviewed}<>"",{reviewed}<>{rating})'] if is_reviewed(plan, line) else []


def asked(line: PlannedLine) -> str:
    """Return which value a line asks for: rating, yes_no or actual (the key of a word of `To do`)."""
    if line.line.judged:
        return "rating"
    return "yes_no" if line.line.method == "yes_no" else "actual"


def _remarkable(plan: DepartmentPlan, line: PlannedLine, score: str) -> str:
    """Write whether a score is low, or at its cap above the full score."""
    low = f"{score}<{literal(plan.settings.comment_below)}"
    top = highest(line.line, plan.settings)
    if top is None:
        return f"AND(ISNUMBER({score}),{low})"
    return f"AND(ISNUMBER({score}),OR({low},{score}>={literal(top)}))"


def mine(plan: DepartmentPlan, row: int, table: str = "summary") -> str:
    """Write the criterion of the rows of Appraisal that belong to this row's person: a column and a key."""
    return f"{whole(plan, 'appraisal', 'person_key')},{literal(KEY_SIGN)}&{own(table, 'employee', row)}"


def _sum_of(plan: DepartmentPlan, row: int, column: str) -> str:
    """Write the sum of a column of Appraisal over the rows of this row's person."""
    return f"SUMIFS({whole(plan, 'appraisal', column)},{mine(plan, row)})"


def line_count(plan: DepartmentPlan, row: int) -> str:
    """Write how many lines a person of the People sheet has."""
    return f"=COUNTIFS({mine(plan, row, 'members')})"


def open_points(plan: DepartmentPlan, row: int) -> str:
    """Write, on the People sheet, a person's open points as the Summary counts them."""
    found = f"MATCH({own('members', 'employee', row)},{whole(plan, 'summary', 'employee')},0)"
    return f"=INDEX({whole(plan, 'summary', 'open')},{found})"


def total(plan: DepartmentPlan, row: int) -> str:
    """Write the provisional score: Σw·s/Σw of the lines that count, held in its limits and rounded once.

    It stays empty as long as a line blocks, or where too little weight counts.
    """
    counts, weight, weighted, blocks = (
        _sum_of(plan, row, key) for key in ("counted_weight", "weight", "weighted", "blocking")
    )
    return _held(plan, blocks, counts, weight, weighted)


def _held(plan: DepartmentPlan, blocks: str, counts: str, weight: str, weighted: str) -> str:
    """Write a total from the sums of a form: lines that block, weight that counts, all weight, Σw·s."""
    settings = plan.settings
    share = f"ROUND({counts}/{weight},9)"
    held = f"MIN({literal(settings.total_cap)},MAX({literal(settings.total_floor)},{weighted}/{counts}))"
    enough = f'IF({share}<{literal(settings.minimum_share)},"",ROUND({held},{settings.decimals}))'
    return f'=IF({blocks}>0,"",IF({counts}<=0,"",{enough}))'


def unit_total(plan: DepartmentPlan) -> str:
    """Write the department's own provisional score, as `total` does for a person; all rows are its own."""
    counts, weight, weighted, blocks = (
        f"SUM({whole(plan, 'unit', key)})" for key in ("counted_weight", "weight", "weighted", "blocking")
    )
    return _held(plan, blocks, counts, weight, weighted)


def unit_open(plan: DepartmentPlan) -> str:
    """Write how many cells of the Department sheet are still to be filled."""
    return f"=SUMPRODUCT({_open_cells(plan, 'unit')})"


def _open_cells(plan: DepartmentPlan, table: str) -> str:
    """Write, for every row of a table, how many of its cells are still to be filled."""
    says, todos = todo_words(plan.language), whole(plan, table, "todo")
    return f"(({todos}<>{literal(says['done'])})+({todos}={literal(says['both'])}))"


def grade(plan: DepartmentPlan, row: int, table: str = "summary", column: str = "score") -> str:
    """Write the grade whose band the rounded total has reached; column: where the total stands."""
    score = own(table, column, row)
    ordered = plan.grades[::-1]
    lows = ",".join(literal(LOWEST if grade.low is None else grade.low) for grade in ordered)
    names = ",".join(literal(grade.id) for grade in ordered)
    return f'=IF({score}="","",LOOKUP({score},{{{lows}}},{{{names}}}))'


def short(plan: DepartmentPlan, row: int, sheet: str = "", characters: str = CHARACTERS) -> str:
    """Write whether the overall comment is too short, letters and Chinese characters each by their measure.

    Whatever a program sorts behind "z" is a Chinese character: no function that says so exists everywhere.
    characters: rows whose numbers count the characters; a conditional format knows no names in Google Sheets.
    """
    text = f"TRIM({sheet}{own('summary', 'overall_comment', row)})"
    letters, signs = plan.settings.overall_comment_letters, plan.settings.overall_comment_characters
    chinese = f'SUMPRODUCT(--(MID({text},ROW({characters}),1)>"z"))'
    return f"LEN({text})*{signs}+{chinese}*{letters - signs}<{letters * signs}"


def lacks(plan: DepartmentPlan, column: str, row: int, sheet: str = "") -> str:
    """Write whether strengths (or what to improve) are demanded by the grade and not there."""
    wanted = top_grades(plan.grades) if column == "strengths" else low_grades(plan.grades)
    mine = sheet + own("summary", "grade", row)
    graded = ",".join(f"{mine}={literal(grade)}" for grade in wanted)
    return f"AND(OR({graded or 'FALSE'}),LEN(TRIM({sheet}{own('summary', column, row)}))=0)"


def open_of_lines(plan: DepartmentPlan, row: int, table: str = "summary") -> str:
    """Write how many cells a person's lines still ask for; two where comment and evidence are missing."""
    says, todos = todo_words(plan.language), whole(plan, "appraisal", "todo")
    own_rows = mine(plan, row, table)
    counted = [f"COUNTIFS({own_rows},{todos},{literal('<>' + says['done'])})"]
    if not plan.goals:
        counted.append(f"COUNTIFS({own_rows},{todos},{literal(says['both'])})")
    return "+".join(counted)


def summary_open(plan: DepartmentPlan, row: int) -> str:
    """Write how many cells of a person are still to be filled, in Appraisal and in Summary."""
    lines = open_of_lines(plan, row)
    texts = [
        f"IFERROR(IF({test},1,0),{value})"
        for test, value in (
            (short(plan, row), 1),
            (lacks(plan, "strengths", row), 0),
            (lacks(plan, "to_improve", row), 0),
        )
    ]
    return "=" + "+".join([lines, *texts])


def nothing_found(plan: DepartmentPlan, found: str) -> str:
    """Write whether the first of the Cover's points to mend is as issued: the service has found nothing."""
    empty = literal(say("department.cover.mend_empty", plan.language))
    return f'OR({found}="",{found}={empty})'


def status(plan: DepartmentPlan, left: str, minutes: str, found: str) -> str:
    """Write the first line of the Cover: what is left and how long it takes, what is to be mended, or thanks.

    left, minutes: cells that hold them; found: the first of the points to mend.
    """
    language = plan.language
    texts = {
        key: phrase(f"department.cover.{key}", language)
        for key in ("left", "left_one", "minutes", "minute_one")
    }
    busy = joined(
        phrase(f"department.cover.{status_key(plan)}", language),
        appraisal=literal(title("appraisal", language)),
        summary=literal(title(people_table(plan), language)),
        unit=literal(title("unit", language)),
        left=f"IF({left}=1,{literal(texts['left_one'])},{joined(texts['left'], n=left)})",
        time=f"IF({minutes}=1,{literal(texts['minute_one'])},{joined(texts['minutes'], m=minutes)})",
    )
    done, mend = (
        joined(say(f"department.cover.{key}", language, date=plan.due.isoformat()))
        for key in ("complete", "mended")
    )
    return f"=IF({left}=0,IF({nothing_found(plan, found)},{done},{mend}),{busy})"


def status_key(plan: DepartmentPlan) -> str:
    """Return the text of the Cover's first line: it names the sheets that this workbook has."""
    if plan.unit is None:
        return "status"
    return "status_both" if plan.people else "status_unit"


def judged_here(plan: DepartmentPlan, table: str, row: int) -> str:
    """Write whether a row is judged by ratings, from its own cells, so that it holds after sorting."""
    return f"{own(table, 'value_from', row)}={literal(word('value_from', 'ratings', plan.language))}"
