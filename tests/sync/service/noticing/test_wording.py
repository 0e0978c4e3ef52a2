"""The words of notices: golden texts in both languages, the scheme's own words, and both languages at once.

After a wanted change: REFRESH_GOLDEN=1 python -m pytest tests/sync/service/noticing/test_wording.py
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from addin.scoring.processes import NoticeText
from addin.scoring.scheme import Scheme, Settings
from addin.texts import LANGUAGES
from sync.process.digests import digests
from sync.service.noticing.wording import LISTED, PLACE, texts_of, worded
from tests.builders import sample_scheme
from tests.noticed import asked, every_kind, facts, only, standing

GOLDEN = Path(__file__).parents[3] / "golden"
COMPANY = {"en": "Sample Company", "zh": "样例公司"}


def texts(scheme: Scheme | None = None):
    """Return the words of a scheme, the starter's where it has none."""
    return texts_of(scheme or sample_scheme())


def with_words(subject: str, text: str, modules: tuple[str, ...] = ("notice_texts",)) -> Scheme:
    """Return a scheme with words of its own for the reminder."""
    own = (NoticeText("reminder", "en", subject, text),)
    return replace(sample_scheme(), settings=Settings(modules=modules), notice_texts=own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_reads_as_it_should(language):
    """Every notice says what is wanted, by when, and the next step, in the words that were looked at."""
    told = []
    for notice in every_kind(language):
        words = worded(notice, texts(), COMPANY[language])
        told.append(f"# {notice.name}\n{words.subject}\n\n{words.text}\n")
    found, kept = "\n".join(told), GOLDEN / f"notices-{language}.txt"
    if os.environ.get("REFRESH_GOLDEN"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stays_in_braces(language):
    """No place of the starter's words is left as it stands."""
    for notice in every_kind(language):
        words = worded(notice, texts(), COMPANY[language])
        assert not PLACE.search(words.subject + words.text), notice.kind
        assert "\n" not in words.subject


def test_the_schemes_own_words():
    """What HR wrote in Notice texts is used while that module is on; unknown words in braces stay."""
    notice = only(facts(asked(), today=asked().dates["submission"]))
    own = worded(notice, texts(with_words("{cycle} soon", "Due {date}, {nobody}, {n.real}.")), "")
    assert own.subject == "2026-Q3 soon"
    assert own.text == "Due 2026-10-13, {nobody}, {n.real}.\n\nHuman Resources"
    off = worded(notice, texts(with_words("{cycle} soon", "Due", modules=())), "")
    assert off.subject.startswith("A gentle reminder")


def test_both_languages_at_once():
    """On request a notice speaks both languages, the reader's first."""
    notice = replace(every_kind("zh")[0], language="zh")
    both = worded(notice, texts(), "Sample Company", both=True)
    first, second = both.text.split("\n\n—\n\n")
    assert first.endswith("Sample Company人力资源部")
    assert second.endswith("Human Resources, Sample Company")
    assert " / " in both.subject


def test_many_departments():
    """HR is told of so many departments, the late ones first, and how many more there are."""
    many = [standing(department=f"d{n:02}", title=f"Unit {n}", open=0) for n in range(LISTED + 5)]
    late = [
        replace(one, again=facts().today.replace(day=1)) if n == 20 else one for n, one in enumerate(many)
    ]
    (notice,) = [one for one in digests(facts(departments=late)) if one.kind == "digest_hr"]
    lines = worded(notice, texts(), "").text.split("\n")
    listed = [one for one in lines if one.startswith("- ")]
    assert listed[0].startswith("- Unit 20:")
    assert listed[0].endswith("late")
    assert listed[-1] == "- and 5 more departments"
