"""The page of many bodies: worst first, each line leads to its page, long lists are folded, and it is quick."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from checker.audit import Order, Source, audit
from checker.audit.html import CHUNK, OPEN
from checker.audit.nouns import Audit, Standing
from checker.audit.overview import overview, page
from checker.cli.check import check
from checker.cli.common import State
from checker.lexicon import lexicon
from checker.report.words import Phrases
from checker.workbench import Workbench

GROUP = Path(__file__).parents[1] / "examples" / "ankang" / "invented" / "group.yaml"
MANY = 1000
SECONDS = 10.0


@pytest.fixture(scope="module")
def one(bench: Workbench) -> Standing:
    """An invented group with gaps and a score."""
    (found,) = audit(bench, [Source(str(GROUP), GROUP)], Order()).standings
    return found


def many(one: Standing, number: int, **changed: object) -> list[Standing]:
    return [
        replace(one, file=f"{at}.xlsx", body={**one.body, "id": f"g{at}", "name": f"虚构{at}集团"}, **changed)  # type: ignore[arg-type]
        for at in range(number)
    ]


def told(bench: Workbench, standings: list[Standing], beside: dict[tuple[str, str], tuple[str, str]]) -> str:
    return page(made(bench, standings), lexicon(bench), Phrases("zh"), beside)


def made(bench: Workbench, standings: list[Standing]) -> Audit:
    return overview(standings, {one.rulebook: bench.rulebook(one.rulebook) for one in standings})


def test_worst_first_whatever_the_order(bench: Workbench, one: Standing) -> None:
    good, bad, worse = many(one, 3)
    good = replace(good, counts={"pass": 9}, gaps=())
    bad = replace(bad, counts={"fail": 1, "pass": 8})
    worse = replace(worse, counts={"fail": 2, "pass": 7})
    said = told(bench, [good, bad, worse], {})
    assert said.index("虚构2集团") < said.index("虚构1集团") < said.index("虚构0集团")


def test_names_of_files_are_percent_encoded(bench: Workbench, one: Standing) -> None:
    first, second = many(one, 2)
    beside = {
        (first.file, one.rulebook): ("javascript:1 #?.html", '"><b>.xlsx'),
        (second.file, one.rulebook): ("乙.html", ""),
    }
    links = re.findall(r'<a href="([^"#][^"]*)"', told(bench, [first, second], beside))
    assert (
        links[0] == "javascript%3A1%20%23%3F.html"
        and unquote(links[1]) == '"><b>.xlsx'
        and unquote(links[2]) == "乙.html"
    )
    assert len(links) == 3


def test_bodies_are_counted_by_the_authority_that_they_are_under(bench: Workbench, one: Standing) -> None:
    east, west = many(one, 5, under="县东")[:3], many(one, 5, under="县西")[3:]
    quiet = [replace(two, counts={"pass": 9}, gaps=()) for two in west]
    said = told(bench, [*east, *quiet], {})
    table = said.split("各主管部门所属</h3>")[1].split("</table>")[0]
    cells = re.findall(r'<th scope="row">(.*?)</th><td class="n">(\d+)</td><td class="n">(\d+)</td>', table)
    assert cells == [("县东", "3", "3"), ("县西", "2", "0")]
    assert "各主管部门所属" not in told(bench, east, {})


def test_a_thousand_groups_are_folded_and_quick(bench: Workbench, one: Standing) -> None:
    standings = many(one, MANY)
    beside = {(two.file, two.rulebook): (f"{two.id}.html", "") for two in standings}
    begun = time.process_time()
    said = told(bench, standings, beside)
    assert time.process_time() - begun < SECONDS
    assert all(f'href="{two.id}.html"' in said for two in standings)
    first = said.split('class="part more"')[0]
    assert first.count(".html") == OPEN
    parts = re.findall(r"<summary>第 (\d+)—(\d+) 行</summary>", said.split("：总分与名次")[0])
    assert parts[0] == (str(OPEN + 1), str(OPEN + CHUNK)) and parts[-1][1] == str(MANY)


def checked(folder: Path, output: Path, *more: str) -> str:
    """The overview that `check` writes of a folder."""
    arguments = [str(folder), *more, "-o", str(output), "--format", "html"]
    made = CliRunner().invoke(check, arguments, obj=State("zh"), standalone_mode=False)
    assert made.exception is None, made.output
    return (output / "总览.html").read_text(encoding="utf-8")


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Two groups, one of which cannot be read, and a third with the first one's id."""
    text = GROUP.read_text(encoding="utf-8")
    folder = tmp_path / "收来的"
    folder.mkdir()
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    (folder / "b.yaml").write_text("body: {kind: group}\nschools: 3\n", encoding="utf-8")
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    return folder


def test_files_that_could_not_be_read_and_second_ones_of_a_body_stand_in_the_overview(
    three: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    output.mkdir()
    said = checked(three, output)
    assert "另有 2 份文件没有用上" in said
    torn = re.findall(r'<div class="torn">(.*?)</div>', said, re.DOTALL)
    assert len(torn) == 2 and "b.yaml" in torn[0] and "c.yaml" in torn[1] and "相同" in torn[1]


def test_the_overview_tells_no_folder_of_the_computer(three: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    said = checked(three, output)
    assert str(tmp_path) not in said and '<span class="id">a.yaml</span>' in said


def test_a_document_has_the_status_of_its_own_bodies_day(bench: Workbench, one: Standing) -> None:
    early = replace(one, as_of="2023-10-15")
    other = replace(one, rulebook="nanyang-2023", as_of="2025-01-31", body={**one.body, "id": "g2"})
    header = told(bench, [early, other], {}).split("</header>")[0]
    assert "已于2024年12月31日失效" not in header
    assert "已于2024年12月31日失效" in told(bench, [replace(one, as_of="2025-01-31")], {}).split("</header>")[0]


def test_a_verdict_is_said_in_words_beside_its_symbol(bench: Workbench, one: Standing) -> None:
    gaps = (replace(one.gaps[0], verdict="fail"), replace(one.gaps[0], verdict="missed"))
    (line,) = re.findall(r'<ul class="worst">(.*?)</ul>', told(bench, [replace(one, gaps=gaps)], {}), re.DOTALL)
    assert "<b>不符合</b>" in line and "<b>未达目标</b>" in line
