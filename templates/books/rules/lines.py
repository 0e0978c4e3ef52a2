"""The sections on indicators: each template as a table, then definitions and what the ratings mean."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.parameters import told
from addin.scoring.scheme import Line
from addin.texts import listed, phrase, say
from templates.books.rules.content import RulesContent
from templates.books.rules.paper import Cell, Paper
from templates.books.rules.scoring import applying
from templates.sentences import standard

STEPS = (5, 4, 3, 2, 1)
HEADINGS = ("templates.indicator", "templates.weight", "templates.target", "templates.standard")


def templates(paper: Paper, content: RulesContent) -> None:
    """Show each template that counts in the cycle, with the positions it is for."""
    paper.heading("templates.heading")
    paper.text("templates.intro")
    for template in content.scheme.templates:
        found = [line for line in applying(content) if line.template == template]
        if found:
            _template(paper, content, template, found)


def _template(paper: Paper, content: RulesContent, template: str, found: list[Line]) -> None:
    positions = [one.name for one in content.scheme.positions.values() if one.template == template]
    units = [one.name for one in content.scheme.departments.values() if one.template == template]
    paper.titled((template,))
    if positions:
        paper.lead("templates.positions", positions=lambda language: listed(positions, language))
    if units:
        paper.lead("templates.units", units=lambda language: listed(units, language))
    rows = [_line(paper, content, line) for line in found]
    paper.table((4.4, 2.2, 2, 8), HEADINGS, rows, centred=(1, 2))


def _line(paper: Paper, content: RulesContent, line: Line) -> tuple[Cell, ...]:
    """Return one line as a row: what, how much, the target, and the sentence by which it is scored."""
    scheme = content.scheme
    indicator = scheme.indicators[line.indicator]
    target = "–" if line.target is None else told(line.target, indicator.percent)
    sentences = tuple(standard(line, indicator, scheme.settings, one) for one in paper.languages)
    name = (indicator.name, f"{indicator.id}  {indicator.unit}", *_notes(paper, content, line))
    return name, told(line.weight, decimals=2), target, sentences


def _notes(paper: Paper, content: RulesContent, line: Line) -> Iterator[str]:
    """Yield what is particular about a line: its group, the cycles it counts in, what if it is missing."""
    if line.groups:
        group = content.scheme.indicators.get(line.groups[-1].indicator)
        yield from paper.both("templates.within", group=group.name if group else line.groups[-1].indicator)
    if line.cycles and content.cycle is None:
        yield from paper.both("templates.only", cycles=lambda one: listed(_kinds(line, one), one))
    if line.missing != content.scheme.settings.missing:
        yield from (say(f"rules.templates.missing_{line.missing}", one) for one in paper.languages)


def _kinds(line: Line, language: str) -> list[str]:
    return [phrase(f"choices.cycle.{kind}", language) for kind in line.cycles]


def indicators(paper: Paper, content: RulesContent) -> None:
    """Define each indicator in use, and say what the ratings of the judged ones mean."""
    known = content.scheme.indicators
    used = dict.fromkeys(line.indicator for line in applying(content))
    judged = dict.fromkeys(line.indicator for line in applying(content) if line.judged)
    paper.heading("indicators.heading")
    paper.lead("indicators.intro")
    rows = [
        ((one.name, one.id), one.definition, one.formula, one.source)
        for one in (known[name] for name in used)
    ]
    keys = ("indicators.indicator", "indicators.definition", "indicators.formula", "indicators.source")
    paper.table((3.9, 5.7, 4, 3), keys, rows)
    anchored = [known[name] for name in judged if any(known[name].anchors)]
    if anchored:
        paper.heading("indicators.anchors_heading", 2)
        paper.lead("indicators.anchors")
        _anchors(paper, [(one.name, one.id, one.anchors) for one in anchored])


def _anchors(paper: Paper, found: list[tuple[str, str, tuple[str, ...]]]) -> None:
    """Write what each step means, one indicator a row; a step without a word stays blank."""
    keys = ("indicators.indicator", *(f"indicators.steps.{step}" for step in STEPS))
    rows: list[tuple[Cell, ...]] = [((name, number), *anchors) for name, number, anchors in found]
    paper.table((3.1, 2.7, 2.7, 2.7, 2.7, 2.7), keys, rows)
