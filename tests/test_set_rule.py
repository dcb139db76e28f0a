"""One rule's number changed: in memory, said aloud, counted without names."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from invented_book import Desk, Done
from invented_book import desk as laid
from jsonschema import Draft202012Validator

from checker import schema
from checker.cli import cli
from checker.errors import BadInput
from checker.transplant.setrule import supposing
from checker.workbench import Workbench

BOOK = "nanyang-2023"
COUNCIL = f"{BOOK}/3.2.1/monthly-council"
MONTHS = ("2030-04", "2030-05", "2030-06")


def group(folder: Path, key: str, meetings: int, *, register: bool = True) -> Path:
    """A group under demo-2030 that met so often in May 2030, and in each month that the document is in force."""
    rows = [
        f"  - {{id: m{month}-{n}, kind: council, date: {month}-{10 + n}}}" for month in MONTHS for n in range(meetings)
    ]
    complete = "  complete: {from: 2030-04-01, to: 2030-12-31}\n" if register else ""
    body = f"body: {{kind: group, id: {key}, name: 示例{key}集团, region: demo-2030, founded: 2030-04-01}}\nas_of: 2030-06-30\n"
    path = folder / f"{key}.yaml"
    path.write_text(
        f"{body}meetings:\n{complete}  rows:{'' if rows else ' []'}\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    return laid(tmp_path, capfd, monkeypatch)


@pytest.fixture
def groups(desk: Desk) -> list[Path]:
    """Two that met once a month, one that met three times, one that never did, one whose register is open."""
    return [
        group(desk.root, "a", 1), group(desk.root, "b", 1), group(desk.root, "c", 3), group(desk.root, "d", 0),
        group(desk.root, "e", 1, register=False),
    ]  # fmt: skip


def audited(desk: Desk, groups: list[Path], *texts: str, fmt: str = "json") -> Done:
    options = [part for text in texts for part in ("--set-rule", text)]
    return desk.call("audit", *groups, "--rules", desk.book, *options, "--format", fmt, "--jobs", "1")


def test_how_many_groups_would_be_judged_otherwise(desk: Desk, groups: list[Path]) -> None:
    done = audited(desk, groups, "demo-2030/1/monthly:at_least=2")
    assert done.code == 0, done.err
    made = json.loads(done.out)
    Draft202012Validator(schema.load("supposed")).validate(made)
    (change,) = made["changes"]
    verdicts = {(one["before"], one["after"]): one["bodies"] for one in change["verdicts"]}
    # once a month was enough and is not any more; three times still is; never never was; of an open register the second is unknown
    assert verdicts == {("pass", "fail"): 2, ("pass", "pass"): 1, ("fail", "fail"): 1, ("pass", "unknown"): 1}
    assert (made["bodies"], made["newly_with_gaps"], made["newly_without_gaps"]) == (5, 2, 0)


def test_a_looser_number_cures(desk: Desk, groups: list[Path]) -> None:
    made = json.loads(audited(desk, groups, "demo-2030/1/monthly:at_least=0").out)
    moved = {(one["before"], one["after"]): one["bodies"] for one in made["changes"][0]["verdicts"]}
    assert moved == {("pass", "pass"): 4, ("fail", "pass"): 1}
    assert made["newly_without_gaps"] == 1


@pytest.mark.parametrize("fmt", ["text", "json", "html"])
def test_counts_name_nobody(desk: Desk, groups: list[Path], fmt: str) -> None:
    done = audited(desk, groups, "demo-2030/1/monthly:at_least=2", fmt=fmt)
    assert done.code == 0 and "示例" not in done.out.replace("示例区", "")
    assert not any(path.name in done.out or f'"{path.stem}"' in done.out for path in groups)


def test_text_says_that_it_is_supposed(desk: Desk, groups: list[Path]) -> None:
    said = audited(desk, groups, "demo-2030/1/monthly:at_least=2", fmt="text").out.replace("\n", "")
    assert "不是“理事会议不少于 1 次”，而是“理事会议不少于 2 次”" in said
    assert "新增 2 个" in said


def test_check_says_so_at_its_head_and_in_json(desk: Desk) -> None:
    path = group(desk.root, "a", 1)
    plain = json.loads(desk.call("check", path, "--rules", desk.book, "--format", "json").out)
    done = desk.call(
        "check", path, "--rules", desk.book, "--set-rule", "demo-2030/1/monthly:at_least=2", "--format", "json"
    )
    made = json.loads(done.out)
    Draft202012Validator(schema.load("report")).validate(made)
    assert made["rulebooks"][0]["supposed"] == [
        {"rule": "demo-2030/1/monthly", "measure": "council_meetings", "operator": "at_least", "was": 1, "now": 2,
         "kept_readings": []}
    ]  # fmt: skip
    assert "supposed" not in plain["rulebooks"][0]
    assert made["rulebooks"][0]["sha256"] != plain["rulebooks"][0]["sha256"]
    verdicts = [{one["rule"]: one["verdict"] for one in each["findings"]} for each in (plain, made)]
    assert {rule for rule in verdicts[0] if verdicts[0][rule] != verdicts[1][rule]} == {"demo-2030/1/monthly"}
    text = desk.call("check", path, "--rules", desk.book, "--set-rule", "demo-2030/1/monthly:at_least=2").out
    assert text.index("假设") < text.index("缺口")


def test_nothing_on_disk_changes(desk: Desk, groups: list[Path]) -> None:
    before = {path: path.read_bytes() for path in desk.book.rglob("*") if path.is_file()}
    audited(desk, groups, "demo-2030/1/monthly:at_least=2")
    assert {path: path.read_bytes() for path in desk.book.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("typed", "said", "mend"),
    [
        ("demo-2030/1/montly:at_least=2", "没有规则", "demo-2030/1/monthly"),
        ("demo-2030/1/monthly:at_lest=2", "没有“at_lest”这种比较", "at_least"),
        ("demo-2030/1/monthly:at_most=2", "没有 at_most", "demo-2030/1/monthly:at_least="),
        ("demo-2030/1/monthly:charters.at_least=2", "没有 charters at_least", "at_least="),
        ("demo-2030/1/monthly:at_least=20%", "不是百分比", "例如 20"),
        ("demo-2030/1/monthly:at_least=1.5", "太细", ""),
        ("demo-2030/1/monthly:at_least=-1", "不会小于 0", ""),
        ("demo-2030/1/monthly:at_least=many", "不是数", "例如"),
        ("demo-2030/1/monthly", "不是 规则编号:比较=数", "例如"),
    ],
)
def test_bad_input_is_named_with_how_to_mend(desk: Desk, typed: str, said: str, mend: str) -> None:
    for command in ("check", "audit"):
        done = desk.call(command, group(desk.root, "a", 1), "--rules", desk.book, "--set-rule", typed)
        assert done.code == 3 and done.out == ""
        assert said in done.err and mend in done.err


def test_every_bad_text_is_named(desk: Desk) -> None:
    bad = ["--set-rule", "demo-2030/x:at_least=2", "--set-rule", "demo-2030/1/monthly:at_least=y"]
    done = desk.call("check", group(desk.root, "a", 1), "--rules", desk.book, *bad)
    assert len(done.err.splitlines()) == 2


def test_a_number_given_twice(desk: Desk) -> None:
    twice = ["--set-rule", "demo-2030/1/monthly:at_least=2", "--set-rule", "demo-2030/1/monthly:at_least=3"]
    done = desk.call("check", group(desk.root, "a", 1), "--rules", desk.book, *twice)
    assert done.code == 3 and "给了两次" in done.err


def test_a_rulebook_by_which_nothing_is_checked(desk: Desk) -> None:
    done = desk.call("check", group(desk.root, "a", 1), "--rules", desk.book, "--set-rule", f"{COUNCIL}:at_least=2")
    assert done.code == 3 and "没有规则" in done.err


def test_two_tests_that_fit_are_told_apart_by_their_measures(desk: Desk) -> None:
    two = "require: [{measure: council_meetings, at_least: 1}, {measure: charters, at_least: 1}]"
    place = next(path for path in desk.book.rglob("*.yaml") if "1/monthly" in path.read_text(encoding="utf-8"))
    name = str(place.relative_to(desk.book))
    desk.change(name, "require: [{measure: council_meetings, at_least: 1}]", two)
    done = desk.call(
        "check", group(desk.root, "a", 1), "--rules", desk.book, "--set-rule", "demo-2030/1/monthly:at_least=2"
    )
    assert done.code == 3 and "council_meetings.at_least=" in done.err and "charters.at_least=" in done.err
    both = [
        "--set-rule",
        "demo-2030/1/monthly:charters.at_least=2",
        "--set-rule",
        "demo-2030/1/monthly:council_meetings.at_least=3",
    ]
    done = desk.call("check", group(desk.root, "a", 1), "--rules", desk.book, *both, "--format", "json")
    supposed = json.loads(done.out)["rulebooks"][0]["supposed"]
    assert [(one["measure"], one["now"]) for one in supposed] == [("charters", 2), ("council_meetings", 3)]


def test_shares_want_their_unit(bench: Workbench) -> None:
    book = bench.rulebook(BOOK)
    rule, test = next(
        (rule, test) for rule in book.rules for test in rule.tests.get("require", ())
        if bench.vocabulary.measures[test.measure].type == "share" and test.right_measure is None
        and sum(one.op == test.op for one in rule.tests["require"]) == 1
    )  # fmt: skip
    with pytest.raises(BadInput) as bad:
        supposing([f"{rule.id}:{test.op}=10"], [book], bench.vocabulary)
    assert "没有写单位" in bad.value.problems[0].said("zh")
    (made,) = supposing([f"{rule.id}:{test.op}=10%"], [book], bench.vocabulary)
    assert made.changed[0].now == Fraction(1, 10)


def test_readings_that_state_the_same_number_follow_and_others_are_named(bench: Workbench) -> None:
    """Each option of each rule: after the change no test of it has the old number, or the option is in `kept`."""
    for book in (bench.rulebook(BOOK), bench.rulebook("ankang-2022")):
        for rule in book.rules:
            ops = [one.op for one in rule.tests.get("require", ())]
            test = next(
                (one for one in rule.tests.get("require", ()) if one.op == "at_least" and one.right is not None), None
            )
            if (
                test is None
                or ops.count("at_least") > 1
                or bench.vocabulary.measures[test.measure].type == "share"
                or not rule.readings
            ):
                continue
            try:
                (made,) = supposing([f"{rule.id}:at_least=7"], [book], bench.vocabulary)
            except BadInput:
                continue  # one measure stands twice
            kept = set(made.changed[0].kept)
            for key in rule.readings:
                for name, option in made.questions[key].options.items():
                    patch = {**option.set, **option.rules.get(rule.id, {})}
                    stated = [
                        one
                        for one in patch.get("require") or ()
                        if one.get("measure") == test.measure and "at_least" in one
                    ]
                    assert f"{key}.{name}" in kept or all(one["at_least"] == 7 for one in stated)


@given(number=st.integers(0, 10**6).filter(lambda n: n != 1))
def test_the_number_typed_is_the_number_tested(bench: Workbench, number: int) -> None:
    book = bench.rulebook(BOOK)
    (made,) = supposing([f"{COUNCIL}:at_least={number}"], [book], bench.vocabulary)
    rule = next(one for one in made.rules if one.id == COUNCIL)
    assert [one.right for one in rule.tests["require"] if one.op == "at_least"] == [number]
    assert [one for one in made.rules if one.id != COUNCIL] == [one for one in book.rules if one.id != COUNCIL]


def test_marked_copies_refuse_it() -> None:
    """A marked copy carries no banner."""
    options = ["--format", "xlsx", "-o", "x.xlsx", "--set-rule", f"{COUNCIL}:at_least=2"]
    assert CliRunner().invoke(cli, ["check", "examples/nanyang/invented/group.yaml", *options]).exit_code == 2


def test_a_body_given_twice_is_counted_once_and_named(desk: Desk) -> None:
    """Two files of one id met in one bucket of the engine, where their meetings were added: two a month, as the number asks."""
    first, second = desk.root / "first.yaml", desk.root / "second.yaml"
    text = group(desk.root, "a", 1).read_text(encoding="utf-8")
    first.write_text(text, encoding="utf-8")
    second.write_text(text, encoding="utf-8")
    done = audited(desk, [first, second], "demo-2030/1/monthly:at_least=2")
    assert done.code == 3 and "second.yaml" in done.err and "编号 a 与" in done.err
    made = json.loads(done.out)
    assert (made["bodies"], made["unused_files"], made["newly_with_gaps"]) == (1, 1, 1)
    (change,) = made["changes"]
    assert change["verdicts"] == [{"before": "pass", "after": "fail", "bodies": 1}]


def test_the_number_that_the_document_has_changes_nothing(desk: Desk) -> None:
    done = desk.call(
        "check", group(desk.root, "a", 1), "--rules", desk.book, "--set-rule", "demo-2030/1/monthly:at_least=1"
    )
    assert done.code == 3 and "文件写的就是这个数" in done.err and done.out == ""


def test_units_are_said_in_chinese(desk: Desk) -> None:
    done = desk.call(
        "check", group(desk.root, "a", 1), "--rules", desk.book, "--set-rule", "demo-2030/1/monthly:at_least=20%"
    )
    assert "以“次”计" in done.err and "times" not in done.err


@pytest.mark.parametrize("reader", ["", "school", "inspector", "policy"])
def test_a_supposed_number_is_said_at_the_head_and_at_its_clause(desk: Desk, reader: str) -> None:
    options = [
        "--rules",
        desk.book,
        "--set-rule",
        "demo-2030/1/monthly:at_least=2",
        *(["--for", reader] if reader else []),
    ]
    for fmt, ends in (("text", "───"), ("html", "</header>")):
        done = desk.call("check", group(desk.root, "a", 1), *options, "--format", fmt)
        said = "".join(done.out.split())
        head, _, body = said.partition(ends)
        assert "按假设的数计算，不是文件的规定" in head
        # text for policy names no broken clause by its place
        assert (reader == "policy" and fmt == "text") or "假设，一②" in body, (fmt, reader)


def test_the_example_of_the_docs(desk: Desk) -> None:
    """Five groups with council meetings on record: one met once in some month, four lack or miss them anyhow."""
    doc = Path("docs/transplant.md").read_text(encoding="utf-8")
    (command,) = (line for line in doc.splitlines() if line.startswith("jituan audit") and "--set-rule" in line)
    done = desk.call(*command.split()[1:], "--jobs", "1")
    assert done.code == 0, done.err
    shown = doc[doc.index("检查了 5 个对象") : doc.index("   结论不变 4 个")]
    assert "".join(shown.split()) in "".join(done.out.split())
