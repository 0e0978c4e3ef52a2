"""Mutations of parts: dropped, repeated, led to in odd ways, encoded and declared otherwise."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.packing import Parts
from tests.fuzz.pieces import OTHER, RELATION, SI, Piece, changed, one, text_of, with_text, wrapped
from tests.fuzz.registry import mutation

TRANSITIONAL = "http://schemas.openxmlformats.org/"
TYPES = (
    "",
    "text/plain",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-office.activeX",
)
STRINGS = "xl/sharedStrings.xml"


def edited(dice: Random, parts: Parts, *odd: tuple[str, str]) -> Parts:
    """Replace a text once in a part chosen by chance."""
    name = one(dice, parts)
    return with_text(parts, name, text_of(parts, name).replace(*dice.choice(odd), 1))


@mutation("parts")
def dropped(dice: Random, parts: Parts) -> Parts:
    """Leave a part out."""
    name = one(dice, parts)
    return {key: content for key, content in parts.items() if key != name}


@mutation("parts")
def twice(dice: Random, parts: Parts) -> Parts:
    """Store a part a second time under a name some program takes for the same."""
    name = one(dice, parts)
    other = dice.choice(
        (
            name.upper(),
            name.title(),
            f"/{name}",
            f"./{name}",
            name.replace("/", "\\"),
            f"{name} ",
            f"../{name}",
        )
    )
    return parts | {other: parts[dice.choice(sorted(parts))]}


@mutation("parts")
def in_other_letters(dice: Random, parts: Parts) -> Parts:
    """Store a part under its name in other letters."""
    name = one(dice, parts)
    return {(name.upper() if key == name else key): content for key, content in parts.items()}


@mutation("parts")
def exchanged(dice: Random, parts: Parts) -> Parts:
    """Exchange the contents of two parts."""
    first, second = one(dice, parts), one(dice, parts)
    return parts | {first: parts[second], second: parts[first]}


@mutation("parts")
def reordered(dice: Random, parts: Parts) -> Parts:
    """Store the parts in another order."""
    names = list(parts)
    dice.shuffle(names)
    return {name: parts[name] for name in names}


@mutation("parts")
def typed(dice: Random, parts: Parts) -> Parts:
    """Announce another content type for a part."""
    name = "[Content_Types].xml"
    if name not in parts:
        return parts
    new = dice.choice(TYPES)
    found = re.compile(r'ContentType="([^"]*)"')
    text = text_of(parts, name)
    chosen = dice.randrange(max(1, len(found.findall(text))))
    for at, match in enumerate(found.finditer(text)):
        if at == chosen:
            text = text[: match.start(1)] + new + text[match.end(1) :]
            break
    return with_text(parts, name, text)


@mutation("parts")
def led_to(dice: Random, parts: Parts) -> Parts:
    """Lead to a part in another way: absolute, with dots, escapes and fragments, outside, nowhere."""
    names = [name for name in parts if name.endswith(".rels")]

    def change(dice: Random, relation: Piece) -> str:
        to = relation.get("Target")
        other = (
            f"/xl/{to}",
            f"./{to}",
            f"../xl/{to}",
            f"x/../{to}",
            to.replace(".", "%2E"),
            to.upper(),
            f"{to}#a",
            f"{to}?a",
        )
        odd = (
            "",
            "..",
            "/",
            f"../../{to}",
            to.replace("/", "\\"),
            to.replace("/", "//"),
            "http://example.com/a.xml",
            "%00",
            "%",
        )
        return str(relation.having("Target", dice.choice(other + odd)))

    return changed(dice, parts, dice.choice(names) if names else None, RELATION, change)


@mutation("parts")
def related(dice: Random, parts: Parts) -> Parts:
    """Change a relationship: its kind, its id, outside or not, stored twice, wrapped, or gone."""
    names = [name for name in parts if name.endswith(".rels")]

    def change(dice: Random, relation: Piece) -> str:
        kind = relation.get("Type")
        other = (
            relation.having("TargetMode", "External"),
            relation.having("TargetMode", "external"),
            relation.having("TargetMode", "Internal"),
            relation.having("Type", kind.upper()),
            relation.having(
                "Type", kind.replace(TRANSITIONAL, "http://purl.oclc.org/ooxml/").replace("/2006", "")
            ),
            relation.having("Type", "worksheet"),
            relation.having("Type", kind.replace("worksheet", "xlMacrosheet")),
            relation.having("Type", "urn:x/sharedStrings"),
            relation.having("Id", dice.choice(("rId1", "rId5", "", " rId1"))),
            relation._replace(attributes=relation.attributes + ' Id="rId1"'),
        )
        more = relation.having(
            "Target", dice.choice(("worksheets/sheet1.xml", "worksheets/sheet5.xml", "styles.xml"))
        )
        around = (
            str(relation) * 2,
            str(relation) + str(more),
            str(more) + str(relation),
            "",
            wrapped(dice, relation),
        )
        return dice.choice((str(dice.choice(other)), dice.choice(around)))

    return changed(dice, parts, dice.choice(names) if names else None, RELATION, change)


@mutation("parts")
def ended(dice: Random, parts: Parts) -> Parts:
    """End a part otherwise: cut off, empty, followed by something, with bytes that are no UTF-8."""
    name = one(dice, parts)
    content = parts[name]
    at = dice.randint(0, len(content))
    other = (
        b"",
        content[:at],
        content + b"<x/>",
        content + b"<!-- -->",
        content + b"text",
        content + b"\0",
        content[:at] + b"\xff" + content[at:],
    )
    return parts | {name: dice.choice(other)}


@mutation("parts")
def another_character(dice: Random, parts: Parts) -> Parts:
    """Change a few characters of one part."""
    name = one(dice, parts)
    text = text_of(parts, name)
    at, length = dice.randint(0, len(text)), dice.randint(0, 12)
    new = dice.choice(
        (
            "<",
            ">",
            "&",
            '"',
            "-1",
            "9" * 30,
            "\0",
            "\ufffe",
            "考",
            " ",
            "",
            text[at : at + length] * 2,
            "</",
            "/>",
        )
    )
    return with_text(parts, name, text[:at] + new + text[at + length :])


@mutation("parts")
def shared_text(dice: Random, parts: Parts) -> Parts:
    """Change a shared string: rich, with phonetic runs, foreign text, in pieces, wrapped, gone or twice."""

    def change(dice: Random, found: Piece) -> str:
        text = found.tag("t", "new")
        inside = dice.choice(
            (
                found.tag("r", found.tag("rPr", found.tag("b")) + text) + found.tag("r", text),
                text + found.tag("rPh", found.tag("t", "spoken"), ' sb="0" eb="1"') + found.tag("phoneticPr"),
                text + f"<x:t{OTHER}>foreign</x:t>",
                text + f"<x:y{OTHER}>{text}</x:y>",
                wrapped(dice, Piece(found.prefix, "t", "", "new")),
                found.tag("t", f"a{text}b"),
                found.tag("t", "_x0041_ &#13; <!-- --> <![CDATA[ <t> ]]>"),
                found.tag("si", text),
                text + text,
                "",
            )
        )
        new = found._replace(inside=inside)
        return dice.choice((str(new), str(new), str(new), str(found) * 2, "", wrapped(dice, found)))

    return changed(dice, parts, STRINGS, SI, change)


@mutation("parts")
def counted(dice: Random, parts: Parts) -> Parts:
    """Let a part declare wrong counts."""
    return edited(
        dice, parts, (' count="', ' count="9'), ('uniqueCount="', 'uniqueCount="x'), (' ref="A1', ' ref="B9')
    )


@mutation("parts")
def formatted(dice: Random, parts: Parts) -> Parts:
    """Change the number formats."""
    name = "xl/styles.xml"
    odd = dice.choice(
        (
            ('numFmtId="', 'numFmtId="9'),
            ("<xf ", "<xf/><xf "),
            ("<cellXfs", "<x/><cellXfs"),
            ('formatCode="', 'formatCode="0%'),
        )
    )
    return with_text(parts, name, text_of(parts, name).replace(*odd, 1)) if name in parts else parts


@mutation("parts")
def added(dice: Random, parts: Parts) -> Parts:
    """Add a part: a program, an embedded object, a link, a picture, a folder, one nobody knows."""
    name = dice.choice(
        (
            *(
                "xl/vbaProject.bin",
                "xl/embeddings/a.bin",
                "xl/activeX/a.xml",
                "xl/externalLinks/externalLink1.xml",
            ),
            *(
                "xl/connections.xml",
                "xl/media/a.png",
                "xl/worksheets/",
                "any.xml",
                "xl/sheet.bin",
                "mimetype",
                "a.iwa",
            ),
        )
    )
    return parts | {name: dice.choice((b"", b"<x/>", b"\x89PNG", b"<externalLink/>"))}
