"""Answers the calls of a LibreOffice, one JSON document a line, as long as it keeps asking."""

import sys

from addin.calc.answering import answer_all

if __name__ == "__main__":
    answer_all(sys.stdin.buffer, sys.stdout.buffer)
