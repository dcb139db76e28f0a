"""Text files: UTF-8, GB18030 and UTF-16 told apart."""

from __future__ import annotations

from checker.errors import BadInput, Problem, say
from checker.intake.legible import legible, likely
from checker.model import Words

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAVE = say("请用原来的软件打开，另存为 UTF-8 文本", "open it where it was written and save it as UTF-8 text")


def decode(raw: bytes, name: str) -> tuple[str, tuple[Words, ...]]:
    """The text and how it was coded, if it was not UTF-8. A byte order mark is believed; without one the first coding
    counts that all bytes fit and that gives legible text."""
    for mark, coding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(coding), _remark(coding)
            except UnicodeDecodeError as error:
                raise BadInput(_broken(name, raw, error.start)) from None
    if b"\0" in raw:
        for coding in ("utf-16-le", "utf-16-be"):
            text = _try(raw, coding)
            if text is not None and "\0" not in text and likely(text) and legible(text):
                return text, _remark("utf-16")
        what = say("是二进制文件，不是文本", "a binary file, not text")
        raise BadInput(
            Problem(name, what, mend=say("请给出 .docx、.pdf 或文本文件", "give a .docx, .pdf or text file"))
        )
    try:
        return raw.decode(), ()
    except UnicodeDecodeError as error:
        text = _try(raw, "gb18030")
        if text is not None and legible(text):
            return text, _remark("gb18030")
        raise BadInput(_broken(name, raw, error.start)) from None


def _try(raw: bytes, coding: str) -> str | None:
    try:
        return raw.decode(coding)
    except UnicodeDecodeError:
        return None


def _remark(coding: str) -> tuple[Words, ...]:
    if coding == "utf-8-sig":
        return ()
    shown = coding.upper().replace("GB1", "GB 1")
    return (say(f"原文件编码为 {shown}，已转为 UTF-8", f"the file was coded in {shown} and is now UTF-8"),)


def _broken(name: str, raw: bytes, at: int) -> Problem:
    line = raw.count(b"\n", 0, at) + 1
    return Problem(
        f"{name}:{line}",
        say("编码混乱，读不出文字", "the coding is mixed up, the text cannot be read"),
        say("应为 UTF-8、GB18030 或 UTF-16", "expected UTF-8, GB18030 or UTF-16"),
        _SAVE,
    )
