"""The strict YAML reader: what stands in the file is what one gets, with its place, and nothing hostile gets far."""

from __future__ import annotations

import hashlib
import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checker import schema, yamlfile
from checker.errors import BadInput, Problem, printable, say
from checker.house import rule_folders, rules_dir, schemas_dir


def parsed(text: str | bytes) -> yamlfile.Document:
    raw = text.encode() if isinstance(text, str) else text
    return yamlfile.parse(raw, path=Path("x.yaml"), name="x.yaml")


def refused(text: str | bytes) -> str:
    with pytest.raises(BadInput) as caught:
        parsed(text)
    (line,) = caught.value.lines()
    return line


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("-3", -3),
        ("010", "010"),
        ("+1", "+1"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1:20", "1:20"),
        ("1e5", "1e5"),
        (".5", ".5"),
        ("3.10", Decimal("3.10")),
        ("0.1%", "0.1%"),
        ("3/10", "3/10"),
        (".inf", ".inf"),
        ("2023-09-12", "2023-09-12"),
        ("2023-02-30", "2023-02-30"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"5"', "5"),
        ("'true'", "true"),
        ("五", "五"),
        ("１２", "１２"),
    ],
)
def test_only_plain_numbers_and_truth_values_are_resolved(written: str, value: Any) -> None:
    found = parsed(f"a: {written}\n").data["a"]
    assert found == value
    assert type(found) is type(value)


def test_decimals_keep_their_digits() -> None:
    assert str(parsed("a: 3.10").data["a"]) == "3.10"


def test_places_and_hash() -> None:
    text = "\ufeff# 注\nrules:\n- id: 甲\n  cases: [{given: {m: 1}}, x]\n- id: 乙\n"
    document = parsed(text)
    assert document.where("rules") == "x.yaml:2:1"
    assert document.where("rules", 0) == "x.yaml:3:3"
    assert document.where("rules", 1, "id") == "x.yaml:5:3"
    assert document.where("rules", 0, "cases", 0, "given", "m") == "x.yaml:4:20"
    assert document.where("rules", 0, "cases", 1) == "x.yaml:4:28"
    assert document.where("rules", 0, "missing", "deeper") == "x.yaml:3:3", "the deepest place that exists"
    assert document.line("rules", 9) == 2
    assert document.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "x.yaml", "文件是空的"),
        ("  \n", "x.yaml", "文件是空的"),
        ("# 只有注释\n", "x.yaml:1:1", "没有内容"),
        ("a: 1\nb: 2\na: 3", "x.yaml:3:1", "键“a”重复，第 1 行已有"),
        ("a: {b: 1, b: 2}", "x.yaml:1:11", "重复"),
        ("a: &x 1", "x.yaml:1:4", "锚点"),
        ("a: *x", "x.yaml:1:4", "锚点"),
        ("<<: *x", "x.yaml:1:5", "锚点"),
        ("a: !!python/object:os.system x", "x.yaml:1:4", "类型标签"),
        ("a: 1\n---\nb: 2", "x.yaml:2:1", "一份文档"),
        ("1: a", "x.yaml:1:1", "键须是文字"),
        ("true: a", "x.yaml:1:1", "键须是文字"),
        ("[a]: b", "x.yaml:1:1", "键须是文字"),
        ("a: 1\nb：2", "x.yaml:2:2", "全角冒号"),
        ("a:\n  b: 1\n  c：2\n  d: 3", "x.yaml:3:4", "全角冒号"),
        ("a: {b：1, c: 2}", "x.yaml:1:5", "全角冒号"),
        ("a: 正文\n  b：3", "x.yaml:2:1", "全角冒号"),
        ("a:1\nb: 2", "x.yaml:1:2", "冒号后缺空格"),
        ("\ta: 1", "x.yaml:1:1", "制表符"),
        ("a: [1, 2", "x.yaml:2:1", "方括号"),
        ("a: b: c", "x.yaml:1:5", "缩进"),
        ('a: "x', "x.yaml:1:6", "没有结束"),
        ('a: "\\x00"', "x.yaml:1:4", "控制字符"),
        ("a: \x1b[31m", "x.yaml:1:4", "控制字符"),
        ("a: " + "9" * 5000, "x.yaml:1:4", "数字过长"),
        (b"\x00\x01", "x.yaml", "二进制"),
        ("a: 中\nb: 校".encode("gbk"), "x.yaml:1:4", "UTF-8"),
        ("a: 1".encode("utf-16"), "x.yaml:1:1", "UTF-8"),
    ],
)
def test_refused_in_one_line_with_its_place(text: str | bytes, place: str, words: str) -> None:
    line = refused(text)
    assert line.startswith(f"{place}: ")
    assert words in line
    assert "\n" not in line


@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "- ", "? ", "[{a: "])
def test_a_hundred_kilobytes_of_nesting_end_at_the_depth_limit(opening: str) -> None:
    assert "层次过深" in refused(opening * (100_000 // len(opening)))


def test_too_large_and_absent_files(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    big.write_text("a: " + "x" * 2_000_000)
    with pytest.raises(BadInput, match="文件过大"):
        yamlfile.read(big, limit=1_000_000)
    with pytest.raises(BadInput, match="不存在"):
        yamlfile.read(tmp_path / "none.yaml")
    with pytest.raises(BadInput, match="不是文件"):
        yamlfile.read(tmp_path)


def test_messages_are_bilingual_limited_and_survive_pickling() -> None:
    bad = BadInput(Problem(f"f:{n}", say("坏", "bad"), say("应好", "expected good"), "例") for n in range(23))
    lines = list(bad.lines())
    assert lines[0] == "f:0: 坏（应好，例）"
    assert len(lines) == 21
    assert lines[-1] == "…另有 3 处"
    assert next(iter(bad.lines("en"))) == "f:0: bad (expected good, 例)"
    assert list(bad.lines("en"))[-1] == "… and 3 more"
    assert pickle.loads(pickle.dumps(bad)).problems == bad.problems  # noqa: S301


def test_messages_hide_personal_numbers_and_terminal_escapes() -> None:
    line = Problem("f", "身份证 110101199003070011，手机 138 1234 5678，序号 12345\x1b[31m\n二行\u202e").line()
    assert line == "f: 身份证 …，手机 …，序号 12345[31m 二行"
    assert printable("a\tb") == "a b"


def test_every_schema_is_itself_valid_and_closed() -> None:
    for path in sorted(schemas_dir().rglob("*.json")):
        name = path.relative_to(schemas_dir()).with_suffix("").as_posix()
        Draft202012Validator.check_schema(schema.load(name))
        assert "$ref" not in str(schema.load(name)), name


RULE = """rules:
- id: demo-2030/1/x
  at: 一
  title: {zh: 题}
  quote: 每月召开
  modality: must
  bearer: group
  subject: group
  topic: meetings
  basis: computed
  require:
  - TEST
  cases: [{given: {m: 1}, expect: pass}]
"""


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("{at_least: 1}", "缺少必需的键（应写且只写其中一个：measure、any、not）"),
        ("{measure: m}", "至少 2 个键"),
        ("{measure: m, any: [{measure: b, is: x}]}", "这里不能写any"),
        ("{any: [{measure: b, is: x}], not: {measure: b, is: x}}", "不能同时写any、not"),
        ("{measure: m, at_leest: 1}", "不认识的键“at_leest”（是否想写“at_least”？）"),
        ("{measure: m, else: failed, at_least: 1}", "是否想写 fail？"),
        ("{measure: M, at_least: 1}", "小写字母开头"),
    ],
)
def test_alternatives_in_a_schema_are_explained(test: str, words: str) -> None:
    document = parsed(RULE.replace("TEST", test))
    with pytest.raises(BadInput) as caught:
        schema.validate(document, "rules")
    lines = list(caught.value.lines())
    assert any(words in line for line in lines), lines
    assert all(line.startswith("x.yaml:12:") for line in lines)


def test_a_good_rule_file_passes_and_all_problems_come_in_order() -> None:
    schema.validate(parsed(RULE.replace("TEST", "{measure: m, at_least: 1}")), "rules")
    broken = RULE.replace("TEST", "{measure: m, at_least: 1}").replace("at: ", "att: ").replace("must", "msut")
    with pytest.raises(BadInput) as caught:
        schema.validate(parsed(broken), "rules")
    assert [line.split(" ")[0] for line in caught.value.lines()] == ["x.yaml:2:3:", "x.yaml:3:3:", "x.yaml:6:3:"]
    assert "三（二）1 ③" in caught.value.problems[0].line(), "an example of the missing key"


def test_a_comma_that_ended_a_text_is_explained() -> None:
    with pytest.raises(BadInput, match="含逗号时请加引号"):
        schema.validate(parsed(RULE.replace("TEST", "x").replace("{zh: 题}", "{zh: 题, en: one, or two}")), "rules")


def test_rule_folders(tmp_path: Path) -> None:
    assert rule_folders() == (rules_dir(),)
    assert rule_folders(str(tmp_path)) == (rules_dir(), tmp_path)
    with pytest.raises(BadInput, match="JITUAN_RULES"):
        rule_folders(str(tmp_path / "none"))
