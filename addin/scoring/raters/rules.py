"""Which rules for raters hold for whom."""

from __future__ import annotations

from addin.scoring.scheme import Person, RaterAssignment, RaterRule, Roster, Scheme, Settings

RATERS = "raters"
"""The module of the scheme."""

ALONE = ("self", "manager")
"""Groups of one person, whose rating is no secret."""

FINE = 20
"""Scales of so many steps and more are fine: on them a step is little, and digits may be favoured."""


def far_from_peers(settings: Settings, steps: float) -> float:
    """Return from where on a manager is far from the peers on a scale of so many steps [share of the scale].

    One of 5 steps is 20 %, and 15 of 100 are 15 %: on few steps less than one is not told from chance. Where
    a scheme says nothing of fine scales, one share holds for all. Source: defaults.md, Gap manager and peers.
    """
    fine = settings.gap_manager_peers_fine if steps >= FINE else None
    return settings.gap_manager_peers if fine is None else fine


def rules_for(scheme: Scheme, template: str | None, kind: str) -> tuple[RaterRule, ...]:
    """Return what each group counts for, for the holders of a template in cycles of a kind.

    The narrowest rows hold: for the template and the kind, else the template, else the kind, else for all.
    None while the module is off.
    """
    if RATERS not in scheme.settings.modules:
        return ()
    for wanted in ((template, kind), (template, None), (None, kind), (None, None)):
        found = tuple(rule for rule in scheme.raters if (rule.template, rule.cycle_kind) == wanted)
        if found:
            return found
    return ()


def counts_for(scheme: Scheme, person: Person, group: str, kind: str) -> bool:
    """Tell whether a rule says what a group of raters counts for, of a person in cycles of a kind."""
    post = scheme.positions.get(person.position)
    return any(rule.group == group for rule in rules_for(scheme, post.template if post else None, kind))


def rates_already(one: RaterAssignment, roster: Roster) -> bool:
    """Tell whether a rater is asked elsewhere: the person, or the manager whatever group is named.

    A manager among the peers would count twice, and could take the own rating out of the mean of few.
    """
    person = roster.get(one.employee)
    superior = person is not None and person.manager == one.rater
    return one.rater == one.employee or superior or one.group in ALONE
