"""Notices as mails: addresses that can be none, names in any script, numbers that stay."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.service.noticing.letters import ADDRESS, Letter, Reader, as_file, message
from sync.service.noticing.wording import Worded
from tests.noticed import every_kind

AT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


def letter(reader: Reader, subject: str = "a subject", text: str = "a text") -> Letter:
    """Return a letter to somebody."""
    return Letter(every_kind("zh")[0], Worded(subject, text), reader)


def read(written):
    """Return a mail as a mail program reads it."""
    return message_from_bytes(as_file(written), policy=default)


@pytest.mark.parametrize(
    "address",
    ["", "li na", "lina@", "@sample.example", "lina@localhost", "a b@c.example", "a@b@c.example",
     "a@b.example, c@d.example", "<a@b.example>", "李娜@sample.example", '"@sample.example', "a@b.exa mple",
     "a@b.example\nBcc: c@d.example", "a@[b.example"],
)  # fmt: skip
def test_an_address_that_is_none(address):
    """What no server can take as one address is left out, so that HR is told of it."""
    reader = Reader("Li Na", address)
    assert reader.addressed is None
    assert read(message(letter(reader), "hr@sample.example", "archive", AT))["To"] is None


@given(st.text(max_size=60) | st.from_regex(ADDRESS, fullmatch=True))
def test_whatever_stands_for_an_address(address):
    """No text in the column of addresses keeps the other notices from being written."""
    reader = Reader("Li Na", address)
    assert reader.addressed is None or reader.addressed.addr_spec == address.strip()


@pytest.mark.parametrize("name", ["Li Na", "李娜", 'Nora "N." O’Neil', "Müller, Jürgen", "a@b.example"])
def test_names_in_any_script(name):
    """A reader's name and a Chinese text arrive as they were written."""
    told = letter(
        Reader(name, "lina@sample.example"), "您好" * 40, "温馨提醒：\n\n" + "请于2026-10-13前完成。" * 60
    )
    mail = read(message(told, "人力资源部 <hr@sample.example>", "archive", AT))
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "lina@sample.example")
    assert mail["From"].addresses[0].display_name == "人力资源部"
    assert mail["Subject"].strip() == "您好" * 40
    assert mail.get_content().strip().replace("\r\n", "\n") == told.words.text
    assert mail["Content-Language"] == "zh-CN"


def test_the_same_notice_keeps_its_number():
    """Sent again after a break, a notice carries the same number; of another archive, another one."""
    told = letter(Reader("Li Na", "lina@sample.example"))
    first, again, other = (
        message(told, "hr@sample.example", archive, AT)["Message-ID"] for archive in ("one", "one", "two")
    )
    assert first == again != other
    assert first.endswith("@sample.example>")
