"""Importing what raters said, as a user does; who rated never leaves the archive."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from addin.scoring.scheme import Mapped
from sync.archive.rated import ratings
from sync.service.cycles import open_to_look
from sync.service.importing.rereading import reread
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import filled, make_company, write_rules
from tests.sync.service.conftest import NOW

TITLES = "Employee no.,Indicator no.,Rater no.,Relation,Rating\n"
CHINESE = "工号,考核指标,评价人,评价关系,评分\n"
FOR = ("--cycle", CYCLE)
TEN = {"scale": 10.0, "half_steps": False, "value_from": "ratings"}
PEERS = "00123,SAL-07,RX-1,peer,4\n00123,SAL-07,RX-2,peer,3.5\n00123,SAL-07,RX-3,peer,5\n"


def heard(workspace):
    """Return what the archive tells of ratings: by person and relation, raters and their ratings."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return {(one.subject, one.relation): (one.raters, one.ratings) for one in ratings(connection, CYCLE)}


def codes(told):
    """Return what is odd about a file, by line."""
    return [(note["line"], note["code"]) for note in told["notes"]]


def events(workspace):
    """Return how many events there are."""
    with open_to_look(workspace) as archive:
        return len(archive.events())


def test_ratings_arrive_by_person_and_group(small, bring):
    """Each rating is kept; the archive tells how many raters a group has and what they say, not who."""
    told = bring("ratings", TITLES + PEERS + "00124,SAL-07,00123,peer,3\n00123,SAL-07,c9,client,4.5\n", *FOR)
    assert (told["kind"], told["imported"], told["new"], told["notes"]) == ("ratings", 5, True, [])
    assert (told["unused"], told["issued"], told["strangers"]) == (0, [], 0)
    assert heard(small) == {
        ("00123", "customers"): (1, {"SAL-07": (4.5,)}),
        ("00123", "peers"): (3, {"SAL-07": (3.5, 4.0, 5.0)}),
        ("00124", "peers"): (1, {"SAL-07": (3.0,)}),
    }


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        (("self", "Self-rating", "本人", "自评", "自己"), "self"),
        (("peer", "PEERS", "colleague", "同事", "同级", "平级"), "peers"),
        (("report", "reports", "subordinate", "direct report", "下级", "下属"), "reports"),
        (("customer", "customers", "client", "客户", "内部客户"), "customers"),
        (("manager", "superior", "direct manager", "上级", "直接上级"), "manager"),
    ],
)
def test_relations_are_understood_in_both_languages(small, bring, words, relation):
    """The words of either language stand for the five relations, in any case and width."""
    lines = (f"00123,SAL-07,RX-{n},{word},4\n" for n, word in enumerate(words))
    bring("ratings", TITLES + "".join(lines), *FOR)
    number = 1 if relation == "self" else len(words)
    assert heard(small) == {("00123", relation): (number, {"SAL-07": (4.0,) * number})}


def test_a_chinese_file_of_another_encoding(small, bring, run):
    """Chinese titles, names of indicators, full-width digits and GB 18030 are understood, and verify."""
    text = CHINESE + "00123,Teamwork,张三,同事,４\n00123,Teamwork,李四,下级,3.5分\n123,SAL-07,,本人,4.5\n"
    told = bring("ratings", text.encode("gb18030"), *FOR)
    assert codes(told) == [(1, "read_in"), (4, "read_as")]
    assert heard(small) == {
        ("00123", "peers"): (1, {"SAL-07": (4.0,)}),
        ("00123", "reports"): (1, {"SAL-07": (3.5,)}),
        ("00123", "self"): (1, {"SAL-07": (4.5,)}),
    }
    assert run(small, "verify")[0] == 0


def test_a_comma_of_decimals_in_a_file_of_semicolons(small, bring, run):
    """3,5 between semicolons is three and a half, as where such files are written."""
    text = TITLES.replace(",", ";") + "00123;SAL-07;a;peer;3,5\n00123;SAL-07;b;peer;4,0\n"
    assert bring("ratings", text, *FOR)["notes"] == []
    assert heard(small) == {("00123", "peers"): (2, {"SAL-07": (3.5, 4.0)})}
    assert run(small, "verify")[0] == 0


def test_codes_of_raters_stay_what_they_are(small, bring):
    """Codes that look like numbers, also in other groups, or differ by case, are raters of their own."""
    lines = (f"00123,SAL-07,{code},{who},4\n" for who in ("peer", "report") for code in ("1", "2", "x", "X"))
    assert bring("ratings", TITLES + "".join(lines), *FOR)["notes"] == []
    assert [number for number, _ in heard(small).values()] == [4, 4]


def workbook(*rows):
    """Return the bytes of an xlsx file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_that_lost_its_zeros_names_the_same_raters(small, bring, run):
    """Saved by a spreadsheet, 00124 is 124: the person is matched, and so is the rater, who counts once."""
    bring("ratings", TITLES + "00123,SAL-07,00124,peer,4\n00123,SAL-07,7001,peer,3\n", *FOR)
    rows = [123, "SAL-07", 124, "peer", 3.5], [123, "SAL-07", 7001, "peer", 3]
    data = workbook(["Employee no.", "Indicator no.", "Rater no.", "Relation", "Rating"], *rows)
    told = bring("ratings", data, *FOR, name="again.xlsx")
    assert codes(told) == [(2, "read_as"), (3, "read_as")]
    assert heard(small) == {("00123", "peers"): (2, {"SAL-07": (3.0, 3.5)})}
    assert [(one["whose"], one["old"], one["new"]) for one in told["replaced"]] == [
        (f"00123 SAL-07 {CYCLE}", "4", "3.5")
    ]
    assert run(small, "verify")[0] == 0


def test_dirt_is_named_line_by_line(small, bring):
    """What cannot be a rating is left out with its line and reason; the rest is taken."""
    lines = (
        "999,SAL-07,a,peer,4\n00123,NONE,a,peer,4\n00123,SAL-07,a,friend,4\n00123,SAL-07,,peer,4\n"
        "00123,SAL-07,00123,peer,4\n00123,SAL-07,a,peer,\n00123,SAL-07,a,peer,good\n00123,SAL-07,a,peer,n/a\n"
        "00123,SAL-07,a,peer,5.5\n00123,SAL-07,a,peer,0\n00123,SAL-07,a,peer,4.2\n00123,SAL-07,a,peer,90%\n"
        "00123,SAL-07,a,peer,4\n00123,SAL-07,a,peer,4\n00123,SAL-07,a,peer,5\n00123,SAL-07,a,peer,4,RX-9\n"
    )
    told = bring("ratings", TITLES + lines, *FOR)
    assert codes(told) == [
        (2, "unknown_employee"),
        (3, "unknown_indicator"),
        (4, "unknown_relation"),
        (5, "blank"),
        (6, "rates_oneself"),
        (7, "blank"),
        (8, "not_a_number"),
        (9, "not_applicable"),
        (10, "not_on_half_scale"),
        (11, "not_on_half_scale"),
        (12, "not_on_half_scale"),
        (13, "unasked_percent"),
        (15, "repeated"),
        (16, "differs"),
        (17, "too_many"),
    ]
    assert heard(small) == {("00123", "peers"): (1, {"SAL-07": (4.0,)})}


def scheme_with(template, **changed):
    """Return the scheme with the judged lines of one template changed."""
    scheme = sample_scheme()
    lines = [replace(one, **changed) if one.judged else one for one in scheme.templates[template]]
    return replace(scheme, templates={**scheme.templates, template: tuple(lines)})


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """Return the small company with nothing issued, so that its rules may change."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    return make_company(tmp_path / "fresh")


def test_the_scale_is_the_schemes(fresh, bring_into, run):
    """Ten whole steps in one template, five with halves in the others; an import stays what it was."""
    write_rules(fresh, scheme_with("SAL", parameters=TEN, target=8.0), sample_roster())
    lines = "00123,SAL-07,a,peer,9\n00123,SAL-07,b,peer,8.5\nE-07,RND-06,a,peer,4.5\nE-07,RND-06,b,peer,9\n"
    told = bring_into(fresh, "ratings", TITLES + lines, *FOR)
    assert codes(told) == [(3, "not_on_whole_scale"), (5, "not_on_half_scale")]
    write_rules(fresh, sample_scheme(), sample_roster())
    assert run(fresh, "verify")[0] == 0


def test_each_persons_own_line_says_the_scale(fresh, bring_into, run):
    """Where two templates judge one indicator on two scales, the rated person's decides."""
    write_rules(fresh, scheme_with("RND", indicator="SAL-07", parameters=TEN, target=8.0), sample_roster())
    lines = "00123,SAL-07,a,peer,4.5\n00123,SAL-07,b,peer,9\nE-07,SAL-07,a,peer,4.5\nE-07,SAL-07,b,peer,9\n"
    told = bring_into(fresh, "ratings", TITLES + lines, *FOR)
    assert codes(told) == [(3, "not_on_half_scale"), (4, "not_on_whole_scale")]
    assert run(fresh, "verify")[0] == 0


def test_a_rating_nobody_asked_for_is_kept_and_counted(small, bring):
    """An indicator that the person is measured by, or not appraised by at all, is told once."""
    lines = "00123,RND-06,a,peer,4\n00123,RND-06,b,peer,4\n00123,SAL-01,a,peer,4\n"
    told = bring("ratings", TITLES + lines, *FOR)
    assert (told["imported"], told["unused_values"]) == (
        3,
        [f"00123 RND-06 {CYCLE}", f"00123 SAL-01 {CYCLE}"],
    )


def test_the_same_file_again_writes_nothing(small, bring):
    """The very same file is told to stand already; taken back after a correction it is a new import."""
    first = bring("ratings", TITLES + PEERS, *FOR)
    before = events(small)
    again = bring("ratings", TITLES + PEERS, *FOR, name="renamed.csv")
    assert (again["imported"], again["import"], again["new"]) == (0, first["import"], False)
    assert events(small) == before
    bring("ratings", TITLES + "00123,SAL-07,RX-1,peer,2\n", *FOR)
    assert heard(small)["00123", "peers"] == (3, {"SAL-07": (2.0, 3.5, 5.0)})
    assert bring("ratings", TITLES + PEERS, *FOR)["new"]
    assert heard(small)["00123", "peers"] == (3, {"SAL-07": (3.5, 4.0, 5.0)})


def test_the_scheme_maps_their_columns(small, bring):
    """Columns are found by Data sources for the source that is named."""
    names = {"employee": "about", "indicator": "question", "rater": "by", "relation": "as", "rating": "mark"}
    mapped = tuple(Mapped("survey", field, column) for field, column in names.items())
    write_rules(small, replace(sample_scheme(), sources=mapped), sample_roster())
    text = "about,question,by,as,mark,when\n00123,SAL-07,a,peer,4,x\n"
    told = bring("ratings", text, "--source", "survey", *FOR)
    assert (told["imported"], codes(told)) == (1, [(1, "unused_column")])


def test_the_cycle_may_stand_in_a_column(small, bring):
    """Without --cycle each row names its own; a cycle that is not there is named."""
    text = TITLES.replace("\n", ",Cycle\n") + "00123,SAL-07,a,peer,4,2026-Q3\n00123,SAL-07,b,peer,4,2031\n"
    assert codes(bring("ratings", text)) == [(3, "unknown_cycle")]
    assert list(heard(small)) == [("00123", "peers")]


@pytest.mark.parametrize(
    ("words", "text", "named"),
    [
        (FOR, "Employee no.,Rating\n1,2\n", ("Indicator no., Rater no., Relation", "source ratings")),
        ((), TITLES + PEERS, ("--cycle",)),
        (("--cycle", "Q9"), TITLES + PEERS, ("Q9", CYCLE)),
        (FOR, TITLES + "00123,SAL-07,a,peer,9\n", ("(1)", "1 to 5", "nothing was imported")),
    ],
)
def test_what_cannot_be_imported_says_the_next_step(small, run, words, text, named):
    """A file without its columns, a cycle that is not there, nothing usable: status 2, nothing written."""
    file = small.folder / "file.csv"
    file.write_text(text)
    before = events(small)
    status, _, err = run(small, "import", "ratings", str(file), *words)
    assert status == 2
    assert all(one in err for one in named)
    assert events(small) == before


def test_imported_ratings_follow_from_the_kept_file(small, bring, run):
    """What was written for an import is what its kept bytes and stored mapping give again."""
    bring("ratings", TITLES + PEERS + "123,SAL-07,c1,customer,4\n", *FOR)
    write_rules(small, sample_scheme(), {})
    with open_to_look(small) as archive, archive.reading() as connection:
        kind, blob, mapping = connection.exec_driver_sql("SELECT kind, blob, mapping FROM imported").one()
        stored = connection.exec_driver_sql("SELECT * FROM imported_rating ORDER BY line").all()
    with open_to_look(small) as archive:
        rows = reread(kind, archive.content(blob), mapping)
    assert [(1, *row, stored[0][-1]) for row in rows] == [tuple(one) for one in stored]
    assert run(small, "verify")[0] == 0


SECRET = ("RX-1", "RX-2", "RX-3", "RX-9")


def everything(folder):
    """Yield every file of a workspace but the archive and what was imported, unpacked where it is a zip."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.name.startswith("archive.db") and file.suffix != ".csv":
            yield file.name, file.read_bytes()
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as inside:
                    yield from ((f"{file.name}/{name}", inside.read(name)) for name in inside.namelist())


LOOKING = (
    ("collect",),
    ("collect", "--json"),
    ("issue", CYCLE),
    ("progress", CYCLE),
    ("progress", CYCLE, "--json"),
    ("findings", CYCLE),
    ("findings", CYCLE, "--json"),
    ("results", CYCLE, "--all"),
    ("results", CYCLE, "--json"),
    ("person", "00123"),
    ("person", "00123", "--json"),
    ("why", CYCLE, "00123"),
    ("why", CYCLE, "00123", "--json"),
    ("scheme", "versions", "--json"),
    ("verify",),
    ("verify", "--json"),
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_output_names_a_rater(small, run, language):
    """Whatever is imported, told, exported or handed out: nowhere stands who rated."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    said = []

    def call(*words):
        said.append((words, *run(small, "--language", language, *words)))

    file = small.folder / "360.csv"
    for text in (PEERS, PEERS, PEERS.replace(",4\n", ",2\n") + "00123,SAL-07,RX-9,peer,4,RX-9\n" * 2):
        file.write_text(TITLES + text + "00123,SAL-07,RX-9,peer,9\n00123,SAL-07,RX-1,peer,1\n")
        call("import", "ratings", str(file), *FOR)
        call("import", "ratings", str(file), *FOR, "--json")
    for words in LOOKING:
        call(*words)
    call("export", "master", CYCLE, "--to", str(small.folder / "master.xlsx"))
    assert (small.folder / "master.xlsx").exists()
    shown = [(words, name) for words, _, *outs in said for name in SECRET for out in outs if name in out]
    assert shown == []
    assert [file for file, data in everything(small.folder) for name in SECRET if name.encode() in data] == []
