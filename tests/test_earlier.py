"""An earlier report is a file that anybody may have made: it reads, or one sentence says why not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_report import lexicon, report

from checker import earlier
from checker.earlier.nouns import Past, PastCell, PastFinding, PastRow
from checker.errors import BadInput
from checker.fingerprint import fingerprint, row_content
from checker.report import render

MADE = render(report(), lexicon(), "json", "zh")


def parsed() -> Any:
    return json.loads(MADE)


def written(path: Path, data: Any) -> Path:
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def test_what_a_report_says(tmp_path: Path) -> None:
    file = written(tmp_path / "r.json", MADE)
    past, data = earlier.read(file), parsed()
    assert (past.body, past.as_of, past.version) == (data["body"]["id"], data["as_of"], data["tool"]["version"])
    assert past.sha256 == hashlib.sha256(MADE.encode()).hexdigest()
    assert list(past.findings) == [one["rule"] for one in (*data["findings"], *data["addressed_to_others"])]
    assert [one.own for one in past.findings.values()].count(False) == len(data["addressed_to_others"]) > 0
    assert earlier.past(data, str(file), past.sha256) == past
    first = data["findings"][0]
    found = past.findings[first["rule"]]
    assert (found.verdict, found.at, found.quote) == (first["verdict"], first["at"], first["quote"])
    assert len(found.rows) == len(first["rows"])
    assert len(found.cells) == sum(cell["reading"] == "primary" for cell in first["cells"])


def test_an_english_report_reads_too() -> None:
    made = json.loads(render(report(), lexicon(), "json", "en"))
    assert list(earlier.past(made, "r", "").findings) == list(earlier.past(parsed(), "r", "").findings)


def test_a_report_of_an_older_program(tmp_path: Path) -> None:
    """Without what it did not write, and with what we do not know."""
    data = parsed()
    del data["duties"], data["scores"], data["not_here"], data["contents"]
    data["other"] = {"new": 1}
    for one in (*data["findings"], *data["addressed_to_others"]):
        for key in ("fingerprint", "decisions", "reads", "registers"):
            del one[key]
        for row in one["rows"]:
            del row["content"]
    past = earlier.read(written(tmp_path / "r.json", data))
    assert {one.fingerprint for one in past.findings.values()} == {""}
    assert {row.content for one in past.findings.values() for row in one.rows} == {""}
    assert (past.scores, past.contents) == ((), None)


REPORT = "JSON"
BAD: dict[str, Any] = {
    "empty": "",
    "no JSON": "records: 1",
    "cut off": MADE[:-200],
    "another JSON": {"a": 1},
    "a number": "7",
    "not a number": '{"tool": NaN}',
    "a deep list": "[" * 100_000,
    "a deep mapping": '{"tool":' * 50_000,
    "a huge number": "1" * 10_000,
    "several": [parsed(), parsed()],
    "of another program": {**parsed(), "tool": {"name": "other", "version": "1"}},
    "a day that is none": {**parsed(), "as_of": "2030-02-30"},
    "no rulebook": {**parsed(), "rulebooks": []},
    "a list of one": "[1]",
    "a verdict that is none": {**parsed(), "findings": [{**parsed()["findings"][0], "verdict": "banana"}]},
    "verdict a list": {**parsed(), "findings": [{**parsed()["findings"][0], "verdict": []}]},
    "a clause twice": {**parsed(), "findings": parsed()["findings"][:1] * 2},
    "an endless name": {**parsed(), "body": {"id": "x" * 5000, "name": "x"}},
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_report_is_one_sentence(name: str, tmp_path: Path) -> None:
    file = written(tmp_path / "r.json", BAD[name])
    with pytest.raises(BadInput) as bad:
        earlier.read(file)
    for lang in ("zh", "en"):
        (line,) = bad.value.lines(lang)
        assert line.startswith(f"{file}: ")
        assert len(line) < 300 + len(str(file))
        assert "1 份报告" not in line


@pytest.mark.parametrize("points", ["1/0", "1e999999999", "x", "1/2/3", "", "٣"])
def test_points_that_are_no_number(points: str) -> None:
    data = parsed()
    card = {"scheme": "s", "title": "t", "period": "p", "total": {"low": points, "high": 1}, "grades": []}
    with pytest.raises(BadInput, match="分数"):
        earlier.past({**data, "scores": [card]}, "r", "")


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="不存在"):
        earlier.read(tmp_path / "gone.json")
    with pytest.raises(BadInput, match="不是文件"):
        earlier.read(tmp_path)
    large = tmp_path / "large.json"
    with large.open("wb") as stream:
        stream.truncate(32_000_001)
    with pytest.raises(BadInput, match="过大"):
        earlier.read(large)
    (tmp_path / "gbk.json").write_bytes('{"名": 1}'.encode("gbk"))
    with pytest.raises(BadInput, match="UTF-8"):
        earlier.read(tmp_path / "gbk.json")


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_part_may_be_anything(data: st.DataObject) -> None:
    """Whatever stands in place of some part: a report, or BadInput."""
    made = parsed()
    part: Any = made
    for _ in range(data.draw(st.integers(1, 5))):
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(part[key], dict | list) or data.draw(st.booleans()):
            part[key] = data.draw(_LEAVES)
            break
        part = part[key]
    try:
        earlier.past(made, "r", "")
    except BadInput as bad:
        assert len(bad.problems) == 1


# ---- the difference --------------------------------------------------------------------------------------------

ROW = PastRow("meetings", "m1", "yes", "a" * 16, "f:1")
CELL = PastCell("*", "*", "2030-1", "fail")
FINDING = PastFinding(
    "b/1", "一 ①", "开会", "每月", "fail", True, (CELL,), (ROW,), "r" * 16, "", reads="x" * 16, registers="y" * 16
)
PAST = Past("f", "", "g", "甲集团", "2030-06-30", "1", {"b": "1"}, "rec", "", "cal", {"b/1": FINDING})


def other(past: Past = PAST, **changes: Any) -> Past:
    """The report with its finding changed; the records are another file."""
    return replace(past, records="rec2", findings={"b/1": replace(FINDING, reads="z" * 16, **changes)})


def test_a_report_and_itself() -> None:
    assert earlier.difference(PAST, PAST) == ()


PASSED: dict[str, Any] = {"verdict": "pass", "cells": (replace(CELL, verdict="pass"),)}
EVIDENCE: dict[str, tuple[tuple[PastRow, ...], list[str], list[str]]] = {
    "a new row": ((ROW, replace(ROW, id="m2")), ["m2"], []),
    "a changed row": ((replace(ROW, content="b" * 16),), ["m1"], ["m1"]),
    "a row that is gone": ((), [], ["m1"]),
    "a row that only moved": ((replace(ROW, origin="f:9"),), [], []),
    "a new row that does not count": ((ROW, replace(ROW, id="m2", counted="no")), [], []),
    "a row that counts in one measure": (
        (ROW, replace(ROW, id="m2", counted="no"), replace(ROW, id="m2", counted="yes")), ["m2"], []
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EVIDENCE)
def test_rows_that_are_new_and_that_are_gone(name: str) -> None:
    rows, new, lost = EVIDENCE[name]
    (change,) = earlier.difference(PAST, other(rows=rows, **PASSED))
    assert ([row.id for row in change.new_rows], [row.id for row in change.lost_rows]) == (new, lost)
    assert change.because == ("records",)


def test_rows_of_the_same_records_are_never_new() -> None:
    after = replace(other(rows=(replace(ROW, id="m2"),), fingerprint="s" * 16, **PASSED), records="rec")
    (change,) = earlier.difference(PAST, after)
    assert (change.because, change.new_rows, change.lost_rows) == (("rule",), (), ())


def test_a_row_that_a_report_did_not_list_is_not_new() -> None:
    """A report lists the rows that its verdicts need: another reading brings others, of records that stay as they were."""
    stood = {("meetings", "m1"): "a" * 16, ("meetings", "m2"): "b" * 16}
    before = replace(PAST, contents=stood)
    listed = (ROW, replace(ROW, id="m2", content="b" * 16), replace(ROW, id="m3", content="c" * 16))
    after = replace(other(rows=listed, **PASSED), contents={**stood, ("meetings", "m3"): "c" * 16})
    (change,) = earlier.difference(before, after)
    assert ([row.id for row in change.new_rows], change.lost_rows) == (["m3"], ())
    elsewhere = replace(other(rows=listed[:2], fingerprint="s" * 16, **PASSED), contents=stood)
    (change,) = earlier.difference(before, elsewhere)
    assert (change.because, change.new_rows) == (("rule",), ())


def test_the_same_verdict_in_other_places_is_told() -> None:
    two = replace(FINDING, cells=(CELL, replace(CELL, period="2030-2")))
    better = (replace(CELL, verdict="pass"), replace(CELL, period="2030-2"))
    before = replace(PAST, findings={"b/1": two})
    (change,) = earlier.difference(before, other(before, cells=better))
    assert change.before is not None and change.after is not None
    assert change.before.verdict == change.after.verdict == "fail"


def test_a_verdict_that_nothing_explains_is_the_programs() -> None:
    after = replace(PAST, findings={"b/1": replace(FINDING, **PASSED)})
    (change,) = earlier.difference(PAST, after)
    assert change.because == ("tool",)


def test_rows_behind_rows_are_the_data() -> None:
    """A person's rank decides whether an exchange counts: the exchange is as it was."""
    (change,) = earlier.difference(PAST, other(**PASSED))
    assert (change.because, change.new_rows) == (("records",), ())


# ---- fingerprints ----------------------------------------------------------------------------------------------


def test_fingerprints_are_of_data_not_of_their_order() -> None:
    assert fingerprint({"a": 1, "b": (1, 2)}) == fingerprint({"b": [1, 2], "a": 1})
    assert fingerprint({"a": Fraction(1, 3)}) != fingerprint({"a": "1/3"})
    assert fingerprint({"x", "y"}) == fingerprint(frozenset({"y", "x"}))
    assert fingerprint([1, 2]) != fingerprint([2, 1])


def test_a_row_without_a_column_is_as_one_with_an_empty_one() -> None:
    assert (
        row_content("t", {"id": "m1", "kind": None}) == row_content("t", {"id": "m1"}) != row_content("t", {"id": "m2"})
    )


def test_a_name_is_in_no_fingerprint() -> None:
    """A name could be found by trying."""
    assert row_content("people", {"id": "p1", "name": "甲"}) == row_content("people", {"id": "p1", "name": "乙"})
    assert row_content("schools", {"id": "s1", "name": "甲"}) != row_content("schools", {"id": "s1", "name": "乙"})


def test_text_that_is_no_text_has_a_fingerprint() -> None:
    made: Callable[[str], str] = lambda text: fingerprint([text])  # noqa: E731
    assert len(made("\ud800")) == len(made("")) == 16
