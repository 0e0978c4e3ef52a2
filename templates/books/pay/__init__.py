"""What payroll receives of a cycle: the lines of one batch, in a file of its own."""

from templates.books.pay.write import PayBaseContent, PayRow, write_pay_base

__all__ = ["PayBaseContent", "PayRow", "write_pay_base"]
