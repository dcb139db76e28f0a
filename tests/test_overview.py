"""The page of many bodies: worst first, each line leads to its page, long lists are folded, and it is quick."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from checker.audit import Order, Source, audit
from checker.audit.html import CHUNK, OPEN
from checker.audit.nouns import Audit, Standing
from checker.audit.overview import overview, page
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
