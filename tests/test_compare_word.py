"""The comparison as a Word file: landscape, a table a topic, quotes and statuses, the sentence for a memo; and how fast all five are."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import make_compare
import pytest
from click.testing import CliRunner
from docx import Document
from docx.enum.section import WD_ORIENT
from lxml import etree
from make_papers import blocks, text_of

from checker.cli import cli
from checker.comparing.view import View

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def view() -> View:
    return make_compare.seen()


@pytest.fixture(scope="module")
def raw(view: View) -> bytes:
    return make_compare.word(view)


def test_it_is_landscape_and_has_a_table_a_topic(view: View, raw: bytes) -> None:
    document = Document(io.BytesIO(raw))
    assert all(one.orientation == WD_ORIENT.LANDSCAPE and one.page_width > one.page_height for one in document.sections)
    assert len(document.tables) == 1 + len(view.topics)
    assert [text for style, text in blocks(raw) if style == "Heading 1"] == [one.label for one in view.topics]


def test_every_quote_status_and_sentence_stands_in_it(view: View, raw: bytes) -> None:
    text = text_of(raw)
    lines = [line for topic in view.topics for line in topic.lines]
    assert lines
    for line in lines:
        assert line.memo in text
        for cell in line.cells:
            assert f"{cell.region}（{cell.status}）" in text
            for clause in cell.clauses:
                assert clause.quote in text and clause.place in text
    for words in ("征求意见稿", "试行", "已失效", "未作规定", "集团每月至少召开一次理事会议", "不能比较宽严"):
        assert words in text


def test_the_sample_is_what_it_says(raw: bytes) -> None:
    sample = ROOT / "reports" / "docx" / "samples" / "compare.txt"
    assert sample.read_text(encoding="utf-8") == text_of(raw)


def test_same_bytes(view: View, raw: bytes) -> None:
    assert make_compare.word(view) == raw


@pytest.mark.parametrize("hostile", ["A<B & C", "{{ title }}", "{% endfor %}", "</w:t>", "\x01\x1f", "𠮷", "{_{ x }_}"])
def test_text_is_text(view: View, hostile: str) -> None:
    (topic, *_) = view.topics
    (line, *_) = topic.lines
    spoilt = replace(
        view,
        topics=(replace(topic, lines=(replace(line, memo=hostile),)),),
        regions=(replace(view.regions[0], document=hostile),),
    )
    made = make_compare.word(spoilt)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    shown = "".join("〓" if ord(char) < 32 else char for char in hostile)
    assert text_of(made).count(shown) == 2


def test_in_english(view: View) -> None:
    text = text_of(make_compare.word(make_compare.seen("en"), "en"))
    assert "council" in text.lower() and "未作规定" not in text


def test_nothing_to_compare_is_said(view: View) -> None:
    assert "没有可对照的事项" in text_of(make_compare.word(replace(view, topics=())))


def test_the_command(tmp_path: Path) -> None:
    target = tmp_path / "c.docx"
    done = CliRunner().invoke(
        cli,
        ["compare", "nanyang-2023", "kunming-2021", "--topic", "会议", "--all", "--format", "docx", "-o", str(target)],
    )
    assert done.exit_code == 0, done.output
    assert "不与别地对照的要求" in text_of(target.read_bytes())
    assert CliRunner().invoke(cli, ["compare", "nanyang-2023", "kunming-2021", "--format", "docx"]).exit_code == 2


def test_compare_opens_no_database_and_no_schema_library() -> None:
    """What is not needed is not imported: that is most of what made it slow."""
    code = (
        "import sys; from checker.cli import main\n"
        "try: main(['compare', 'nanyang-2023', 'kunming-2021', '--topic', 'meetings'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('duckdb', 'jsonschema') if name in sys.modules], file=sys.stderr)"
    )
    environment = {**os.environ, "JITUAN_CACHE": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == "[]"
