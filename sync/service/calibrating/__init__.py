"""`calibrate`: the committee's workbook is written, and what was decided in it is taken in."""
