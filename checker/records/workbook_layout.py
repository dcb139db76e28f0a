"""The layout that a workbook of ours carries in its hidden sheet, or why it cannot be told what to look for."""

from __future__ import annotations

from functools import cache

from checker import house, yamlfile
from checker.errors import Problem, say
from checker.records import layout
from checker.records import tables as schemas
from checker.records.derived import BODY
from checker.records.derived import tables as derived
from checker.records.layout import Layout, Sheet
from checker.records.workbook_head import DAYS
from checker.sheets.grid import Book, Grid

NEW_FORM = say(
    "请向发表单位索取新的填报表，把已填的内容粘贴过去",
    "ask whoever sent out the form for a new one and paste what was filled in",
)
"""What to do with a form that is not read any more, for whoever has no command line."""
_SHORTEST = {"kind": 2, "year": 2, "rulebook": 3, "sheet": 4, "part": 4, "row": 3}
"""Cells of a row of the layout by its first one: an empty last cell is not in the file."""

KINDS = ("group", "authority")
CALENDARS = ("semesters", "school_years")
_PARTS = {
    "overview": {"table", "status", "from", "to"},
    "calendar": {"id", "from", "to"},
    "ratings": {"item", "points", "evidence", "reason", "by", "date"},
}


def carried(book: Book) -> Layout | Problem:
    """The layout, where this version of the program knows all that it asks for."""
    grid = book.grid(layout.SHEET)
    if grid is None:
        return Problem(
            book.file,
            say("不是本软件生成的填报表：没有隐藏的标识页", "not a form of ours: it has no hidden sheet that says so"),
            mend=say(
                "请填 jituan template 生成的表；别的表格先用 jituan map 对照列名，再用 check --map 读入",
                "fill in one made by jituan template; for any other spreadsheet use jituan map, then check --map",
            ),
            sender=NEW_FORM,
        )
    rows = [_cells(grid, row) for row in range(1, grid.rows + 1)]
    made = layout.parse(rows)
    if made is not None and _understood(made):
        return made
    what = say("填报表的标识页已损坏，不知道各表要填什么", "the hidden sheet that says what to fill in is damaged")
    if made is not None or (rows and rows[0][:1] == ["jituan-template"] and rows[0][1:2] != [layout.VERSION]):
        what = say("填报表由另一版本的软件生成", "the form was made by another version of this program")
    mend = say(
        "请重新生成空白表（jituan template），把内容粘贴过去",
        "make a new form (jituan template) and paste what you filled in",
    )
    # Nobody sees the hidden sheet, so that its cells are no place to look at.
    return Problem(book.file, what, mend=mend, sender=NEW_FORM)


def _cells(grid: Grid, row: int) -> list[str]:
    found = grid.row(row)
    made = [found[at].value if at in found else "" for at in range(1, max(found, default=0) + 1)]
    return made + [""] * (_SHORTEST.get(made[0], 0) - len(made)) if made else made


def _understood(made: Layout) -> bool:
    """Does this version know all that the layout asks for?"""
    if len({(sheet.role, sheet.name) for sheet in made.sheets}) < len(made.sheets):
        return False
    return made.kind in KINDS and all(_known(sheet) for sheet in made.sheets)


def _known(sheet: Sheet) -> bool:
    parts = {part.name for part in sheet.parts}
    match sheet.role:
        case "table":
            return sheet.name in schemas.load() and bool(parts)
        case "body":
            return bool(parts) and parts <= {*derived()[BODY].columns, *DAYS} - {"kind"}
        case "calendar":
            return sheet.name in CALENDARS and parts == _PARTS["calendar"]
    return parts == _PARTS.get(sheet.role)


@cache
def own_titles() -> frozenset[str]:
    """Sheets of the form that hold nothing to read: the layout, the lists of options in either language."""
    titles = yamlfile.read(house.reports_dir() / "xlsx" / "template.yaml").data["titles"]
    return frozenset({layout.SHEET, *map(str, titles["options"].values())})
