"""Reads one workbook in a process of its own: bytes from the standard input, a `Book` or problems as JSON to the standard output.
Run by `checker.sheets.read`. openpyxl is loaded only for what the gate and the scan let pass, so that a refusal takes no time.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from checker.errors import BadInput, say
from checker.sheets.gate import admit
from checker.sheets.limits import MEMORY, SECONDS
from checker.sheets.outline import outline
from checker.sheets.refusals import damaged, refused
from checker.sheets.scan import Room, scan


def read(raw: bytes) -> dict[str, Any]:
    """Cells by number and the sheets that name them, see `reader.read`. Raises BadInput; `where` of its problems lacks the file's
    name."""
    book = outline(admit(raw, ""))
    room = Room()
    for name, data, _ in book.sheets:
        scan(data, name, room)
    from checker.sheets import reader  # noqa: PLC0415  (slow to load)

    return reader.read(book)


def answer(raw: bytes) -> dict[str, Any]:
    """`read`, or its problems; whatever else goes wrong is one too."""
    try:
        return read(raw)
    except BadInput as bad:
        return _said(bad)
    except MemoryError:
        return _said(refused("", say("内容过多，读不下", "too much in it to be read")))
    except Exception as error:  # hostile files fail in more ways than anybody foresees; each is "damaged"
        return _said(damaged("", type(error).__name__))


def main() -> None:
    limit()
    os.environ["OPENPYXL_LXML"] = "False"  # openpyxl would load it for nothing: it is handed elements
    found = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=True, separators=(",", ":")).encode())


def limit() -> None:
    """Of memory and time, for this process, where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        # the first limit says why it ends the process, the second would not
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    except (ImportError, OSError, ValueError):
        pass


def _said(bad: BadInput) -> dict[str, Any]:
    return {"problems": [[one.where, one.what, one.why, one.mend] for one in bad.problems]}
