"""The numbers of problems: the item of the rule, the rule's place within it, and the unit where a clause binds several.

They come from the rulebook alone, so that no record that is added or taken away gives a problem another number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from checker.model import Rulebook
from checker.report.words import Phrases, clean


def numbers(books: Sequence[Rulebook]) -> Mapping[str, str]:
    """`2.2.1-2` by the rule's id, counted in the order of the rulebook. Of several rulebooks, each number begins with its own."""
    found: dict[str, str] = {}
    for book in books:
        seen: Counter[str] = Counter()
        prefix = f"{book.id}:" if len(books) > 1 else ""
        for rule in book.rules:
            item = item_of(rule.id)
            seen[item] += 1
            found[rule.id] = clean(f"{prefix}{item}-{seen[item]}")
    return found


def item_of(rule: str) -> str:
    """The middle of a rule's id: `ankang-2022/2.2.1/branch-heads` → `2.2.1`."""
    return "/".join(rule.split("/")[1:-1])


def numbered(number: str, unit: str, say: Phrases) -> str:
    """With the unit's id, where the clause binds several one by one."""
    return say("report.bracketed", what=number, text=clean(unit)) if unit else number
