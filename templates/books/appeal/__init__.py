"""What the committee decides appeals by: an agenda, and a sheet for each appeal to be signed."""

from templates.books.appeal.content import Agenda, Case, Fact, Value
from templates.books.appeal.write import write_agenda

__all__ = ["Agenda", "Case", "Fact", "Value", "write_agenda"]
