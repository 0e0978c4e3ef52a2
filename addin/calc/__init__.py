"""Functions of cells in LibreOffice: an extension made from the catalogue, and who answers it."""

from addin.calc.extension import EXTENSION, IDENTIFIER, build

__all__ = ["EXTENSION", "IDENTIFIER", "build"]
