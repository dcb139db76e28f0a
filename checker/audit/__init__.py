"""Many bodies in one run: each checked as `check` does, then laid side by side.

    audit(bench, sources, Order(("ankang-2022",)), jobs=2) → Audit

`sources` says what is to be read, `bucket` reads and checks a hundred at a time, `pool` does so on all cores, `condense` keeps
what is shown of each; `ranks`, `crossings` and `authority` then work on these small outputs, once. `text`, `html` and `jsonout`
set the result. A body's verdicts and scores are those of its own check, whatever else is in the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checker.audit import authority
from checker.audit.bucket import AUTHORITY, Order, Source
from checker.audit.crossings import GROUP, crossings
from checker.audit.nouns import Audit, Broken, Crossing, Outcome, Standing, Target
from checker.audit.pool import Tick, cores, outcomes
from checker.audit.ranks import rankings
from checker.errors import BadInput, Problem, say
from checker.model import VERDICTS, Rulebook
from checker.rulebook.pending import refuse
from checker.run import check
from checker.workbench import Workbench

NAMED = 5
"""Files named of those that a rulebook would have judged."""

__all__ = ["Audit", "Order", "Source", "audit", "cores"]


def audit(
    bench: Workbench, sources: Sequence[Source], order: Order, *, jobs: int = 1, all_groups: bool = False,
    broken: Sequence[Broken] = (), notes: Sequence[Problem] = (), tick: Tick = lambda _: None,
) -> Audit:  # fmt: skip
    """Check all sources and compare them. `all_groups`: a person says that the groups among them are all that there are.
    `broken` and `notes` are what was found before. Raises BadInput for a rulebook named in `order`, or measures, that cannot
    be used."""
    for name in order.rulebooks:
        refuse(bench.rulebook(name))
    _ = bench.vocabulary
    done, twice = _once(list(outcomes(bench, order, sources, jobs, tick)))
    standings = [standing for one in done for standing in one.standings]
    books = {name: bench.rulebook(name) for name in dict.fromkeys(one.rulebook for one in standings)}
    torn = [*broken, *_unusable(done), *(Broken(one.file, one.problems, one.defect) for one in done if one.problems)]
    return Audit(
        standings=tuple(sorted(standings, key=worst)),
        rankings=rankings(standings, books),
        targets=tuple(target for book in books.values() for target in _targets(bench, book, done, order, all_groups)),
        crossings=(*twice, *crossings(done, standings, books)),
        broken=tuple(torn),
        notes=(*notes, *(note for one in done for note in one.notes), *_unchecked(order, done)),
        labels=told_apart(
            {str(one.body["id"]): str(one.body.get("name") or one.body["id"]) for one in done if one.body}
        ),
        books=books,
    )


def _once(found: Sequence[Outcome]) -> tuple[list[Outcome], list[Crossing]]:
    """Bodies whose id stood before are not counted again: the first one is checked, each other is named."""
    seen: dict[str, str] = {}
    done: list[Outcome] = []
    twice: list[Crossing] = []
    for one in found:
        body = str(one.body["id"]) if one.body else None
        if body is None or body not in seen:
            seen |= {body: one.file} if body else {}
            done.append(one)
            continue
        what = say(f"编号 {body} 与 {seen[body]} 相同，没有检查", f"same id {body} as {seen[body]}: not checked")
        why = say("每个集团或部门的编号应不同", "each body has an id of its own")
        problem = Problem(one.file, what, why, say("请修改 body.id", "change body.id"))
        done.append(Outcome(one.file, problems=(problem,)))
        rows = (("body", body, seen[body]), ("body", body, one.file))
        name = str((one.body or {}).get("name") or body)
        twice.append(Crossing("same_id", "", (body,), (name,), rows))
    return done, twice


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Body id to name; bodies of one name are told apart by their ids."""
    times = Counter(names.values())
    return {key: name if times[name] == 1 or name == key else f"{name} {key}" for key, name in names.items()}


def _unusable(done: Sequence[Outcome]) -> Iterator[Broken]:
    """Each rulebook that cannot be used, once, with the files that went unchecked for it."""
    files: dict[str, list[str]] = {}
    why: dict[str, tuple[Problem, ...]] = {}
    for one in done:
        for folder, problems in one.unusable:
            files.setdefault(folder, []).append(one.file)
            why.setdefault(folder, problems)
    for folder, concerned in files.items():
        named, more = concerned[:NAMED], len(concerned) > NAMED
        zh = "、".join(named) + ("等" if more else "")
        en = ", ".join(named) + (" …" if more else "")
        number = len(concerned)
        what = say(
            f"规则库不能用，因此没有检查 {number} 份记录：{zh}", f"unusable, so {number} bodies were not checked: {en}"
        )
        yield Broken(folder, (Problem(folder, what), *why[folder]))


def worst(one: Standing) -> tuple[int, ...]:
    """Groups before authorities, then worst first: more of the worst verdict goes before more of the next; alike ones stay
    in the order given."""
    counts = (-one.counts.get(verdict, 0) for verdict in VERDICTS[: VERDICTS.index("pass")])
    return (one.kind == AUTHORITY, *counts)


def _targets(bench: Workbench, book: Rulebook, done: Sequence[Outcome], order: Order, all_groups: bool) -> list[Target]:
    """The authorities among the files as they were checked, else one put together from the groups."""
    given = [
        replace(report, rulebooks=(book,))
        for one in done
        for standing, report in zip(one.standings, one.reports, strict=False)
        if one.reports and standing.rulebook == book.id
    ]
    if given:
        return [Target(book.id, report, made=False) for report in given]
    groups = [
        (one.body, one.as_of, one.traces)
        for one in done
        if one.body and one.traces and one.body["kind"] == GROUP and any(s.rulebook == book.id for s in one.standings)
    ]
    if not groups or not any(rule.subject == AUTHORITY for rule in book.rules):
        return []
    whole = all_groups and not any(one.problems or one.unusable for one in done)
    body = authority.together(groups, book, bench.schemas, all_groups=whole)
    torn = all_groups and not whole
    try:
        report = check(bench, body, book, as_of=order.as_of, chainer=order.chainer)
    except BadInput as bad:
        return [Target(book.id, None, True, len(groups), whole, bad.problems, torn)]
    return [Target(book.id, report, True, len(groups), whole, torn=torn)]


def _unchecked(order: Order, done: Sequence[Outcome]) -> list[Problem]:
    """Decisions about a body that is not among the sources, or that could not be used."""
    checked = {str(one.body["id"]) for one in done if one.body}
    given: Mapping[str, str] = {body: one.file for body, one in (order.decisions or {}).items()}
    given = {**given, **{body: problems[0].where for body, problems in (order.refused or {}).items()}}
    return [
        Problem(file, say(f"没有检查“{body}”，其决定未用", f"{body} was not checked: its decisions are unused"))
        for body, file in sorted(given.items())
        if body not in checked
    ]
