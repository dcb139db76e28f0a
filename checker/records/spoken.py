"""One cell as a person typed it → what `cells.value` takes. Certain, or asked: nothing here guesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from checker.errors import say
from checker.model import Words
from checker.records import spokencodes, spokendates, spokennumbers
from checker.records.body import NONE
from checker.records.cells import WrongCell, refuse_personal_numbers, unended
from checker.records.sheetwords import folded, load
from checker.records.tables import LISTS, NUMBERS, Column
from checker.sheets.grid import Cell

_NONES = frozenset({NONE, "无", "(无)", "无。"})
_CODES = frozenset({"code", "codes", "yesno"})
_EXACT_DIGITS = 15
"""Of a number in a cell: Excel turns all further ones into zeros."""


@dataclass(frozen=True)
class Spoken:
    """`raw` is for `cells.value(column, raw, typed=False)`: text, of a list column the list of its parts, None for a blank
    cell, `none` for 无. `remark` tells how the cell was taken where somebody should know of it (0.1 as 10%)."""

    raw: str | list[str] | None
    remark: Words | None = None


def read(column: Column, cell: Cell | None, unit: str | None = None) -> Spoken:
    """What the cell says of that column. `unit` is the one that the heading states, as `sheetwords.heading` gives it.

    Codes come back by key, dates as YYYY-MM-DD or YYYY-MM, numbers in plain decimals, percentages with `%`, money in yuan.
    Raises WrongCell where the meaning is not certain; its `what` reads on behind the label and the value as `shown.shown`
    gives it (“约240”不是确数), `why` is what was expected, `mend` an example or the question to answer. `cells.value` may
    still raise WrongCell for `raw`: a link or a range is its business.
    """
    if cell is None or not folded(cell.value):
        return Spoken(None)
    refuse_personal_numbers(cell.value)
    _refuse_kind(column, cell)
    if column.type in _CODES and (key := spokencodes.option(column, cell.value)):
        return Spoken([key] if column.type in LISTS else key)
    nothing = _nothing(column, cell.value) if cell.kind == "text" else None
    if nothing is not None:
        return nothing
    return _number(column, cell, unit) if column.type in NUMBERS else _READ[column.type](column, cell)


def _refuse_kind(column: Column, cell: Cell) -> None:
    if cell.kind in _REFUSED:
        raise WrongCell(*_REFUSED[cell.kind])
    if cell.kind == "yesno" and column.type != "yesno":
        raise WrongCell(say("应填文字或数字", "expected words or a number"), what=say("是逻辑值", "is a truth value"))


_REFUSED: Mapping[str, tuple[Words, Words, Words]] = {
    "error": (
        say("应填数值或文字", "expected a value"),
        say("请改正公式或直接填写", "mend the formula or type the value"),
        say("是公式错误", "is an error of a formula"),
    ),
    "formula": (
        say("应有计算结果", "expected its result"),
        say("请用 Excel 或 WPS 打开并保存后再交，或直接填数", "open and save it in Excel or WPS, or type the value"),
        say("是没有计算结果的公式", "is a formula without a result"),
    ),
}


def _nothing(column: Column, text: str) -> Spoken | None:
    """A cell that says none, or that nothing is there yet; asks where it could mean either. None for any other cell."""
    words, said = load(), folded(text)
    if said in _NONES:
        if column.type in NUMBERS or column.type == "yesno" or column.empty:
            raise WrongCell(_absence(column), what=say("在这一列没有含义", "has no meaning here"))
        return Spoken(NONE)
    if said in words["absent"]:
        raise WrongCell(_absence(column), what=say("含义不明", "may mean two things"))
    if said in words["lasting"] and column.empty == "open":
        return Spoken(None, say("按尚未结束计（等于留空）", "taken as still lasting, like an empty cell"))
    if not said.strip("".join(words["dashes"])):
        raise WrongCell(_absence(column), what=say("含义不明", "may mean two things"))
    if said in words["placeholders"]:
        raise WrongCell(
            say("应填实有的值", "expected the value itself"),
            unended(column) if column.empty else say("尚不掌握请留空", "leave it empty if it is not known"),
            say("不是可用的值", "is no value"),
        )
    return None


def _absence(column: Column) -> Words:
    """How to say none in that column, and how to say nothing at all."""
    if column.empty:
        return unended(column)
    if column.type in NUMBERS:
        return say("是没有（填 0）还是未报（留空）？", "none (write 0), or not reported (leave it empty)?")
    if column.type == "yesno":
        return say("请填“是”或“否”，未报请留空", "write 是 or 否, or leave it empty")
    if column.none or column.type in {"text", *LISTS}:
        return say("是没有（填“无”）还是未报（留空）？", "none (write 无), or not reported (leave it empty)?")
    return say("未报请留空", "leave it empty if it is not reported")


def _number(column: Column, cell: Cell, unit: str | None) -> Spoken:
    return Spoken(*spokennumbers.read(column, cell, unit))


def _codes(column: Column, cell: Cell) -> Spoken:
    return Spoken(spokencodes.options(column, cell.value))


def _several(column: Column, cell: Cell) -> Spoken:
    whole = _text(column, cell)
    parts = [part for part in map(str.strip, spokencodes.parts(str(whole.raw))) if part]
    if not parts:
        raise WrongCell(_absence(column), what=say("含义不明", "may mean two things"))
    for part in parts if len(parts) > 1 else ():
        if _nothing(column, part):
            raise WrongCell(
                say("应只填各项", "expected nothing but the items"),
                what=say("既有“无”又有内容", "says none and lists items"),
            )
    return Spoken(parts, whole.remark)


def _code(column: Column, cell: Cell) -> Spoken:
    raise spokencodes.unknown(column, cell.value)


def _date(column: Column, cell: Cell) -> Spoken:
    return Spoken(*spokendates.read(column, cell))


def _text(column: Column, cell: Cell) -> Spoken:
    """Text as typed; a number that Excel made of it in plain digits."""
    if cell.kind == "text":
        return Spoken(*_unmarked(cell.value))
    if cell.kind == "number" and not cell.percent and not cell.unit and _is_exact(cell.value):
        return Spoken(cell.value)
    what = (
        say("被表格当作了日期", "was taken for a date by the spreadsheet")
        if cell.kind == "date"
        else say("被表格当作了数值，已失原样", "was taken for a number by the spreadsheet and is not as typed")
    )
    raise WrongCell(
        say(f"{column.label['zh']}应为文字", "expected text"),
        say("请把单元格格式设为“文本”后重填", "format the cell as text and type it again"),
        what,
    )


def _is_exact(number: str) -> bool:
    try:
        return len(Decimal(number).normalize().as_tuple().digits) <= _EXACT_DIGITS and len(number) <= _EXACT_DIGITS + 2
    except InvalidOperation:
        return False


def _unmarked(text: str) -> tuple[str, Words | None]:
    """Without the marks that nobody sees and that turn or hide what stands around them; all else stays as typed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if lines.isprintable():
        return lines, None
    kept = "".join(ch for ch in lines if unicodedata.category(ch) != "Cf").strip()
    if kept == lines:
        return kept, None
    return kept, say("有看不见的控制符，已略去", "had invisible control marks, which were left out")


_READ: Mapping[str, Callable[[Column, Cell], Spoken]] = {
    "id": _text,
    "text": _text,
    "texts": _several,
    "link": _text,
    "links": _several,
    "code": _code,
    "codes": _codes,
    "yesno": _code,
    "date": _date,
}
