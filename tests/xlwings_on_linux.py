"""xlwings' own code for Excel, importable without Windows: only pywin32 is replaced, nothing of xlwings.

What Excel would call goes through the shipped code: reading arguments, calling, converting results.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from datetime import datetime
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

MODULES = (
    *("pywintypes", "pythoncom", "win32api", "win32con", "win32event", "win32gui", "win32process"),
    *("win32timezone", "win32com", "win32com.client", "win32com.client.dynamic", "win32com.client.gencache"),
    *("win32com.server", "win32com.server.dispatcher", "win32com.server.policy", "win32com.server.util"),
    "win32com.server.exception",
)
MISSING = -2147352572
"""What Excel hands over for an argument that is left out."""

ERRORS = {"#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265}
ERRORS |= {"#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246}
"""What Excel hands over for the errors of cells."""


class ComError(Exception):
    """Stands for the exception of COM."""


class _Time(datetime):
    """Stands for the times of COM."""


class _Object:
    """Stands for an object of Excel, of which none comes here."""


class Cells(_Object):
    """Stands for the range that a formula names: one value for one cell, otherwise rows of values."""

    class _Kind:
        iid = "{00020846-0000-0000-C000-000000000046}"

        def GetTypeInfo(self) -> Any:  # noqa: N802 - as COM calls it
            """Return what kind of object this is."""
            return self

        GetTypeAttr = GetTypeInfo

    def __init__(self, value: Any) -> None:
        rows = value if isinstance(value, tuple) else ((value,),)
        self._oleobj_ = self._Kind()
        self.Value = value
        self.Worksheet, self.Row, self.Column = MagicMock(), 1, 1
        self.Rows, self.Columns = _Counted(len(rows)), _Counted(len(rows[0]))
        self.Count = len(rows) * len(rows[0])


class _Counted:
    def __init__(self, count: int) -> None:
        self.Count = count


def load() -> tuple[ModuleType, ModuleType]:
    """Return xlwings and its `udfs`, loaded over a stand-in for pywin32."""
    if "xlwings.udfs" not in sys.modules:
        for name in MODULES:
            _stand_in(name)
        _set("pywintypes", com_error=ComError, TimeType=_Time, IID=str)
        _set("pythoncom", com_error=ComError, __file__="pythoncom.dll", CoInitialize=lambda *_: None)
        _set("win32com.client", CDispatch=_Object, CoClassBaseClass=_Object, DispatchBaseClass=_Object)
        _set("win32com.client", Dispatch=lambda thing, *_, **__: thing)
        _load_over_stand_ins()
    return sys.modules["xlwings"], sys.modules["xlwings.udfs"]


def _stand_in(name: str) -> None:
    module = MagicMock(name=name)
    module.__name__, module.__spec__, module.__path__ = name, None, []
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def _set(name: str, **values: Any) -> None:
    for key, value in values.items():
        setattr(sys.modules[name], key, value)


def _load_over_stand_ins() -> None:
    """Load the modules for Windows, which bind to its libraries while they are loaded."""
    libraries = {name: getattr(ctypes, name, None) for name in ("PyDLL", "oledll", "windll")}
    for name in libraries:
        setattr(ctypes, name, MagicMock(name=name))
    try:
        xlwings = importlib.import_module("xlwings")
        windows = importlib.import_module("xlwings._xlwindows")
    finally:
        for name, found in libraries.items():
            setattr(ctypes, name, found) if found is not None else delattr(ctypes, name)
    xlwings._xlwindows = windows  # type: ignore[attr-defined]
    if "excel" not in [engine.name for engine in xlwings.engines]:
        xlwings.engines.add(xlwings.Engine(impl=windows.engine))
    udfs = importlib.import_module("xlwings.udfs")
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret  # type: ignore[attr-defined]
