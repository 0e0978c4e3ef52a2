"""`serve`, and the sample company on the web."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from sync.cli import main
from sync.service.accounts import add_account
from sync.settings import open_workspace
from sync.web import running, serving
from sync.web.application import make_application
from tests.sync.web.conftest import TOKEN, Browser


def serve(workspace, *words):
    """Run the command, which ends where it is refused."""
    return main(["-w", str(workspace.folder), "--language", "en", "serve", *words])


def test_nobody_could_sign_in(small, capsys):
    """Without an account the service does not start, and says how to make one."""
    assert serve(small) == 2
    assert "meritbook account add NAME --role hr" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.5", "server.example"])
def test_passwords_do_not_travel_in_the_open(small, passwords, capsys, host):
    """At an address that others reach the service starts behind HTTPS only."""
    assert serve(small, "--host", host) == 2
    assert "--https" in capsys.readouterr().err


def test_a_port_in_use_is_told(small, passwords, capsys):
    """Where another program listens already, one line says so and names another way."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert serve(small, "--port", str(other.getsockname()[1])) == 2
    assert "--port" in capsys.readouterr().err


@pytest.fixture
def port(small, passwords):
    """Return the port at which the service itself listens, behind a proxy that speaks HTTPS."""
    words = ("-w", str(small.folder), "serve", "--port", "0", "--https")
    program = [sys.executable, "-c", running.PROGRAM, *words]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:
        yield int(re.search(r":(\d+)/", server.stdout.readline())[1])
        server.terminate()


def through_proxy(port, name, password, address):
    """Sign in as through the proxy, for somebody at an address, and return the status of the answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as proxy:
        told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": address, "Host": "127.0.0.1"}
        proxy.request("GET", "/sign-in", headers=told)
        page = proxy.getresponse()
        form = {"name": name, "password": password, "csrf_token": TOKEN.search(page.read().decode())[1]}
        told |= {"Cookie": page.getheader("Set-Cookie").partition(";")[0]}
        told |= {"Content-Type": "application/x-www-form-urlencoded"}
        proxy.request("POST", "/sign-in", urlencode(form), told)
        return proxy.getresponse().status


def test_people_sign_in_through_a_proxy(port, passwords):
    """Behind HTTPS forms are taken without a word of where they come from, and tries count by address."""
    tries = [through_proxy(port, f"nobody{number}", "x", "192.0.2.1") for number in range(11)]
    assert tries == [403] * 10 + [429]
    assert through_proxy(port, "hr", passwords["hr"], "192.0.2.2") == 302


def test_a_file_that_is_too_large_gets_our_page(port):
    """The server leaves it to the application to say what is too large, in the language of the page."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
        told = {"Content-Type": "multipart/form-data; boundary=x", "Accept-Language": "zh-CN"}
        browser.request("POST", "/sign-in", bytes(66 << 20), told)
        answer = browser.getresponse()
        assert (answer.status, "64MB" in answer.read().decode()) == (413, True)


def test_the_sample_company_is_served(tmp_path, capsys, monkeypatch):
    """`demo --serve` prints an account for HR and for each department's head, and each signs in."""
    served = []
    monkeypatch.setattr(serving, "listen", lambda workspace, *_: served.append(workspace) or 0)
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-12T08:00:00+00:00")
    assert main(["demo", str(tmp_path / "demo"), "--people", "16", "--serve"]) == 0
    assert [one.folder for one in served] == [tmp_path / "demo"]
    told = dict(re.findall(r"^  (\w+)\s+(\S{16})$", capsys.readouterr().out, re.MULTILINE))
    assert {"hr", "sales", "office"} <= set(told)
    app = make_application(open_workspace(tmp_path / "demo"), quick=True)
    for name, password in told.items():
        browser = Browser(app.test_client(), app)
        data = {"name": name, "password": password}
        assert browser.post("/sign-in", data, on="/sign-in").status_code == 302, name


def test_a_relative_workspace_is_served(small, monkeypatch):
    """A workspace named as the current folder hands out its files as well as one named in full."""
    monkeypatch.chdir(small.folder)
    workspace = open_workspace(small.folder.relative_to(small.folder))
    password = add_account(workspace, "hr", "hr", (), "", "tests")
    app = make_application(workspace, quick=True)
    browser = Browser(app.test_client(), app)
    browser.post("/sign-in", {"name": "hr", "password": password}, on="/sign-in")
    form = {"kind": "rules", "cycle": "2026-Q3"}
    assert 'status0"' in browser.post("/do/export", form, on="/do/export").text
    assert browser.get("/cycles/2026-Q3/files/rules.docx").data.startswith(b"PK")
