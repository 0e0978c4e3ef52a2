"""Where Excel and LibreOffice look for what is installed, by the environment of a machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

UNOPKG = (
    "C:/Program Files/LibreOffice/program/unopkg.com",
    "/Applications/LibreOffice.app/Contents/MacOS/unopkg",
)
"""Where LibreOffice's own installer of extensions lies where it is on no path."""


@dataclass(frozen=True, slots=True)
class Excel:
    """Where Excel on Windows opens add-ins from at each start, and where ours finds its settings."""

    start: Path
    settings: Path


def excel(environment: Mapping[str, str] = os.environ) -> Excel | None:
    """Return where things of Excel lie; None on machines on which it runs no Python functions."""
    roaming, home = environment.get("APPDATA"), environment.get("USERPROFILE")
    if not (roaming and home):
        return None
    return Excel(Path(roaming, "Microsoft", "Excel", "XLSTART"), Path(home, ".meritbook", "meritbook.conf"))


def unopkg() -> str | None:
    """Return LibreOffice's installer of extensions; None where there is none."""
    found = shutil.which("unopkg")
    return found or next((place for place in UNOPKG if Path(place).exists()), None)
