"""The posts of a person by date, from imports and from the people of each cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from addin.scoring.scheme import Cycle, Person
from sync.archive.handed import PostRow
from sync.archive.importing import Origin
from sync.archive.rows import Pinned
from sync.service.cycles import Rules
from sync.service.posts import changes, held
from tests.builders import sample_scheme

ADA = Person("7", "Ada", "sales", "clerk", "1")


def cycle(number, person=ADA):
    """Return a quarter of 2026 with the person as People had them then."""
    last = date(2026, 3 * number, 28)
    period = Cycle(f"2026-Q{number}", "quarter", date(2026, 3 * number - 2, 1), last)
    return Rules(Pinned(period.id, "", "", ""), period, sample_scheme(), {person.id: person})


def post(line, starts, ends, department="sales", position="clerk"):
    """Return an imported post."""
    return PostRow(line, "7", starts, ends, department, position), Origin(1, "posts", "posts.csv", line)


def seen(posts):
    """Return what of posts matters: department, first day, and who tells of it."""
    return [
        (one.department, one.starts, [place.get("cycle", place.get("line")) for place in one.places])
        for one in posts
    ]


def test_cycles_alone_tell_posts():
    """Without an import each cycle shows the post held then; a change between two is a transfer."""
    moved = replace(ADA, department="rnd", in_post_since=date(2026, 5, 2))
    posts = held([], [cycle(1), cycle(2, moved), cycle(3, moved)], "7")
    assert seen(posts) == [("sales", None, ["2026-Q1"]), ("rnd", "2026-05-02", ["2026-Q2", "2026-Q3"])]
    assert list(changes(posts)) == [(), ("department",)]


def test_a_return_is_a_post_of_its_own():
    """Who goes elsewhere and comes back has three posts, not two."""
    away = replace(ADA, department="rnd")
    posts = held([], [cycle(1), cycle(2, away), cycle(3)], "7")
    assert [one.department for one in posts] == ["sales", "rnd", "sales"]


def test_a_cycle_confirms_the_imported_post_of_its_day():
    """The post of a cycle is the imported one held on its last day, not an earlier one like it."""
    imported = [
        post(2, "2024-01-01", "2025-12-31"),
        post(3, "2026-01-01", "2026-02-01", "rnd"),
        post(4, "2026-02-02", None),
    ]
    posts = held(imported, [cycle(1)], "7")
    assert seen(posts)[2] == ("sales", "2026-02-02", [4, "2026-Q1"])
    assert posts[2].manager == "1"
    assert list(changes(posts)) == [(), ("department",), ("department",)]


def test_what_a_cycle_found_is_newer_than_an_open_end():
    """A post that an old file leaves open has ended when a cycle finds the person elsewhere."""
    posts = held([post(2, "2024-01-01", None, "old", "porter")], [cycle(1)], "7")
    assert list(changes(posts)) == [(), ("department", "position")]


def test_a_post_held_beside_another_is_no_transfer():
    """A second post at the same time changes nothing; the next is compared with the one that ended."""
    imported = [
        post(2, "2024-01-01", "2024-12-31", "a"),
        post(3, "2025-01-01", None, "a"),
        post(4, "2025-06-01", "2025-12-31", "b"),
        post(5, "2026-01-01", None, "c"),
    ]
    assert list(changes(held(imported, [], "7"))) == [(), (), ("department",), ("department",)]


def test_somebody_not_in_a_cycle_has_no_post_there():
    """Cycles that do not know the person say nothing."""
    assert held([], [cycle(1, replace(ADA, id="8"))], "7") == []
