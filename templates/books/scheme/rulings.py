"""Open points of single tables: weights, bands, descriptions, reasons, tiers and ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from addin.scoring.decimals import rounded
from addin.scoring.grading import inspect_grades
from addin.scoring.scheme import Scheme
from templates.books.scheme.counting import Sheet, Trouble, chosen
from templates.books.scheme.marks import unbalanced, wrong_lines
from templates.books.scheme.ordering import deadlines, early, itself, overlap, turned
from templates.books.scheme.places import number
from templates.books.scheme.weighed import totals, weighed
from templates.books.scheme.weighing import column, of_templates
from templates.tables.scheme import TOLERANCE

Count = Callable[[Sheet], Iterator[Trouble]]


def _setting(sheet: Sheet, key: str) -> str:
    return number(key, getattr(type(sheet.content.scheme.settings)(), key), sheet.language)


def _weights(sheet: Sheet) -> Iterator[Trouble]:
    """Count the lines of templates and groups that do not add up to 100."""
    wrong = wrong_lines(*(sheet.cells(key) for key in ("template", "weight", "within")))
    yield Trouble("templates", "weights", wrong, unbalanced(sheet.content.scheme))


def _unreadable(sheet: Sheet) -> Iterator[Trouble]:
    """Count the lines whose points or bands nobody can read: they would bring no score."""
    bare = f'({column("key")}<>"")*({column("heading")}=0)*({column("best")}="")'
    now = sum(not line.heading and line.best is None for line in weighed(sheet.content.scheme))
    yield Trouble("templates", "unreadable", f"SUMPRODUCT({bare})", now)


def _outside(sheet: Sheet) -> Iterator[Trouble]:
    """Count the lines that weigh less or more than Settings allows."""
    yield Trouble("templates", "outside", f"SUM({column('outside')})", _sum_outside(sheet.content.scheme))


def _sum_outside(scheme: Scheme) -> int:
    return sum(line.outside for line in weighed(scheme))


def _totals(sheet: Sheet) -> list[dict[str, float | None]]:
    scheme = sheet.content.scheme
    return [totals(scheme, name) for name in scheme.templates]


def _headroom(sheet: Sheet) -> Iterator[Trouble]:
    """Count the templates that cannot reach the top grade or the headroom of Settings."""
    settings = sheet.content.scheme.settings
    top, cap = of_templates("top"), _setting(sheet, "total_cap")
    needed = f"MAX({_setting(sheet, 'headroom')},{sheet.cells('low', 'grades')})-{TOLERANCE}"
    count = f"SUMPRODUCT(ISNUMBER({top})*((({top}<{needed})+({cap}<{needed}))>0))"
    lows = [grade.low for grade in sheet.content.scheme.grades if grade.low is not None]
    least = max(settings.headroom, *lows, 0.0) - TOLERANCE
    tops = [found["top"] for found in _totals(sheet)]
    now = sum(best is not None and min(best, settings.total_cap) < least for best in tops)
    yield Trouble("templates", "headroom", count, now)


def _measured(sheet: Sheet) -> Iterator[Trouble]:
    """Count the templates of people in which too little is measured."""
    least, person = _setting(sheet, "measured_min"), of_templates("person")
    count = f"SUMPRODUCT(({person}=1)*({of_templates('measured')}<{least}-{TOLERANCE}))"
    lowest = sheet.content.scheme.settings.measured_min - TOLERANCE
    now = sum(bool(one["person"]) and (one["measured"] or 0.0) < lowest for one in _totals(sheet))
    yield Trouble("templates", "measured", count, now)


def _lines(sheet: Sheet) -> Iterator[Trouble]:
    """Count the templates of people with fewer or more lines than Settings allows."""
    least, most, lines = _setting(sheet, "lines_min"), _setting(sheet, "lines_max"), of_templates("lines")
    count = f"SUMPRODUCT(({of_templates('person')}=1)*((({lines}<{least})+({lines}>{most}))>0))"
    settings = sheet.content.scheme.settings
    now = sum(
        bool(one["person"]) and not settings.lines_min <= (one["lines"] or 0) <= settings.lines_max
        for one in _totals(sheet)
    )
    yield Trouble("templates", "lines", count, now)


def _bands(sheet: Sheet) -> Iterator[Trouble]:
    """Count the grades whose ends meet no other grade: holes, overlaps, ends that should be open."""
    key, low, high = (sheet.cells(name) for name in ("grade", "low", "high"))
    ends = f'({high}<>"")*(COUNTIF({low},{high})<>1)+({low}<>"")*(COUNTIF({high},{low})<>1)'
    open_ends = f'ABS(SUMPRODUCT(({key}<>"")*({high}=""))-1)+ABS(SUMPRODUCT(({key}<>"")*({low}=""))-1)'
    turned = f'SUMPRODUCT(({low}<>"")*({high}<>"")*({low}>={high}))'
    count = f"IF(COUNTA({key})=0,0,SUMPRODUCT({ends})+{open_ends}+{turned})"
    yield Trouble("grades", "bands", count, _wrong_bands(sheet.content.scheme))


def _wrong_bands(scheme: Scheme) -> int:
    lows, highs = [grade.low for grade in scheme.grades], [grade.high for grade in scheme.grades]
    if not lows or not any(inspect_grades(scheme.grades)):
        return 0
    ends = sum(end is not None and lows.count(end) != 1 for end in highs)
    ends += sum(end is not None and highs.count(end) != 1 for end in lows)
    turned = sum(a is not None and b is not None and a >= b for a, b in zip(lows, highs, strict=True))
    return ends + abs(highs.count(None) - 1) + abs(lows.count(None) - 1) + turned


def _described(sheet: Sheet) -> Iterator[Trouble]:
    """Count the indicators that two people would measure in two ways."""
    key, *texts = (sheet.cells(name) for name in ("indicator", "definition", "formula", "source"))
    lacking = "+".join(f'({cells}="")' for cells in texts)
    indicators = sheet.content.scheme.indicators.values()
    now = sum(not (one.definition and one.formula and one.source) for one in indicators)
    yield Trouble("indicators", "described", f'SUMPRODUCT(({key}<>"")*(({lacking})>0))', now)


def _reasons(sheet: Sheet) -> Iterator[Trouble]:
    """Count those who are left out or exempt without a word."""
    who, part, why = (sheet.cells(name) for name in ("employee", "participation", "reason"))
    taking = chosen(sheet, "participation", "in")
    count = f'SUMPRODUCT(({who}<>"")*({part}<>"")*({part}<>{taking})*({why}=""))'
    named = sheet.content.scheme.participants
    yield Trouble(
        "participants", "reasons", count, sum(one.participation != "in" and not one.reason for one in named)
    )


def _tiers(sheet: Sheet) -> Iterator[Trouble]:
    """Count the ends of tiers at which no other tier of the same indicator goes on."""
    kind, indicator, low, high = (sheet.cells(name) for name in ("kind", "indicator", "low", "high"))
    tier = chosen(sheet, "reward", "tier")
    own = f"{kind},{tier},{indicator},{indicator}"
    up = f'({high}<>"")*(COUNTIFS({own},{low},{high})<>1)'
    down = f'({low}<>"")*(COUNTIFS({own},{high},{low})<>1)'
    tiers = [rule for rule in sheet.content.scheme.reward_rules if rule.kind == "tier"]
    places = {name: [(one.indicator, getattr(one, name)) for one in tiers] for name in ("low", "high")}
    now = sum(end[1] is not None and places["low"].count(end) != 1 for end in places["high"])
    now += sum(end[1] is not None and places["high"].count(end) != 1 for end in places["low"])
    yield Trouble("reward_rules", "tiers", f"SUMPRODUCT(({kind}={tier})*({up}+{down}))", now)


RANGES = (("compa_low", "compa_high"), ("raise_low", "raise_high"), ("low", "high"))


def _ranges(sheet: Sheet) -> Iterator[Trouble]:
    """Count the ranges whose lower end is above the upper one."""
    counts, now = [], 0
    for low, high in RANGES:
        least, most = sheet.cells(low), sheet.cells(high)
        counts.append(f'SUMPRODUCT(({least}<>"")*({most}<>"")*({least}>{most}))')
        ends = [(getattr(one, low), getattr(one, high)) for one in sheet.content.scheme.salary_standards]
        now += sum(a is not None and b is not None and rounded(a - b, 9) > 0 for a, b in ends)
    yield Trouble("salary_standards", "ranges", "+".join(counts), now)


OF_TABLE: Mapping[str, tuple[Count, ...]] = {
    "templates": (_weights, _unreadable, _headroom, _measured, _outside, _lines),
    "indicators": (_described,),
    "grades": (_bands,),
    "cycles": (turned, overlap, deadlines),
    "people": (itself, early),
    "participants": (_reasons,),
    "reward_rules": (_tiers,),
    "salary_standards": (_ranges,),
}
