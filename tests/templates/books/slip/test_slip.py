"""The result slip: what it tells, in which words, and that it is the same file again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from addin.scoring.finishing import Finish
from addin.scoring.scheme import Adjustment
from templates.books.slip import write_slip
from tests.builders import CYCLE
from tests.templates.books.slip.material import LINES, sample_slip, stamp_of

PATENT = Adjustment(CYCLE, "00123", "bonus", "a patent", 2.0, reason="list no. 17")
SAFETY = Adjustment(CYCLE, "00123", "veto", "a safety finding", effect="ceiling", ceiling="C")

OPENING = {
    "en": "Li Na, your result for 2026-Q3 is 95.00, grade B. Below: what went well, where there is room, and "
    "how each number came about. Thank you for your work.",
    "zh": "Li Na您好：您2026-Q3的考核得分为95.00，等级B。"
    "下面是您的亮点、可提升之处和每一分的来历。感谢您的付出！",
}
CLOSE = {
    "en": "If something looks wrong, talk to your manager first, or appeal by 2026-10-29: someone who did "
    "not rate you will look at it, and appealing never counts against you.",
    "zh": "如对结果有疑问，欢迎先与直接上级沟通，也可在2026-10-29前提出申诉，由未参与您评分的人员复核。"
    "提出申诉不会对您产生任何不利影响。",
}


def texts_of(data: bytes) -> list[str]:
    """Return what stands in the cells of the first sheet, row by row."""
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]


def slip(language: str = "en", **changes: object) -> list[str]:
    """Return the texts of a slip."""
    return texts_of(write_slip(sample_slip(language, **changes), stamp_of("slip")))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_opens_and_closes_in_the_words_of_the_glossary(language):
    """The first sentence says the result, the last one how to appeal and by which working day."""
    told = slip(language)
    assert OPENING[language] in told
    assert CLOSE[language] in told


def test_what_went_well_and_where_there_is_room_come_first():
    """Lines beyond what was agreed come first, then one at its pass mark; short ones by what they cost."""
    told = slip()
    well, room = (next(text for text in told if text.startswith(f"• {name}")) for name in ("Coll", "Cust"))
    assert well.split("\n") == [
        "• Collection rate: 112.00, 3.60 points beyond what was agreed",
        "• Teamwork: 80.00",
        "Your manager: Won back two customers.",
    ]
    assert room.split("\n") == [
        "• Customer satisfaction: 70.00, 3.00 points short of what was agreed",
        "• Sales amount: 96.00, 1.60 points short of what was agreed",
        "Your manager: Answer within a day, from November on.",
    ]
    assert told.index(well) < told.index("How each number came about")


def test_every_line_stands_there_with_its_numbers_rule_and_comment():
    """Weight, target, actual, score, what it brings and a bar; below them the sentence and the comment."""
    told = slip()
    at = told.index("Collection rate")
    assert told[at : at + 7] == ["Collection rate", "30", "95%", "98%", "112.00", "33.60", "█" * 8]
    assert told[at + 7] == "95 % gives 100.\nComment: Two old debts paid."
    assert told[told.index("Score", at) + 1] == "95.00"


def test_it_says_how_far_the_next_grade_is():
    """The distance to the next better grade is told in points; in the best one, that it is the best."""
    assert "5.00 points below grade A (Very good)" in slip()
    assert "This is the highest grade." in slip(finish=Finish(None, score=106.0, grade="S"))


def test_bonus_and_veto_are_told_with_their_reasons():
    """Whatever was added to the weighted sum is a step of its own, and a veto says what it limits."""
    finish = Finish(95.0, (), 95.0, 2.0, 0.0, SAFETY, 97.0, 97.0, "C", "C")
    told = slip(finish=finish, adjustments=(PATENT, SAFETY))
    at = told.index("Weighted sum of the lines")
    assert told[at : at + 6] == ["Weighted sum of the lines", "95.00", "Bonus", "2.00", "Score", "97.00"]
    assert "For the bonus: a patent (list no. 17)" in told
    assert "The grade is limited to C: a safety finding" in told


def test_joined_ratings_are_told_by_group():
    """Where others rated, too, the slip says which groups, and never who or how many."""
    line = replace(LINES[3], raters=("manager", "peers"))
    assert (
        "Rating ÷ 5 × 100; 4 is the pass mark.\nThe ratings of these groups were joined: manager, peers"
        in slip(lines=(line,))
    )


def test_somebody_who_reached_nothing_still_reads_what_went_best():
    """Where no line reached what was agreed, the best one is named; where all did, that is said."""
    short = sample_slip(lines=LINES[:1], strengths="")
    assert [line.indicator for line in short.went_well] == ["Sales amount"]
    assert (
        "• No line fell short of what was agreed.\nYour manager: Answer within a day, from November on."
        in slip(lines=LINES[1:2])
    )


def test_whatever_people_write_finds_room():
    """A remark as long as a cell can be, a name of many signs and signs of footers do no harm."""
    person = replace(sample_slip().subject, name="Li & Na " * 40)
    data = write_slip(sample_slip(overall_comment="a long word " * 2500, subject=person), stamp_of("slip"))
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert 400 < max(row.height for row in sheet.row_dimensions.values()) <= 409
    assert len(sheet.oddFooter.left.text) <= 255


def test_the_same_result_gives_the_same_bytes():
    """A slip written again is the very same file, and holds no formula."""
    data = write_slip(sample_slip(), stamp_of("slip"))
    assert data == write_slip(sample_slip(), stamp_of("slip"))
    assert not [text for text in texts_of(data) if text.startswith("=")]


def test_a_grade_that_was_decided_is_told_as_such():
    """Where it is not that of the score, the slip says both, and tells no distance to a next one."""
    told = slip(finish=Finish(None, score=101.0, grade="B"))
    assert any(
        text.startswith("By the points alone the grade would be A; grade B was decided") for text in told
    )
    assert not any("points below grade" in text for text in told)
