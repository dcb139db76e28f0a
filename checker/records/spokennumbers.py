"""Numbers as people write them: figures or words, with a unit or without. Exact fractions all the way, or a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache

from checker.errors import Text, say
from checker.model import Words
from checker.records.cells import WrongCell, example
from checker.records.sheetwords import Unit, heading, load
from checker.records.spokenshares import FIGURES, count, share
from checker.records.tables import Column
from checker.sheets.grid import Cell
from checker.wording.numerals import any_of
from checker.wording.text import fold, visible

_LONGEST = 60
"""Characters of a number with its unit: what is longer is prose."""
_MOST_DECIMALS = 400
_DECIMALS = {"int": 0, "money": 2, "points": 2, "percent": 4}
_NAMES = {
    "int": say("不小于 0 的整数", "a whole number, 0 or more"),
    "money": say("金额，至多到分", "an amount of money, at most two decimals"),
    "points": say("分数，至多两位小数", "points, at most two decimals"),
    "percent": say("0—100 的百分数，至多四位小数", "0 to 100 with %, at most four decimals"),
}
_EXAMPLES = {"int": "120", "money": "12000.50", "points": "86.5", "percent": "86.5%"}


@dataclass(frozen=True)
class _Said:
    """A number as written: the number itself, the scale (万) and the unit behind it. `worded`: in words, not figures."""

    number: Fraction
    scale: Unit | None = None
    unit: Unit | None = None
    worded: bool = False


def read(column: Column, cell: Cell, unit: str | None) -> tuple[str, Words | None]:
    """The number in the column's own unit as `cells.value` takes it, and what to remark. `unit` is the heading's. Raises
    WrongCell."""
    stated = _heading_unit(column, unit)
    if cell.kind not in ("number", "text"):
        what = say("被表格当作了日期", "was taken for a date by the spreadsheet")
        mend = say("请把单元格格式设为“常规”后重填", "format the cell as general and type it again")
        raise WrongCell(_expected(column), mend, what)
    said = _number(column, cell) if cell.kind == "number" else _said(cell.value)
    if said is None or (said.scale is not None and column.type in ("points", "percent")):
        raise _unread(column, cell.value)
    if said.number < 0:
        raise WrongCell(_expected(column), _example(column), say("是负数", "is negative"))
    if column.type == "percent":
        return _percent(column, cell, said, stated)
    if cell.percent:
        raise WrongCell(_expected(column), _example(column), say("是百分数", "is a percentage"))
    value, remark = _measured(column, said, stated)
    if cell.unit and value != said.number:
        text = _plain(value)
        remark = say(
            f"按单元格格式的单位“{cell.unit}”计为 {text}", f"taken as {text} by the unit {cell.unit} of its format"
        )
    return _exact(column, value), remark


def _heading_unit(column: Column, unit: str | None) -> Unit | None:
    """The unit of the heading; where it states none, what the column itself counts (节, 年)."""
    if unit is None and column.type == "int":
        unit = heading(column.label["zh"]).unit
    found = load().units.get(unit or "")
    if found is None or found.kind == column.type or (found.kind == "scale" and column.type in ("int", "money")):
        return found
    why = _expected(column)
    raise WrongCell(
        why,
        say("请改正表头中的单位", "mend the unit in the heading"),
        say(f"的表头单位“{unit}”不合", f": the heading's unit `{unit}` does not fit"),
    )


def _number(column: Column, cell: Cell) -> _Said | None:
    """The number of a cell, with the unit that its format shows. Raises WrongCell where that is no unit."""
    try:
        number = Fraction(Decimal(cell.value))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    words, unit = load(), load().units.get(cell.unit)
    if unit is not None:
        return _Said(number, unit) if unit.kind == "scale" else _Said(number, unit=unit)
    if cell.unit and cell.unit.casefold() not in words["before_number"]:
        raise WrongCell(
            _expected(column),
            say("请把单元格格式设为“常规”，核对后重填", "format the cell as general and type it again"),
            say("的格式另带文字或改了显示的数，不知实为多少", "is shown otherwise than it is by its format"),
        )
    return _Said(number)


def _said(value: str) -> _Said | None:
    """The number that the text is, and nothing else."""
    text = _folded(value)
    if len(text) > _LONGEST:
        return None
    words = load()
    worded = share(text)
    if worded is not None:
        return _Said(worded, None, words.units["%"], worded=True)
    found = _form().fullmatch(text)
    if found is None:
        return None
    number = count(found["number"])
    if number is None:
        return None
    sign = -1 if found["minus"] else 1
    return _Said(
        sign * number,
        words.units.get(found["scale"] or ""),
        words.units.get(found["unit"] or ""),
        worded=not found["number"][0].isdigit(),
    )


def _folded(value: str) -> str:
    return fold(visible(value)).strip().casefold()


@cache
def _form() -> re.Pattern[str]:
    words = load()
    scales = any_of([unit.name for unit in _longest() if unit.kind == "scale"])
    units = any_of([unit.name for unit in _longest() if unit.kind != "scale"])
    return re.compile(
        rf"(?:(?:{any_of(words['before_number'])})\s*){{0,2}}(?P<minus>-)?\s*(?P<number>{FIGURES}|{words.numerals.written})"
        rf"\s*(?P<scale>{scales})?\s*(?P<unit>{units})?\s*(?:{any_of(words['after_number'])})?"
    )


def _longest() -> list[Unit]:
    return sorted(load().units.values(), key=lambda unit: len(unit.name), reverse=True)


def _measured(column: Column, said: _Said, stated: Unit | None) -> tuple[Fraction, Words | None]:
    """The number in the column's own unit. A unit in the cell counts before the heading's, which is then remarked."""
    head = stated.factor if stated else Fraction(1)
    scale = said.scale.factor if said.scale else Fraction(1)
    if said.unit is not None:
        _refuse_other_unit(column, said.unit, stated)
        factor = scale * said.unit.factor
    elif head != 1 and (said.worded or scale not in (1, head)):
        raise _which(column, stated)
    else:
        factor = scale if said.scale else head
    value = said.number * factor
    repeats = said.unit is None and said.scale is not None and head != 1
    return value, _taken(column, value) if stated and (factor != head or repeats) else None


def _percent(column: Column, cell: Cell, said: _Said, stated: Unit | None) -> tuple[str, Words | None]:
    if cell.percent:
        return _exact(column, said.number * 100) + "%", None
    if said.unit is not None:
        _refuse_other_unit(column, said.unit, None)
        return _exact(column, said.number * said.unit.factor) + "%", None
    return _bare_percent(column, said.number, stated)


def _bare_percent(column: Column, number: Fraction, stated: Unit | None) -> tuple[str, Words | None]:
    """A number without a sign. Below one it is a share; from one on nobody knows, unless the heading says it."""
    if number == 0:
        return "0%", None
    if number < 1 and stated is None:
        text = _exact(column, number * 100)
        return f"{text}%", say(f"{_plain(number)} 按 {text}% 计", f"{_plain(number)} taken as {text}%")
    if number > 1 and stated is not None:
        return _exact(column, number * stated.factor) + "%", None
    shown, whole = _plain(number), _plain(number * 100)
    mend: Text
    if number <= 1:
        sign = stated.name if stated else "%"
        mend = say(f"是 {shown}{sign} 还是 {whole}%？", f"{shown}{sign} or {whole}%?")
    else:
        mend = say(f"是 {shown}% 吗？", f"is it {shown}%?") if number <= 100 else _example(column)
    raise WrongCell(_expected(column), mend, say("没有百分号", "has no percent sign"))


def _exact(column: Column, value: Fraction) -> str:
    """Plain decimals, as many as the column holds, or a question: nothing is rounded."""
    decimals = _DECIMALS[column.type]
    if (value * 10**decimals).denominator == 1:
        return _plain(value)
    if decimals == 0:
        raise WrongCell(_expected(column), _example(column), say("不是整数", "is not a whole number"))
    sign = "%" if column.type == "percent" else ""
    rounded = _plain(Fraction(round(value * 10**decimals), 10**decimals))
    raise WrongCell(
        _expected(column),
        say(f"例如 {rounded}{sign}", f"for example {rounded}{sign}"),
        say("小数位过多", "has too many decimals"),
    )


def _plain(value: Fraction) -> str:
    """The digits of a decimal fraction, without an exponent and without zeros at the end."""
    decimals = next(n for n in range(_MOST_DECIMALS) if (value * 10**n).denominator == 1)
    digits = str(int(value * 10**decimals)).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def _unread(column: Column, text: str) -> WrongCell:
    """What to say of a text that is no exact number."""
    said, words = _folded(text)[:_LONGEST], load()
    if _range().search(said):
        what = say("是一个范围，不是一个数", "is a range, not one number")
    elif any(word in said for word in words["approximate"]):
        what = say("不是确数", "is not an exact number")
        return WrongCell(say("请填实有数", "expected the exact number"), _example(column), what)
    else:
        what = say("不是可用的数", "is no usable number")
    return WrongCell(_expected(column), _example(column), what)


@cache
def _range() -> re.Pattern[str]:
    words = load()
    number = rf"(?:{FIGURES}|{words.numerals.written})"
    return re.compile(rf"{number}\s*\D{{0,3}}(?:{any_of(words['ranges'])})\s*{number}")


def _refuse_other_unit(column: Column, own: Unit, stated: Unit | None) -> None:
    """Raises WrongCell where a cell's unit measures something else than its column, or than the heading says."""
    if own.kind != column.type:
        what = say(f"的单位“{own.name}”不合", f"has the unit {own.name}")
        raise WrongCell(_expected(column), _example(column), what)
    if (
        stated is None
        or stated.kind == "scale"
        or stated.same == own.same
        or load().any_unit in (stated.name, own.name)
    ):
        return
    raise WrongCell(
        say(f"表头的单位是“{stated.name}”", f"the heading's unit is {stated.name}"),
        say(f"请按“{stated.name}”填数", f"give it in {stated.name}"),
        say(f"的单位是“{own.name}”", f"has the unit {own.name}"),
    )


def _which(column: Column, stated: Unit | None) -> WrongCell:
    name = stated.name if stated else ""
    return WrongCell(
        _expected(column),
        say(f"请写明单位，或按表头的“{name}”只填阿拉伯数字", f"write the unit, or figures alone in {name}"),
        say("与表头的单位合起来不确定", "is not certain together with the heading's unit"),
    )


def _taken(column: Column, value: Fraction) -> Words:
    yuan = ("元", " yuan") if column.type == "money" else ("", "")
    text = _plain(value)
    return say(
        f"按所写单位计为 {text}{yuan[0]}，未按表头的单位",
        f"taken as {text}{yuan[1]} by its own unit, not the heading's",
    )


def _expected(column: Column) -> Words:
    name = _NAMES[column.type]
    return say(f"应为{name['zh']}", f"expected {name['en']}")


def _example(column: Column) -> Text:
    return example(column, _EXAMPLES[column.type])
