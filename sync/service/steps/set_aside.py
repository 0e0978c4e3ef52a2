"""Opinion forms among the files of a collect: nothing of them is kept before it is known who signed them.

An anonymous opinion is the one exception to "every file is kept": in the inbox, too, it is taken in as
`opinions` does, and then removed from there. One that cannot be used stays where it lies and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from addin.texts import say
from sync.archive.store import PROGRAM, Archive
from sync.reading.cells import Unreadable
from sync.reading.gate.opinion import may_be_opinion
from sync.reading.opinion_form import is_opinion_form
from sync.reading.reasons import reason
from sync.reading.submission import Submission
from sync.service.judging import foreign
from sync.service.opening import read_workbooks
from sync.service.steps.opinion import note
from sync.settings import CannotGoOn, Workspace
from sync.sources import Candidate, File, Source, Unread
from sync.sources.copying import Finished, read_again

Given = tuple[Candidate, File]


class Why(NamedTuple):
    """In words, why a form cannot be used."""

    reason: str


@dataclass(frozen=True, slots=True)
class Came:
    """What came of the opinion forms of a collect: how many were noted, of these without a name, what is odd.

    Neither the name nor the folder of a file is told: what is printed may be kept.
    """

    noted: int = 0
    anonymous: int = 0
    odd: tuple[str, ...] = ()


NOTHING = Came()


@dataclass(slots=True)
class SetAside:
    """Takes the opinion forms out of what a collect found; `came` tells what came of them."""

    workspace: Workspace
    archive: Archive
    source: Source
    finished: Callable[[], Sequence[Finished]]
    unread: list[Unread]
    came: Came = NOTHING

    def others(self) -> list[Finished]:
        """Take opinion forms in and return the other finished files, of which nothing has been kept yet."""
        rest: list[Finished] = []
        marked: list[tuple[Finished, File]] = []
        for one in self.finished():
            file = read_again(self.source, one)
            if isinstance(file, Unread):
                self.unread.append(file)
            elif may_be_opinion(file.content):
                marked.append((one, file))
            else:
                rest.append(one)
        return rest + (self._without_forms(marked) if marked else [])

    def _without_forms(self, marked: Sequence[tuple[Finished, File]]) -> list[Finished]:
        """Take in the forms among files that may be some, and return the others."""
        rest: list[Finished] = []
        forms: dict[str, list[Given]] = {}
        contents = ((at, file.content) for at, (_, file) in enumerate(marked))
        for at, read in read_workbooks(contents, 1, self.archive.language):
            one, file = marked[at]
            if not is_opinion_form(file.content, read):
                rest.append(one)
            elif isinstance(why := self._cycle(read), Why):
                self._tell("left", reason=why.reason)
            else:
                forms.setdefault(why, []).append((one[1], file))
        for cycle, given in forms.items():
            self._take_in(cycle, given)
        return rest

    def _cycle(self, read: Submission | Unreadable) -> str | Why:
        """Return the cycle of a form of this archive, or why it cannot be used."""
        language = self.archive.language
        if isinstance(read, Unreadable):
            return Why(reason(read, language))
        strange = foreign(read.stamp, self.archive)
        if strange is not None:
            return Why(say(f"service.reasons.{strange.reason}", language).format(**strange.values))
        assert read.stamp is not None
        return read.stamp.cycle

    def _take_in(self, cycle: str, given: Sequence[Given]) -> None:
        """Note the opinions on a cycle; a file that is noted without a name leaves the inbox."""
        try:
            done, read = note(self.archive, cycle, [(one.name, file.content) for one, file in given], PROGRAM)
        except CannotGoOn as refusal:
            self._tell("left", reason=refusal)
            return
        came = self.came
        self.came = Came(came.noted + done.noted, came.anonymous + done.anonymous, came.odd)
        for (candidate, file), found in zip(given, read, strict=True):
            if isinstance(found, str):
                self._tell("left", reason=found)
            elif found.anonymous:
                self._remove(candidate, file)
            else:
                self.archive.note(file.mark, file.content)

    def _remove(self, candidate: Candidate, file: File) -> None:
        """Remove a form from the inbox, which is ours; elsewhere files are their owner's."""
        path = Path(candidate.path)
        if not path.is_relative_to(self.workspace.inbox.absolute()) or self.source.read(candidate) != file:
            return
        try:
            path.unlink()
        except OSError as error:
            self._tell("not_removed", error=error.strerror)

    def _tell(self, key: str, **values: object) -> None:
        text = say(f"publication.opinion.{key}", self.archive.language, **values)
        self.came = replace(self.came, odd=(*self.came.odd, text))
