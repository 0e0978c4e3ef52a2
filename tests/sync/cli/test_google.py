"""The commands for Google Sheets as people meet them: set up, refused in one line, tried without Google."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sync.cli import main
from sync.settings import Google, open_workspace

HOUSE = Path(__file__).resolve().parents[3]
SECTION = "language = 'en'\n[google]\ncredentials = 'google.json'\nfolder = '1abc'\n"


def told(capsys, folder, settings, *words):
    """Run a command in a workspace with these settings; return its status and what it says on stderr."""
    (folder / "meritbook.toml").write_text(settings, encoding="utf-8")
    return main(["-w", str(folder), *words]), capsys.readouterr().err


def test_settings_are_read(tmp_path):
    """The section names credentials and folder; the endpoint is Google's unless it is named."""
    (tmp_path / "meritbook.toml").write_text(SECTION, encoding="utf-8")
    assert open_workspace(tmp_path).google == Google("google.json", "1abc", "")


@pytest.mark.parametrize(
    "section",
    [
        "google = 1",
        "[google]\nfolder = '1'",
        "[google]\ncredentials = 'a'\nfolder = 5",
        "[google]\nfoldr = '1'",
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path, capsys, section):
    """A section without what it needs, or with something unknown, is refused in one line."""
    status, said = told(capsys, tmp_path, section, "google", "push", "2026-Q3")
    assert (status, said.count("\n"), "[google]" in said) == (2, 1, True)


@pytest.mark.parametrize(
    ("settings", "credentials", "word"),
    [
        ("language = 'en'\n", None, "[google]"),
        (SECTION, None, "google.json"),
        (SECTION, "{}", "service account"),
        (SECTION, "not json", "service account"),
        (SECTION, '{"type": "service_account", "client_email": "a", "token_uri": "b"}', "service account"),
    ],
)
def test_what_is_missing_is_told_in_one_line(tmp_path, capsys, settings, credentials, word):
    """No section, no file, or a file that holds no service account: refused before anything is asked."""
    if credentials is not None:
        (tmp_path / "google.json").write_text(credentials, encoding="utf-8")
    for words in (("google", "push", "2026-Q3"), ("collect", "--google")):
        status, said = told(capsys, tmp_path, settings, *words)
        assert (status, said.count("\n"), word in said) == (2, 1, True), said


def test_nobody_at_the_address(tmp_path, capsys, monkeypatch):
    """Where nothing answers, the command says so in one line, and Google is never asked instead."""
    from sync.emulator.sign_in import new_account
    from sync.emulator.store import Store

    monkeypatch.setattr("sync.sources.google.wire.BACKOFF", 0)
    monkeypatch.setattr("sync.sources.google.wire.TRIES", 0)
    nowhere = "http://127.0.0.1:9"
    (tmp_path / "google.json").write_bytes(new_account(Store(tmp_path / "g.db"), nowhere))
    settings = f"{SECTION}endpoint = '{nowhere}'\n"
    status, said = told(capsys, tmp_path, settings, "collect", "--google")
    assert (status, said.count("\n"), "does not answer" in said) == (2, 1, True), said


def test_the_stand_in_runs_until_it_is_asked_to_end(tmp_path):
    """It says its address and what to write into the settings, and ends with status 0 on SIGTERM."""
    program = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "google", "emulate", str(tmp_path / "g"), "--port", str(free())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=HOUSE)
    try:
        lines = [process.stdout.readline() for _ in range(7)]
        assert re.search(r"endpoint = 'http://127\.0\.0\.1:\d+'", lines[-1])
        assert open_workspace(as_workspace(tmp_path, lines[-4:])).google.folder
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()


def as_workspace(folder, lines):
    """Write the lines that the stand-in tells into the settings of a workspace."""
    (folder / "meritbook.toml").write_text("".join(lines), encoding="utf-8")
    return folder


def free():
    """Return the number of a port that nobody uses."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_port_in_use_is_told(tmp_path, capsys):
    """A port that somebody else listens at is refused in one line."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = str(one.getsockname()[1])
        assert main(["google", "emulate", str(tmp_path / "g"), "--port", port]) == 2
    assert f"Port {port} cannot be used" in capsys.readouterr().err
