"""A field of a rule in one line, without what is as it is by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from checker.model import Test


def written(value: Any) -> str:
    """Empty for what is not there."""
    if value is None or value in ((), {}):
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {written(one)}" for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(written(one) or "-" for one in value)
    if isinstance(value, Test):
        return _test(value)
    if is_dataclass(value) and not isinstance(value, type):
        return ", ".join(_beyond(value, {one.name: one.default for one in fields(value)}))
    return str(value)


def _test(test: Test) -> str:
    """`measure operator right`, then what else it says."""
    right = test.right if test.right_measure is None else test.right_measure
    plain = vars(Test(test.measure, test.op, test.right, test.right_measure, group=test.group))
    return ", ".join([f"{test.measure} {test.op} {written(right)}", *_beyond(test, plain)])


def _beyond(value: Any, plain: Mapping[str, Any]) -> list[str]:
    return [
        f"{one.name} {written(mine)}" for one in fields(value) if (mine := getattr(value, one.name)) != plain[one.name]
    ]
