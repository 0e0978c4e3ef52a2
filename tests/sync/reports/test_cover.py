"""The Cover of a returned copy: repeats as one line, the worst first, and what got better since."""

from __future__ import annotations

import pytest

from sync.checks.every import CHECKS
from sync.findings import Finding, Life, life
from sync.reports.cover import LONGEST, progress
from templates.books.department.layout import COVER_POINTS
from templates.heights import shown_width
from templates.patch import open_package, set_cells
from templates.tables import TABLES
from tests.editing import opened, saved
from tests.sync.reports.material import (
    found,
    issued,
    judged,
    listed,
    many_mistakes,
    returned,
    sent_back,
    typed_into,
)

HERE = "'Lee''s Appraisal'!"
MANY = [found("V001", f"B{number}") for number in range(1, 13)]
DIFFERENT = [found(f"V00{number}", f"B{number}") for number in range(1, 10)]
"""Nine findings, each of another check."""


def cover(data: bytes) -> list[tuple[str, str | None]]:
    """Return the lines of the small workbook's Cover, and where they lead."""
    return listed(opened(data)["Cover"], "B", range(6, 17))


def test_repeats_are_one_line_that_leads_to_the_first() -> None:
    """Twelve findings of one check are one line with their number and first cells, a single one its own."""
    assert cover(returned(issued(), [*MANY, found("V005", "A2", "warning")])) == [
        ("V001 12 places: value missing (B1, B2, B3, B4, B5 and 7 more)", f"{HERE}B1"),
        ("V005 A2 · Li Na: No score can be computed", f"{HERE}A2"),
    ]


def test_the_worst_stand_first() -> None:
    """First what concerns the whole workbook, then errors before warnings, the frequent before the rare."""
    rare, often = found("V001", "A2"), [found("V009", f"B{row}") for row in (2, 3, 4)]
    warned = [found("V005", f"A{row}", "warning") for row in range(2, 9)]
    texts = [line for line, _ in cover(returned(issued(), [rare, *warned, *often]))]
    assert [text[:4] for text in texts] == ["V009", "V001", "V005"]
    whole = [found("V006", None, sheet=None), found("V002", "A3"), found("V003", "A1", sheet="Cover")]
    assert [text[:4] for text, _ in cover(returned(issued(), whole))] == ["V006", "V003", "V002"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_finds_no_room_is_counted(language: str) -> None:
    """Ten lines fit; where there are more, the tenth says how many the Findings sheet lists besides."""
    ten = [*DIFFERENT, found("F001", "A2")]
    assert len(cover(returned(issued(language), ten, language))) == COVER_POINTS
    lines = cover(returned(issued(language), [*ten, *MANY], language))
    assert len(lines) == COVER_POINTS
    twelve = [*ten, found("F002", "A3"), found("F003", "A4")]
    last = cover(returned(issued(language), twelve, language))[-1]
    assert (
        last
        == {
            "en": ('and 3 more, listed on the sheet "Findings"', "'Findings'!A1"),
            "zh": ("另有3处，详见“检查结果”", "'检查结果'!A1"),
        }[language]
    )


def test_without_a_findings_sheet_the_rest_is_counted_alone() -> None:
    """Where the Findings sheet is gone, the last line leads nowhere."""
    twelve = [*DIFFERENT, *(found(f"F00{number}", "A2") for number in (1, 2, 3))]
    assert cover(returned(issued(without="findings"), twelve))[-1] == ("and 3 more", None)


def test_the_next_copy_has_its_own_list() -> None:
    """Nothing of an earlier copy's list is left, neither words nor links."""
    first = returned(issued(), DIFFERENT)
    assert cover(returned(first, DIFFERENT[:1])) == [("V001 B1 · Li Na: Value missing", f"{HERE}B1")]


def test_what_would_run_out_of_its_cell_is_cut() -> None:
    """A long name is cut, and of many cells so many are named as there is room for."""
    long = set_cells(issued(), {"People": {"B2": "Li Na " * 20}})
    ((line, _),) = cover(returned(long, [found("V001", "B2")]))
    assert line.endswith("Li Na…: Value missing")
    assert len(line) <= LONGEST
    far = [found("V006", f"AQ{row}") for row in range(1000, 1120)]
    ((line, _),) = cover(returned(issued(), far))
    assert line == "V006 120 places: not applicable without a reason (AQ1000 and 119 more)"


def test_a_renamed_sheet_is_named_and_linked_as_it_is_now() -> None:
    """A Cover that was renamed, with apostrophes and signs, is found by the name of its cells."""
    package = open_package(issued())
    xml = package.text("xl/workbook.xml")
    xml = xml.replace('name="Cover"', 'name="Lee\'s &amp; mine"').replace(">Cover!", ">'Lee''s &amp; mine'!")
    package.replace("xl/workbook.xml", xml.encode())
    book = opened(returned(package.save(), MANY[:1]))
    assert book["Lee's & mine"]["B6"].value == "V001 B1 · Li Na: Value missing"


def test_no_cover_at_all() -> None:
    """Where the Cover was deleted, the rest is done."""
    book = opened(many_mistakes())
    del book["Cover"]
    after = opened(sent_back(saved(book)))
    assert after["Findings"]["C2"].value == "F003"
    assert after["Appraisal"]["K2"].comment is not None


def test_what_got_better_is_told() -> None:
    """The Cover says how many points were mended, are open still, and are new; and says thank you."""
    before = [found("V001", "A1"), found("V002", "A2"), found("V003", "A3")]
    now = [found("V003", "A3"), found("V004", "A4")]
    became = life(now, before)
    assert progress(now, became, "en") == "Since your last copy: 2 mended, 1 still open, 1 new. Thank you."
    assert progress(now, became, "zh") == "与上次退回相比：已修改2处，待处理1处，新增1处。谢谢！"
    assert progress(before, life(before, before), "en") == "Since your last copy: 3 still open."
    assert progress(before, life(before, None), "en") is None
    assert progress(before, Life(), "en") is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_progress_stands_on_the_cover_until_the_next_copy(language: str) -> None:
    """The line is empty in a first copy, filled in the second, and empty where nothing is known."""
    first, second, third = _three_copies(language)
    shown = [opened(copy).worksheets[0]["B5"].value for copy in (first, second, third)]
    assert shown == [
        None,
        {
            "en": "Since your last copy: 1 mended, 25 still open. Thank you.",
            "zh": "与上次退回相比：已修改1处，待处理25处。谢谢！",
        }[language],
        None,
    ]


def _three_copies(language: str) -> tuple[bytes, bytes, bytes]:
    """Return the first copy, one in which a target was restored, and one of which nothing is known."""
    mistakes = many_mistakes(language)
    before = judged(mistakes, language)
    first = sent_back(mistakes, 2, language, life(before, None))
    mended = typed_into(first, "target", ("00123", "SAL-01"), 100.0, language)
    second = sent_back(mended, 3, language, life(judged(mended, language), before))
    return first, second, sent_back(second, 4, language)


def test_a_workbook_issued_before_has_no_such_line() -> None:
    """A workbook without the name for it is returned all the same."""
    one: list[Finding] = [found("V001", "A1")]
    data = returned(issued(), one, life=life(one, [found("V002", "A2")]))
    assert "cover_progress" not in open_package(data).defined_names()
    assert len(cover(data)) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_fits_into_its_cell(language: str) -> None:
    """No line of any check runs out of its cell, with the longest name and the farthest cells.

    LibreOffice leaves a line with a link in one piece; the cell holds 90 signs in its widest usual font.
    """
    named = set_cells(issued(language), {TABLES["members"].title(language): {"B2": "绩" * 40}})
    codes = [code for code, check in CHECKS.items() if check.subject == "submission"]
    for few in (codes[at : at + COVER_POINTS] for at in range(0, len(codes), COVER_POINTS)):
        repeated = [found(code, f"AQ{1000 + row}", sheet="Gone") for code in few for row in range(100)]
        for findings in (repeated[::100], repeated):
            lines = cover(returned(named, findings, language))
            assert len(lines) == len(few)
            assert max(shown_width(line) for line, _ in lines) <= 90
