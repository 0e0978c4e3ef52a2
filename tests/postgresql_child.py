"""Keeps one PostgreSQL server running for as long as the test run that started it lives, then takes it away.

Arguments: the folder that becomes the server's, the port, the user to run as ("" for the own one), and the
folder of the programs. Says "ready" on standard output once the server answers, and ends the server and
deletes the folder when its standard input ends, however the test run came to its end.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

INITDB = [
    "--username=meritbook",
    "--encoding=UTF8",
    "--no-sync",
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
]
LANGUAGES = ["--locale-provider=icu", "--icu-locale=en-US"]
"""Lists in the order of a language, where the server can: ours must not depend on it."""

HURRY = [
    "fsync=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=32MB",
    "jit=off",
    "autovacuum=off",
]
STARTING = 60


def as_user(user):
    """Return how to run a program as another user; a server refuses to run as root."""
    return {"user": user, "group": user, "extra_groups": []} if user else {}


def make(programs, folder, user):
    """Make the server's files."""
    for extra in (LANGUAGES, []):
        command = [f"{programs}/initdb", "-D", folder + "/files", *INITDB, "--locale=C", *extra]
        done = subprocess.run(command, capture_output=True, cwd=folder, **as_user(user))
        if done.returncode == 0:
            return
        shutil.rmtree(folder + "/files", ignore_errors=True)
    sys.exit(done.stderr.decode())


def start(programs, folder, port, user):
    """Start the server, reached by a socket in its folder and by a port of this machine."""
    settings = [*HURRY, f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    command = [f"{programs}/postgres", "-D", folder + "/files"]
    for setting in settings:
        command += ["-c", setting]
    with open(folder + "/log", "w") as log:
        return subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **as_user(user)
        )


def answers(folder, server):
    """Wait until the server takes connections."""
    for _ in range(STARTING * 20):
        if server.poll() is not None:
            return False
        if "ready to accept connections" in Path(folder, "log").read_text():
            return True
        time.sleep(0.05)
    return False


def main(folder, port, user, programs):
    """Run a server until standard input ends."""
    server = None
    try:
        make(programs, folder, user)
        server = start(programs, folder, port, user)
        sys.stdout.write("ready\n" if answers(folder, server) else "failed\n")
        sys.stdout.flush()
        sys.stdin.read()
    finally:
        if server is not None:
            server.send_signal(2)  # disconnects whoever is left
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
