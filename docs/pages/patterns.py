"""How managers and colleagues rate: what is looked for, what holds a form up, and one example of it all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pages.markdown import bullets, grid
from pages.person import setting

from addin.scoring.parameters import told
from addin.texts import of, say, words
from sync.analysis.raters import FEWEST_PEERS, FEWEST_RATINGS, Pattern, Rated
from sync.analysis.raters import patterns as seen
from sync.process.fairness import DIRECTED, LOPSIDED
from sync.service.patterns import sentences
from templates.books.scheme.starter import starter

RATINGS = {
    "A": ((5, 5), (5, 4.5), (4.5, 5), (5, 4.5)),
    "B": ((3, 3.5), (4, 3), (3.5, 4), (2.5, 3.5)),
    "C": ((2, 2), (4, 4), (5, 5), (3, 3), (4, 4)),
    "D": ((2, 3.5),),
}
"""What four managers give their people on two indicators."""

SETTINGS = (
    *("gap_manager_peers", "gap_manager_peers_fine", "gap_self_manager"),
    *("review_patterns", "review_shift", "review_self_gap"),
)
FIGURES = ("mean", "shift", "z", "spread_ratio", "middle_share", "within_spread", "correlation")


def patterns(language: str) -> Iterator[str]:
    """Yield the page, part by part."""
    reasons = words("raters", language)["reasons"]
    yield f"## {say('docs.patterns.kinds', language)}"
    yield say("docs.patterns.limits", language, fewest=FEWEST_RATINGS, peers=FEWEST_PEERS)
    yield bullets(f"**{reasons[code]}**" for code in words("patterns", language)["said"])
    yield f"## {say('docs.patterns.review', language)}"
    held = [reasons[code] for code in (*DIRECTED, *LOPSIDED)]
    yield say("docs.patterns.held", language, held=say("docs.semicolon", language).join(held))
    scheme = starter(language, date(2026, 10, 1)).scheme
    titles = [say(f"docs.scoring.person.{title}", language) for title in ("setting", "unless")]
    yield grid(titles, [setting(one, scheme, language) for one in SETTINGS])
    yield f"## {say('docs.patterns.example', language)}"
    yield say("docs.patterns.example_about", language)
    yield from example(language)


def example(language: str) -> Iterator[str]:
    """Yield the ratings of the example, the figures that follow, and what they say."""
    titles = words("docs", language)["patterns"]
    yield grid(
        [titles["manager"], titles["ratings"]],
        [(rater, ", ".join("/".join(map(told, one)) for one in given)) for rater, given in RATINGS.items()],
    )
    found = seen(
        Rated(rater, f"{rater}{person}", indicator, rating, 5)
        for rater, given in RATINGS.items()
        for person, pair in enumerate(given)
        for indicator, rating in zip(("quality", "teamwork"), pair, strict=True)
    )
    columns = words("tables", language)["rater_patterns"]["columns"]
    yield grid(
        [titles["manager"], *(columns[key] for key in FIGURES)],
        [(one.rater, *(figure(one, key) for key in FIGURES)) for one in found],
    )
    yield bullets(of(one.rater, said, language) for one in found for said in sentences(one, language))


def figure(one: Pattern, key: str) -> str:
    """Write a figure of a rater, nothing where there is none."""
    return told(one.figures.get(key), decimals=2)
