"""Reports."""

from __future__ import annotations

from addin.texts import LANGUAGES, words
from sync.service.exporting.export import REPORTS


def test_every_report_is_listed_with_what_it_is():
    """`export --list` names each report there is, in both languages, and no other."""
    for language in LANGUAGES:
        assert list(words("service", language)["reports"]) == list(REPORTS)
