"""Dates as people write them → YYYY-MM-DD, or YYYY-MM where only the month is said; asked where a part is left to guess."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from checker.errors import Text, say
from checker.isodate import is_day, is_day_or_month
from checker.model import Words
from checker.records.cells import WrongCell, example
from checker.records.sheetwords import load
from checker.records.tables import Column
from checker.sheets.grid import Cell
from checker.wording.numerals import any_of
from checker.wording.text import fold, visible

_LONGEST = 60
"""Characters that are looked at: no date has as many, and a cell may hold thousands."""
_TIME = re.compile(r"(?<=[0-9日号])(?:\s+|\s*T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\Z")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?\Z")
_SERIALS = range(36526, 73051)
"""Days since the end of 1899 that a spreadsheet shows as 2000 to 2099."""
_EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 system, counted back from March 1900, so that its day 60, which never was, plays no part."""

_APOSTROPHES = ("'", "’", "‘", "`")
"""What tells a spreadsheet to leave a text as it is; in a cell of texts it stays."""
_YEARS = range(1950, 2101)
"""Other years in such records are slips."""
_SUNDAYS = ("日", "天")

_SEP = r"\s*[-/.]\s*"
_TWO_DIGIT = re.compile(rf"([0-9]{{2}})(?:{_SEP}|\s*年\s*)([0-9]{{1,2}})(?:{_SEP}|\s*月\s*)([0-9]{{1,2}})\s*[日号]?\Z")
_NO_YEAR = re.compile(rf"[0-9]{{1,2}}(?:{_SEP}|\s*月\s*)[0-9]{{1,2}}\s*[日号]?\Z|[0-9]{{1,2}}\s*月(?:份)?\Z")
_YEAR_LAST = re.compile(rf"[0-9]{{1,2}}{_SEP}[0-9]{{1,2}}{_SEP}[0-9]{{4}}\Z")
_YEAR = re.compile(r"[0-9]{4}\s*(?:年度?|学年度?)?\Z")
_YEAR_MONTH = re.compile(r"([0-9]{4})([0-9]{2})\Z")
_LOST_ZERO = re.compile(r"([0-9]{4})\.1\Z")
"""2024.10 as a spreadsheet keeps it, since it is a number to it; a CSV file written from it holds the same."""
_INCOMPLETE = (
    (_YEAR_LAST, say("看不出哪个是月、哪个是日", "leaves open which is the month and which the day")),
    (_TWO_DIGIT, say("的年份只有两位", "has a year of two digits")),
    (_NO_YEAR, say("没有年份", "has no year")),
    (_YEAR, say("只有年份", "is a year only")),
)


def read(column: Column, cell: Cell) -> tuple[str, Words | None]:
    """The date as text, and what to remark. Raises WrongCell."""
    if cell.kind == "date":
        _refuse_year(column, cell.value)
        return cell.value[:10], None
    text = _TIME.sub("", fold(visible(cell.value)).strip()[:_LONGEST]).rstrip(".。 ")
    if text[:1] in _APOSTROPHES and _written(text[1:].lstrip()):
        text = text[1:].lstrip()
    text = _without_weekday(column, text)
    if cell.kind == "number":
        if cell.percent or cell.value.startswith("-"):
            raise _asked(column, say("不是日期", "is no date"))
        if day := _serial(text):
            return day, say(f"是日期序号，按 {day} 计", f"is the number of a date, taken as {day}")
    if lost := _LOST_ZERO.match(text):
        raise _asked(
            column,
            say("可能是 1 月，也可能是 10 月", "may be January or October"),
            say(f"是 {lost[1]}-01 还是 {lost[1]}-10？", f"{lost[1]}-01 or {lost[1]}-10?"),
        )
    found = _written(text)
    if found is None:
        raise _unread(column, text)
    _refuse_year(column, found)
    if not is_day_or_month(found):
        raise _asked(column, say("没有这一天", "is a day that does not exist"))
    return found, None


def _serial(text: str) -> str | None:
    found = _SERIAL.match(text)
    if found and int(found[1]) in _SERIALS:
        return (_EPOCH + timedelta(days=int(found[1]))).isoformat()
    return None


def _written(text: str) -> str | None:
    """A date with a four-digit year in front, whether or not it exists."""
    if found := _COMPACT.match(text):
        return "-".join(found.groups())
    if found := _form().fullmatch(text):
        parts = [_number(found[name]) for name in ("year", "month", "day") if found[name]]
        if all(part is not None and (0 <= part < 100 or at == 0) for at, part in enumerate(parts)):
            return "-".join(f"{part:04}" if at == 0 else f"{part:02}" for at, part in enumerate(parts))
    return None


def _number(text: str) -> int | None:
    value = int(text) if text.isascii() else load().numerals.value(text)
    return int(value) if value is not None and value == int(value) else None


@cache
def _form() -> re.Pattern[str]:
    numerals = load().numerals
    digit = any_of([*numerals.digits, *numerals.zeros])
    word = any_of([*numerals.digits, *numerals.powers, *numerals.zeros])
    part = rf"(?:[0-9]{{1,2}}|(?:{word}){{1,3}})"
    return re.compile(
        rf"(?P<year>[0-9]{{4}}|(?:{digit}){{4}})(?:{_SEP}|\s*年\s*)(?P<month>{part})"
        rf"(?:\s*月(?:份)?|(?:{_SEP}|\s*月\s*)(?P<day>{part})\s*[日号]?)?"
    )


def _unread(column: Column, text: str) -> WrongCell:
    """What to ask about a text that is no date of ours."""
    if offered := _offered(text):
        what, day = offered
        return _asked(column, what, say(f"是 {day} 吗？", f"is it {day}?"))
    for form, what in _INCOMPLETE:
        if form.match(text):
            return _asked(column, what)
    if _span().fullmatch(text):
        what = say("是一段时间，不是一天", "is a span of time, not a day")
        return _asked(column, what, say("起、止请分列填写", "put start and end in columns of their own"))
    if any(word in text for word in load()["vague_dates"]):
        return _asked(column, say("不是确切的日期", "is not an exact date"))
    day_alone = _alone(text)
    if day_alone:
        what = say("除日期外还有别的字", "has more in it than a date")
        return _asked(column, what, say(f"是 {day_alone} 吗？只填日期", f"is it {day_alone}? write the date alone"))
    return _asked(column, say("不是日期", "is no date"))


def _alone(text: str) -> str | None:
    """The one date in a text that holds nothing else of numbers."""
    listed = [found for found in _form().finditer(text) if (found["day"] or found["month"])]
    if len(listed) != 1 or any(ch.isdigit() for ch in text[: listed[0].start()] + text[listed[0].end() :]):
        return None
    day = _written(listed[0][0])
    return day if day and is_day_or_month(day) and int(day[:4]) in _YEARS else None


def _without_weekday(column: Column, text: str) -> str:
    """The weekday in brackets behind a full date goes; one that the day was not is asked about."""
    found = _weekday().search(text)
    day = _written(text[: found.start()].strip()) if found else None
    if not found or not day or not is_day(day):
        return text
    signs = load()["weekday_signs"]
    number = len(signs) - 1 if found["day"] in _SUNDAYS else signs.index(found["day"])
    if date.fromisoformat(day).weekday() != number:
        shown = signs[date.fromisoformat(day).weekday()]
        raise _asked(
            column,
            say("的日期与星期不合", "names another weekday than the date has"),
            say(f"{day} 是星期{shown}，请核对", f"look at the date: {day}"),
        )
    return text[: found.start()].strip()


@cache
def _weekday() -> re.Pattern[str]:
    words = load()
    signs = any_of([*words["weekday_signs"], *_SUNDAYS])
    return re.compile(rf"\s*\((?:{any_of(words['weekdays'])})(?P<day>{signs})\)\Z")


def _refuse_year(column: Column, day: str) -> None:
    if day[:4].isdigit() and int(day[:4]) not in _YEARS:
        what = say(f"的年份是 {int(day[:4])}", f"has the year {int(day[:4])}")
        raise _asked(column, what, say("年份填对了吗？", "is the year right?"))


def _offered(text: str) -> tuple[Words, str] | None:
    """Why a text is not certain, and the date that it most likely means."""
    if found := _TWO_DIGIT.match(text):
        day = f"20{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        return (say("的年份只有两位", "has a year of two digits"), day) if is_day(day) else None
    if found := _YEAR_MONTH.match(text):
        month = f"{found[1]}-{found[2]}"
        return (say("写法不确定", "is not certain"), month) if is_day_or_month(month) else None
    day_ = _serial(text)
    return (say("像日期序号", "looks like the number of a date"), day_) if day_ else None


@cache
def _span() -> re.Pattern[str]:
    date_ = r"[-./0-9年月日号学度第\s]*"
    return re.compile(rf"{date_}[0-9年月日号]\s*(?:{any_of(load()['ranges'])})\s*(?:[0-9]{date_}(?:学期)?|今)")


def _asked(column: Column, what: Words, mend: Text = "") -> WrongCell:
    why = say("应为 年-月-日，只知月份则写 年-月", "expected year-month-day, or year-month where only that is known")
    return WrongCell(why, mend or example(column, "2024-08-31"), what)
