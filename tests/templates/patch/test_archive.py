"""The raw zip: what nobody touches stays the same bytes; what is not a plain zip file is refused."""

from __future__ import annotations

import contextlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates.patch import CannotPatch, comment, open_package, set_cells, set_links
from templates.patch.archive import members
from templates.writer import SafeWorkbook


def workbook(extra: dict[str, bytes] | None = None, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a small workbook, zipped again with parts of other programs in it."""
    book = SafeWorkbook("en")
    sheet = book.sheet("Sheet")
    sheet.write(0, 0, "text")
    book.sheet("Other").write(4, 4, 5)
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(book.save())) as old, zipfile.ZipFile(stream, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def raw(data: bytes) -> dict[str, bytes]:
    """Return the bytes of each member as they lie in the file."""
    return {name: member.local for name, member in members(data)[0].items()}


def test_untouched_members_are_the_same_bytes() -> None:
    """Macros and parts of other programs come through byte for byte; only the changed sheet differs."""
    data = workbook({"xl/vbaProject.bin": bytes(range(256)) * 40, "custom/Übersicht.bin": b"\0foreign"})
    changed = set_cells(data, {"Sheet": {"A1": 7}})
    before, after = raw(data), raw(changed)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]


def test_saving_unchanged_is_the_same_file() -> None:
    """A package opened and saved is the file it came from."""
    data = workbook()
    assert open_package(data).save() == data


def test_same_change_same_bytes() -> None:
    """The same change of the same file gives the same bytes at any time."""
    data = workbook()
    assert set_cells(data, {"Sheet": {"B2": 1.5}}) == set_cells(data, {"Sheet": {"B2": 1.5}})


class Unseekable(BytesIO):
    """A stream that cannot go back, so that zip files end each member with a data descriptor."""

    def seekable(self) -> bool:
        """Say no."""
        return False

    def seek(self, *_: int) -> int:
        """Refuse."""
        raise OSError


def test_members_with_data_descriptors() -> None:
    """Files whose sizes stand behind the content (written as a stream) are patched all the same."""
    stream = Unseekable()
    with (
        zipfile.ZipFile(BytesIO(workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = stream.getvalue()
    assert b"PK\7\10" in data
    with zipfile.ZipFile(BytesIO(set_cells(data, {"Other": {"A1": "x"}}))) as zipped:
        assert zipped.testzip() is None


def test_stored_members_and_comment() -> None:
    """Members without compression and the file's comment are kept."""
    data = workbook(compression=zipfile.ZIP_STORED)
    data = data[:-2] + b"\4\0note"
    changed = set_cells(data, {"Sheet": {"A1": 7}})
    with zipfile.ZipFile(BytesIO(changed)) as zipped:
        assert zipped.testzip() is None
        assert zipped.comment == b"note"
        assert zipped.getinfo("xl/workbook.xml").compress_type == zipfile.ZIP_STORED


def encrypted() -> bytes:
    """Return a zip file that says its first member is encrypted."""
    data = bytearray(workbook())
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    return bytes(data)


def doubled() -> bytes:
    """Return a zip file with a part twice, in two ways of writing."""
    return workbook({"XL/workbook.xml": b"<workbook/>"})


def broken() -> bytes:
    """Return a workbook whose first sheet's bytes were damaged."""
    data = bytearray(workbook())
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[at : at + 20] = b"\xff" * 20
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_zip"),
        (b"no zip at all", "not_zip"),
        (b"PK\5\6" + b"\xff" * 18, "zip64"),
        (workbook()[200:], "damaged"),
        (encrypted(), "encrypted"),
        (doubled(), "duplicate"),
        (broken(), "damaged"),
    ],
    ids=["empty", "text", "zip64", "cut_off", "encrypted", "doubled", "broken"],
)
def test_other_files_are_refused(data: bytes, code: str) -> None:
    """A file that is not a plain, whole zip file of parts is refused with the reason."""
    with pytest.raises(CannotPatch) as refused:
        set_cells(data, {"Sheet": {"A1": 1}})
    assert refused.value.code == code


def test_zip_without_a_workbook() -> None:
    """A zip file of something else is refused."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("readme.txt", "hello")
    with pytest.raises(CannotPatch, match="no_workbook"):
        open_package(stream.getvalue())


WORKBOOK = workbook()
PARTS = [name for name in open_package(WORKBOOK).names if name.endswith((".xml", ".rels"))]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_files_are_refused_or_patched(draw: st.DataObject) -> None:
    """Whatever a few damaged bytes make of a file, it is patched or refused, never anything else."""
    data = bytearray(WORKBOOK)
    for at in draw.draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=4)):
        data[at] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(CannotPatch):
        set_cells(bytes(data), {"Sheet": {"A1": "x", "C5": 2}})


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_parts_are_refused_or_patched(draw: st.DataObject) -> None:
    """Whatever a few other letters make of a part, it is patched or refused, never anything else."""
    package = open_package(WORKBOOK)
    part = draw.draw(st.sampled_from(PARTS))
    text = package.text(part)
    at = draw.draw(st.integers(0, len(text)))
    odd = draw.draw(
        st.sampled_from(["<", ">", "/>", "&", '"', "'", "</row>", "</c>", ' r="x"', "<row>", "<c>", ""])
    )
    package.replace(part, (text[:at] + odd + text[at + draw.draw(st.integers(0, 9)) :]).encode())
    data = package.save()
    with contextlib.suppress(CannotPatch):
        set_cells(data, {"Sheet": {"A1": "x", "C5": 2}, "Other": {"E5": 1}})
    with contextlib.suppress(CannotPatch):
        comment(data, {"Sheet": {"A1": "x"}})
    with contextlib.suppress(CannotPatch):
        set_links(data, "Sheet", {"A1": "#'Other'!A1"})
