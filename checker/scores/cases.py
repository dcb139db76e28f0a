"""The worked examples beside a scheme: given values and ratings, the points, totals and grades that must come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checker.consequences.facts import as_value
from checker.model import Element, Points, Question, Rated, Rule, Scheme, Scorecard, ScoreInput
from checker.rulebook.numbers import number
from checker.rulebook.schemes import asked, scheme_variants
from checker.scores.card import Variants, cards

PERIOD, BEGIN, END = "2000-2001", "2000-09-01", "2001-07-10"
"""The period of a case: dates of its ratings are fitted to it, only their order counts."""


@dataclass(frozen=True)
class CaseFailure:
    """One case (`index`, from 0) that does not come out: each difference, as `what: got ≠ expected`."""

    scheme: str
    index: int
    wrong: tuple[str, ...]


def run_cases(
    schemes: Sequence[Scheme], questions: Mapping[str, Question], rules: Mapping[str, Rule]
) -> list[CaseFailure]:
    """Run every case of every scheme. An empty list means that all came out."""
    found = []
    for scheme in schemes:
        for index, case in enumerate(scheme.cases):
            wrong = tuple(differences(scheme, scheme_variants(scheme, questions, case.get("readings")), case, rules))
            if wrong:
                found.append(CaseFailure(scheme.id, index, wrong))
    return found


def differences(
    scheme: Scheme, variants: Variants, case: Mapping[str, Any], rules: Mapping[str, Rule]
) -> Iterator[str]:
    """Where a case does not come out under these variants. A name that nothing reads is one, too: it proves nothing."""
    keys = {key for _, one in variants for key in asked(one)}
    stray = sorted(set(case.get("given", {})) - {name for _, name in keys})
    yield from (f"given {name}: no item reads it" for name in stray)
    values = {key: _elements(key, case.get("given", {}).get(key[1])) for key in keys}
    given = ScoreInput(PERIOD, values, BEGIN, END)
    found = list(cards(variants, [given], case.get("findings", {}), rules, _ratings(scheme, case)))
    expect = case["expect"]
    state = found[0].applies if found else "no"
    if expect.get("card", "yes") != state:
        yield f"card: {state} ≠ {expect.get('card', 'yes')}"
    elif found:
        yield from _compared(found[0], expect)


def _elements(key: tuple[Any, str], given: Any) -> tuple[Element, ...]:
    """`{s1: excellent, s2: good}` for each element of a set, else one value of the whole body. Unknown where not given."""
    each, name = key
    if each is None:
        return (
            ()
            if isinstance(given, Mapping) and not {"low", "high"} & given.keys()
            else (Element("*", as_value(name, given)),)
        )
    if isinstance(given, Mapping) and not {"low", "high"} & given.keys():
        return tuple(Element(entity, as_value(name, one)) for entity, one in given.items())
    known = each if isinstance(each, tuple) else ("?",)
    return tuple(Element(entity, as_value(name, given)) for entity in known)


def _ratings(scheme: Scheme, case: Mapping[str, Any]) -> tuple[Rated, ...]:
    """`ratings` are of the final stage, `rest` gives that share of its points to every other item that a person rates,
    `entries` are whole entries."""
    given = dict(case.get("ratings", {}))
    if "rest" in case:
        share = number(case["rest"])
        others = (item for item in scheme.items if item.form.kind == "rating" and item.id not in given)
        given |= {item.id: share * item.points for item in others}
    entries = [{"item": item, "points": points, "stage": scheme.final} for item, points in given.items()]
    return tuple(
        Rated(
            item=one["item"], points=number(one["points"]), stage=one.get("stage"), period=one.get("period"), by="评价组",
            date=one.get("date", END), evidence=one.get("evidence", "台账"), reason=one.get("reason", "复核"),
        )
        for one in [*entries, *case.get("entries", ())]
    )  # fmt: skip


def _compared(card: Scorecard, expect: Mapping[str, Any]) -> Iterator[str]:
    items = {one.item.id: one for one in card.items}
    points = {
        "sum": {"": card.sum},
        "total": {"": card.total},
        "items": {key: one.points for key, one in items.items()},
    }
    points |= {"categories": dict(card.categories), "stages": {one.stage: one.total for one in card.stages}}
    for key, found in points.items():
        wanted = expect.get(key, {})
        for name, ends in (wanted if isinstance(wanted, Mapping) else {"": wanted}).items():
            got = found.get(name)
            if got != _points(ends):
                yield f"{key} {name}: {_shown(got)} ≠ {_shown(_points(ends))}"
    lists: dict[str, Any] = {
        "grades": list(card.grades),
        "problems": sorted({key for one in card.items for r in one.ratings for key in r.problems})
        + sorted({key for r in card.unplaced for key in r.problems}),
        "differences": [one.item for one in card.differences],
    }
    for key, got in lists.items():
        if key in expect and sorted(expect[key]) != sorted(got):
            yield f"{key}: {got} ≠ {list(expect[key])}"
    states = {one.id: one.state for one in card.lines}
    for name, wanted in expect.get("lines", {}).items():
        if states.get(name) != wanted:
            yield f"line {name}: {states.get(name)} ≠ {wanted}"
    variants = {f"{one.question}.{one.option}": one for one in card.variants}
    for name, wanted in expect.get("variants", {}).items():
        one = variants.get(name)
        if one is None:
            yield f"variant {name}: there is none"
            continue
        if "total" in wanted and one.total != _points(wanted["total"]):
            yield f"variant {name}: {_shown(one.total)} ≠ {_shown(_points(wanted['total']))}"
        if "grades" in wanted and list(one.grades) != list(wanted["grades"]):
            yield f"variant {name}: {list(one.grades)} ≠ {list(wanted['grades'])}"


def _points(given: Any) -> Points:
    ends = [number(one) for one in (given if isinstance(given, list | tuple) else (given, given))]
    return Points(ends[0], ends[1])


def _shown(points: Points | None) -> str:
    if points is None:
        return "none"
    return str(points.low) if points.known else f"{points.low}..{points.high}"
