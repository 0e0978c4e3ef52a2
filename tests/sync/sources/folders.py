"""Plays what happens to folders: people and programs write, copy, rename and remove while collects look."""

from __future__ import annotations

import os
import shlex
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED

from sync.service.collecting import collect
from sync.service.cycles import open_to_look
from sync.settings import Workspace
from sync.sources import Candidate, Source, Unread
from sync.sources.copying import Doubts, Finished
from tests import packages

SCENARIOS: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "folder_scenarios.toml").read_text("utf-8")
)
"""What happens, step by step, and what the collect after each step must take in; by group and title."""

MOMENTS = ("listed", "meanwhile", "looked")
"""What can happen during a collect happens after its listing, between its two looks, or after these."""


@cache
def content(title: str, label: str) -> bytes:
    """Return a whole workbook like no other; all are of the same size."""
    text = "".join(sha256(f"{title} {label} {number}".encode()).hexdigest() for number in range(30))
    row = f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'
    return packages.packed(packages.parts(row), ZIP_STORED)


@dataclass(slots=True)
class Copier:
    """A program that writes a file bit by bit; `whole` is what it will have written in the end."""

    whole: bytes
    at: int

    def go_on(self, file: Path, bytes_: int) -> None:
        """Write so many bytes more where it stands."""
        with file.open("r+b") as target:
            target.seek(self.at)
            target.write(self.whole[self.at : self.at + bytes_])
        self.at += bytes_


@dataclass(frozen=True, slots=True)
class Step:
    """What happens before and during a collect, and what that collect must take in, leave and tell."""

    before: list[list[str]]
    during: Mapping[str, list[list[str]]]
    takes: set[tuple[str, str]] = field(default_factory=set)
    waits: set[str] = field(default_factory=set)
    tells: set[str] = field(default_factory=set)


def step(line: str) -> Step:
    """Read a step: actions, then => and what is expected."""
    happens, _, expected = line.partition("=>")
    during: dict[str, list[list[str]]] = {moment: [] for moment in MOMENTS}
    before = []
    for words in filter(None, map(shlex.split, happens.split(";"))):
        moment = words[0].removesuffix(":")
        during[moment].append(words[1:]) if moment in MOMENTS else before.append(words)
    found = Step(before, during)
    for verb, name, *label in filter(None, map(shlex.split, expected.split(","))):
        if verb == "takes":
            found.takes.add((name, *label))  # type: ignore[arg-type]
        else:
            {"waits": found.waits, "tells": found.tells}[verb].add(name)
    return found


class Folder:
    """The folder of one scenario: each method is an action; `finished` is what somebody had written whole."""

    def __init__(self, title: str, folder: Path, aside: Path) -> None:
        self.title, self.folder, self.aside = title, folder, aside
        self.copiers: dict[str, Copier] = {}
        self.stalled: set[str] = set()
        self.finished: dict[str, str] = {}
        for made in (folder, aside):
            made.mkdir(parents=True)

    def act(self, actions: Iterable[list[str]]) -> None:
        """Do one thing after the other."""
        for verb, *words in actions:
            getattr(self, verb)(*words)

    def go_on(self) -> None:
        """Let every program that is copying write a little more."""
        for name in self.copiers.keys() - self.stalled:
            self.copiers[name].go_on(self.folder / name, 64)

    def _done(self, data: bytes, label: str) -> bytes:
        self.finished[sha256(data).hexdigest()] = label
        return data

    def _put(self, name: str, data: bytes) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return file

    def write(self, name: str, label: str) -> None:
        """Write a workbook at once, over what lies there."""
        self.copiers.pop(name, None)
        self._put(name, self._done(content(self.title, label), label))

    def part(self, name: str, label: str, percent: str = "50") -> None:
        """Begin to copy a workbook: so much of it is there, and the rest follows slowly."""
        whole = content(self.title, label)
        at = len(whole) * int(percent) // 100
        self._put(name, whole[:at])
        self.copiers[name] = Copier(whole, at)

    def reserve(self, name: str, label: str, percent: str = "50") -> None:
        """Begin to copy as Windows does: the file has its size at once, and zeros where the rest will be."""
        self.part(name, label, percent)
        os.truncate(self.folder / name, len(self.copiers[name].whole))

    def inside(self, name: str, label: str, percent: str = "50") -> None:
        """Begin to copy over a file without shortening it: the old one's rest is still there."""
        whole = content(self.title, label)
        self.copiers[name] = Copier(whole, 0)
        self.copiers[name].go_on(self.folder / name, len(whole) * int(percent) // 100)

    def hole(self, name: str, label: str) -> None:
        """Write a workbook of which one block in the middle has not arrived yet."""
        whole = content(self.title, label)
        middle = len(whole) // 2
        self._put(name, whole[:middle] + bytes(256) + whole[middle + 256 :])
        self.copiers[name] = Copier(whole, middle)

    def finish(self, name: str) -> None:
        """Copy all the rest."""
        copier = self.copiers.pop(name)
        copier.go_on(self.folder / name, len(copier.whole))
        (label,) = [one for one in "ABCDEFG" if content(self.title, one) == copier.whole]
        self._done(copier.whole, label)

    def stall(self, name: str) -> None:
        """Stop copying for a while; whoever looks cannot know."""
        self.stalled.add(name)

    def resume(self, name: str) -> None:
        """Go on copying."""
        self.stalled.remove(name)

    def cut(self, name: str, label: str, percent: str = "50") -> None:
        """Write a broken workbook and leave it at that."""
        whole = content(self.title, label)
        self._put(name, self._done(whole[: len(whole) * int(percent) // 100], label))
        self.copiers.pop(name, None)

    def junk(self, name: str, label: str) -> None:
        """Write something that is no workbook."""
        self._put(name, self._done(f"{self.title} {label}".encode(), label))

    def empty(self, name: str) -> None:
        """Make an empty file."""
        self._put(name, self._done(b"", "empty"))

    def replace(self, name: str, label: str) -> None:
        """Save as programs do that are careful: a whole new file, renamed over the old one."""
        new = self.aside / "new"
        new.write_bytes(self._done(content(self.title, label), label))
        new.replace(self.folder / name)

    def keep_time(self, name: str, label: str) -> None:
        """Write over a file, and set its time back to what it was."""
        before = (self.folder / name).stat()
        self.write(name, label)
        os.utime(self.folder / name, ns=(before.st_atime_ns, before.st_mtime_ns))

    def dated(self, name: str, seconds: str) -> None:
        """Set a file's time, in seconds since 1970."""
        os.utime(self.folder / name, (int(seconds), int(seconds)))

    def copy(self, old: str, new: str) -> None:
        """Copy a file with its time."""
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.folder / old, self.folder / new)

    def move(self, old: str, new: str) -> None:
        """Rename a file or folder."""
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).replace(self.folder / new)
        if old in self.copiers:
            self.copiers[new] = self.copiers.pop(old)

    def take_out(self, name: str) -> None:
        """Move a file or folder out of the inbox."""
        (self.folder / name).replace(self.aside / name)

    def bring(self, name: str) -> None:
        """Move it in again."""
        (self.aside / name).replace(self.folder / name)

    def prepare(self, name: str, label: str) -> None:
        """Write a workbook outside of the inbox."""
        self.write(f"../../aside/{self.aside.name}/{name}", label)

    def delete(self, name: str) -> None:
        """Delete a file."""
        self.copiers.pop(name, None)
        (self.folder / name).unlink()

    def make_folder(self, name: str) -> None:
        """Make a folder."""
        (self.folder / name).mkdir(parents=True)

    def delete_folder(self, name: str = ".") -> None:
        """Delete a folder with all that is in it."""
        shutil.rmtree(self.folder / name)

    def link(self, name: str, to: str) -> None:
        """Make a symbolic link; it leads from the link's own folder."""
        (self.folder / name).symlink_to(to)

    def second_name(self, name: str, of: str) -> None:
        """Give a file a second name (a hard link)."""
        (self.folder / name).hardlink_to(self.folder / of)

    def pipe(self, name: str) -> None:
        """Make a pipe, which nobody may open."""
        os.mkfifo(self.folder / name)


class Looks(Doubts):
    """Looks as a collect does, with things happening in between; a `watcher` remembers from look to look."""

    def __init__(self, folders: Mapping[str, Folder], patience: float, watcher: bool) -> None:
        super().__init__(patience, None if watcher else self._between)
        self._folders = folders
        self.steps: Mapping[str, Step] = {}
        self.unread: list[Unread] = []

    def finished(
        self, source: Source, candidates: Iterable[Candidate], unread: list[Unread]
    ) -> list[Finished]:
        """Find what is finished, with what happens before and after."""
        self.unread = unread
        self.happen("listed")
        found = super().finished(source, candidates, unread)
        self.happen("looked")
        return found

    def _between(self, seconds: float) -> None:
        for folder in self._folders.values():
            folder.go_on()
        self.happen("meanwhile")

    def happen(self, moment: str) -> None:
        """Let happen what is meant for a moment."""
        for title, one in self.steps.items():
            self._folders[title].act(one.during[moment])


class Play:
    """Plays all scenarios of a group side by side in one inbox, each in a folder of its own."""

    def __init__(self, group: str, workspace: Workspace, patience: float, watcher: bool) -> None:
        self.workspace, self.watcher = workspace, watcher
        self.scenarios = {title: [*map(step, lines)] for title, lines in SCENARIOS[group].items()}
        aside = workspace.folder / "aside"
        self.folders = {
            title: Folder(title, workspace.inbox / f"{number}", aside / f"{number}")
            for number, title in enumerate(self.scenarios)
        }
        self.looks = Looks(self.folders, patience, watcher)
        self.received = 0

    def steps(self) -> Iterable[Mapping[str, Step]]:
        """Yield what happens next in each scenario that still goes on, and in the end that nothing does."""
        for number in range(max(map(len, self.scenarios.values()))):
            yield {title: steps[number] for title, steps in self.scenarios.items() if number < len(steps)}
        yield {}

    def collect(self, steps: Mapping[str, Step]) -> tuple[dict[str, list[tuple[str, str]]], set[str]]:
        """Do one step of each scenario and collect; returns what was taken in, and the contents kept so far.

        What was taken in is told by scenario, as (name, label); what nobody finished stands under "".
        """
        for title, one in steps.items():
            self.folders[title].act(one.before)
        if self.watcher:
            for folder in self.folders.values():
                folder.go_on()
        self.looks.steps = steps
        collect(self.workspace, jobs=1, doubts=self.looks)
        with open_to_look(self.workspace) as archive:
            sent = archive.submissions()
            kept = set(archive.files())
        known = {sha: (title, f.finished[sha]) for title, f in self.folders.items() for sha in f.finished}
        taken: dict[str, list[tuple[str, str]]] = {}
        for one in sent[self.received :]:
            title, label = known.get(one.sha256, ("", ""))
            taken.setdefault(title, []).append((one.name, label))
        self.received = len(sent)
        return taken, kept - known.keys()

    def unread(self, title: str) -> tuple[set[str], set[str]]:
        """Return the files of a scenario that were left for the next collect, and those told otherwise."""
        inside = f"{self.folders[title].folder}/"
        mine = [one for one in self.looks.unread if one.path.startswith(inside)]
        waits = {one.path.removeprefix(inside) for one in mine if one.reason == "archive.source.changing"}
        return waits, {one.path.removeprefix(inside) for one in mine} - waits
