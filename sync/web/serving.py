"""`serve`: the web application in a server that also runs on Windows, until it is ended."""

from __future__ import annotations

import socket
import sys
from argparse import Namespace
from ipaddress import ip_address
from socket import AF_INET, AF_INET6

from addin.texts import say
from sync.cli.printing import coloured, show
from sync.cli.where import workspace_of
from sync.service.accounts import accounts
from sync.service.uploading import finish_uploads
from sync.settings import Workspace, stop

THREADS, PORT = 8, 8765
LOCAL = ("localhost",)
BUFFERED = 4
"""So many times what a form may hold is read, to a file: until then our page tells that it is too large."""

FORWARDED = ("x-forwarded-for", "x-forwarded-proto")
"""What a proxy on this machine tells: who asks, so that tries count by address, and that it spoke HTTPS."""


def serve(arguments: Namespace) -> int:
    """Serve the web pages of a workspace until Ctrl-C. Raises CannotGoOn where nobody could sign in."""
    workspace = workspace_of(arguments)
    if not accounts(workspace):
        raise stop("no_accounts", workspace.language)
    if not (arguments.https or _here(arguments.host)):
        raise stop("serve_in_the_open", workspace.language, host=arguments.host)
    finish_uploads(workspace)
    return listen(workspace, arguments.host, arguments.port, https=arguments.https, look=arguments.open)


def listen(workspace: Workspace, host: str, port: int, *, https: bool = False, look: bool = False) -> int:
    """Listen at an address, say which, and answer until somebody ends the process."""
    from waitress.server import create_server

    from sync.web.application import LARGEST, SLACK, make_application

    app = make_application(workspace, https=https)
    body = BUFFERED * (LARGEST + SLACK)
    trusted = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": FORWARDED} if https else {}
    try:
        place = socket.create_server((host, port), family=AF_INET6 if ":" in host else AF_INET)
    except OSError as error:
        raise stop("cannot_listen", workspace.language, host=host, port=port, error=error.strerror) from error
    server = create_server(
        app, sockets=[place], threads=THREADS, max_request_body_size=body, ident=None, **trusted
    )
    address = f"http://{host}:{place.getsockname()[1]}/"
    show(coloured(say("web.serve.here", workspace.language, address=address), "good"))
    sys.stdout.flush()
    if look:
        import webbrowser

        webbrowser.open(address)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    return 0


def _here(host: str) -> bool:
    """Tell whether only this very machine can reach an address."""
    try:
        return host in LOCAL or ip_address(host).is_loopback
    except ValueError:
        return False
