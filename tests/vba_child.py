"""Runs under the system's Python, which knows `uno`: runs a macro in workbooks in a running LibreOffice.

Takes the port, the macro as Module.Name, and files; says what each run gave, as a JSON list of texts.
"""

import json
import os
import pathlib
import sys

from libreoffice_child import connect, setting

RUN_MACROS = 4
"""Macros run without a question (MacroExecMode.ALWAYS_EXECUTE_NO_WARN)."""


def run(desktop, file, macro):
    """Open a workbook with its macros, calculate it, run one and return what it gives."""
    document = desktop.loadComponentFromURL(
        pathlib.Path(file).as_uri(),
        "_blank",
        0,
        (setting("Hidden", True), setting("MacroExecutionMode", RUN_MACROS)),
    )
    try:
        document.calculateAll()
        place = f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
        return document.getScriptProvider().getScript(place).invoke((), (), ())[0]
    finally:
        document.close(True)


def main():
    """Run the macro in each workbook."""
    desktop = connect(sys.argv[1])
    json.dump([run(desktop, file, sys.argv[2]) for file in sys.argv[3:]], sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge to LibreOffice may crash while Python takes it down; the work is done


if __name__ == "__main__":
    main()
