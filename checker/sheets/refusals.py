"""What is said of a spreadsheet that is not read: where, what, what to do about it."""

from __future__ import annotations

from checker.errors import BadInput, Problem, Text, say
from checker.sheets.grid import letters
from checker.sheets.limits import CELLS, COLUMNS, LONGEST, ROWS, TEXT

SAVE_AS = say(
    "请在 Excel 或 WPS 中打开，另存为 .xlsx 再提交", "open it in Excel or WPS, save it as .xlsx and hand that in"
)
_CLEAR = say(
    "请选中有内容的区域，复制到新工作簿再提交", "copy the area that holds something into a new workbook, hand that in"
)
_SPLIT = say("请拆成几份再提交", "split the file")


def refused(where: str, what: Text, why: Text = "", mend: Text = SAVE_AS) -> BadInput:
    return BadInput(Problem(where, what, why, mend))


def damaged(where: str, why: Text = "") -> BadInput:
    return refused(where, say("工作簿已损坏", "the workbook is damaged"), why)


def too_far(where: str) -> BadInput:
    """A filled cell beyond the last row or column that is read."""
    what = say("这里有内容，离表格太远", "something stands here, far from the table")
    most = f"{ROWS}", letters(COLUMNS)
    why = say(f"应在第 {most[0]} 行、{most[1]} 列以内", f"expected within row {most[0]} and column {most[1]}")
    return refused(
        where, what, why, say("请删去多余的行列，或拆成几份", "delete what is not needed, or split the file")
    )


def too_many_cells(where: str) -> BadInput:
    what, why = say("有内容的单元格过多", "too many filled cells"), say(f"应不超过 {CELLS}", f"at most {CELLS}")
    return refused(where, what, why, _SPLIT)


def too_many_blank(where: str) -> BadInput:
    return refused(where, say("带格式的空单元格过多", "too many formatted cells without content"), "", _CLEAR)


def too_long(where: str) -> BadInput:
    what = say("单元格里的文字过长", "too long a text in one cell")
    why = say(f"应不超过 {LONGEST} 字", f"at most {LONGEST} characters")
    return refused(where, what, why, say("请缩短，或分写几格", "shorten it, or split it over several cells"))


def too_much_text(where: str) -> BadInput:
    why = say(f"应不超过 {TEXT // 10_000} 万字", f"at most {TEXT} characters")
    return refused(where, say("文字过多", "too much text"), why, _SPLIT)
