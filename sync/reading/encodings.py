"""How a text file is written: told by its mark, by its bytes, and by what it would say in each encoding."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder

from sync.reading.cells import Unreadable

USUAL = ("utf-8-sig", "gb18030", "cp1252")
"""As programs export tables: UTF-8; else, as Excel does, GB 18030 in China and Windows-1252 in the West."""

AT_FIRST = USUAL[:2]
"""What was tried before anybody looked for the layout of a file: kept imports are read so again."""

HIGH = re.compile(r"[^\x00-\x7f]+")
LETTER = re.compile("[A-Za-z]")


def encoding_of(data: bytes) -> str:
    """Return how a text file is written: UTF-16 by its mark, else UTF-8, GB 18030 or Windows-1252.

    The last two cannot be told apart by their bytes, only by what they would say.
    Raises Unreadable where it is no text.
    """
    encodings = _possible(data)
    texts = {encoding: text for encoding in encodings if (text := _whole(data, encoding)) is not None}
    if "utf-8-sig" not in texts and {"gb18030", "cp1252"} <= texts.keys() and _western(texts["gb18030"]):
        return "cp1252"
    if not texts:
        raise Unreadable("not_a_table", detail="/".join(encodings))
    return next(iter(texts))


def beginning(data: bytes) -> str | None:
    """Return the text at the beginning of a file, whose last character may be cut; None where it is no text.

    Here UTF-16 needs no mark: what kind of file it is can be said, though it cannot be imported.
    """
    unmarked = data[1::2].count(0) * 2 > len(data[1::2]) and not _marked(data)
    for encoding in ("utf-16-le",) if unmarked else _possible(data):
        try:
            text = getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
        if text and _sensible(text):
            return text
    return None


def text_at_first(data: bytes) -> str:
    """Return the text of a file as files were read at first; raises Unreadable where it is none."""
    if b"\0" in data:
        raise Unreadable("not_a_table", detail="binary")
    for encoding in AT_FIRST:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not_a_table", detail="/".join(AT_FIRST))


def _marked(data: bytes) -> bool:
    return data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))


def _possible(data: bytes) -> tuple[str, ...]:
    return ("utf-16",) if _marked(data) else USUAL


def _whole(data: bytes, encoding: str) -> str | None:
    """Return the text of a whole file, None where it is none."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _sensible(text) and "\0" not in text else None


def _sensible(text: str) -> bool:
    """Tell whether a text is one: it has next to no control characters."""
    return sum(sign < " " and sign not in "\t\r\n\f" for sign in text) * 100 <= len(text)


def _western(text: str) -> bool:
    """Tell whether text read as GB 18030 is Western: signs stand alone among Latin letters (M黮ler)."""
    runs = [(run[0], *run.span()) for run in HIGH.finditer(text)]
    odd = sum(
        _misread(text[max(start - 1, 0) : start], signs, text[end : end + 1]) for signs, start, end in runs
    )
    return odd * 2 > len(runs)


def _misread(before: str, signs: str, after: str) -> bool:
    """Tell whether signs are one accented letter and its neighbour, which no Chinese text would hold there.

    Windows-1252 text gives a sign that took the next letter with it: rare ones, outside GB 2312.
    """
    beside = LETTER.fullmatch(before), LETTER.fullmatch(after)
    if len(signs) > 1 or not any(beside):
        return False
    try:
        signs.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return all(beside)
