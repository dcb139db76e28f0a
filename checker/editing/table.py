"""Rules as rows of texts and back: `rows(rules(rows))` is `rows`, and `rules(rows(files))` is what the files say.

A row is a mapping of a column's key to the text of its cell; a cell that is empty is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.editing.flow import meant, said, same
from checker.editing.words import Column, looks
from checker.errors import BadInput, Problem, say

Row = Mapping[str, str]
Rows = Mapping[str, tuple[Row, ...]]
"""By the sheet's key."""

LONGEST = 32_000
"""Characters of a cell."""
PARTS = ("when", "require", "note")
_CASE = ("given", "as_of", "expect", "why")
_TEST = ("measure", "else", "if_missing", "wanted")
_LIST = "、"


def rows(files: Mapping[str, Any], held: Mapping[str, str]) -> Rows:
    """`files` are the parsed files of rules by path, `held` the other files as they stand."""
    every = [(path, rule) for path, data in files.items() for rule in data["rules"]]
    return {
        "rules": tuple(_rule(path, rule) for path, rule in every),
        "tests": tuple(row for _, rule in every for row in _tests(rule)),
        "cases": tuple(row for _, rule in every for row in _cases(rule)),
        "files": tuple(
            {"file": path, "number": str(number), "line": line}
            for path, text in held.items()
            for number, line in enumerate(text.split("\n"), start=1)
        ),
    }


# ---- a rule to rows --------------------------------------------------------------------------------------------


def _rule(path: str, rule: Mapping[str, Any]) -> dict[str, str]:
    found = {"file": path}
    for column in looks().sheets["rules"].columns:
        value: Any = rule
        for key in column.key.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            found[column.key] = _cell(column, value)
    return found


def _cell(column: Column, value: Any) -> str:
    if column.kind in ("text", "code") and isinstance(value, str):
        return value
    if column.kind == "list" and all(isinstance(one, str) and _LIST not in one and one.strip() == one for one in value):
        return _LIST.join(value)
    return _short(said(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else looks().too_long["zh"]


def _tests(rule: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for part in PARTS:
        for number, test in enumerate(rule.get(part, ()), start=1):
            head = {"rule": rule["id"], "part": part}
            if test.keys() == {"any"}:
                for inner, one in enumerate(test["any"], start=1):
                    yield {**head, "number": f"{number}.{inner}", **_test(one)}
            elif test.keys() == {"not"}:
                yield {**head, "number": str(number), "not": said(True), **_test(test["not"])}
            else:
                yield {**head, "number": str(number), **_test(test)}


def _test(test: Mapping[str, Any]) -> dict[str, str]:
    operators = [key for key in test if key not in _TEST]
    if "measure" not in test or len(operators) != 1:
        return {"whole": _short(said(dict(test)))}
    (op,) = operators
    rest = {key: said(test[key]) for key in _TEST[1:] if key in test}
    return {"measure": test["measure"], "op": op, "value": _short(said(test[op])), **rest}


def _cases(rule: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for number, case in enumerate(rule.get("cases", ()), start=1):
        known = {key: case[key] for key in _CASE if key in case}
        rest = {key: value for key, value in case.items() if key not in _CASE}
        texts = {key: value if key in ("as_of", "why") else _short(said(value)) for key, value in known.items()}
        yield {"rule": rule["id"], "number": str(number), **texts, **({"rest": _short(said(rest))} if rest else {})}


# ---- rows to rules ---------------------------------------------------------------------------------------------


class Reader:
    """Rows back to rules. `at(sheet, row, key)` says where a cell stands; `old` are the rules as they were, by id: what a cell could
    not hold is taken from there. `problems` are all that is wrong with single cells."""

    def __init__(self, given: Rows, old: Mapping[str, Mapping[str, Any]], at: Any) -> None:
        self.given, self.old, self.at = given, old, at
        self.problems: list[Problem] = []
        self.made: dict[tuple[str, str, int], int] = {}
        """The row behind a test or case, by rule, part and place from 0."""

    def rules(self) -> dict[str, list[dict[str, Any]]]:
        """The rules by file, in the order of the rows."""
        tests, cases = self._grouped("tests"), self._grouped("cases")
        found: dict[str, list[dict[str, Any]]] = {}
        seen: dict[str, int] = {}
        for number, row in enumerate(self.given["rules"]):
            name = row.get("id", "")
            if not name or not row.get("file"):
                key = "file" if name else "id"
                self._wrong(
                    "rules",
                    number,
                    key,
                    say("没有填写", "nothing here"),
                    say("每条规则都要有文件和编号", "each rule has a file and an id"),
                )
                continue
            if name in seen:
                self._wrong("rules", number, "id", say("编号重复", "this id stands twice"))
                continue
            seen[name] = number
            rule = self._whole(number, row, tests.get(name, []), cases.get(name, []))
            found.setdefault(row["file"], []).append(rule)
        for sheet, groups in (("tests", tests), ("cases", cases)):
            for name, listed in groups.items():
                if name not in seen:
                    mend = say(
                        "规则表里没有这个编号：改正编号，或删去这一行", "no such rule: mend the id, or delete the row"
                    )
                    self._wrong(sheet, listed[0][0], "rule", say(f"没有规则“{name}”", f"no rule `{name}`"), mend)
        return found

    def _whole(
        self, number: int, row: Row, tests: list[tuple[int, Row]], cases: list[tuple[int, Row]]
    ) -> dict[str, Any]:
        """A rule with its tests and cases."""
        name, rule = row["id"], self._rule(number, row)
        old = self.old.get(name, {})
        for part in PARTS:
            if listed := [one for one in tests if one[1].get("part") == part]:
                rule[part] = self._tests(name, part, listed, old.get(part, ()))
        for at, test in tests:
            if test.get("part") not in PARTS:
                what = say("应为 when、require、note 之一", "expected when, require or note")
                self._wrong("tests", at, "part", what)
        if cases:
            rule["cases"] = [self._case(at, one, old.get("cases", ())) for at, one in cases]
            self.made |= {(name, "cases", place): at for place, (at, _) in enumerate(cases)}
        return rule

    def _grouped(self, sheet: str) -> dict[str, list[tuple[int, Row]]]:
        found: dict[str, list[tuple[int, Row]]] = {}
        for number, row in enumerate(self.given[sheet]):
            found.setdefault(row.get("rule", ""), []).append((number, row))
        # Whoever sorted the sheet by another column has not changed the order of the tests.
        return {
            name: sorted(listed, key=lambda one: _natural(one[1].get("number", ""))) for name, listed in found.items()
        }

    def _rule(self, number: int, row: Row) -> dict[str, Any]:
        rule: dict[str, Any] = {}
        for column in looks().sheets["rules"].columns:
            if column.key == "file" or column.key not in row:
                continue
            value = self._value("rules", number, column, row, self.old.get(row["id"], {}).get(column.key))
            if value is None:
                continue
            first, _, second = column.key.partition(".")
            if second:
                rule.setdefault(first, {})[second] = value
            else:
                rule[first] = value
        return rule

    def _value(self, sheet: str, number: int, column: Column, row: Row, old: Any) -> Any:
        text = row[column.key]
        if text in looks().too_long.values():
            return old
        if column.kind in ("text", "code"):
            return text
        if column.kind == "list" and not text.startswith("["):
            return [one.strip() for one in text.split(_LIST) if one.strip()]
        return self._data(sheet, number, column.key, text)

    def _data(self, sheet: str, number: int, key: str, text: str) -> Any:
        try:
            return meant(text, self.at(sheet, number, key))
        except BadInput as bad:
            self.problems += bad.problems
            return None

    def _tests(self, name: str, part: str, listed: list[tuple[int, Row]], old: Any) -> list[Any]:
        """Alternatives stand together where their numbers begin alike."""
        found: list[Any] = []
        place: dict[str, int] = {}
        for at, row in listed:
            first, _, inner = row.get("number", "").partition(".")
            group = place.get(first)
            before = _inner(old, len(found) if group is None else group, inner)
            test = self._test(at, row, before)
            self.made.setdefault((name, part, len(found) if group is None else group), at)
            if not inner or not first:
                found.append({"not": test} if self._data("tests", at, "not", row.get("not", "")) is True else test)
            elif group is None:
                place[first] = len(found)
                found.append({"any": [test]})
            else:
                found[group]["any"].append(test)
        return found

    def _test(self, at: int, row: Row, old: Any) -> Any:
        if "whole" in row:
            text = row["whole"]
            value = old if text in looks().too_long.values() else self._data("tests", at, "whole", text)
            if value is not None and not isinstance(value, dict):
                self._wrong("tests", at, "whole", say("应为 {…}", "expected {…}"))
                return {}
            return value or {}
        missing = [key for key in ("measure", "op", "value") if key not in row]
        if missing:
            self._wrong(
                "tests",
                at,
                missing[0],
                say("没有填写", "nothing here"),
                say("一项比较要有指标、比较、数或词", "a test has a measure, an operator and a value"),
            )
            return {}
        text = row["value"]
        value = (
            (old or {}).get(row["op"]) if text in looks().too_long.values() else self._data("tests", at, "value", text)
        )
        rest = {key: self._data("tests", at, key, row[key]) for key in _TEST[1:] if key in row}
        return {"measure": row["measure"], row["op"]: value, **rest}

    def _case(self, at: int, row: Row, old: Any) -> dict[str, Any]:
        number = row.get("number", "")
        before = old[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(old) else {}
        case: dict[str, Any] = {}
        for key in _CASE:
            if key in row:
                text = row[key]
                if text in looks().too_long.values():
                    case[key] = before.get(key)
                else:
                    case[key] = text if key in ("as_of", "why") else self._data("cases", at, key, text)
        if "rest" in row:
            if row["rest"] in looks().too_long.values():
                case |= {key: value for key, value in before.items() if key not in _CASE}
            else:
                rest = self._data("cases", at, "rest", row["rest"])
                if isinstance(rest, dict):
                    case |= rest
                elif rest is not None:
                    self._wrong("cases", at, "rest", say("应为 {…}", "expected {…}"))
        return case

    def _wrong(self, sheet: str, number: int, key: str, what: Any, mend: Any = "") -> None:
        self.problems.append(Problem(self.at(sheet, number, key), what, mend=mend))


def _natural(number: str) -> tuple[float, ...]:
    return tuple(float(one) if one.isdecimal() else float("inf") for one in number.split("."))


def _inner(old: Any, number: int, inner: str) -> Any:
    """The test that stood there, where a cell could not hold it."""
    if number >= len(old):
        return {}
    test = old[number]
    if "any" in test and inner.isdecimal() and 0 < int(inner) <= len(test["any"]):
        return test["any"][int(inner) - 1]
    return test.get("not", test)


def unlike(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The keys in which two rules differ."""
    return [key for key in dict.fromkeys([*old, *new]) if not same(old.get(key), new.get(key))]
