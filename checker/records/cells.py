"""One cell: from what stands in the file to the value that the engine compares. Exact, or refused with an example."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from checker.errors import PERSONAL_NUMBER, Text, say
from checker.isodate import is_day_or_month
from checker.model import Words
from checker.nearest import nearest
from checker.records.body import NONE
from checker.records.tables import LISTS, Column
from checker.wording.text import plain

_NONES = frozenset({NONE, "无"})
_SEPARATORS = re.compile(r"[、;；\n]")
_LARGEST = 1_000_000_000
_MONEY = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2})0*)?\Z")
_POINTS = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,2})0*)?\Z")
_PERCENT = re.compile(r"(100(?:\.0{1,4})?|[0-9]{1,2}(?:\.[0-9]{1,4})?)%\Z")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_SHEET_DATE = re.compile(r"([0-9]{4})(?:[-/]|年)([0-9]{1,2})(?:(?:[-/]|月)([0-9]{1,2})日?|月)?\Z")


class WrongCell(Exception):
    """A cell that cannot be used: what is wrong if more than the type, what was expected, an example."""

    def __init__(self, why: Text, mend: Text = "", what: Words | None = None) -> None:
        super().__init__(why)
        self.why, self.mend, self.what = why, mend, what


def value(column: Column, raw: Any, *, typed: bool) -> Any:
    """The normalised value of one cell; see `body.Table` for the forms. Raises WrongCell.

    `typed` cells come from YAML, where a number is a number and a list a list. Untyped ones are text of a sheet: there
    `2023/9/1`, `12,000` and `s1、s2` mean what they say, since a spreadsheet rewrites cells in this way.
    """
    if raw is None or (isinstance(raw, str) and not (raw := raw.strip())):
        if column.type == "id":
            raise WrongCell(say("编号不能为空", "an id cannot be empty"), example(column))
        return None
    refuse_personal_numbers(raw)
    codes = column.codes or {}
    if isinstance(raw, str) and raw in _NONES and raw not in codes and raw not in codes.values():
        if column.none or column.type in {"text", *LISTS}:
            return NONE
        if column.empty:
            raise WrongCell(say("这一列不能填“无”", "`none` has no meaning here"), unended(column))
        raise WrongCell(
            say("这一列不能填“无”；未报请留空", "`none` has no meaning here; leave it empty"), example(column)
        )
    if column.type in LISTS:
        return _several(column, raw, typed)
    return _READ[column.type](column, raw, typed)


def refuse_personal_numbers(raw: Any) -> None:
    """Identity and telephone numbers do not belong in these records, in whatever column and however they are typed."""
    if raw is None or isinstance(raw, bool):
        return
    for part in raw if isinstance(raw, list) else [raw]:
        if PERSONAL_NUMBER.search(plain(str(part))):
            raise personal_number()


def unended(column: Column) -> Words:
    """What to write in a column where an empty cell means that something still lasts."""
    zh, en = column.label["zh"], column.label["en"]
    return say(
        f"仍在继续的留空；已经结束的填{zh}，只知月份写 年-月",
        f"leave it empty only while it lasts; otherwise fill in {en}, if need be year-month",
    )


def personal_number() -> WrongCell:
    """What to say of a cell with such a number."""
    return WrongCell(
        say("不得填写证件号码、电话号码", "no identity or telephone numbers"),
        say("请改用校内编号，例如 p1", "use a number of your own, for example p1"),
        say("疑似身份证号或电话号码", "looks like an identity or telephone number"),
    )


def example(column: Column, otherwise: str | None = None) -> Text:
    """The column's own example, else `otherwise`, as words of a message; nothing where there is neither."""
    one = column.example or otherwise
    return say(f"例如 {one}", f"for example {one}") if one else ""


def _several(column: Column, raw: Any, typed: bool) -> Any:
    if not isinstance(raw, list):
        if typed or not isinstance(raw, str):
            example = next(iter(column.codes or ()), "s1")
            raise WrongCell(say("应为列表", "expected a list"), say(f"例如 [{example}]", f"for example [{example}]"))
        raw = [part for part in map(str.strip, _SEPARATORS.split(raw)) if part]
    one = _READ[column.type.removesuffix("s")]
    parts = tuple(one(column, part.strip() if isinstance(part, str) else part, typed) for part in raw)
    if len(set(parts)) < len(parts):
        raise WrongCell(say("各项不得重复", "no item twice"))
    return parts or NONE


def _text(column: Column, raw: Any, typed: bool) -> str:
    if not isinstance(raw, str) or not raw:
        raise WrongCell(
            say("应为文字，数字请加引号", "expected text; quote a number"), example(column, '"1"' if typed else "1")
        )
    if len(raw) > column.longest:
        raise WrongCell(say(f"至多 {column.longest} 个字", f"at most {column.longest} characters"))
    if any(unicodedata.category(ch) in {"Cc", "Cs"} and ch not in "\n\t" for ch in raw):
        raise WrongCell(say("不能含控制字符", "no control characters"))
    return raw


def _code(column: Column, raw: Any, typed: bool) -> str:
    codes: Mapping[str, str] = column.codes or {}
    if isinstance(raw, str):
        if raw in codes:
            return raw
        for code, label in codes.items():
            if raw == label:
                return code
    shown = [f"{code}（{label}）" for code, label in codes.items()] if typed else list(codes.values())
    near = nearest(str(raw), [*codes, *codes.values()])
    raise WrongCell(
        say("应为 " + "、".join(shown) + " 之一", "expected one of " + ", ".join(codes)),
        say(f"是否想写 {near}？", f"did you mean {near}?") if near else example(column, next(iter(codes))),
    )


def _date(column: Column, raw: Any, typed: bool) -> str:
    if isinstance(raw, str):
        text = raw
        if not typed and (found := _SHEET_DATE.match(raw)):
            year, month, day = found.groups()
            text = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
        if is_day_or_month(text):
            return text
    raise WrongCell(
        say("应为实有的日期 年-月-日，或只写 年-月", "expected a real date, year-month-day, or year-month"),
        example(column),
    )


def _int(column: Column, raw: Any, typed: bool) -> int:
    number = _plain(raw) if not typed else raw
    if isinstance(number, str) and not typed and re.fullmatch(r"[0-9]{1,10}(?:\.0+)?", number):
        number = int(number.partition(".")[0])
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= _LARGEST:
        why = say("应为不小于 0 的整数", "expected a whole number, 0 or more")
        if typed and isinstance(raw, str):
            why = say("应为不小于 0 的整数，不加引号", "expected a whole number, 0 or more, without quotation marks")
        raise WrongCell(why, example(column, "120"))
    return number


def _money(column: Column, raw: Any, typed: bool) -> int:
    why = say("应为金额，单位元，至多两位小数", "expected yuan, at most two decimals")
    return _hundredths(_MONEY, raw, typed, why, example(column, "12000.50"))


def _points(column: Column, raw: Any, typed: bool) -> int:
    why = say("应为分数，至多两位小数", "expected points, at most two decimals")
    return _hundredths(_POINTS, raw, typed, why, example(column, "86.5"))


def _hundredths(form: re.Pattern[str], raw: Any, typed: bool, why: Text, example: Text) -> int:
    text = str(raw) if isinstance(raw, str | int | Decimal) and not isinstance(raw, bool) else ""
    found = form.match(text if typed else _plain(text))
    if not found:
        raise WrongCell(why, example)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _percent(column: Column, raw: Any, typed: bool) -> int:
    text = raw if isinstance(raw, str) else ""
    found = _PERCENT.match(text if typed else text.replace("％", "%"))
    if not found:
        raise WrongCell(
            say("应为 0—100 的百分数，至多四位小数，带 %", "expected 0 to 100 with %, at most four decimals"),
            example(column, "86.5%"),
        )
    return int(Decimal(found[1]) * 10_000)


def _plain(raw: Any) -> Any:
    """A spreadsheet's `12,000` without its commas."""
    return raw.replace(",", "") if isinstance(raw, str) and _GROUPED.match(raw) else raw


def _id(column: Column, raw: Any, typed: bool) -> str:
    return _text(column, raw, typed)


_READ: Mapping[str, Callable[[Column, Any, bool], Any]] = {
    "id": _id,
    "text": _text,
    "link": _text,
    "code": _code,
    "yesno": _code,
    "date": _date,
    "int": _int,
    "money": _money,
    "points": _points,
    "percent": _percent,
}
