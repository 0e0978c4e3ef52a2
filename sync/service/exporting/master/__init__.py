"""`export master` and `export board`: what is known of a cycle as a workbook, for HR and for directors."""

from sync.service.exporting.master.composing import board, master

__all__ = ["board", "master"]
