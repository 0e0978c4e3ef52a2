"""The post history and past reviews of an HR system, imported whole, and the file of one person."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

from sync.cli import main
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from tests.sync.service.roster import CYCLE, REVIEWS, SHARED, held_posts, table, told

pytestmark = SHARED

OPEN_END = "2999-01-01"
LEFT_IN_2002 = "29068"


def wanderer():
    """Return who, with a result in the cycle, held posts in the most units of all and has many reviews."""
    years = Counter(row["employee_num"] for row in table(REVIEWS.name))
    listed = {row["employee_number"] for row in table("roster-2016-12-31.csv") if row["manager_number"]}
    places = {}
    for post in held_posts():
        places.setdefault(post["employee_num"], set()).add(post["unit"])
    return max((len(units), one) for one, units in places.items() if one in listed and years[one] > 15)[1]


def test_every_post_is_taken_in_and_what_overlaps_is_named(people):
    """All 10,725 posts are imported; the two people who held two at once are named with both lines."""
    assert people.posts["imported"] == len(table("post-history.csv")) == 10725
    assert {(note["code"], note["line"]) for note in people.posts["notes"]} == {
        ("unused_column", 1),
        ("overlaps", 5671),
        ("overlaps", 9575),
        ("overlaps", 10669),
    }


def test_every_review_is_taken_in_and_duplicates_are_named(people):
    """Of 21,466 reviews three repeat a person and year: both lines and both values are told."""
    assert len(table(REVIEWS.name)) == 21466
    assert people.reviews["imported"] == 21463
    assert [(note["line"], note["code"]) for note in people.reviews["notes"]] == [
        (824, "repeated"),
        (15598, "differs"),
        (15600, "repeated"),
    ]
    differing = people.reviews["notes"][1]["message"]
    assert all(part in differing for part in ("19232", "2016", "15597", " 4 ", " 3 "))


def test_people_who_left_are_history_and_no_alarm(people, capsys):
    """Reviews of people not in the roster are kept, counted, and can be looked at."""
    assert people.reviews["strangers"] == 2518
    assert main(["-w", str(people.folder), "person", LEFT_IN_2002, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["person"]["listed"] is False
    assert [one["period"] for one in document["results"]] == sorted(
        row["year"] for row in table(REVIEWS.name) if row["employee_num"] == LEFT_IN_2002
    )


def test_importing_again_changes_nothing(people):
    """The same files imported again write no event, and say so."""
    workspace = open_workspace(people.folder)
    with open_to_look(workspace) as archive:
        before = len(archive.events())
    for file, first in ((people.posts_file, people.posts), (REVIEWS, people.reviews)):
        again = told(people.folder, "import", "history", str(file))
        assert (again["imported"], again["import"], again["new"]) == (0, first["import"], False)
    with open_to_look(workspace) as archive:
        assert len(archive.events()) == before


def test_the_posts_of_a_person_are_told_by_date_with_transfers(people):
    """Every post stands there with its dates and line; a transfer is where the unit or the title changes."""
    who = wanderer()
    expected = sorted(
        (row["desk_id_start_date"], row["desk_id_end_date"], row["unit"], row["job_name"])
        for row in held_posts()
        if row["employee_num"] == who
    )
    posts = told(people.folder, "person", who)["posts"]
    shown = [
        (one["starts"], one["ends"] or OPEN_END, one["department_title"], one["position_title"])
        for one in posts
    ]
    assert shown == expected
    moves = [before[2:] != after[2:] for before, after in pairwise(expected)]
    assert [one["transfer"] for one in posts] == [False, *moves]
    assert sum(moves) > 5


def test_the_post_of_the_cycle_is_the_one_held_then(people):
    """The post found in the cycle's people is the imported one of that day, not another beside it."""
    (post,) = (
        one for one in told(people.folder, "person", wanderer())["posts"] if {"cycle": CYCLE} in one["from"]
    )
    assert post["starts"] <= "2016-12-31" <= (post["ends"] or OPEN_END)
    assert [place.get("file") for place in post["from"]] == [people.posts_file.name, None]


def test_results_of_a_person_over_the_years(people, capsys):
    """Past reviews with their lines, and the cycle's result with version and workbook, in order of time."""
    who = wanderer()
    lines = {
        row["year"]: (line, float(row["perf_review_score"]))
        for line, row in enumerate(table(REVIEWS.name), start=2)
        if row["employee_num"] == who
    }
    results = told(people.folder, "person", who)["results"]
    past = [one for one in results if one["period"] != CYCLE]
    assert {one["period"]: (one["from"]["line"], one["score"]) for one in past} == lines
    (ours,) = (one for one in results if one["period"] == CYCLE)
    assert ours["from"] == {"cycle": CYCLE, "version": 1, "workbook": ours["from"]["workbook"]}
    assert ours["state"] == "checked"
    assert main(["-w", str(people.folder), "results", CYCLE, "--json"]) == 0
    everybody = json.loads(capsys.readouterr().out)["results"]
    assert [one["score"] for one in everybody if one["employee"] == who] == [ours["score"]]
    assert [one["period"] for one in results] == sorted(one["period"] for one in results)
