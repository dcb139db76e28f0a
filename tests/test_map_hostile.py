"""Whatever stands in a spreadsheet: a proposal is valid YAML of its schema or a refusal, and reading it never breaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from checker import yamlfile
from checker.errors import BadInput
from checker.mapping.propose import propose
from checker.mapping.write import write
from checker.records import mapped_reader, mapping_file
from checker.schema import validate
from checker.sheets.grid import Book, Cell, Grid

HEADINGS = [
    "编号", "序号", "校名", "学校", "日期", "金额（万元）", "种类", "姓名", "起", "止", "备注", "学段", "集团名称", "合计", "教师", "在编",
]  # fmt: skip
TEXTS = [
    "第一小学", "小学", "是", "无", "约240", "2024.8.31", "单位：万元", "注：略", "一、学校", "ask", "=1+1", "\u202eabc", "a: b # c",
    "- x", "{", "丁示例",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(HEADINGS + TEXTS).map(lambda text: Cell("text", text)),
    st.integers(0, 5000).map(lambda number: Cell("number", str(number))),
    st.just(Cell("date", "2024-03-01")),
    st.just(Cell("error", "#N/A")),
    st.just(Cell("formula", "=SUM(A1:A2)")),
    st.text(min_size=1, max_size=6).map(lambda text: Cell("text", text)),
)
PLACES = st.tuples(st.integers(1, 9), st.integers(1, 7))
SPANS = st.tuples(PLACES, st.integers(0, 2), st.integers(0, 3))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    cells = draw(st.dictionaries(PLACES, CELLS, min_size=1, max_size=40))
    for column, text in enumerate(draw(st.lists(st.sampled_from(HEADINGS), max_size=7)), 1):
        cells[(2, column)] = Cell("text", text)
    merged: list[tuple[int, int, int, int]] = []
    for (row, column), down, right in draw(st.lists(SPANS, max_size=3)):
        span = (row, column, row + down, column + right)
        apart = all(one[2] < span[0] or span[2] < one[0] or one[3] < span[1] or span[3] < one[1] for one in merged)
        if apart and (down or right):
            merged.append(span)
            covered = [(r, c) for r in range(row, row + down + 1) for c in range(column, column + right + 1)]
            for place in covered[1:]:
                cells.pop(place, None)
    if not cells:
        cells = {(1, 1): Cell("text", "x")}
    name = draw(st.sampled_from(["", "学校", "会议 (2)", "a: b", "#x"]))
    return Grid(name, cells, max(row for row, _ in cells), max(column for _, column in cells), merged=tuple(merged))


@settings(max_examples=200, deadline=None)
@given(found=grids())
def test_any_grid_is_proposed_or_refused_and_read_without_breaking(found: Grid) -> None:
    book = Book("表.xlsx", "0" * 64, (found,))
    try:
        text = write(propose(book), "zh", ["ankang-2022"])
    except BadInput:
        return
    document = yamlfile.parse(text.encode(), path=Path("m.yaml"), name="m.yaml")
    validate(document, "mapping")
    settled = text
    for old, new in (("  kind: ask", "  kind: group"), ("as_of: ask", "as_of: 2024-07-31")):
        settled = settled.replace(old, new)
    settled = (
        settled.replace(": ask", ": ignore").replace("  id: ignore", "  id: demo").replace("name: ignore", "name: demo")
    )
    try:
        mapping = mapping_file.settled(yamlfile.parse(settled.encode(), path=Path("m.yaml"), name="m.yaml"))
    except BadInput:
        return  # a required column was open
    made = mapped_reader.filled(book, mapping)
    assert (made.body is None) == bool(made.problems)
    lower = {(row + 3, column): cell for (row, column), cell in found.cells.items()}
    spans = tuple((top + 3, left, bottom + 3, right) for top, left, bottom, right in found.merged)
    moved = replace(found, cells=lower, rows=found.rows + 3, merged=spans)
    mapped_reader.filled(replace(book, grids=(moved,)), mapping)


def test_a_control_character_in_a_value_reaches_neither_the_mapping_nor_its_use() -> None:
    cells = {
        (1, 1): Cell("text", "种类"), (1, 2): Cell("text", "日期"),
        **{(row, 1): Cell("text", "碰\x1b头会" if row % 2 else "工作例会") for row in range(2, 8)},
        **{(row, 2): Cell("date", f"2024-01-0{row}") for row in range(2, 8)},
    }  # fmt: skip
    book = Book("表.xlsx", "0" * 64, (Grid("会议", cells, 7, 2),))
    text = write(propose(book), "zh", ["ankang-2022"])
    assert "碰头会: ask" in text
    for old, new in (
        ("kind: ask ", "kind: group"),
        ("碰头会: ask", "碰头会: 其他会议"),
        ("as_of: ask", "as_of: 2024-07-31"),
    ):
        text = text.replace(old, new)
    text = text.replace(": ask", ": demo")
    mapping = mapping_file.settled(yamlfile.parse(text.encode(), path=Path("m.yaml"), name="m.yaml"))
    body = mapped_reader.filled(book, mapping).body
    assert body is not None
    assert [row["kind"] for row in body.tables["meetings"].rows] == ["work", "other"] * 3
