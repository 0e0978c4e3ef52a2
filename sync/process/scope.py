"""Whose forms somebody may see and send in: the departments named, with every unit below them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from addin.scoring.scheme import Department


def within(named: Collection[str], departments: Mapping[str, Department]) -> frozenset[str]:
    """Return the departments named and all units below them, however deep.

    A department that the scheme does not know stands for itself, so that nothing opens when it is renamed.
    """
    found, waiting = set(named), list(named)
    while waiting:
        above = waiting.pop()
        units = [unit.id for unit in departments.values() if unit.parent == above and unit.id not in found]
        found.update(units)
        waiting += units
    return frozenset(found)
