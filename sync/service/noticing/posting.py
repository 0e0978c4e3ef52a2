"""Sending by a mail server (SMTP): one message after the other, each answered before the next."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import NamedTuple

from sync.settings import MAIL_PASSWORD, SETTINGS_FILE, Mail, Workspace, stop

PATIENCE = 30
"""So long an answer of the server is waited for [seconds]."""

CLOSING = 421
TAKEN = (250, 251)
"""What a server answers that takes a message, or a recipient; 251: it passes it on."""


class Lost(Exception):  # noqa: N818 - an outcome: the server is gone, and what was not answered is unknown
    """The connection broke off."""


class Reply(NamedTuple):
    """What a server answered that does not take a message."""

    code: int
    text: str

    def __str__(self) -> str:
        """Write the code and the words on one line."""
        return f"{self.code} {self.text}".strip()


def mail_of(workspace: Workspace) -> tuple[Mail, str]:
    """Return the mail server of a workspace and the password for it, blank where it asks for none.

    Raises CannotGoOn where none is set up, or the password is missing or would travel openly.
    """
    mail, password = workspace.mail, os.environ.get(MAIL_PASSWORD, "")
    file, language = workspace.folder / SETTINGS_FILE, workspace.language
    if mail is None:
        raise stop("no_mail", language, file=file)
    if mail.user and mail.tls == "none":
        raise stop("mail_plain", language, file=file)
    if mail.user and not password:
        raise stop("no_mail_password", language, user=mail.user, variable=MAIL_PASSWORD)
    return mail, password


@contextmanager
def connected(mail: Mail, password: str, language: str) -> Iterator[smtplib.SMTP]:
    """Speak with the mail server. Raises CannotGoOn where it cannot be reached or does not let us in."""
    try:
        server = _connect(mail)
    except (OSError, smtplib.SMTPException) as error:
        values = {"host": mail.host, "port": mail.port, "error": _told(error)}
        raise stop("mail_unreachable", language, **values) from error
    try:
        if mail.user:
            _log_in(server, mail, password, language)
        yield server
    finally:
        server.close()


def _connect(mail: Mail) -> smtplib.SMTP:
    """Open the connection, encrypted unless the settings say otherwise; certificates are checked."""
    if mail.tls == "ssl":
        secure = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=secure)
    server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    try:
        if mail.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, mail: Mail, password: str, language: str) -> None:
    try:
        server.login(mail.user, password)
    except (OSError, smtplib.SMTPException) as error:
        raise stop("mail_login", language, host=mail.host, user=mail.user, reply=_told(error)) from error


def address(server: smtplib.SMTP, mail: Mail, to: str, language: str) -> Reply | None:
    """Name sender and recipient of the next message; None where the server takes both.

    Raises CannotGoOn where it takes nothing from this sender at all, and Lost.
    """
    with _speaking():
        if (refused := _refused(server.mail(bare(mail.sender)))) is not None:
            raise stop("mail_sender", language, host=mail.host, sender=mail.sender, reply=refused)
        refused = _refused(server.rcpt(to))
        if refused is not None:
            server.rset()
        return refused


def hand_over(server: smtplib.SMTP, message: EmailMessage) -> Reply | None:
    """Give the server the message it was told of; None where it has taken it. Raises Lost."""
    with _speaking():
        try:
            return _refused(server.data(message.as_bytes()))
        except smtplib.SMTPDataError as error:
            refused = _refused((error.smtp_code, _bytes(error.smtp_error)))
            server.rset()
            return refused


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Lost(_told(error)) from error


def _refused(answer: tuple[int, bytes]) -> Reply | None:
    """Return an answer that is a refusal; one that says good-bye is the end of the connection."""
    reply = _reply(*answer)
    if reply.code == CLOSING:
        raise Lost(str(reply))
    return None if reply.code in TAKEN else reply


def _reply(code: int, text: bytes) -> Reply:
    return Reply(code, " ".join(text.decode("utf-8", "replace").split()))


def bare(sender: str) -> str:
    """Return the address alone of one that may be written with a name."""
    return sender.rpartition("<")[2].rstrip("> ")


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _told(error: Exception) -> str:
    """Say in a few words what went wrong."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_reply(error.smtp_code, _bytes(error.smtp_error)))
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
