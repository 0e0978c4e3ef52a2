"""`export slips`: who receives one, what stands in it, and that nothing of anybody else does."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from addin.scoring.scheme import Adjustment, RaterRule
from templates.books.department.state import Typed
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import HEAD, NO_RATING, filled, make_company, write_rules

PEERS = "Employee no.,Indicator no.,Rater no.,Relation,Rating\n" + "".join(
    f"00124,SAL-07,RX-{n},peer,{rating}\n" for n, rating in enumerate((2, 3, 5), start=7)
)


@pytest.fixture
def collected(small, run, monkeypatch):
    """Return the small company with one workbook received in which one rating is missing."""
    monkeypatch.setattr("sync.service.exporting.slips.office", lambda: None)
    (small.inbox / "sales.xlsx").write_bytes(filled(small, other=NO_RATING))
    run(small, "collect")
    return small


def texts_of(file):
    """Return what stands in the cells of all sheets of a workbook, hidden ones too."""
    book = load_workbook(BytesIO(file.read_bytes()))
    return [
        str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v is not None
    ]


def written(folder):
    """Return the names of the files in a folder."""
    return sorted(file.name for file in folder.iterdir())


def test_only_people_with_a_result_receive_a_slip(collected, run):
    """Who waits for a rating, or whose workbook did not come, has none; the command says how many have."""
    status, said, _ = run(collected, "export", "slips", CYCLE)
    folder = collected.reports(CYCLE) / "slips"
    ready = sorted({*PEOPLE} - {"00123"})
    assert status == 0
    assert "3 of 5 people" in said
    assert written(folder) == sorted(
        [f"{CYCLE}-{kind}-{one}.xlsx" for kind in ("slip", "appeal") for one in ready]
        + [f"{CYCLE}-opinion.xlsx"]
    )


def test_a_slip_tells_the_result_of_the_archive(collected, run, document):
    """Score, grade and lines are those of `results`, with what the manager wrote."""
    run(collected, "export", "slips", CYCLE)
    results = {one["employee"]: one for one in document(collected, "results", CYCLE)["results"]}
    told = texts_of(collected.reports(CYCLE) / "slips" / f"{CYCLE}-slip-E-07.xlsx")
    result = results["E-07"]
    assert f"Chen Jie, your result for {CYCLE} is {result['score']:.2f}, grade {result['grade']}" in told[2]
    for line in result["indicators"]:
        assert f"{line['score']:.2f}" in told
    assert "yes" in told
    assert any(text.startswith("Chen Jie did well.") for text in told)


def test_a_bonus_and_its_reason_stand_in_the_slip(collected, run, document):
    """What HR adds outside the workbook is a step of its own, and in the score that the slip tells."""
    scheme = sample_scheme()
    patent = Adjustment(CYCLE, "E-07", "bonus", "a patent", 2.0, reason="list no. 17")
    settings = replace(scheme.settings, modules=("adjustments",))
    write_rules(collected, replace(scheme, settings=settings, adjustments=(patent,)), sample_roster())
    run(collected, "collect")
    run(collected, "export", "slips", CYCLE)
    results = {one["employee"]: one for one in document(collected, "results", CYCLE)["results"]}
    told = texts_of(collected.reports(CYCLE) / "slips" / f"{CYCLE}-slip-E-07.xlsx")
    assert "For the bonus: a patent (list no. 17)" in told
    assert told[told.index("Weighted sum of the lines") + 1] == f"{results['E-07']['provisional']:.2f}"
    assert told[told.index("Bonus") + 1 :][:3] == ["2.00", "Score", f"{results['E-07']['score']:.2f}"]


def test_a_file_for_one_person_holds_nothing_of_another(collected, run):
    """No name and no number of anybody else is in any part of a slip or an appeal form, nor any pay."""
    run(collected, "export", "slips", CYCLE)
    people = sample_roster()
    for file in (collected.reports(CYCLE) / "slips").iterdir():
        whose = file.stem.partition("-slip-")[2] or file.stem.partition("-appeal-")[2]
        with ZipFile(file) as parts:
            content = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        others = [one for one in people.values() if one.id != whose]
        assert not [part for one in others for part in (one.name, one.id) if f">{part}<" in content]
        assert not [one.name for one in others if one.name in content]
        assert "oefficient" not in content


def test_other_raters_are_told_by_group_alone(tmp_path, monkeypatch, run):
    """Where peers rated, the slip gives the rating that all made together, and nobody's own."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    monkeypatch.setattr("sync.service.exporting.slips.office", lambda: None)
    company = make_company(tmp_path / "company")
    scheme = sample_scheme()
    rules = (RaterRule("manager", 50.0), RaterRule("peers", 50.0))
    settings = replace(scheme.settings, modules=("raters",), self_ratings=False)
    write_rules(company, replace(scheme, settings=settings, raters=rules), sample_roster())
    run(company, "issue", CYCLE)
    (company.folder / "360.csv").write_text(PEERS)
    run(company, "import", "ratings", str(company.folder / "360.csv"), "--cycle", CYCLE)
    (company.inbox / "sales.xlsx").write_bytes(filled(company))
    run(company, "collect")
    run(company, "export", "slips", CYCLE)
    file = company.reports(CYCLE) / "slips" / f"{CYCLE}-slip-00124.xlsx"
    told = texts_of(file)
    at = told.index("Teamwork")
    assert told[at + 3 : at + 5] == ["3.92", "78.33"]
    assert "The ratings of these groups were joined: manager, peers" in told[at + 7]
    assert not [text for text in told if "RX-" in text]
    alone = texts_of(file.with_name(f"{CYCLE}-slip-00123.xlsx"))
    assert not [text for text in alone if "were joined" in text], "the manager alone rated"


def test_written_again_they_are_the_same_files(collected, run):
    """Nothing in slips and forms depends on the clock."""
    run(collected, "export", "slips", CYCLE)
    folder = collected.reports(CYCLE) / "slips"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    run(collected, "export", "slips", CYCLE)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_slips_whose_result_stands_no_more_are_named(collected, run):
    """A form that goes back has no result; its earlier slip is named, so that nobody hands it out."""
    run(collected, "export", "slips", CYCLE)
    (collected.inbox / "again.xlsx").write_bytes(
        filled(collected, other={**NO_RATING, ("E-07", "RND-06"): Typed()})
    )
    run(collected, "collect")
    run(collected, "accept", "2", "--by", "Gao Yuan", "--reason", "the rating is withdrawn")
    said = run(collected, "export", "slips", CYCLE)[1]
    assert "2 of 5 people" in said
    assert f"{CYCLE}-slip-E-07.xlsx" in said


@pytest.mark.parametrize(("language", "told"), [("en", "no PDF files"), ("zh", "未生成PDF")])
def test_without_libreoffice_there_are_workbooks_alone(collected, run, language, told):
    """Where LibreOffice is not installed the command says so in one line, and all else is there."""
    status, said, _ = run(collected, "export", "slips", CYCLE, "--language", language)
    assert (status, told in said) == (0, True)
    assert not list((collected.reports(CYCLE) / "slips").glob("*.pdf"))


def test_a_libreoffice_that_does_not_start_keeps_nothing_up(collected, run, monkeypatch):
    """Where LibreOffice fails, the workbooks are there all the same, and the command says what is missing."""
    monkeypatch.setattr("sync.service.exporting.slips.office", lambda: str(collected.scheme))
    status, said, _ = run(collected, "export", "slips", CYCLE)
    assert (status, "Not printed as PDF: 3" in said) == (0, True)


@pytest.mark.parametrize("kind", ["slip-E-07", "appeal-E-07"])
def test_what_goes_to_people_is_not_collected(collected, run, send, kind):
    """A form or slip in the inbox is set aside with what it is, and who takes it."""
    run(collected, "export", "slips", CYCLE)
    file = collected.reports(CYCLE) / "slips" / f"{CYCLE}-{kind}.xlsx"
    taken = send(collected, file.name, file.read_bytes())
    assert taken["state"] == "quarantined"
    assert f"{kind.partition('-')[0]}" in taken["reason"]
    assert "never issued" not in taken["reason"]


@pytest.mark.libreoffice
def test_libreoffice_prints_every_slip_on_one_page(small, run):
    """Each slip is one page of PDF in either language's fonts, with the person's result and nobody else's."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    (small.inbox / "company.xlsx").write_bytes(filled(small, "company"))
    run(small, "collect")
    assert "As PDF, too: 5." in run(small, "export", "slips", CYCLE)[1]
    names = {one.id: one.name for one in sample_roster().values()}
    for employee in (*PEOPLE, HEAD):
        pdf = small.reports(CYCLE) / "slips" / f"{CYCLE}-slip-{employee}.pdf"
        text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
        assert text.count("\f") == 1
        assert names[employee] in text
        assert not [name for other, name in names.items() if other != employee and name in text]


def test_a_slip_tells_the_rules_its_score_came_from(collected, run):
    """Where the cycle has moved on to rules without a line, the slip tells it as it was scored."""
    scheme = sample_scheme()
    first, *others = scheme.templates["SAL"]
    kept = (replace(first, weight=first.weight + others[0].weight), *others[1:])
    write_rules(collected, replace(scheme, templates={**scheme.templates, "SAL": kept}), sample_roster())
    assert run(collected, "issue", CYCLE, "--new-rules", "--by", "Li Na", "--reason", "fewer lines")[0] == 0
    assert run(collected, "export", "slips", CYCLE)[0] == 0
    texts = texts_of(collected.reports(CYCLE) / "slips" / f"{CYCLE}-slip-00124.xlsx")
    assert scheme.indicators[others[0].indicator].name in texts
