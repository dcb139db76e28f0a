"""`ID:OPERATOR=NUMBER` and `ID:MEASURE.OPERATOR=NUMBER` as typed → the rulebook in which that rule has that number.

The rule is made anew from its tests, and so are the patches of its readings that state the same number: an option that states one of
its own keeps it, and is named. Nothing on disk changes. The fingerprint of the rulebook is another one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from checker.errors import BadInput, Problem, Text, say
from checker.isodate import is_day_or_month
from checker.model import Changed, Option, Question, Rule, Rulebook, Test
from checker.nearest import nearest
from checker.planning.suppose import sensible
from checker.rulebook.load import OPERATORS
from checker.rulebook.numbers import DATE_OPS, SET_OPS, literal
from checker.rulebook.vocabulary import Vocabulary
from checker.workbench import Workbench

OPTION = "--set-rule"
EXAMPLE = "nanyang-2023/3.2.1/monthly-council:at_least=2"
_SHAPE = re.compile(r"([^:=\s]+):(?:([a-z][a-z0-9_]*)\.)?([a-z][a-z0-9_]*)=(.+)", re.DOTALL)


def suppose(bench: Workbench, named: Sequence[str], typed: Sequence[str]) -> tuple[Rulebook, ...]:
    """Put changed rulebooks in place of the ones that the `bench` has, and give them: of those `named`, or of any that a text names.
    Raises BadInput as `supposing` does."""
    prefixes = dict.fromkeys(text.strip().partition("/")[0] for text in typed)
    unknown = [one for one in prefixes if one not in bench.folders and not named]
    if unknown:
        why = say("编号的第一段应为规则库编号", "an id begins with its rulebook's")
        listed = [_wrong(text, say("没有这个规则库", "there is no such rulebook"), why, _near(one, bench.folders) or f"例如 {EXAMPLE}")
                  for text in typed if (one := text.strip().partition("/")[0]) in unknown]  # fmt: skip
        raise BadInput([problem for bad in listed for problem in bad.problems])
    books = [bench.rulebook(one) for one in named or prefixes]
    changed = supposing(typed, books, bench.vocabulary)
    for book in changed:
        bench.suppose(book)
    return changed


def unused(changed: Iterable[Rulebook], used: Collection[str]) -> None:
    """Raises BadInput where a changed rulebook is one by which nothing is checked: the number would change nothing."""
    problems = [
        Problem(
            f"{OPTION} {book.changed[0].rule}",
            say(f"没有按 {book.id} 检查任何对象", f"nothing is checked by {book.id}"),
            say("所以改这个数没有结果", "so its number changes nothing"),
            say(f"请加 --rules {book.id}", f"add --rules {book.id}"),
        )
        for book in changed
        if book.id not in used
    ]
    if problems:
        raise BadInput(problems)


def supposing(typed: Iterable[str], books: Sequence[Rulebook], vocabulary: Vocabulary) -> tuple[Rulebook, ...]:
    """Those of the `books` that some text changes, changed. Raises BadInput with every text that cannot be."""
    made = {book.id: book for book in books}
    problems: list[Problem] = []
    for text in typed:
        try:
            book, rule, test, value = _read(text, books, vocabulary)
            made[book.id] = _changed(made[book.id], rule, test, value, text)
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return tuple(book for book in made.values() if book.changed)


# ---- what was typed ------------------------------------------------------------------------------------------------


def _read(text: str, books: Sequence[Rulebook], vocabulary: Vocabulary) -> tuple[Rulebook, Rule, Test, Any]:
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None:
        what = say("不是 规则编号:比较=数", "not RULE:OPERATOR=NUMBER")
        raise _wrong(text, what, mend=say(f"例如 {EXAMPLE}", f"for example {EXAMPLE}"))
    name, measure, op, value = (part.strip() if part is not None else None for part in shape.groups())
    book, rule = _rule(text, str(name), books)
    test = _test(text, rule, measure, str(op))
    found = _value(text, test, str(value), vocabulary)
    if found == test.right:
        why = say("文件写的就是这个数", "the document has this very number")
        raise _wrong(text, say("什么也不变", "nothing would change"), why, say("请写另一个数", "write another number"))
    return book, rule, test, found


def _rule(text: str, name: str, books: Sequence[Rulebook]) -> tuple[Rulebook, Rule]:
    known = {rule.id: (book, rule) for book in books for rule in book.rules}
    if name not in known:
        what = say(f"没有规则 {name}", f"there is no rule {name}")
        listed = "、".join(book.id for book in books)
        raise _wrong(text, what, say(f"查过的规则库：{listed}", f"looked in: {listed}"), _near(name, known))
    return known[name]


def _test(text: str, rule: Rule, measure: str | None, op: str) -> Test:
    """The one test of the rule that is meant."""
    if op not in OPERATORS:
        what = say(f"没有“{op}”这种比较", f"there is no operator `{op}`")
        raise _wrong(text, what, mend=_near(op, OPERATORS) or _usable(rule))
    own = rule.tests.get("require", ())
    found = [one for one in own if one.op == op and measure in (None, one.measure)]
    if not found:
        named = f"{measure} {op}" if measure else op
        what = say(f"这条规则的要求里没有 {named}", f"the rule requires no `{named}`")
        raise _wrong(text, what, mend=_usable(rule))
    if len(found) > 1:
        what = say(f"这条规则有 {len(found)} 处 {op}", f"the rule has {len(found)} tests `{op}`")
        if len({one.measure for one in found}) < len(found):
            why = say("同一个指标用了两次，分不清是哪一处", "one measure stands twice, so none of them can be named")
            raise _wrong(text, what, why, say("请复制规则库后改写", "change a copy of the rulebook"))
        raise _wrong(text, what, mend=_usable(rule, op))
    (test,) = found
    if test.right_measure is not None:
        why = say(f"界限由指标 {test.right_measure} 算出", f"its bound is computed from `{test.right_measure}`")
        raise _wrong(text, say("没有写定的数可改", "there is no number to change"), why)
    return test


def _usable(rule: Rule, only: str = "") -> Text:
    """How to name each number of the rule."""
    tests = [one for one in rule.tests.get("require", ()) if _numeric(one) and only in ("", one.op)]
    if not tests:
        return say("这条规则没有数可改", "this rule has no number to change")
    ops = [one.op for one in tests]
    listed = [f"{one.measure}.{one.op}=" if ops.count(one.op) > 1 else f"{one.op}=" for one in tests]
    zh, en = "、".join(dict.fromkeys(listed)), ", ".join(dict.fromkeys(listed))
    return say(f"可写：{rule.id}:{zh}…", f"write {rule.id}: and then {en}…")


def _numeric(test: Test) -> bool:
    return test.op not in SET_OPS and test.right_measure is None


def _value(text: str, test: Test, typed: str, vocabulary: Vocabulary) -> Any:
    if test.op in SET_OPS:
        what = say(f"{test.op} 比较的是类别，不是数", f"`{test.op}` compares kinds, not numbers")
        raise _wrong(text, what)
    if test.op in DATE_OPS:
        if not is_day_or_month(typed):
            what = say(f"“{typed}”不是日期", f"`{typed}` is no date")
            raise _wrong(text, what, mend=say("例如 2024-07-31 或 2024-07", "for example 2024-07-31 or 2024-07"))
        return literal(test.op, typed)
    measures = vocabulary.measures
    measure = measures[test.measure]
    if measure.type != "share" and "%" in typed:
        unit = vocabulary.units[measure.unit]
        what = say(f"这个指标以“{unit['zh']}”计，不是百分比", f"this measure is in {unit['en']}, no percentage")
        raise _wrong(text, what, mend=say(f"例如 {typed.rstrip('%')}", f"for example {typed.rstrip('%')}"))
    found = sensible(_shown(text), measure, typed, measures)
    shared = "%" in typed or "/" in typed
    if measure.type == "share" and not shared and found != 0:
        what = say("这个指标是比例，没有写单位", "this measure is a share, and the number has no unit")
        raise _wrong(text, what, mend=say(f"例如 {typed}%", f"for example {typed}%"))
    return found


# ---- the rulebook with it ------------------------------------------------------------------------------------------


def _changed(book: Rulebook, rule: Rule, test: Test, value: Any, text: str) -> Rulebook:
    if any((one.rule, one.measure, one.op) == (rule.id, test.measure, test.op) for one in book.changed):
        raise _wrong(text, say("同一个数给了两次", "this number is given twice"))
    now = next(
        one for one in book.rules if one.id == rule.id
    )  # an earlier text may have changed another of its numbers
    tests = tuple(replace(one, right=value) if one == test else one for one in now.tests["require"])
    rules = tuple(replace(now, tests={**now.tests, "require": tests}) if one is now else one for one in book.rules)
    questions, kept = dict(book.questions), list[str]()
    for key in rule.readings:
        questions[key], own = _reading(questions[key], rule, test, value)
        kept += own
    change = Changed(rule.id, test.measure, test.op, test.right, value, tuple(kept))
    digest = hashlib.sha256(f"{book.sha256}\0{change.rule}\0{change.measure}\0{change.op}\0{change.now}".encode())
    return replace(book, rules=rules, questions=questions, sha256=digest.hexdigest(), changed=(*book.changed, change))


def _reading(question: Question, rule: Rule, test: Test, value: Any) -> tuple[Question, list[str]]:
    """The question with the number in its options that state it, too; and those that state another."""
    kept: list[str] = []
    options: dict[str, Option] = {}
    for name, option in question.options.items():
        whole = {**option.set, **option.rules.get(rule.id, {})}
        stated = [
            one for one in _tests(whole.get("require") or ()) if one.get("measure") == test.measure and test.op in one
        ]
        options[name] = option
        if any(_right(one, test.op) != test.right for one in stated):
            kept.append(f"{question.key}.{name}")
        elif stated:
            patch = {**whole, "require": _replaced(whole["require"], test, value)}
            options[name] = replace(option, rules={**option.rules, rule.id: patch})
    return replace(question, options=options), kept


def _tests(items: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for item in items:
        yield from item.get("any", (item.get("not", item),))


def _right(item: Mapping[str, Any], op: str) -> Any:
    right = item[op]
    return None if isinstance(right, Mapping) else literal(op, right)


def _replaced(part: Any, test: Test, value: Any) -> Any:
    """Tests as they were read, with the number wherever they compare this measure so."""
    if isinstance(part, Mapping):
        if part.get("measure") == test.measure and test.op in part:
            return {**part, test.op: value if isinstance(value, Fraction) else str(value)}
        return {key: _replaced(one, test, value) for key, one in part.items()}
    return [_replaced(one, test, value) for one in part] if isinstance(part, list | tuple) else part


def _wrong(text: str, what: Text, why: Text = "", mend: Text = "") -> BadInput:
    return BadInput(Problem(_shown(text), what, why, mend))


def _shown(text: str) -> str:
    return f"{OPTION} {text[:120]}"


def _near(wrong: str, known: Iterable[str]) -> Text:
    near = nearest(wrong, sorted(known))
    return say(f"是否想写“{near}”？", f"did you mean `{near}`?") if near else ""
