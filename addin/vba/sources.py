"""The VBA modules: some lie in macros/vba, those with words are written from the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from addin.functions import CATALOGUE
from addin.texts import LANGUAGES, phrase, say, words

ASCII = 127
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "actual": ("actual",),
    "yes_no": ("actual",),
    "rating": ("manager_rating", "reviewed_rating"),
    "wrong": ("actual", "manager_rating", "reviewed_rating", "target"),
    "target": ("target",),
    "type_target": ("target",),
    "comment": ("comment",),
    "evidence": ("evidence",),
    "both": ("evidence", "comment"),
}
"""The columns of Appraisal a cell of `To do` asks for, in the order they are filled."""

ABOUT_PEOPLE = (
    ("summary", "overall_comment"),
    ("summary", "strengths"),
    ("summary", "to_improve"),
    ("members", "agreed_on"),
)
"""The columns that open points of a person are about, once no indicator asks for anything."""

SHOWN_IN, SIMPLIFIED_CHINESE = 2, 2052
"""How Office numbers the language it shows itself in, and which one we have besides English."""

MOST = 8
"""So many pieces of a text stand on one line; VBA takes a line of 1,023 characters, continued 24 times."""


def stored(name: str) -> str:
    """Return a module that lies in macros/vba as it is."""
    return files("macros").joinpath("vba", f"{name}.bas").read_text(encoding="utf-8")


def manager_modules() -> dict[str, str]:
    """Return the modules by which a manager works in a department workbook."""
    return {"Meritbook": stored("Meritbook"), "MeritWords": manager_words()}


def function_modules(workbook: str) -> dict[str, str]:
    """Return the modules that show the functions to Excel; they compute for `workbook`, a name of VBA's."""
    wrapper = stored("xlwings_udfs").replace("ActiveWorkbook", workbook)
    return {"xlwings_udfs": wrapper, "MeritErrors": stored("MeritErrors"), "MeritFunctions": registration()}


def literal(text: str) -> str:
    """Write a text as VBA: what is not ASCII by its number, whatever language Windows is set to."""
    pieces: list[str] = []
    plain = ""
    for letter in text:
        if ord(letter) <= ASCII:
            plain += letter.replace('"', '""')
            continue
        pieces += [f'"{plain}"'] if plain else []
        pieces.append(f"ChrW({ord(letter)})")
        plain = ""
    pieces += [f'"{plain}"'] if plain or not pieces else []
    lines = [" & ".join(pieces[start : start + MOST]) for start in range(0, len(pieces), MOST)]
    return " _\n        & ".join(lines)


def manager_words() -> str:
    """Write the module of words: the titles of To do, what each of its texts asks for, and messages."""
    asked = list(_asked())
    return "\n".join(
        [
            'Attribute VB_Name = "MeritWords"',
            "Option Explicit",
            "' Written from the texts of Meritbook.",
            "",
            *_titles("MeritTodoTitles", "tables.appraisal.columns.todo"),
            *_titles("MeritOpenTitles", "tables.summary.columns.open"),
            "Public Function MeritDone() As String",
            f"    MeritDone = {literal(say('department.todo.done', LANGUAGES[0]))}",
            "End Function",
            "",
            "Public Function MeritColumns() As Variant",
            f"    Dim found({len(asked) - 1}) As String",
            *(f"    found({number}) = {literal(line)}" for number, line in enumerate(asked)),
            "    MeritColumns = found",
            "End Function",
            "",
            "Public Function MeritSay(ByVal key As String, ByVal chinese As Boolean) As String",
            "    Select Case key",
            *_messages(),
            "    End Select",
            "End Function",
            "",
        ]
    )


def _titles(name: str, key: str) -> list[str]:
    """Write a function that gives a title in both languages."""
    titles = ", ".join(literal(say(key, one)) for one in LANGUAGES)
    return [f"Public Function {name}() As Variant", f"    {name} = Array({titles})", "End Function", ""]


def _asked() -> Iterator[str]:
    """Yield what `To do` may say, up to a number in it, and the titles of the columns it asks for.

    A mark before it says that the column is not empty (!), or stands for the number of open points (#).
    """
    for language in LANGUAGES:
        for key, columns in COLUMNS.items():
            titles = [say(f"tables.appraisal.columns.{one}", language) for one in columns]
            mark = "!" if key == "wrong" else ""
            yield "|".join([mark + _start(key, language), *titles])
        yield "|".join(
            ["#", *(say(f"tables.{table}.columns.{key}", language) for table, key in ABOUT_PEOPLE)]
        )


def _start(key: str, language: str) -> str:
    start, _, _ = phrase(f"department.todo.{key}", language).partition("{")
    return start


def _messages() -> Iterator[str]:
    for key in words("macros", LANGUAGES[0]):
        english, chinese = (literal(words("macros", language)[key]) for language in LANGUAGES)
        yield f'        Case "{key}"'
        yield f"            MeritSay = {english}"
        yield f"            If chinese Then MeritSay = {chinese}"


def registration() -> str:
    """Write the module that tells Excel's function wizard what each function and argument is.

    In the language of Excel itself; each text is a statement of its own, since VBA continues no line further.
    """
    return "\n".join(
        [
            'Attribute VB_Name = "MeritFunctions"',
            "Option Explicit",
            "' Written from the catalogue of functions.",
            "",
            "Public Sub RegisterFunctions()",
            "    On Error Resume Next",
            f"    If Application.LanguageSettings.LanguageID({SHOWN_IN}) = {SIMPLIFIED_CHINESE} Then",
            "        Register_zh",
            "    Else",
            "        Register_en",
            "    End If",
            "End Sub",
            "",
            *(line for language in LANGUAGES for line in _registered(language)),
            "Private Sub Tell(ByVal name As String, ByVal help As String, ByRef told() As String)",
            "    On Error Resume Next",
            '    Application.MacroOptions Macro:=name, Category:="Meritbook", _',
            "        Description:=help, ArgumentDescriptions:=told",
            "End Sub",
            "",
        ]
    )


def _registered(language: str) -> Iterator[str]:
    """Yield the procedure that registers all functions in one language."""
    yield f"Private Sub Register_{language}()"
    yield "    Dim told() As String"
    for function in CATALOGUE.values():
        yield f"    ReDim told({len(function.arguments) - 1})"
        for number, one in enumerate(function.arguments):
            yield f"    told({number}) = {literal(function.argument_help(one.key, language))}"
        yield f'    Tell "{function.name("vba")}", {literal(function.help(language))}, told'
    yield "End Sub"
    yield ""
