"""One body from A to B: what becomes of each of its own duties. A pure function of the verdicts under both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from checker.transplant.nouns import (
    ALONE,
    ALONE_BEFORE,
    BOTH,
    BROKEN,
    CURED,
    DROPPED,
    ERROR,
    KINDS,
    LACKS,
    MET,
    NEW,
    OPEN,
    RENAMED,
    UNCLEAR,
    Item,
    Judged,
    Pairing,
    Shift,
    Stand,
    Tie,
)  # fmt: skip

_QUIET = {
    "pass": "met",
    "review": "judged",
    "disputed": "judged",
    "waived": "judged",
    "due": "pending",
    "not_due": "pending",
}


def shift(body: Judged, pairing: Pairing) -> Shift:
    """The items by kind, each kind in the order of the document."""
    before, after = (body.stands[book.id] for book in (pairing.before, pairing.after))
    found = [*_after(pairing, before, after), *_before(pairing, before)]
    items = tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))
    told = {one.stand.rule for one in items}
    quiet = Counter(
        _QUIET.get(one.verdict, "not_applicable") for one in after.values() if one.own and one.rule not in told
    )
    return Shift(body, items, dict(quiet))


def _after(pairing: Pairing, before: Mapping[str, Stand], after: Mapping[str, Stand]) -> Iterator[Item]:
    for rule in pairing.after.rules:
        stand = after.get(rule.id)
        if stand is None or not stand.own:
            continue
        ties = pairing.ties.get(rule.id, ())
        against = _stands((name for tie in ties for name in tie.before), before)
        kind = _kind(stand, ties, against)
        if kind:
            yield Item(kind, rule, stand, ties, against)


def _before(pairing: Pairing, before: Mapping[str, Stand]) -> Iterator[Item]:
    """Broken under A, and nothing under B answers to it. What does answer is told of B's clause."""
    for rule in pairing.before.rules:
        stand = before.get(rule.id)
        if stand is None or not stand.own or stand.verdict not in BROKEN:
            continue
        ties = pairing.ties.get(rule.id, ())
        if not any(tie.after for tie in ties):
            yield Item(DROPPED if ties else ALONE_BEFORE, rule, stand, ties)


def _kind(stand: Stand, ties: Sequence[Tie], against: Sequence[Stand]) -> str:
    """The item's kind; empty where there is nothing to tell."""
    verdicts = {one.verdict for one in against}
    if stand.verdict not in BROKEN:
        cured = CURED if stand.verdict == MET and verdicts & BROKEN else ""
        if stand.renamed:
            return RENAMED
        return {"error": ERROR, "unknown": LACKS}.get(stand.verdict, cured)
    if not ties:
        return ALONE
    if verdicts & BROKEN:
        return BOTH
    return UNCLEAR if verdicts & OPEN else NEW


def _stands(rules: Iterator[str], stands: Mapping[str, Stand]) -> tuple[Stand, ...]:
    return tuple(stands[one] for one in dict.fromkeys(rules) if one in stands)
