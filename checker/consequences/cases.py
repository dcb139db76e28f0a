"""The cases beside a consequence: given findings and measures, the state that is expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.consequences import Chainer, chain, follow
from checker.model import Consequence


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
            named = [*(("finding", key) for key in findings), *(("measure", key) for key in measures)]
            stray = tuple(key for kind, key in named if (kind, key) not in known)
            got = follow(consequences, findings, measures, chainer)[0][number].state
            if got != case["expect"] or stray:
                where = f"{one.file}:{one.line}" if one.file else one.id
                yield CaseFailure(one.id, index, case["expect"], got, where, stray)
