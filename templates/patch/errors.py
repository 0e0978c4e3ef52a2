"""What cannot be patched, and why."""

from __future__ import annotations


class CannotPatch(ValueError):  # noqa: N818 - it names the outcome
    """The workbook cannot be changed without the risk of spoiling it; `code` says why, `values` where.

    Codes: not_zip, zip64, encrypted, duplicate, compression, damaged, no_part, no_workbook, no_sheet,
    encoding, prefix, unusual, no_cells, duplicate_row, shared_formula, array_formula, no_formula,
    bad_reference, not_finite, bad_date, text_too_long, last_visible.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code + "".join(f" {name}={value!r}" for name, value in values.items()))
        self.code = code
        self.values = values
