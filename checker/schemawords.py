"""What a departure from a JSON Schema means, in words: what is wrong, what was expected, an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from checker.errors import Problem, Text, say, spoken
from checker.model import Words
from checker.nearest import nearest

Path = tuple[str | int, ...]
Departure = Any
"""A `jsonschema.ValidationError`, whose own type hints admit values that our schemas never hold."""

DAY = r"^\d{4}-\d{2}-\d{2}$"
DAY_OR_MONTH = r"^\d{4}-\d{2}(-\d{2})?$"
DAY_OR_NONE = r"^(\d{4}-\d{2}(-\d{2})?|none)$"

_PATTERNS: Mapping[str, Words] = {
    DAY: say("应为实有的日期 年-月-日", "expected a real date, year-month-day"),
    DAY_OR_MONTH: say("应为实有的日期 年-月-日，或只写 年-月", "expected a real date, year-month-day, or year-month"),
    r"^[a-z][a-z0-9_]*$": say("应为小写字母开头的名称（a-z 0-9 _）", "expected a name of a-z, 0-9, _"),
    r"^[a-z0-9][a-z0-9-]*$": say("应为小写字母、数字、连字符", "expected a-z, 0-9 and hyphens"),
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$": say(
        "应为列名，或以点相连的列名", "expected a column, or columns with dots"
    ),
    r"^[a-z][a-z-]*$": say("应为小写字母、连字符", "expected a-z and hyphens"),
    r"^[a-z0-9-]+/[a-z0-9-]+$": say("应为 规则库/口径", "expected rulebook/question"),
    r"^[a-z0-9-]+/[a-z0-9.-]+/[a-z0-9-]+$": say("应为 规则库/条目/名称", "expected rulebook/item/name"),
    r"^[^\s./\\][^\s/\\]{0,59}$": say(
        "应为 1—60 个字符，不含空格和斜杠，不以点开头",
        "expected 1 to 60 characters, no blank, no slash, no dot in front",
    ),
    r"^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)%$": say("应为百分数", "expected a percentage"),
    r"^\d{1,6}(\.\d{1,2})?$": say("应为分数，至多两位小数", "expected points with at most two decimals"),
    r"^\d{1,12}(\.\d{1,2})?$": say("应为金额，至多两位小数", "expected an amount with at most two decimals"),
    DAY_OR_NONE: say(
        "应为 年-月-日、年-月，原文没有写的写 none",
        "expected year-month-day, year-month, or none where the text states none",
    ),
    r"^[0-9a-f]{64}$": say("应为 64 位十六进制数", "expected 64 hexadecimal digits"),
}
_EXAMPLES: Mapping[str, str] = {
    DAY: "2023-08-31",
    DAY_OR_MONTH: "2023-08-31",
    DAY_OR_NONE: "2023-08-31",
    r"^[a-z][a-z0-9_]*$": "council_meetings",
    r"^[a-z0-9][a-z0-9-]*$": "with-lead",
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$": "person.school",
    r"^[a-z][a-z-]*$": "number-elsewhere",
    r"^[a-z0-9-]+/[a-z0-9.-]+/[a-z0-9-]+$": "nanyang-2023/3.2.1/monthly-council",
    r"^[^\s./\\][^\s/\\]{0,59}$": "demo-group",
    r"^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)%$": "86.5%",
    r"^\d{1,6}(\.\d{1,2})?$": "92.5",
    r"^\d{1,12}(\.\d{1,2})?$": "12000.50",
    r"^[a-z0-9-]+/[a-z0-9-]+$": "nanyang-2023/with-lead",
}
_TYPES: Mapping[str, Words] = {
    "object": say("“键: 值”表", "a mapping (`key: value`)"),
    "array": say("列表", "a list"),
    "string": say("文字", "text"),
    "integer": say("整数", "a whole number"),
    "number": say("数字", "a number"),
    "boolean": say("true 或 false", "true or false"),
    "null": say("空", "nothing"),
}
_TYPE_EXAMPLES = {"object": "{name: 示例}", "array": "[a, b]", "integer": "3", "boolean": "true"}
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "minLength": ("至少 {} 个字", "at least {} characters"),
    "maxLength": ("至多 {} 个字", "at most {} characters"),
    "minItems": ("至少 {} 项", "at least {} items"),
    "maxItems": ("至多 {} 项", "at most {} items"),
    "minProperties": ("至少 {} 个键", "at least {} keys"),
    "maxProperties": ("至多 {} 个键", "at most {} keys"),
    "minimum": ("不小于 {}", "at least {}"),
    "maximum": ("不大于 {}", "at most {}"),
    "uniqueItems": ("各项不得重复", "no item twice"),
}
_LISTED = 30
QUOTE = say("花括号里的文字含逗号时请加引号", "quote text with a comma inside { }")
PRIVATE = frozenset({"name", "by", "people"})
"""Keys at or under which a person's name may stand: the values are never repeated."""


def problems(error: Departure, root: Mapping[str, Any], where: Callable[..., str]) -> Iterator[tuple[Path, Problem]]:
    """The problems behind one departure, each with the path of its place. `root` is the whole schema."""
    path: Path = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            known = list(error.schema.get("properties", ()))
            patterns = list(error.schema.get("patternProperties", ()))
            for key in error.instance:
                if key not in known and not any(re.search(pattern, key) for pattern in patterns):
                    problem = unknown_key(where(*path, key), key, known, patterns)
                    if error.instance[key] is None and " " in key:
                        # `{en: one, or two}`: the comma ended the text
                        problem = replace(problem, mend=QUOTE)
                    yield (*path, key), problem
        case "required":
            # one departure per missing key; only its message says which
            for key in error.validator_value:
                if key not in error.instance and error.message.startswith(f"'{key}'"):
                    child = _properties(error, root).get(key, {})
                    what = say(f"缺少键“{key}”", f"missing key `{key}`")
                    yield path, Problem(where(*path), what, *expectation(child))
        case _:
            yield path, Problem(where(*path), *_explain(error, root, path))


def unknown_key(
    where: str, key: str, known: Iterable[str], patterns: Iterable[str] = (), *, private: bool = False
) -> Problem:
    """A key that nothing reads: the nearest known one, or all of them. A `private` key may be a person's name, as the
    first row of a sheet without headings is: it is not repeated."""
    known = list(known)
    quoted = key if len(key) <= 40 and "：" not in key and not private else "…"
    what = say(f"不认识的键“{quoted}”", f"unknown key `{quoted}`")
    if near := nearest(key, known):
        return Problem(where, what, say(f"是否想写“{near}”？", f"did you mean `{near}`?"))
    for pattern in patterns:
        return Problem(where, what, *_by_pattern(pattern))
    if known:
        return Problem(where, what, say("可用的键：" + _listed(known, "、"), "known keys: " + _listed(known, ", ")))
    return Problem(where, what)


def expectation(schema: Mapping[str, Any]) -> tuple[Text, Text]:
    """What a value of this schema looks like, and an example of it."""
    if options := [str(option) for option in schema.get("enum", ()) if option is not None]:
        return _one_of(options), say(f"例如 {options[0]}", f"for example {options[0]}")
    example = schema.get("examples", [None])[0]
    if "pattern" in schema:
        why, usual = _by_pattern(schema["pattern"])
        return why, say(f"例如 {example}", f"for example {example}") if example else usual
    kinds = [kind for kind in _listed_types(schema.get("type", ())) if kind != "null"]
    if not kinds:
        return "", ""
    why = say(
        "应为" + "或".join(_TYPES[kind]["zh"] for kind in kinds),
        "expected " + " or ".join(_TYPES[kind]["en"] for kind in kinds),
    )
    if kinds[0] == "object" and schema.get("required"):
        example = _mapped(schema["required"][:4])
    elif kinds[0] == "object" and schema.get("properties"):
        example = example or _mapped(list(schema["properties"])[:1])
    if kinds[0] == "array" and (inner := schema.get("items", {}).get("required")):
        example = example or f"[{_mapped(inner[:4])}]"
    example = example or _TYPE_EXAMPLES.get(kinds[0])
    return why, say(f"例如 {example}", f"for example {example}") if example else ""


def _mapped(keys: Iterable[str]) -> str:
    return "{" + ", ".join(f"{key}: …" for key in keys) + "}"


def _explain(  # noqa: PLR0911  (one return per keyword)
    error: Departure, root: Mapping[str, Any], path: Path
) -> tuple[Text, Text, Text]:
    value, bound = error.instance, error.validator_value
    wrong = _wrong(value, path)
    match error.validator:
        case "type":
            if isinstance(value, str) and "：" in value and "string" not in _listed_types(bound):
                return (
                    say("键后面是全角冒号“：”", "a full-width colon `：` follows the key"),
                    say("应为英文冒号加空格", "expected `:` and a blank"),
                    say("例如 name: 示例", "for example `name: demo`"),
                )
            if value is None:
                return _nothing(path), *_filled(error, root)
            return wrong, *expectation(error.schema)
        case "minItems" if value == []:
            return _nothing(path), *_filled(error, root)
        case "enum" | "const":
            options = [
                str(option) for option in (bound if error.validator == "enum" else [bound]) if option is not None
            ]
            near = nearest(str(value), options)
            mend = say(f"是否想写 {near}？", f"did you mean {near}?") if near else ""
            return wrong, _one_of(options), mend or say(f"例如 {options[0]}", f"for example {options[0]}")
        case "pattern":
            return wrong, *expectation(error.schema)
        case "oneOf" | "anyOf":
            return _choice(error, root)
        case "not":
            banned = [key for key in _required_keys(bound) if isinstance(value, dict) and key in value]
            return (
                say(f"这里不能写{'、'.join(banned)}", f"{', '.join(banned)} cannot stand here"),
                say("与同层的其他键只能择一", "it excludes another key of this level"),
                "",
            )
        case _:
            zh, en = _BOUNDS.get(str(error.validator), (f"须合 {error.validator}", f"must meet {error.validator}"))
            return wrong, say(zh.format(bound), en.format(bound)), ""


def _nothing(path: Path) -> Words:
    key = path[-1] if path and isinstance(path[-1], str) else None
    return (
        say(f"“{key}”没有填写内容", f"`{key}` has no content")
        if key
        else say("没有填写内容", "an entry without content")
    )


def _filled(error: Departure, root: Mapping[str, Any]) -> tuple[Text, Text]:
    """What was expected where nothing stands; a key that may be left out is left out rather than left empty."""
    why, example = expectation(error.schema)
    key = error.absolute_path[-1] if error.absolute_path else None
    around: Any = root
    for step in list(error.absolute_schema_path)[:-3]:
        around = around[step]
    if not isinstance(key, str) or key in around.get("required", ()):
        return why, example
    drop = say("不填的请删去这一行", "leave the line out where there is nothing to fill in")
    if not example:
        return why, drop
    return why, say(f"{spoken(example, 'zh')}；{drop['zh']}", f"{spoken(example, 'en')}; {drop['en']}")


def _properties(error: Departure, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties beside `required`; where that stands under an `if`, those of the schema around it."""
    around: Any = root
    for step in list(error.absolute_schema_path)[:-2]:
        around = around[step]
    found: Mapping[str, Any] = error.schema.get("properties") or around.get("properties", {})
    return found


def _choice(error: Departure, root: Mapping[str, Any]) -> tuple[Text, Text, Text]:
    """Alternatives by required keys: none of them is there, or several are."""
    names = _required_keys({"oneOf": error.validator_value})
    # `if: {required: [measure]}` beside `else: {oneOf: …}` makes `measure` one alternative more
    around: Any = root
    for step in list(error.absolute_schema_path)[:-2]:
        around = around[step]
    if isinstance(around, dict) and "else" in around:
        names = [*_required_keys(around.get("if", {})), *names]
    wanted = say("应写且只写其中一个：" + "、".join(names), "expected exactly one of " + ", ".join(names))
    present = [name for name in names if isinstance(error.instance, dict) and name in error.instance]
    if len(present) > 1:
        return say("不能同时写" + "、".join(present), f"{', '.join(present)} cannot stand together"), wanted, ""
    return say("缺少必需的键", "a required key is missing"), wanted, ""


def _required_keys(schema: Mapping[str, Any]) -> list[str]:
    """All keys that a schema of alternatives requires, in order."""
    keys = list(schema.get("required", ()))
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        keys += _required_keys(branch)
    return keys


def _wrong(value: Any, path: Path) -> Words:
    """`“key”的值“value”不对`; the value only if it is short and cannot be a person's name."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    shown = isinstance(value, str | int | Decimal) and 0 < len(text) <= 40 and not PRIVATE.intersection(map(str, path))
    zh, en = (f"“{text}”", f" `{text}`") if shown else ("", "")
    if path and isinstance(path[-1], str):
        return say(f"“{path[-1]}”的值{zh}不对", f"wrong value{en} of `{path[-1]}`")
    return say(f"值{zh}不对", f"wrong value{en}")


def _by_pattern(pattern: str) -> tuple[Text, Text]:
    why = _PATTERNS.get(pattern, say(f"应符合写法 {pattern}", f"expected the pattern {pattern}"))
    example = _EXAMPLES.get(pattern)
    return why, say(f"例如 {example}", f"for example {example}") if example else ""


def _one_of(options: list[str]) -> Words:
    if len(options) == 1:
        return say(f"应为 {options[0]}", f"expected {options[0]}")
    return say(f"应为 {_listed(options, '、')} 之一", f"expected one of {_listed(options, ', ')}")


def _listed(words: list[str], comma: str) -> str:
    return comma.join(words[:_LISTED]) + ("…" if len(words) > _LISTED else "")


def _listed_types(bound: Any) -> list[str]:
    return [bound] if isinstance(bound, str) else list(bound)
