"""`results`: score, grade, rank and lines of everybody in a cycle, as the JSON documents of the contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from addin.scoring.finishing import CEILING
from addin.scoring.grading import ranks
from addin.scoring.rounding import round_half_away
from sync.archive.rows import FormRecord, LineRow, Result, department_of
from sync.archive.store import Archive
from sync.process.assignment import assign
from sync.process.hearing import with_raters
from sync.service.appealing.changed import put_right
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.excused import EXEMPT, forms_of
from sync.service.looking import Document
from sync.service.outcomes import Outcome, adjustments_of, is_extended, outcomes_of, together_of
from sync.settings import Workspace
from sync.states import UNCOUNTED


def results(workspace: Workspace, cycle: str) -> Document:
    """Return each person's score, grade, rank and lines, and who is exempt and why."""
    with open_to_look(workspace) as archive:
        return results_of(archive, cycle)


def results_of(archive: Archive, cycle: str) -> Document:
    """Return the results of an open archive."""
    rules = opened(archive, cycle)
    forms = forms_of(archive, rules)
    counted = {form.employee for form in forms if form.state != EXEMPT}
    scored = {one.employee: one for one in archive.results(cycle) if one.employee in counted}
    scored = put_right(archive, rules, scored)
    final = outcomes_of(archive, rules)
    show = _extended if is_extended(rules, adjustments_of(archive, rules)) else _final
    scored = with_raters(scored, together_of(archive, rules, scored))
    ranked = places(forms, final)
    assignment = assign(rules.roster, rules.cycle, rules.scheme)
    return {
        "results": [
            show(
                _result(rules, form, scored.get(form.employee), ranked[form.employee]),
                final.get(form.employee),
            )
            for form in forms
        ],
        "exempt": [
            {
                "employee": employee,
                "name": rules.roster[employee].name,
                "reason": reason,
                "because": assignment.because.get(employee),
            }
            for employee, reason in assignment.exempt.items()
        ],
    }


def in_blocks(results: list[Document]) -> list[Document]:
    """Return results as people read them: people by rank, then departments by rank; the unranked last."""
    return sorted(results, key=lambda row: (row["employee"] is None, row["rank"] is None, row["rank"] or 0))


def every_version(workspace: Workspace, cycle: str) -> list[Document]:
    """Return every version of each result, the oldest first, with the submission it came from and when.

    A person's last version stands as in `results`; an earlier one has the state it had then and no rank,
    and where adjustments, departments or quotas bear on the cycle, only its provisional score.
    """
    with open_to_look(workspace) as archive:
        return versions_of(archive, opened(archive, cycle))


def versions_of(archive: Archive, rules: Rules, *, unscored: bool = False) -> list[Document]:
    """Return every version of each result of an open archive, as `every_version` does.

    unscored: whether forms without a result that counts follow, as `results` tells them.
    """
    found = archive.results(rules.cycle.id, every=True)
    forms = {form.employee: form for form in forms_of(archive, rules)}
    final = outcomes_of(archive, rules)
    extended = is_extended(rules, adjustments_of(archive, rules))
    last = {result.employee: result for result in found}
    right = put_right(archive, rules, last)
    counting = with_raters(right, together_of(archive, rules, right))
    ranked = places(forms.values(), final)
    show = _extended if extended else _final

    def version(one: Result) -> Document:
        form = forms[one.employee]
        if last[one.employee] is not one or form.state == EXEMPT:
            return _earlier(_result(rules, form, one, None), extended) | {"state": one.state}
        own = _result(rules, form, counting[one.employee], ranked[one.employee])
        return show(own, final.get(one.employee))

    told = [version(one) | {"submission": one.submission, "recorded_at": one.recorded_at} for one in found]
    without = (form for form in forms.values() if form.employee not in last or form.state == EXEMPT)
    bare = list(without) if unscored else []
    return told + [show(_result(rules, form, None, None), None) for form in bare]


def _earlier(document: Document, extended: bool) -> Document:
    """Let an earlier version tell no final score: what is added to the last one was not added to it."""
    return _extended(document, None) | {"score": None, "grade": None} if extended else document


def places(forms: Collection[FormRecord], scored: Mapping[str, Outcome]) -> dict[str, int | None]:
    """Return each form's rank by its final score: people among people, departments among departments."""
    found: dict[str, int | None] = {}
    for units in (False, True):
        group = [form for form in forms if (department_of(form.employee) is not None) is units]
        counted = ranks([_counts(form, scored.get(form.employee)) for form in group])
        found |= {form.employee: rank for form, rank in zip(group, counted, strict=True)}
    return found


def _counts(form: FormRecord, outcome: Outcome | None) -> float | None:
    """Return the score a person is ranked by; a form that went back has no rank until it is mended."""
    return None if outcome is None or form.state in UNCOUNTED else outcome.finish.score


def _result(rules: Rules, form: FormRecord, result: Result | None, rank: int | None) -> Document:
    decimals = rules.scheme.settings.decimals
    return {
        "cycle": form.cycle,
        **_subject(rules, form.employee),
        "score": result.score if result else None,
        "grade": result.grade if result else None,
        "rank": rank,
        "state": form.state,
        "version": result.version if result else 0,
        "indicators": [_indicator(line, decimals) for line in (result.lines if result else ())],
    }


def _final(document: Document, outcome: Outcome | None) -> Document:
    """Let a result tell its final score and grade, and count the decisions that made it another one."""
    if outcome is None:
        return document
    later = outcome.decided.changes if outcome.decided else 0
    own = {"score": outcome.finish.score, "grade": outcome.finish.grade}
    return document | own | {"version": document["version"] + later}


def _extended(document: Document, outcome: Outcome | None) -> Document:
    """Let a result tell, too, what its workbook knew, what was added to it, and what the quotas propose."""
    told = {"provisional": document["score"], **_added(outcome), **_proposed(outcome)}
    return _final(document, outcome) | told


def _added(outcome: Outcome | None) -> Document:
    if outcome is None:
        return {"bonus": None, "deduction": None, "veto": None}
    veto = outcome.finish.veto
    effect = (veto.effect or CEILING) if veto else None
    if outcome.decided is not None:
        effect = outcome.decided.final.veto
    return {"bonus": outcome.finish.bonus, "deduction": outcome.finish.deduction, "veto": effect}


def _proposed(outcome: Outcome | None) -> Document:
    if outcome is not None and outcome.decided is not None:
        one = outcome.decided.final
        return {"proposed_grade": one.proposed, "proposed_because": one.reason or None}
    proposal = outcome.proposal if outcome else None
    return {
        "proposed_grade": proposal.proposed if proposal else None,
        "proposed_because": proposal.reason if proposal else None,
    }


def _subject(rules: Rules, subject: str) -> Document:
    """Return who a form is about: a person, or a department itself, which holds no position."""
    unit = department_of(subject)
    if unit is not None:
        known = rules.scheme.departments.get(unit)
        name = known.name if known else unit
        return {"department": unit, "employee": None, "name": name, "position": None}
    person = rules.roster[subject]
    post = rules.scheme.positions.get(person.position)
    return {
        "department": person.department,
        "employee": person.id,
        "name": person.name,
        "position": post.name if post else person.position,
    }


def _indicator(line: LineRow, decimals: int) -> Document:
    score = None if line.score is None else float(round_half_away(line.score, decimals))
    return {**line._asdict(), "score": score}
