"""Sending notices by a real mail server: once each, whatever the server and the machine do in between."""

from __future__ import annotations

import shutil
import signal
from collections import Counter

import pytest

from sync.service.noticing.sending import UNDER_WAY
from tests.builders import CYCLE
from tests.crash.killing import Aim
from tests.crash.killing import run as killed
from tests.mail_server import mail_server, secure_server, write_settings

SEND = ("notices", CYCLE, "--send", "--by", "Li Hua")
EVERYBODY = {
    "00000@sample.example",
    "00001@sample.example",
    "00123@sample.example",
    "00124@sample.example",
    "E-07@sample.example",
    "1234567890123456@sample.example",
    "x9@elsewhere.example",
}


@pytest.fixture
def post(company):
    """Run a mail server and name it in the settings."""
    with mail_server() as running:
        write_settings(company.folder, running)
        yield running


def test_what_is_written_is_sent_once(company, post, run):
    """Each notice goes to its reader's address, from HR's own, and a second run sends nothing."""
    status, said, _ = run(company, *SEND)
    assert status == 0
    assert f"Notices sent: {len(post.taken)}" in said
    assert set(post.to()) == EVERYBODY
    assert len(set(post.numbers())) == len(post.taken)
    for address, message in post.taken:
        assert address in message["To"]
        assert message["From"] == "hr@sample.example"
        assert message["X-Unsent"] is None
        assert not list(message.iter_attachments())
    before = len(post.taken)
    assert run(company, *SEND)[0] == 0
    assert len(post.taken) == before


def test_what_was_written_before_is_sent_later(company, post, document):
    """Without --send nothing is sent; what was written then waits, and goes out when it is asked for."""
    written = document(company, "notices", CYCLE)["notices"]
    assert not post.taken
    again = document(company, "notices", CYCLE)["notices"]
    assert [one["file"] for one in again] == [one["file"] for one in written]
    assert not any(one["new"] for one in again)
    sent = document(company, *SEND)["notices"]
    assert {one["file"] for one in sent} == {one["file"] for one in written}
    assert {one["state"] for one in sent} == {"sent"}
    assert len(post.taken) == len(written)
    assert document(company, *SEND)["notices"] == []


def test_without_a_server_nothing_is_sent(company, run):
    """--send without a mail server is refused in one line with the next step, and nothing is written."""
    status, _, said = run(company, *SEND)
    assert status == 2
    assert "[mail]" in said
    assert "without --send" in said
    assert not (company.outbox(CYCLE) / "notices").exists()


def test_a_refused_address(company, post, run, document):
    """A refused address is told with the server's words; the others are sent, and it is tried again."""
    post.refuses["E-07@sample.example"] = "550 5.1.1 no such user"
    status, said, _ = run(company, *SEND)
    assert status == 0
    assert "Chen Jie: the mail server does not take it (550 5.1.1 no such user)" in said
    assert set(post.to()) == EVERYBODY - {"E-07@sample.example"}
    again = document(company, *SEND)["notices"]
    assert {(one["state"], one["reply"]) for one in again} == {("refused", "550 5.1.1 no such user")}
    post.refuses.clear()
    assert run(company, *SEND)[0] == 0
    assert set(post.to()) == EVERYBODY
    assert len(set(post.numbers())) == len(post.numbers())


def test_a_refused_message(company, post, run):
    """A message that the server does not like once it has read it waits; the others go out."""
    post.fault = lambda _, message: "554 5.7.1 refused" if "E-07@" in message["To"] else None
    status, said, _ = run(company, *SEND)
    assert status == 0
    assert "554 5.7.1 refused" in said
    assert set(post.to()) == EVERYBODY - {"E-07@sample.example"}


def test_a_refused_sender(company, post, run):
    """A server that takes nothing from HR's address stops everything, in one line."""
    post.senders["hr@sample.example"] = "553 5.7.1 not yours"
    status, _, said = run(company, *SEND)
    assert status == 2
    assert "553 5.7.1 not yours" in said
    assert not post.taken


@pytest.mark.parametrize("kept", [False, True])
def test_a_connection_that_breaks_off(company, post, run, kept):
    """The next run goes on where it broke; only what the server took without an answer comes twice."""
    post.fault = breaking(post, 3, kept=kept)
    status, _, said = run(company, *SEND)
    assert status == 2
    assert "Notices sent: 2," in said
    post.fault = None
    status, said, _ = run(company, *SEND)
    assert status == 0
    assert set(post.to()) == EVERYBODY
    twice = [number for number, times in Counter(post.numbers()).items() if times > 1]
    assert len(twice) == kept
    assert "may arrive twice" in said


def breaking(post, number, *, kept):
    """Return a fault: at a message the connection breaks, with the message kept by the server or not."""

    def fault(server, message):
        if len(post.taken) < number - 1:
            return None
        if kept:
            post.taken.append((message["To"].addresses[0].addr_spec, message))
        server.transport.abort()
        return "250 never heard"

    return fault


def test_a_server_that_says_goodbye(company, post, run):
    """A server that closes (421) is told of like a broken connection; the next run goes on."""
    post.fault = lambda *_: "421 4.7.0 too many" if len(post.taken) == 2 else None
    status, _, said = run(company, *SEND)
    assert status == 2
    assert "421 4.7.0 too many" in said
    post.fault = None
    assert run(company, *SEND)[0] == 0
    assert len(set(post.numbers())) == len(post.numbers())


def sending(folder, aim=None):
    """Run the command in a process of its own, killed where the aim says."""
    return killed(folder, ("-w", str(folder), *SEND), aim)


def test_a_killed_run(company, post, tmp_path):
    """Killed while it sends, the next run sends the rest; one message at most comes twice, and is told."""
    original = tmp_path / "original"
    shutil.copytree(company.folder, original)
    steps = sending(company.folder).log.steps
    everything, first = set(post.numbers()), next(n for n, one in enumerate(steps) if UNDER_WAY in one)
    assert everything
    for part in (0.3, 0.8):
        post.taken.clear()
        folder = tmp_path / f"killed {part}"
        shutil.copytree(original, folder)
        aim = Aim("step", str(first + int((len(steps) - first) * part)), "alone")
        assert sending(folder, aim).status == -signal.SIGKILL
        ended = sending(folder)
        assert ended.status == 0, ended.said
        twice = [number for number, times in Counter(post.numbers()).items() if times > 1]
        assert set(post.numbers()) == everything
        assert len(twice) <= ("may arrive twice" in ended.said)


def test_nobody_answers(company, run):
    """A server that is not there is told in one line, and nothing is lost: it is sent later."""
    with mail_server() as post:
        write_settings(company.folder, post)
    status, _, said = run(company, *SEND)
    assert status == 2
    assert "cannot be reached" in said
    with mail_server() as post:
        write_settings(company.folder, post)
        assert run(company, *SEND)[0] == 0
        assert set(post.to()) == EVERYBODY


@pytest.fixture
def guarded(company, tmp_path, monkeypatch):
    """Run a mail server that wants encryption and a password, with a certificate that is trusted here."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    with secure_server(tmp_path, "open sesame") as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        write_settings(company.folder, running, tls="starttls", user="hr")
        yield running


def test_encrypted_and_with_a_password(company, guarded, run, monkeypatch):
    """The password comes from the environment, travels encrypted only, and stands in no file."""
    status, _, said = run(company, *SEND)
    assert (status, "MERITBOOK_MAIL_PASSWORD" in said) == (2, True)
    monkeypatch.setenv("MERITBOOK_MAIL_PASSWORD", "wrong")
    status, _, said = run(company, *SEND)
    assert (status, "does not let hr in" in said) == (2, True)
    monkeypatch.setenv("MERITBOOK_MAIL_PASSWORD", "open sesame")
    assert run(company, *SEND)[0] == 0
    assert set(guarded.to()) == EVERYBODY
    files = (file for file in company.folder.rglob("*") if file.is_file())
    assert not [file for file in files if b"open sesame" in file.read_bytes()]


def test_a_certificate_that_nobody_trusts(company, guarded, run, monkeypatch):
    """A server that cannot prove who it is gets neither password nor messages."""
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("MERITBOOK_MAIL_PASSWORD", "open sesame")
    status, _, said = run(company, *SEND)
    assert (status, "certificate" in said.lower()) == (2, True)
    assert not guarded.taken


def test_no_password_without_encryption(company, run, monkeypatch):
    """A user without encryption is refused before anything is said to the server."""
    monkeypatch.setenv("MERITBOOK_MAIL_PASSWORD", "open sesame")
    with mail_server() as post:
        write_settings(company.folder, post, user="hr")
        status, _, said = run(company, *SEND)
    assert (status, "starttls" in said, post.taken) == (2, True, [])
