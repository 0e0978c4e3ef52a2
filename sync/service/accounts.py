"""Who may sign in to the web service, as what, and with which tokens programs call it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection

from addin.texts import listed
from sync.archive.deciding import Decision, enact
from sync.archive.records import Record, records
from sync.archive.store import Archive
from sync.service.cycles import open_to_look
from sync.service.opening import open_or_make_archive, read_rules
from sync.settings import Workspace, stop

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["hr", "manager"]
ROLES: tuple[Role, ...] = ("hr", "manager")
"""What an account may be: HR sees and does everything, a manager what is of the departments named."""

ACCOUNT, TOKEN = "account", "token"
"""Under these names accounts and tokens are noted in the archive; each change is a version with its event."""

OF_NO_CYCLE = ""
SHORTEST = 10
"""A password of one's own has so many characters at least."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `departments` are those of a manager, with all units below them.

    `version` moves on with every change, so that whoever was signed in before has to sign in again;
    `employee` is the number under which People knows them, so that nobody decides on what is their own.
    """

    name: str
    role: Role
    departments: tuple[str, ...] = ()
    employee: str = ""
    password: str = ""
    version: int = 0

    @property
    def acts_as(self) -> str:
        """The name that a decision is noted under."""
        return self.employee or self.name


def accounts(workspace: Workspace) -> list[Account]:
    """Return the accounts there are, by name."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return _accounts(connection)


def account(workspace: Workspace, name: str) -> Account | None:
    """Return an account; None where there is none of that name, or it was taken away."""
    with open_to_look(workspace) as archive:
        return find_account(archive, name)


def find_account(archive: Archive, name: str) -> Account | None:
    """Return an account of an open archive; None where there is none of that name."""
    with archive.reading() as connection:
        return _account(connection, name)


def add_account(
    workspace: Workspace, name: str, role: Role, departments: Sequence[str], employee: str, by: str
) -> str:
    """Make an account, or give an existing one another role, and return a new password for it.

    The password is told once and kept only as its hash. Raises CannotGoOn where a manager has no department,
    HR has one, or somebody else has this name but for its letters' case.
    """
    if (role == "manager") != bool(departments):
        raise stop(f"account_{role}", workspace.language, name=name)
    password = secrets.token_urlsafe(12)
    made = Account(name, role, tuple(dict.fromkeys(departments)), employee, _hash(password))
    with open_or_make_archive(workspace) as archive:
        _refuse_alike(archive, name)
        _write(archive, "account_added", by, _noted(made))
    return password


def remove_account(workspace: Workspace, name: str, by: str) -> None:
    """Let an account sign in no more, and its tokens count no more. Raises CannotGoOn where there is none."""
    with open_or_make_archive(workspace) as archive:
        _known(archive, name)
        with archive.reading() as connection:
            tokens = [one.key for one in _tokens(connection, name)]
        ended = [(ACCOUNT, name, {"ended": True}), *((TOKEN, key, {"ended": True}) for key in tokens)]
        _write(archive, "account_removed", by, *ended)


def change_password(workspace: Workspace, name: str, old: str, new: str) -> None:
    """Give an account a password of its holder's own.

    Raises CannotGoOn where the old one is wrong, or the new one is short or has the name in it.
    """
    known = signed_in(workspace, name, old)
    if known is None:
        raise stop("password_wrong", workspace.language)
    if len(new) < SHORTEST or name.casefold() in new.casefold():
        raise stop("password_weak", workspace.language, least=SHORTEST)
    with open_or_make_archive(workspace) as archive:
        _write(archive, "password_changed", name, _noted(replace(known, password=_hash(new))))


def signed_in(workspace: Workspace, name: str, password: str) -> Account | None:
    """Return the account of a name and its password; None where they do not fit.

    A name that is not known takes as long as a wrong password, so that nobody can find out who has one.
    """
    from argon2.exceptions import Argon2Error, InvalidHashError

    known = account(workspace, name)
    try:
        _hasher().verify(known.password if known else _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return None
    return known


def give_token(workspace: Workspace, name: str, label: str, by: str) -> str:
    """Make a token by which a program acts for an account, and return it; only its hash is kept.

    Raises CannotGoOn where there is no such account.
    """
    token = f"mb_{secrets.token_urlsafe(32)}"
    with open_or_make_archive(workspace) as archive:
        _known(archive, name)
        _write(archive, "token_given", by, (TOKEN, _digest(token), {"account": name, "label": label}))
    return token


def bearer(workspace: Workspace, token: str) -> Account | None:
    """Return the account that a token acts for; None where it is not known or counts no more."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        found = records(connection, TOKEN, OF_NO_CYCLE, _digest(token))
        name = next((one.document.get("account") for one in found), None)
        return _account(connection, name) if name else None


def _accounts(connection: Connection) -> list[Account]:
    found = (_made(one) for one in records(connection, ACCOUNT, OF_NO_CYCLE))
    return sorted((one for one in found if one is not None), key=lambda one: one.name)


def _account(connection: Connection, name: str) -> Account | None:
    found = (_made(one) for one in records(connection, ACCOUNT, OF_NO_CYCLE, name))
    return next(found, None)


def _made(noted: Record) -> Account | None:
    document: Mapping[str, Any] = noted.document
    if document.get("ended"):
        return None
    departments = tuple(document["departments"])
    return Account(
        noted.key, document["role"], departments, document["employee"], document["password"], noted.number
    )


def _tokens(connection: Connection, name: str) -> Collection[Record]:
    found = records(connection, TOKEN, OF_NO_CYCLE)
    return [one for one in found if one.document.get("account") == name]


def _noted(one: Account) -> tuple[str, str, Mapping[str, Any]]:
    kept = ("role", "departments", "employee", "password")
    return ACCOUNT, one.name, {name: getattr(one, name) for name in kept}


def _write(archive: Archive, kind: str, by: str, *notes: tuple[str, str, Mapping[str, Any]]) -> None:
    enact(archive, Decision(OF_NO_CYCLE, kind, by, notes=notes))


def _known(archive: Archive, name: str) -> Account:
    with archive.reading() as connection:
        found = _account(connection, name)
        if found is None:
            names = listed([one.name for one in _accounts(connection)], archive.language)
            raise stop("no_account", archive.language, name=name, known=names)
        return found


def refuse_unknown(workspace: Workspace, departments: Sequence[str], employee: str) -> None:
    """Refuse what the scheme does not know: a manager would see nothing, or by a wrong number their own.

    Raises CannotGoOn where there is no such department or person, or no scheme.
    """
    reading = read_rules(workspace).reading
    for one in departments:
        if one not in reading.scheme.departments:
            names = listed(list(reading.scheme.departments), workspace.language)
            raise stop("account_department", workspace.language, department=one, known=names)
    if employee and employee not in reading.roster:
        raise stop("account_employee", workspace.language, employee=employee)


def _refuse_alike(archive: Archive, name: str) -> None:
    with archive.reading() as connection:
        alike = [one.name for one in _accounts(connection) if one.name.casefold() == name.casefold()]
    if alike and name not in alike:
        raise stop("account_alike", archive.language, name=name, known=alike[0])


def _hash(password: str) -> str:
    return _hasher().hash(password)


def _hasher() -> PasswordHasher:
    """Return what hashes passwords: argon2id with the library's costs, which follow RFC 9106."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$IQHu5I8VPnzQi9/ql5uVAA$bBXQ4IPNxu75aSvj6NP8e9XnafAnDDqRn+WT3+MA4mw"
"""The hash of a password that nobody has, to compare with where a name is not known."""
