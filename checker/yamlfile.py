"""A strict reader of YAML: what stands in the file is what one gets, and every value knows its place.

YAML guesses: `NO` becomes false, `1:20` becomes 80, `010` becomes 8, 3.10 loses its zero, the last of two equal keys
wins. Here only `true`, `false`, `null`/`~`/empty, plain whole numbers and plain decimals (exact) are
resolved; all other scalars stay text. Tags, anchors, aliases and second documents are refused.

The data are built straight from the parser's events, so depth and size are checked before anything grows: the parser's
own composer recurses in C and kills the process on deeply nested brackets.
"""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from yaml import cyaml

from checker.errors import BadInput, Problem, say
from checker.textfile import LIMIT, decode, read_bytes
from checker.yamlsyntax import forgotten_colon, syntax_problem

NOTHING = say("文件里只有空行和注释，没有内容", "nothing but blank lines and comments")
FILL_IN = say("请填写后再用，或删去这个文件", "fill it in, or remove the file")
DEPTH = 50
NODES = 2_000_000
DIGITS = 30
"""Longest number; Python itself refuses to read some thousands of digits."""

_INT = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMERIC = frozenset("-0123456789")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Mark = tuple[int, int]
# A tree of places beside the data. A container is (line, column, places of its children); a mapping's children are
# key -> (line and column of the key, the value's tree). A scalar is just (line, column).
Marks = tuple[Any, ...]


@dataclass(frozen=True)
class Document:
    """One file as read. `data` is dicts, lists, str, int, Decimal, bool and None; `name` is what the user is shown."""

    path: Path
    name: str
    data: Any
    sha256: str
    marks: Marks = field(repr=False, compare=False)

    def mark(self, *path: str | int) -> Mark:
        """Line and column (from 1) of the value at `path`: of its key in a mapping, of the item in a list.

        A path that leads nowhere ends at the deepest place that exists, so it may be asked for a missing key.
        """
        tree: Marks = self.marks
        place: Mark = tree[0], tree[1]
        for step in path:
            if len(tree) < 3:
                break
            children = tree[2]
            if isinstance(children, dict):
                if step not in children:
                    break
                line, column, tree = children[step]
                place = line, column
            elif isinstance(step, int) and 0 <= step < len(children):
                tree = children[step]
                place = tree[0], tree[1]
            else:
                break
        return place

    def where(self, *path: str | int) -> str:
        line, column = self.mark(*path)
        return f"{self.name}:{line}:{column}"

    def line(self, *path: str | int) -> int:
        return self.mark(*path)[0]


def read(path: Path, *, limit: int = LIMIT, name: str | None = None) -> Document:
    """Read one file. `BadInput` with one problem: the first, since after it a YAML file has no sure structure."""
    name = str(path) if name is None else name
    return parse(read_bytes(path, name, limit), path=path, name=name)


def parse(raw: bytes, *, path: Path, name: str) -> Document:
    """Read the bytes of a file that is called `name`; see `read`."""
    text = decode(raw, name)
    builder = _Builder(text, name)
    data, marks = builder.document()
    return Document(path, name, data, hashlib.sha256(raw).hexdigest(), marks)


@contextmanager
def uncollected() -> Iterator[None]:
    """What is read grows and is kept, and holds no cycles: looking for garbage in it is a fifth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Builder:
    """Turns events into data and places; recursion is bounded by DEPTH."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.nodes = 0
        # the C parser; its hints are too wide for events that are always there
        self.parser: Any = cyaml.CParser(text)  # type: ignore[attr-defined]

    def document(self) -> tuple[Any, Marks]:
        try:
            self.parser.get_event()  # start of the stream
            if isinstance(self.parser.get_event(), yaml.StreamEndEvent):
                raise self.bad(1, 1, NOTHING, mend=FILL_IN)
            data, marks = self.node(self.parser.get_event(), 0)
            self.parser.get_event()  # end of the document
            after = self.parser.get_event()
        except yaml.YAMLError as error:
            raise BadInput(syntax_problem(error, self.text, self.name)) from None
        finally:
            self.parser.dispose()
        if not isinstance(after, yaml.StreamEndEvent):
            mark = after.start_mark
            raise self.bad(
                mark.line + 1,
                mark.column + 1,
                say("一个文件只能有一份文档", "only one document in a file"),
                mend=say("请删去“---”及其后内容，或另存一个文件", "remove `---` and what follows, or use another file"),
            )
        if data is None:
            raise self.bad(marks[0], marks[1], NOTHING, mend=FILL_IN)
        return data, marks

    def node(self, event: Any, depth: int) -> tuple[Any, Marks]:
        """The value that begins with `event`, and its places. Most values are scalars, so the first question is theirs."""
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            self.nodes += 1
            if self.nodes <= NODES:
                return self.scalar(event), _place(event)
        return self.other(event, depth)

    def other(self, event: Any, depth: int) -> tuple[Any, Marks]:
        """As `node`, of what holds other values, and of what is refused."""
        start = event.start_mark
        line, column = start.line + 1, start.column + 1
        self.nodes += 1
        if self.nodes > NODES:
            raise self.bad(
                line, column, say("内容过多", "too many values"), say(f"应不超过 {NODES} 个值", f"at most {NODES}")
            )
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.bad(
                line, column, say("不支持锚点和引用（& *）", "anchors and aliases (& *) are not supported"),
                mend=say("请写全内容；以 & * 开头的文字加引号", "write it out; quote text that starts with & or *"),
            )  # fmt: skip
        if event.tag is not None:
            raise self.bad(
                line, column, say("不支持类型标签（!）", "tags (!) are not supported"),
                mend=say("以 ! 开头的文字请加引号", "quote text that starts with !"),
            )  # fmt: skip
        if depth >= DEPTH:
            raise self.bad(
                line, column, say("层次过深", "nested too deeply"), say(f"应不超过 {DEPTH} 层", f"at most {DEPTH}")
            )
        if type(event) is yaml.MappingStartEvent:
            return self.mapping(line, column, depth, bool(event.flow_style))
        return self.sequence(line, column, depth)

    def mapping(self, line: int, column: int, depth: int, flow: bool) -> tuple[dict[str, Any], Marks]:
        data: dict[str, Any] = {}
        places: dict[str, tuple[int, int, Marks]] = {}
        get, node = self.parser.get_event, self.node
        event = get()
        while type(event) is not yaml.MappingEndEvent:
            key, at = node(event, depth + 1)
            if not isinstance(key, str):
                raise self.bad(
                    at[0], at[1], say("键须是文字", "a key must be text"),
                    mend=say('数字、true、null 作键时请加引号，例如 "2023":', 'quote it, for example "2023":'),
                )  # fmt: skip
            if key in data:
                first = places[key][0]
                quoted = key if len(key) <= 40 and "：" not in key else "…"
                raise self.bad(
                    at[0], at[1], say(f"键“{quoted}”重复，第 {first} 行已有", f"duplicate key `{quoted}`, see line {first}"),
                    say("同一层每个键应只写一次", "each key once per level"),
                    say("请删去其一，或改成不同的键", "remove one of the two or rename it"),
                )  # fmt: skip
            value, marks = node(get(), depth + 1)
            if value is None and flow and "：" in key:
                raise BadInput(forgotten_colon(f"{self.name}:{at[0]}:{at[1]}"))
            data[key] = value
            places[key] = (at[0], at[1], marks)
            event = get()
        return data, (line, column, places)

    def sequence(self, line: int, column: int, depth: int) -> tuple[list[Any], Marks]:
        data: list[Any] = []
        places: list[Marks] = []
        get = self.parser.get_event
        event = get()
        while type(event) is not yaml.SequenceEndEvent:
            value, marks = self.node(event, depth + 1)
            data.append(value)
            places.append(marks)
            event = get()
        return data, (line, column, places)

    def scalar(self, event: Any) -> Any:
        value: str = event.value
        if not value.isprintable() and _CONTROL.search(value):
            raise self.bad(*_place(event), say("含有控制字符", "contains control characters"))
        if not event.implicit[0]:  # quoted or a block: text, whatever it looks like
            return value
        if value in _WORDS:
            return _WORDS[value]
        if value[0] in _NUMERIC:
            whole = _INT.match(value)
            if whole or _DECIMAL.match(value):
                if len(value) > DIGITS:
                    raise self.bad(*_place(event), say("数字过长", "the number is too long"))
                return int(value) if whole else Decimal(value)
        if "：" in value and event.end_mark.line > event.start_mark.line:
            # `key：value` on a line of its own was swallowed as a continuation of the text above it
            for offset, text in enumerate(
                self.text.splitlines()[event.start_mark.line + 1 : event.end_mark.line + 1], 1
            ):
                if re.match(r"\s*[a-z][a-z_]*：", text):
                    raise BadInput(forgotten_colon(f"{self.name}:{_place(event)[0] + offset}:1"))
        return value

    def bad(self, line: int, column: int, what: Any, why: Any = "", mend: Any = "") -> BadInput:
        return BadInput(Problem(f"{self.name}:{line}:{column}", what, why, mend))


def _place(event: Any) -> Mark:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
