"""The file of one person, as a user looks at it."""

from __future__ import annotations

import pytest

from sync.service.person import trend
from templates.books.department.state import Typed
from tests.builders import CYCLE
from tests.sync.service.company import filled

PAST = "Employee no.,Period,Score,Grade\n00123,2024,88,B\n00123,2025,,A\n00123,2023,90.25,A\n77,2024,70,C\n"
POSTS = """Employee no.,Effective from,Effective to,Department,Position
00123,2021-03-01,2023-12-31,Warehouse,Porter
00123,2024-01-01,,Sales and Service,clerk
"""

LESS = {("00123", "SAL-01"): Typed(actual=70)}


@pytest.fixture
def known(small, document, send, reached):
    """Return the small company with history imported and the workbook of the sales collected."""

    def play():
        for name, text in (("past.csv", PAST), ("posts.csv", POSTS)):
            (small.folder / name).write_text(text)
            document(small, "import", "history", str(small.folder / name))
        send(small, "sales.xlsx", filled(small))

    return reached(play)


def test_a_scheme_that_cannot_be_read_now(known, document, run):
    """While today's scheme workbook is broken, the file of a person comes from the archive."""
    whole = document(known, "person", "00123")
    known.scheme.write_bytes(b"half a file")
    file = document(known, "person", "00123")
    assert file["person"] == whole["person"] | {"listed": None}
    assert (file["posts"], file["results"]) == (whole["posts"], whole["results"])
    assert "People" not in run(known, "person", "00123")[1]
    status, shown, told = run(known, "person", "98765")
    assert (status, shown) == (2, "")
    assert str(known.scheme) in told


def test_the_file_holds_everything_known(known, document):
    """Who it is, posts with the cycle that confirms them, results by period with where each comes from."""
    file = document(known, "person", "00123")
    assert (file["person"]["name"], file["person"]["department_title"]) == ("Li Na", "Sales and Service")
    assert (file["person"]["hired"], file["person"]["listed"]) == ("2021-03-01", True)
    assert [(one["department_title"], one["transfer"]) for one in file["posts"]] == [
        ("Warehouse", False),
        ("Sales and Service", True),
    ]
    assert file["posts"][1]["from"] == [{"import": 2, "file": "posts.csv", "line": 3}, {"cycle": CYCLE}]
    assert [(one["period"], one["score"], one["grade"]) for one in file["results"][:3]] == [
        ("2023", 90.25, "A"),
        ("2024", 88.0, "B"),
        ("2025", None, "A"),
    ]
    assert file["results"][0]["from"] == {"import": 1, "file": "past.csv", "line": 4}
    ours = file["results"][3]
    assert (ours["period"], ours["grade"], ours["state"]) == (CYCLE, "B", "checked")
    assert ours["from"] == {"cycle": CYCLE, "version": 1, "workbook": "sales.xlsx"}


def test_the_latest_version_counts(known, document, send):
    """After a new submission the file shows the new version."""
    send(known, "again.xlsx", filled(known, other=LESS))
    (ours,) = (one for one in document(known, "person", "00123")["results"] if one["period"] == CYCLE)
    assert ours["from"]["version"] == 2
    assert (ours["state"], ours["from"]["workbook"]) == ("checked", "again.xlsx")


def test_a_form_without_a_result_is_shown_as_issued(known, document):
    """Somebody whose workbook has not come has a form and no score."""
    (ours,) = document(known, "person", "00001")["results"]
    assert (ours["score"], ours["state"], ours["from"]["version"]) == (None, "issued", 0)


def test_somebody_known_from_an_import_only_has_a_file(known, document):
    """Who left long ago has no name any more, but their results."""
    file = document(known, "person", "77")
    assert (file["person"]["name"], file["person"]["listed"]) == (None, False)
    assert [one["score"] for one in file["results"]] == [70.0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_file_is_read_by_people(known, run, language):
    """The text names the posts, the transfer, file and line, and draws the trend."""
    status, out, _ = run(known, "--language", language, "person", "00123")
    assert status == 0
    assert all(word in out for word in ("Li Na", "Warehouse", "past.csv", "2024-01-01", CYCLE, "█▁"))
    assert {"en": "Transfer", "zh": "调岗"}[language] in out


def test_a_person_without_anything_is_shown(known, run):
    """Somebody in People with neither posts by date nor results has an empty file."""
    status, out, _ = run(known, "person", "77")
    assert status == 0
    assert "Not in the People sheet" in out
    assert "No posts" in out


@pytest.mark.parametrize(("number", "near"), [("123", "00123"), ("nobody", "")])
def test_an_unknown_number_says_the_next_step(known, run, number, near):
    """Nobody by that number: status 2, and the number that was probably meant."""
    status, out, err = run(known, "person", number)
    assert (status, out) == (2, "")
    assert number in err
    assert near in err


def test_a_trend_is_drawn_from_its_lowest_to_its_highest():
    """The lowest score is the lowest bar, the highest the highest; scores that are all the same are flat."""
    assert trend([60.0, 80.0, 100.0]) == "▁▅█"
    assert trend([3.0, 3.0]) == "▁▁"


@pytest.mark.parametrize(
    ("scores", "bars"),
    [
        ([1e308, -1e308], "█▁"),
        ([9e307, 0.0, -9e307], "█▅▁"),
        ([0.0, 1e-320], "▁█"),
        ([5e-324, 0.0], "█▁"),
        ([1.0, 1e308], "▁█"),
    ],
)
def test_the_widest_and_the_narrowest_range_can_be_drawn(scores, bars):
    """No score is too large, too small or too near another one for the picture."""
    assert trend(scores) == bars


def test_extreme_scores_do_not_break_the_file(small, document, run):
    """Somebody with past scores at the ends of what numbers can be is shown."""
    (small.folder / "past.csv").write_text("Employee no.,Period,Score\n7,2001,1e308\n7,2002,-1e308\n")
    document(small, "import", "history", str(small.folder / "past.csv"))
    status, shown, told = run(small, "person", "7")
    assert (status, told) == (0, "")
    assert "█▁" in shown
