"""The commands about accounts of the web pages."""

from __future__ import annotations

from argparse import Namespace

from addin.texts import listed, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.where import workspace_of


def add(arguments: Namespace) -> int:
    """Make an account, or change one, and show its new password once."""
    from sync.service.accounts import add_account, refuse_unknown

    workspace = workspace_of(arguments)
    name, who = arguments.name, (arguments.role, arguments.department, arguments.employee or "")
    if arguments.role == "manager":
        refuse_unknown(workspace, arguments.department, arguments.employee or "")
    password = add_account(workspace, name, *who, arguments.by)
    show(coloured(say("service.account.added", workspace.language, name=name, password=password), "good"))
    return 0


def list_all(arguments: Namespace) -> int:
    """List the accounts."""
    from sync.service.accounts import accounts

    workspace = workspace_of(arguments)
    language, found = workspace.language, accounts(workspace)
    if arguments.json:
        told = ("name", "role", "departments", "employee")
        show_json({"accounts": [{key: getattr(one, key) for key in told} for one in found]})
    elif found:
        roles = words("choices", language)["account_role"]
        rows = [[one.name, roles[one.role], listed(one.departments, language), one.employee] for one in found]
        show_table(list(words("service", language)["columns"]["accounts"].values()), rows)
    else:
        show(say("service.account.none", language))
    return 0


def remove(arguments: Namespace) -> int:
    """Let an account sign in no more."""
    from sync.service.accounts import remove_account

    workspace = workspace_of(arguments)
    remove_account(workspace, arguments.name, arguments.by)
    show(coloured(say("service.account.removed", workspace.language, name=arguments.name), "good"))
    return 0


def token(arguments: Namespace) -> int:
    """Make a token for a program and show it once."""
    from sync.service.accounts import give_token

    workspace = workspace_of(arguments)
    made = give_token(workspace, arguments.name, arguments.label or "", arguments.by)
    show(coloured(say("service.account.token", workspace.language, name=arguments.name, token=made), "good"))
    return 0
