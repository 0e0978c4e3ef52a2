"""Rightly filled workbooks, several hundred: whose, how filled, what was done by hand, who saved them last.

Each of the four is a table of parts, and a part that a check rightly tells of names its code. `works.py`
deals them out so that every part meets every other kind of part again and again, always in the same way.
"""
