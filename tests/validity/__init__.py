"""Whether Excel would offer to repair a workbook: the rules of the format, part by part, each a function."""

from __future__ import annotations

from zipfile import BadZipFile

from lxml import etree

from tests.validity import book, drawings, formulas, links, looks, rows, rules, schema
from tests.validity.package import opened

RULES = (
    *links.RULES,
    *schema.RULES,
    *book.RULES,
    *looks.RULES,
    *rows.RULES,
    *rules.RULES,
    *formulas.RULES,
    *drawings.RULES,
)


def problems(data: bytes) -> list[str]:
    """Return what is wrong with a workbook (or another Office file), each as `part: what`; [] where nothing.

    What has no parts or parts that are no XML is told alone, since no other rule can look at it then.
    """
    try:
        package = opened(data)
    except (BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        return [f"package: {error}"]
    return sorted({found for rule in RULES for found in rule(package)})
