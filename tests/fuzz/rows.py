"""Mutations of whole rows, and of what stands between them."""

from __future__ import annotations

from random import Random

from tests.fuzz.packing import Parts
from tests.fuzz.pieces import COMPATIBILITY, OTHER, ROW, Change, Piece, in_sheet, whole, wrapped
from tests.fuzz.registry import add, mutation

NUMBERS = ("1", "2", "3", "99", "1048576", "1048577", "0", "-1", "01", " 2", "", "x", "2.0", "２", None)
BETWEEN = (
    "<!-- <row r='9'><c><v>1</v></c></row> -->",
    "<?pi x?>",
    "text",
    "&#32;",
    "<row/>",
    "<row></row>",
    f"<x:row{OTHER}><x:c><x:v>5</x:v></x:c></x:row>",
    '<row xmlns="urn:x" r="3"><c r="K3"><v>5</v></c></row>',
    f'<x:any{OTHER}><row r="3"><c r="K3"><v>5</v></c></row></x:any>',
    f"<mc:AlternateContent{COMPATIBILITY}><mc:Fallback><row r='3'><c r='K3'><v>5</v></c></row></mc:Fallback>"
    "</mc:AlternateContent>",
    '<c r="K3"><v>5</v></c>',
    "<v>5</v>",
    "</sheetData><sheetData>",
    "<sheetData><row r='3'><c r='K3'><v>5</v></c></row></sheetData>",
    "<unknown/>",
    "]]>",
    "<![CDATA[<row/>]]>",
    "\ufeff",
)


def twice(dice: Random, row: Piece) -> str:
    """Store a row twice, alike or under the next number."""
    again = row if dice.random() < 0.5 else row.having("r", dice.choice(NUMBERS))
    return str(row) + str(again)


def renumbered(dice: Random, row: Piece) -> str:
    """Give a row another number, so that its cells name another one, or none."""
    return str(row.having("r", dice.choice(NUMBERS)))


def moved_whole(dice: Random, row: Piece) -> str:
    """Give a row and its cells another number, as inserting and sorting do."""
    old, new = row.get("r"), str(dice.randint(1, 30))
    moved = row.having("r", new)
    return str(moved._replace(inside=(row.inside or "").replace(f'{old}"', f'{new}"')))


def unnumbered(dice: Random, row: Piece) -> str:
    """Take the places out of a row and its cells."""
    inside = (row.inside or "").replace(' r="', ' was="')
    return str(row.having("r", None)._replace(inside=inside))


def hidden(dice: Random, row: Piece) -> str:
    """Hide a row, in one of the ways to say so."""
    name, value = dice.choice(
        (
            ("hidden", "1"),
            ("hidden", "true"),
            ("hidden", "on"),
            ("hidden", "0"),
            ("hidden", " 1"),
            ("ht", "0"),
            ("ht", "0.0"),
        )
    )
    return str(row.having(name, value))


def attributes(dice: Random, row: Piece) -> str:
    """Give a row odd attributes."""
    text = dice.choice(
        (
            ' spans="9:1"',
            ' spans="x"',
            ' r="5"',
            ' x:r="5"' + OTHER,
            ' x14ac:dyDescent="0.2"',
            ' a="1"',
            "\n",
            ' s="77"',
        )
    )
    return str(row._replace(attributes=row.attributes + text))


def quoted(_: Random, row: Piece) -> str:
    """Write a row's attributes in the other quotes."""
    return str(row._replace(attributes=row.attributes.replace('"', "'")))


def emptied(_: Random, row: Piece) -> str:
    """Empty a row."""
    return str(row._replace(inside=None))


def gone(_: Random, row: Piece) -> str:
    """Delete a row."""
    return ""


def followed(dice: Random, row: Piece) -> str:
    """Put something between two rows."""
    return str(row) + dice.choice(BETWEEN)


def begun(dice: Random, row: Piece) -> str:
    """Put something before the first or behind the last cell of a row."""
    inside, more = row.inside or "", dice.choice(BETWEEN)
    return str(row._replace(inside=dice.choice((more + inside, inside + more))))


CHANGES: tuple[Change, ...] = (
    *(
        twice,
        renumbered,
        moved_whole,
        unnumbered,
        hidden,
        attributes,
        quoted,
        emptied,
        gone,
        followed,
        begun,
        wrapped,
    ),
)
for change in CHANGES:
    add("rows", change.__name__, in_sheet(ROW, change))


@mutation("rows")
def shuffled(dice: Random, parts: Parts) -> Parts:
    """Store the rows in another order."""

    def change(dice: Random, text: str) -> str:
        found = [match[0] for match in ROW.finditer(text)]
        if not found:
            return text
        begin, end = text.find(found[0]), text.rfind(found[-1]) + len(found[-1])
        dice.shuffle(found)
        return text[:begin] + "".join(found) + text[end:]

    return whole(dice, parts, change)


@mutation("rows")
def all_rows(dice: Random, parts: Parts) -> Parts:
    """Do something to the element around all rows: drop, close, repeat, rename, surround it."""
    odd = dice.choice(
        (
            ("<sheetData>", "<sheetData >"),
            ("<sheetData>", '<sheetData a="1">'),
            ("<sheetData>", "<sheetData/><sheetData>"),
            ("<sheetData>", "<sheetdata>"),
            ("<sheetData>", f"<x:a{OTHER}/><sheetData>"),
            ("<sheetData>", "<!-- <sheetData> --><sheetData>"),
            ("<sheetData>", "<sheetData><!-- </sheetData> -->"),
            ("<sheetData>", "<sheetData><sheetData>"),
            ("</sheetData>", "</sheetData><sheetData></sheetData>"),
            ("</sheetData>", "</sheetData>text"),
            ("</sheetData>", "</sheetData><row r='1'><c r='A1'><v>5</v></c></row>"),
            ("</sheetData>", ""),
        )
    )
    return whole(dice, parts, lambda _, text: text.replace(*odd, 1))


@mutation("rows")
def surrounded_rows(dice: Random, parts: Parts) -> Parts:
    """Put a foreign element around all rows of a sheet."""

    def change(dice: Random, text: str) -> str:
        begin, end = text.find("<sheetData>"), text.find("</sheetData>") + len("</sheetData>")
        if not 0 <= begin < end:
            return text
        return (
            text[:begin] + wrapped(dice, Piece("", "sheetData", "", text[begin + 11 : end - 12])) + text[end:]
        )

    return whole(dice, parts, change)
