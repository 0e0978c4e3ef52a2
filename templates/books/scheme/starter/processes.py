"""What the starter says of processes: rewards, honours, raises, courses, and the words of notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from addin.scoring.processes import Course, HonourRule, NoticeText, RewardRule, SalaryStandard

Words = Mapping[str, Any]


def processes(rules: Words, words: Words, spoken: Mapping[str, Words]) -> dict[str, Any]:
    """Return the parts of a scheme that processes follow from; spoken: the words of every language."""
    return {
        "reward_rules": tuple(_named(RewardRule, rules["reward_rules"], words["reward_rules"])),
        "honour_rules": tuple(_named(HonourRule, rules["honour_rules"], words["honour_rules"])),
        "courses": tuple(_named(Course, rules["courses"], words["courses"])),
        "salary_standards": tuple(_merit(rules["merit"])),
        "notice_texts": tuple(
            NoticeText(notice, language, **text)
            for language, all_words in spoken.items()
            for notice, text in all_words["notices"].items()
        ),
    }


def ratings(words: Words) -> dict[str, Any]:
    """Return the settings that say what the ratings mean."""
    return {f"rating_{rating}": text for rating, text in words["ratings"].items()}


def _named(kind: type[Any], rules: Words, words: Words) -> Iterator[Any]:
    """Yield records with their words, whole numbers as the numbers that a cell gives back."""
    for key, rule in rules.items():
        yield kind(key, **{**{name: _typed(kind, name, value) for name, value in rule.items()}, **words[key]})


def _typed(kind: type[Any], name: str, value: Any) -> Any:
    """Return a number as a float where its field wants one."""
    return float(value) if "float" in str(kind.__annotations__[name]) else value


def _merit(rules: Words) -> Iterator[SalaryStandard]:
    """Yield the cells of the merit matrix: below the lower edge, between the edges, above the upper one."""
    ranges = list(pairwise((None, *rules["edges"], None)))
    for grade, raises in ((key, row) for key, row in rules.items() if key != "edges"):
        for number, ((low, high), (least, most)) in enumerate(zip(ranges, raises, strict=True), start=1):
            yield SalaryStandard(
                f"merit-{grade}-{number}",
                "merit",
                grade,
                compa_low=low,
                compa_high=high,
                raise_low=float(least),
                raise_high=float(most),
            )
