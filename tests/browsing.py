"""The pages of the house in a real Chromium: what a test of them needs. `pages` makes one of each kind, by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import test_report_scores
from make_report import lexicon, report
from playwright.sync_api import Browser, Page

from checker.audit import Order, Source
from checker.audit import audit as many
from checker.audit.formats import render as to_audit
from checker.audit.nouns import Broken
from checker.audit.overview import overview, page
from checker.comparing import themes
from checker.comparing.build import build as compared
from checker.comparing.duties import Reducer
from checker.comparing.html import render as to_comparison
from checker.comparing.table import compare
from checker.errors import Problem, say
from checker.lexicon import lexicon as shipped_words
from checker.model import Report
from checker.replies.page import page as problems
from checker.report import LANGS, render
from checker.report.audiences import NAMES, audience
from checker.report.build import build
from checker.report.html import render as to_html
from checker.report.words import Phrases
from checker.workbench import Workbench

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
EXAMPLES = Path(__file__).parents[1] / "examples"
HOSTILE = "</script><img src=x onerror=alert(1)>A<B & C\"'{{ 7*7 }}{% raw %}"
COPY = "示例 集团#1-标注.xlsx"
ZH = Phrases("zh")


def pages(bench: Workbench) -> dict[str, str]:
    """One page of each kind, by name."""
    shown, words = report(), lexicon()
    made = {f"report {lang}": render(shown, words, "html", lang) for lang in LANGS}
    made |= {name: render(shown, words, "html", "zh", audience=name) for name in NAMES}
    made["hostile"] = render(hostile(shown), words, "html", "zh")
    made["scores"] = test_report_scores.page(test_report_scores.made(test_report_scores.FULL))
    made["reply"] = to_html(build(of_workbook(shown), words, ZH, audience(None)), ZH, copy=COPY)
    wrong = Problem(
        "甲.xlsx:会议!B5",
        say("不是日期", "no date"),
        say("应为日期", "a date"),
        say("改为 2024-03-01", "as 2024-03-01"),
    )
    made["problems"] = problems("甲.xlsx", [wrong, replace(wrong, what=HOSTILE)], ZH, read=True)
    return made | _of_many(bench)


def hostile(one: Report) -> Report:
    """The report with markup wherever a person may type."""
    first, *rest = one.findings
    rule = replace(first.rule, title={"zh": HOSTILE}, quote=HOSTILE)
    rows = tuple(replace(row, id=HOSTILE, origin=HOSTILE) for row in first.rows)
    return replace(one, body={**one.body, "name": HOSTILE}, findings=(replace(first, rule=rule, rows=rows), *rest))


def of_workbook(one: Report) -> Report:
    """The report as if its rows stood in a workbook."""
    return replace(one, findings=tuple(
        replace(finding, rows=tuple(replace(row, origin=f"甲.xlsx:会议!{5 + n}") for n, row in enumerate(finding.rows)))
        for finding in one.findings
    ))  # fmt: skip


def _of_many(bench: Workbench) -> dict[str, str]:
    files = [EXAMPLES / region / "invented" / "group.yaml" for region in ("nanyang", "ankang")]
    audited = many(bench, [Source(str(path), path) for path in files], Order())
    words = shipped_words(bench)
    beside = {(one.file, one.rulebook): (f"{one.id} 1#.html", COPY) for one in audited.standings}
    last = audited.standings[-1]
    # So many that the last are folded, under two authorities, and files that could not be used.
    more = [
        replace(last, file=f"{n}.xlsx", under=f"县{n % 2}", body={**last.body, "id": f"g{n}", "name": f"{n} {HOSTILE}"})
        for n in range(120)
    ]
    torn = [Broken(f"坏{n}.xlsx", (Problem(f"坏{n}.xlsx", say(HOSTILE, HOSTILE)),)) for n in range(12)]
    beside |= {("坏0.xlsx", ""): ("坏0.html", "")}
    books = [bench.rulebook(name) for name in ("nanyang-2023", "kunming-2021")]
    known = themes.load(bench.vocabulary)
    table = compare(books, known, Reducer(bench.vocabulary, bench.schemas, known.scope))
    return {
        "audit": to_audit(audited, words, "html", "zh"),
        "overview": page(overview([*audited.standings, *more], audited.books, torn), words, ZH, beside),
        "compare": to_comparison(compared(table, words, ZH), ZH),
    }


@dataclass
class Seen:
    """What a page did while it was open: messages of its console, and addresses that it asked for beside its own."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, **options: Any) -> Iterator[tuple[Page, Seen]]:
    """The page of a file in a window of its own; `options` are those of `new_page`."""
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    seen = Seen()
    page.on("console", lambda one: seen.said.append(one.text))
    page.on("pageerror", lambda one: seen.said.append(str(one)))
    page.on("dialog", lambda one: (seen.said.append(one.message), one.dismiss()))
    page.on("request", lambda one: seen.asked.append(one.url) if one.url != path.as_uri() else None)
    try:
        page.goto(path.as_uri())
        yield page, seen
    finally:
        page.close()
