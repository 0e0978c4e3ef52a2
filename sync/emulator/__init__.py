"""A small stand-in for Google Drive, Sheets and sign-in, for tests and a demo without the internet.

It is no part of the way of the data: nothing but `google emulate`, the demo and the tests start it, and it
knows of the house only how workbooks are read and patched, so its floor is beside the sources.
It does what docs/google.md lists, and answers 501 to everything else. It calculates nothing: once a
cell was written, the results of formulas are unknown, as in a workbook that nobody has opened.
"""
