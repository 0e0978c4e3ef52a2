"""`collect --watch`: takes in what arrives, whatever happens around it, and stops cleanly."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from addin.texts import LANGUAGES, say
from sync.cli.watching import Asked, Rounds
from sync.service import opening
from sync.service.collecting import collect
from sync.service.cycles import open_to_look
from sync.service.watching import keep_collecting, one_watcher
from sync.settings import CannotGoOn
from sync.sources.copying import Doubts
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, content_of, filled
from tests.sync.service.test_collecting import CHECKED, MORE, states_of

HOUSE = Path(__file__).resolve().parents[3]
PATIENCE = 120

PLAIN = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"

WITHOUT_HINTS = f"""
from watchfiles import _rust_notify
def none(*_):
    raise OSError(28, "No space left on device")
_rust_notify.RustNotify = none
{PLAIN}
"""
"""A watcher on a system that has no more watches to give."""

SIGNALLED = f"""
import os, signal
from sync.archive.store import Archive
done = Archive.{{method}}
def signalled(*arguments, **options):
    Archive.{{method}} = done
    found = done(*arguments, **options)
    {{then}}
    return found
Archive.{{method}} = signalled
{PLAIN}
"""
"""A watcher to which something happens when it has received, or settled, for the first time."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of other systems")


class Watcher:
    """A watcher in a process, and in a group of processes, of its own."""

    def __init__(self, workspace, *words, program=PLAIN):
        self.folder = workspace.folder.parent / "told"
        self.folder.mkdir(exist_ok=True)
        self.out, self.err = self.folder / "out", self.folder / "err"
        command = [sys.executable, "-c", program, "-w", str(workspace.folder), "collect", "--watch", *words]
        with self.out.open("wb") as out, self.err.open("wb") as err:
            own = {"stdout": out, "stderr": err, "start_new_session": True}
            self.process = subprocess.Popen(command, cwd=HOUSE, **own)

    def until(self, true):
        """Wait until something is so, while the watcher lives."""
        for _ in range(PATIENCE * 20):
            if true():
                return
            assert self.process.poll() is None, self.err.read_text("utf-8")
            time.sleep(0.05)
        raise AssertionError((self.out.read_text("utf-8"), self.err.read_text("utf-8")))

    def says(self, text, where="out"):
        """Wait until the watcher says something."""
        self.until(lambda: text in getattr(self, where).read_text("utf-8"))

    def end(self, number=signal.SIGINT):
        """Send a signal to the watcher and its workers, as a terminal does; return its status."""
        os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE)


@contextmanager
def watching(workspace, *words, program=PLAIN, every="0.2"):
    """Watch for a while; whatever happens, no process is left."""
    watcher = Watcher(workspace, "--every", every, *words, program=program)
    try:
        yield watcher
    finally:
        with suppress(ProcessLookupError):
            os.killpg(watcher.process.pid, signal.SIGKILL)
        watcher.process.wait(PATIENCE)


def received(workspace):
    """Return the names of all submissions in the order they came, and the states they are in."""
    with open_to_look(workspace) as archive:
        return [(one.name, one.state) for one in archive.submissions()]


def put(workspace, name, data):
    """Put a file into the inbox as careful programs do, whole from the beginning."""
    half = workspace.inbox / f".{name}.half"
    half.write_bytes(data)
    half.replace(workspace.inbox / name)


def free(workspace):
    """Tell whether another watcher could begin."""
    with one_watcher(workspace, []):
        return True


def living(group):
    """Return the processes of a group that have not ended (on Linux)."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, facts = file.read_text().rpartition(")")
            state, _, of, *_ = facts.split()
            found += [name] if int(of) == group and state != "Z" else []
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_takes_in_what_arrives_and_stops_when_asked(number, language, small):
    """What comes is told with its time; Ctrl-C and SIGTERM end with status 0, one line, no process left."""
    with watching(small, "--language", language) as watcher:
        watcher.says(str(small.inbox))
        put(small, "a.xlsx", filled(small))
        watcher.says("a.xlsx")
        put(small, "b.xlsx", b"no workbook")
        watcher.says("b.xlsx")
        watcher.says(say("choices.submission.quarantined", language))
        assert watcher.end(number) == 0
        lines = watcher.out.read_text("utf-8").splitlines()
    assert lines[-1] == say("service.watch.ended", language)
    assert sum(line.startswith("2026-10-05 ") for line in lines) >= 2
    assert watcher.err.read_text() == ""
    assert received(small) == [("a.xlsx", "read"), ("b.xlsx", "quarantined")]
    assert states_of(small) == CHECKED
    assert free(small)
    for _ in range(PATIENCE * 20):
        if not living(watcher.process.pid):
            break
        time.sleep(0.05)
    assert living(watcher.process.pid) == []


def test_json_is_one_document_a_line(small):
    """With --json each round that took something in is one line, and everything else goes elsewhere."""
    with watching(small, "--json") as watcher:
        put(small, "a.xlsx", filled(small, other=NO_RATING))
        watcher.says("a.xlsx")
        put(small, "b.xlsx", filled(small, "company"))
        watcher.says("b.xlsx")
        assert watcher.end() == 0
        documents = [json.loads(line) for line in watcher.out.read_text("utf-8").splitlines()]
    assert [[one["state"] for one in each["submissions"]] for each in documents] == [["read"], ["read"]]
    assert [len(each["findings"]) for each in documents] == [1, 0]
    assert watcher.err.read_text().splitlines()[-1] == say("service.watch.ended", "en")


def test_hints_come_at_once(small):
    """What arrives is taken in long before everything is looked through again, also below a new folder."""
    with watching(small, every="86400") as watcher:
        watcher.says(str(small.inbox))
        (small.inbox / "new").mkdir()
        put(small, "a.xlsx", filled(small))
        watcher.says("a.xlsx")
        shutil.copy(small.inbox / "a.xlsx", small.inbox / "new" / "b.xlsx")
        watcher.says("b.xlsx")
        assert watcher.end() == 0


def test_without_hints_everything_is_found(small):
    """Where the system gives no hints, the look through everything finds what came."""
    with watching(small, program=WITHOUT_HINTS) as watcher:
        watcher.says(str(small.inbox))
        put(small, "a.xlsx", filled(small))
        watcher.says("a.xlsx")
        assert watcher.end() == 0
    assert watcher.err.read_text() == ""


def test_one_watcher_for_a_workspace(small, run):
    """A second watcher is refused in one line; a collect by hand works beside the first, each file once."""
    with watching(small) as watcher:
        watcher.says(str(small.inbox))
        status, out, err = run(small, "collect", "--watch")
        assert (status, out, err.count("\n")) == (2, "", 1)
        names = [f"{number}.xlsx" for number in range(6)]
        for name in names:
            put(small, name, b"no workbook " + name.encode())
            assert run(small, "collect")[0] in (0, 1)
        assert sorted(received(small)) == [(name, "quarantined") for name in names]
        assert watcher.end() == 0
    assert free(small)


def test_a_folder_removed_and_made_again(small):
    """A named folder that is gone is told once, in one line; when it is back, the watcher goes on."""
    folder = small.folder.parent / "mail"
    folder.mkdir()
    with watching(small, str(folder)) as watcher:
        watcher.says(str(folder))
        folder.rmdir()
        watcher.says(str(folder), "err")
        time.sleep(1)  # some rounds
        folder.mkdir()
        (folder / "a.xlsx").write_bytes(filled(small))
        watcher.says("a.xlsx")
        assert watcher.end() == 0
    assert watcher.err.read_text().count("\n") == 1
    assert states_of(small) == CHECKED


def test_the_inbox_is_made_again(small):
    """An inbox that somebody removed is made again, and what is put into it is taken in."""
    with watching(small) as watcher:
        watcher.says(str(small.inbox))
        shutil.rmtree(small.inbox)
        watcher.until(small.inbox.exists)
        put(small, "a.xlsx", filled(small))
        watcher.says("a.xlsx")
        assert watcher.end() == 0
    assert watcher.err.read_text() == ""


def test_what_is_copied_slowly_is_taken_in_once(small):
    """A file that grows while the watcher looks again and again is taken in when it is whole, not before."""
    whole = filled(small)
    with watching(small) as watcher:
        watcher.says(str(small.inbox))
        with (small.inbox / "a.xlsx").open("wb") as target:
            for begin in range(0, len(whole), len(whole) // 6):
                target.write(whole[begin : begin + len(whole) // 6])
                target.flush()
                time.sleep(0.3)
        watcher.says(say("choices.submission.read", "en"))
        assert watcher.end() == 0
    assert received(small) == [("a.xlsx", "read")]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("method", ["receive_all", "record"])
def test_asked_to_stop_in_the_middle(method, number, small, document):
    """Ctrl-C between two files leaves the rest to the next collect, which knows that they came at once."""
    undisturbed = shutil.copytree(small.folder, small.folder.with_name("undisturbed"))
    files = {"a.xlsx": filled(small, other=MORE), "b.xlsx": filled(small), "c.xlsx": filled(small, "company")}
    for inbox in (small.inbox, undisturbed / "inbox"):
        for name, data in files.items():
            (inbox / name).write_bytes(data)
    program = SIGNALLED.format(method=method, then=f"os.killpg(0, signal.{number})")
    with watching(small, program=program) as watcher:
        assert watcher.process.wait(PATIENCE) == 0
    assert watcher.err.read_text() == ""
    assert watcher.out.read_text("utf-8").splitlines()[-1] == say("service.watch.ended", "en")
    assert {state for _, state in received(small)} == {"read", "received"}
    document(small, "collect")
    document(type(small)(undisturbed), "collect")
    assert content_of(small) == content_of(type(small)(undisturbed))
    assert document(small, "verify")["broken"] == []


@pytest.mark.parametrize("method", ["receive_all", "record"])
def test_killed_and_started_again(method, small, document):
    """A watcher that was killed leaves no lock; started again it finishes what the first had received."""
    put(small, "a.xlsx", filled(small, other=NO_RATING))
    put(small, "b.xlsx", filled(small, "company"))
    program = SIGNALLED.format(method=method, then="os.kill(os.getpid(), signal.SIGKILL)")
    with watching(small, program=program) as watcher:
        assert watcher.process.wait(PATIENCE) == -signal.SIGKILL
    with watching(small) as watcher:
        watcher.until(lambda: [state for _, state in received(small)] == ["read", "read"])
        assert watcher.end() == 0
    assert document(small, "collect") == {"submissions": [], "findings": []}
    assert document(small, "verify")["broken"] == []
    assert (small.returned(CYCLE) / f"{CYCLE}-sales.xlsx").exists()


def test_a_round_that_cannot_run_is_told_once(small, capsys, monkeypatch):
    """While another collect is at work, or a file lies where the inbox was, it is told once, and no more."""
    monkeypatch.setattr(opening, "WAIT", 0.01)
    once, doubts = Rounds(partial(collect, small, [], 1), small, False, Asked()), Doubts(0, wait=None)
    once(doubts)
    with FileLock(small.folder / opening.LOCK):
        once(doubts)
        once(doubts)
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    small.inbox.rmdir()
    small.inbox.write_bytes(b"")
    once(doubts)
    once(doubts)
    assert capsys.readouterr().err.count("\n") == 1
    small.inbox.unlink()
    once(doubts)
    put(small, "a.xlsx", filled(small))
    once(doubts)
    told = capsys.readouterr()
    assert told.err == ""
    assert "a.xlsx" in told.out


def test_rounds_leave_nothing(small, capsys):
    """However many rounds there were, no object, file, or thread of them is left."""
    asked, rounds, left = Asked(), 0, []
    once = Rounds(partial(collect, small, [], 1), small, False, asked)
    put(small, "a.xlsx", filled(small))

    def count(doubts):
        nonlocal rounds
        once(doubts)
        rounds += 1
        if rounds % 4 == 0:
            left.append((len(gc.get_objects()), threading.active_count()))
        asked._asked = rounds == 16

    keep_collecting(small, [], 0.01, count, asked)
    assert "a.xlsx" in capsys.readouterr().out
    (_, threads), *_ = left
    assert left[-1][1] == threads
    assert left[-1][0] - left[1][0] < 100


def test_what_cannot_be_watched_is_refused(small, run, tmp_path):
    """A path that is missing, the workspace itself, or --every alone: one line and status 2."""
    for words in (
        ("--watch", str(tmp_path / "none")),
        ("--watch", str(small.folder)),
        ("--watch", str(small.folder.parent)),
        ("--every", "5"),
    ):
        status, out, err = run(small, "collect", *words)
        assert (status, out, err.count("\n")) == (2, "", 1)


def test_the_lock_is_let_go(small):
    """Whoever cannot watch, or has ended, keeps nobody else from it."""
    with one_watcher(small, []), pytest.raises(CannotGoOn) as refused, one_watcher(small, []):
        pass
    assert refused.value.key == "watch_running"
    assert free(small)
