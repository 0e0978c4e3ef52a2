"""The master workbook: index, dashboard with native charts, and one flat table per subject."""

from templates.books.master.content import Filled, MasterContent, Plot
from templates.books.master.write import write_master

__all__ = ["Filled", "MasterContent", "Plot", "write_master"]
