"""Whose workbooks an account may send in: HR any, a manager those of the departments named in the account."""

from __future__ import annotations

from sync.archive.store import Archive
from sync.process.scope import within
from sync.service.accounts import find_account
from sync.service.judging import Judgement

WEB = "web:"
"""How the source of what came over the web begins; the name of the account follows."""


def may_send(archive: Archive, source: str, judged: Judgement) -> bool:
    """Tell whether a workbook came from somebody who has to do with its department.

    What came another way is HR's to lay where it is collected. An account that was taken away meanwhile
    sends nothing any more.
    """
    if not source.startswith(WEB):
        return True
    sender = find_account(archive, source.removeprefix(WEB))
    if sender is None:
        return False
    units = judged.context.scheme.departments
    return sender.role == "hr" or judged.stamp.department in within(sender.departments, units)
