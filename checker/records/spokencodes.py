"""Options, yes and no as people write them, and lists of parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from checker.errors import say
from checker.model import Words
from checker.nearest import nearest
from checker.records.cells import WrongCell, example
from checker.records.sheetwords import folded, load
from checker.records.tables import Column
from checker.wording.text import fold

_LISTED = 12
"""Options that a message lists: of more only the nearest is of help."""
_CUT = 5
"""Pieces into which the separators in one option's own label may cut it."""
_OPENING, _CLOSING = "([{〈《「『", ")]}〉》」』"


def option(column: Column, text: str) -> str | None:
    """The key of the option that the text names by key or label, of a column of yes and no also in other words."""
    codes = column.codes or {}
    if text in codes:
        return text
    said = _joined(folded(text))
    if column.type == "yesno":
        words = load()
        for key in ("yes", "no"):
            if said in words[key]:
                return key
    return _by_name(tuple(codes.items())).get(said)


def options(column: Column, text: str) -> list[str]:
    """The keys of several options. A separator may also be part of an option's label. Raises WrongCell for any other word."""
    pieces = [piece for piece in parts(text) if folded(piece)]
    if not pieces:
        raise unknown(column, text)
    found: list[str] = []
    at = 0
    while at < len(pieces):
        for end in range(min(len(pieces), at + _CUT), at, -1):
            key = option(column, "".join(pieces[at:end]))
            if key is not None:
                found.append(key)
                at = end
                break
        else:
            raise unknown(column, pieces[at])
    return found


def parts(text: str) -> list[str]:
    """The text cut at its separators, though not within brackets."""
    return list(_parts(text))


def unknown(column: Column, text: str) -> WrongCell:
    """What to say of a text that is no option of the column."""
    codes = column.codes or {}
    labels = list(codes.values())
    pieces = [piece for piece in parts(text) if folded(piece)]
    if len(pieces) > 1 and all(option(column, piece) for piece in pieces):
        return WrongCell(
            say("这一列只填一项", "this column takes one option"),
            say("请分行填写", "use a row for each"),
            say("是多项", "names several"),
        )
    if column.type == "yesno":
        return WrongCell(say("请填“是”或“否”，未报请留空", "write 是 or 否, or leave it empty"), what=_not_an_option())
    said = folded(text)
    begun = [label for label in labels if folded(label).startswith(said) or said in folded(label)]
    near = nearest(said, [*labels, *codes]) or (begun[0] if begun else None)
    near = codes.get(near, near) if near else None
    listed = (
        say("应为 " + "、".join(labels) + " 之一", "expected one of " + ", ".join(labels))
        if len(labels) <= _LISTED
        else say(f"应为 {len(labels)} 个选项之一", f"expected one of {len(labels)} options")
    )
    mend = say(f"是否想写 {near}？", f"did you mean {near}?") if near else example(column, labels[0])
    return WrongCell(listed, mend, _not_an_option())


def _not_an_option() -> Words:
    return say("不是选项", "is not an option")


def _parts(text: str) -> Iterator[str]:
    plain, separators = fold(text), load()["separators"]  # folding keeps the length
    depth = start = 0
    for at, char in enumerate(plain):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and char in separators:
            yield text[start:at]
            start = at + 1
    yield text[start:]


@lru_cache(maxsize=256)
def _by_name(codes: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {_joined(folded(name)): key for key, label in codes for name in (key, label)}


def _joined(text: str) -> str:
    """Without separators: a label may hold one, and people write another."""
    return "".join(ch for ch in text if ch not in load()["separators"]) or text
