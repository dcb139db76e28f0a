"""Records: one model whatever the file; five kinds of nothing; every row knows its place; decisions."""

from __future__ import annotations

import pickle
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from checker import decisions
from checker.errors import BadInput
from checker.records import reader, tables, yaml_reader
from checker.records.body import NONE, Body
from checker.records.cells import WrongCell, value
from checker.records.tables import TYPES, Column
from checker.schema import load

HEAD = "body: {kind: group, id: demo, name: 示例教育集团, region: nanyang-2023, model: 联盟型, invented: true}\n"

YAML = (
    HEAD
    + """as_of: 2024-07-31
review: {from: 2023-09-01, to: 2024-07-31}
calendar: {semesters: [{id: 2023秋, from: 2023-09-01, to: 2024-01-19}]}
schools:
  rows:
  - {id: s1, name: 第一学校, aliases: [一校], stage: 小学, students: 0, relatively_weak: 否}
  - {id: s2, name: 第二学校, students: ~}
meetings:
  complete: [{from: 2024-02-01, to: 2024-07-31}, {from: 2023-09-01, to: 2024-01-31}]
  rows:
  - {id: m1, kind: council, date: 2023-09-12, school: s1, schools: [s1, s2]}
  - {id: m2, kind: council, date: 2023-10, school: 无, schools: none}
funds:
  rows:
  - {id: f1, kind: special, amount: 12000.50}
  - {id: f2, kind: special, amount: "0.1"}
surveys:
  rows:
  - {id: u1, satisfaction: 86.5%, respondents: 120}
honours: 无
"""
)


def one(path: Path) -> Body:
    (found,) = reader.bodies([path])
    if isinstance(found, BadInput):
        raise found
    return found


def lines(path: Path) -> list[str]:
    (found,) = reader.bodies([path])
    assert isinstance(found, BadInput), found
    return list(found.lines())


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_body(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", YAML)
    body = one(path)
    assert body.id == "demo"
    assert body.body["invented"] is True
    assert (body.as_of, body.review) == ("2024-07-31", ("2023-09-01", "2024-07-31"))
    assert body.calendar is not None
    school, second = body.tables["schools"].rows
    assert (school["stage"], school["relatively_weak"], school["aliases"]) == ("primary", "no", ("一校",))
    meetings = body.tables["meetings"]
    assert meetings.complete == (("2023-09-01", "2024-01-31"), ("2024-02-01", "2024-07-31"))
    assert meetings.rows[0]["schools"] == ("s1", "s2")
    assert meetings.rows[1]["date"] == "2023-10"
    assert meetings.origins == (f"{path}:12", f"{path}:13")
    assert [row["amount"] for row in body.tables["funds"].rows] == [1_200_050, 10]
    assert body.tables["surveys"].rows[0]["satisfaction"] == 865_000
    assert pickle.loads(pickle.dumps(body)) == body  # noqa: S301  (bodies go to worker processes)

    # five different nothings
    assert "people" not in body.tables, "absent table"
    assert body.tables["honours"].state == NONE, "nothing to record"
    assert second["students"] is None, "empty cell"
    assert second["stage"] is None, "column not written"
    assert school["students"] == 0, "zero"
    assert (meetings.rows[1]["school"], meetings.rows[1]["schools"]) == (NONE, NONE), "recorded absence"


def test_a_body_of_four_facts_is_enough(tmp_path: Path) -> None:
    body = one(write(tmp_path / "a.yaml", "body: {kind: group, id: d, name: 甲, region: r}\n"))
    assert (body.as_of, body.review, body.calendar, body.tables) == (None, None, None, {})


CSV = {
    "schools": "编号,校名,别名,学段,在校学生数,认定为相对薄弱学校\ns1,第一学校,一校,小学,0,否\ns2,第二学校,,,,\n",
    "meetings": "\ufeffid,kind,date,school,schools\nm1,COUNCIL,2023/9/12,s1,s1、s2\n\n,,,,\nm2,council,2023-10,无,无\n",
    "funds": 'id,kind,amount\nf1,special,"12,000.50"\nf2,special,0.1\n',
    "surveys": "id,satisfaction,respondents\nu1,86.5％,120\n",
}


def folder(root: Path) -> Path:
    head = HEAD + "as_of: 2024-07-31\nreview: {from: 2023-09-01, to: 2024-07-31}\n"
    head += "calendar: {semesters: [{id: 2023秋, from: 2023-09-01, to: 2024-01-19}]}\n"
    head += "complete:\n  meetings: [{from: 2023-09-01, to: 2024-01-31}, {from: 2024-02-01, to: 2024-07-31}]\n"
    head += "none: [honours]\n"
    write(root / "body.yaml", head)
    for name, text in CSV.items():
        write(
            root / f"{name}.csv",
            text.replace("COUNCIL", load("tables/meetings")["properties"]["kind"]["x-codes"]["council"]),
        )
    return root


def test_a_folder_of_csv_is_the_same_body_as_the_yaml(tmp_path: Path) -> None:
    from_yaml = one(write(tmp_path / "a.yaml", YAML))
    root = folder(tmp_path / "f")
    from_csv = one(root)
    assert from_csv.body == from_yaml.body
    assert set(from_csv.tables) == set(from_yaml.tables)
    for name, table in from_yaml.tables.items():
        assert from_csv.tables[name].rows == table.rows, name
        assert (from_csv.tables[name].state, from_csv.tables[name].complete) == (table.state, table.complete), name
    assert from_csv.tables["meetings"].origins == (f"{root}/meetings.csv:2", f"{root}/meetings.csv:5")


def test_a_folder_of_parquet_is_the_same_body(tmp_path: Path) -> None:
    expected = one(folder(tmp_path / "f"))
    root = folder(tmp_path / "p [1]*?")
    with duckdb.connect() as connection:
        for name in CSV:
            rows = expected.tables[name].rows
            (root / f"{name}.csv").unlink()
            columns = list(rows[0])
            typed = {"students": "DOUBLE", "respondents": "INTEGER", "schools": "VARCHAR[]", "aliases": "VARCHAR[]"}
            kinds = ", ".join(f'"{column}" {typed.get(column, "VARCHAR")}' for column in columns)
            connection.execute(f"CREATE OR REPLACE TABLE t ({kinds})")
            for row in rows:
                cells = [_spreadsheet(column, row[column]) for column in columns]
                connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(cells))})", cells)
            connection.execute(f"COPY t TO '{tmp_path}/t.parquet' (FORMAT parquet)")
            (tmp_path / "t.parquet").rename(root / f"{name}.parquet")
    body = one(root)
    for name, table in expected.tables.items():
        assert body.tables[name].rows == table.rows, name
    assert body.tables["meetings"].origins == (f"{root}/meetings.parquet:1", f"{root}/meetings.parquet:2")


def _spreadsheet(column: str, cell: Any) -> Any:
    if cell is None:
        return None
    if column in {"schools", "aliases"}:
        return [] if cell == NONE else list(cell)
    if column == "amount":
        return f"{cell // 100}.{cell % 100:02}"
    return f"{cell / 10_000}%" if column == "satisfaction" else cell


def test_broken_parquet_is_one_line(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "funds.csv").unlink()
    (root / "funds.parquet").write_bytes(b"PAR1" + b"\0" * 100 + b"PAR1")
    assert any("funds.parquet: Parquet 文件损坏" in line for line in lines(root))
    (root / "funds.parquet").write_bytes(b"PK\x03\x04")
    assert any("不是 Parquet 文件" in line for line in lines(root))


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    root = folder(tmp_path)
    write(root / "schools.csv", "id,name\ns1,=cmd|' /C calc'!A1\ns2,-乙校\ns3,@丙\ns4,+1\n")
    assert [row["name"] for row in one(root).tables["schools"].rows] == ["=cmd|' /C calc'!A1", "-乙校", "@丙", "+1"]


@pytest.mark.parametrize(
    ("file", "text", "fragments"),
    [
        ("meetings.csv", "", ["meetings.csv: 文件是空的"]),
        ("meetings.csv", "\n,,\n", ["meetings.csv: 没有表头"]),
        ("meetings.csv", "id,kind,dat\n", ["meetings.csv:1:3: 不认识的键“dat”（是否想写“date”？）"]),
        ("meetings.csv", "id,date\n", ["meetings.csv:1: 缺少列"]),
        ("meetings.csv", "id,编号,kind\n", ["meetings.csv:1:2: 列“编号”重复"]),
        ("meetings.csv", "id,kind\nm1,council,x\n", ["meetings.csv:2: 有 3 格，表头只有 2 列"]),
        ("meetings.csv", 'id,kind\nm1,"council\n', ["CSV 写法有误"]),
        ("meetings.csv", "id,kind\nm1,council\nm1,council\n", ["meetings.csv:3:1: 编号“m1”重复"]),
        ("meetings.csv", "id,kind\n,council\n", ["meetings.csv:2:1: 编号（id）填得不对（编号不能为空"]),
        ("meetings.csv", "id,kind\n无,council\n", ["不能填“无”"]),
        ("meetings.csv", "id,kind,date\nm1,council,45000\n", ["meetings.csv:2:3: 日期（date）“45000”填得不对"]),
        ("meetings.csv", "id,kind,schools\nm1,council,s1；s1\n", ["各项不得重复"]),
        ("meetings.parquet", "x", ["同一个表另有文件 meetings.csv"]),
        ("meeting.csv", "id\n", ["meeting.csv: 不认识的键“meeting”（是否想写“meetings”？）"]),
        ("honours.csv", "id\n", ["既记为“无”，又有文件"]),
        ("extra.xlsx", "x", ["extra.xlsx: 文件夹里的表不能用 .xlsx"]),
    ],
)
def test_bad_folder(tmp_path: Path, file: str, text: str, fragments: list[str]) -> None:
    root = folder(tmp_path)
    write(root / file, text)
    said = lines(root)
    for fragment in fragments:
        assert any(fragment in line for line in said), said


def test_a_complete_span_without_its_file_is_told(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "meetings.csv").unlink()
    assert any("body.yaml:6:3: 写了 meetings 的完整时段，却没有它的文件" in line for line in lines(root))


def test_links_and_spans(tmp_path: Path) -> None:
    text = HEAD + "posts: {rows: [{id: p1, person: t1, post: head, school: s1, from: 2023-09-12, to: 2023-09}]}\n"
    assert one(write(tmp_path / "a.yaml", text)), "people and schools are not reported; a month may hold its day"
    said = lines(write(tmp_path / "b.yaml", text + "schools: none\n"))
    assert len(said) == 1
    assert "学校（school）“s1”不在学校表" in said[0]


def test_calendar_is_checked(tmp_path: Path) -> None:
    text = HEAD + (
        "calendar:\n  semesters:\n  - {id: a, from: 2023-09-01, to: 2024-01-31}\n"
        "  - {id: b, from: 2024-01-31, to: 2024-01-01}\n  - {id: a, from: 2024-02-01, to: 2024-07-01}\n"
    )
    said = lines(write(tmp_path / "a.yaml", text))
    assert [line.split(": ", 1)[1][:5] for line in said] == ["与“a”的", "止日早于起", "编号“a”"], said


def test_collection_order_and_one_broken_body(tmp_path: Path) -> None:
    other = "body: {kind: group, id: %s, name: 甲, region: r}\n"
    write(tmp_path / "b.yaml", other % "b")
    write(tmp_path / "a.yml", other % "a")
    write(tmp_path / "c.yaml", "body: [")
    write(tmp_path / "d.yaml", other % "a")
    write(tmp_path / "decisions.yaml", "body: a\n")
    write(tmp_path / "a.decisions.yaml", "body: a\n")
    write(tmp_path / ".hidden.yaml", "x")
    write(tmp_path / "notes.txt", "x")
    folder(tmp_path / "e")
    (tmp_path / "empty").mkdir()
    found = list(reader.bodies([tmp_path]))
    assert [body.id if isinstance(body, Body) else "bad" for body in found] == ["a", "b", "bad", "bad", "demo"]
    assert "编号 a 与" in str(found[3])
    assert [body.id for body in reader.bodies([tmp_path / "b.yaml", tmp_path / "e"]) if isinstance(body, Body)] == [
        "b",
        "demo",
    ]


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    assert "文件夹里没有记录" in lines(tmp_path)[0]
    assert "不存在" in lines(tmp_path / "none.yaml")[0]
    assert "不认识的文件种类" in lines(write(tmp_path / "a.txt", "x"))[0]


def test_symbolic_links_out_of_a_folder_are_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "x.yaml", YAML)
    collection = tmp_path / "c"
    collection.mkdir()
    (collection / "x.yaml").symlink_to(outside)
    assert "符号链接" in lines(collection)[0]
    root = folder(tmp_path / "f")
    (root / "funds.csv").unlink()
    (root / "funds.csv").symlink_to(write(tmp_path / "outside" / "funds.csv", CSV["funds"]))
    assert any("funds.csv: 符号链接" in line for line in lines(root))
    (collection / "g").symlink_to(folder(tmp_path / "outside" / "g"))
    assert all(isinstance(found, BadInput) for found in reader.bodies([collection]))


def test_hashes(tmp_path: Path) -> None:
    first, second = one(folder(tmp_path / "a")), one(folder(tmp_path / "b"))
    assert first.sha256 == second.sha256, "independent of where the folder stands"
    write(tmp_path / "b" / "funds.csv", CSV["funds"] + "\n")
    assert one(tmp_path / "b").sha256 != first.sha256
    write(tmp_path / "b" / "readme.md", "x")
    changed = one(tmp_path / "b").sha256
    write(tmp_path / "b" / "readme.md", "y")
    assert one(tmp_path / "b").sha256 == changed, "only what was read counts"


def test_a_case_in_a_rule_file_is_a_body_too() -> None:
    data = {"body": {"kind": "group", "id": "d", "name": "甲", "region": "r"}, "meetings": {"rows": []}}
    body = yaml_reader.from_data(data, lambda *path: "rules/x.yaml:7:3", file="rules/x.yaml:7")
    assert body.tables["meetings"].state == "reported"


def test_table_schemas_are_read_and_their_links_lead_somewhere() -> None:
    for table in tables.load().values():
        assert table.columns["id"].type == "id"
        for column in table.columns.values():
            assert column.type in TYPES
            assert (column.link in tables.load()) == column.type.startswith("link"), (table.name, column.name)
            assert bool(column.codes) == (column.type in {"code", "codes", "yesno"}), (table.name, column.name)
        for column_name in (table.time or {}).values():
            assert table.columns[column_name].type == "date"


def test_codes_and_labels_never_collide() -> None:
    for table in tables.load().values():
        for column in table.columns.values():
            codes = column.codes or {}
            assert len(set(codes.values())) == len(codes), (table.name, column.name)
            assert not any(label in codes and codes[label] != label for label in codes.values())
        headings = [text for column in table.columns.values() for text in column.label.values()]
        assert len(set(headings)) == len(headings), f"two columns of {table.name} share a heading"


def test_the_json_schemas_agree_with_the_reader() -> None:
    """A row that the reader accepts in its written form is accepted by the table's JSON Schema too."""
    samples: dict[str, Any] = {
        "id": "x1", "text": "文字", "texts": ["甲"], "date": "2023-09", "int": 3, "money": "12000.50", "points": "86.5",
        "percent": "86.5%", "link": "s1", "links": ["s1"], "yesno": "yes",
    }  # fmt: skip
    for table in tables.load().values():
        row = {}
        for column in table.columns.values():
            codes = list(column.codes or ())
            row[column.name] = {"code": codes[:1], "codes": [codes]}.get(column.type, [samples.get(column.type)])[0]
            assert value(column, row[column.name], typed=True) is not None
        assert list(Draft202012Validator(load(f"tables/{table.name}")).iter_errors(row)) == [], table.name


@pytest.mark.parametrize(
    ("kind", "raw", "typed", "expected"),
    [
        ("money", 12, True, 1200),
        ("money", "12.5", True, 1250),
        ("money", "12.500", False, 1250),
        ("money", "1,234,567.89", False, 123_456_789),
        ("percent", "0%", True, 0),
        ("percent", "100%", True, 1_000_000),
        ("percent", "33.3333%", True, 333_333),
        ("int", "12.0", False, 12),
        ("int", 0, True, 0),
        ("date", "2023年9月1日", False, "2023-09-01"),
        ("date", "2023年9月", False, "2023-09"),
        ("date", "2024-02-29", True, "2024-02-29"),
        ("texts", "甲；乙", False, ("甲", "乙")),
        ("texts", [], True, NONE),
        ("text", " 甲 ", True, "甲"),
        ("text", "", True, None),
    ],
)
def test_cell(kind: str, raw: Any, typed: bool, expected: Any) -> None:
    found = value(Column("c", kind, {"zh": "列"}), raw, typed=typed)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("kind", "raw", "typed"),
    [
        ("money", -1, True), ("money", "1e5", True), ("money", "1,2", False), ("money", "１", True),
        ("money", True, True), ("percent", "86.5", True), ("percent", "101%", True), ("percent", "86.55555%", True),
        ("int", "12", True), ("int", True, True), ("int", -1, True), ("int", "1.5", False), ("int", 10**10, True),
        ("date", "2023-02-30", True), ("date", "2023-9-1", True), ("date", "2023", True), ("date", "9-31", False),
        ("date", "0000-01-01", True), ("date", 20230901, True),
        ("text", 5, True), ("text", "x" * 501, True), ("texts", "甲", True), ("texts", [["甲"]], True),
        ("texts", [None], True), ("texts", ["甲", "甲"], True),
        ("id", None, True), ("id", "", False), ("id", "无", True), ("date", "无", False), ("link", "none", True),
    ],
)  # fmt: skip
def test_wrong_cell(kind: str, raw: Any, typed: bool) -> None:
    with pytest.raises(WrongCell):
        value(Column("c", kind, {"zh": "列"}), raw, typed=typed)


DECISIONS = """body: demo
invented: true
answers:
- {rule: r/1/a, answer: yes, by: 检查组, date: 2024-08-01, evidence: 会议纪要}
- {rule: r/1/a, entity: s1, answer: no, by: 检查组, date: 2024-08-01}
- {rule: r/1/a, entity: s1, period: 2023-09, answer: yes, by: 检查组, date: 2024-08-01}
waivers:
- {rule: r/1/b, until: 2024-06-30, reason: 校舍改造, by: 局, date: 2023-09-01}
- {rule: r/1/b, entity: s1, until: 2024-12-31, reason: 校舍改造, by: 局, date: 2023-09-01}
readings:
- {question: r/with-lead, option: without-lead, by: 局, date: 2023-09-01}
explanations:
- {rule: r/1/c, reason: 疫情, by: 集团, date: 2024-07-01}
objections:
- {rule: r/1/c, reason: 记录漏报, by: 集团, date: 2024-07-01}
ratings:
- {item: A1, points: 8.5, by: 检查组, date: 2024-08-01, evidence: 台账}
- {item: A2, points: 17/2, by: 检查组, date: 2024-08-01}
"""


def test_decisions(tmp_path: Path) -> None:
    path = write(tmp_path / "decisions.yaml", DECISIONS)
    made = decisions.read(path)["demo"]
    assert made.invented
    assert made.answer_for("r/1/a")["answer"] == "yes"
    assert made.answer_for("r/1/a", "s2", "2023-09")["answer"] == "yes"
    assert made.answer_for("r/1/a", "s1", "2023-10")["answer"] == "no"
    assert made.answer_for("r/1/a", "s1", "2023-09")["answer"] == "yes"
    assert made.answer_for("r/1/other") is None
    assert made.answers[1]["origin"] == f"{path}:5"
    assert made.waiver_for("r/1/b", "*", "*", "2024-06-30") == (made.waivers[0], False), "its last day"
    assert made.waiver_for("r/1/b", "*", "*", "2024-07-01") == (made.waivers[0], True)
    assert made.waiver_for("r/1/b", "s1", "*", "2024-07-01") == (made.waivers[1], False)
    assert made.waiver_for("r/1/x", "s1", "*", "2024-07-01") is None
    assert made.reading("r/with-lead")["option"] == "without-lead"
    assert made.reading("r/other") is None
    assert len(made.objections_for("r/1/c")) == 1
    assert [rating["points"] for rating in made.ratings] == [Fraction(17, 2)] * 2
    assert ["evidence" in rating for rating in made.ratings] == [True, False]
    assert len(made.sha256) == 64


ANSWER = "- {rule: r/1/a, by: x, date: 2024-08-01, answer: "
READING = "- {question: r/q, by: x, date: 2024-08-01, option: "
RATING = "ratings:\n- {item: A, by: x, date: 2024-08-01, points: "


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        (f"answers:\n{ANSWER}yes}}\n{ANSWER}no}}", [":4: 与 ", "相矛盾"]),
        (f"answers:\n{ANSWER}yes, entity: s1}}\n{ANSWER}no, period: p}}", ["相矛盾"]),
        (f"readings:\n{READING}a}}\n{READING}b}}", ["option 相矛盾"]),
        (f"{RATING}-1}}", ["分数写得不对"]),
        (f"{RATING}1/0}}", ["分数写得不对"]),
        (f"{RATING}1e9}}", ["分数写得不对"]),
        ("waivers:\n- {rule: r/1/a, until: 2023-01-01, reason: y, by: x, date: 2024-08-01}", ["豁免在作出之前已到期"]),
        ("answers:\n- {rule: r/1/a, answer: yes, by: x, date: 2024-02-30}", ["应为实有的日期"]),
        ("answers:\n- {rule: r/1/a, answer: yes, by: 13812345678 张, date: 2024-02-20}", ["疑似身份证号或电话号码"]),
        ("verdicts: []", ["不认识的键“verdicts”"]),
    ],
)
def test_bad_decisions(tmp_path: Path, text: str, fragments: list[str]) -> None:
    path = write(tmp_path / "d.yaml", f"body: demo\n{text}\n")
    with pytest.raises(BadInput) as caught:
        decisions.read(path)
    said = "\n".join(caught.value.lines())
    for fragment in fragments:
        assert fragment in said
    assert "13812345678" not in said


def test_a_folder_of_decisions(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "body: a\n")
    write(tmp_path / "b.yaml", "body: b\n")
    assert sorted(decisions.read(tmp_path)) == ["a", "b"]
    write(tmp_path / "c.yaml", "body: a\n")
    with pytest.raises(BadInput, match="决定另见"):
        decisions.read(tmp_path)


def test_records_and_decisions_in_one_folder_are_told_apart_by_name(tmp_path: Path) -> None:
    write(tmp_path / "group.yaml", "body: {kind: group, id: a, name: 甲集团, region: nanyang-2023}\n")
    write(tmp_path / "decisions.yaml", "body: a\n")
    write(tmp_path / "b.decisions.yaml", "body: b\n")
    assert sorted(decisions.read(tmp_path)) == ["a", "b"]


def test_reading_yaml_loads_neither_duckdb_nor_the_schema_library_before_use() -> None:
    code = (
        "import sys, checker.records.reader, checker.decisions\n"
        "print(*sorted({'duckdb', 'jsonschema'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("2024-2025-1", "2024-2025-2", False), ("2024-2025-2", "2024-2025-1", True), ("2023-2024-2", "2024-2025-1", False),
        ("2024-2025-1", "2023-2024-2", True), ("秋", "春", False), ("学期-1", "学期-2", False), ("学期-2", "学期-1", True),
        ("a-2", "b-1", False), ("2024秋", "2025春", False),
    ],
)  # fmt: skip
def test_semesters_whose_numbers_run_against_their_days_are_asked(
    tmp_path: Path, first: str, second: str, wrong: bool
) -> None:
    text = HEAD + (
        f"calendar:\n  semesters:\n  - {{id: {first}, from: 2024-09-01, to: 2025-01-20}}\n"
        f"  - {{id: {second}, from: 2025-02-20, to: 2025-07-05}}\n"
    )
    path = write(tmp_path / "a.yaml", text)
    if not wrong:
        assert one(path)
        return
    (said,) = lines(path)
    assert f"日期与“{first}”的先后不合" in said and "是否填反了行" in said


def test_school_years_that_are_exchanged_are_asked(tmp_path: Path) -> None:
    text = HEAD + (
        "calendar:\n  school_years:\n  - {id: 2023-2024, from: 2024-09-01, to: 2025-08-31}\n"
        "  - {id: 2024-2025, from: 2023-09-01, to: 2024-08-31}\n"
    )
    assert "先后不合" in lines(write(tmp_path / "a.yaml", text))[0]


def test_an_id_that_may_be_a_name_is_not_repeated(tmp_path: Path) -> None:
    text = HEAD + "meetings:\n  rows:\n  - {id: 张三, kind: council}\n  - {id: 张三, kind: council}\n"
    (said,) = lines(write(tmp_path / "a.yaml", text))
    assert "编号重复" in said and "张三" not in said
    text = HEAD + "meetings:\n  rows:\n  - {id: m1, kind: council}\n  - {id: m1, kind: council}\n"
    assert "编号“m1”重复" in lines(write(tmp_path / "a.yaml", text))[0]


def test_links_into_a_sheet_with_an_id_twice_are_not_told_one_by_one(tmp_path: Path) -> None:
    """Where ids are renumbered in a spreadsheet, every link into it breaks at once; in YAML each is somebody's slip."""
    text = HEAD + (
        "schools:\n  rows:\n  - {id: s1, name: 甲}\n  - {id: s1, name: 乙}\n"
        "meetings:\n  rows:\n  - {id: m1, kind: council, school: s2}\n"
    )
    twice, dead = lines(write(tmp_path / "a.yaml", text))
    assert "重复" in twice and "不在学校表" in dead
    root = tmp_path / "group"
    root.mkdir()
    write(root / "body.yaml", HEAD)
    write(root / "schools.csv", "id,name\ns1,甲\ns1,乙\n")
    write(root / "meetings.csv", "id,kind,school\nm1,council,s2\n")
    (said,) = lines(root)
    assert "重复" in said
