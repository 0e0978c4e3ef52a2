"""The VBA around the functions, as xlwings' own generator writes it from addin.udfs.

python -m tests.addin.vba.wrapper   writes xlwings_udfs.bas in macros/vba, and the next department-NN.bin
"""

from __future__ import annotations

import importlib
import io
from pathlib import Path
from types import SimpleNamespace

from addin.vba import department
from templates.macros import projects
from tests import xlwings_on_linux

FILE = Path(__file__).resolve().parents[3] / "macros" / "vba" / "xlwings_udfs.bas"
HEAD = """Attribute VB_Name = "xlwings_udfs"
' Written by xlwings from addin/udfs.py.
#Const App = "Microsoft Excel"

"""
UNREACHABLE = "CVErr(2029)"
"""What cells show while Python cannot be reached, #NAME?, as in LibreOffice; xlwings would show a text."""


def generate() -> str:
    """Return the wrapper of an add-in; results go through AsErrors, and a failure is an error, not a text."""
    _, udfs = xlwings_on_linux.load()
    module = importlib.reload(importlib.import_module("addin.udfs"))
    written = io.StringIO()
    udfs.generate_vba_wrapper(module.__name__, module, written, SimpleNamespace(Name="meritbook.xlam"))
    lines = (_mended(line.rstrip()) for line in written.getvalue().splitlines())
    return HEAD + "\n".join(lines).strip("\n") + "\n"


def _mended(line: str) -> str:
    name, called, rest = line.partition(" = XLPy.CallUDF(")
    if called:
        return f"{name} = AsErrors(XLPy.CallUDF({rest})"
    return line.replace("Err.Description", UNREACHABLE)


if __name__ == "__main__":
    FILE.write_text(generate(), encoding="utf-8")
    issued, now = projects(), department()
    if issued[-1] != now:
        FILE.with_name(f"department-{len(issued) + 1:02}.bin").write_bytes(now)
