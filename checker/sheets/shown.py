"""Values as people see them in a workbook: numbers of fifteen digits, percentages, dates from serials."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache
from typing import Literal

from openpyxl.styles.numbers import BUILTIN_FORMATS, STRIP_RE, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from checker.sheets.grid import SCALED, Cell

Shape = Literal["number", "percent", "date", "month", "time"]
"""`month` is a date whose day is not shown, `time` a time of day without a date. A duration ([h]:mm) is a number of days."""

BUILT_IN = BUILTIN_FORMATS | {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy-mm"),
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), "yyyy-mm-dd"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "hh:mm"),
}
"""Formats that stand in a file without being written out. openpyxl lacks those of Chinese editions, here by what they show: the
Chinese (PRC) column of ECMA-376 18.8.30."""

_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<one>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|(?P<bare>.)', re.S
)
_CONDITION = re.compile(r"\[[<>=]")
_GENERAL = re.compile(r"G/通用格式|General|通用格式|E[-+]", re.I)
_SHIFTED = re.compile(r"[0#?],+(?![0#?,])")
_YUAN = str.maketrans("", "", "¥￥%‰")
_LONGEST = 255
"""Characters of a format, as in Excel."""
_DAY = 86_400
_NO_DAY = range(60 * _DAY, 61 * _DAY)
"""The seconds of serial 60: a 29 February 1900 that never was. openpyxl takes it for the 28th."""


@cache
def shape(code: str) -> Shape:
    """What a number format makes of a positive number."""
    code = code[:_LONGEST]
    section = STRIP_RE.sub("", code.partition(";")[0]).lower()
    if is_timedelta_format(code):
        return "number"
    if not is_date_format(code):
        return "percent" if "%" in section.replace("\\%", "") else "number"
    if "d" in section or not re.search("[yhs]", section):
        return "date"
    return "month" if "y" in section else "time"


@cache
def unit(code: str) -> str:
    """The words that a number format adds to a positive number, as `Cell.unit` has them; signs of yuan and per cent left out."""
    code = code[:_LONGEST]
    if is_timedelta_format(code):
        return ""
    if _CONDITION.search(code):  # it depends on the number what is shown
        said = {_words(section) for section in code.split(";")} - {""}
        return SCALED + max(said).lstrip(SCALED) if said else ""
    return _words(code.partition(";")[0])


def _words(section: str) -> str:
    words, digits = [], ""
    for token in _TOKENS.finditer(_GENERAL.sub("0", section)):
        bare, one = token["bare"] or "", token["one"] or ""
        words.append(token["quoted"] or one or token["currency"] or (bare if bare.isalpha() else ""))
        digits += "." if one == "." else bare
    scaled = _SHIFTED.search(digits) or ("." in section and re.search(r'[\\!]\.|"\."', section))
    said = "".join(ch for ch in "".join(words).translate(_YUAN) if ch.isalnum() or ch == "/")
    return (SCALED + said) if scaled else said


def exact(stored: float) -> str:
    """Plain decimal notation. Excel shows fifteen digits of the seventeen that it stores: 0.1+0.2 is stored as
    0.30000000000000004 and shown as 0.3. Raises ArithmeticError for what is no number."""
    if not stored:
        return "0"
    shown = Decimal(format(stored, ".15g"))
    if not shown.is_finite():
        raise OverflowError
    return format(shown, "f")


def moment(serial: float, form: Shape, epoch: datetime.datetime) -> Cell | None:
    """The date, month or time of day that a serial shows in a format of that shape; None for one that shows no day: before the
    first one, or after 9999."""
    seconds = round(serial * _DAY)
    if seconds < 0 or (epoch == WINDOWS_EPOCH and seconds in _NO_DAY):
        return None
    try:
        found = from_excel(seconds / _DAY, epoch)
    except OverflowError:
        return None
    if not isinstance(found, datetime.datetime):
        return dated(found) if form == "time" else None
    if form == "month" and found == datetime.datetime(found.year, found.month, 1):  # noqa: DTZ001
        return Cell("text", f"{found:%Y-%m}")
    return dated(found)


def dated(found: object) -> Cell:
    """A date, or a time of day as text. Raises ValueError for a duration."""
    match found:
        case datetime.datetime():
            clock = f"{found:%H:%M}"
            return Cell("date", found.date().isoformat() + (f" {clock}" if clock != "00:00" else ""))
        case datetime.date():
            return Cell("date", found.isoformat())
        case datetime.time():
            return Cell("text", f"{found:%H:%M}")
    raise ValueError
