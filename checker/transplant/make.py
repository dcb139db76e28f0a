"""All bodies under all rulebooks: checked in buckets, then laid beside what they are under now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from checker.audit.bucket import Source
from checker.audit.nouns import Broken
from checker.audit.pool import spread
from checker.comparing import themes
from checker.comparing.duties import Reducer
from checker.errors import BadInput, Problem, say
from checker.rulebook.pending import refuse
from checker.transplant.bucket import Order, judge
from checker.transplant.nouns import Move, Transplant
from checker.transplant.once import once
from checker.transplant.pairing import pairing
from checker.transplant.shift import shift
from checker.workbench import Workbench


def transplant(
    bench: Workbench, sources: Sequence[Source], order: Order, *, jobs: int = 1, broken: Sequence[Broken] = (),
    notes: Sequence[Problem] = (), tick: Callable[[int], None] = lambda _: None,
) -> Transplant:  # fmt: skip
    """Every body from what it is under to each of `order.also`. Raises BadInput for a rulebook that cannot be used, and where A is
    the only one."""
    names = [*([order.home] if order.home else []), *order.also]
    for name in names:
        refuse(bench.rulebook(name))
    named = {name: bench.rulebook(name) for name in names}
    ids = [named[name].id for name in names]
    if twice := [name for name in dict.fromkeys(ids) if ids.count(name) > 1]:
        mend = say(
            "--rules 是现在所按的，--also 是另按的，各写一次", "--rules is what holds now, --also the others: each once"
        )
        raise BadInput([Problem(one, say("写了两次", "named twice"), "", mend) for one in twice])
    found, twice_given = once(spread(judge, bench, order, sources, jobs, tick))
    held = [one for one in found if one.home in one.stands]
    known = themes.load(bench.vocabulary)
    reducer = Reducer(bench.vocabulary, bench.schemas, known.scope)
    moves = []
    by_id = {book.id: book for book in named.values()}
    for home in dict.fromkeys(one.home for one in held):
        now = by_id.get(home) or bench.rulebook(home)
        for name in order.also:
            book = named[name]
            if book.id == home:
                continue
            pair = pairing(now, book, known, reducer)
            own = [one for one in held if one.home == home]
            shifts = tuple(shift(one, pair) for one in own if book.id in one.stands)
            refused = tuple(replace(one, problems=one.refused[name]) for one in own if name in one.refused)
            moves.append(Move(pair, shifts, refused))
    torn = [*(Broken(one.file, one.problems, one.defect) for one in found if one.problems), *twice_given]
    books = {book.id: book for move in moves for book in (move.pairing.before, move.pairing.after)}
    return Transplant(books, tuple(moves), (*broken, *torn), tuple(notes))
