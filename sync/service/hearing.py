"""How raters bear on a score, in words: by group, never by rater, and nothing of groups too small."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.scoring.finishing import Finish
from addin.scoring.form import Step
from addin.scoring.parameters import told
from addin.scoring.scheme import Scheme
from addin.texts import phrase, say
from sync.process.hearing import Together, Voice


def heard_steps(
    heard: Mapping[str, Together], finish: Finish, scheme: Scheme, language: str
) -> Iterator[Step]:
    """Yield the steps from the manager's ratings to those of all raters, and to the weighted sum.

    heard: by indicator.
    """
    for indicator, one in heard.items():
        about = f"{indicator} {scheme.indicators[indicator].name}"
        for voice in one.voices:
            step = say("service.heard.group", language, about=about, group=_group(voice.group, language))
            yield Step(step, voice.mean, _said(voice, language))
        step = say("service.heard.rating", language, about=about)
        yield Step(step, one.rating, say("service.heard.rating_rule", language))
        step = say("service.heard.score", language, about=about)
        yield Step(step, one.score, say("service.heard.score_rule", language))
    if heard:
        step, rule = (say(f"service.heard.{key}", language) for key in ("sum", "sum_rule"))
        yield Step(step, finish.mean, rule)


def _group(group: str, language: str) -> str:
    return say(f"raters.choices.group.{group}", language)


def _said(voice: Voice, language: str) -> str:
    """Say how many raters make a mean and what it counts for, or why it is not told."""
    share = told(100 * voice.share, decimals=1)
    if voice.mean is None:
        return phrase(f"service.heard.{voice.reason}", language).format(share=share)
    key = "one" if voice.raters == 1 else "several"
    said = say(f"service.heard.{key}", language, n=voice.raters, share=share)
    return said + say("service.heard.trimmed", language) if voice.reason == "trimmed" else said
