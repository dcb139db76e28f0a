"""Many bodies in one run: each as its own check says, laid side by side; what is broken is named and stops nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import invented_book
import jsonschema
import pytest
from generate import SEEDS, records
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from test_commands import jituan, written

from checker.audit import Order, Source, audit, bucket, pool
from checker.audit.condense import standing
from checker.audit.formats import render
from checker.audit.nouns import Audit
from checker.audit.sources import sources
from checker.cli.common import State
from checker.report.fold import columns
from checker.run import check
from checker.workbench import Workbench

__all__ = ["jituan"]

ROOT = Path(__file__).parents[1]
BOOK = "nanyang-2023"
CODES = {"bad": 3, "broken": 10}


def group(folder: Path, key: str, tables: str = "", *, name: str = "", as_of: str = "2024-07-31") -> Path:
    head = f"body: {{kind: group, id: {key}, name: {name or '虚构' + key + '集团'}, region: {BOOK}, model: 联盟型, founded: 2023-09-01}}\n"
    return written(folder / f"{key}.yaml", f"{head}as_of: {as_of}\n{tables}")


def made_of(bench: Workbench, *paths: Path, order: Order | None = None, jobs: int = 1, **more: Any) -> Audit:
    found, notes = sources(paths)
    return audit(bench, found, order or Order(), jobs=jobs, notes=notes, **more)


def formats(bench: Workbench, made: Audit, lang: str = "zh") -> dict[str, str]:
    state = State(lang)
    state.__dict__["bench"] = bench
    return {fmt: render(made, state.lexicon, fmt, lang) for fmt in ("text", "json", "html")}


MEETINGS = """meetings:
  complete: {from: 2023-07-19, to: 2024-07-31}
  rows:
  - {id: m1, kind: council, date: 2023-09-12}
"""


# each body as its own check says


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(seeds=st.lists(SEEDS, min_size=1, max_size=5, unique=True))
def test_a_body_is_what_its_own_check_says(bench: Workbench, seeds: Sequence[int]) -> None:
    kinds = ["group", "group", "authority"]
    bodies = [records(seed, bench.schemas, at, kinds[at % 3]) for at, seed in enumerate(seeds)]
    assume(all(str(one.body.get("founded") or "") <= str(one.as_of) for one in bodies))  # the others are not checked
    made = audit(bench, [Source(one.id, body=one) for one in bodies], Order((BOOK,)))
    assert made.broken == () and len(made.standings) == len(bodies)
    for one in bodies:
        alone = standing(check(bench, one, bench.rulebook(BOOK)), bench.vocabulary.measures, bench.schemas)
        assert next(each for each in made.standings if each.id == one.id) == alone


def test_the_same_bytes_whatever_the_pool(bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(5):
        group(tmp_path, f"g{at}", MEETINGS * (at % 2))
    written(tmp_path / "g3b.yaml", "body: [")
    alone = formats(bench, made_of(bench, tmp_path))
    monkeypatch.setattr(pool, "WORTH", 2)
    monkeypatch.setattr(pool, "cores", lambda: 2)
    assert formats(bench, made_of(bench, tmp_path, jobs=2)) == alone


def test_a_killed_worker_loses_nothing(bench: Workbench, tmp_path: Path) -> None:
    found = [Source("g1", group(tmp_path, "g1"))]
    future: Future[Any] = Future()
    future.set_exception(BrokenProcessPool("killed"))
    assert pool._result(bucket.check, bench, Order(), found, future) == bucket.check(bench, Order(), found)


def test_a_defect_is_told_of_its_body_alone(bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(4):
        group(tmp_path, f"g{at}")
    real = bucket._result

    def faulty(bench: Workbench, one: Any, report: Any) -> Any:
        if one.body.id == "g2":
            raise ZeroDivisionError
        return real(bench, one, report)

    monkeypatch.setattr(bucket, "_result", faulty)
    made = made_of(bench, tmp_path)
    assert sorted(one.id for one in made.standings) == ["g0", "g1", "g3"]
    assert [(Path(one.file).name, one.defect) for one in made.broken] == [("g2.yaml", True)]


def test_worst_first_and_stable(bench: Workbench, tmp_path: Path) -> None:
    for key in ("a", "b"):
        group(tmp_path, key)
    group(tmp_path, "c", MEETINGS)
    made = made_of(bench, tmp_path)
    assert [one.id for one in made.standings] == ["c", "a", "b"], "a breach goes before what is not reported"
    assert made.standings[0].counts["disputed"] + made.standings[0].counts.get("fail", 0) > 0


# what is broken is named


def test_nothing_broken_stops_the_others(bench: Workbench, tmp_path: Path, jituan: Any) -> None:
    folder = tmp_path / "all"
    group(folder, "good", MEETINGS)
    written(folder / "torn.yaml", "body: {kind: group\nas_of: [")
    written(folder / "empty.yaml", "")
    early = (folder / "good.yaml").read_text(encoding="utf-8").replace("id: good", "id: early")
    written(folder / "early.yaml", early.replace("as_of: 2024-07-31", "as_of: 2020-01-01"))
    (folder / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (folder / "book.xlsx").write_bytes(b"PK\x03\x04")
    written(folder / "twin.yaml", (folder / "good.yaml").read_text(encoding="utf-8"))
    written(folder / "README.md", "papers may lie about")
    group(folder / "below", "other")
    made = made_of(bench, folder)
    assert [one.id for one in made.standings] == ["good"]
    named = {Path(one.file).name for one in made.broken}
    assert named == {"torn.yaml", "empty.yaml", "early.yaml", "picture.yaml", "book.xlsx", "twin.yaml"}
    assert [one.kind for one in made.crossings] == ["same_id"]
    assert [Path(note.where).name for note in made.notes] == ["below"]
    done = jituan("audit", folder)
    assert done.code == CODES["bad"] and "虚构good集团" in done.out
    for name in named:
        assert name in done.err and name in done.out


BROKEN_BOOKS = {
    "a slip": ("1.yaml", "rules: [{id: x}]"),
    "a draft": ("1.yaml", "rules:\n- {id: demo-2030/1.0/x, draft: true, at: 一 ②}\n"),
    "a register": ("source.yaml", "id: demo-2030"),
}


@pytest.mark.parametrize("slip", BROKEN_BOOKS)
@pytest.mark.parametrize("region", ["demo-2030", "示例区"])
def test_a_rulebook_that_cannot_be_used_is_told_once(
    slip: str, region: str, tmp_path: Path, jituan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented_book.written(tmp_path)
    book, folder = tmp_path / "rules" / "demo-2030", tmp_path / "groups"
    name, text = BROKEN_BOOKS[slip]
    written(book / name, text)
    monkeypatch.setenv("JITUAN_RULES", str(book.parent))
    for at in range(7):
        path = group(folder, f"g{at}")
        if at:
            written(path, path.read_text(encoding="utf-8").replace(BOOK, region))
    done = jituan("audit", folder, "--format", "json")
    found = json.loads(done.out)
    assert done.code == CODES["bad"]
    assert [one["body"]["id"] for one in found["bodies"]] == ["g0"], "the others' rulebooks are none of its business"
    (one,) = found["broken"]
    assert one["file"] == str(book) and "6 份" in one["problems"][0] and "g5.yaml" in one["problems"][0]
    assert any(name in line for line in one["problems"][1:])
    assert done.err.count(f"{book / name}:") == len(one["problems"]) - 1
    assert jituan("audit", folder, "--rules", "demo-2030").code == CODES["bad"]


def test_one_body_may_fail_one_rulebook_of_two(bench: Workbench, tmp_path: Path) -> None:
    path = group(tmp_path, "g", as_of="2021-01-01")
    path.write_text(path.read_text(encoding="utf-8").replace("founded: 2023", "founded: 2020"), encoding="utf-8")
    made = made_of(bench, path, order=Order((BOOK, "kunming-2021")))
    # another region's document is supposed to be in force, the own one is not yet; both say so
    assert [one.rulebook for one in made.standings] == ["kunming-2021"] and len(made.broken[0].problems) == 1
    assert any("另一地区" in note.said("zh") for note in made.notes)
    made = made_of(bench, path, order=Order((BOOK, "kunming-2021"), as_of="2022-01-01"))
    assert [one.rulebook for one in made.standings] == ["kunming-2021"] and len(made.broken) == 1


def test_broken_decisions_stop_only_their_body(bench: Workbench, tmp_path: Path, jituan: Any) -> None:
    folder, given_in = tmp_path / "all", tmp_path / "decisions"
    for key in ("a", "b", "c"):
        group(folder, key)
    rule = f"{BOOK}/3.2.1/monthly-council"
    written(
        given_in / "a.yaml",
        f"body: a\nwaivers:\n- {{rule: {rule}, by: 处, date: 2024-01-01, until: 2023-01-01, reason: x}}\n",
    )
    written(given_in / "b.yaml", "body: b\nreadings: []\n")
    written(given_in / "b2.yaml", "body: b\nreadings: []\n")
    written(given_in / "gone.yaml", "body: gone\nreadings: []\n")
    done = jituan("audit", folder, "--decisions", given_in, "--format", "json")
    found = json.loads(done.out)
    assert [one["body"]["id"] for one in found["bodies"]] == ["c"]
    assert sorted(Path(one["file"]).name for one in found["broken"]) == ["a.yaml", "b.yaml"]
    assert any("gone" in note for note in found["notes"])


@pytest.mark.parametrize(("arguments", "code"), [((), 11), (("--rules", "nobody-2000"), 3), (("--as-of", "x"), 2)])
def test_exit_codes(arguments: tuple[str, ...], code: int, tmp_path: Path, jituan: Any) -> None:
    assert jituan("audit", group(tmp_path, "g"), *arguments).code == code


def test_a_breach_is_10_and_nothing_at_all_is_3(tmp_path: Path, jituan: Any) -> None:
    assert jituan("audit", group(tmp_path, "g", MEETINGS)).code == CODES["broken"]
    assert jituan("audit", tmp_path / "gone").code == CODES["bad"]


def test_an_input_is_never_written_over(tmp_path: Path, jituan: Any) -> None:
    path = group(tmp_path, "g")
    before = path.read_bytes()
    assert jituan("audit", tmp_path, "-o", path).code == CODES["bad"]
    assert path.read_bytes() == before


# as text, JSON, HTML


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_format_holds_what_was_found(bench: Workbench, lang: str) -> None:
    folder = ROOT / "examples" / "nanyang"
    made = made_of(bench, folder / "annex", folder / "messy", folder / "invented")
    found = formats(bench, made, lang)
    schema = json.loads((ROOT / "schemas" / "audit.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(found["json"]))
    assert max(columns(line) for line in found["text"].splitlines()) <= 100
    for text in found.values():
        assert "皇路店镇中心学校教育集团" in text and "full-width-colon.yaml" in text
    assert "<script" not in found["html"] and 'src="' not in found["html"] and "://" not in found["html"]
    assert found["text"].encode("gbk") if lang == "zh" else found["text"]


def test_a_table_too_wide_becomes_labelled_lines(jituan: Any) -> None:
    folder = Path(__file__).parent.parent / "examples" / "ankang" / "invented"
    said = jituan("audit", folder, "--decisions", folder).out.splitlines()
    line = next(one for one in said if one.startswith("1. ") and "模式 一体型" in one)
    assert "、待判 " in line
    assert all(columns(one) <= 100 for one in said)


def test_names_of_people_are_never_in_it(bench: Workbench, tmp_path: Path) -> None:
    people = "people:\n  complete: {from: 2023-07-19, to: 2024-07-31}\n  rows:\n"
    people += "".join(f"  - {{id: 甄某{at}, name: 甄有其人, school: s0, kind: teacher}}\n" for at in (1, 2))
    posts = "posts:\n  rows:\n" + "".join(
        f"  - {{id: p{at}, person: 甄某1, school: s0, post: head, from: 2023-09-01}}\n" for at in (1, 2)
    )
    schools = "schools:\n  rows:\n  - {id: s0, name: 虚构小学}\n"
    for key in ("a", "b"):
        group(tmp_path, key, schools + people + posts)
    made = made_of(bench, tmp_path)
    assert {one.kind for one in made.crossings} >= {"repeat"}
    for text in formats(bench, made).values():
        assert "甄" not in text


def test_bodies_of_one_name_are_told_apart(bench: Workbench, tmp_path: Path) -> None:
    for key in ("jia", "yi"):
        group(tmp_path, key, name="虚构集团")
    group(tmp_path, "bing", name="虚构丙集团")
    for fmt in ("text", "html"):
        said = formats(bench, made_of(bench, tmp_path))[fmt]
        assert "虚构集团 jia" in said and "虚构集团 yi" in said and "虚构丙集团 bing" not in said


def test_rows_that_contradict_each_other_are_told(bench: Workbench, tmp_path: Path) -> None:
    members = "members:\n  rows:\n" + "".join(f"  - {{id: m{at}, school: s{at}, role: lead}}\n" for at in range(2))
    group(tmp_path, "a", members)
    note, foreign = sorted(
        made_of(bench, tmp_path, order=Order((BOOK, "kunming-2021"))).notes, key=lambda one: "另一地区" in one.line()
    )
    assert "另一地区" in foreign.line()
    assert "龙头校" in note.line() and note.where.endswith("a.yaml:6"), "once, though there are two rulebooks"


def test_a_report_of_none_is_still_a_report(bench: Workbench, tmp_path: Path) -> None:
    made = made_of(bench, tmp_path / "gone")
    assert made.standings == () and len(made.broken) == 1
    assert "gone" in formats(bench, made)["text"]


def test_an_audit_of_copies_says_so_once(bench: Workbench, tmp_path: Path) -> None:
    rows = "funds:\n  rows:\n" + "".join(
        f"  - {{id: f{at}, kind: special, date: 2024-05-1{at}, amount: 1200}}\n" for at in range(3)
    )
    for key in ("a", "b", "c"):
        group(tmp_path, key, rows + MEETINGS)
    across = [one for one in made_of(bench, tmp_path).crossings if one.kind == "repeat_across"]
    assert [(one.bodies, one.count, one.what) for one in across] == [(("a", "b", "c"), 3, ("funds",))], (
        "the meetings of one day have nothing of their own"
    )


def test_in_memory_and_from_files_is_one(bench: Workbench, tmp_path: Path) -> None:
    path = group(tmp_path, "g", MEETINGS)
    from checker.records.reader import read

    body = read(path)
    one = audit(bench, [Source(str(path), body=replace(body, file=str(path)))], Order())
    assert one.standings == made_of(bench, path).standings
