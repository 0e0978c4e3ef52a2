"""The command line: exit status, one line on what went wrong, language before and after the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from addin.texts import LANGUAGES, words
from sync.cli import main, take_language
from sync.cli.commands import COMMANDS
from sync.cli.printing import show_json, width


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


MISTAKES = (
    ([], "COMMAND", "meritbook"),
    (["nonsense"], "nonsense", "meritbook"),
    (["scheme", "nonsense"], "nonsense", "meritbook scheme"),
    (["issue"], "CYCLE", "meritbook issue"),
    (["issue", "Q", "--nonsense"], "--nonsense", "meritbook"),
    (["issue", "\udcff"], "CYCLE", "meritbook issue"),
    (["collect", "--jobs"], "--jobs", "meritbook collect"),
    (["collect", "--jobs", "0"], "--jobs", "meritbook collect"),
    (["collect", "--jobs", "two"], "--jobs", "meritbook collect"),
    (["collect", "--watch", "--every", "0"], "--every", "meritbook collect"),
    (["collect", "--watch", "--every", "nan"], "--every", "meritbook collect"),
    (["check"], "FILE", "meritbook check"),
    (["verify", "--json=3"], "--json", "meritbook verify"),
    (["accept", "x", "--by", "Z", "--reason", "x"], "SUBMISSION", "meritbook accept"),
    (["accept", "9" * 30, "--by", "Z", "--reason", "x"], "SUBMISSION", "meritbook accept"),
    (["scheme", "diff", "2026-Q3", ""], "NEW", "meritbook scheme diff"),
    (["import", "actuals", "x.csv", "--source", "s" * 81], "--source", "meritbook import actuals"),
    (["import", "actuals", "x.csv", "--source", "a\x07b"], "--source", "meritbook import actuals"),
    (["collect", ""], "PATH", "meritbook collect"),
    (["collect", "a.xlsx", ""], "PATH", "meritbook collect"),
    (["check", ""], "FILE", "meritbook check"),
    (["import", "people", ""], "FILE", "meritbook import people"),
    (["backup", ""], "FILE", "meritbook backup"),
    (["init", ""], "DIR", "meritbook init"),
    (["export", "master", "2026-Q3", "--to", ""], "--to", "meritbook export"),
    (["-w", "", "collect"], "--workspace", "meritbook"),
)


@pytest.mark.parametrize(("arguments", "named", "command"), MISTAKES)
def test_mistakes_in_the_words_are_told_in_the_language(arguments, named, command, capsys):
    """Each mistake in the words of a command is one line in the language asked for, with the next step."""
    told = {}
    for language in LANGUAGES:
        with pytest.raises(SystemExit) as stopped:
            main([*arguments, "--language", language])
        told[language] = capsys.readouterr().err
        assert (stopped.value.code, told[language].count("\n")) == (2, 1)
        assert named in told[language]
        assert told[language].startswith(f"{command}: ")
        assert told[language].endswith(f" ({command} --help)\n")
    assert "argument" not in told["en"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["zh"])


def test_numbers_in_documents_have_no_dust(capsys):
    """Numbers are printed to ten significant digits, amounts of money to the cent at least."""
    numbers = [87.20000000000002, 0.1 + 0.2, 1e-7 / 3, 123_456_789_012.34, -2.0, 7, True, None]
    show_json({"numbers": numbers, "inside": ({"value": 1 / 3},)})
    assert json.loads(capsys.readouterr().out) == {
        "numbers": [87.2, 0.3, 3.333333333e-08, 123_456_789_012.34, -2.0, 7, True, None],
        "inside": [{"value": 0.3333333333}],
    }


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_any_terminal_gets_an_answer(encoding):
    """What a terminal has no sign for is shown as an escape; a JSON document is UTF-8 everywhere."""
    call = [sys.executable, "-c", "import sys; from sync.cli import main; sys.exit(main())", "schema"]
    surroundings = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words_, used in ((["--language", "zh"], encoding), (["--json"], "utf-8")):
        done = subprocess.run([*call, *words_], env=surroundings, capture_output=True, check=True)
        assert done.stderr == b""
        shown = done.stdout.decode(used)
        assert "考核评分" in shown or (used != "gbk" and "\\u8003\\u6838" in shown)
