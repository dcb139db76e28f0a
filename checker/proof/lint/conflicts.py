"""Places of one document that differ: what an entry names exists, and its rules rest on one of the places."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checker.errors import Problem, say
from checker.model import Conflict, Rulebook
from checker.nearest import nearest
from checker.rulebook.vocabulary import Vocabulary


def conflicts(rulebook: Rulebook, _: Vocabulary) -> Iterator[Problem]:
    """Every rule and question that `conflicts.yaml` names is there, and lies at one of the places or quotes it; somebody
    reads what differs."""
    rules = {rule.id: rule for rule in rulebook.rules}
    for one in rulebook.conflicts:
        yield from _named(one, "规则", "rule", one.rules, rules)
        yield from _named(one, "口径", "reading", one.questions, rulebook.questions)
        places = {passage.at for passage in one.between}
        for rule in (rules[name] for name in one.rules if name in rules):
            if places.isdisjoint((rule.at, *(context["at"] for context in rule.context))):
                yield _about(
                    one, f"{rule.id} 既不在这几处，也没有引用它们", f"{rule.id} neither lies at one of the places nor quotes one",
                    "从 rules 中删去，或在该规则的 context 中引用", "take it off `rules`, or quote the place in its `context`",
                )  # fmt: skip
        if not one.shown:
            yield _about(
                one, "这几处没有规则，谁也看不到它", "no rule lies at any of the places, so nobody would see it",
                "在 rules 中写明引用它的规则", "name the rules that quote them in `rules`",
            )  # fmt: skip


def _named(one: Conflict, zh: str, en: str, names: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            close = nearest(name, tuple(known))
            mend = (f"是否指 {close}", f"did you mean {close}") if close else ("改正或删去", "mend it or delete it")
            yield _about(one, f"没有{zh} {name}", f"there is no {en} {name}", *mend)


def _about(one: Conflict, zh: str, en: str, mend_zh: str, mend_en: str) -> Problem:
    return Problem(f"{one.file}:{one.line}", say(f"{one.id}：{zh}", f"{one.id}: {en}"), mend=say(mend_zh, mend_en))
