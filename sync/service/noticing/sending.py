"""Sending what waits: each message is noted as sent when the server has answered, and never before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP
from typing import NamedTuple

from sync.service.noticing.letters import Letter
from sync.service.noticing.posting import Lost, Reply, address, connected, hand_over
from sync.service.opening import Watch, write_whole
from sync.settings import Mail, Workspace, stop

UNDER_WAY = ".sending"
"""The hidden file that names the message which the server was given and did not answer yet."""


class Post(NamedTuple):
    """How notices are sent: the mail server, its password, and how a letter becomes a message."""

    mail: Mail
    password: str
    write: Callable[[Letter], EmailMessage]


class Sent(NamedTuple):
    """What became of sending: what the server took, and what it refused with its words.

    `nowhere` are letters without a usable address; `twice` may have arrived in a run that was killed, too.
    """

    letters: tuple[Letter, ...] = ()
    refused: tuple[tuple[Letter, Reply], ...] = ()
    nowhere: tuple[Letter, ...] = ()
    twice: tuple[Letter, ...] = ()


def send(
    workspace: Workspace,
    folder: Path,
    letters: Sequence[Letter],
    post: Post,
    note: Callable[[Letter], None],
    watch: Watch,
) -> Sent:
    """Send letters one after the other; note: what is done when the server has taken one.

    A hidden file names the one that is under way, so that a run after a kill knows which of them may arrive
    twice: that one at most. Raises CannotGoOn where the server cannot be reached, or breaks off.
    """
    under_way = folder / UNDER_WAY
    doubtful = under_way.read_text(encoding="utf-8") if under_way.exists() else ""
    going = [one for one in letters if one.reader.addressed]
    taken: list[Letter] = []
    refused: list[tuple[Letter, Reply]] = []
    if going:
        with connected(post.mail, post.password, workspace.language) as server:
            for letter in watch(going, len(going)):
                try:
                    reply = _one(server, workspace, under_way, letter, post)
                except Lost as error:
                    values = {"sent": len(taken), "waiting": len(going) - len(taken) - len(refused)}
                    told = {"host": post.mail.host, "error": error, **values}
                    raise stop("mail_lost", workspace.language, **told) from error
                if reply is None:
                    note(letter)
                    taken.append(letter)
                else:
                    refused.append((letter, reply))
            with suppress(Exception):
                server.quit()
    under_way.unlink(missing_ok=True)
    twice = tuple(one for one in taken if _mark(one) == doubtful)
    nowhere = tuple(one for one in letters if not one.reader.addressed)
    return Sent(tuple(taken), tuple(refused), nowhere, twice)


def _one(server: SMTP, workspace: Workspace, under_way: Path, letter: Letter, post: Post) -> Reply | None:
    """Give the server one letter; from the moment it may have it, the hidden file says so."""
    to = letter.reader.addressed
    assert to is not None, letter
    refused = address(server, post.mail, to.addr_spec, workspace.language)
    if refused is None:
        write_whole(under_way, _mark(letter).encode(), workspace.language)
        refused = hand_over(server, post.write(letter))
    return refused


def _mark(letter: Letter) -> str:
    return f"{letter.notice.key} {letter.notice.mark}"
