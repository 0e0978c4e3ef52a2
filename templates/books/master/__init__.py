"""The master workbook: index, dashboard with native charts, and one flat table per subject."""

from templates.books.master.content import MasterContent
from templates.books.master.write import write_master

__all__ = ["MasterContent", "write_master"]
