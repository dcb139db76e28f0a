"""Where in a spreadsheet each block of a mapping stands: found by its headings, whatever was moved or inserted since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checker.errors import Problem, Text, say
from checker.nearest import nearest
from checker.records.blocks import Window, numbered, turned, window, windows
from checker.records.mapping_file import BlockMap, SheetMap
from checker.records.sheetwords import comparable
from checker.sheets.grid import Book, Grid, Place


@dataclass(frozen=True)
class Block:
    """A block in its place on `grid`; `view` is that grid, turned where the headings stand down a column. Rows and columns are
    those of `view`; `last` is the last row that may hold records."""

    map: BlockMap
    grid: Grid
    view: Grid
    window: Window
    last: int

    @property
    def header(self) -> int:
        return self.window.rows[-1]

    @property
    def first(self) -> int:
        """The first row of records."""
        limit = self.map.first + self._moved if self.map.first else 0
        return max(limit, self.header + 1 + self.numbered)

    @property
    def numbered(self) -> bool:
        """Does the row below the headings only number the columns?"""
        return numbered(self.view, self.header + 1, self.window.columns.values())

    @property
    def columns(self) -> dict[str, tuple[str, int]]:
        """Of each of our columns its heading and its number here."""
        found = self.window.folded()
        return {
            target.column.name: (heading, found[comparable(heading)])
            for heading, target in self.map.headings.items()
            if target and comparable(heading) in found
        }

    @property
    def _moved(self) -> int:
        return self.window.rows[0] - self.map.header[0]

    def place(self, row: int, column: int) -> Place:
        """Row and column on the sheet itself."""
        return (column, row) if self.map.transposed else (row, column)


def find(book: Book, mapping: SheetMap, problems: list[Problem], notes: list[Problem]) -> list[Block]:
    """The blocks that are read, in the order of the mapping."""
    named = {number: _named(book, block) for number, block in enumerate(mapping.blocks)}
    free = [grid for grid in book.grids if grid.cells and not any(grid is one for one in named.values())]
    found: dict[int, Block] = {}
    taken: dict[tuple[str, bool], set[Place]] = {}
    for number, block in enumerate(mapping.blocks):
        grid = named[number]
        if grid is None:
            grid = _renamed(block, free, book, problems, notes)
        if grid is None:
            continue
        view = turned(grid) if block.transposed else grid
        key = grid.name, block.transposed
        place = _window(view, block, taken.setdefault(key, set()))
        if place is None or _missing(place, block):
            if block.table is not None:
                problems += _not_found(book, grid, view, place, block)
            continue
        taken[key] |= {(row, column) for row in place.rows for column in place.columns.values()}
        found[number] = Block(block, grid, view, place, view.rows)
        if block.table is not None and place.rows != block.header:
            notes.append(_moved(book, found[number]))
    return [one for one in _ended(list(found.values())) if one.map.table is not None]


def _named(book: Book, block: BlockMap) -> Grid | None:
    if not block.sheet or (len(book.grids) == 1 and not book.grids[0].name):
        return book.grids[0] if len(book.grids) == 1 else None
    sheet = comparable(block.sheet)
    exact = next((grid for grid in book.grids if comparable(grid.name) == sheet), None)
    if exact is not None:
        return exact
    # of several files a sheet is called by its file, with its own name behind
    behind = [grid for grid in book.grids if comparable(grid.name.partition(" ")[2]) == sheet]
    return behind[0] if len(behind) == 1 else None


def _renamed(
    block: BlockMap, free: Sequence[Grid], book: Book, problems: list[Problem], notes: list[Problem]
) -> Grid | None:
    """The one sheet under another name that has all headings of the block."""
    if block.table is None:
        return None
    fitting = [
        grid
        for grid in free
        if (place := _window(turned(grid) if block.transposed else grid, block, set())) and not _missing(place, block)
    ]
    if len(fitting) == 1:
        what = say(
            f"没有工作表“{block.sheet}”，按表头认作这一张", f"no sheet `{block.sheet}`: this one has its headings"
        )
        notes.append(Problem(f"{book.file}:{fitting[0].name}", what))
        return fitting[0]
    near = nearest(block.sheet, [grid.name for grid in book.grids])
    listed = "、".join(grid.name for grid in book.grids if grid.name)
    mend: Text = say(f"是否为“{near}”？", f"did you mean `{near}`?") if near else ""
    if not mend and listed:
        mend = say(f"文件里有：{listed}", f"the file has {listed}")
    what = say(f"文件里没有工作表“{block.sheet}”", f"the file has no sheet `{block.sheet}`")
    problems.append(Problem(block.where("sheet"), what, book.file, mend))
    return None


def _window(view: Grid, block: BlockMap, taken: set[Place]) -> Window | None:
    """The window that lacks the fewest headings: where the mapping says first, then from above and from the left."""
    offers = [
        (len(_missing(one, block)), one.rows[0] != block.header[0], _extra(one, block), number, one)
        for number, one in enumerate(windows(view, block.headings, len(block.header)))
        if not any((row, column) in taken for row in one.rows for column in one.columns.values())
    ]
    return min(offers, key=lambda one: one[:4])[4] if offers else None


def _missing(place: Window, block: BlockMap) -> list[str]:
    found = place.folded()
    return [
        heading
        for heading, target in block.headings.items()
        if (target is not None or block.table is None) and comparable(heading) not in found
    ]


def _extra(place: Window, block: BlockMap) -> int:
    known = {comparable(heading) for heading in block.headings}
    return sum(heading not in known for heading in place.folded())


def _not_found(book: Book, grid: Grid, view: Grid, place: Window | None, block: BlockMap) -> Iterator[Problem]:
    """One problem for a table that is not there at all, else one for each heading, with the nearest in the file."""
    read = [heading for heading, target in block.headings.items() if target]
    missing = _missing(place, block) if place else read
    label = block.table.label["zh"] if block.table else ""
    at = f"{book.file}:{grid.name}" if grid.name else book.file
    if place is None or 2 * len(missing) > len(read) > 2:
        what = say(
            f"没有找到{label}表的表头", f"the headings of {block.table.name if block.table else ''} are not there"
        )
        listed = "、".join(read[:8])
        why = say(f"映射里的表头是 {listed}", f"the mapping names {listed}")
        yield Problem(
            at, what, why, say("请核对工作表，或重新 jituan map", "look at the sheet, or run `jituan map` again")
        )
        return
    near_header = window(view, place.rows, 1, view.columns)
    for heading in missing:
        near = nearest(heading, near_header.columns)
        what = say(f"映射里的表头“{heading}”不在 {at} 里", f"no heading `{heading}` in {at}")
        mend = (
            say(f"是否为“{near}”？请改映射或改表头", f"did you mean `{near}`? change the mapping or the heading")
            if near
            else say("请改正表头，或把这一列写成 ignore", "correct the heading, or write `ignore`")
        )
        yield Problem(block.where("columns", heading), what, mend=mend)


def _moved(book: Book, block: Block) -> Problem:
    row, hint = block.window.rows[0], block.map.header[0]
    column = block.window.first
    return Problem(
        book.place(block.grid, *block.place(row, column)),
        say(
            f"表头按文字找到（映射写的是第 {hint} 行）", f"headings found by their texts (the mapping says row {hint})"
        ),
    )


def _ended(blocks: Sequence[Block]) -> list[Block]:
    """Each block ends above the next headings below it, and above what stands alone over them; or where the mapping says."""
    out = []
    for block in blocks:
        below = [other for other in blocks if _below(other, block)]
        last = block.last
        if below:
            last = min(other.window.rows[0] for other in below) - 1
            while last > block.header and _line(block, last, min(one.window.first for one in below)):
                last -= 1
        if block.map.last:
            last = min(last, block.map.last + block._moved)
        out.append(replace(block, last=last))
    return out


def _below(other: Block, block: Block) -> bool:
    return (
        other is not block
        and other.grid.name == block.grid.name
        and other.map.transposed == block.map.transposed
        and other.window.rows[0] > block.header
        and other.window.first <= block.window.last
        and block.window.first <= other.window.last
    )


def _line(block: Block, row: int, first: int) -> bool:
    """Is the row blank, or does only a title stand in it?"""
    left, right = min(first, block.window.first), block.window.last
    cells: Mapping[int, object] = {at: cell for at, cell in block.view.row(row).items() if left <= at <= right}
    return len(cells) < 2
