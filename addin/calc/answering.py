"""The process that computes for LibreOffice, whose own Python knows neither numpy nor Meritbook."""

from __future__ import annotations

import json
from typing import BinaryIO

from addin.functions import answer


def answer_all(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line, `{"function": ..., "arguments": [...]}`, by one line; ends when the questions end."""
    for line in questions:
        answers.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        answers.flush()
