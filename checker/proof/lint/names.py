"""Every name that a rulebook uses exists, and what rests on something rests on what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.consequences import problems as consequence_problems
from checker.errors import Problem, say
from checker.model import Measure, Rule, Rulebook
from checker.nearest import nearest
from checker.proof.lint.problems import about
from checker.rulebook.readings import measures_of
from checker.rulebook.vocabulary import Vocabulary


def names(rule: Rule, rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every name that a rule uses exists."""
    if rule.id.split("/")[0] != rulebook.id:
        yield about(rule, f"编号应以 {rulebook.id}/ 开头", f"the id must begin with {rulebook.id}/")
    known: list[tuple[str, str, str | None, Mapping[str, Any], str | None]] = [
        ("指标", "measure", name, vocabulary.measures, name) for name in measures_of(rule)
    ]
    known += [("对象集", "set", one, vocabulary.sets, "for_each") for one in rule.for_each if isinstance(one, str)]
    known += [("口径", "reading", one, rulebook.questions, "readings") for one in rule.readings]
    known += [("周期", "period", rule.every, vocabulary.periods, "every")] if rule.every else []
    known += [("责任方", "bearer", rule.bearer, vocabulary.bearers, "bearer")]
    known += [("主题", "topic", rule.topic, vocabulary.topics, "topic")]
    known += [("判断者", "bearer", rule.ask.who, vocabulary.bearers, "ask")] if rule.ask else []
    for zh, en, name, table, key in known:
        if name not in table:
            close = nearest(str(name), tuple(table))
            listed = sorted(table)[:12]
            yield about(
                rule, f"没有{zh} {name}", f"there is no {en} {name}",
                f"是否指 {close}" if close else f"可用：{'、'.join(listed)}…",
                f"did you mean {close}" if close else f"known: {', '.join(listed)} …", key,
            )  # fmt: skip


def given(rule: Rule, _: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A case that gives a value to a measure which does not exist gives nothing: it would prove less than it says."""
    for name in sorted({name for case in rule.cases for name in case.get("given", ())} - vocabulary.measures.keys()):
        yield about(rule, f"用例给出的 {name} 不是指标", f"a case gives {name}, which is no measure")


def measures(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Measures that the rules use, under any reading, rest on measures that exist, and never on themselves."""
    used = {name for rule in rulebook.rules for name in measures_of(rule)}
    used |= {
        name for q in rulebook.questions.values() for option in q.options.values() for name in option.swap.values()
    }
    seen: set[str] = set()
    for name in sorted(used & vocabulary.measures.keys()):
        yield from _inputs(name, (), vocabulary.measures, seen)


def _inputs(name: str, above: tuple[str, ...], measures: Mapping[str, Measure], seen: set[str]) -> Iterator[Problem]:
    measure = measures[name]
    where = f"{measure.file}:{measure.line}"
    if name in above:
        circle = " → ".join((*above[above.index(name) :], name))
        yield Problem(where, say(f"指标互相引用成环：{circle}", f"measures refer to each other in a circle: {circle}"))
    elif name not in seen:
        seen.add(name)
        for one in measure.inputs:
            if one in measures:
                yield from _inputs(one, (*above, name), measures, seen)
            else:
                yield Problem(where, say(f"{name}：没有指标 {one}", f"{name}: there is no measure {one}"))


def consequences(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    yield from consequence_problems(rulebook.consequences)
    schemes = {scheme.id: scheme.grading.order for scheme in rulebook.schemes}
    ids = {rule.id for rule in rulebook.rules}
    for one in rulebook.consequences:
        where = f"{one.file}:{one.line}"
        for condition in one.when:
            if "finding" in condition and condition["finding"] not in ids:
                yield Problem(
                    where,
                    say(
                        f"{one.id}：没有规则 {condition['finding']}",
                        f"{one.id}: there is no rule {condition['finding']}",
                    ),
                )
            scheme = condition.get("grade", condition.get("total"))
            if scheme is not None and scheme not in schemes:
                yield Problem(where, say(f"{one.id}：没有评分办法 {scheme}", f"{one.id}: there is no scheme {scheme}"))
            elif strange := sorted(set(condition.get("one_of", ())) - set(schemes.get(scheme, ()))):
                zh, en = f"{one.id}：没有等次 {'、'.join(strange)}", f"{one.id}: no grade {', '.join(strange)}"
                yield Problem(where, say(zh, en))
            if "measure" in condition and condition["measure"] not in vocabulary.measures:
                yield Problem(
                    where,
                    say(
                        f"{one.id}：没有指标 {condition['measure']}",
                        f"{one.id}: there is no measure {condition['measure']}",
                    ),
                )
        if one.subject is None and all("measure" in condition for condition in one.when):
            # Groups' failings added up on an authority's report would be nobody's.
            yield Problem(
                where,
                say(f"{one.id}：没有写明依据谁的记录", f"{one.id}: does not say whose records decide"),
                mend=say("请写 subject: group 或 subject: authority", "write subject: group or subject: authority"),
            )
        if one.bearer not in vocabulary.bearers:
            yield Problem(
                where, say(f"{one.id}：没有责任方 {one.bearer}", f"{one.id}: there is no bearer {one.bearer}")
            )
