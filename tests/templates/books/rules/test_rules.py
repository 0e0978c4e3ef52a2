"""The appraisal rules as a Word document: everything of the scheme in it, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from addin.scoring.scheme import Quota, RaterRule
from addin.texts import LANGUAGES
from templates.books.rules import RulesContent, write_rules
from templates.books.rules.content import Noted
from templates.sentences import standard
from tests.builders import CYCLE, sample_scheme

VERSION = "0123456789abcdef"
CHANGELOG = (Noted(date(2026, 6, 1), "Collection rate weighs more", "Cash was short"),)


def content(language: str = "en", cycle: bool = True, modules: tuple[str, ...] = ()) -> RulesContent:
    """Return the rules of the sample scheme."""
    scheme = sample_scheme()
    scheme = replace(scheme, settings=replace(scheme.settings, modules=modules))
    scheme = replace(scheme, quotas=(Quota("S", 0.05, True), Quota("A", 0.25, True)))
    meanings = {"B": "What was agreed was delivered."}
    period = scheme.cycles[CYCLE] if cycle else None
    return RulesContent(scheme, VERSION, period, meanings, CHANGELOG, language)


def words_of(data: bytes) -> str:
    """Return every text of a document: paragraphs, then the cells of all tables."""
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_every_template_and_grade_is_in_it():
    """Each line with its sentence in both languages, each grade with its meaning, changelog and version."""
    scheme, told = content().scheme, words_of(write_rules(content()))
    for lines in scheme.templates.values():
        for line in lines:
            indicator = scheme.indicators[line.indicator]
            assert indicator.name in told
            for language in LANGUAGES:
                assert standard(line, indicator, scheme.settings, language) in told
    for grade in scheme.grades:
        assert f"{grade.id}  {grade.name}" in told
    for part in ("What was agreed was delivered.", "Collection rate weighs more", VERSION, "2026-10-20"):
        assert part in told


@pytest.mark.parametrize(
    ("language", "first"), [("en", "Performance appraisal rules"), ("zh", "绩效考核管理办法")]
)
def test_the_language_asked_for_leads(language, first):
    """Both languages say everything; that of the workspace comes first, also in the headings."""
    document = Document(BytesIO(write_rules(content(language))))
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Title"]
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert titles == [first]
    assert len(headings) == 13
    both = ("Purpose and scope", "目的与适用范围")
    assert headings[0] == f"1  {'  '.join(both if language == 'en' else both[::-1])}"


def test_the_contents_lead_to_every_section():
    """Each heading has a line in the contents, whose link leads to its bookmark."""
    body = Document(BytesIO(write_rules(content()))).element.body
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert links == marks
    assert len(set(marks)) == len(marks) > 13


def test_modules_that_are_off_are_not_spoken_of():
    """Shares, adjustments and the department's part stand there where HR switched them on."""
    off, on = (
        words_of(write_rules(content())),
        words_of(write_rules(content(modules=("quotas", "adjustments", "coefficients")))),
    )
    for part in ("S or better: at most 5 %", "a bonus of at most 5", "80 % of the own points and 20 %"):
        assert part in on
        assert part not in off
    assert "There is no forced distribution" in off


def test_what_each_group_of_raters_counts_for_is_told():
    """With the module of raters on, a table gives the weights of the groups; off, the manager alone rates."""
    weights = tuple(RaterRule(group, weight, "SAL") for group, weight in (("manager", 70.0), ("peers", 30.0)))
    with_raters = content(modules=("raters",))
    told = words_of(write_rules(replace(with_raters, scheme=replace(with_raters.scheme, raters=weights))))
    assert "\nSAL\nall\n全部\n70\n30\n" in told
    assert "the difference is where the talk begins" in told
    assert "rated by the direct manager alone" in words_of(write_rules(content()))


def test_what_follows_from_a_result_is_told_in_the_numbers_of_settings():
    """Days of an appeal, plans, probation and the year stand as HR set them, in both languages."""
    scheme = content().scheme
    changed = replace(scheme, settings=replace(scheme.settings, appeal_days=9, plan_weeks=6))
    told = words_of(write_rules(replace(content(), scheme=changed)))
    for part in ("within 9 working days", "公布后9个工作日内", "a plan of 6 weeks", "为期6周的改进计划"):
        assert part in told


def test_without_a_cycle_the_steps_are_told_in_working_days():
    """The rules can be read before the first issue: then each step has its working day after the period."""
    told = words_of(write_rules(content(cycle=False)))
    assert "P+6" in told
    assert "P+18" in told
    assert "2026-07-01 to 2026-09-30" in told


def test_chinese_has_a_font_of_its_own_and_tables_break_well():
    """Every style names a Chinese font; header rows are repeated, and no row is broken across pages."""
    document = Document(BytesIO(write_rules(content())))
    for style in document.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") if style.type == 1 else None
        if fonts is not None and style.name in ("Normal", "Heading 1", "Table Text", "toc 1"):
            assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_what_no_document_can_hold_is_left_out():
    """A control sign that came into a cell by pasting does not keep the rules from being written."""
    scheme = content().scheme
    odd = replace(scheme, settings=replace(scheme.settings, company="Sample\x0b \ud800Company"))
    assert "Sample Company" in words_of(write_rules(replace(content(), scheme=odd)))


def test_the_same_rules_give_the_same_bytes():
    """Written again the document is the very same file: no clock and no machine stands in it."""
    data = write_rules(content())
    assert data == write_rules(content())
    with ZipFile(BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
