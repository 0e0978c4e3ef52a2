"""What the sample company's heads type into their registers: whole rows, in words that the lists have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.texts import LANGUAGES, words
from sync.service.demo.registers import kept_registers
from templates.tables.registers import REGISTERS
from tests.registers import register_plan


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_register_is_alive(language):
    """Every register has rows that lack nothing a row needs, each cell of a kind its column takes."""
    rows = kept_registers(register_plan(language))
    assert rows.keys() == REGISTERS.keys()
    for key, filled in rows.items():
        columns = {column.key: column for column in REGISTERS[key].table.columns}
        for row in filled:
            assert {key for key, column in columns.items() if column.required} <= row.keys() <= columns.keys()
            chosen = {columns[name].choices: value for name, value in row.items() if columns[name].choices}
            assert all(value in words("choices", language)[choices] for choices, value in chosen.items())
            assert all(isinstance(value, str | int | float) for value in row.values())


def test_who_keeps_none_types_none():
    """A department that keeps no registers, or whose HR has switched none on, has no rows."""
    plan = register_plan()
    assert kept_registers(replace(plan, department=replace(plan.department, id="office"))) == {}
    assert kept_registers(replace(plan, registers={})) == {}
