"""The way of forms under Hypothesis: whatever people try, in whatever order, nothing illegal comes of it.

A verb is one rule: what it calls, and the moves it may make (ways). What is refused has changed nothing.
More examples: MERITBOOK_MACHINES=100 python -m pytest tests/sync/service/steps/test_machine.py
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from addin.scoring.scheme import Quota
from sync.service.calibrating.taking import calibrate_as_scored, calibrate_from
from sync.service.calibrating.writing import write_for_committee
from sync.service.collecting import collect
from sync.service.cycles import open_to_look
from sync.service.deciding import accept, reject
from sync.service.issuing.issue import issue
from sync.service.steps.approve import approve, take_back
from sync.service.steps.choosing import Choice
from sync.service.steps.confirm import confirm, confirm_silent
from sync.service.steps.exempt import exempt, include
from sync.service.steps.publish import publish
from sync.service.steps.review import review, send_back
from sync.settings import CannotGoOn
from sync.states import ASIDE, RESTATABLE, SETTLED, TOLD
from templates.books.department.state import Typed
from templates.patch import set_cells
from templates.tables.calibration import CALIBRATION
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import filled, make_company, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.steps.played import HERSELF, OWN, PROFILE, Played, own_copy, ways

BY = st.sampled_from(["Zhao Min", "Li Hua", "Li Na"])
WHO = st.sampled_from([(), PEOPLE[:1], PEOPLE[1:], PEOPLE])
SOME = st.sampled_from([PEOPLE[:1], PEOPLE[1:2], PEOPLE[2:]])
WHY = "the figures changed"

REVIEW = ways("checked>reviewed_by_hr", "checked>under_review", "under_review>reviewed_by_hr")
BACK = ways("checked>returned", "under_review>returned", "reviewed_by_hr>returned")
CALIBRATE = ways("reviewed_by_hr>calibrated", "calibrated>calibrated")
APPROVE = ways("calibrated>approved")
TAKE_BACK = ways("calibrated>reviewed_by_hr", "approved>reviewed_by_hr")


@cache
def original() -> Path:
    """Return the folder of a company whose quotas advise, with its cycle issued; made once."""
    scheme = sample_scheme()
    ruled = replace(scheme.settings, modules=("quotas",), quota_minimum=2)
    folder = Path(tempfile.mkdtemp()) / "company"
    workspace = make_company(folder)
    quotas = (Quota("B", 0.5, at_most=True),)
    write_rules(workspace, replace(scheme, settings=ruled, quotas=quotas), sample_roster())
    issue(workspace, CYCLE)
    return folder


class Forms(Played):
    """People who review, send back, exempt, calibrate, approve and take back, and workbooks that come."""

    sent: int

    @initialize()
    def begin(self) -> None:
        """Begin with a company of one's own in which nothing has come yet."""
        self.workspace, self.sent = own_copy(original()), 0
        self.comes(0)

    @rule(far=st.sampled_from([5, 4, 3, 2, 1]))
    def hurries(self, far: int) -> None:
        """HR takes everybody as far as they go, one step after the other."""
        for verb in self.way("Zhao Min", PEOPLE)[:far]:
            verb()

    @rule()
    def meddles(self) -> None:
        """Somebody tries everything on their own form but to have read it; wherever it stands, it stays."""
        for verb in (*self.way(HERSELF, (OWN,))[:-1], *self.back(HERSELF, (OWN,))):
            verb()

    def way(self, by: str, who: tuple[str, ...]) -> tuple[Callable[[], None], ...]:
        """Return the verbs that take forms to their end, in their order."""
        return (
            partial(self.reviews, by, who, WHY),
            partial(self.calibrates_as_scored, by, who),
            partial(self.approves, by, who),
            partial(self.publishes, by, who),
            partial(self.confirms, by, who[:3], "read"),
        )

    def back(self, by: str, who: tuple[str, ...]) -> tuple[Callable[[], None], ...]:
        """Return the verbs that take something back."""
        return tuple(partial(verb, by, who) for verb in (self.takes_back, self.sends_back, self.exempts))

    @rule(change=st.integers(0, 2))
    def comes(self, change: int) -> None:
        """A workbook comes: complete, with a mistake, or with other figures."""
        self.sent += 1
        typed = {0: None, 1: {(OWN, "SAL-07"): Typed()}, 2: {(OWN, "SAL-01"): Typed(actual=90 + self.sent)}}
        file = self.workspace.inbox / f"{self.sent}.xlsx"
        file.write_bytes(filled(self.workspace, other=typed[change]))
        before, _, _ = self.seen()
        collect(self.workspace, jobs=1)
        after, _, _ = self.seen()
        moved = {one for one in after if after[one] != before[one]}
        assert all(before[one] in ("issued", *RESTATABLE) for one in moved)

    @rule(by=BY, taken=st.booleans())
    def decides_on_held(self, by: str, taken: bool) -> None:
        """Somebody accepts or rejects what is held; what is settled stays."""
        with open_to_look(self.workspace) as archive:
            held = [one.submission for one in archive.submissions(state="held")]
        before, _, _ = self.seen()
        for number in held[:1]:
            try:
                (accept if taken else reject)(self.workspace, number, by, WHY)
            except CannotGoOn:
                assert self.seen()[0] == before
        after, _, _ = self.seen()
        assert all(after[one] == state for one, state in before.items() if state in (*SETTLED, *ASIDE))

    @rule(by=BY, who=WHO, reason=st.sampled_from(["", WHY]))
    def reviews(self, by: str, who: tuple[str, ...], reason: str) -> None:
        """Somebody looks over checked forms."""
        self.tries(partial(review, self.workspace, CYCLE, Choice((), who), by, reason), by, REVIEW)

    @rule(by=BY, who=SOME)
    def sends_back(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody sends forms back to the department."""
        self.tries(partial(send_back, self.workspace, CYCLE, Choice((), who), by, WHY), by, BACK)

    @rule(by=BY, who=SOME)
    def exempts(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody lets people off; from anywhere before publication."""
        before, _, _ = self.seen()
        leave = frozenset((state, "exempt") for state in before.values() if state not in TOLD)
        late = any(before[one] in TOLD for one in who)
        self.tries(partial(exempt, self.workspace, CYCLE, who, by, WHY), by, leave, barred=late)

    @rule(by=BY, who=SOME)
    def includes(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody takes people in again; their review begins anew."""
        again = ways("exempt>issued", "exempt>returned", "exempt>checked")
        self.tries(partial(include, self.workspace, CYCLE, who, by, WHY), by, again)

    @rule(by=BY, who=WHO)
    def calibrates_as_scored(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody gives reviewed forms the grades of their scores."""
        verb = partial(calibrate_as_scored, self.workspace, CYCLE, Choice((), who), by)
        self.tries(verb, by, CALIBRATE)

    @rule(by=BY, grade=st.sampled_from("ABCD"), reason=st.sampled_from(["", WHY]), late=st.booleans())
    def calibrates(self, by: str, grade: str, reason: str, late: bool) -> None:
        """A committee's workbook is written, filled in, taken in; late: figures may move meanwhile."""
        file = self.workspace.folder / "calibration.xlsx"
        try:
            write_for_committee(self.workspace, CYCLE, Choice(), file)
        except CannotGoOn:
            if not file.exists():
                return
        sheet = {"N6": grade, "O6": reason}
        file.write_bytes(set_cells(file.read_bytes(), {CALIBRATION.title("en"): sheet}))
        if late:
            self.comes(2)
        self.tries(partial(calibrate_from, self.workspace, CYCLE, file, Choice(), by), by, CALIBRATE)

    @rule(by=BY, who=WHO)
    def approves(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody puts their name under results; only under calibrated ones."""
        self.tries(partial(approve, self.workspace, CYCLE, Choice((), who), by), by, APPROVE)

    @rule(by=BY, who=SOME)
    def takes_back(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody takes decisions back."""
        self.tries(partial(take_back, self.workspace, CYCLE, Choice((), who), by, WHY), by, TAKE_BACK)

    @rule(by=BY, who=WHO)
    def publishes(self, by: str, who: tuple[str, ...]) -> None:
        """Somebody publishes results; only approved ones."""
        verb = partial(publish, self.workspace, CYCLE, Choice((), who), by)
        self.tries(verb, by, ways("approved>published"))

    @rule(by=BY, who=WHO, answer=st.sampled_from(["read", "objection"]))
    def confirms(self, by: str, who: tuple[str, ...], answer: str) -> None:
        """Somebody notes who has read a published result; an objection confirms nothing."""
        read = ways("published>confirmed", "interviewed>confirmed") if answer == "read" else frozenset()
        self.tries(partial(confirm, self.workspace, CYCLE, Choice((), who), answer, by), "", read)

    @rule(by=BY)
    def deems_read(self, by: str) -> None:
        """Silence is nothing before its last day."""
        self.tries(partial(confirm_silent, self.workspace, CYCLE, Choice(), by), by, frozenset())


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything happen on one day."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)


def test_from_each_state_no_step_is_jumped() -> None:
    """Wherever all forms stand: what comes after the next step moves none, nor who tries it on their own.

    Hypothesis comes to few of these in a short run, so they are walked through one by one.
    """
    forms = Forms()
    forms.begin()
    for step, verb in enumerate(way := forms.way("Zhao Min", PEOPLE)):
        before, _, _ = forms.seen()
        for too_early in way[step + 1 :]:
            too_early()
        forms.meddles()
        forms.confirms("Zhao Min", PEOPLE, "objection")
        forms.deems_read("Zhao Min")
        assert forms.seen()[0] == before
        verb()
    forms.exempts("Zhao Min", PEOPLE)
    forms.takes_back("Zhao Min", PEOPLE)
    forms.teardown()


class TestForms(Forms.TestCase):  # type: ignore[misc, name-defined]
    """No sequence of what people try leads where a form may not stand, or loses an event."""

    settings = PROFILE
