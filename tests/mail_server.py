"""A real mail server on loopback, which keeps what it takes and fails when it is told to."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

Fault = Callable[[SMTP, EmailMessage], str | None]
"""What happens to a message: an answer instead of the usual one, None for that; it may break off first."""


@dataclass
class Post:
    """What a server received: who each message was for, and the message; `refuses` are recipients."""

    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    senders: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    logins: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - called so
        """Take a sender, or refuse it."""
        if address in self.senders:
            return self.senders[address]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - called so
        """Take a recipient, or refuse it."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - called so
        """Take a message, unless the fault says otherwise."""
        message = message_from_bytes(bytes(envelope.content or b""), policy=default)
        assert isinstance(message, EmailMessage)
        answer = self.fault(server, message) if self.fault else None
        if answer is None:
            self.taken.append((envelope.rcpt_tos[0], message))
        return answer or "250 taken"

    def to(self) -> list[str]:
        """Return who the messages were for, in the order they came."""
        return [address for address, _ in self.taken]

    def numbers(self) -> list[str]:
        """Return the numbers of the messages, in the order they came."""
        return [str(message["Message-ID"]) for _, message in self.taken]


class _Anywhere(Controller):
    def _trigger_server(self) -> None:
        """Speak to the server where it is: port 0 stands for a free one."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**options: object) -> Iterator[Post]:
    """Run a mail server on a free port of this machine while it is needed."""
    post = Post()
    controller = _Anywhere(post, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        post.port = controller.port
        yield post
    finally:
        controller.stop()


@contextmanager
def secure_server(folder: Path, password: str) -> Iterator[Post]:
    """Run a mail server that asks for encryption, then for a password; its certificate lies in the folder."""
    make_certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def authenticate(server, session, envelope, mechanism, data):
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password == password.encode(), handled=False)

    options = {"tls_context": context, "require_starttls": True, "authenticator": authenticate}
    with mail_server(**options, auth_required=True) as post:
        yield post


def make_certificate(folder: Path) -> None:
    """Make a certificate of this machine's own name."""
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
    words = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files, *names)
    subprocess.run(words, check=True, capture_output=True)


def write_settings(folder: Path, post: Post, **other: object) -> None:
    """Set the mail server up in a workspace."""
    values = {"host": "127.0.0.1", "port": post.port, "sender": "hr@sample.example", "tls": "none", **other}
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    settings = folder / "meritbook.toml"
    text = settings.read_text(encoding="utf-8").split("\n[mail]")[0]
    settings.write_text(text + "\n[mail]\n" + "\n".join(lines) + "\n", encoding="utf-8")
