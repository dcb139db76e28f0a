"""Files that cannot be used: one line per problem with its place, what was expected and an example; never a person."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import schema, schemawords, yamlfile
from checker.errors import BadInput, printable
from checker.house import schemas_dir
from checker.records import tables as tables_of
from checker.records import yaml_reader
from checker.records.reader import bodies
from checker.records.sheet import csv_rows

BAD = Path(__file__).parent / "data" / "bad"

# file -> what the lines must say, in order: place, then a fragment
EXPECTED: dict[str, list[tuple[str, str]]] = {
    "anchors": [("1:7", "锚点")],
    "binary": [("", "二进制")],
    "duplicate-key": [("3:1", "键“as_of”重复，第 2 行已有")],
    "empty": [("", "空的")],
    "full-width-colon": [("3:5", "全角冒号“：”（应为英文冒号加空格，例如 name: 示例）")],
    "gbk": [("1:38", "UTF-8")],
    "impossible-date": [("2:1", "“as_of”的值“2024-02-30”不对（应为实有的日期 年-月-日，例如 2023-08-31）")],
    "impossible-date-in-row": [
        ("4:3", "止日早于起日"),
        ("6:29", "日期（date）“2023-02-30”填得不对"),
        ("7:29", "日期（date）“2023-13”填得不对"),
        ("8:29", "日期（date）填得不对"),
        ("11:56", "止日早于起日"),
    ],
    "not-a-mapping": [("1:1", "例如 {body: …}")],
    "only-comments": [("1:1", "没有内容")],
    "persons": [
        ("5:15", "姓名（name）填得不对"),
        ("5:28", "类别（kind）填得不对"),
        ("6:6", "编号重复"),
        ("6:26", "不认识的键“…”"),
        ("7:6", "编号（id）疑似身份证号或电话号码"),
        ("7:32", "姓名（name）疑似身份证号或电话号码"),
        ("10:14", "人员（person）不在人员表（people）里"),
        ("13:14", "媒体（outlet）疑似身份证号或电话号码"),
    ],
    "reserved-id": [("5:6", "编号不能是“?”")],
    "tab": [("2:1", "制表符")],
    "two-rows-one-id": [("7:6", "编号“m1”重复，首见于")],
    "unknown-key": [("1:67", "不认识的键“modle”（是否想写“model”？）")],
    "unknown-link": [
        ("8:47", "承办学校（school）“s9”不在学校表（schools）里"),
        ("8:59", "参加学校（schools）“s8”不在学校表（schools）里"),
    ],
    "unknown-table": [("3:1", "不认识的键“meeting”（是否想写“meetings”？）")],
    "wrong-type": [
        ("5:26", "在校学生数（students）“many”填得不对（应为不小于 0 的整数，不加引号，例如 120）"),
        ("5:42", "“true”填得不对（应为 yes（是）、no（否） 之一"),
        ("6:26", "“1.5”填得不对"),
        ("6:41", "别名（aliases）填得不对（应为列表"),
        ("9:14", "种类（kind）填得不对"),
        ("9:24", "金额（元）（amount）“12.345”填得不对（应为金额，单位元，至多两位小数，例如 12000.50）"),
    ],
}


def only(path: Path) -> BadInput:
    (found,) = bodies([path])
    assert isinstance(found, BadInput)
    return found


def test_every_bad_file_has_an_expectation() -> None:
    assert {path.stem for path in BAD.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_bad_file(name: str) -> None:
    path = BAD / f"{name}.yaml"
    lines = list(only(path).lines())
    assert len(lines) == len(EXPECTED[name]), lines
    for line, (place, fragment) in zip(lines, EXPECTED[name], strict=True):
        assert line.startswith(f"{path}:{place}: " if place else f"{path}: "), line
        assert fragment in line, line
        assert "\n" not in line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_message_repeats_a_person(lang: str) -> None:
    said = "\n".join(only(BAD / "persons.yaml").lines(lang))
    for secret in ("王小明", "李小红", "110101199003070011", "1234", "老师傅"):
        assert secret not in said


def test_english_lines_are_english() -> None:
    for name in EXPECTED:
        for line in only(BAD / f"{name}.yaml").lines("en"):
            said = line.partition(": ")[2].replace("示例", "").replace("：", "")
            assert said.isascii() or "…" in said, line


def test_nested_brackets_do_not_kill_the_process(tmp_path: Path) -> None:
    path = tmp_path / "nested.yaml"
    path.write_text("[" * 100_000)
    code = (
        "import sys, pathlib\n"
        "from checker.records.reader import bodies\n"
        "print(next(iter(bodies([pathlib.Path(sys.argv[1])]))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False, timeout=30
    )
    assert done.returncode == 0
    assert "层次过深" in done.stdout
    assert "Traceback" not in done.stderr


def test_at_most_twenty_lines_then_how_many_more(tmp_path: Path) -> None:
    rows = "\n".join(f"  - {{id: m{n}, kind: council, date: 2023-02-30}}" for n in range(50))
    path = tmp_path / "many.yaml"
    path.write_text(f"body: {{kind: group, id: d, name: 甲, region: r}}\nmeetings:\n  rows:\n{rows}\n")
    lines = list(only(path).lines())
    assert len(lines) == 21
    assert lines[0].startswith(f"{path}:4:")
    assert lines[-1] == "…另有 30 处"


def test_a_sheet_without_headings_does_not_give_names_away(tmp_path: Path) -> None:
    (tmp_path / "body.yaml").write_text("body: {kind: group, id: d, name: 甲, region: r}\n")
    (tmp_path / "people.csv").write_text("p1,王小明\np2,李小红\n")
    lines = list(only(tmp_path).lines())
    assert lines
    assert all("people.csv:1:" in line and "王小明" not in line and "p1" not in line for line in lines)


@pytest.mark.parametrize(
    "number", ["110101199003070011", "11010119900307001X", "138 1234 5678", "１３８１２３４５６７８", "8613812345678"]
)
@pytest.mark.parametrize("column", ["id", "name", "area", "aliases"])
def test_personal_numbers_are_refused_in_any_column(tmp_path: Path, number: str, column: str) -> None:
    row = {"id": "s1", "name": "甲校", column: number}
    (tmp_path / "body.yaml").write_text("body: {kind: group, id: d, name: 甲, region: r}\n")
    (tmp_path / "schools.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    (line,) = only(tmp_path).lines()
    assert "schools.csv:2:" in line
    assert "疑似身份证号或电话号码" in line
    assert number not in line


def usable_or_bad(raw: bytes) -> None:
    """Whatever the bytes: a body, or BadInput with lines that are safe to print. Anything else is our defect."""
    try:
        document = yamlfile.parse(raw, path=Path("x"), name="x")
        schema.validate(document, "records")
        yaml_reader.from_data(document.data, document.where, file="x")
    except BadInput as bad:
        for lang in ("zh", "en"):
            assert all(line == printable(line) for line in bad.lines(lang))


PIECES = [
    "body: ",
    "{",
    "}",
    "[",
    "]",
    "- ",
    "\n",
    "  ",
    ": ",
    "：",
    ", ",
    "rows:",
    "none",
    "无",
    "'",
    '"',
    "|",
    "&a",
    "*a",
    "\t",
]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.sampled_from(["none", "无", "s1", "2023-09", "2023-02-30", "1.5", "", "："]),
)
NAMES = st.sampled_from(
    ["id", "rows", "complete", "from", "to", "kind", "school", "schools", "date", "semesters", "meetings", "x"]
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join))
def test_any_text_is_usable_or_bad(text: str) -> None:
    usable_or_bad(text.encode("utf-8", "replace"))


@settings(max_examples=150, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_shape_is_usable_or_bad(calendar: object, meetings: object, row: object) -> None:
    head = {"kind": "group", "id": "d", "name": "甲", "region": "r"}
    whole = {
        "body": head,
        "calendar": calendar,
        "meetings": meetings,
        "posts": {"rows": [row]},
        "schools": {"rows": [row, row]},
    }
    usable_or_bad(json.dumps(whole, ensure_ascii=False).encode())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["id", "kind", ",", "\n", '"', "s1", "\r", ";", " ", "种类"]) | st.text(max_size=2), max_size=30
    ).map("".join)
)
def test_any_csv_is_rows_or_bad(text: str) -> None:
    try:
        list(csv_rows(Path("x.csv"), text.encode("utf-8", "replace"), tables_of.load()["meetings"]))
    except BadInput as bad:
        assert all(line == printable(line) for line in bad.lines())


def _patterns(part: object) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_patterns, part))
    if not isinstance(part, dict):
        return set()
    own = {part["pattern"]} if isinstance(part.get("pattern"), str) else set()
    return own.union(*map(_patterns, part.values()))


def test_no_user_is_shown_a_regular_expression() -> None:
    """Every pattern that a file of a user's must match has words."""
    found = {
        pattern
        for path in [*(schemas_dir() / "tables").glob("*.json"), *schemas_dir().glob("*.json")]
        if path.stem not in ("report", "agreement", "audit", "plan", "compare", "papers", "proofreading")
        for pattern in _patterns(json.loads(path.read_text(encoding="utf-8")))
    }
    assert found <= schemawords._PATTERNS.keys()


def _file(folder: Path, text: str) -> Path:
    path = folder / "g.yaml"
    path.write_text(text, encoding="utf-8")
    return path


EMPTY = {
    "calendar:": ("没有填写内容", "不填的请删去这一行"),
    "calendar: {semesters: []}": ("没有填写内容", "[{id: …, from: …, to: …}]"),
    "meetings:": ("没有填写内容", "{rows: [{id: m1}]}"),
    "meetings: {rows: }": ("“rows”没有填写内容", "应为列表"),
}


@pytest.mark.parametrize("line", EMPTY)
def test_what_is_left_empty_is_said_once_and_how_to_mend_it(line: str, tmp_path: Path) -> None:
    head = "body: {kind: group, id: g, name: 甲集团, region: nanyang-2023}\n"
    with pytest.raises(BadInput) as bad:
        yaml_reader.read(_file(tmp_path, head + line + "\n"))
    (said,) = bad.value.lines()
    assert "g.yaml:2" in said and all(part in said for part in EMPTY[line])
    assert "name: 示例" not in said


@pytest.mark.parametrize(("text", "said"), [("", "文件是空的"), ("# 以后再填\n", "只有空行和注释")])
def test_a_file_without_content(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        yaml_reader.read(_file(tmp_path, text))
