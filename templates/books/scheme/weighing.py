"""What each line and template comes to, by formulas beside the list of templates on its hidden sheet.

The formulas find lines by their row number, so that sorting and deleting rows of Templates does no harm.
Weights nest up to three deep; deeper ones are only looked at by `scheme check`.
"""

from __future__ import annotations

from collections.abc import Mapping

from addin.scoring.decimals import rounded
from addin.scoring.expression import literal
from addin.scoring.scheme import Scheme
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.layout import FIRST_ROW, HEADER_ROW, letter
from templates.books.scheme.places import number, switched_on, used
from templates.books.scheme.weighed import ROOM, Weighed, totals, weighed
from templates.lists import word
from templates.references import quoted
from templates.tables import TABLES
from templates.tables.scheme import TOLERANCE
from templates.writer import SafeSheet

SHEET = "_templates"
LINES, TEMPLATES = 500, 60
"""So many lines are looked through for so many templates."""

_LINE = "template key parent first second share heading spread curve best judged points outside"
COLUMNS = {name: chr(ord("C") + place) for place, name in enumerate(_LINE.split())}
"""Of each line: its template and key, whose part it is, its share step by step, and what it can give."""

WHOLE = {name: chr(ord("Q") + place) for place, name in enumerate(("lines", "measured", "top", "person"))}
"""Of each template: how many lines, what weight is measured, the best total, whether people have it."""

PARTS = 8
"""So many points or bands are looked through."""

CAPPED = ("ratio", "difference", "add")
"""Methods whose best score is their cap."""


def draw_weighing(sheet: SafeSheet, content: SchemeContent) -> None:
    """Write the columns of lines and templates beside the list of templates."""
    language = sheet.workbook.language
    found = weighed(content.scheme)
    formulas = _line(content.scheme, language)
    for place in range(LINES):
        cached = _values(found[place]) if place < len(found) else _NOTHING
        for name, text in formulas.items():
            cell = text.replace("{row}", str(FIRST_ROW + place + 1))
            sheet.formula(FIRST_ROW + place, ord(COLUMNS[name]) - ord("A"), cell, cached[name])
    _wholes(sheet, content)
    sheet.workbook.define("line_outside", f"={column('outside')}")


def column(name: str) -> str:
    """Return the cells of all lines in one of these columns."""
    letters = COLUMNS[name]
    return f"{SHEET}!${letters}${FIRST_ROW + 1}:${letters}${FIRST_ROW + LINES}"


def of_templates(name: str) -> str:
    """Return the cells of all templates in one of these columns; `name` is their list."""
    letters = WHOLE.get(name, "B")
    return f"{SHEET}!${letters}${FIRST_ROW + 1}:${letters}${FIRST_ROW + TEMPLATES}"


def typed_column(name: str, language: str) -> str:
    """Return a column of Templates from its header down, so that a row put in below it is looked at.

    Not the whole column: the line above the header is counted from these very cells.
    """
    letters = letter("templates", name)
    sheet = quoted(TABLES["templates"].title(language))
    return f"{sheet}!${letters}${HEADER_ROW + 1}:${letters}${FIRST_ROW + LINES}"


def in_row(name: str, language: str) -> str:
    """Return what stands in a column of Templates in the same row."""
    return f"INDEX({typed_column(name, language)},ROW()-{HEADER_ROW})"


def _line(scheme: Scheme, language: str) -> Mapping[str, str]:
    """Return the formula of each column of a line, `{row}` standing for its row."""
    own = {name: f"${letters}{{row}}" for name, letters in COLUMNS.items()}
    template, indicator, inside = (in_row(name, language) for name in ("template", "indicator", "within"))
    weight = f"N({in_row('weight', language)})/100"
    bare = f'{own["key"]}=""'
    above = f"MATCH({own['parent']},{column('key')},0)"

    def deeper(step: str) -> str:
        held = f'IFERROR({weight}*INDEX({column(step)},{above}),"")'
        return f'=IF({bare},"",IF({own[step]}<>"",{own[step]},{held}))'

    least, most = (number(key, getattr(scheme.settings, key), language) for key in ("line_min", "line_max"))
    size = f"{own['share']}*100"
    person = f"INDEX({of_templates('person')},MATCH({own['template']},{of_templates('name')},0))"
    beyond = f"OR({size}<{least}-{TOLERANCE},{size}>{most}+{TOLERANCE})"
    rated = f"{in_row('method', language)}={literal(word('method', 'rating', language))}"
    actual = literal(word("value_from", "actual", language))
    return {
        "template": f'={template}&""',
        "key": f'=IF({own["template"]}="","",{own["template"]}&"|"&{indicator})',
        "parent": f'=IF(OR({bare},{inside}=""),"",{own["template"]}&"|"&{inside})',
        "first": f'=IF({bare},"",IF({own["parent"]}="",{weight},IF(ISNA({above}),{weight},"")))',
        "second": deeper("first"),
        "share": deeper("second"),
        "heading": f'=IF({bare},0,IF(AND({in_row("method", language)}="",'
        f"ISNUMBER(MATCH({own['key']},{column('parent')},0))),1,0))",
        "spread": _spread(language),
        "curve": _highest(own["spread"]),
        "best": f'=IF({bare},"",IF({own["heading"]}=1,0,{_best(own["curve"], language)}))',
        "judged": f"=IF(AND({rated},{in_row('value_from', language)}<>{actual}),1,0)",
        "points": f"=IF({own['heading']}=1,0,IFERROR(ROUND({own['share']}*{own['best']},9),0))",
        "outside": f'=IF(OR({bare},{own["heading"]}=1,{own["share"]}=""),0,IFERROR({person}*{beyond},0))',
    }


def _best(curve: str, language: str) -> str:
    """Return the best score of a line; "" where its points or bands cannot be read here."""
    method, cap, full = (
        in_row("method", language),
        in_row("cap", language),
        number("full_score", 100, language),
    )
    limit = f'IF({cap}="",120,{cap})'
    style, good = in_row("style", language), in_row("good", language)

    def one(*keys: str) -> str:
        tests = [f"{method}={literal(word('method', key, language))}" for key in keys]
        return f"OR({','.join(tests)})"

    reciprocal = literal(word("style", "reciprocal", language))
    return (
        f"IF({one(*CAPPED)},{limit},"
        f"IF({one('reverse')},IF({style}={reciprocal},{limit},MIN({limit},2*{full})),"
        f"IF({one('okr')},IF(N({good})>=1,MIN({limit},{full}),{limit}),"
        f'IF({one("milestone")},MIN(IF({cap}="",100,{cap}),{full}),'
        f'IF({one("linear", "tiers")},IF({curve}=0,"",{curve}),IF({method}="","",{full}))))))'
    )


def _spread(language: str) -> str:
    """Return points or bands with their parts set far apart, whatever keyboard they were typed on."""
    points, bands = in_row("points", language), in_row("bands", language)
    linear = f"{in_row('method', language)}={literal(word('method', 'linear', language))}"
    plain = f'SUBSTITUTE(SUBSTITUTE(IF({linear},{points},{bands}),"；",";"),"：",":")'
    return f'=SUBSTITUTE({plain},";",REPT(" ",{ROOM}))'


def _highest(text: str) -> str:
    """Return the highest score of points or bands, or 0 where none can be read."""
    scores = []
    for place in range(PARTS):
        part = f"MID({text},{place * ROOM + 1},{ROOM})"
        scores.append(f'IFERROR(VALUE(TRIM(MID({part},FIND(":",{part})+1,{ROOM}))),0)')
    return f"=MAX({','.join(scores)})"


def _wholes(sheet: SafeSheet, content: SchemeContent) -> None:
    """Write what each template comes to, beside its name."""
    language, scheme = sheet.workbook.language, content.scheme
    names = list(scheme.templates)
    for place in range(TEMPLATES):
        row = FIRST_ROW + place + 1
        name = names[place] if place < len(names) else None
        cached = totals(scheme, name) if name else dict.fromkeys(WHOLE, 0) | {"top": None}
        for key, text in _whole(f"$B{row}", content, language).items():
            sheet.formula(row - 1, ord(WHOLE[key]) - ord("A"), text, cached[key])


def _whole(name: str, content: SchemeContent, language: str) -> Mapping[str, str]:
    """Return the formula of each column of a template."""
    scheme = content.scheme
    lines = f"{column('template')},{name},{column('heading')},0"
    share = f"SUMIFS({column('share')},{lines})"
    units = used("departments", "template", len(scheme.departments), language)
    posts = used("positions", "template", len(scheme.positions), language)
    judged = (
        f"AND({switched_on('departments', language)},COUNTIF({units},{name})>0,COUNTIF({posts},{name})=0)"
    )
    top = f"SUMIFS({column('points')},{lines})/{share}"
    unread = f'SUMPRODUCT(({column("template")}={name})*({column("key")}<>"")*({column("best")}=""))'
    return {
        "lines": f'=IF({name}="",0,COUNTIFS({lines}))',
        "measured": f'=IF({name}="",0,ROUND(100*SUMIFS({column("share")},{lines},{column("judged")},0),9))',
        "top": f'=IF({name}="","",IF(OR({unread}>0,{share}=0),"",ROUND({top},9)))',
        "person": f'=IF({name}="",0,IF({judged},0,1))',
    }


_NOTHING: Mapping[str, str | float | None] = dict.fromkeys(COLUMNS) | {
    "heading": 0,
    "curve": 0,
    "judged": 0,
    "points": 0,
    "outside": 0,
}


def _values(one: Weighed) -> Mapping[str, str | float | None]:
    """Return the values of a line by column."""
    first, second, share = one.shares
    return {
        "template": one.template,
        "key": one.key,
        "parent": one.parent,
        "first": first,
        "second": second,
        "share": share,
        "heading": int(one.heading),
        "spread": one.spread,
        "curve": one.curve,
        "best": one.best,
        "judged": int(one.judged),
        "points": 0 if one.heading or share is None else rounded(share * (one.best or 0.0), 9),
        "outside": int(one.outside),
    }
