"""Changing values of a YAML text in their places: all other characters stay as they are.

    patched(text, old, new) -> text

`old` is what the text says, `new` what it shall say. Values are replaced as deep down as possible, so that comments and line breaks
around them stay. What is new is written on one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from checker.editing.flow import flow, same


@dataclass(frozen=True)
class Cut:
    """The characters from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


def patched(text: str, old: Any, new: Any, order: Sequence[str] = ()) -> str:
    """`text` changed from `old` to `new`. A key that comes anew stands behind the nearest one before it in `order`."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        return text
    return applied(text, _cuts(text, root, old, new, order))


def with_items(text: str, key: str, old: Sequence[Any], new: Sequence[Any], order: Sequence[str]) -> str:
    """`text` with the items of the list under `key` changed one by one; an item that is None goes, with its lines and no others."""
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    (listed,) = (value for name, value in root.value if name.value == key)
    cuts: list[Cut] = []
    for node, before, after in zip(listed.value, old, new, strict=True):
        if after is None:
            cuts.append(Cut(_line_start(text, node), _line_end(text, end(node)) + 1, ""))
        else:
            cuts += _cuts(text, node, before, after, order)
    return applied(text, cuts)


def path_at(text: str, line: int, column: int) -> tuple[str, ...]:
    """The keys and places (from 0) that lead to the innermost value at that line and column (from 1)."""
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    found: list[str] = []
    node = root
    while node is not None:
        inner = _inner(node, line - 1, column - 1)
        if inner is None:
            break
        step, node = inner
        found.append(step)
    return tuple(found)


def _inner(node: Any, line: int, column: int) -> tuple[str, Any] | None:
    """The child that begins last at or before that place."""
    children: list[tuple[Any, str, Any]] = []
    if isinstance(node, yaml.MappingNode):
        children = [(key.start_mark, str(key.value), value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = [(one.start_mark, str(number), one) for number, one in enumerate(node.value)]
    before = [(name, value) for mark, name, value in children if (mark.line, mark.column) <= (line, column)]
    return before[-1] if before else None


def applied(text: str, cuts: Iterable[Cut]) -> str:
    """Of cuts at one place the first comes first: what goes in deeper down is told before what goes in around it."""
    pieces, at = [], 0
    for cut in sorted(cuts, key=lambda one: (one.start, one.end)):
        pieces += [text[at : cut.start], cut.text]
        at = cut.end
    return "".join([*pieces, text[at:]])


def end(node: Any) -> int:
    """The last character of a value: the parser lets a block reach to what comes next."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        key, value = node.value[-1]
        return max(int(key.end_mark.index), end(value))
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return end(node.value[-1])
    return int(node.end_mark.index)


def _cuts(text: str, node: Any, old: Any, new: Any, order: Sequence[str]) -> Iterator[Cut]:
    if same(old, new):
        return
    if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and _movable(node, old, new):
        yield from _mapping(text, node, old, new, order)
    elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and _growing(node, new):
        yield from _sequence(text, node, old, new, order)
    else:
        yield Cut(node.start_mark.index, end(node), flow(new))


def _movable(node: Any, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Can the keys that differ be put in or taken out where they stand?"""
    if old.keys() == new.keys():
        return True
    if node.flow_style or not node.value:
        return False
    return node.value[0][0].value in new


def _growing(node: Any, new: list[Any]) -> bool:
    """Can each item be changed, put in or taken out by itself?"""
    return len(node.value) == len(new) or (not node.flow_style and bool(node.value) and bool(new))


def _sequence(text: str, node: Any, old: list[Any], new: list[Any], order: Sequence[str]) -> Iterator[Cut]:
    """Items that are alike at both ends stay; those between are changed one by one, and what is left over comes or goes."""
    first = 0
    while first < min(len(old), len(new)) and same(old[first], new[first]):
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and same(old[-1 - last], new[-1 - last]):
        last += 1
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    children = node.value[first:]
    for child, one, other in zip(children, before, after, strict=False):
        yield from _cuts(text, child, one, other, order)
    for child in children[len(after) : len(before)]:
        yield Cut(_line_start(text, child), _line_end(text, end(child)) + 1, "")
    if added := after[len(before) :]:
        place = first + len(before)
        lines = "".join(f"\n{' ' * node.start_mark.column}- {flow(one)}" for one in added)
        if place:
            at = _line_end(text, end(node.value[place - 1]))
            yield Cut(at, at, lines)
        else:
            at = _line_start(text, node.value[0])
            yield Cut(at, at, lines[1:] + "\n")


def _mapping(text: str, node: Any, old: dict[str, Any], new: dict[str, Any], order: Sequence[str]) -> Iterator[Cut]:
    places = {key.value: (key, value) for key, value in node.value}
    for name, (key, value) in places.items():
        if name not in new:
            yield Cut(_line_start(text, key), _line_end(text, end(value)) + 1, "")
        elif same(old[name], new[name]):
            continue
        elif (
            isinstance(value, yaml.MappingNode | yaml.SequenceNode)
            and not value.flow_style
            and not _alike(value, new[name])
        ):
            # A block begins on a line of its own; what takes its place does not.
            yield Cut(key.end_mark.index, end(value), f": {flow(new[name])}")
        elif value.start_mark.index == value.end_mark.index or getattr(value, "style", None) in ("|", ">"):
            yield Cut(key.end_mark.index, max(key.end_mark.index + 1, end(value)), f": {flow(new[name])}{_tail(value)}")
        else:
            yield from _cuts(text, value, old[name], new[name], order)
    indent = " " * node.start_mark.column
    for name, added in new.items():
        if name not in places:
            _, value = places[_before(name, list(places), order)]
            at = _line_end(text, end(value))
            yield Cut(at, at, f"\n{indent}{name}: {flow(added)}")


def _tail(value: Any) -> str:
    """A folded text ends behind its line break."""
    return "\n" if getattr(value, "style", None) in ("|", ">") else ""


def _alike(node: Any, new: Any) -> bool:
    """Will the value be changed further down, not as a whole?"""
    if isinstance(node, yaml.SequenceNode):
        return isinstance(new, list) and _growing(node, new)
    return isinstance(new, dict) and (
        {key.value for key, _ in node.value} == new.keys() or (bool(node.value) and node.value[0][0].value in new)
    )


def _before(name: str, there: Sequence[str], order: Sequence[str]) -> str:
    if name in order:
        earlier = [one for one in order[: order.index(name)] if one in there]
        if earlier:
            return earlier[-1]
    return there[-1]


def _line_start(text: str, node: Any) -> int:
    return text.rfind("\n", 0, node.start_mark.index) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
