"""Accounts of the web pages, kept in the archive."""

from __future__ import annotations

import pytest

from sync.cli import main
from sync.service.accounts import account, accounts, bearer, give_token, signed_in
from sync.service.cycles import open_to_look


def run(workspace, *words):
    """Run a command about accounts."""
    return main(["-w", str(workspace.folder), "--language", "en", "account", *words])


def password_in(capsys):
    """Return the password that was shown."""
    return capsys.readouterr().out.strip().rpartition(" ")[2]


def test_an_account_is_made_and_taken_away(small, capsys):
    """An account signs in with the password shown once, and no more after it was taken away."""
    assert run(small, "add", "li", "--role", "manager", "--department", "sales", "--employee", "00001") == 0
    password = password_in(capsys)
    found = signed_in(small, "li", password)
    assert (found.role, found.departments, found.acts_as) == ("manager", ("sales",), "00001")
    assert signed_in(small, "li", password + "x") is None
    assert run(small, "list") == 0
    assert "department manager" in capsys.readouterr().out
    assert run(small, "remove", "li") == 0
    assert (account(small, "li"), accounts(small), signed_in(small, "li", password)) == (None, [], None)
    assert main(["-w", str(small.folder), "verify"]) == 0


def test_only_hashes_are_kept(small, capsys):
    """Neither a password nor a token stands in the archive."""
    run(small, "add", "li", "--role", "hr")
    password, token = password_in(capsys), give_token(small, "li", "tests", "tests")
    kept = b"".join(file.read_bytes() for file in small.folder.glob("archive.db*"))
    assert password.encode() not in kept
    assert token.encode() not in kept
    assert bearer(small, token).name == "li"
    assert bearer(small, token + "x") is None


def test_a_new_password_replaces_the_old_one(small, capsys):
    """Adding an account again gives it a new password; each change is an event of the log."""
    passwords = []
    for _ in range(2):
        run(small, "add", "li", "--role", "hr")
        passwords.append(password_in(capsys))
    assert [signed_in(small, "li", one) is not None for one in passwords] == [False, True]
    with open_to_look(small) as archive:
        assert [one.kind for one in archive.events()][-2:] == ["account_added"] * 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "x", "--role", "manager"), "needs a department"),
        (("add", "x", "--role", "hr", "--department", "sales"), "sees every department"),
        (("add", "x", "--role", "manager", "--department", "sale"), "no department sale in the scheme"),
        (("add", "x", "--role", "manager", "--department", "sales", "--employee", "1"), "the number 1"),
        (("add", "LI", "--role", "hr"), "letters' case"),
        (("remove", "nobody"), "There is no account nobody (known: li)"),
        (("token", "nobody"), "There is no account nobody"),
    ],
)
def test_mistakes_are_told_in_one_line(small, capsys, words, told):
    """What makes no account says why and what to do, and changes nothing."""
    run(small, "add", "li", "--role", "hr")
    capsys.readouterr()
    assert run(small, *words) == 2
    assert told in capsys.readouterr().err
    assert [one.name for one in accounts(small)] == ["li"]
