"""The HTML report in a real Chromium: no outside request, no sideways scrolling on a phone, readable on A4."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import test_report_scores

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parent / "golden" / "report.zh.html"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def program(*names: str) -> str:
    """The first of the programs that is there. Left out, and said so, where none is; in CI that is a failure."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        reason = f"LEFT OUT: the HTML report was not looked at, because {' or '.join(names)} is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[list[str]]:
    yield [program(*NAMES), *QUIET, f"--user-data-dir={tmp_path / 'profile'}"]


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8", errors="replace")


class Asked(BaseHTTPRequestHandler):
    """Serves the report under every path and writes down what was asked for."""

    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(GOLDEN.read_bytes())

    def log_message(self, *_: object) -> None:
        pass


def test_nothing_but_the_page_is_asked_for(chromium: list[str]) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # Any other host leads here too, so that whatever the page might ask for is written down.
        port = server.server_address[1]
        nowhere = (
            f"--host-resolver-rules=MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND, MAP * 127.0.0.1:{port}"
        )
        dom = run([*chromium, nowhere, "--dump-dom", f"http://127.0.0.1:{port}/report.html"])
        server.shutdown()
    assert "缺口清单" in dom
    assert Asked.paths == ["/report.html"]
    assert not re.search(r"(src|href)=\"(https?:)?//", dom)


def overflow(chromium: list[str], folder: Path, page: str, width: int) -> tuple[int, int]:
    """(scroll width, inner width) of `page` in a frame of `width` pixels: headless windows cannot be so narrow."""
    frame = f"""<!doctype html><iframe id="f" style="width:{width}px;height:2000px;border:0"></iframe><script>
        const f = document.getElementById("f");
        f.onload = () => {{
            const r = f.contentDocument.documentElement;
            document.title = r.scrollWidth + "/" + r.clientWidth;
        }};
        f.srcdoc = PAGE;</script>"""
    # A test-only copy: the report itself forbids scripts and has none.
    text = page.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${").replace("</script", "<\\/script")
    (folder / "frame.html").write_text(frame.replace("PAGE", f"`{text}`"), encoding="utf-8")
    dom = run([*chromium, "--dump-dom", "--virtual-time-budget=4000", (folder / "frame.html").as_uri()])
    found = re.search(r"<title>(\d+)/(\d+)</title>", dom)
    assert found, dom[:300]
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_sideways_scrolling(chromium: list[str], tmp_path: Path, width: int) -> None:
    # Unfolded too: what is hidden at first may be wider.
    page = GOLDEN.read_text(encoding="utf-8").replace("<details", "<details open")
    scroll, inner = overflow(chromium, tmp_path, page, width)
    assert inner == width and scroll <= inner


@pytest.mark.parametrize("width", [320, 360, 768])
def test_scorecards_do_not_scroll_sideways(chromium: list[str], tmp_path: Path, width: int) -> None:
    page = test_report_scores.page(test_report_scores.made(test_report_scores.FULL)).replace(
        "<details", "<details open"
    )
    scroll, inner = overflow(chromium, tmp_path, page, width)
    assert scroll <= inner


def test_the_measure_of_scrolling_works(chromium: list[str], tmp_path: Path) -> None:
    assert overflow(chromium, tmp_path, "<!doctype html><div style='width:900px'>x</div>", 360)[0] >= 900


def test_prints_on_a4_with_everything_unfolded(chromium: list[str], tmp_path: Path) -> None:
    info, text = program("pdfinfo"), program("pdftotext")
    pdf = tmp_path / "report.pdf"
    run([*chromium, f"--print-to-pdf={pdf}", "--no-pdf-header-footer", GOLDEN.as_uri()])
    assert "(A4)" in run([info, str(pdf)])
    said = re.sub(r"\s", "", run([text, "-layout", str(pdf), "-"]))
    for words in (
        "示例教育集团",
        "缺口清单",
        "理事会会议次数应不少于1次",
        "差1次",
        "已达到的第6项",
        "特色课程共享",
        "领导小组会议",
        "ab" * 16,
    ):
        assert words in said, words
    assert "1/9" in said or re.search(r"1/\d+", said)


def test_screenshot_is_not_blank(chromium: list[str], tmp_path: Path) -> None:
    shot = tmp_path / "wide.png"
    run([*chromium, f"--screenshot={shot}", "--window-size=1280,2000", GOLDEN.as_uri()])
    assert shot.stat().st_size > 50_000
