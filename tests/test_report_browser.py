"""The pages in a real Chromium: quiet, read by everybody, no sideways scrolling, links that lead somewhere, good on paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import COPY, HOSTILE, PROGRAMS, opened, pages
from playwright.sync_api import Browser, sync_playwright

from checker.workbench import Workbench

pytestmark = pytest.mark.browser

KINDS = [
    "report zh", "report en", "school", "inspector", "policy", "hostile", "scores", "reply", "problems", "audit", "overview", "compare",
]  # fmt: skip
REPORTS = KINDS[:8]
WIDTHS = (320, 360, 390, 768, 1280)
UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def folder(bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for each kind of page."""
    made = tmp_path_factory.mktemp("pages")
    for name, text in pages(bench).items():
        (made / f"{name}.html").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def browser(needs_program: Callable[..., str]) -> Iterator[Browser]:
    """The system's browser, started once; root may not use its sandbox, and a page of ours needs none."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=needs_program(*PROGRAMS), args=["--no-sandbox"])
        yield made
        made.close()


def test_every_kind_is_looked_at(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.html")) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, folder: Path, kind: str) -> None:
    with opened(browser, folder / f"{kind}.html") as (page, seen):
        page.evaluate(UNFOLD)
        asked = [one for one in seen.asked if not one.startswith("data:")]
        assert (seen.said, asked) == ([], [])
        assert page.locator("script, img, iframe, link[rel=stylesheet]").count() == 0


def test_what_a_page_asks_for_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<!doctype html><img src='x.png'><script>console.log('a'); throw 'b'</script>", encoding="utf-8")
    with opened(browser, path) as (_, seen):
        assert any(one.endswith("x.png") for one in seen.asked) and {"a", "b"} <= set(seen.said)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(browser: Browser, folder: Path, kind: str) -> None:
    with opened(browser, folder / f"{kind}.html") as (page, _):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(
    ("kind", "media", "scheme"),
    [
        ("report zh", "print", "light"),
        ("report zh", "print", "dark"),
        ("report zh", "screen", "dark"),
        ("overview", "print", "light"),
        ("overview", "screen", "dark"),
        ("compare", "print", "light"),
    ],
)
def test_contrast_holds_on_paper_and_in_the_dark(
    browser: Browser, folder: Path, kind: str, media: str, scheme: str
) -> None:
    with opened(browser, folder / f"{kind}.html") as (page, _):
        page.emulate_media(media=media, color_scheme=scheme)
        page.evaluate(UNFOLD)
        found = Axe().run(page, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text("<!doctype html><title>x</title><p style='color: #ccc'>grey on white</p>", encoding="utf-8")
    with opened(browser, path) as (page, _):
        assert {one["id"] for one in Axe().run(page).response["violations"]} >= {"color-contrast", "html-has-lang"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_sideways_scrolling(browser: Browser, folder: Path, kind: str) -> None:
    with opened(browser, folder / f"{kind}.html") as (page, _):
        page.evaluate(UNFOLD)  # what is folded at first may be wider
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_leads_somewhere_and_no_id_stands_twice(browser: Browser, folder: Path, kind: str) -> None:
    with opened(browser, folder / f"{kind}.html") as (page, _):
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        links = page.evaluate("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    outside = {link for link in links if not link.startswith("#")}
    assert all(not re.match(r"[a-z]+:|//|/", link) for link in outside)
    assert bool(outside) == (kind in ("reply", "overview"))


@pytest.mark.parametrize("kind", REPORTS)
def test_a_gap_its_clause_and_its_field_lead_to_each_other(browser: Browser, folder: Path, kind: str) -> None:
    with opened(browser, folder / f"{kind}.html") as (page, _):
        gaps = page.locator("ol.gaps > li")
        assert bool(gaps.count()) == (kind != "policy")
        for at in range(gaps.count()):
            gap = gaps.nth(at)
            clause = (gap.locator("a").first.get_attribute("href") or "")[1:]
            back = page.locator(f"[id='{clause}'] .ways a").first
            assert back.get_attribute("href") == f"#{gap.get_attribute('id')}"
        for field in page.locator("a[id^=f]").all():
            aim = (field.get_attribute("href") or "")[1:]
            assert page.locator(f"[id='{aim}']").count() == 1


def test_a_recurring_gap_leads_to_its_field(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "report zh.html") as (page, _):
        gap = page.locator("ol.gaps > li", has_text="理事会").first
        gap.locator("a").nth(1).click()
        target = page.locator(":target")
        assert target.get_attribute("class") == "tile bad"
        assert "不符合" in (target.get_attribute("aria-label") or "")


def test_a_row_leads_to_its_cell_in_the_copy_beside_the_page(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "reply.html") as (page, _):
        link = page.locator("a[href*='.xlsx']").first.get_attribute("href") or ""
    file, _, cell = link.partition("#")
    assert unquote(file) == COPY and unquote(cell) == "'会议'!A5"


def test_what_a_user_typed_is_text(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "hostile.html") as (page, seen):
        assert HOSTILE in page.locator("h1").inner_text()
        named = page.locator("svg.picture a").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
        assert any(HOSTILE in one for one in named)
        assert page.locator("img, script").count() == 0 and seen.said == []
        assert HOSTILE in page.title()


def test_it_reads_the_same_without_scripts(browser: Browser, folder: Path) -> None:
    path = folder / "report zh.html"
    with opened(browser, path) as (with_scripts, _), opened(browser, path, java_script_enabled=False) as (without, _):
        assert with_scripts.screenshot() == without.screenshot()
        assert with_scripts.content() == without.content()


def test_the_keyboard_reaches_what_the_mouse_does(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "report zh.html") as (page, _):
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert page.evaluate("document.activeElement.className") == "skip" and skip.bounding_box()["width"] > 50  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.url.endswith("#gaps")
        fold = page.locator("details.brief").first
        fold.locator("summary").focus()
        assert fold.get_attribute("open") is None
        page.keyboard.press("Enter")
        assert fold.get_attribute("open") is not None
        # Each row of a picture is one stop, not one for every field.
        stops = page.locator("svg.picture a:not([tabindex])").count()
        assert stops == page.locator("svg.picture path.rule").count() > 0


def test_state_is_never_colour_alone(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "report zh.html") as (page, _):
        for badge in page.locator(".mark").all():
            symbol, _, word = (badge.text_content() or "").strip().partition(" ")
            assert len((symbol + word).strip()) >= 2
        for tile in page.locator(".tile").all():
            assert (tile.locator("text").text_content() or "").strip() and len(
                tile.get_attribute("aria-label") or ""
            ) > 5


def test_prints_on_a4_what_is_open_and_how_much_is_folded(
    browser: Browser, folder: Path, tmp_path: Path, needs_program: Callable[..., str]
) -> None:
    info, reader = needs_program("pdfinfo"), needs_program("pdftotext")
    pdf = tmp_path / "report.pdf"
    with opened(browser, folder / "report zh.html") as (page, _):
        passed = page.locator("#rest .folded .count").first.inner_text()
        page.pdf(path=pdf, prefer_css_page_size=True)
    told = subprocess.run([info, pdf], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in told
    said = subprocess.run([reader, "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    said = re.sub(r"\s", "", said)
    for words in ("示例教育集团", "缺口清单", "理事会会议次数应不少于1次", "差1次", f"符合{passed}", "ab" * 16):
        assert words in said, words
    assert "已达到的第6项" not in said
    assert re.search(r"1/\d+", said)
