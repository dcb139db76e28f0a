"""Numbers that stand in measures: said by some sentence of the rulebook, and bands without a hole between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from checker.errors import Problem, say
from checker.model import COUNTS, SCALES, Measure, Rulebook
from checker.proof.lint.match import Said, bears
from checker.proof.lint.problems import plain
from checker.proof.lint.tested import Number, below, constants_of, tested
from checker.rulebook.agreement import Agreement, load
from checker.rulebook.numbers import number
from checker.rulebook.vocabulary import Vocabulary
from checker.wording.nouns import Reading

_TRIVIAL = (0, 1)


def constants(rulebook: Rulebook, vocabulary: Vocabulary, readings: Iterable[Reading]) -> Iterator[Problem]:
    """Of each measure that a rule reads under any reading: the numbers that no sentence says, the holes in its bands.
    `readings` are those of all quotes."""
    said, terms = Said(tuple(readings)), load()
    used: set[str] = set()
    for rule in rulebook.rules:
        used |= {name for name in tested(rule, rulebook.questions, vocabulary).measures if name not in used}
    for name in sorted(below(used, vocabulary.measures)):
        measure = vocabulary.measures[name]
        yield from _holes(measure, vocabulary)
        yield from _unsaid(measure, vocabulary, said, terms)


def _unsaid(measure: Measure, vocabulary: Vocabulary, said: Said, terms: Agreement) -> Iterator[Problem]:
    """A table none of whose numbers is said only converts one unit into another."""
    found = [one for one in constants_of(measure, vocabulary.measures) if isinstance(one, Number)]
    unsaid = [one for one in found if one.value not in _TRIVIAL and not bears(said, one, terms)]
    if measure.lookup is not None and len(unsaid) == sum(one.value not in _TRIVIAL for one in found):
        return
    for value in dict.fromkeys(one.value for one in unsaid):
        yield _about(
            measure,
            f"指标里的数 {plain(value)}，引用它的规则库没有一句引文说到",
            f"has the number {plain(value)}, which no quote of the rulebook says",
            "请照原文改数，或把说到它的那句写入规则的 context",
            "mend the number, or quote the sentence that says it under a rule's `context`",
        )


def _holes(measure: Measure, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Values between two neighbouring bands that no band has. Both ends of the table may be open."""
    base = vocabulary.measures.get(measure.inputs[0]) if measure.lookup else None
    if measure.lookup is None or base is None or base.type not in (*COUNTS, *SCALES):
        return
    step = Fraction(1, SCALES.get(base.type, 1))
    edges = [(number(one["from"]) if "from" in one else None, one) for one in measure.lookup["bands"]]
    ordered = [one for _, one in sorted(edges, key=lambda edge: (edge[0] is not None, edge[0] or 0))]
    for lower, upper in pairwise(ordered):
        if "to" in lower and "from" in upper and number(lower["to"]) + step < number(upper["from"]):
            last, first = lower["to"], upper["from"]
            yield _about(
                measure,
                f"到 {last} 为止的一档与从 {first} 起的一档之间有空缺",
                f"there is a gap between the band up to {last} and the band from {first}",
                "请照原文把两档接上",
                "let one band begin where the other ends",
            )


def _about(measure: Measure, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    where = f"{measure.file}:{measure.line}"
    return Problem(where, say(f"{measure.name}：{zh}", f"{measure.name}: {en}"), mend=say(mend_zh, mend_en))
