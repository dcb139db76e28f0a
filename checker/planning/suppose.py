"""`MEASURE=VALUE` and `MEASURE@PERIOD=VALUE` as typed → what is supposed. Measures go by name or by label."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from checker.engine.formulas import never_negative
from checker.engine.whatif import Supposed
from checker.errors import BadInput, Problem, Text, say
from checker.isodate import is_day
from checker.model import COUNTS, Measure
from checker.nearest import nearest
from checker.records.tables import TableSchema
from checker.rulebook.numbers import number
from checker.rulebook.vocabulary import Vocabulary

OPTION = "--set"
NONE = ("none", "无")
_SHAPE = re.compile(r"([^=@]+)(?:@([^=@]+))?=(.+)", re.DOTALL)
_WHOLE = COUNTS | {"money", "points"}
_EXACT = ("mean", "weighted", "lookup")
"""Kinds of measures whose value may be any fraction."""


class Supposing:
    """Reads what is typed against the measures of a rulebook and the periods of a report."""

    def __init__(
        self, measures: Iterable[Measure], vocabulary: Vocabulary, schemas: Mapping[str, TableSchema],
        periods: Collection[str],
    ) -> None:  # fmt: skip
        self.measures = {one.name: one for one in measures}
        self.vocabulary, self.schemas, self.periods = vocabulary, schemas, sorted(periods)

    def read(self, typed: Iterable[str]) -> tuple[Supposed, ...]:
        """All of them, each place given once. Raises BadInput with every one that cannot be."""
        found: dict[tuple[str, str | None], Supposed] = {}
        problems: list[Problem] = []
        for text in typed:
            try:
                one = self._one(text)
            except BadInput as bad:
                problems += bad.problems
                continue
            if (one.measure, one.period) in found:
                problems.append(Problem(f"{OPTION} {text}", say("同一个指标给了两个值", "a measure is given twice")))
            found[one.measure, one.period] = one
        if problems:
            raise BadInput(problems)
        # Of a measure that is given for all periods and for one, the one goes last, so that it stands.
        return tuple(sorted(found.values(), key=lambda one: (one.measure, one.period or "")))

    def _one(self, text: str) -> Supposed:
        shape = _SHAPE.fullmatch(text.strip())
        if shape is None:
            raise _wrong(
                text,
                say("不是 指标=数值", "not MEASURE=VALUE"),
                mend=say("例如 exchange_rate=12%", "for example exchange_rate=12%"),
            )
        name, period, value = (part.strip() if part is not None else None for part in shape.groups())
        measure = self._measure(text, str(name))
        if period is not None and period not in self.periods:
            raise _wrong(text, say(f"没有“{period}”这一期", f"no period {period}"), mend=_near(period, self.periods))
        return Supposed(measure.name, self._value(text, measure, str(value)), period)

    def _measure(self, text: str, name: str) -> Measure:
        if name in self.measures:
            return self.measures[name]
        labelled = [one for one in self.measures.values() if name in one.label.values()]
        if len(labelled) == 1:
            return labelled[0]
        if labelled:
            listed = "、".join(one.name for one in labelled)
            raise _wrong(text, say(f"有几个指标叫“{name}”", f"several measures are called `{name}`"), mend=listed)
        known = [*self.measures, *(label for one in self.measures.values() for label in one.label.values())]
        what = say(f"本规则库的条款没有用到指标“{name}”", f"no clause of this rulebook reads a measure `{name}`")
        raise _wrong(text, what, mend=_near(name, known))

    def _value(self, text: str, measure: Measure, value: str) -> str | tuple[str, ...]:
        if measure.type in ("code", "set"):
            return self._codes(text, measure, value)
        if measure.type == "date":
            if value in NONE:
                return NONE[0]
            if not is_day(value):
                raise _wrong(
                    text,
                    say(f"“{value}”不是日期", f"`{value}` is no date"),
                    mend=say("例如 2024-07-31，没有的写 none", "for example 2024-07-31, or none"),
                )
            return value
        return self._number(text, measure, value)

    def _number(self, text: str, measure: Measure, value: str) -> str:
        sensible(_shown(text), measure, value, self.vocabulary.measures)
        return value

    def _codes(self, text: str, measure: Measure, value: str) -> tuple[str, ...]:
        """Codes by themselves or by their labels; of a column without codes, whatever its cells hold."""
        if value in NONE:
            return ()
        named = [one.strip() for one in re.split(r"[,，、]", value) if one.strip()]
        column = self.schemas[measure.table].columns.get(measure.column or "") if measure.table else None
        codes = (column.codes if column else None) or {}
        if measure.type == "code" and len(named) > 1:
            raise _wrong(text, say("这个指标只有一个值", "this measure has one value"))
        if not codes:
            return tuple(dict.fromkeys(named))
        labels = {str(label): code for code, label in codes.items()}
        for one in named:
            if one not in codes and one not in labels:
                listed = "、".join(f"{code}（{label}）" for code, label in codes.items())
                raise _wrong(
                    text,
                    say(f"没有“{one}”这一种", f"no code `{one}`"),
                    say(f"可用：{listed}", f"known: {', '.join(codes)}"),
                    _near(one, [*codes, *labels]),
                )
        return tuple(dict.fromkeys(labels.get(one, one) for one in named))


def sensible(where: str, measure: Measure, value: str, measures: Mapping[str, Measure]) -> Fraction:
    """The number that was typed for a measure. Raises BadInput, told of `where`, for one that it can never be."""
    try:
        exact = number(value)
    except ValueError:
        what = say(f"“{value}”不是数", f"`{value}` is no number")
        raise BadInput(Problem(where, what, "", say("例如 2、3/10、85%", "for example 2, 3/10, 85%"))) from None
    unit = 100 if measure.type in ("money", "points") else 1
    wrong: Text = ""
    if measure.type in _WHOLE and measure.kind not in _EXACT and (exact * unit).denominator != 1:
        wrong = say(f"“{value}”太细，不会是这个指标的值", f"`{value}` is finer than this measure")
    elif exact < 0 and never_negative(measure, measures):
        wrong = say("这个指标不会小于 0", "this measure is never below 0")
    elif max(abs(exact.numerator), exact.denominator) > 10**12:
        wrong = say("位数太多", "too many digits")
    if wrong:
        raise BadInput(Problem(where, wrong))
    return exact


def _wrong(text: str, what: Text, why: Text = "", mend: Text = "") -> BadInput:
    return BadInput(Problem(_shown(text), what, why, mend))


def _shown(text: str) -> str:
    return f"{OPTION} {text[:80]}"


def _near(wrong: str, known: Iterable[str]) -> Text:
    near = nearest(wrong, known)
    return say(f"是否想写“{near}”？", f"did you mean `{near}`?") if near else ""
