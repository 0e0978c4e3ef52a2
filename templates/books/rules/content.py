"""What the appraisal rules are written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from addin.scoring.scheme import Cycle, Scheme


class Noted(NamedTuple):
    """A row of the Changelog: when, what and why."""

    changed_on: date | None
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class RulesContent:
    """The rules, their version, the cycle they are written for (None: for all), and what only the sheets say.

    `meanings` are those of the grades; `language` is the one that comes first in each paragraph.
    """

    scheme: Scheme
    version: str
    cycle: Cycle | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)
    changelog: Sequence[Noted] = ()
    language: str = "en"
