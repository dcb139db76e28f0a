"""Where things lie in the picture of a calendar, where links lead, and the bar of a score: values written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.report.aims import cell
from checker.report.marks import RowLine
from checker.report.picture import LABEL, LEAST, MOST, PAD, TOP, Duty, Field, folded, picture, wide

PERIODS = [("9月", "2029年9月", False), ("10月", "2029年10月", True), ("11月", "2029年11月", False)]


def field(at: int, span: int = 1, verdict: str = "pass", text: str = "1") -> Field:
    return Field(at, span, verdict, text, "说明", differs=False)


def test_fields_lie_in_their_columns() -> None:
    duty = Duty("理事会会议", "三 ①", "r", (field(0), field(1, verdict="fail"), field(2)))
    whole = Duty("全学年的一项", "三 ②", "s", (field(0, span=3, text=""),))
    made = picture(PERIODS, [duty, whole], first=7)
    assert [one.x for one in made.columns] == [LABEL, LABEL + LEAST, LABEL + 2 * LEAST]
    assert [one.running for one in made.columns] == [False, True, False]
    first, second = made.rows
    assert [one.anchor for one in first.tiles] == ["f7", "f8", "f9"]
    assert [one.anchor for one in second.tiles] == ["f10"]
    assert [(one.x, one.width) for one in first.tiles] == [(LABEL + at * LEAST + 1, LEAST - 2) for at in range(3)]
    # A field over all columns is as wide as they are together.
    assert (second.tiles[0].x, second.tiles[0].width) == (LABEL + 1, 3 * LEAST - 2)
    assert first.y == TOP and second.y == first.y + first.height
    assert (made.width, made.height) == (LABEL + 3 * LEAST, second.y + second.height)
    assert made.verdicts == ("pass", "fail")


def test_a_wide_number_makes_its_column_wide_but_no_wider_than_the_most() -> None:
    (column,) = picture(PERIODS[:1], [Duty("一", "", "r", (field(0, text="1234/5678"),))]).columns
    assert column.width == 13 + 8 + 9 * 8 + 2 * PAD == 107
    (column,) = picture(PERIODS[:1], [Duty("一", "", "r", (field(0, text="9" * 50),))]).columns
    assert column.width == MOST


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("理事会会议", ("理事会会议",)),
        ("一二三四五六七八九十一二三四五六七", ("一二三四五六七八九十一二三四五", "六七")),
        ("一" * 40, ("一" * 15, "一" * 14 + "…")),
        ("at least one meeting of the council each month", ("at least one meeting of", "the council each month")),
        ("", ("",)),
    ],
)
def test_titles_are_folded(title: str, lines: tuple[str, ...]) -> None:
    assert folded(title) == lines


@given(st.text(max_size=80))
def test_no_line_of_a_title_is_too_wide_and_nothing_is_changed(title: str) -> None:
    lines = folded(title)
    assert 1 <= len(lines) <= 2 and all(wide(line) <= LABEL for line in lines)
    said = "".join(lines).removesuffix("…")
    assert "".join(title.split()).startswith("".join(said.split()))


def row(origin: str) -> RowLine:
    return RowLine("会议", "m1", origin, "", "", "yes", "计入", "", here=True)


def test_a_row_is_looked_up_in_the_copy_beside_the_page() -> None:
    assert (
        cell("甲-标注.xlsx", row("甲.xlsx:会议!5")) == "%E7%94%B2-%E6%A0%87%E6%B3%A8.xlsx#%27%E4%BC%9A%E8%AE%AE%27%21A5"
    )
    assert cell("a.xlsx", row("a.xlsx:It's!B12")).endswith("#%27It%27%27s%27%21B12")


def test_without_a_copy_or_a_cell_there_is_no_link() -> None:
    assert cell("", row("甲.xlsx:会议!5")) == ""
    assert cell("a.xlsx", row("group.yaml:227")) == ""
