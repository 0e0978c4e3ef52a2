"""What a collect has read so far, so that the one after a killed one knows which files came at once."""

from __future__ import annotations

import os

from sync.service.placing import flush_names
from sync.settings import Workspace

JOURNAL = ".collect.running"


class Journal:
    """The workbooks read in this collect, and in the killed one before it, each from which submission.

    A line is on the disk before the archive records the submission, and names it: read again, it is no
    second file. A last line that is half there tells of a submission that was not recorded yet.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._file = workspace.folder / JOURNAL
        text = self._file.read_text(errors="replace") if self._file.exists() else ""
        whole = (line.split() for line in text.split("\n")[:-1] if line.count(" ") == 1)
        self._read = {workbook: int(number) for workbook, number in whole if number.isdecimal()}

    def workbooks(self) -> tuple[str, ...]:
        """Return the workbooks read in this collect, and in the killed one before it."""
        return tuple(self._read)

    def came_before(self, workbook: str, submission: int) -> bool:
        """Tell whether another file for the same workbook was read in this very collect."""
        return self._read.get(workbook, submission) != submission

    def note(self, workbook: str, submission: int) -> None:
        """Note a workbook as read, before the archive records it."""
        first = not self._read
        self._read[workbook] = submission
        with self._file.open("a") as journal:
            journal.write(f"\n{workbook} {submission}\n")
            journal.flush()
            os.fsync(journal.fileno())
        if first:
            flush_names(self._file.parent)

    def end(self) -> None:
        """Forget everything: the collect came to its end."""
        self._file.unlink(missing_ok=True)
