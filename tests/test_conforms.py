"""The short way to say that a file is in order says what jsonschema says, on what is in order and on what is not."""

from __future__ import annotations

import copy
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import schema, yamlfile
from checker.conforms import compiled
from checker.house import schemas_dir

NAMES = sorted(path.stem for path in schemas_dir().glob("*.json"))
FILES = [
    ("rules", "rules/nanyang-2023/3-measures/2-governance/1-council.yaml"), ("source", "rules/ankang-2022/source.yaml"),
    ("questions", "rules/ganzhou-2024/questions.yaml"), ("scores", "rules/shapotou-2023/scores.yaml"),
    ("consequences", "rules/kunming-2021/consequences.yaml"), ("records", "examples/nanyang/invented/group.yaml"),
    ("sets", "rules/vocabulary/sets.yaml"), ("themes", "rules/vocabulary/themes.yaml"),
]  # fmt: skip
SPOILT: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.0,
    Decimal("0.5"),
    "",
    "x",
    "2023-02-30",
    "2023-02-28",
    [],
    ["a", "a"],
    {},
    {"x": 1},
)


def agrees(name: str, data: Any) -> bool:
    """Whether both say the same; a schema's own words are jsonschema's."""
    short, whole = schema._conforms(name), schema._validator(name)  # the two ways that `validate` has
    assert short is not None
    return short(data) == whole.is_valid(data)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_has_a_short_way(name: str) -> None:
    assert schema._conforms(name) is not None


def test_an_unknown_keyword_has_none() -> None:
    assert compiled({"type": "object", "dependentRequired": {"a": ["b"]}}, {}) is None
    assert compiled({"properties": {"a": {"contains": {}}}}, {}) is None


@pytest.mark.parametrize(("name", "path"), FILES)
def test_files_of_the_house_are_in_order(name: str, path: str) -> None:
    data = yamlfile.read(Path(path)).data
    short = schema._conforms(name)
    assert short is not None and short(data) and schema._validator(name).is_valid(data)


def spoilt(data: Any, chance: random.Random) -> Any:
    """A copy in which one value, anywhere, is another, gone, or joined by one more."""
    whole = {"": copy.deepcopy(data)}
    holder, key = whole, ""
    while True:
        value = holder[key]
        inside = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
        if not inside or (key != "" and chance.random() < 0.2):
            break
        holder, key = value, chance.choice(inside)
    kind = chance.random()
    if kind < 0.6 or holder is whole:
        holder[key] = chance.choice(SPOILT)
    elif kind < 0.8:
        del holder[key]
    elif isinstance(holder, dict):
        holder["unknown"] = chance.choice(SPOILT)
    else:
        holder.append(holder[0])
    return whole[""]


@pytest.mark.parametrize(("name", "path"), FILES)
def test_spoilt_files_are_told_alike(name: str, path: str) -> None:
    chance = random.Random(name)  # noqa: S311
    data = yamlfile.read(Path(path)).data
    refused = 0
    for _ in range(60):
        one = spoilt(data, chance)
        assert agrees(name, one)
        refused += not schema._validator(name).is_valid(one)
    assert refused > 10  # the test sees both answers


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.0, 1.0, 1.5, Decimal("1"), Decimal("1.5")]) | st.sampled_from("abc"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
LEAVES = st.sampled_from([
    True, False, {"type": "integer"}, {"type": ["string", "null"]}, {"type": "number"}, {"enum": ["a", None, True]},
    {"const": 1}, {"minimum": 1}, {"exclusiveMinimum": 1}, {"maxItems": 1}, {"minLength": 2}, {"uniqueItems": True},
    {"pattern": "^a"}, {"required": ["a"]}, {"maxProperties": 1}, {"propertyNames": {"enum": ["a", "b"]}},
])  # fmt: skip
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda a, b: {"anyOf": [a, b]}, inner, inner), st.builds(lambda a, b: {"oneOf": [a, b]}, inner, inner),
        st.builds(lambda a: {"not": a}, inner), st.builds(lambda a: {"items": a}, inner),
        st.builds(lambda a, b, c: {"if": a, "then": b, "else": c}, inner, inner, inner),
        st.builds(lambda a, b, c: {"properties": {"a": a}, "patternProperties": {"^[ab]$": b}, "additionalProperties": c}, inner, inner, inner),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(made=SCHEMAS, value=VALUES)
def test_any_schema_says_what_jsonschema_says(made: Any, value: Any) -> None:
    from jsonschema import Draft202012Validator

    short = compiled(made, {})
    assert short is not None and short(value) == Draft202012Validator(made).is_valid(value)
