"""What the schemas of ECMA-376 say about each part: which elements, in which order, with which values.

openxml-audit carries the schemas of Microsoft's Open XML SDK; what it overlooks stands in the other rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from openxml_audit import OpenXmlValidator

from tests.validity.package import WORKBOOK, Package


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def as_the_schemas_say(package: Package) -> Iterator[str]:
    """Every part holds the elements and values of its schema, in its order."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / ("book.xlsx" if WORKBOOK in package.content else "book.docx")
        with ZipFile(file, "w") as archive:
            for name, content in package.content.items():
                archive.writestr(name, content)
        for found in _validator().validate(str(file)).errors:
            yield f"{(found.part_uri or 'package').lstrip('/')}: {found.description}"


RULES = (as_the_schemas_say,)
