"""What becomes of a problem at a re-check: closed on new evidence alone, and in every other case it stays and says why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import make_report as made
import openpyxl
import pytest
from example_bodies import bench, checked
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import cli, earlier, house
from checker.earlier.nouns import Past
from checker.errors import BadInput
from checker.lexicon import lexicon
from checker.model import VERDICTS, Cell, Finding, Prints, Report, Row
from checker.papers.dossier import dossier
from checker.papers.nouns import Dossier, Problem
from checker.papers.problems import Problems
from checker.records import reader
from checker.report import render
from checker.report.words import Lexicon, Phrases

ZH = Phrases("zh")
LISTS = [one.name for one in fields(Problems)]
OCTOBER, NOVEMBER, JANUARY = "2029-10", "2029-11", "2030-01"
BOOK = made.BOOK


def row(id: str, month: str, content: str = "a", counted: str = "yes") -> Row:
    return Row("council_meetings", "meetings", id, f"会议!{id}", counted, period=month, content=content * 16)


def council(got: Mapping[str, int | str], *rows: Row, **more: Any) -> Finding:
    """The monthly council: meetings by month, or a month's verdict."""
    one = made.monthly()
    test = one.rule.tests["require"][0]

    def month(key: str, n: int | str) -> Cell:
        if isinstance(n, str):
            return made.cell(one.rule, n, period=key)
        result = made.saw(test, made.count("council_meetings", n), "holds" if n else "breached", None if n else 1)
        return made.cell(one.rule, "pass" if n else "fail", result, period=key)

    cells = [month(key, n) for key, n in got.items()]
    verdict = more.pop("verdict", min((cell.verdict for cell in cells), key=VERDICTS.index))
    return made.finding(one.rule, verdict, cells, rows=rows, **more)


def report(*findings: Finding, records: str = "1", others: Sequence[Finding] = (), **more: Any) -> Report:
    return replace(
        made.report(), findings=findings, others=tuple(others), consequences=(), records_sha256=records * 64, **more
    )


def words() -> Lexicon:
    """Lessons count for the school where they are held."""
    known = made.lexicon().measures
    return replace(made.lexicon(), measures={**known, "joint_lessons": replace(known["joint_lessons"], entity="place")})


def past(of: Report) -> Past:
    return earlier.past(json.loads(render(of, words(), "json", "zh")), "以前.json", "ab" * 32)


def again(before: Report, after: Report) -> Dossier:
    return dossier(after, words(), ZH, past(before))


def states(of: Dossier) -> dict[str, tuple[str, str]]:
    """By number: the list and the state."""
    found = {}
    for name in LISTS:
        for line in getattr(of, name):
            assert line.number not in found, "no line stands in two lists"
            assert line.recheck is not None
            found[line.number] = name, line.recheck.state
    return found


def said(of: Dossier, number: str) -> str:
    line = next(line for name in LISTS for line in getattr(of, name) if line.number == number)
    assert line.recheck is not None
    return str(line.recheck.said)


BEFORE = report(council({OCTOBER: 0, NOVEMBER: 1}, row("m1", NOVEMBER)))
MET = {OCTOBER: 1, NOVEMBER: 1}


# ---- closed, partly, open --------------------------------------------------------------------------------------


def test_a_new_record_that_counts_closes_it() -> None:
    after = again(BEFORE, report(council(MET, row("m1", NOVEMBER), row("m2", OCTOBER, "b")), records="2"))
    assert states(after) == {"3.2.1-1": ("closed", "closed")}
    (line,) = after.closed
    assert line.recheck is not None
    assert (line.recheck.label, line.recheck.before, line.verdict) == ("已整改", "不符合", "pass")
    assert line.recheck.said == "现已符合，依据新的或改过的记录：会议 会议!m2。"


def test_a_record_that_was_changed_and_counts_now_closes_it() -> None:
    before = report(council({OCTOBER: 0}, row("m1", OCTOBER, "a", "no")))
    assert states(again(before, report(council({OCTOBER: 1}, row("m1", OCTOBER, "b")), records="2"))) == {
        "3.2.1-1": ("closed", "closed")
    }


def test_a_problem_with_nothing_new_is_open() -> None:
    after = again(BEFORE, report(council({OCTOBER: 0, NOVEMBER: 1}, row("m1", NOVEMBER)), records="2"))
    assert states(after) == {"3.2.1-1": ("breaches", "open")}
    assert said(after, "3.2.1-1") == "没有新的记录，仍不符合。"


def test_a_problem_with_something_new_that_is_still_short_is_partly_mended() -> None:
    before = report(council({OCTOBER: 0, NOVEMBER: 0}))
    after = again(before, report(council({OCTOBER: 1, NOVEMBER: 0}, row("m2", OCTOBER)), records="2"))
    assert states(after) == {"3.2.1-1": ("breaches", "partly")}
    assert "会议!m2" in said(after, "3.2.1-1")


def test_each_school_is_closed_for_itself() -> None:
    one = made.lessons()
    new = Row("joint_lessons", "activities", "a9", "活动!A9", "yes", entity="s3", period="2029-2", content="c" * 16)
    mended = tuple(replace(cell, verdict="pass") if cell.entity == "s3" else cell for cell in one.cells)
    after = again(report(one), report(replace(one, cells=mended, rows=(*one.rows, new)), records="2"))
    assert states(after) == {
        "3.4.2-1（s1）": ("breaches", "open"), "3.4.2-1（s2）": ("breaches", "open"),
        "3.4.2-1（s4）": ("breaches", "open"), "3.4.2-1（s5）": ("breaches", "open"), "3.4.2-1（s3）": ("closed", "closed"),
    }  # fmt: skip


# ---- never closed ----------------------------------------------------------------------------------------------


def test_a_verdict_that_changed_without_a_record_proves_nothing() -> None:
    after = again(BEFORE, report(council(MET, row("m1", NOVEMBER)), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert said(after, "3.2.1-1") == "现为符合，不能据此销号：没有新的或改过的记录可以证明整改。"


def test_a_row_that_was_only_deleted_proves_nothing() -> None:
    before = report(council({OCTOBER: 0}, row("m7", OCTOBER)))
    after = again(before, report(council({OCTOBER: 1}), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert "有 1 条记录被删去（会议 会议!m7），请核实" in said(after, "3.2.1-1")


def test_a_row_that_is_gone_keeps_it_though_another_is_new() -> None:
    """Nobody can tell whether the breach was mended or taken out."""
    before = report(council({OCTOBER: 0}, row("m7", OCTOBER)))
    after = again(before, report(council({OCTOBER: 1}, row("m8", OCTOBER, "b")), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert "被删去" in said(after, "3.2.1-1")


def test_a_row_of_a_table_that_is_read_keeps_it_though_it_was_not_listed() -> None:
    contents = {"meetings": {"m1": "a" * 16, "m5": "a" * 16}}
    new = (row("m1", NOVEMBER), row("m2", OCTOBER, "b"))
    left = {"meetings": {"m1": "a" * 16, "m2": "b" * 16}}
    after = again(replace(BEFORE, contents=contents), report(council(MET, *new), records="2", contents=left))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert "（会议 m5）" in said(after, "3.2.1-1")
    whole = {"meetings": {**contents["meetings"], "m2": "b" * 16}, "posts": {}}
    after = again(replace(BEFORE, contents=contents), report(council(MET, *new), records="2", contents=whole))
    assert states(after) == {"3.2.1-1": ("closed", "closed")}


def test_a_row_that_stood_so_unlisted_is_not_new() -> None:
    contents = {"meetings": {"m1": "a" * 16, "m2": "b" * 16}}
    after = again(
        replace(BEFORE, contents=contents),
        report(council(MET, row("m1", NOVEMBER), row("m2", OCTOBER, "b")), records="2", contents=contents),
    )
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}


def test_what_hangs_on_a_reading_stays_disputed() -> None:
    one = council({OCTOBER: 0}, unsettled={("*", "*", OCTOBER): ("pass",)})
    after = again(report(one), report(one, records="2"))
    assert states(after) == {"3.2.1-1": ("disputed", "open")}


def test_a_school_that_is_new_has_no_past() -> None:
    one = made.lessons()
    renamed = tuple(replace(cell, entity="s9") if cell.entity == "s3" else cell for cell in one.cells)
    after = again(report(one), report(replace(one, cells=renamed), records="2"))
    assert states(after)["3.4.2-1（s9）"] == ("breaches", "new")
    assert said(after, "3.4.2-1（s9）") == "上次没有查这一单位。"


def test_a_new_record_of_another_month_proves_nothing() -> None:
    after = again(BEFORE, report(council(MET, row("m1", NOVEMBER), row("m2", NOVEMBER, "b")), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}


def test_a_row_of_which_the_earlier_report_knew_no_content_proves_nothing() -> None:
    before = report(council({OCTOBER: 0}, replace(row("m1", OCTOBER, counted="no"), content="")))
    after = again(before, report(council({OCTOBER: 1}, row("m1", OCTOBER)), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}


def test_a_row_that_may_count_proves_nothing() -> None:
    after = again(BEFORE, report(council(MET, row("m2", OCTOBER, "b", "maybe")), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}


def test_the_same_records_prove_nothing() -> None:
    after = again(BEFORE, report(council(MET, row("m2", OCTOBER, "b"))))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}


def test_another_rule_proves_nothing() -> None:
    first = council({OCTOBER: 0}, prints=Prints(rule="1" * 16))
    second = council({OCTOBER: 1}, row("m2", OCTOBER), prints=Prints(rule="2" * 16))
    after = again(report(first), report(second, records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert said(after, "3.2.1-1") == "现为符合，不能据此销号：检查规则改过。"


def test_a_decision_proves_nothing() -> None:
    decided = council({OCTOBER: 1}, row("m2", OCTOBER), decided=("joint-issues",), chosen={"joint-issues": "own"})
    after = again(report(council({OCTOBER: 0})), report(decided, records="2", decisions_sha256="3" * 64))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert "人的决定有变" in said(after, "3.2.1-1")


def test_a_calendar_that_was_moved_proves_nothing() -> None:
    one = made.deviating()
    test = one.rule.tests["require"][0]
    first = made.cell(
        one.rule, "deviates", made.saw(test, made.count("newsletters", 1), "breached", 1), period="2029-1"
    )
    second = made.cell(one.rule, "pass", made.saw(test, made.count("newsletters", 2), "holds"), period="2029-1")
    new = Row("newsletters", "publicity", "p9", "宣传!A9", "yes", period="2029-1", content="c" * 16)
    before = report(made.finding(one.rule, "deviates", [first]))
    moved = {"semesters": [{"id": "2029-1", "from": "2029-08-01", "to": "2030-01-20"}]}
    done = made.finding(one.rule, "pass", [second], rows=(new,))
    assert states(again(before, report(done, records="2"))) == {"2.4-1": ("closed", "closed")}
    after = again(before, report(done, records="2", calendar=moved))
    assert states(after) == {"2.4-1": ("kept", "unproved")}
    assert "校历改过" in said(after, "2.4-1")


def test_a_waiver_closes_nothing() -> None:
    waiver = {"reason": "改造", "by": "王五", "date": "2030-01-05", "until": "2030-12-31"}
    freed = council({OCTOBER: "waived", NOVEMBER: 1}, row("m1", NOVEMBER), waivers=(waiver,))
    after = again(BEFORE, report(freed, records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert "豁免不是整改" in said(after, "3.2.1-1")


def test_a_reason_closes_nothing() -> None:
    bare = replace(made.deviating(), explanation=None, decided=(), chosen={}, objections=())
    why = {"reason": "岗位空缺", "by": "王五", "date": "2030-03-02"}
    after = again(report(bare), report(replace(bare, explanation=why), records="2"))
    assert states(after) == {"2.4-1": ("kept", "unproved")}
    assert "理由是否成立由人核实" in said(after, "2.4-1")


@pytest.mark.parametrize("verdict", ["unknown", "review", "disputed", "not_due", "info"])
def test_a_problem_that_cannot_be_judged_now_stays(verdict: str) -> None:
    now = council({OCTOBER: verdict}, row("m2", OCTOBER, "b"))
    after = again(report(council({OCTOBER: 0})), report(now, records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}


def test_a_place_that_is_not_looked_at_any_more_closes_nothing() -> None:
    after = again(BEFORE, report(council({NOVEMBER: 1, JANUARY: 1}, row("m9", JANUARY, "b")), records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "unproved")}
    assert "上次有问题的一处已不在检查范围" in said(after, "3.2.1-1")


@settings(max_examples=25, deadline=None)
@given(
    verdicts=st.lists(st.sampled_from(VERDICTS), min_size=2, max_size=2),
    rows=st.lists(st.sampled_from([row("m1", OCTOBER), row("m1", OCTOBER, counted="maybe"), row("m2", NOVEMBER, counted="no")]),
                  unique_by=lambda one: one.id),
    day=st.sampled_from(["2030-06-15", "2031-01-01"]),
)  # fmt: skip
def test_nothing_is_closed_without_a_row_that_is_new_or_changed(verdicts: list[str], rows: list[Row], day: str) -> None:
    """Whatever the verdicts, and whichever of the old rows are left and count."""
    before = report(council({OCTOBER: 0, NOVEMBER: 0}, row("m1", OCTOBER), row("m2", NOVEMBER)))
    after = again(
        before, report(council(dict(zip((OCTOBER, NOVEMBER), verdicts, strict=True)), *rows), records="2", as_of=day)
    )
    assert after.closed == ()
    assert {number for number, (_, state) in states(after).items() if state != "new"} == {"3.2.1-1"}


# ---- gone and new ----------------------------------------------------------------------------------------------


def test_a_clause_that_does_not_apply_any_more_is_gone() -> None:
    none = council({OCTOBER: "not_applicable"})
    after = again(BEFORE, report(none, records="2"))
    assert states(after) == {"3.2.1-1": ("kept", "gone")}


def test_a_clause_that_the_report_has_no_more_is_gone_with_its_number() -> None:
    after = again(BEFORE, report(made.target(), records="2"))
    assert states(after)["3.2.1-1"] == ("kept", "gone")
    (line,) = after.kept
    assert line.title == "理事会每月开会"
    assert line.quote == "集团每月至少召开一次理事会议"
    assert line.unit == "教育集团"


def test_a_clause_that_the_rulebook_has_no_more_is_gone() -> None:
    book = replace(made.report().rulebooks[0], rules=(made.target().rule,))
    after = again(BEFORE, report(made.target(), records="2", rulebooks=(book,)))
    assert [(one.title, one.recheck.said) for one in after.kept if one.recheck] == [
        ("理事会每月开会", "规则库里已没有这一条。")
    ]
    assert [one.number for one in after.kept] == ["3.2.1-monthly-council"], "no number is given to another clause"


def test_a_school_that_left_is_gone() -> None:
    one = made.lessons()
    left = tuple(cell for cell in one.cells if cell.entity != "s3")
    after = again(report(one), report(replace(one, cells=left), records="2"))
    assert states(after)["3.4.2-1（s3）"] == ("kept", "gone")
    (line,) = after.kept
    assert (line.unit, line.recheck and line.recheck.said) == ("河湾初级中学", "这一单位已不在检查范围。")


def test_a_problem_that_was_none_is_new() -> None:
    after = again(report(council(MET)), report(council({OCTOBER: 0, NOVEMBER: 1}), records="2"))
    assert states(after) == {"3.2.1-1": ("breaches", "new")}
    assert said(after, "3.2.1-1") == "上次为符合。"
    unheard = again(report(made.target()), report(council({OCTOBER: 0}), records="2"))
    assert said(unheard, "3.2.1-1") == "上次没有查这一条。"


def test_what_lacks_records_still_is_said_so() -> None:
    lacks = made.unknowns()[0]
    after = again(report(lacks), report(lacks, records="2"))
    assert states(after) == {"3.3.1-1": ("lacking", "open")}
    assert said(after, "3.3.1-1") == "上次也是缺材料。"


def test_schools_whose_problem_cannot_be_judged_now_keep_their_lines() -> None:
    one = made.lessons()
    open_ = tuple(replace(cell, verdict="unknown") for cell in one.cells)
    after = again(report(one), report(replace(one, cells=open_, verdict="unknown"), records="2"))
    mine = {f"3.4.2-1（s{n}）": ("kept", "unproved") for n in range(1, 6)}
    assert states(after) == {"3.4.2-1": ("lacking", "unproved"), **mine}


def test_duties_of_others_stay_with_the_others() -> None:
    one = made.target()
    open_ = replace(one, verdict="unknown", cells=tuple(replace(cell, verdict="unknown") for cell in one.cells))
    after = again(report(others=[one]), report(others=[open_], records="2"))
    assert states(after) == {"2-2": ("others", "unproved")}, "the second rule of item 2"


# ---- what is no earlier report ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"body": "elsewhere"}, "是“elsewhere”的报告"),
        ({"books": {"another-2020": "1" * 64}}, "another-2020"),
        ({"as_of": "2031-01-01"}, "晚于本次"),
    ],
)
def test_what_is_no_earlier_report_of_this_is_refused(changed: Mapping[str, Any], word: str) -> None:
    with pytest.raises(BadInput) as wrong:
        dossier(BEFORE, words(), ZH, replace(past(BEFORE), **changed))
    assert word in str(wrong.value)
    assert len(wrong.value.problems) == 1


# ---- with real records -----------------------------------------------------------------------------------------


def test_one_record_mended_closes_one_problem(tmp_path: Path) -> None:
    folder, known = house.examples_dir() / "ankang" / "invented", lexicon(bench())
    first = checked(reader.read(folder / "group.yaml"), folder / "decisions.yaml")
    (tmp_path / "before.json").write_text(render(first, known, "json", "zh"), encoding="utf-8")
    text = (folder / "group.yaml").read_text(encoding="utf-8")
    one = next(line for line in text.splitlines() if "id: g3, kind: group_work" in line)
    (tmp_path / "group.yaml").write_text(
        text.replace(one, f"{one}\n{one.replace('id: g3', 'id: g3b')}"), encoding="utf-8"
    )
    second = checked(reader.read(tmp_path / "group.yaml"), folder / "decisions.yaml")
    before = dossier(first, known, ZH)
    after = dossier(second, known, ZH, earlier.read(tmp_path / "before.json"))
    assert [one.number for one in after.closed] == ["7.i3-3"]
    assert _numbers(after.breaches) == _numbers(before.breaches) - {"7.i3-3"}
    assert {one.recheck.state for one in after.breaches if one.recheck} == {"open"}
    assert after.kept == ()


def test_a_school_that_was_deleted_closes_nothing(tmp_path: Path) -> None:
    """The plan lacked the school s4: without the school it lacks nobody, and any change of the plan would do."""
    folder, known = house.examples_dir() / "nanyang" / "invented", lexicon(bench())
    first = checked(reader.read(folder / "group.yaml"), folder / "decisions.yaml")
    (tmp_path / "before.json").write_text(render(first, known, "json", "zh"), encoding="utf-8")
    kept = []
    for text in (folder / "group.yaml").read_text(encoding="utf-8").splitlines():
        changed = text.replace("date: 2023-09-28", "date: 2023-09-27") if "{id: d02," in text else text
        changed = (
            changed.replace("issuer: council}", "issuer: council, schools: [s0, s1, s2, s3, s5, s6]}")
            if "{id: d03," in text
            else changed
        )
        kept += [] if "{id: m4," in text else [changed]
    (tmp_path / "group.yaml").write_text("\n".join(kept), encoding="utf-8")
    second = checked(reader.read(tmp_path / "group.yaml"), folder / "decisions.yaml")
    after = dossier(second, known, ZH, earlier.read(tmp_path / "before.json"))
    assert after.closed == ()
    (line,) = [one for one in after.kept if one.number == "3.2.3-7"]
    assert (line.verdict, line.recheck and line.recheck.state) == ("pass", "unproved")
    assert "m4" in str(line.recheck) or "被删去" in str(line.recheck)


def _numbers(lines: Sequence[Problem]) -> set[str]:
    return {one.number for one in lines}


def test_the_command_makes_a_ledger_of_the_recheck(tmp_path: Path) -> None:
    """check → JSON → one record mended in a copy → check --since → that item alone may be closed."""
    folder = house.examples_dir() / "ankang" / "invented"
    decisions = ("--decisions", str(folder / "decisions.yaml"))
    before, ledger, records = tmp_path / "before.json", tmp_path / "ledger.xlsx", tmp_path / "group.yaml"
    _jituan("check", str(folder / "group.yaml"), *decisions, "--format", "json", "-o", str(before))
    text = (folder / "group.yaml").read_text(encoding="utf-8")
    wrong = "{id: t13, procedure: appointment, step: appointment, date: 2022-08-30, actor: city_authority"
    assert wrong in text
    records.write_text(text.replace(wrong, wrong.replace("city_authority", "lead")), encoding="utf-8")
    _jituan("check", str(records), *decisions, "--since", str(before), "--paper", "整改台账", "-o", str(ledger))
    sheet = openpyxl.load_workbook(ledger).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    opinions = {row[1]: row[9].split("（")[0] for row in rows if isinstance(row[0], int)}
    assert opinions.pop("2.2.1-6") == "已整改"
    assert set(opinions.values()) == {"未整改"}
    assert len(opinions) >= 11


def _jituan(*arguments: str) -> None:
    with pytest.raises(SystemExit):
        cli.main(list(arguments))
