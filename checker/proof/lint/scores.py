"""Scoring schemes: they add up, their bands meet or a question says how, and every name and number of theirs is somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from checker.errors import Problem, say
from checker.model import Band, Measure, Rule, Rulebook, Scheme, ScoreItem
from checker.proof.lint.problems import plain
from checker.records import derived
from checker.rulebook.schemes import asked, scheme_variants
from checker.rulebook.vocabulary import Vocabulary
from checker.scores.bands import gap
from checker.scores.forms import full

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WHOLE = ("满分", "百分比", "全部")
"""Words that say a whole without its number."""
TYPES = {
    "share": {"share"}, "deduction": {"share", "count", "number"}, "grades": {"code", "set"},
    "bands": {"share", "count", "number", "points", "money"}, "weighted": {"points"},
}  # fmt: skip


def scores(rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every problem of the rulebook's schemes."""
    seen: set[str] = set()
    for scheme in rulebook.schemes:
        if scheme.id in seen or scheme.id.split("/")[0] != rulebook.id:
            yield _about(scheme, f"编号应以 {rulebook.id}/ 开头，各不相同", f"the id begins with {rulebook.id}/, once")
        seen.add(scheme.id)
        unknown = [key for key in scheme.readings if key not in rulebook.questions]
        yield from (_about(scheme, f"没有口径 {key}", f"there is no reading {key}") for key in unknown)
        yield from _sums(scheme)
        yield from _said(scheme)
        yield from _names(scheme, rulebook, vocabulary)
        if not unknown:
            yield from _readings(scheme, rulebook, vocabulary)


def _sums(scheme: Scheme) -> Iterator[Problem]:
    items = [item.id for item in scheme.items]
    lines = [
        *items,
        *(one.id for one in scheme.bonus),
        *(one.id for one in scheme.veto),
        *(one.id for one in scheme.quotas),
    ]
    for name, times in Counter(lines).items():
        if times > 1:
            yield _about(scheme, f"{name} 有 {times} 个", f"{name} stands {times} times")
    by_category: dict[str, Fraction] = {one.id: Fraction(0) for one in scheme.categories}
    for item in scheme.items:
        if item.category not in by_category:
            yield _about(item, f"没有类别 {item.category}", f"there is no category {item.category}", scheme)
            continue
        by_category[item.category] += item.points
        most = full(item.form)
        if most is not None and most != item.points:
            zh, en = f"按办法至多 {most} 分，不是 {item.points} 分", f"gives at most {most} points, not {item.points}"
            yield _about(item, zh, en, scheme)
    for one in scheme.categories:
        if by_category[one.id] != one.points:
            zh, en = (
                f"{one.id} 各项合计 {by_category[one.id]} 分，写的是 {one.points} 分",
                f"{one.id} adds up to {by_category[one.id]}",
            )
            yield _about(scheme, zh, en)
    whole = sum((item.points for item in scheme.items), Fraction(0))
    if whole != scheme.total:
        yield _about(
            scheme,
            f"各项合计 {whole} 分，总分写的是 {scheme.total} 分",
            f"the items add up to {whole}, not {scheme.total}",
        )
    finals = sum(stage.final for stage in scheme.stages)
    if scheme.stages and finals != 1:
        yield _about(scheme, f"应有一个终评，写了 {finals} 个", f"one stage is final, found {finals}")


def _said(scheme: Scheme) -> Iterator[Problem]:
    """The numbers of the scheme stand in the words that it quotes beside them."""
    for item in scheme.items:
        words = [item.quote, *(one["quote"] for one in item.context)]
        form = item.form
        wanted = {*(test.minus for test in form.tests)}
        wanted |= set() if form.kind == "weighted" else {item.points}
        shares = {*(test.at_least for test in form.tests), *(test.per for test in form.tests), *form.worth.values()}
        shares |= {form.times} if form.kind == "weighted" else set()
        yield from _unsaid(item, scheme, wanted | {100 * one for one in shares}, words)
    said: list[tuple[object, Fraction, str]] = [(one, one.points, one.quote) for one in scheme.bonus]
    said += [(one, 100 * one.at_most, one.quote) for one in scheme.quotas]
    for what, points, quote in [*said, *((one, one.points, one.quote) for one in scheme.categories)]:
        yield from _unsaid(what, scheme, {points}, [quote])
    ends = {end for band in scheme.grading.bands for end in (band.low, band.high) if end is not None}
    yield from _unsaid(scheme, scheme, ends, [scheme.grading.quote])


def _unsaid(what: object, scheme: Scheme, wanted: Iterable[Fraction], words: Iterable[str]) -> Iterator[Problem]:
    text = "".join(words)
    found = {Fraction(one) for one in _NUMBER.findall(text)} | (
        {Fraction(100)} if any(w in text for w in _WHOLE) else set()
    )
    for number in sorted(set(wanted) - found):
        zh, en = f"引文里没有 {plain(number)} 这个数", f"{plain(number)} is not in the words quoted"
        yield _about(what, zh, en, scheme)


def _names(scheme: Scheme, rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    rules = {rule.id: rule for rule in rulebook.rules}
    if scheme.every is not None and scheme.every not in vocabulary.periods:
        yield _about(scheme, f"没有周期 {scheme.every}", f"there is no period {scheme.every}")
    named = [(item, name) for item in scheme.items for name in item.rules]
    for what, name in [*named, *((stage, stage.rule) for stage in scheme.stages if stage.rule)]:
        if name not in rules:
            yield _about(what, f"没有规则 {name}", f"there is no rule {name}", scheme)
    kinds = derived.tables()["assessments"].columns["kind"].codes or {}
    for stage in scheme.stages:
        if stage.recorded is not None and stage.recorded not in kinds:
            yield _about(stage, f"考核评估没有种类 {stage.recorded}", f"there is no kind {stage.recorded}", scheme)
        if not _has_last_day(rules.get(stage.rule or "")):
            yield _about(stage, "没有写明最后期限的规则", "names no rule with a last day", scheme)
    graded = [*((one, one.grade) for one in scheme.veto), *((one, key) for one in scheme.quotas for key in one.grades)]
    for what, grade in graded:
        if grade not in scheme.grading.order:
            yield _about(what, f"没有等次 {grade}", f"there is no grade {grade}", scheme)
    lists = [scheme.when, *(line.when for line in scheme.bonus), *(line.when for line in scheme.veto)]
    for condition in (c for when in lists for c in when if "finding" in c):
        if condition["finding"] not in rules:
            yield _about(scheme, f"没有规则 {condition['finding']}", f"there is no rule {condition['finding']}")


def _has_last_day(rule: Rule | None) -> bool:
    return rule is not None and rule.due is not None and (rule.due.within is not None or rule.due.at is not None)


def _readings(scheme: Scheme, rulebook: Rulebook, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The scheme under each reading: it is one, it differs, a case shows it, and what it reads is there."""
    try:
        variants = scheme_variants(scheme, rulebook.questions)
    except (ValueError, KeyError) as wrong:
        yield _about(scheme, f"口径用不上：{wrong}", f"a reading cannot be laid on it: {wrong}")
        return
    shown = {name for case in scheme.cases for name in case["expect"].get("variants", {})}
    shown |= {f"{key}.{option}" for case in scheme.cases for key, option in case.get("readings", {}).items()}
    primary = variants[0][1]
    for name, one in variants[1:]:
        if one == primary:
            yield _about(scheme, f"口径 {name} 什么也不改变", f"reading {name} changes nothing")
        if name not in shown:
            yield _about(scheme, f"口径 {name} 没有用例", f"no case for reading {name}")
        for quote in sorted(_quotes(one) - _quotes(scheme)):
            yield _about(
                scheme,
                f"口径 {name} 的引文“{quote[1]}”不在原办法里，没有核对",
                f"reading {name} quotes what is not proved",
            )
    told: set[str] = set()
    for _, one in variants:
        for problem in (*_reads(one, vocabulary), *_bands(one)):
            if problem.line("zh") not in told:
                told.add(problem.line("zh"))
                yield problem


def _quotes(scheme: Scheme) -> set[tuple[str, str]]:
    """What a scheme quotes: of the scheme as written the lock proves it, so a reading may quote nothing else."""
    lines = [*scheme.items, *scheme.categories, *scheme.stages, *scheme.bonus, *scheme.veto, scheme.grading]
    return {(str(getattr(one, "at", "")), str(getattr(one, "quote", ""))) for one in lines}


def _reads(scheme: Scheme, vocabulary: Vocabulary) -> Iterator[Problem]:
    measures: Mapping[str, Measure] = vocabulary.measures
    for each, name in asked(scheme):
        if name not in measures:
            yield _about(scheme, f"没有指标 {name}", f"there is no measure {name}")
        elif (measures[name].entity is not None) != (each is not None) and measures[name].table is not None:
            zh, en = f"指标 {name} 应逐个读" if each is None else f"指标 {name} 不能逐个读", f"measure {name}: for_each"
            yield _about(scheme, zh, en)
        if isinstance(each, str) and each not in vocabulary.sets:
            yield _about(scheme, f"没有对象集 {each}", f"there is no set {each}")
    for item in scheme.items:
        read = [one for one in (item.form.measure, *(test.measure for test in item.form.tests)) if one is not None]
        known = [measures[one] for one in read if one in measures]
        for wrong in (one.name for one in known if one.type not in TYPES[item.form.kind]):
            zh, en = f"指标 {wrong} 不是 {item.form.kind} 能用的", f"{item.form.kind} cannot read {wrong}"
            yield _about(item, zh, en, scheme)
    if scheme.bonus_in != "capped" and any(line.times for line in scheme.bonus):
        yield _about(scheme, "按次加分须 bonus_in: capped", "a bonus that counts each time needs bonus_in: capped")


def _bands(scheme: Scheme) -> Iterator[Problem]:
    if scheme.grading.given_by == "bands":
        yield from _meet(scheme, scheme, scheme.grading.bands)
    for item in scheme.items:
        if item.form.kind == "bands":
            yield from _meet(item, scheme, item.form.bands)


def _meet(what: object, scheme: Scheme, bands: Iterable[Band]) -> Iterator[Problem]:
    """Bands under one reading: without overlap, and without a gap. What the text leaves between them is a question's."""
    ordered = sorted(bands, key=lambda one: (one.low is not None, one.low or 0))
    for lower, upper in pairwise(ordered):
        touching = lower.high is None or upper.low is None or lower.high > upper.low
        if touching or (lower.high == upper.low and not lower.under):
            yield _about(
                what, f"{lower.worth} 与 {upper.worth} 重叠", f"{lower.worth} and {upper.worth} overlap", scheme
            )
        elif gap(lower, upper):
            zh, en = (
                f"{lower.worth} 与 {upper.worth} 之间有空隙",
                f"there is a gap between {lower.worth} and {upper.worth}",
            )
            mend = say(
                "原文没有写的，写成口径，每个选项把空隙补上", "make it a question whose options all close the gap"
            )
            yield _about(what, zh, en, scheme, mend)


def _about(what: object, zh: str, en: str, scheme: Scheme | None = None, mend: str | Mapping[str, str] = "") -> Problem:
    """A problem of a scheme or of one of its lines, at its place."""
    whole = scheme if scheme is not None else what
    assert isinstance(whole, Scheme)
    name = whole.id if what is whole else f"{whole.id}/{getattr(what, 'id', getattr(what, 'key', ''))}"
    line = what.line if isinstance(what, ScoreItem | Scheme) else whole.line
    return Problem(f"{whole.file}:{line}", say(f"{name}：{zh}", f"{name}: {en}"), mend=mend)
