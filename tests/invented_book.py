"""An invented document with a bracket of units under its items, an annex on trial, and an end; and records of a group."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker import cli

TEXT = """示例区集团化办学办法
一、会议
集团每月至少召开一次理事会议。（责任单位：教育股，各学校）
二、章程
集团制定章程。2030年5月底前，集团设立管理办公室。（牵头单位：区教育局。落实单位：各学校。时限要求：2030年5月）
三、信息
成立一年内集团应当公开信息。
附件1
集团考核办法（试行）
一、时间
每年考核集团一次。
"""
SOURCE = """id: demo-2030
title: {zh: 示例区集团化办学办法, en: Demo rules}
number: 示教〔2030〕1号
issuer: {zh: 示例区}
issued: 2030-03-01
effective: 2030-03
expires: 2030-08
status: in_force
jurisdiction: [示例区]
file: demo.txt
sha256: DIGEST
scope: {zh: 全区}
without_norm:
- {at: 题 ①, why: title}
- {at: [一 ①, 二 ①, 三 ①, 附件1 ①, 附件1 一 ①], why: layout}
parts:
- {at: 附件1, title: {zh: 集团考核办法（试行）, en: Assessment (trial)}, status: trial, quote: 试行}
"""
UNITS = """units:
- {at: 一 ③, quote: 责任单位：教育股，各学校, as: responsible, names: [教育股, 各学校]}
- {at: 二 ④, quote: 牵头单位：区教育局, as: lead, names: [区教育局]}
- {at: 二 ④, quote: 落实单位：各学校, as: execute, names: [各学校]}
- {at: 二 ④, quote: 时限要求：2030年5月, as: limit, words: 2030年5月}
"""
RULE = """- id: demo-2030/{id}
  at: {at}
  title: {{zh: {title}}}
  quote: {quote}
  modality: must
  bearer: group
  subject: group
  topic: {topic}
  basis: computed
  {more}
  mend: {{zh: 补办}}
  cases:
  - {{given: {{{measure}: {good}}}, expect: pass}}
  - {{given: {{{measure}: {bad}}}, expect: fail}}
  - records: {{body: {{kind: group, id: g, name: 甲集团, region: demo-2030}}, as_of: 2030-08-01}}
    expect: {unknown}
"""
COUNCIL = {"measure": "council_meetings", "good": 1, "bad": 0, "topic": "meetings", "unknown": "unknown"}
RULES = (
    {
        **COUNCIL, "id": "1/monthly", "at": "一 ②", "title": "每月开会", "quote": "集团每月至少召开一次理事会议",
        "more": "every: month\n  require: [{measure: council_meetings, at_least: 1}]",
    },
    {
        **COUNCIL, "id": "2/charter", "at": "二 ②", "title": "章程", "quote": "集团制定章程", "measure": "charters",
        "more": "require: [{measure: charters, at_least: 1}]",
    },
    {
        **COUNCIL, "id": "2/office", "at": "二 ③", "title": "管理办公室", "quote": "2030年5月底前，集团设立管理办公室",
        "measure": "group_offices", "topic": "formation",
        "more": "due: {by: 2030-05}\n  require: [{measure: group_offices, at_least: 1}]",
    },
    {
        **COUNCIL, "id": "3/open", "at": "三 ②", "title": "公开信息", "quote": "成立一年内集团应当公开信息",
        "more": "due: {after: {measure: founded, months: 12}}\n  require: [{measure: council_meetings, at_least: 1}]",
    },
    {
        **COUNCIL, "id": "a1/yearly", "at": "附件1 一 ②", "title": "年度考核", "quote": "每年考核集团一次",
        "measure": "authority_assessments", "topic": "assessment",
        "more": "every: year\n  require: [{measure: authority_assessments, at_least: 1}]",
    },
)  # fmt: skip
BODY = "body: {kind: group, id: g, name: 甲集团, region: demo-2030, founded: 2030-04-01}\n"
RECORDS = """meetings:
  complete: {from: 2030-04-01, to: 2030-12-31}
  rows:
  - {id: m1, kind: council, date: 2030-05-06}
  - {id: m2, kind: council, date: 2030-09-06}
documents:
  complete: {from: 2030-03-01, to: 2030-12-31}
  rows:
  - {id: d1, kind: charter, date: 2030-10-01}
organs: none
assessments:
  complete: {from: 2030-01-01, to: 2030-12-31}
  rows:
  - {id: a1, kind: group, date: 2030-11-01, assessor: authority}
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Desk(NamedTuple):
    """A folder with the rulebook, its text and one group's records, and the command that reads them."""

    root: Path
    call: Callable[..., Done]

    @property
    def book(self) -> Path:
        return self.root / "rules" / "demo-2030"

    def change(self, name: str, old: str, new: str) -> None:
        path = self.book / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def lint(self) -> list[str]:
        done = self.call("rules", "lint", self.book, "--lang", "en")
        return [line for line in (done.out + done.err).splitlines() if line]

    def verify(self, *more: str) -> Done:
        return self.call("rules", "verify", self.book, "--sources", self.root, *more)

    def report(self, fmt: str = "json", as_of: str = "2030-12-31", lang: str = "zh") -> str:
        records = self.root / "group.yaml"
        records.write_text(f"{BODY}as_of: {as_of}\n{RECORDS}", encoding="utf-8")
        done = self.call("check", records, "--rules", self.book, "--format", fmt, "--lang", lang)
        assert done.code in (0, 10, 11), done.err
        return done.out

    def findings(self, as_of: str = "2030-12-31") -> dict[str, dict[str, Any]]:
        made = json.loads(self.report(as_of=as_of))
        return {one["rule"].removeprefix("demo-2030/"): one for one in made["findings"]}


def written(root: Path) -> None:
    book = root / "rules" / "demo-2030"
    book.mkdir(parents=True)
    (root / "demo.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (book / "source.yaml").write_text(SOURCE.replace("DIGEST", digest), encoding="utf-8")
    (book / "units.yaml").write_text(UNITS, encoding="utf-8")
    (book / "rules.yaml").write_text("rules:\n" + "".join(RULE.format(**one) for one in RULES), encoding="utf-8")


def desk(root: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("JITUAN_RULES", "JITUAN_SOURCES"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: Any) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main([str(one) for one in arguments])
        printed = capfd.readouterr()
        return Done(int(left.value.code or 0), printed.out, printed.err)

    written(root)
    return Desk(root, call)
