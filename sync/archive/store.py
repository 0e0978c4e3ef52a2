"""The master archive: everything received, issued, read and decided, each change with its event."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, select

from addin.scoring.scheme import Person, Roster, Scheme
from sync.archive import (
    claims,
    documents,
    events,
    found,
    importing,
    issuing,
    queries,
    recording,
    waivers,
)
from sync.archive.engine import path_of, present, told
from sync.archive.handed import Actual, PastRow, PostRow
from sync.archive.recording import Recorded
from sync.archive.rows import (
    Arrived,
    DepartmentProgress,
    EntryRow,
    Event,
    FormRecord,
    History,
    IssuedRecord,
    IssuedWorkbook,
    Mark,
    Outcome,
    Pinned,
    Receipt,
    RegisterRow,
    Result,
    SubmissionRecord,
    printable,
)
from sync.archive.schema import blob, event, roster_version, scheme_version, submission, waiver
from sync.archive.writing import Writing, begin
from sync.findings import Finding, Waiver
from sync.settings import stop

T = TypeVar("T")

PROGRAM = "meritbook"
"""Who acts where no person does."""


class Archive:
    """An open archive. Each method is one transaction; writers wait for each other, readers never do."""

    def __init__(self, engine: Engine, url: str, language: str, wait: float) -> None:
        self.url, self.language = url, language
        self._engine, self._wait = engine, wait
        self._place = claims.machine(path_of(url) is None)
        self._collector: str | None = None
        self.id, self.key = "", b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Look at one consistent state of the archive. Raises CannotGoOn where it cannot be read."""
        with told(self.url, self.language, self._wait), self._engine.connect() as connection:
            reading = connection.execution_options(reading=True)
            with reading.begin():
                yield reading

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Write everything or nothing. Raises CannotGoOn where the archive is busy, full or not writable."""
        with told(self.url, self.language, self._wait), self._engine.begin() as connection:
            yield begin(connection)

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Claim what is received from now on, so that no other machine takes it over while this one lives."""
        self._collector = secrets.token_hex(8)
        try:
            with told(self.url, self.language, self._wait), present(self._engine, self._collector):
                yield
        finally:
            self._collector = None

    def pin_cycle(
        self, cycle: str, scheme: Scheme, roster: Roster, scheme_file: bytes, by: str = PROGRAM
    ) -> Pinned:
        """Open a cycle under these rules and people, or return it as it was opened; the first time counts."""
        with self.writing() as writing:
            known = queries.pinned(writing.connection, cycle)
            if known is not None:
                return known
            issuing.open_cycle(writing, cycle, scheme, roster, scheme_file, by)
            rules, people = documents.digest(scheme), documents.roster_digest(roster)
            return Pinned(cycle, rules, people, writing.at, new=True)

    def change_roster(self, cycle: str, roster: Roster, by: str = PROGRAM) -> None:
        """Move an open cycle on to newer people; workbooks already issued keep theirs."""
        with self.writing() as writing:
            known = queries.pinned(writing.connection, cycle)
            assert known is not None, cycle
            if known.roster != documents.roster_digest(roster):
                issuing.change_roster(writing, cycle, roster, by)

    def adjust(self, cycle: str, scheme: Scheme, scheme_file: bytes, by: str = PROGRAM) -> None:
        """Let the adjustments of this version of the scheme hold in a cycle that was opened."""
        with self.writing() as writing:
            issuing.adjust(writing, cycle, scheme, scheme_file, by)

    def adjusting(self, cycle: str) -> str | None:
        """Return the version of the scheme whose adjustments hold; None where it is the pinned one."""
        with self.reading() as connection:
            return queries.adjusting(connection, cycle)

    def record_issue(self, workbooks: Sequence[IssuedWorkbook], by: str = PROGRAM) -> None:
        """Remember a set of workbooks of one cycle as issued, all or none.

        Raises CannotGoOn where somebody else has handed out one of their revisions meanwhile.
        """
        if workbooks:
            with self.writing() as writing:
                if issuing.taken(writing.connection, workbooks):
                    raise stop("issued_meanwhile", self.language, cycle=workbooks[0].stamp.cycle)
                issuing.issue(writing, workbooks, by)

    def receive(
        self, content: bytes, name: str, source: str = "folder", mark: Mark | None = None, by: str = PROGRAM
    ) -> Receipt:
        """Keep a file byte for byte before anything reads it, and note the file as seen."""
        return self.receive_all([Arrived(content, name, mark)], source, by)[0]

    def receive_all(
        self, arrived: Sequence[Arrived], source: str = "folder", by: str = PROGRAM
    ) -> list[Receipt]:
        """Keep some files, all or none, each with its event; flushing the disk is what takes long."""
        with self.writing() as first:
            following = (begin(first.connection) for _ in arrived[1:])
            return [
                self._receive(writing, one, source, by)
                for writing, one in zip(chain([first], following), arrived, strict=True)
            ]

    def _receive(self, writing: Writing, one: Arrived, source: str, by: str) -> Receipt:
        noted = None if one.mark is None else claims.marked(one.mark, self._place)
        receipt = recording.receive(writing, one.content, printable(one.name), source, noted, by)
        if receipt.fresh and self._collector:
            claims.take(writing.connection, receipt.submission, self._collector)
        return receipt

    def record(self, outcome: Outcome, by: str = PROGRAM) -> Recorded:
        """Write what became of a submission; nothing is written where it was settled or overtaken."""
        with self.writing() as writing:
            recorded = recording.record(writing, outcome, by)
            if recorded == "written":
                claims.release(writing.connection, outcome.submission)
            return recorded

    def waivers(self, cycle: str | None = None, *, ended: bool = True) -> tuple[Waiver, ...]:
        """Return the waivers of a cycle, or of all, in the order they were given."""
        where = [waiver.c.cycle == cycle] if cycle is not None else []
        with self.reading() as connection:
            return waivers.choose(connection, *where, ended=ended)

    def take_in(
        self,
        kind: importing.Kind,
        source: str,
        name: str,
        content: bytes,
        mapping: object,
        rows: importing.Rows,
        by: str = PROGRAM,
    ) -> importing.Import:
        """Keep a file of another system with the rows understood in it; the same again changes nothing."""
        with self.writing() as writing:
            return importing.take_in(writing, kind, source, printable(name), content, mapping, rows, by)

    def actuals(self, cycle: str, until: int | None = None) -> dict[tuple[str, str], Actual]:
        """Return the values imported for a cycle by subject and indicator, as of now or of an event."""
        with self.reading() as connection:
            return importing.actuals(connection, cycle, until)

    def past_results(self, employee: str) -> list[tuple[PastRow, importing.Origin]]:
        """Return a person's results from before this archive, by period, each with where it comes from."""
        with self.reading() as connection:
            return importing.past_results(connection, employee)

    def posts_held(self, employee: str) -> list[tuple[PostRow, importing.Origin]]:
        """Return the posts a person held, by date, each with where it comes from."""
        with self.reading() as connection:
            return importing.posts_held(connection, employee)

    def seen(self) -> frozenset[Mark]:
        """Return the files taken in so far, as they were then."""
        with self.reading() as connection:
            return claims.seen_at(connection, self._place)

    def has_seen(self, mark: Mark) -> bool:
        """Tell whether a file is as it was when it was last taken in."""
        with self.reading() as connection:
            return claims.is_seen(connection, claims.marked(mark, self._place))

    def note(self, mark: Mark, content: bytes) -> None:
        """Note a file as taken in; no result depends on it, so nothing is said in the log."""
        with self.writing() as writing:
            recording.note(writing, claims.marked(mark, self._place), sha256(content).hexdigest())

    def take_over(self) -> list[SubmissionRecord]:
        """Claim and return what was received and not read, unless another collector is still at it."""
        assert self._collector, "only who collects takes over"
        with self.writing() as writing:
            left = claims.take_over(writing.connection, self._collector)
            return queries.submissions(writing.connection, submission.c.id.in_(left)) if left else []

    def files(self) -> list[str]:
        """Return the SHA-256 of every kept file."""
        with self.reading() as connection:
            return list(connection.scalars(select(blob.c.sha256)))

    def content(self, sha256: str) -> bytes:
        """Return the bytes of a kept file."""
        with self.reading() as connection:
            found = queries.content(connection, sha256)
        assert found is not None, sha256
        return found

    def pinned(self, cycle: str) -> Pinned | None:
        """Return a cycle with its pinned rules and people; None where it was never opened."""
        with self.reading() as connection:
            return queries.pinned(connection, cycle)

    def cycles(self) -> list[str]:
        """Return the cycles that were opened."""
        with self.reading() as connection:
            return queries.cycles(connection)

    def scheme(self, digest: str) -> Scheme | None:
        """Return a version of the rules; None where the archive does not know it."""
        return self._document(scheme_version, digest, documents.decode_scheme)

    def scheme_file(self, digest: str) -> bytes:
        """Return the scheme workbook a version of the rules was read from."""
        with self.reading() as connection:
            of = select(scheme_version.c.blob).where(scheme_version.c.digest == digest)
            sha256 = connection.scalar(of)
        assert sha256 is not None, digest
        return self.content(sha256)

    def roster(self, digest: str) -> Roster | None:
        """Return a version of the people; None where the archive does not know it."""
        return self._document(roster_version, digest, documents.decode_roster)

    def people(self, digest: str) -> Iterator[Person]:
        """Yield the people of a version one by one, so that memory stays flat however many there are.

        Raises CannotGoOn where the document is damaged.
        """
        with self.reading() as connection:
            of = select(roster_version.c.document).where(roster_version.c.digest == digest)
            stored = connection.scalar(of)
        assert stored is not None, digest
        try:
            yield from documents.each_person(stored)
        except ValueError as error:
            raise stop("archive_document", self.language, error=error) from error

    def _document(self, table: Any, digest: str, decode: Callable[[bytes], T]) -> T | None:
        """Return a stored document; raises CannotGoOn where it is damaged."""
        with self.reading() as connection:
            stored = connection.scalar(select(table.c.document).where(table.c.digest == digest))
        try:
            return None if stored is None else decode(documents.unpack(stored))
        except (ValueError, TypeError) as error:
            raise stop("archive_document", self.language, error=error) from error

    def issued(self, workbook: str, revision: int | None = None) -> IssuedRecord | None:
        """Return what was handed out as a revision of a workbook, the latest for None."""
        with self.reading() as connection:
            return queries.issued_record(connection, workbook, revision)

    def workbooks(self, cycle: str) -> list[str]:
        """Return the ids of the workbooks issued in a cycle."""
        with self.reading() as connection:
            return queries.workbooks(connection, cycle)

    def next_revision(self, workbook: str) -> int:
        """Return the revision the next issue or returned copy of a workbook carries."""
        with self.reading() as connection:
            return queries.latest_revision(connection, workbook) + 1

    def history(self, workbook: str) -> History:
        """Return what was received of a workbook before, as acceptance needs it."""
        with self.reading() as connection:
            return queries.history(connection, workbook)

    def submission(self, number: int) -> SubmissionRecord:
        """Return one submission."""
        found = self.look_up(number)
        assert found is not None, number
        return found

    def look_up(self, number: int) -> SubmissionRecord | None:
        """Return one submission; None where there is no such number."""
        with self.reading() as connection:
            return queries.one_submission(connection, number)

    def submissions(self, cycle: str | None = None, state: str | None = None) -> list[SubmissionRecord]:
        """Return submissions in the order received: of a cycle, in a state, or all."""
        where = [submission.c.cycle == cycle] if cycle is not None else []
        where += [submission.c.state == state] if state is not None else []
        with self.reading() as connection:
            return queries.submissions(connection, *where)

    def entries(self, number: int, employee: str | None = None) -> tuple[EntryRow, ...]:
        """Return what was typed in a submission and in which cells, for one person or all."""
        with self.reading() as connection:
            return queries.entries(connection, number, employee)

    def registers(self, number: int) -> tuple[RegisterRow, ...]:
        """Return the rows of the other tables filled in a submission."""
        with self.reading() as connection:
            return queries.registers(connection, number)

    def findings(self, cycle: str) -> list[Finding]:
        """Return what was found in the accepted submission of each workbook of a cycle."""
        with self.reading() as connection:
            return found.current(connection, cycle)

    def findings_before(self, cycle: str) -> tuple[list[Finding], frozenset[str]]:
        """Return what was found in the submissions that counted before, and which departments sent them."""
        with self.reading() as connection:
            return found.before(connection, cycle)

    def findings_numbered(self, number: str) -> list[tuple[int, Finding]]:
        """Return the findings that count and whose number begins so, each with its submission."""
        with self.reading() as connection:
            return found.beginning(connection, number)

    def findings_of(self, number: int) -> list[Finding]:
        """Return what was found in one submission."""
        with self.reading() as connection:
            return found.findings(connection, number)

    def results(self, cycle: str, employee: str | None = None, *, every: bool = False) -> list[Result]:
        """Return the current result of each person of a cycle (or of one), or every version."""
        with self.reading() as connection:
            return queries.results(connection, cycle, None if employee is None else [employee], every=every)

    def forms(self, cycle: str, among: Collection[str] | None = None) -> list[FormRecord]:
        """Return where each form of a cycle stands, or each of some."""
        with self.reading() as connection:
            return queries.forms(connection, cycle, among)

    def newer_out(self, cycle: str) -> set[str]:
        """Return the workbooks of a cycle that were issued again after the submission that counts."""
        with self.reading() as connection:
            return issuing.newer_out(connection, cycle)

    def progress(self, cycle: str, without: Collection[str] = ()) -> list[DepartmentProgress]:
        """Return how far each workbook of a cycle is; without: subjects that are not waited for."""
        with self.reading() as connection:
            return queries.progress(connection, cycle, without)

    def events(self) -> list[Event]:
        """Return the audit log from its beginning."""
        with self.reading() as connection:
            return [
                events.parsed(text) for text in connection.scalars(select(event.c.text).order_by(event.c.seq))
            ]
