"""What a row of the committee's workbook still asks for: formulas, and the same in Python."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.texts import phrase, say
from templates.books.calibration.content import CalibrationContent, Candidate, own, whole
from templates.phrases import joined
from templates.references import quoted
from templates.tables.calibration import CALIBRATION


def rank_of(content: CalibrationContent, cell: str) -> str:
    """Write the place of the grade in a cell, 1 for the best, 0 for what is no grade."""
    names = ",".join(literal(grade.id) for grade in content.grades)
    places = ",".join(str(place) for place in range(1, len(content.grades) + 1))
    return f"SUMPRODUCT(({{{names}}}={cell})*{{{places}}})"


def todo_formula(content: CalibrationContent, row: int) -> str:
    """Write what a row still asks for, from its own cells, so that it holds after sorting."""
    decided, ceiling = f"TRIM({own('decided', row)})", own("ceiling", row)
    asks = {key: literal(_said(content, key)) for key in ("none", "choose", "wrong", "why", "done")}
    limit = joined(phrase("calibration.todo.ceiling", content.language), ceiling=ceiling)
    rank, best = rank_of(content, decided), rank_of(content, ceiling)
    differs = f'AND({decided}<>{own("grade", row)},TRIM({own("reason", row)})="")'
    reasoned = f"IF({differs},{asks['why']},{asks['done']})"
    allowed = f"IF({rank}<{best},{limit},{reasoned})"
    known = f"IF({rank}=0,{asks['wrong']},{allowed})"
    return f'=IF({own("score", row)}="",{asks["none"]},IF({decided}="",{asks["choose"]},{known}))'


def todo(content: CalibrationContent, row: Candidate) -> str:
    """Return what the formula of a row gives."""
    order = [grade.id.casefold() for grade in content.grades]
    decided = (row.decided or "").strip().casefold()
    if row.score is None:
        return _said(content, "none")
    if decided not in order:
        return _said(content, "wrong" if decided else "choose")
    if row.ceiling is not None and order.index(decided) < order.index(row.ceiling.casefold()):
        return say("calibration.todo.ceiling", content.language, ceiling=row.ceiling)
    differs = decided != (row.grade or "").casefold()
    return _said(content, "why" if differs and not row.reason.strip() else "done")


def status_formula(content: CalibrationContent) -> str:
    """Write the line above the table: how many rows are open, or that all is decided."""
    count = _open(content)
    done = joined(phrase("calibration.status.done", content.language), **_values(content))
    left = joined(phrase("calibration.status.left", content.language), n=count, all=str(len(content.rows)))
    return f"=IF({count}=0,{done},{left})"


def status(content: CalibrationContent) -> str:
    """Return what the formula of that line gives."""
    closed = (_said(content, "done"), _said(content, "none"))
    n = sum(todo(content, row) not in closed for row in content.rows)
    if n == 0:
        return say("calibration.status.done", content.language, all=len(content.rows), date=_due(content))
    return say("calibration.status.left", content.language, n=n, all=len(content.rows))


def _open(content: CalibrationContent) -> str:
    """Write how many rows still ask for something."""
    sheet, cells = quoted(CALIBRATION.title(content.language)), whole(content, "todo")
    closed = [f"({sheet}!{cells}<>{literal(_said(content, key))})" for key in ("done", "none")]
    return f"SUMPRODUCT({'*'.join(closed)})"


def _values(content: CalibrationContent) -> dict[str, str]:
    return {"all": str(len(content.rows)), "date": literal(_due(content))}


def _due(content: CalibrationContent) -> str:
    return content.due.isoformat()


def _said(content: CalibrationContent, key: str) -> str:
    return say(f"calibration.todo.{key}", content.language)
