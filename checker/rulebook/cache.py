"""Read and checked rule files, kept between runs: a cold check would spend half its time on YAML that has not changed.

The key is the tool's version, the schemas and the bytes of the files, so a stale entry cannot be found. An entry is JSON
with a checksum, replaced atomically; one that is damaged, or a folder that cannot be written, is as good as none. Only
places that what is loaded names are kept: deeper ones are needed only for files with errors, which are never stored.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from checker import __version__, house
from checker.textfile import read_bytes
from checker.yamlfile import Document, Marks, parse

KEPT = 2
"""Depth of the places kept: a file's list and its items."""
LINES_OF = {"schemes": 4}
"""Of these lists the items have lists of their own whose lines are kept: a scheme names those of its indicators."""
DECIMAL = "="
MOST = 16
"""Entries left in the folder: whoever edits rules makes a new one at every run."""


def folder() -> Path | None:
    """Where entries live: JITUAN_CACHE (empty: nowhere), else the user's cache folder."""
    named = os.environ.get("JITUAN_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME") or (str(Path.home() / ".cache") if os.environ.get("HOME") else None)
    return Path(base) / "jituan" if base else None


@cache
def _tool() -> str:
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(house.schemas_dir().glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Shelf:
    """Entries of one folder of rule files, in one file: read once, written once if anything was added."""

    def __init__(self, files: list[Path]) -> None:
        self.raw = {path: read_bytes(path, str(path)) for path in files}
        digest = hashlib.sha256(_tool().encode())
        for path, raw in self.raw.items():
            digest.update(f"{path}\0".encode() + hashlib.sha256(raw).digest())
        where = folder()
        self.path = where / f"rules-{digest.hexdigest()[:32]}.json" if where else None
        self.entries: dict[str, Any] = self._read()
        self.added = False

    def get(self, path: Path) -> Document | None:
        entry = self.entries.get(str(path))
        if entry is None:
            return None
        data = _restored(entry["data"]) if entry["decimals"] else entry["data"]
        return Document(path, str(path), data, entry["sha256"], _grown(entry["marks"]))

    def parse(self, path: Path) -> Document:
        return parse(self.raw[path], path=path, name=str(path))

    def put(self, document: Document) -> None:
        """Keep a document that has passed its schema."""
        if self.path is None:
            return
        decimals = not _plain(document.data)
        self.entries[str(document.path)] = {
            "sha256": document.sha256, "data": _written(document.data) if decimals else document.data,
            "decimals": decimals, "marks": _cut(document.marks, _depth(document)),
        }  # fmt: skip
        self.added = True

    def save(self) -> None:
        if self.path is None or not self.added:
            return
        text = json.dumps(self.entries, ensure_ascii=False, separators=(",", ":"))
        body = (hashlib.sha256(text.encode()).hexdigest() + "\n" + text).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".rules-")
            with os.fdopen(handle, "wb") as file:
                file.write(body)
            Path(name).replace(self.path)
            for old in sorted(self.path.parent.glob("rules-*.json"), key=lambda one: one.stat().st_mtime)[:-MOST]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    def _read(self) -> dict[str, Any]:
        if self.path is None:
            return {}
        try:
            checksum, _, body = self.path.read_bytes().partition(b"\n")
            if hashlib.sha256(body).hexdigest().encode() != checksum:
                return {}
            found = json.loads(body)
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _plain(data: Any) -> bool:
    """Is it what JSON keeps as it is: no exact decimals?"""
    if isinstance(data, dict):
        return all(_plain(one) for one in data.values())
    if isinstance(data, list):
        return all(_plain(one) for one in data)
    return not isinstance(data, Decimal)


def _written(data: Any) -> Any:
    """With exact decimals as `{DECIMAL: text}`: JSON would round them. No rule file has such a key."""
    if isinstance(data, dict):
        return {key: _written(one) for key, one in data.items()}
    if isinstance(data, list):
        return [_written(one) for one in data]
    return {DECIMAL: str(data)} if isinstance(data, Decimal) else data


def _restored(data: Any) -> Any:
    """`_restored(_written(data)) == data`."""
    if isinstance(data, dict):
        return Decimal(data[DECIMAL]) if DECIMAL in data else {key: _restored(one) for key, one in data.items()}
    return [_restored(one) for one in data] if isinstance(data, list) else data


def _depth(document: Document) -> int:
    keys = document.data if isinstance(document.data, dict) else ()
    return max((LINES_OF.get(key, KEPT) for key in keys), default=KEPT)


def _cut(marks: Marks, depth: int) -> Any:
    if len(marks) < 3 or depth == 0:
        return list(marks[:2])
    line, column, children = marks[:3]
    if isinstance(children, dict):
        return [line, column, {key: [one[0], one[1], _cut(one[2], depth - 1)] for key, one in children.items()}]
    return [line, column, [_cut(one, depth - 1) for one in children]]


def _grown(marks: Any) -> Marks:
    return tuple(marks)
