"""The registers in the master workbook: whatever a department keeps shows up by itself."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest

from sync.cli import main
from sync.service.exporting.master import board, master
from templates.books.department.filling import fill_department
from templates.tables import TABLES
from templates.tables.registers import REGISTERS
from tests.builders import CYCLE, SUMMARIES, TYPED, sample_roster
from tests.registers import ROWS, register_scheme
from tests.sync.service.company import make_company, plan_of, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.exporting.conftest import rendered
from tests.templates.books.master.material import headed, records

MORE = {
    "tasks": [{"task": f"Task {number}", "employee": "00123", "due": "2026-11-01"} for number in range(12)]
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a workspace whose sales department has sent a row of every register, and a dozen tasks."""
    folder = tmp_path_factory.mktemp("kept") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        workspace = make_company(folder)
        write_rules(workspace, register_scheme(), sample_roster())
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
        issued = (workspace.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
        sent = fill_department(issued, plan_of(workspace, "sales"), TYPED, SUMMARIES, {**ROWS, **MORE})
        (workspace.inbox / "sales.xlsx").write_bytes(sent)
        main(["-w", str(folder), "collect"])
        yield workspace


@pytest.fixture(scope="module")
def registers(kept):
    """Return the master workbook of that company."""
    return openpyxl.load_workbook(BytesIO(rendered(kept, master)), data_only=True)


def test_every_register_has_its_sheet(registers):
    """Each register that holds a row has a sheet of its own title and a table of its own name."""
    for key in REGISTERS:
        sheet = registers[TABLES[key].title("en")]
        assert list(sheet.tables) == [f"tbl_{key}"]
        assert records(sheet)[0]["Department"] == "Sales and Service"


def test_rows_stand_in_the_order_of_their_numbers(registers):
    """Numbers count as numbers: 2 comes before 10."""
    numbers = [int(str(row["No."])) for row in records(registers["Tasks"])]
    assert numbers == sorted(numbers)
    assert len(numbers) == 12


def test_words_days_and_names_are_as_people_read_them(registers):
    """Choices are words, days are days, and beside a number stands the name."""
    (row,) = records(registers["Inspections"])
    told = set(map(str, row.values()))
    assert {"E-07", "Chen Jie", "Exit blocked"} <= told
    assert datetime(2026, 7, 9) in row.values()


def test_progress_is_shown_in_percent(registers):
    """Half done is 50 %, as it was typed."""
    sheet = registers["Plans"]
    cell = sheet.cell(5, headed(sheet).index(TABLES["plans"].heading("progress", "en")) + 1)
    assert (cell.value, cell.number_format) == (0.5, "0.0%")


def test_columns_without_anything_are_left_out(registers):
    """What nobody typed has no column."""
    declared = [TABLES["meetings"].heading(column.key, "en") for column in TABLES["meetings"].columns]
    assert len(set(headed(registers["Meetings"])) & set(declared)) < len(declared)


def test_directors_are_given_no_register(kept):
    """Named plans, interviews and the like are not for directors."""
    data = rendered(kept, board)
    sheets = set(openpyxl.load_workbook(BytesIO(data)).sheetnames)
    assert not sheets & {TABLES[key].title("en") for key in REGISTERS}
