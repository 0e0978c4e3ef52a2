"""What a collect took in, gathered file by file and shown when it has ended."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from addin.texts import listed, of, say
from sync.cli.printing import coloured, show
from sync.cli.showing import became, show_findings, summary
from sync.cli.spooled import Lists, Text
from sync.findings import Finding, has_errors
from sync.service.collecting import Collected
from sync.service.looking import reason, submission_document
from sync.service.settling import Taken


def not_adjusted(done: Collected, language: str) -> list[str]:
    """Say why the adjustments of the scheme workbook were not taken in; nothing where they were."""
    adjusted = done.adjusted
    if not (adjusted.refused or adjusted.errors):
        return []
    why = adjusted.refused or say("service.collect.unsound", language, number=len(adjusted.errors))
    return [say("service.collect.not_adjusted", language, reason=why), *map(str, adjusted.errors)]


def opinions_of(done: Collected, language: str) -> Iterator[str]:
    """Yield what came of opinion forms: how many were noted, which could not be used."""
    came = done.opinions
    if came.noted:
        yield say("publication.opinions", language, number=came.noted, anonymous=came.anonymous)
    for line in came.odd:
        yield coloured(line, "warning")


class AsText:
    """What a collect took in, told in lines."""

    def __init__(self, language: str) -> None:
        self.language, self.errors, self._text = language, False, Text()
        self.close = self._text.close

    def take(self, taken: Taken) -> None:
        """Tell what became of one file."""
        self.errors |= has_errors(taken.findings)
        record, language = taken.record, self.language
        state = say(f"choices.submission.{record.state}", language)
        about = reason(record.reason, record.values, language) or summary(taken.findings, language)
        self._text.add(f"{coloured(state, 'strong')}  {of(record.name, about, language)}\n", record.name)
        if taken.life.tells:
            self._text.add(f"  {became(taken.life, language)}\n", record.name)
        for waiver in taken.changed:
            told = {"code": waiver.code, "reason": waiver.reason, "by": waiver.by}
            self._text.add("  " + say("service.waived.over", language, **told) + "\n", record.name)
        if taken.copy:
            self._text.add("  " + say("service.collect.copy", language, file=taken.copy) + "\n", record.name)

    def end(self, done: Collected) -> None:
        """Print everything."""
        self.errors |= has_errors(found for found, _ in done.again)
        self._text.show()
        for found, waiver in done.again:
            told = {"finding": found, "reason": waiver.reason, "by": waiver.by, "until": waiver.until}
            show(coloured(say("service.waived.expired", self.language, **told), found.severity))
        for found in done.unread:
            show(coloured(str(found), "error"))
        if done.adjusted.cycles:
            cycles = listed(done.adjusted.cycles, self.language)
            show(say("service.collect.adjusted", self.language, cycles=cycles))
        for reason_ in not_adjusted(done, self.language):
            show(coloured(reason_, "error"))
        if done.across.new or done.across.gone:
            counts = {"new": len(done.across.new), "gone": done.across.gone}
            show(say("service.collect.across", self.language, **counts))
        if done.across.new:
            show_findings(done.across.new, self.language)
        for line in opinions_of(done, self.language):
            show(line)
        show(say("service.collect.done", self.language, taken=done.taken, unchanged=done.unchanged))


class AsJson:
    """What a collect took in, as a JSON document; as one `line`, where others follow."""

    def __init__(self, language: str, line: bool = False) -> None:
        self.language, self.errors = language, False
        self._lists = Lists("submissions", "findings", line=line)
        self.close = self._lists.close

    def take(self, taken: Taken) -> None:
        """Tell what became of one file."""
        self.errors |= has_errors(taken.findings)
        self._lists.add("submissions", submission_document(taken.record, self.language))
        self._add(taken.findings)

    def end(self, done: Collected) -> None:
        """Print everything."""
        again = [found for found, _ in done.again]
        self.errors |= has_errors(again)
        self._add(again)
        self._add(done.unread)
        self._add(done.adjusted.errors)
        self._add(done.across.new)
        reasons = not_adjusted(done, self.language)[:1] if done.adjusted.refused else []
        for line in (*reasons, *done.opinions.odd):
            sys.stderr.write(line + "\n")
        self._lists.show()

    def _add(self, findings: Sequence[Finding]) -> None:
        for found in findings:
            self._lists.add("findings", found.document())
