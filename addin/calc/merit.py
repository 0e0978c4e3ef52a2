"""Runs inside LibreOffice, under its own Python: hands what cells hold to Meritbook's Python and back."""

import json
import os
import struct
import subprocess
import threading

import unohelper
from com.sun.star.lang import XServiceInfo, XServiceName
from org.meritbook import XMerit

SERVICE = "Merit"
ADD_IN = ("com.sun.star.sheet.AddIn", SERVICE)
HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - as LibreOffice loads it
CODES = {
    "#N/A": 32767,
    "#VALUE!": 519,
    "#NUM!": 503,
    "#NAME?": 525,
    "#REF!": 524,
    "#DIV/0!": 532,
    "#NULL!": 521,
}
NOT_RUNNING = "#NAME?"
"""What cells show while Meritbook's Python cannot be started; `meritbook addin doctor` says why."""

QUIET_NAN = 0x7FF8000000000000
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

with open(os.path.join(HERE, "merit.json"), encoding="utf-8") as file:  # noqa: PTH118
    SETTINGS = json.load(file)


class Computer:
    """Meritbook's Python, started at the first call and again when it has ended; it ends with LibreOffice."""

    def __init__(self):
        self._process = None
        self._one_at_a_time = threading.Lock()

    def ask(self, function, arguments):
        """Return the answer to a call; a process that was ended is started once more."""
        line = json.dumps({"function": function, "arguments": arguments}).encode() + b"\n"
        with self._one_at_a_time:
            for _ in range(2):
                try:
                    return self._asked(line)
                except (OSError, ValueError):
                    self._process = None
        return {"error": NOT_RUNNING}

    def _asked(self, line):
        if self._process is None:
            self._process = start()
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline().decode())


def start():
    """Start Meritbook's Python without what LibreOffice tells its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.Popen(
        [os.environ.get("MERITBOOK_PYTHON", SETTINGS["python"]), "-m", "addin.calc"],
        cwd=SETTINGS["root"],
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=NO_WINDOW,
    )


def given(value, blank):
    """Return an argument as JSON: cells with their blanks and errors; 0 may stand for a blank cell."""
    if hasattr(value, "getDataArray"):
        return cells(value)
    if isinstance(value, tuple):
        return [list(row) for row in value]
    return None if blank and value == 0 else value


def cells(area):
    """Return the cells of a range; where there is no value there is an error, whose name its cell knows."""
    rows = [list(row) for row in area.getDataArray()]
    for row, found in enumerate(rows):
        for column, value in enumerate(found):
            if value is None:
                found[column] = error_name(area.getCellByPosition(column, row).getError())
    return rows


def error_name(code):
    """Return how an error is written."""
    return next((name for name, known in CODES.items() if known == code), "#VALUE!")


def shown(value):
    """Return what a cell is to show: nothing as an empty text, an error as the number that stands for it."""
    if isinstance(value, dict):
        return error(value["error"])
    return "" if value is None else value


def error(name):
    """Return the number that no number is, in which LibreOffice looks for the code of an error."""
    code = CODES.get(name, CODES["#VALUE!"])
    return struct.unpack("<d", struct.pack("<Q", QUIET_NAN | code))[0]


COMPUTER = Computer()


def function(key, gives, blanks):
    """Return the method of a function of the catalogue."""

    def method(_, *arguments):
        asked = [given(*one) for one in zip(arguments, blanks)]
        while asked and asked[-1] is None:
            asked.pop()
        found = COMPUTER.ask(key, asked)
        value = found if "error" in found else found["value"]
        if gives != "range":
            return shown(value)
        rows = value if isinstance(value, list) else [[value]]
        return tuple(tuple(shown(one) for one in row) for row in rows)

    return method


class Merit(unohelper.Base, XMerit, XServiceName, XServiceInfo):
    """The add-in as LibreOffice knows it; its functions are set below."""

    def __init__(self, context):
        self.context = context

    def getServiceName(self):  # noqa: N802 - named by LibreOffice, as all below
        """Return the name that stands before the functions."""
        return SERVICE

    def getImplementationName(self):  # noqa: N802
        """Return the name of this implementation."""
        return SERVICE

    def supportsService(self, name):  # noqa: N802
        """Tell whether this is such a service."""
        return name in ADD_IN

    def getSupportedServiceNames(self):  # noqa: N802
        """Return all services this is."""
        return ADD_IN


for key, one in SETTINGS["functions"].items():
    setattr(Merit, key, function(key, one["gives"], one["blanks"]))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - LibreOffice looks for this name
g_ImplementationHelper.addImplementation(Merit, SERVICE, ADD_IN)
