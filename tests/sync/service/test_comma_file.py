"""CSV files that are written: what somebody typed elsewhere never runs in a spreadsheet program."""

from __future__ import annotations

import csv
from dataclasses import replace

from addin.scoring.scheme import RaterAssignment
from sync.service.comma_file import as_csv
from sync.service.issuing.issue import RATERS_FILE
from tests.builders import CYCLE, sample_roster
from tests.sync.service.company import write_rules
from tests.sync.service.test_packs import rated_scheme


def test_a_text_that_looks_like_a_formula_stays_a_text():
    """An apostrophe stands before it; a number, negative or not, stays one."""
    data = as_csv([("=1+1", "+1", "-x", "@a", "plain", -1.5, 'say "so", twice')])
    (row,) = csv.reader(data.decode("utf-8-sig").splitlines())
    assert row == ["'=1+1", "'+1", "'-x", "'@a", "plain", "-1.5", 'say "so", twice']


def test_the_list_of_raters_runs_nothing(small, run):
    """A name typed as a formula stands in raters.csv as a text."""
    scheme = rated_scheme()
    odd = RaterAssignment("00124", "X-7", "customers", name='=HYPERLINK("http://x.test","Lin")')
    write_rules(small, replace(scheme, assignments=(*scheme.assignments, odd)), sample_roster())
    done = run(small, "issue", CYCLE, "--new-rules", "--by", "Li Na", "--reason", "raters")
    assert done[0] == 0
    rows = list(csv.reader((small.reports(CYCLE) / RATERS_FILE).read_text("utf-8-sig").splitlines()))
    assert [row[2] for row in rows if row[1] == "X-7"] == ["'" + odd.name]
