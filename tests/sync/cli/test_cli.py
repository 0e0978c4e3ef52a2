"""The command line: exit status, one line on what went wrong, language before and after the command."""

from __future__ import annotations

import json

import pytest

from addin.texts import LANGUAGES, words
from sync.cli import main, take_language
from sync.cli.parser import COMMANDS
from sync.cli.printing import width


@pytest.mark.parametrize("command", [command.words for command in COMMANDS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_an_example_in_its_help(command, language, capsys):
    """The help of each command shows an example that names the command, in both languages."""
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), "--help", "--language", language])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    example = shown.split(words("cli", language)["example_title"])[1]
    assert command in example


def test_language_is_taken_before_and_after_the_command():
    """The option --language is valid anywhere, with a space or an equals sign."""
    assert take_language(["--language", "zh", "issue", "Q"]) == (["issue", "Q"], "zh")
    assert take_language(["issue", "Q", "--language=en"]) == (["issue", "Q"], "en")


def test_an_unknown_language_is_refused(capsys):
    """An unknown language is one line and status 2."""
    with pytest.raises(SystemExit) as stopped:
        main(["schema", "--language", "fr"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["issue", "2026-Q3"],
        ["collect"],
        ["check", "nothing.xlsx"],
        ["results", "2026-Q3", "--json"],
        ["verify"],
        ["scheme", "check"],
        ["export", "master", "2026-Q3"],
        ["nonsense"],
        ["collect", "--jobs", "-1"],
        [],
        ["issue"],
        ["explain", "Z999"],
        ["results", "\udcff"],
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_run_is_one_line_and_status_2(arguments, language, tmp_path, capsys):
    """Without a workspace, with an unknown word or code: one line on standard error, nothing on output."""
    try:
        status = main(["-w", str(tmp_path), "--language", language, *arguments])
    except SystemExit as stopped:
        status = stopped.code
    shown = capsys.readouterr()
    assert (status, shown.out) == (2, "")
    assert shown.err.count("\n") == 1
    assert "Traceback" not in shown.err


def test_the_schema_is_one_json_document(capsys):
    """`schema --json` prints every sheet with its columns in both languages."""
    assert main(["schema", "--json"]) == 0
    sheets = {sheet["key"]: sheet for sheet in json.loads(capsys.readouterr().out)["sheets"]}
    appraisal = sheets["appraisal"]
    assert appraisal["title"] == {"en": "Appraisal", "zh": "考核评分"}
    titles = [column["title"]["en"] for column in appraisal["columns"]]
    assert titles[:4] == ["Employee no.", "Name", "Position", "Indicator no."]
    assert titles[9:16] == [
        "Target",
        "Actual",
        "Self rating",
        "Manager rating",
        "Score",
        "Evidence",
        "Comment",
    ]
    assert set(appraisal["columns"][0]) == {"key", "title", "kind", "unit", "filled_by"}


def test_chinese_characters_take_two_columns():
    """A Chinese character is counted as two columns of the terminal."""
    assert width("工号A") == 5
