"""The workspace's settings."""

from __future__ import annotations

import pytest

from sync.settings import CannotGoOn, now, open_workspace


def workspace(folder, text):
    """Write the settings of a workspace and open it."""
    (folder / "meritbook.toml").write_text(text, encoding="utf-8")
    return open_workspace(folder)


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("", "sqlite:///{folder}/archive.db"),
        ('archive = "sqlite:///store/a.db"', "sqlite:///{folder}/store/a.db"),
        ('archive = "sqlite:////var/a.db"', "sqlite:////var/a.db"),
        ('archive = "postgresql://host/a"', "postgresql://host/a"),
    ],
)
def test_a_relative_archive_counts_from_the_workspace(line, url, tmp_path):
    """A relative path in the archive's URL is relative to the workspace, wherever the command is run."""
    assert workspace(tmp_path, line).archive == url.format(folder=tmp_path)


@pytest.mark.parametrize("text", ["language = 'fr'", "language = ", "\x00"])
def test_bad_settings_are_one_reason(text, tmp_path):
    """Settings that cannot be used stop with the file's name."""
    with pytest.raises(CannotGoOn, match=r"meritbook\.toml"):
        workspace(tmp_path, text)


@pytest.mark.parametrize("line", ['archve = "sqlite:///a.db"', "[store]\nurl = 1", "people = 3"])
def test_an_unknown_setting_is_named(line, tmp_path):
    """A setting that is misspelt or unknown stops with its name, and with those there are."""
    name = line.split()[0].strip("[]")
    with pytest.raises(
        CannotGoOn, match=rf"meritbook\.toml.*{name} \(known: language, archive, mail, google\)"
    ):
        workspace(tmp_path, line)


MAIL = "[mail]\nhost = 'mail.example.com'\nsender = 'HR <hr@example.com>'\n"


@pytest.mark.parametrize(
    ("more", "port"), [("", 587), ("tls = 'ssl'", 465), ("tls = 'none'", 25), ("port = 2525", 2525)]
)
def test_a_mail_server(more, port, tmp_path):
    """A mail server needs a name and HR's own address; how it is spoken to says its usual port."""
    mail = workspace(tmp_path, MAIL + more).mail
    assert (mail.host, mail.sender, mail.port) == ("mail.example.com", "HR <hr@example.com>", port)


@pytest.mark.parametrize(
    "text",
    [
        "mail = 'mail.example.com'",
        "[mail]\nhost = 'mail.example.com'",
        "[mail]\nsender = 'hr@example.com'",
        MAIL + "tls = 'yes'",
        MAIL + "tls = true",
        MAIL + "port = '25'",
        MAIL + "port = 70000",
        MAIL + "password = 'secret'",
        MAIL.replace("@", " at "),
        MAIL.replace("hr@", "人力@"),
    ],
)
def test_a_mail_server_that_cannot_be_one(text, tmp_path):
    """What cannot be a mail server stops with the settings there are; a password is none of them."""
    with pytest.raises(CannotGoOn, match=r"meritbook\.toml.*host, sender, port, user, tls;") as stopped:
        workspace(tmp_path, text)
    assert "secret" not in str(stopped.value)


def test_settings_saved_by_a_plain_editor(tmp_path):
    """The mark that some editors put before the first letter does no harm."""
    assert workspace(tmp_path, '\ufefflanguage = "zh"').language == "zh"


def test_the_clock_may_be_set(monkeypatch):
    """MERITBOOK_NOW sets the clock; without a zone it is UTC; what is no time stops with a reason."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-11-20T08:00")
    assert now().isoformat() == "2026-11-20T08:00:00+00:00"
    monkeypatch.setenv("MERITBOOK_NOW", "yesterday")
    with pytest.raises(CannotGoOn, match="MERITBOOK_NOW"):
        now()
