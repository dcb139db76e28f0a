"""The words of each quote against what its rule tests, with the exceptions that rules claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from checker.errors import Problem, say
from checker.model import Rule, Rulebook, Source, Words
from checker.proof.lint.agents import agents, side
from checker.proof.lint.gaptext import described
from checker.proof.lint.match import Beside, Gap, Said, gaps
from checker.proof.lint.problems import about
from checker.proof.lint.tested import Day, Tested, tested
from checker.rulebook.agreement import Agreement, Kind, load
from checker.rulebook.vocabulary import Vocabulary
from checker.rulebook.words import lexicon
from checker.wording.lexicon import Lexicon
from checker.wording.nouns import Reading
from checker.wording.reading import read
from checker.wording.text import normalise


def wording(rulebook: Rulebook, vocabulary: Vocabulary, words: Lexicon | None = None) -> Iterator[Problem]:
    """Every rule whose quote says something else than it tests; exceptions that are not needed; too many of them."""
    terms, words = load(), words or lexicon()
    rules = [rule for rule in rulebook.rules if rule.modality in terms.bears]
    tests = {rule.id: _less(tested(rule, rulebook.questions, vocabulary), rulebook.source) for rule in rules}
    said = {rule.id: Said(tuple(read(text, words) for text in _texts(rule))) for rule in rules}
    beside = _beside(rules)
    numeric = 0
    for rule in rules:
        others = [Beside(tests[one], narrower) for one, narrower in beside[rule.id]]
        found = [
            *gaps(rule, said[rule.id], tests[rule.id], others, terms),
            *_speaks_to(rule, said[rule.id], vocabulary, words),
        ]
        numeric += said[rule.id].numeric or _has_numbers(tests[rule.id])
        yield from _left(rule, found, terms, vocabulary)
    yield from _too_many(rulebook, numeric, terms)


def read_all(rulebook: Rulebook) -> Iterator[Reading]:
    """What is read in every quote and context of the rulebook."""
    for text in dict.fromkeys(text for rule in rulebook.rules for text in _texts(rule)):
        yield read(text, lexicon())


def _less(tests: Tested, source: Source) -> Tested:
    """Without the days of the document itself: no sentence needs to say from when it holds."""
    own = {source.issued, source.effective, source.expires, *(part.expires for part in source.parts)}
    return replace(
        tests, always=frozenset(one for one in tests.always if not isinstance(one, Day) or one.date not in own)
    )


def _texts(rule: Rule) -> list[str]:
    return [rule.quote, *(one["quote"] for one in rule.context)]


def _beside(rules: list[Rule]) -> Mapping[str, list[tuple[str, bool]]]:
    """Other rules of the same sentence whose quote has the same words, and whether it has fewer of them: one may test what
    the other does not."""
    by_place: dict[str, list[tuple[str, str]]] = {}
    for rule in rules:
        by_place.setdefault(rule.at, []).append((rule.id, normalise(rule.quote)))
    found = {}
    for rule in rules:
        own = normalise(rule.quote)
        found[rule.id] = [
            (name, len(quote) < len(own))
            for name, quote in by_place[rule.at]
            if name != rule.id and (own in quote or quote in own)
        ]
    return found


def _speaks_to(rule: Rule, said: Said, vocabulary: Vocabulary, words: Lexicon) -> Iterator[Gap]:
    """The quote's subject, where it is clear, and the bearer are of one side: the group with its schools, or authorities. Where
    somebody of the bearer's side is spoken of too, the subject may be both; not so where an agent word names who acts."""
    quoted, own = said.readings[0], side(rule.bearer, vocabulary)
    acting = agents(quoted, words)
    sides = {side(key, vocabulary) for key in acting}
    if acting and own is not None and None not in sides and own not in sides:
        yield Gap("bearer", keys=(acting[0],))
        return
    subject = side(quoted.subject or "", vocabulary)
    if None not in (subject, own) and own not in {side(one.key, vocabulary) for one in quoted.actors}:
        yield Gap("bearer", keys=(str(quoted.subject),))


def _has_numbers(tests: Tested) -> bool:
    trivial = (0, 1)
    return bool(tests.days or tests.every) or any(one.own and one.value not in trivial for one in tests.numbers)


def _left(rule: Rule, found: list[Gap], terms: Agreement, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The gaps that no exception of the rule excuses, and the exceptions that excuse none."""
    used: set[int] = set()
    for gap in found:
        excused = [i for i, one in enumerate(rule.wording) if _excuses(one, gap, terms)]
        used.update(excused)
        if not excused:
            yield described(rule, gap, terms, vocabulary)
    for i, one in enumerate(rule.wording):
        kind = terms.kinds.get(one["kind"])
        if kind is None:
            known = "、".join(terms.kinds)
            yield about(
                rule, f"没有例外种类 {one['kind']}", f"there is no kind of exception {one['kind']}", f"可用：{known}",
                f"known: {known}",
            )  # fmt: skip
        elif kind.ask and rule.ask is None:
            yield _needs_ask(rule, kind)
        elif i not in used:
            yield about(
                rule, f"例外 {kind.name} 用不着：引文与规则在这一点上相符",
                f"the exception {kind.name} is not needed: words and tests agree there",
                "请删去这一项 wording", "delete this entry of `wording`",
            )  # fmt: skip


def _excuses(one: Mapping[str, object], gap: Gap, terms: Agreement) -> bool:
    kind = terms.kinds.get(str(one["kind"]))
    if kind is None or gap.code not in kind.excuses:
        return False
    words = normalise(str(one.get("words", "")))
    return not words or not gap.words or words in gap.words or gap.words in words


def _needs_ask(rule: Rule, kind: Kind) -> Problem:
    zh, en = f"例外 {kind.name} 只用于有 ask 的规则", f"the exception {kind.name} is only for rules that ask a person"
    return about(rule, zh, en, "请写 ask（由谁判断什么），或测试这个数", "add `ask`, or test the number")


def _too_many(rulebook: Rulebook, numeric: int, terms: Agreement) -> Iterator[Problem]:
    # Whom a sentence speaks to is no matter of numbers.
    counted = {name for name, kind in terms.kinds.items() if kind.excuses != {"bearer"}}
    claiming = sum(any(one["kind"] in counted for one in rule.wording) for rule in rulebook.rules)
    if claiming > terms.limit * numeric:
        percent = f"{terms.limit * 100}%"
        yield Problem(
            f"{rulebook.folder}/source.yaml",
            say(
                f"{claiming} 条规则有例外（wording），有数、期限或周期的规则共 {numeric} 条，超过 {percent}",
                f"{claiming} rules claim an exception (`wording`) of {numeric} with a number, date or period: "
                f"more than {percent}",
            ),
            mend=_FEWER,
        )


_FEWER: Words = say(
    "别处的词写入 context 引用，或让规则测试引文所说的数",
    "quote words that stand elsewhere under `context`, or test what the quote says",
)
