"""`check`: whatever a person names is read within bounds, and nothing is kept."""

from __future__ import annotations

from sync.service import checking
from sync.service.checking import check_files
from tests import packages
from tests.sync.service.company import filled


def test_a_workbook_that_takes_too_long_is_told(small, monkeypatch):
    """A single file that takes longer than its time ends in a reason, and the next one is checked."""
    monkeypatch.setattr(checking, "TIMEOUT", 0.2)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}.5</v></c></row>' for n in range(1, 400_000))
    (small.inbox / "a.xlsx").write_bytes(packages.workbook(rows))
    (small.inbox / "b.xlsx").write_bytes(filled(small))
    slow, good = check_files(small, [small.inbox / "a.xlsx", small.inbox / "b.xlsx"])
    assert [found.code for found in slow.findings] == ["B002"]
    assert "0.2" in slow.findings[0].message
    assert good.findings == []
