"""Bytes and text of a file that a stranger may have made: ordinary, not too large, UTF-8."""

from __future__ import annotations

from pathlib import Path

from checker.errors import BadInput, Problem, say

LIMIT = 32_000_000
"""Bytes of one file. A county's records of a year are some 5 MB; beyond this they belong in Parquet."""


def read_bytes(path: Path, name: str, limit: int = LIMIT) -> bytes:
    """The bytes of an ordinary file that is not too large, or `BadInput`."""
    try:
        if not path.is_file():
            raise BadInput(Problem(name, say("不是文件或不存在", "not a file, or it does not exist")))
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(Problem(name, say(f"无法读取：{reason}", f"cannot be read: {reason}"))) from None
    if len(raw) > limit:
        size = f"{limit // 1_000_000} MB"
        raise BadInput(
            Problem(name, say("文件过大", "the file is too large"), say(f"应不超过 {size}", f"at most {size}"))
        )
    return raw


def decode(raw: bytes, name: str) -> str:
    """Text of a UTF-8 file, with or without a byte order mark; `BadInput` if empty, binary or coded otherwise."""
    if not raw.strip():
        what = say("文件是空的，没有一行内容", "the file is empty")
        raise BadInput(Problem(name, what, mend=say("请填写后再用，或删去这个文件", "fill it in, or remove it")))
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadInput(_not_utf8(f"{name}:1:1"))
    if b"\0" in raw:
        raise BadInput(
            Problem(
                name,
                say("是二进制文件，不是文本", "a binary file, not text"),
                say("应为 UTF-8 文本", "expected UTF-8 text"),
                say("例如 name: 示例", "for example `name: demo`"),
            )
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        line = before.count(b"\n") + 1
        raise BadInput(_not_utf8(f"{name}:{line}:{column}")) from None


def _not_utf8(where: str) -> Problem:
    return Problem(
        where,
        say("不是 UTF-8 编码，可能是 GBK", "not UTF-8, perhaps GBK"),
        say("应为 UTF-8 文本", "expected UTF-8 text"),
        say("请在编辑器里另存为 UTF-8", "save it as UTF-8 in your editor"),
    )
