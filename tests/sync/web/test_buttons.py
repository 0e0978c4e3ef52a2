"""The commands of a month as forms."""

from __future__ import annotations

import pytest

from addin.texts import LANGUAGES, knows
from sync.cli.commands import COMMANDS
from sync.cli.parser import parser
from sync.service.steps.needs import STEPS
from sync.web.buttons import OFFERED, buttons, typed
from sync.web.office import BUTTONS

MONTH = (
    *("scheme check", "issue", "import people", "import actuals", "collect", "calibrate", "approve"),
    *("publish", "export", "close"),
)
"""What HR does in a month (product.md, Commands)."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_a_month_is_a_button(language):
    """Whatever HR does in a month has a button with a name and a form in both languages."""
    found = buttons(language, ("2026-Q3",))
    assert set(MONTH) <= {one.words for one in found.values()} <= {one.words for one in COMMANDS}
    assert all(knows(f"web.do.names.{name.replace('-', '_')}") for name in found)
    assert all(field.label for one in found.values() for field in one.fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_google_is_offered_where_it_is_set_up(language):
    """Sheets are handed out and collected by buttons in a workspace that has Google, and in no other."""
    without, found = (buttons(language, (), google=google) for google in (False, True))
    assert found.keys() - without.keys() == {"google-push"}
    assert knows("web.do.names.google_push")
    assert [field.name for field in found["collect"].fields] == ["google"]
    assert not without["collect"].fields


def test_what_hr_can_do_next_is_a_button():
    """Each state in which a form waits for HR has a button that lets it go on."""
    assert set(BUTTONS) == set(STEPS)
    assert {name.replace("-", " ") for name in BUTTONS.values()} <= set(OFFERED)


def test_who_decides_is_told_to_every_command_that_notes_it():
    """Commands that always note a name receive that of who is signed in; the others are not given any."""
    found = buttons("en", (), google=True).values()
    noted = {"review", "approve", "publish", "confirm", "close", "notices", "google push", "export"}
    assert {one.words for one in found if one.signed} == noted | {"import actuals", "import ratings"}


def test_what_a_command_needs_is_asked_for():
    """A form asks for every place and every option without which its command cannot run."""
    known = {one.words: one for one in COMMANDS}
    for name, asked in OFFERED.items():
        needed = {
            one.flags[0]
            for one in known[name].arguments
            if (one.options.get("required") or not one.flags[0].startswith("-"))
            and one.options.get("nargs") not in ("*", "?")
        }
        assert needed - {"--by"} <= set(asked), name


def test_a_form_is_typed_as_at_the_command_line():
    """Choices, several names, ticks and files become the words of the command."""
    button = buttons("en", ("2026-Q3",))["approve"]
    form = {"cycle": "2026-Q3", "department": "sales，rnd", "take-back": "yes", "reason": "too early"}
    words = list(typed(button, form, {}))
    assert words == ["2026-Q3", "--department=sales", "--department=rnd", "--take-back", "--reason=too early"]
    parsed = parser("en").parse_args(["approve", *words, "--by=HR"])
    assert (parsed.department, parsed.back) == (["sales", "rnd"], True)


@pytest.mark.parametrize("said", ["--workspace=/", "-w", "--by=boss", "-- x", "-"])
def test_nothing_typed_becomes_an_argument(said):
    """Whatever somebody writes into a field stays its value."""
    button = buttons("en", ())["approve"]
    words = list(typed(button, {"cycle": said, "reason": said, "employee": said}, {}))
    parsed = parser("en").parse_args(["approve", *words, "--by=HR"])
    assert (parsed.by, parsed.workspace) == ("HR", ".")
    assert not parsed.cycle.startswith("-")
