"""Rulebooks that cannot be used as they are: each slip is named with its file, its line and what to do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker import cli

TEXT = """示例区集团化办学办法

一、会议
集团每月至少召开一次理事会议。会议由龙头学校召集。
二、规模
成员学校不超过5所。
"""
SOURCE = """id: {id}
title: {{zh: 示例区集团化办学办法}}
issuer: {{zh: 示例区}}
issued: 2030-03-01
effective: {effective}
{expires}status: {status}
jurisdiction: [示例区]
file: {id}.txt
sha256: {sha256}
scope: {{zh: 全区}}
without_norm:
- {{at: 题 ①, why: title}}
- {{at: [一 ①, 二 ①], why: layout}}
"""
RULES = """rules:
- id: demo-2030/1/monthly
  at: 一 ②
  title: {zh: 每月开会}
  quote: 集团每月至少召开一次理事会议
  modality: must
  bearer: group
  subject: group
  topic: meetings
  basis: computed
  every: month
  require: [{measure: council_meetings, at_least: 1}]
  mend: {zh: 补开会议}
  cases:
  - {given: {council_meetings: 1}, expect: pass}
  - {given: {council_meetings: 0}, expect: fail}
  - records: {body: {kind: group, id: g, name: 甲集团, region: demo-2030}, as_of: 2031-01-01}
    expect: unknown
- id: demo-2030/1/chaired
  at: 一 ③
  title: {zh: 由龙头学校召集}
  quote: 会议由龙头学校召集
  modality: must
  bearer: lead
  subject: group
  topic: meetings
  basis: asked
  ask: {who: inspector, on: {zh: 会议是否由龙头学校召集}}
  cases:
  - {given: {}, answer: yes, expect: pass}
"""
SIZE = """rules:
- id: demo-2030/2/cap
  at: 二 ②
  title: {zh: 成员学校数}
  quote: 成员学校不超过5所
  modality: must
  bearer: group
  subject: group
  topic: formation
  basis: computed
  require: [{measure: member_schools, at_most: 5}]
  mend: {zh: 调出学校}
  cases:
  - {given: {member_schools: 5}, expect: pass}
  - {given: {member_schools: 6}, expect: fail}
  - records: {body: {kind: group, id: g, name: 甲集团, region: demo-2030}, as_of: 2031-01-01}
    expect: unknown
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str


class Books(NamedTuple):
    """A folder of rulebooks and one of texts, and the command that reads them."""

    root: Path
    call: Callable[..., Done]

    def write(self, name: str = "demo-2030", *, folder: str = "", text: str = TEXT, **source: str) -> Path:
        """A sound rulebook of this id, and its text."""
        path = self.root / "rules" / (folder or name)
        path.mkdir(parents=True, exist_ok=True)
        (self.root / "texts").mkdir(exist_ok=True)
        (self.root / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
        words = {"effective": "2030-03-01", "expires": "", "status": "in_force", **source}
        digest = hashlib.sha256(text.encode()).hexdigest()
        (path / "source.yaml").write_text(SOURCE.format(id=name, sha256=digest, **words), encoding="utf-8")
        (path / "1-meetings.yaml").write_text(RULES.replace("demo-2030", name), encoding="utf-8")
        (path / "2-size.yaml").write_text(SIZE.replace("demo-2030", name), encoding="utf-8")
        return path

    def lint(self) -> Done:
        return self.call("rules", "lint", *sorted((self.root / "rules").iterdir()), "--lang", "en")

    def verify(self, *more: str) -> Done:
        return self.call(
            "rules", "verify", *sorted((self.root / "rules").iterdir()), "--sources", self.root / "texts", "--lang", "en",
            *more,
        )  # fmt: skip


@pytest.fixture
def books(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Books:
    for name in ("JITUAN_RULES", "JITUAN_SOURCES"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: Any) -> Done:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main([str(one) for one in arguments])
        printed = capfd.readouterr()
        return Done(int(left.value.code or 0), printed.out, printed.err)

    return Books(tmp_path, call)


def change(path: Path, old: str, new: str, *, everywhere: bool = False) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, -1 if everywhere else 1), encoding="utf-8")


def lines(done: Done) -> list[str]:
    return [line for line in (done.out + done.err).splitlines() if line]


def placed(line: str, file: Path) -> bool:
    """Does the message begin with this file and a line of it?"""
    found = re.match(rf"{re.escape(str(file))}:(\d+)", line)
    return found is not None and 0 < int(found[1]) <= len(file.read_text(encoding="utf-8").splitlines())


def test_a_sound_rulebook(books: Books) -> None:
    books.write()
    assert books.lint() == (0, "nothing found\n", "")
    assert books.verify("--write").code == 0
    assert books.verify().out == "demo-2030: 3 quotes verbatim in the document, outline complete\n"


BAD: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    # what: (file, old, new, command, words of the message)
    "a quote one character off": (
        "2-size.yaml", "quote: 成员学校不超过5所", "quote: 成员学校不超出5所", "verify",
        ("demo-2030/2/cap", "from character 7 on", "copy the words exactly"),
    ),
    "a place that does not exist": (
        "2-size.yaml", "at: 二 ②", "at: 二 ④", "verify", ("demo-2030/2/cap", "no such place 二 ④", "did you mean 二 "),
    ),
    "a context one character off": (
        "2-size.yaml", "modality: must", "context: [{at: 一 ②, quote: 每月至小召开}]\n  modality: must", "verify",
        ("demo-2030/2/cap context 1", "from character 4 on", "copy the words exactly"),
    ),
    "a context at a place that does not exist": (
        "2-size.yaml", "modality: must", "context: [{at: 九 ②, quote: 每月}]\n  modality: must", "verify",
        ("demo-2030/2/cap context 1", "no such place 九 ②", "did you mean"),
    ),
    "an unknown measure": (
        "2-size.yaml", "require: [{measure: member_schools,", "require: [{measure: member_school,", "lint",
        ("2-size.yaml:11: demo-2030/2/cap", "no measure member_school", "did you mean member_schools"),
    ),
    "a bound without a case": (
        "2-size.yaml", "given: {member_schools: 5}", "given: {member_schools: 4}", "lint",
        ("demo-2030/2/cap", "no case on the bound 5 of member_schools", "add {given: {member_schools: 5}"),
    ),
    "a number that the text does not say": (
        "2-size.yaml", "at_most: 5", "at_most: 6", "lint",
        ("demo-2030/2/cap", "no test has that number", "member_schools at most 6", "`wording`"),
    ),
    "two rules with one id in one file": (
        "1-meetings.yaml", "id: demo-2030/1/chaired", "id: demo-2030/1/monthly", "load",
        ("demo-2030/1/monthly stands also at", "1-meetings.yaml:2", "give each rule an id of its own"),
    ),
    "two rules with one id in two files": (
        "2-size.yaml", "id: demo-2030/2/cap", "id: demo-2030/1/monthly", "load",
        ("demo-2030/1/monthly stands also at", "1-meetings.yaml:2", "give each rule an id of its own"),
    ),
    "a rule of another rulebook": (
        "2-size.yaml", "id: demo-2030/2/cap", "id: other-2030/2/cap", "lint", ("must begin with demo-2030/",),
    ),
    "a question without options": (
        "questions.yaml", "", "questions:\n  which:\n    ask: {zh: 哪一种？}\n    primary: one\n    options: {}\n", "load",
        ("options",),
    ),
    "a question with one option that is not the primary one": (
        "questions.yaml", "", "questions:\n  which:\n    ask: {zh: 哪一种？}\n    primary: one\n    options:\n"
        "      two: {label: {zh: 二}, pull: {zh: 原文如此}}\n      three: {label: {zh: 三}, pull: {zh: 另处如此}}\n", "lint",
        ("questions.yaml:4:5: which: primary one is no option", "the options are three, two"),
    ),
    "a kind of exception that is not there": (
        "2-size.yaml", "modality: must", "wording: [{kind: because, why: {zh: 示例}}]\n  modality: must", "lint",
        ("no kind of exception because", "number-not-tested"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_named_with_file_line_and_what_to_do(what: str, books: Books) -> None:
    name, old, new, command, words = BAD[what]
    file = books.write() / name
    if old:
        change(file, old, new)
    else:
        file.write_text(new, encoding="utf-8")
    done = books.verify() if command == "verify" else books.lint()
    assert done.code == (3 if command == "load" else 1)
    found = [line for line in lines(done) if all(word in line for word in words)]
    assert found and all(line.startswith(str(file)) for line in found), lines(done)
    assert all(placed(line, file) for line in found), found


def test_an_edited_quote_is_caught_without_the_text(books: Books) -> None:
    path = books.write()
    assert books.verify("--write").code == 0
    change(path / "2-size.yaml", "quote: 成员学校不超过5所", "quote: 成员学校不超过6所")
    done = books.call("rules", "verify", path, "--lang", "en")
    assert done.code == 1 and placed(lines(done)[0], path / "2-size.yaml")
    assert "quotes other words than locked" in done.out and "restore the quote" in done.out


def test_one_document_in_two_folders(books: Books) -> None:
    first, second = books.write(), books.write(folder="demo-2030-copy")
    done = books.lint()
    assert done.code == 1
    (line,) = [one for one in lines(done) if "stands also at" in one]
    assert placed(line, second / "source.yaml") and str(first / "source.yaml") in line
    assert "give each document an id of its own" in line


def test_an_id_that_is_not_the_name_of_its_folder(books: Books) -> None:
    path = books.write(folder="demo")
    (line,) = lines(books.lint())
    assert placed(line, path / "source.yaml")
    assert "the id demo-2030 is not the folder's name demo" in line and "rename the folder to demo-2030" in line


OVERLAPS = {
    "both without an end": ({}, {"effective": "2032-01-01"}, "2032-01-01"),
    "one day in common": ({"expires": "expires: 2032-01-01\n"}, {"effective": "2032-01-01"}, "2032-01-01"),
    "a month in common": ({"expires": "expires: 2032-01\n"}, {"effective": "2032-01-31"}, "2032-01-31"),
    "the day after": ({"expires": "expires: 2031-12-31\n"}, {"effective": "2032-01-01"}, ""),
    "one on trial": ({"status": "trial"}, {"effective": "2032-01-01"}, "2032-01-01"),
    "one expired": ({"status": "expired"}, {"effective": "2032-01-01"}, ""),
    "one a draft": ({}, {"effective": "2032-01-01", "status": "draft"}, ""),
}


@pytest.mark.parametrize("what", OVERLAPS)
def test_two_documents_of_one_place_in_force_at_once(what: str, books: Books) -> None:
    earlier, later, day = OVERLAPS[what]
    first, second = books.write(**earlier), books.write("demo-2032", **later)
    done = books.lint()
    if not day:
        assert done == (0, "nothing found\n", "")
        return
    (line,) = lines(done)
    assert placed(line, second / "source.yaml") and f"from {day} on" in line and "示例区" in line
    assert "give the earlier one `expires`" in line and f"{first / 'source.yaml'}:5" in line


def test_other_places_may_have_other_documents(books: Books) -> None:
    books.write()
    change(books.write("demo-2032") / "source.yaml", "[示例区]", "[另一示例区]")
    assert books.lint().code == 0


def test_many_problems_are_counted_not_listed(books: Books) -> None:
    path = books.write()
    rule = SIZE.removeprefix("rules:\n").replace("成员学校不超过5所", "成员学校不超出5所")
    many = "".join(rule.replace("/cap", f"/cap{n}") for n in range(30))
    (path / "2-size.yaml").write_text("rules:\n" + many, encoding="utf-8")
    done = books.verify()
    assert done.code == 1
    assert len(lines(done)) == 21 and lines(done)[-1] == "… and 11 more"  # the lock is missing too


def test_coverage_counts_the_exceptions(books: Books) -> None:
    path = books.write()
    rule = "modality: must\n  bearer: lead"
    change(path / "1-meetings.yaml", rule, "wording: [{kind: modality-by-sense, why: {zh: 示例}}]\n  " + rule)
    assert books.verify("--write").code == 0
    done = books.call("rules", "coverage", path, "--lang", "en")
    assert re.search(r"exceptions of wording +the modality follows from the sense +1 +3", done.out)
    assert re.search(r"exceptions of wording +the numeral is part of a name or an idiom +0 +3", done.out)
    linted = books.lint()
    assert linted.code == 1 and "modality-by-sense is not needed" in linted.out


BAND = """measures:
  demo_band:
    label: {zh: 档}
    unit: yuan
    counts: {zh: 按人数查得的档}
    lookup:
      of: pupils_of_school
      bands: [%s]
    cases:
    - records:
        body: {kind: group, id: g, name: 甲集团, region: demo-2030, founded: 2030-03-01}
        schools: {complete: {from: 2030-03-01, to: 2030-12-31}, rows: [{id: s1, name: 乙小学, students: 199}]}
      as_of: "2030-12-31"
      entity: s1
      expect: {value: 10000}
"""
BAND_RULE = """rules:
- id: demo-2030/2/cap
  at: 二 ②
  title: {zh: 补助}
  quote: 学生不足200人的补助1万元，200人以上不足500人的补助15000元，500人以上的补助2万元
  modality: must
  bearer: group
  subject: group
  topic: funding
  basis: computed
  for_each: [schools]
  require: [{measure: pupils_of_school, at_least: {measure: demo_band}}]
  mend: {zh: 补拨}
  cases: [{given: {pupils_of_school: 300, demo_band: 100}, expect: pass}]
"""
BANDS = "{to: 199, value: 10000}, {from: 200, to: 499, value: 15000}, {from: 500, value: 20000}"


def banded(books: Books, bands: str = BANDS) -> tuple[Path, Path]:
    """A rulebook whose measure stands beside it, in `measures/` of the folder that holds them."""
    path = books.write()
    (path / "2-size.yaml").write_text(BAND_RULE, encoding="utf-8")
    file = path.parent / "measures" / "own.yaml"
    file.parent.mkdir()
    file.write_text(BAND % bands, encoding="utf-8")
    return path, file


def of_measure(books: Books, path: Path, file: Path) -> list[str]:
    return [one for one in lines(books.call("rules", "lint", path, "--lang", "en")) if one.startswith(str(file))]


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        (BANDS, ()),
        ("{from: 500, value: 20000}, {to: 199, value: 10000}, {from: 200, to: 499, value: 15000}", ()),
        (BANDS.replace("from: 200", "from: 201"), ("gap between the band up to 199 and the band from 201",)),
        (BANDS.replace("from: 500", "from: 502"), ("the number 502", "up to 499 and the band from 502")),
        (BANDS.replace("value: 15000", "value: 16000"), ("the number 16000, which no quote of the rulebook says",)),
    ],
)  # fmt: skip
def test_bands_of_a_measure(bands: str, words: tuple[str, ...], books: Books) -> None:
    path, file = banded(books, bands)
    found = of_measure(books, path, file)
    assert all(placed(line, file) for line in found)
    assert all(any(word in line for line in found) for word in words)
    assert bool(found) is bool(words), found


def test_measures_beside_a_rulebook_given_by_path(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    path, file = banded(books)
    assert "no measure" not in books.call("rules", "lint", path, "--lang", "en").out
    monkeypatch.chdir(path)
    assert "no measure" not in books.call("rules", "lint", ".", "--lang", "en").out
    monkeypatch.setenv("JITUAN_RULES", str(path.parent))
    assert "stands also at" not in books.call("rules", "lint", ".", "--lang", "en").out
    monkeypatch.delenv("JITUAN_RULES")
    change(file, "unit: yuan", "unit: yuanx")
    done = books.call("rules", "lint", path, "--lang", "en")
    assert "yuanx" in done.out + done.err and done.code != 0


def test_a_measure_beside_a_rulebook_shadows_no_shipped_one(books: Books) -> None:
    path, file = banded(books)
    change(file, "demo_band:", "member_schools:")
    done = books.call("rules", "lint", path, "--lang", "en")
    (line,) = lines(done)
    assert done.code == 3 and placed(line, file) and "measure member_schools stands also at" in line


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"expires": "expires: 2030-02-28\n"}, "expires 2030-02-28 is before effective 2030-03-01"),
        ({"effective": "2030-02-28"}, ""),
        ({"expires": "expires: 2030-02\n"}, "expires 2030-02 is before effective 2030-03-01"),
        ({"effective": "2030-03"}, ""),
        ({"expires": "expires: 2030-03\n"}, ""),
    ],
)  # fmt: skip
def test_the_days_of_a_document_follow_each_other(days: dict[str, str], said: str, books: Books) -> None:
    path = books.write(**days)
    found = [one for one in lines(books.lint()) if "is before" in one]
    assert len(found) == bool(said)
    assert all(said in one and placed(one, path / "source.yaml") for one in found)


def test_the_line_of_the_key_that_is_wrong(books: Books) -> None:
    file = books.write() / "2-size.yaml"
    for old, new, line in (("at_most: 5}]", "at_most: 6}]", 11), ("topic: formation", "topic: formations", 9)):
        change(file, old, new)
        done = books.lint()
        assert any(one.startswith(f"{file}:{line}: ") for one in lines(done)), done.out
        change(file, new, old)


def test_a_folder_named_by_a_dot_has_a_name(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(books.write(folder="demo"))
    (line,) = lines(books.call("rules", "lint", ".", "--lang", "en"))
    assert "the id demo-2030 is not the folder's name demo" in line


def test_quotes_of_drafts_are_proved_but_called_drafts(books: Books) -> None:
    path = books.write()
    change(path / "2-size.yaml", "  at: 二 ②\n", "  at: 二 ②\n  draft: true\n")
    done = books.verify("--write")
    assert "3 quotes verbatim in the document, outline complete; 1 are still drafts" in done.out, done
