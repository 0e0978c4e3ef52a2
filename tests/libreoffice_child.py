"""Runs under the system's Python, which knows `uno`: opens workbooks in a running LibreOffice and saves them.

Takes the port as argument and, on standard input, a JSON list of [source, target, filter, password to set or
nothing]; says on standard output which of them failed, as a JSON object of source and reason.
"""

import json
import os
import pathlib
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE = 20


def connect(port):
    """Return the desktop of the LibreOffice that listens on a port; it may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
    for _ in range(PATIENCE * 5):
        try:
            context = resolver.resolve(address)
            break
        except NoConnectException:
            time.sleep(0.2)
    else:
        raise SystemExit(f"LibreOffice does not answer on port {port}")
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def setting(name, value):
    """Return one property as LibreOffice takes it."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def save(desktop, source, target, written, password=None):
    """Open a workbook, recalculate every formula, save it under another name and in another format."""
    document = desktop.loadComponentFromURL(
        pathlib.Path(source).as_uri(), "_blank", 0, (setting("Hidden", True),)
    )
    if document is None:
        raise ValueError("cannot be opened")
    try:
        document.calculateAll()
        settings = [setting("FilterName", written)]
        if password:
            settings.append(setting("Password", password))
        document.storeToURL(pathlib.Path(target).as_uri(), tuple(settings))
    finally:
        document.close(True)


def main():
    """Do all jobs, then say what failed."""
    desktop = connect(sys.argv[1])
    failed = {}
    for source, target, written, *password in json.load(sys.stdin):
        try:
            save(desktop, source, target, written, *password)
        except Exception as error:
            failed[source] = str(error) or type(error).__name__
    json.dump(failed, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge to LibreOffice may crash while Python takes it down; the work is done


if __name__ == "__main__":
    main()
