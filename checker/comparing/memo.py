"""One sentence on a matter that a person can copy: what each region asks where there is room, and who stands how to whom and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.comparing.nouns import BOUND, EQUAL, INCOMPARABLE, LOOSER, MENTIONED, NOT_REGULATED, WORDED, Relation
from checker.comparing.view import CellView
from checker.report.words import Phrases

LONGEST = 150
"""Characters that a sentence for a memo has at most, but for what has no shorter way to be said."""
PERMITTED = "permitted"


def memo(label: str, cells: Sequence[CellView], relations: Sequence[Relation], say: Phrases) -> str:
    """No demand of one region stands without those of the others: all of them, or none and where they are to be found."""
    asked = [cell for cell in cells if cell.state == BOUND]
    silent = [
        say(f"compare.memo_{state}", names=say.join([cell.region for cell in cells if cell.state == state]))
        for state in (WORDED, MENTIONED, PERMITTED, NOT_REGULATED)
        if any(cell.state == state for cell in cells)
    ]
    full = [_asks(cell, say) for cell in asked]
    plain = list(_standing(relations, {cell.book: cell.region for cell in cells}, say))
    said = _sentence(label, [*full, *silent, *plain], say)
    if len(said) <= LONGEST:
        return said
    short = [say("compare.memo_asked", names=say.join([named(cell, say) for cell in asked]))] if asked else []
    for kept in range(len(plain), -1, -1):
        rest = [say("compare.memo_others")] if kept < len(plain) else []
        said = _sentence(label, [*short, *silent, *plain[:kept], *rest], say)
        if len(said) <= LONGEST:
            return said
    return said


def named(cell: CellView, say: Phrases) -> str:
    """The region, with the status of what it asks where that is not simply in force."""
    return (
        cell.region
        if cell.status == say("status.in_force")
        else say("report.bracketed", what=cell.region, text=cell.status)
    )


def _sentence(label: str, said: Sequence[str], say: Phrases) -> str:
    return say("compare.memo", label=label, text=say("report.group_join").join(said))


def _asks(cell: CellView, say: Phrases) -> str:
    return say("compare.memo_region", region=cell.region, status=cell.status, text=say("report.comma").join(cell.short))


def _standing(relations: Sequence[Relation], names: dict[str, str], say: Phrases) -> Iterator[str]:
    """What can be told first; then each reason with its pairs, those that have most pairs first."""
    apart: dict[str, list[Relation]] = {}
    for one in relations:
        if one.kind == INCOMPARABLE:
            apart.setdefault(one.reasons[0], []).append(one)
            continue
        left, right = (one.right, one.left) if one.kind == LOOSER else (one.left, one.right)
        yield say(f"compare.{'equal' if one.kind == EQUAL else 'stricter'}", a=names[left], b=names[right])
    for key, pairs in sorted(apart.items(), key=lambda item: -len(item[1])):
        who = _pairs(pairs, names, say)
        if key == "both":
            yield say("compare.memo_both", pairs=who)
        else:
            yield say("compare.memo_apart", pairs=who, why=say(f"compare.why.{key}"))


def _pairs(pairs: Sequence[Relation], names: dict[str, str], say: Phrases) -> str:
    """Every two of some regions are said once for all of them; else each region with those that it is set against."""
    books = list(dict.fromkeys(book for one in pairs for book in (one.left, one.right)))
    if len(books) > 2 and len(pairs) == len(books) * (len(books) - 1) // 2:
        return say("compare.memo_among", names=say.join([names[one] for one in books]))
    by_left: dict[str, list[str]] = {}
    for one in pairs:
        by_left.setdefault(one.left, []).append(names[one.right])
    return say.join(
        [
            say("compare.memo_pair", a=names[one], b=say("compare.memo_and").join(others))
            for one, others in by_left.items()
        ]
    )
