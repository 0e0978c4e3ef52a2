"""Tests of what is kept in files until a command ends."""

from __future__ import annotations

import json
from contextlib import closing

from sync.cli.printing import show_json
from sync.cli.spooled import Lists, Text


def test_a_document_reads_as_printed_at_once(capsys):
    """A document gathered one by one is, sign by sign, the one printed at once."""
    whole = {"submissions": [{"name": "a\n员工", "none": None}, [], {}], "findings": []}
    show_json(whole)
    expected = capsys.readouterr().out
    with closing(Lists(*whole)) as lists:
        for name, documents in whole.items():
            for document in documents:
                lists.add(name, document)
        assert capsys.readouterr().out == ""
        lists.show()
    assert capsys.readouterr().out == expected
    assert json.loads(expected) == whole


def test_a_document_as_one_line(capsys):
    """A document that others follow stands on one line, whatever is in it."""
    with closing(Lists("submissions", "findings", line=True)) as lists:
        lists.add("submissions", {"name": "a\n员工"})
        lists.add("submissions", {"name": None})
        lists.show()
    shown = capsys.readouterr().out
    assert shown.count("\n") == 1
    assert json.loads(shown) == {"submissions": [{"name": "a\n员工"}, {"name": None}], "findings": []}


def test_text_is_shown_when_all_is_known(capsys):
    """Text is printed in the order it was added, and only when it is to be shown."""
    with closing(Text()) as text:
        text.add("one\n")
        text.add("二\n")
        assert capsys.readouterr().out == ""
        text.show()
    assert capsys.readouterr().out == "one\n二\n"
