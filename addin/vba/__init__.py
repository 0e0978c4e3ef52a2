"""Functions of cells and a manager's commands in Excel, as VBA written from the catalogue and the texts."""

from addin.vba.carrier import ADD_IN, WORKBOOK, build, can_build, department

__all__ = ["ADD_IN", "WORKBOOK", "build", "can_build", "department"]
