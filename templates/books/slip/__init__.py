"""What a person receives after the appraisal: the result slip, the appeal form, the opinion form."""

from templates.books.slip.content import Explained, SlipContent, Unit
from templates.books.slip.forms import write_appeal, write_opinion
from templates.books.slip.write import write_slip

__all__ = ["Explained", "SlipContent", "Unit", "write_appeal", "write_opinion", "write_slip"]
