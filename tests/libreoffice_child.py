"""Runs under the system's Python, which knows `uno`: opens workbooks in a running LibreOffice and saves them.

Takes the port as argument and, on standard input, a JSON object: `jobs`, a list of [source, target, filter,
password to set or nothing], of which those in a row with one source open it once; `steps`, what is done in
each workbook before it is saved. Says on standard output which failed, as a JSON object of source and reason.
"""

import itertools
import json
import operator
import os
import pathlib
import sys
import time

import libreoffice_tight
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import TableSortField

PATIENCE = 20
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
TIGHT = "tight"
"""No filter: a JSON list of the texts that do not fit; asked for last, since it changes the workbook."""


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


def save(desktop, source, wanted, steps):
    """Open a workbook once, recalculate every formula, save it under other names and in other formats."""
    document = desktop.loadComponentFromURL(
        pathlib.Path(source).as_uri(), "_blank", 0, (setting("Hidden", True),)
    )
    if document is None:
        raise ValueError("cannot be opened")
    try:
        for step in steps:
            change(document, **step)
        if document.supportsService(SPREADSHEET):
            document.calculateAll()
        for target, written, password in sorted(wanted, key=lambda one: one[1] == TIGHT):
            if written == TIGHT:
                pathlib.Path(target).write_text(json.dumps(libreoffice_tight.tight(document)), "utf-8")
                continue
            settings = [setting("FilterName", written)]
            if password:
                settings.append(setting("Password", password))
            document.storeToURL(pathlib.Path(target).as_uri(), tuple(settings))
    finally:
        document.close(True)


def change(document, sheet, area, column=0, descending=False, showing=None, typed=None):
    """Sort the rows of an area by one of its columns [from 0], filter them by what it shows, or type."""
    cells = document.Sheets.getByName(sheet).getCellRangeByName(area)
    if typed is not None:
        (cells.setFormula if isinstance(typed, str) else cells.setValue)(typed)
        return
    if showing is None:
        field = TableSortField()
        field.Field, field.IsAscending = column, not descending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        cells.sort((setting("SortFields", fields), setting("ContainsHeader", False)))
        return
    wanted = TableFilterField()
    wanted.Field, wanted.Operator, wanted.IsNumeric, wanted.StringValue = column, EQUAL, False, showing
    filtering = cells.createFilterDescriptor(True)
    filtering.setFilterFields((wanted,))
    cells.filter(filtering)


def main():
    """Do all jobs, then say what failed."""
    desktop = connect(sys.argv[1])
    failed = {}
    asked = json.load(sys.stdin)
    for source, jobs in itertools.groupby(asked["jobs"], key=operator.itemgetter(0)):
        try:
            save(desktop, source, [job[1:] for job in jobs], asked["steps"])
        except Exception as error:
            failed[source] = str(error) or type(error).__name__
    json.dump(failed, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge to LibreOffice may crash while Python takes it down; the work is done


if __name__ == "__main__":
    main()
