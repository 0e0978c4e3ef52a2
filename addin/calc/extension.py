"""The LibreOffice extension, every part of it written from the catalogue of functions."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from addin.functions import CATALOGUE, Argument, Function
from addin.texts import say

EXTENSION = "meritbook.oxt"
IDENTIFIER = "org.meritbook.functions"
SERVICE = "Merit"
"""LibreOffice finds a function of a foreign workbook by service and method: MERIT.SCORE is Merit's score."""

TYPES = "XMerit.idl"
SCRIPT = Path(__file__).with_name("merit.py")
ROOT = Path(__file__).resolve().parents[2]
EPOCH = (2026, 1, 1, 0, 0, 0)
"""The date of all parts, so that the same catalogue always gives the same file."""

LOCALES = {"en": "en", "zh": "zh-CN"}
CELLS, ANY, ROWS = "com::sun::star::table::XCellRange", "any", "sequence< sequence< any > >"

MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
 <manifest:file-entry manifest:full-path="{TYPES}"
  manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB"/>
 <manifest:file-entry manifest:full-path="merit.py"
  manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
 <manifest:file-entry manifest:full-path="CalcAddIns.xcu"
  manifest:media-type="application/vnd.sun.star.configuration-data"/>
</manifest:manifest>
"""

REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" oor:name="CalcAddIns"\n'
    ' oor:package="org.openoffice.Office" xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
    f'<node oor:name="AddInInfo"><node oor:name="{SERVICE}" oor:op="replace">'
    '<node oor:name="AddInFunctions">\n{functions}\n</node></node></node>\n'
    "</oor:component-data>\n"
)

DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
 <identifier value="{identifier}"/>
 <version value="{version}"/>
 <display-name>{names}</display-name>
</description>
"""


def build(folder: Path, python: str = sys.executable) -> Path:
    """Write the extension into a folder and return the file.

    python: the interpreter that has Meritbook; LibreOffice's own only forwards what cells hold to it, so that
    it needs no packages, and what is computed is what this Meritbook computes.
    """
    parts = {
        "META-INF/manifest.xml": MANIFEST,
        "description.xml": description(),
        TYPES: interface(),
        "CalcAddIns.xcu": registry(),
        "merit.py": SCRIPT.read_text(encoding="utf-8"),
        "merit.json": settings(python),
    }
    file = folder / EXTENSION
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), text)
    return file


def settings(python: str) -> str:
    """Return what the script has to know: who computes, where, and what each argument holds."""
    functions = {
        one.key: {"gives": one.gives, "blanks": [zero_is_blank(argument) for argument in one.arguments]}
        for one in CATALOGUE.values()
    }
    return json.dumps({"python": python, "root": str(ROOT), "functions": functions}, indent=1)


def zero_is_blank(argument: Argument) -> bool:
    """Tell whether 0 in one cell stands for a blank: for texts, and where 0 would change a score."""
    return argument.holds == "text" or argument.measured or argument.kind == "range"


def interface() -> str:
    """Write the types of the functions as UNO's interface language, which LibreOffice reads as it is."""
    methods = "\n".join(f"    {_method(one)};" for one in CATALOGUE.values())
    return f"module org {{ module meritbook {{\ninterface XMerit {{\n{methods}\n}};\n}}; }};\n"


def _method(function: Function) -> str:
    given = ", ".join(f"[in] {type_of(one)} {one.key}" for one in function.arguments)
    return f"{ROWS if function.gives == 'range' else ANY} {function.key}({given})"


def type_of(argument: Argument) -> str:
    """Return how LibreOffice hands an argument over.

    A value it hands over has lost whether its cell was blank: 0 for nothing. Where that would become a score,
    the cells themselves are asked for; then a number cannot stand in the formula itself.
    """
    needed = not argument.optional and argument.holds == "number"
    return CELLS if needed and (argument.kind == "range" or argument.measured) else ANY


def registry() -> str:
    """Write how the functions are called and explained in LibreOffice's function wizard."""
    return REGISTRY.format(functions="\n".join(map(_registered, CATALOGUE.values())))


def _registered(function: Function) -> str:
    arguments = "".join(
        f'<node oor:name={quoteattr(one.key)} oor:op="replace">{"".join(_argument(function, one))}</node>'
        for one in function.arguments
    )
    name = function.name("calc")
    own = _property("DisplayName", dict.fromkeys(LOCALES, name))
    own += _property("CompatibilityName", dict.fromkeys(LOCALES, name))
    own += _property("Description", {one: function.help(one) for one in LOCALES})
    own += '<prop oor:name="Category"><value>Add-In</value></prop>'
    own += f'<node oor:name="Parameters">{arguments}</node>'
    return f'<node oor:name="{function.key}" oor:op="replace">{own}</node>'


def _argument(function: Function, argument: Argument) -> Iterator[str]:
    yield _property("DisplayName", dict.fromkeys(LOCALES, argument.key))
    yield _property("Description", {one: explained(function, argument, one) for one in LOCALES})


def explained(function: Function, argument: Argument, language: str) -> str:
    """Say what an argument is, and where LibreOffice needs the cells themselves."""
    told = function.argument_help(argument.key, language)
    return say("functions.cells.cells_only", language, told=told) if type_of(argument) == CELLS else told


def _property(name: str, values: dict[str, str]) -> str:
    said = "".join(f'<value xml:lang="{LOCALES[one]}">{escape(text)}</value>' for one, text in values.items())
    return f'<prop oor:name="{name}">{said}</prop>'


def description() -> str:
    """Write what LibreOffice's list of extensions shows."""
    names = "".join(
        f'<name lang="{LOCALES[one]}">{escape(say("functions.cells.extension", one))}</name>'
        for one in LOCALES
    )
    return DESCRIPTION.format(identifier=IDENTIFIER, version=version("meritbook"), names=names)
