"""The files of a rulebook as rows of a hidden sheet, and back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from checker.errors import BadInput, Problem, say

SHEET = "_jituan"
_KIND, _VERSION = "jituan-rulebook", "1"
ANEW = say(
    "请重新用 jituan rules to-excel 导出，把改动抄过去",
    "write it anew with jituan rules to-excel and copy the changes over",
)
"""What to do with a workbook that cannot be compared with the files."""
_CHUNK = 30_000
"""Characters of a cell; Excel takes 32,767."""
_MOST = 30_000_000
"""Bytes unpacked: the largest rulebook has under two million."""
_SUFFIXES = (".yaml", ".lock", ".md")


def files(folder: Path) -> dict[str, str]:
    """The files of a rulebook by their path within it. Raises BadInput for one that is no text."""
    found = {}
    for path in sorted(one for one in folder.rglob("*") if one.suffix in _SUFFIXES and one.is_file()):
        try:
            found[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            raise BadInput(
                Problem(str(path), say("读不出来，或不是 UTF-8", "cannot be read, or is not UTF-8"))
            ) from None
    return found


def packed(book: str, held: Mapping[str, str]) -> list[list[str]]:
    raw = json.dumps(held, ensure_ascii=False, sort_keys=True).encode()
    text = base64.b64encode(zlib.compress(raw, 9)).decode()
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    return [[_KIND, _VERSION, book, hashlib.sha256(raw).hexdigest()], *([one] for one in chunks)]


def unpacked(rows: Sequence[Sequence[str]], name: str) -> tuple[str, dict[str, str]]:
    """The rulebook's id and its files. Raises BadInput where the rows are not as they were written."""
    if not rows or len(rows[0]) != 4 or list(rows[0][:2]) != [_KIND, _VERSION]:
        raise _bad(name, say("不是本软件导出的规则工作簿", "not a workbook of rules that this program wrote"))
    _, _, book, sha256 = rows[0]
    try:
        stream = zlib.decompressobj()
        raw = stream.decompress(base64.b64decode("".join(row[0] for row in rows[1:]), validate=True), _MOST)
        held = json.loads(raw) if not stream.unconsumed_tail and hashlib.sha256(raw).hexdigest() == sha256 else None
    except (binascii.Error, zlib.error, ValueError, IndexError):
        held = None
    if not isinstance(held, dict) or not all(isinstance(one, str) and _safe(path) for path, one in held.items()):
        raise _bad(name, say("隐藏的原文件被改动了", "the files in its hidden sheet were changed"))
    return book, held


def safe(path: str) -> bool:
    """May a rule file stand there?"""
    return _safe(path) and path.endswith(".yaml")


def _safe(path: str) -> bool:
    """No way out of the folder, in any system's way of writing one."""
    parts = PurePosixPath(path)
    return (
        parts.suffix in _SUFFIXES
        and not parts.is_absolute()
        and ".." not in parts.parts
        and "\\" not in path
        and ":" not in path
    )


def _bad(name: str, what: Mapping[str, str]) -> BadInput:
    return BadInput(Problem(f"{name}:{SHEET}", what, mend=ANEW))
