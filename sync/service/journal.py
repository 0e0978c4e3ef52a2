"""What a collect has read so far, so that the one after a killed one knows which files came at once."""

from __future__ import annotations

from sync.settings import Workspace

JOURNAL = ".collect.running"


class Journal:
    """The workbooks read in this collect, and in the killed one before it, each from which submission.

    A line is written before the archive records the submission, and names it: read again, it is no second
    file.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._file = workspace.folder / JOURNAL
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        whole = (line.split() for line in lines if line.count(" ") == 1)
        self._read = {workbook: int(number) for workbook, number in whole if number.isdecimal()}

    def came_before(self, workbook: str, submission: int) -> bool:
        """Tell whether another file for the same workbook was read in this very collect."""
        return self._read.get(workbook, submission) != submission

    def note(self, workbook: str, submission: int) -> None:
        """Note a workbook as read, before the archive records it."""
        self._read[workbook] = submission
        with self._file.open("a") as journal:
            journal.write(f"{workbook} {submission}\n")

    def end(self) -> None:
        """Forget everything: the collect came to its end."""
        self._file.unlink(missing_ok=True)
