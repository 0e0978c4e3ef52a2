"""The accounts of the sample company: HR, and the head of each department."""

from __future__ import annotations

from sync.service.accounts import add_account
from sync.service.opening import read_rules
from sync.settings import Workspace

HR, MAKER = "hr", "demo"


def make_accounts(workspace: Workspace) -> dict[str, str]:
    """Make an account for HR and one for each department, and return their passwords by name."""
    units = read_rules(workspace).reading.scheme.departments.values()
    found = {HR: add_account(workspace, HR, "hr", (), "", MAKER)}
    for unit in units:
        found[unit.id] = add_account(workspace, unit.id, "manager", (unit.id,), unit.head or "", MAKER)
    return found
