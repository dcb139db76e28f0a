"""What measures over measures may read: whole numbers of one unit, bands that do not overlap, facts of one entity.

The engine adds and compares numerators as they stand, so what does not fit is refused when the vocabulary is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from checker.errors import Text, say
from checker.model import COUNTS, SCALES, Measure
from checker.rulebook.numbers import number

_ADDED = frozenset({"sum_of", "difference_of", "weighted"})
Found = tuple[Measure, Text]


def problems(measures: Mapping[str, Measure], sets: Collection[str]) -> Iterator[Found]:
    """What is wrong with formulas, in the order of the vocabulary. Inputs that do not exist are the linter's to name."""
    yield from uneven(measures)
    for one in measures.values():
        if one.lookup is not None:
            yield from ((one, what) for what in _bands(one, measures))
        if one.over is not None:
            yield from ((one, what) for what in _total(one, measures, sets))
        if any(weight <= 0 for weight in one.weights):
            yield one, say(f"指标 {one.name}：times 应大于 0", f"measure {one.name}: times must be above zero")


def uneven(measures: Mapping[str, Measure]) -> Iterator[Found]:
    """Formulas over what is itself a fraction, whose numerators have different bases, or over values of several units.
    Only a weighted sum brings fractions to one base."""
    for one in measures.values():
        parts = [measures[name] for name in one.inputs if name in measures]
        for part in parts:
            if part.type in ("date", "code", "set"):
                yield one, say(f"指标 {one.name}：{part.name} 不是数", f"measure {one.name}: {part.name} is no number")
            elif one.kind != "weighted" and _broken(part):
                yield (
                    one,
                    say(
                        f"指标 {one.name}：{part.name} 不是整数，公式只读整数",
                        f"measure {one.name}: {part.name} is a fraction, and a formula reads whole numbers only",
                    ),
                )
        units = {"number" if part.type in COUNTS else part.type for part in parts}
        if one.kind in _ADDED and len(units) > 1:
            yield (
                one,
                say(
                    f"指标 {one.name}：各项单位不同（{'、'.join(sorted(units))}）",
                    f"measure {one.name}: adds what has different units ({', '.join(sorted(units))})",
                ),
            )


def _broken(part: Measure) -> bool:
    bands = part.lookup["bands"] if part.lookup else ()
    scale = SCALES.get(part.type, 1)
    parts = any((number(band["value"]) * scale).denominator > 1 for band in bands)
    return part.type == "share" or part.kind in ("mean", "weighted") or parts


def _bands(one: Measure, measures: Mapping[str, Measure]) -> Iterator[Text]:
    assert one.lookup is not None
    of = measures.get(one.inputs[0])
    scale = SCALES.get(of.type, 1) if of else 1
    ends: list[tuple[Fraction | None, Fraction | None]] = []
    for band in one.lookup["bands"]:
        first, last = (number(band[key]) if key in band else None for key in ("from", "to"))
        shown = f"{band.get('from', '')}—{band.get('to', '')}"
        if any(end is not None and (end * scale).denominator > 1 for end in (first, last)):
            yield say(
                f"指标 {one.name}：档 {shown} 的界限比 {one.inputs[0]} 的单位更细",
                f"measure {one.name}: band {shown} is finer than {one.inputs[0]}",
            )
        if one.type in SCALES and (number(band["value"]) * SCALES[one.type]).denominator > 1:
            yield say(
                f"指标 {one.name}：{band['value']} 多于两位小数",
                f"measure {one.name}: {band['value']} has more than two decimals",
            )
        if first is not None and last is not None and first > last:
            yield say(
                f"指标 {one.name}：档 {shown} 的 from 大于 to",
                f"measure {one.name}: band {shown} ends before it begins",
            )
        elif any(_meet((first, last), other) for other in ends):
            yield say(
                f"指标 {one.name}：档 {shown} 与前面的档重叠",
                f"measure {one.name}: band {shown} overlaps an earlier one",
            )
        ends.append((first, last))


def _meet(one: tuple[Fraction | None, Fraction | None], other: tuple[Fraction | None, Fraction | None]) -> bool:
    def starts_by(a: Fraction | None, b: Fraction | None) -> bool:
        return a is None or b is None or a <= b

    return starts_by(one[0], other[1]) and starts_by(other[0], one[1])


def _total(one: Measure, measures: Mapping[str, Measure], sets: Collection[str]) -> Iterator[Text]:
    if one.over not in sets:
        yield say(f"指标 {one.name}：没有集合 {one.over}", f"measure {one.name}: there is no set {one.over}")
    leaves = list(_leaves(one.inputs[0], measures))
    if leaves and not any(leaf.entity for leaf in leaves):
        yield say(
            f"指标 {one.name}：{one.inputs[0]} 不分对象（没有 entity），合计会重复计算",
            f"measure {one.name}: {one.inputs[0]} has no entity, so a total would count the whole once for each",
        )
    if any(leaf.item for leaf in leaves):
        yield say(
            f"指标 {one.name}：{one.inputs[0]} 还分 item，不能合计",
            f"measure {one.name}: {one.inputs[0]} is also by item, which a total does not have",
        )


def _leaves(name: str, measures: Mapping[str, Measure], above: tuple[str, ...] = ()) -> Iterator[Measure]:
    """Measures over tables that a formula rests on in its own cell."""
    one = measures.get(name)
    if one is None or name in above or one.over is not None:
        return
    if one.table is not None:
        yield one
    for part in one.inputs:
        yield from _leaves(part, measures, (*above, name))
