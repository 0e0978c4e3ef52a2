"""What a collect has found and read so far, so that the one after a killed one knows what came at once."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from sync.service.opening import write_whole
from sync.settings import Workspace

JOURNAL = ".collect.running"

FOUND = re.compile(r"found (\d{1,9}) ([0-9a-f]{64})")
READ = re.compile(r"read (\d{1,9}) (\S+) (\d{1,18})")


class Journal:
    """The files that this collect, and the killed ones before it, found, and the workbooks they read.

    Files came at once that the same run found first: those runs are numbered, and each file is noted by its
    content before any is received. So a kill changes nothing for a file that came after it. A workbook is
    noted before the archive records its submission, and names it: read again, it is no second file.

    What cannot be read here counts for nothing: a last line that is half there tells of a submission that was
    not recorded yet, and all of it is only a help.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._file = workspace.folder / JOURNAL
        text = self._file.read_text(encoding="utf-8", errors="replace") if self._file.exists() else ""
        lines = text.split("\n")[:-1]
        found = filter(None, map(FOUND.fullmatch, lines))
        read = filter(None, map(READ.fullmatch, lines))
        self._found = {one[2]: int(one[1]) for one in found}
        self._read = {(int(one[1]), one[2]): int(one[3]) for one in read}
        self._run = 0

    def begin(self, left: Sequence[str], fresh: Sequence[str]) -> None:
        """Note the contents that were left behind unread, and those found now, before any is taken in."""
        before = max(self._found.values(), default=0)
        self._run = before + 2
        self._found = dict.fromkeys(fresh, self._run) | dict.fromkeys(left, before + 1) | self._found
        if left or fresh:
            write_whole(self._file, self._text().encode(), self._workspace.language)

    def _text(self) -> str:
        found = [f"found {run} {content}\n" for content, run in self._found.items()]
        read = [f"read {run} {workbook} {number}\n" for (run, workbook), number in self._read.items()]
        return "".join(found + read)

    def run_of(self, content: str) -> int:
        """Return the number of the run that found a file first: this one for a file that is not noted."""
        return self._found.get(content, self._run)

    def workbooks(self) -> tuple[str, ...]:
        """Return the workbooks read in this collect, and in the killed ones before it."""
        return tuple(dict.fromkeys(workbook for _, workbook in self._read))

    def came_before(self, workbook: str, submission: int, content: str) -> bool:
        """Tell whether another file for the same workbook that came at once with this one was read."""
        return self._read.get((self.run_of(content), workbook), submission) != submission

    def note(self, workbook: str, submission: int, content: str) -> None:
        """Note a workbook as read, before the archive records it."""
        run = self.run_of(content)
        self._read[run, workbook] = submission
        with self._file.open("a", encoding="utf-8") as journal:
            journal.write(f"read {run} {workbook} {submission}\n")
            journal.flush()
            os.fsync(journal.fileno())

    def end(self) -> None:
        """Forget everything: the collect came to its end."""
        self._file.unlink(missing_ok=True)
