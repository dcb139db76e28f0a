"""A spreadsheet file that nobody vouches for → `Book`. Workbooks are unpacked and parsed in a process of its own with limits of
time and memory: a hostile one may hang or swell it, and then only that ends."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import checker
from checker.errors import BadInput, Problem, say
from checker.sheets import delimited
from checker.sheets.grid import Book, Cell, Grid
from checker.sheets.kinds import SUFFIXES, TAKEN, kind
from checker.sheets.limits import PATIENCE, SECONDS
from checker.sheets.refusals import damaged, refused
from checker.textfile import read_bytes

__all__ = ["SUFFIXES", "TAKEN", "book", "read", "read_raw"]

_PROGRAM = "import sys; sys.path += sys.argv[1:]; from checker.sheets.child import main; main()"
_OVERTIME = -getattr(signal, "SIGXCPU", 0)  # not on Windows
_FOLDER = str(Path(checker.__file__).resolve().parents[1])


def read(path: Path, name: str | None = None) -> Book:
    """The cells of an .xlsx or .csv file, told apart by what is in it. `name` is how messages and places call it.

    Raises BadInput, with one problem, for whatever is not read: one sentence that says what to do about it.
    """
    called = str(path) if name is None else name
    return read_raw(read_bytes(path, called), called)


def read_raw(raw: bytes, name: str) -> Book:
    """`read` for bytes at hand."""
    sha256 = hashlib.sha256(raw).hexdigest()
    if kind(raw, name) == "text":
        return Book(name, sha256, (delimited.grid(raw, name),))
    return book(_child(raw, name), name, sha256)


def book(answer: dict[str, Any], name: str, sha256: str) -> Book:
    """The answer of the process (`child.answer`) as a book, or its problems raised. The process is not trusted either."""
    try:
        if "problems" in answer:
            raise BadInput([Problem(name + where, *said) for where, *said in answer["problems"]])
        cells = [Cell(*one) for one in answer["cells"]]
        return Book(name, sha256, tuple(_grid(one, cells) for one in answer["sheets"]))
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise damaged(name, type(error).__name__) from None


def _child(raw: bytes, name: str) -> dict[str, Any]:
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM, _FOLDER, *filter(None, sys.path)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603  (our own module)
        if _OVERTIME and done.returncode == _OVERTIME:
            raise _unfinished(name)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise _unfinished(name) from None
    except (OSError, ValueError):
        raise damaged(name, say("或内容过多", "or too much in it")) from None
    return answer if isinstance(answer, dict) else {}


def _unfinished(name: str) -> BadInput:
    what = say(f"{SECONDS} 秒内没有读完", f"not read within {SECONDS} seconds")
    mend = say("请拆成几份，或删去用不到的工作表", "split it, or delete what is not needed")
    return refused(name, what, "", mend)


def _grid(one: dict[str, Any], cells: list[Cell]) -> Grid:
    flat = iter(one["cells"])
    return Grid(
        name=one["name"],
        cells={(row, column): cells[found] for row, column, found in zip(flat, flat, flat, strict=True)},
        rows=one["rows"],
        columns=one["columns"],
        hidden=one["hidden"],
        hidden_rows=frozenset(one["hidden_rows"]),
        hidden_columns=frozenset(one["hidden_columns"]),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in one["merged"]),
        widths={int(column): width for column, width in one["widths"].items()},
    )
