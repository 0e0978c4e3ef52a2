"""Functions for the cells of spreadsheets: one catalogue and one entry point for every program.

`call("score", ["ratio", 90, 100])` gives 90.0. What Excel, LibreOffice, Google Sheets and the web service
show is made from `CATALOGUE`, so that a function is declared once.
"""

from addin.functions import indicators, people
from addin.functions.calling import answer, call
from addin.functions.catalogue import CATALOGUE, DIALECTS, Argument, Function
from addin.functions.values import CellError

__all__ = [
    "CATALOGUE",
    "DIALECTS",
    "Argument",
    "CellError",
    "Function",
    "answer",
    "call",
    "indicators",
    "people",
]
