"""`export rules`: from today's scheme before a cycle is issued, from the pinned one after."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from docx import Document

from addin.scoring.scheme import Cycle
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import write_rules


def told(file):
    """Return every text of a document's paragraphs."""
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(file.read_bytes())).paragraphs)


def test_an_issued_cycle_has_the_rules_it_was_pinned_to(small, run):
    """What HR changed in scheme.xlsx since does not stand in the rules of a cycle that is under way."""
    scheme = sample_scheme()
    changed = replace(scheme.settings, company="Another Company")
    write_rules(small, replace(scheme, settings=changed), sample_roster())
    assert run(small, "export", "rules", CYCLE)[0] == 0
    pinned = told(small.reports(CYCLE) / "rules.docx")
    assert "Sample Company" in pinned
    assert f"Cycle {CYCLE}: 2026-07-01 to 2026-09-30" in pinned
    assert run(small, "export", "rules")[0] == 0
    assert "Another Company" in told(small.folder / "reports" / "rules.docx")


def test_the_rules_of_a_cycle_can_be_read_before_it_is_issued(small, run):
    """A cycle that the scheme knows and nobody issued yet has the rules of today; an unknown one is named."""
    scheme = sample_scheme()
    period = scheme.cycles[CYCLE]
    later = Cycle("2026-H2", "half", period.starts, period.ends)
    write_rules(small, replace(scheme, cycles={**scheme.cycles, later.id: later}), sample_roster())
    file = small.folder / "rules.docx"
    assert run(small, "export", "rules", "2026-H2", "--to", str(file))[0] == 0
    assert "Cycle 2026-H2" in told(file)
    status, _, said = run(small, "export", "rules", "1999-Q1")
    assert (status, CYCLE in said) == (2, True)


def test_no_person_stands_in_the_rules(small, run):
    """The rules go to everybody: they hold nobody's name and nobody's number."""
    assert run(small, "export", "rules", CYCLE)[0] == 0
    document = Document(BytesIO((small.reports(CYCLE) / "rules.docx").read_bytes()))
    text = "\n".join(node.text or "" for node in document.element.body.iter())
    assert not [part for one in sample_roster().values() for part in (one.name, one.id) if part in text]


def test_an_unsound_scheme_gives_no_rules(small, run):
    """Rules with errors are not published: the command names the first of them."""
    scheme = sample_scheme()
    lines = (replace(scheme.templates["SAL"][0], weight=10), *scheme.templates["SAL"][1:])
    write_rules(small, replace(scheme, templates={**scheme.templates, "SAL": lines}), sample_roster())
    status, _, said = run(small, "export", "rules")
    assert (status, "scheme check" in said) == (2, True)
