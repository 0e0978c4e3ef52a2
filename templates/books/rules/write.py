"""Writing the appraisal rules from a scheme: title page, contents, then section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.texts import say
from templates.books.rules import grading, lines, marks, people, results, scoring, styles
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Paper, plain

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

SECTIONS = (
    people.purpose,
    people.roles,
    people.windows,
    scoring.score,
    lines.templates,
    lines.indicators,
    grading.grades,
    grading.adjustments,
    people.remarks,
    people.raters,
    people.after,
    results.results,
    grading.changes,
)
"""The sections in their order; 5 and 6 are named in the texts of others."""


def write_rules(content: RulesContent) -> bytes:
    """Write the rules as a Word document; the same rules give the same bytes."""
    from docx.enum.text import WD_BREAK

    paper = Paper(content.language)
    title = say("rules.title.document", content.language)
    _cover(paper, content)
    contents = paper.line("", styles.GAP)
    contents.add_run().add_break(WD_BREAK.PAGE)
    for section in SECTIONS:
        section(paper, content)
    paper.contents(contents)
    _edges(paper, content, title)
    return paper.save(" ".join(filter(None, (content.scheme.settings.company, title))))


def _cover(paper: Paper, content: RulesContent) -> None:
    """Write the first page: whose rules these are, of which version, for which cycle."""
    first, second = paper.both("title.document")
    company = paper.line(content.scheme.settings.company, styles.LABEL)
    company.paragraph_format.space_before = styles.points(150)
    paper.line(first, styles.COVER)
    paper.line(second, styles.COVER_SECOND)
    if content.cycle is not None:
        starts, ends = content.cycle.starts.isoformat(), content.cycle.ends.isoformat()
        for text in paper.both("title.cycle", cycle=content.cycle.id, starts=starts, ends=ends):
            paper.line(text, styles.COVER_SMALL)
    for key in ("version", "both"):
        for text in paper.both(f"title.{key}", **({"version": content.version} if key == "version" else {})):
            paper.line(text, styles.COVER_SMALL)
    heading = paper.line("  ".join(paper.both("title.contents")), styles.LABEL)
    heading.paragraph_format.page_break_before = True


def _edges(paper: Paper, content: RulesContent, title: str) -> None:
    """Write what stands above and below each page but the first."""
    section = paper.document.sections[0]
    head: Paragraph = section.header.paragraphs[0]
    company = content.scheme.settings.company
    head.add_run(plain(say("rules.title.header", content.language, company=company, title=title).strip()))
    foot: Paragraph = section.footer.paragraphs[0]
    foot.add_run(f"{say('rules.title.version', content.language, version=content.version)}\t\t")
    marks.field(foot, "PAGE", "1")
    foot.add_run(" / ")
    marks.field(foot, "NUMPAGES", "1")
