"""The cases beside a consequence: given findings and measures, the state that is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.consequences import Chainer, chain, follow
from checker.model import Consequence, Outlook, Points
from checker.rulebook.numbers import number as exact


@dataclass(frozen=True)
class CaseFailure:
    """One case (`index`, from 0) that does not come out. `stray` are names that no condition reads: mostly a typing
    error, by which a case proves less than it seems to."""

    consequence: str
    index: int
    expected: str
    got: str
    where: str
    stray: tuple[str, ...] = ()


_KINDS = {"grade": "grades", "total": "total"}
"""What a case gives of a scheme, by the kind of condition that reads it."""


def _outlook(given: Mapping[str, Any]) -> Outlook:
    """`{grades: [excellent], total: 91}` or `{total: [88, 91]}`; what is not given is not known."""
    total = given.get("total")
    ends = None if total is None else [exact(one) for one in (total if isinstance(total, list) else [total, total])]
    return Outlook(tuple(given["grades"]) if "grades" in given else None, Points(*ends) if ends else None)


def run_cases(consequences: Sequence[Consequence], chainer: Chainer = "auto") -> list[CaseFailure]:
    """Run every case of every consequence on the whole set, so that a case of one that rests on others gives the
    findings of those too. An empty list means that all came out. Raises BadInput as `follow` does."""
    return list(_failures(consequences, chainer))


def _failures(consequences: Sequence[Consequence], chainer: Chainer) -> Iterator[CaseFailure]:
    leaves = chain.read(consequences).leaves
    known = {(leaf.kind, leaf.id) for leaf in leaves}
    for number, one in enumerate(consequences):
        for index, case in enumerate(one.cases):
            findings, measures = case.get("findings", {}), case.get("measures", {})
            scores = {key: _outlook(given) for key, given in case.get("scores", {}).items()}
            named = [*(("finding", key) for key in findings), *(("measure", key) for key in measures)]
            named += [
                (kind, key) for key, given in case.get("scores", {}).items() for kind in _KINDS if _KINDS[kind] in given
            ]
            stray = tuple(key for kind, key in named if (kind, key) not in known)
            got = follow(consequences, findings, measures, chainer, scores)[0][number].state
            if got != case["expect"] or stray:
                where = f"{one.file}:{one.line}" if one.file else one.id
                yield CaseFailure(one.id, index, case["expect"], got, where, stray)
