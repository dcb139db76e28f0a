"""Who fills in a workbook and when: the facts of the body, the day of check, the span under review, the calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from checker.errors import say
from checker.records import facts
from checker.records.body import NONE
from checker.records.derived import BODY
from checker.records.derived import tables as derived
from checker.records.layout import Layout, Part
from checker.records.reading import Reading
from checker.records.regions import Places, Region
from checker.records.tables import Column
from checker.sheets.grid import Place

REQUIRED = ("id", "name", "region")
DAYS = ("as_of", "review_from", "review_to")
_ID = re.compile(r"[^\s./\\][^\s/\\]{0,59}\Z")
_LONGEST_NAME = 100
_EXAMPLES = {"id": "demo-group", "name": "示例教育集团"}


class Head:
    """`data` has `body`, `as_of`, `review` and `calendar` in the shape of `records.json`; `where(*path)` is the place of each."""

    def __init__(self, reading: Reading, layout: Layout, places: Places) -> None:
        self.reading = reading
        self.at: dict[tuple[str | int, ...], str] = {}
        self.data: dict[str, Any] = {"body": {"kind": layout.kind}}
        for region in places.of("body"):
            self._facts(region)
        periods = {region.sheet.name: listed for region in places.of("calendar") if (listed := self._periods(region))}
        if periods:
            self.data["calendar"] = periods
        if "region" not in self.data["body"] and not _asked(layout, "region") and len(layout.rulebooks) == 1:
            self.data["body"]["region"] = layout.rulebooks[0][0]

    def where(self, *path: str | int) -> str:
        return self.at.get(path) or self.at.get(path[:1], self.reading.book.file)

    def cells(self) -> dict[str, str]:
        """The places of the facts of the body and of the day of check, by name."""
        return {str(path[-1]): where for path, where in self.at.items() if path == ("as_of",) or path[0] == "body"}

    def _facts(self, region: Region) -> None:
        reading, grid = self.reading, region.grid
        labelled = facts.labels(region.sheet.parts, grid)
        found: dict[str, tuple[Any, Place]] = {}
        for part in region.sheet.parts:
            listed = labelled.get(part.name, [])
            if not listed:
                self._lacking(region, part)
                continue
            if len(listed) > 1:
                what = say(f"“{part.label}”出现两次", f"`{part.label}` stands twice")
                reading.wrong(grid, listed[1], what, mend=say("请删去其一", "remove one of the two"))
            place = facts.beside(grid, listed[0])
            found[part.name] = self._fact(region, part, place), place
        for name, (value, place) in found.items():
            where = reading.book.place(grid, *place)
            if name in DAYS:
                self.at[(name,)] = where
            else:
                self.at[("body", name)] = where
                if value is not None:
                    self.data["body"][name] = value
        self.data["as_of"] = found.get("as_of", (None,))[0]
        self._review(region, *(found.get(name) for name in DAYS[1:]))

    def _fact(self, region: Region, part: Part, place: Place) -> Any:
        """The value of one fact, None where it is blank or wrong."""
        reading, grid = self.reading, region.grid
        if part.name in DAYS:
            return reading.day(grid, place, say(part.label, part.label))
        value = reading.value(grid, place, _column(part))
        if value in (None, NONE):
            if part.name in REQUIRED and place not in grid.cells:
                what = say(f"“{part.label}”没有填", f"`{part.label}` is not filled in")
                reading.wrong(grid, place, what, say("必填", "it is required"), _example(part.name))
            return None
        if part.name == "id" and not _ID.match(value):
            what = say(f"{part.label}填得不对", f"`{part.label}` is wrong")
            why = say(
                "应为 1—60 个字符，不含空格和斜杠，不以点开头", "1 to 60 characters, no blank or slash, no dot in front"
            )
            reading.wrong(grid, place, what, why, _example("id"))
            return None
        if part.name == "name" and len(value) > _LONGEST_NAME:
            why = say(f"至多 {_LONGEST_NAME} 个字", f"at most {_LONGEST_NAME} characters")
            reading.wrong(grid, place, say(f"{part.label}太长", f"`{part.label}` is too long"), why)
            return None
        return value

    def _lacking(self, region: Region, part: Part) -> None:
        what = say(f"没有“{part.label}”一格", f"there is no `{part.label}`")
        row = (min((row for row, _ in region.grid.cells), default=1), 0)
        if part.name in REQUIRED:
            mend = say("请从空白表把这一行复制回来", "copy that row back from the blank form")
            self.reading.wrong(region.grid, row, what, mend=mend)
        else:
            self.reading.note(
                region.grid, row, say(f"{what['zh']}，按未填读入", f"{what['en']}: read as not filled in")
            )

    def _review(self, region: Region, *ends: tuple[Any, Place] | None) -> None:
        (first, at), (last, to) = (end or (None, (1, 0)) for end in ends)
        if first and last:
            self.at[("review", "to")] = self.reading.book.place(region.grid, *to)
            self.data["review"] = {"from": first, "to": last}
        elif (first and to not in region.grid.cells) or (last and at not in region.grid.cells):
            what = say("检查时段只填了一头", "the span under review has one end only")
            mend = say("起止都要填，或都不填", "fill in both ends or neither")
            self.reading.wrong(region.grid, to if first else at, what, mend=mend)

    def _periods(self, region: Region) -> list[dict[str, Any]]:
        """Semesters or school years: every row with anything in it has an id and both days."""
        reading, grid, header = self.reading, region.grid, region.header
        assert header is not None
        kind = region.sheet.name
        found: list[dict[str, Any]] = []
        lacking = [part for part in region.sheet.parts if part.name not in header.columns]
        for part in lacking:
            reading.wrong(grid, (header.row, 0), say(f"缺少列“{part.label}”", f"column `{part.label}` is missing"))
        rows = [] if lacking else _period_rows(region)
        if rows and not _dated(region, rows):
            if kind != "semesters":  # school years follow from semesters; the form says that these may stay empty
                return []
            name = region.sheet.parts[0].label
            what = say(f"“{name}”没有填起止，按没有校历读入", f"`{name}` has no days: read as not on record")
            reading.note(grid, (header.row, 0), what)
            return []
        for row in rows:
            period: dict[str, Any] = {}
            for part in region.sheet.parts:
                place = (row, header.columns[part.name])
                label = say(part.label, part.label)
                if place not in grid.cells:
                    what = say(f"“{part.label}”没有填", f"`{part.label}` is not filled in")
                    why = say("名称、起、止都要填", "name, from and to belong together")
                    mend = say("用不到的一行请整行清空", "clear a row that is not needed")
                    reading.wrong(grid, place, what, why, mend)
                elif part.name == "id":
                    period["id"] = reading.value(grid, place, Column("id", "id", label, example="2023-2024-1"))
                else:
                    period[part.name] = reading.day(grid, place, label)
                self.at["calendar", kind, len(found), part.name] = reading.book.place(grid, *place)
            if len(period) == len(region.sheet.parts) and None not in period.values():
                found.append(period)
        return found


def _period_rows(region: Region) -> list[int]:
    """Rows with anything in them; what leads over to the next headings of the sheet is none."""
    header, grid = region.header, region.grid
    assert header is not None
    columns = set(header.columns.values())
    rows = sorted({row for row, at in grid.cells if at in columns and header.row < row <= region.end})
    last = region.end
    while region.end < grid.rows and rows and rows[-1] == last and not _dated(region, rows[-1:]):
        rows.pop()
        last -= 1
    return rows


def _dated(region: Region, rows: Sequence[int]) -> bool:
    header = region.header
    assert header is not None
    return any((row, header.columns[end]) in region.grid.cells for row in rows for end in ("from", "to"))


def _column(part: Part) -> Column:
    """The column of a fact. What the rulebooks name (a region, a model) is text here: they know it later."""
    known = derived()[BODY].columns[part.name]
    kind = "text" if known.type == "id" or (known.type == "code" and not known.codes) else known.type
    longest = known.longest
    return Column(
        known.name,
        kind,
        say(part.label, part.label),
        codes=known.codes,
        longest=longest,
        example=_EXAMPLES.get(known.name),
    )


def _example(name: str) -> Any:
    text = _EXAMPLES.get(name)
    return say(f"例如 {text}", f"for example {text}") if text else ""


def _asked(layout: Layout, name: str) -> bool:
    parts: Sequence[Part] = [part for sheet in layout.sheets if sheet.role == "body" for part in sheet.parts]
    return any(part.name == name for part in parts)
