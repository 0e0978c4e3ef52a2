"""`google script`: the Apps Script project of a Sheet, with the functions of the catalogue and our words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from addin.functions import CATALOGUE, Function
from addin.texts import LANGUAGES, say, words
from sync.service.opening import write_whole

FIXED = ("Calls.gs", "Menu.gs", "appsscript.json")
"""What is the same in every project."""

TYPES = {"number": "number", "text": "string"}


def write_script(folder: Path, language: str) -> list[Path]:
    """Write the project into a folder; the help of its functions is in one language, its menu in both."""
    sources = files("macros") / "apps_script"
    made = {name: (sources / name).read_text(encoding="utf-8") for name in FIXED}
    made |= {"Words.gs": words_of_menu(), "Functions.gs": functions(language)}
    for name, text in made.items():
        write_whole(folder / name, text.encode(), language)
    return [folder / name for name in sorted(made)]


def words_of_menu() -> str:
    """Write the words of the menu in both languages."""
    spoken = {language: words("google", language)["script"] for language in LANGUAGES}
    text = json.dumps(spoken, ensure_ascii=False, indent=2)
    titles = [say("tables.appraisal.columns.todo", language) for language in LANGUAGES]
    done = say("department.todo.done", LANGUAGES[0])
    return (
        "/** What people see, in the language of their account, and how an open line is known. */\n\n"
        f"var TODO = {json.dumps(titles, ensure_ascii=False)};\n"
        f"var DONE = {json.dumps(done, ensure_ascii=False)};\n"
        f"var WORDS = {text};\n\n"
        "function words_() {\n"
        "  return WORDS[String(Session.getActiveUserLocale()).slice(0, 2)] || WORDS.en;\n}\n"
    )


def functions(language: str) -> str:
    """Write every function of the catalogue as a custom function."""
    return "\n\n".join(_function(one, language) for one in CATALOGUE.values()) + "\n"


def _function(one: Function, language: str) -> str:
    names = [argument.key for argument in one.arguments]
    single = one.gives == "scalar" and all(argument.kind == "scalar" for argument in one.arguments)
    call = f"{'callEach_' if single else 'call_'}({one.key!r}, [{', '.join(names)}])"
    lines = "\n".join(f" * {line}".rstrip() for line in _told(one, language))
    return f"/**\n{lines}\n */\nfunction {one.name('google')}({', '.join(names)}) {{\n  return {call};\n}}"


def _told(one: Function, language: str) -> Iterator[str]:
    """Yield what Google shows of a function while it is typed."""
    yield one.help(language)
    yield ""
    for argument in one.arguments:
        shown = f"[{argument.key}]" if argument.optional else argument.key
        yield f"@param {{{TYPES[argument.holds]}}} {shown} {one.argument_help(argument.key, language)}"
    example = one.example("google", language)
    yield f"@return {one.title(language)} {say('google.script_example', language)} {example}"
    yield "@customfunction"
