"""Names that programs give to what is no workbook of anybody, or not one yet: they are passed over.

Copies are none of these: "x (1).xlsx", "x - 副本.xlsx", "x (conflicted copy).xlsx" and the like are taken in
as any other file, since the stamp inside says which workbook it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PASSED_OVER: Mapping[str, str] = {
    "hidden": r"\..*",
    "lock files of Excel and WPS": r"~\$.*",
    "temporary": r".*(\.(tmp|temp|swp|\$\$\$)|~)",
    "Excel while it saves": r"(?=.*[a-f])[0-9a-f]{8}|.*\.sb-[0-9a-f]{8}-\w{6}",
    "downloads of browsers": r".*\.(crdownload|opdownload|download|part|partial)",
    "files on their way": r".*\.(filepart|half|aria2|drivedownload|!sync|sync(part|temp))|~syncthing~.*",
    "Windows": r"(eh)?thumbs\.db|desktop\.ini|\$recycle\.bin|system volume information",
    "macOS": r"icon\r|__macosx",
    "network drives": r"@eadir|@tmp|[#@]recycle|[#~]snapshot|lost\+found",
}
"""Who leaves it, and what its name looks like in small letters; folders and files alike."""

_EACH = re.compile("|".join(PASSED_OVER.values()), re.DOTALL)


def passed_over(name: str) -> bool:
    """Tell whether a file or folder of this name is left alone."""
    return _EACH.fullmatch(name.lower()) is not None
