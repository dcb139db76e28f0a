"""How a cell is repeated in a message, so that no message repeats a person's name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from checker.errors import PERSONAL_NUMBER, printable, say
from checker.model import Words
from checker.nearest import nearest
from checker.records.nameless import is_nameless
from checker.records.sheetwords import folded, load
from checker.records.tables import Column
from checker.sheets.grid import Cell
from checker.wording.numerals import any_of
from checker.wording.text import fold, visible

_LONGEST = 40
_NOTHING = say("", "")
_DATE_WORDS = ("年", "月", "日", "号")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af〇·•・"
_NAME = re.compile(rf"[{_HAN}]|[^\W\d_]{{2,}}")
"""What may be of a name, once the words that count are gone."""


def shown(column: Column, cell: Cell | None, table: str = "") -> Words:
    """The value in quotes (“约240”, in English with a blank before it), to stand between a column's label and what is
    wrong with it. Empty words where it may name a person or is long: of the table `people`, of links to it, of free text,
    and of any words that neither count nor come close to an option of the column."""
    if cell is None or table == "people" or column.link == "people" or column.type in {"text", "texts"}:
        return _NOTHING
    text = printable(visible(_as_seen(cell))).strip()
    if not text or len(text) > _LONGEST or PERSONAL_NUMBER.search(unicodedata.normalize("NFKC", text)):
        return _NOTHING
    if cell.kind in ("text", "formula") and not _nameless(column, text):
        return _NOTHING
    return say(f"“{text}”", f" `{text}`")


def _as_seen(cell: Cell) -> str:
    if cell.kind == "number" and cell.percent and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell.value):
        whole, _, decimals = cell.value.partition(".")
        decimals = decimals.ljust(2, "0")
        moved = f"{whole}{decimals[:2]}".lstrip("0") or "0"
        rest = decimals[2:].rstrip("0")
        return f"{moved}.{rest}%" if rest else f"{moved}%"
    return f"{cell.value}{cell.unit}" if cell.unit in load().units else cell.value


def _nameless(column: Column, text: str) -> bool:
    """Is all of it numbers and words that count, an id, or close to an option?"""
    if column.type in {"id", "link", "links"}:
        return text.isascii()
    said = fold(text).casefold()
    if len(said) == 1 or folded(said) in _whole() or _counted().fullmatch(said):
        return True
    left = _counting().sub(" ", said)
    if any(ch.isdigit() for ch in said) and not _NAME.search(left):
        return True
    codes = column.codes or {}
    if codes and is_nameless(column, text):
        return True
    near = nearest(text, [*codes, *codes.values()])
    return near is not None and not _NAME.search("".join(ch if ch not in near.casefold() else " " for ch in left))


@cache
def _whole() -> frozenset[str]:
    """Words that say all alone that something is not known, or not exactly."""
    words = load()
    return frozenset(
        word for name in ("placeholders", "lasting", "approximate", "yes", "no", "dashes") for word in words[name]
    )


@cache
def _counted() -> re.Pattern[str]:
    """十几, 近百人, 多次, 近九成: numbers in words. A name may hold such words too, but not in this order."""
    words = load()
    about, unit = any_of(words["approximate"]), any_of(sorted(words.units, key=len, reverse=True))
    number = rf"{words.numerals.written}(?:{re.escape(words.fraction)}{words.numerals.written})?"
    return re.compile(
        rf"(?:{any_of(words['before_number'])})?(?:(?:{about})?{number}|{about})(?:{about})?(?:{unit})?(?:{about})?"
    )


@cache
def _counting() -> re.Pattern[str]:
    words = load()
    lists = ("before_number", "after_number", "approximate", "vague_dates", "ranges")
    known = {word for name in lists for word in words[name]} | {*words.units, words.fraction, *_DATE_WORDS}
    return re.compile(any_of(sorted({*known, *words.numerals.words}, key=len, reverse=True)))
