"""`google push`: a Google Sheet for each department, made of the very workbook that was issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from addin.texts import listed
from sync.archive.rows import IssuedRecord
from sync.archive.store import Archive
from sync.service.cycles import still_open
from sync.service.google.sheets import PUSHED, Sheet, counting, note, properties, sheets_of
from sync.service.issuing.issuer import last_issue
from sync.service.opening import Watch, one_at_a_time, open_or_make_archive, unwatched
from sync.settings import Workspace, stop
from sync.sources.google.client import Google, connected
from sync.sources.google.drive import Listed, create, replace, sheets_in_folder
from sync.sources.google.fetching import mark_of
from templates.books.department.plan import RATING

How = Literal["new", "replaced", "unchanged", "waiting"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one workbook: `waiting` is a Sheet with changes that have not been collected yet."""

    workbook: str
    department: str
    name: str
    link: str
    how: How


def push(
    workspace: Workspace,
    cycle: str,
    departments: Sequence[str] = (),
    by: str = "",
    watch: Watch = unwatched,
    edition: str = RATING,
) -> list[Pushed]:
    """Make or renew the Sheet of each department; one that holds what was issued last stays as it is.

    A workbook issued anew replaces what stands in its Sheet, under the same link, unless somebody has typed
    there since the last collect: then nothing is touched. A Sheet deleted or moved away is made again.
    Raises CannotGoOn where the cycle was not issued or is closed, or Google refuses.
    """
    with (
        connected(workspace) as google,
        one_at_a_time(workspace),
        open_or_make_archive(workspace) as archive,
    ):
        still_open(archive, cycle)
        chosen = _chosen(archive, cycle, departments, edition)
        pusher = _Pusher(archive, google, by, list(sheets_in_folder(google)))
        return list(watch(pusher.push(chosen), len(chosen)))


def _chosen(archive: Archive, cycle: str, wanted: Sequence[str], edition: str) -> list[IssuedRecord]:
    """Return the department workbooks of a cycle as they were last issued."""
    issued = filter(None, (last_issue(archive, workbook) for workbook in archive.workbooks(cycle)))
    found = [record for record in issued if record.edition == edition]
    known = dict.fromkeys(record.department for record in found)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        names = listed(known, archive.language)
        raise stop("unknown_department", archive.language, department=unknown[0], known=names)
    return [record for record in found if not wanted or record.department in wanted]


class _Pusher:
    """Pushes one workbook after the other, each noted as soon as it stands in its Sheet."""

    def __init__(self, archive: Archive, google: Google, by: str, there: Iterable[Listed]) -> None:
        self._archive, self._google, self._by = archive, google, by
        self._there: Mapping[str, Listed] = {one.id: one for one in there}
        self._ours = {one.properties.get("meritbook"): one for one in self._there.values()}
        self._noted = sheets_of(archive)

    def push(self, records: Iterable[IssuedRecord]) -> Iterator[Pushed]:
        """Push workbooks and tell what became of each."""
        for record in records:
            noted = self._noted.get(record.workbook)
            file = self._file(record, noted)
            how = self._how(record, noted, file)
            if how in ("new", "replaced"):
                file = self._made(record, file)
            assert file is not None
            yield Pushed(record.workbook, record.department, record.name, file.link, how)

    def _file(self, record: IssuedRecord, noted: Sheet | None) -> Listed | None:
        """Return the Sheet of a workbook as it is there now; one that a broken-off push had made, too."""
        mark = properties(self._archive, record)["meritbook"]
        return self._there.get(noted.file) if noted else self._ours.get(mark)

    def _how(self, record: IssuedRecord, noted: Sheet | None, file: Listed | None) -> How:
        if file is None or noted is None:
            return "new"
        if noted.revision >= record.revision:
            return "unchanged"
        seen = self._archive.has_seen(mark_of(file.id, file.version))
        return "replaced" if seen else "waiting"

    def _made(self, record: IssuedRecord, file: Listed | None) -> Listed:
        """Put a workbook into its Sheet and note it; what Google counts as its version is known then."""
        content, marked = self._archive.content(record.sha256), properties(self._archive, record)
        if file is None:
            file = create(self._google, PurePath(record.name).stem, content, marked)
        elif dict(file.properties) != marked or record.workbook in self._noted:
            file = replace(self._google, file.id, content, marked)
        sent = counting(self._archive, record.cycle, record.workbook)
        told = sent.submission if sent else 0  # a workbook issued anew shows no findings of before
        sheet = Sheet(record.workbook, record.cycle, file.id, file.link, record.name, record.revision, told)
        note(self._archive, [sheet], PUSHED, self._by)
        self._archive.note(mark_of(file.id, file.version), content)
        return file
