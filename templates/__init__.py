"""The workbooks: which tables they hold, how they are written, filled and patched."""
