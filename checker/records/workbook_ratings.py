"""The points that a body gives itself, item by item, as its workbook has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from checker.errors import say
from checker.nearest import nearest
from checker.records.body import NONE
from checker.records.layout import Part, Sheet
from checker.records.ratings import points
from checker.records.reading import Reading
from checker.records.regions import Region
from checker.records.rows import is_total
from checker.records.sheetwords import folded
from checker.records.tables import Column
from checker.sheets.grid import Place

STAGE = "self"
_BRACKETS = re.compile(r"\([^()]*\)")
_REQUIRED = ("item", "points", "by", "date")
_LONGEST = {"by": 100, "evidence": 500, "reason": 500}


def ratings(reading: Reading, region: Region, period: str | None) -> list[dict[str, Any]]:
    """Entries in the shape of `ratings` of decisions.json, with `points` as text and their `origin`; a row without points is
    none. `period` is the school year that they are for, where it is known."""
    header, grid = region.header, region.grid
    assert header is not None
    parts = {part.name: part for part in region.sheet.parts}
    lacking = [parts[name].label for name in _REQUIRED if name not in header.columns]
    for label in lacking:
        reading.wrong(grid, (header.row, 0), say(f"缺少列“{label}”", f"column `{label}` is missing"))
    if lacking:
        return []
    found: list[dict[str, Any]] = []
    unsigned: dict[str, list[Place]] = {"by": [], "date": []}
    items = _Items(region.sheet)
    for row in range(header.row + 1, region.end + 1):
        places = {name: (row, column) for name, column in header.columns.items()}
        cell = grid.cells.get(places["item"])
        item = items.called(cell.value) if cell else None
        if item is None:
            _unknown(reading, region, items, places)
            continue
        if places["points"] not in grid.cells:
            if places.get("evidence") in grid.cells or places.get("reason") in grid.cells:
                reading.note(grid, places["points"], say("没有打分，这一行未读", "no points: this row was not read"))
            continue
        entry = _entry(reading, region, parts, places)
        for name, listed in unsigned.items():
            if places[name] not in grid.cells:
                listed.append(places[name])
        found.append(
            {"item": item, "stage": STAGE, **entry, "origin": reading.book.place(grid, row)}
            | ({"period": period} if period else {})
        )
    for label in items.left():
        what = say(f"没有指标“{label}”这一行，按没有评分读入", f"no row for the item `{label}`: read as not rated")
        reading.note(grid, (header.row, 0), what)
    for name, listed in unsigned.items():
        if listed:
            _ask(reading, region, parts[name], listed)
    return found


class _Items:
    """The items of a scheme by what they are called; of equal names each is the next one."""

    def __init__(self, sheet: Sheet) -> None:
        prefix = f"{sheet.name}/"
        self.ids = {name: name if name.startswith(prefix) else prefix + name for name, _ in sheet.tables}
        self.labels = {self.ids[name]: label for name, label in sheet.tables}
        self.named: dict[str, list[str]] = {}
        self.bare: dict[str, list[str]] = {}
        for name, label in sheet.tables:
            self.named.setdefault(folded(label), []).append(self.ids[name])
            self.bare.setdefault(_plain(label), []).append(self.ids[name])
        self._seen: set[str] = set()

    def called(self, text: str) -> str | None:
        """The item's id; the last of equal names stays."""
        listed = self.named.get(folded(text))
        if not listed and len(alike := self.bare.get(_plain(text), [])) == 1:
            listed = alike
        found = (listed.pop(0) if len(listed) > 1 else listed[0]) if listed else self.ids.get(text.strip())
        if found:
            self._seen.add(found)
        return found

    def near(self, text: str) -> str | None:
        """The label of the item that a text most likely means: of those without a row, if one is like it."""
        labels = {_plain(label): label for label in self.labels.values()}
        found = nearest(_plain(text), labels)
        return labels[found] if found else None

    def left(self) -> list[str]:
        """The labels of items that no row has."""
        return [label for item, label in self.labels.items() if item not in self._seen]


def _plain(text: str) -> str:
    """An item without blanks and without its points or other words in brackets."""
    said = folded(text)
    return _BRACKETS.sub("", said) or said


def _unknown(reading: Reading, region: Region, items: _Items, places: Mapping[str, Place]) -> None:
    """A row that names no item of ours: if anything is filled in there, it would be lost."""
    grid = region.grid
    filled = [name for name in ("points", "evidence", "reason", "by", "date") if places.get(name) in grid.cells]
    cell = grid.cells.get(places["item"])
    words = [one.value for _, one in sorted(grid.row(places["item"][0]).items()) if one.kind == "text"]
    if not filled or (filled == ["points"] and words and is_total(words[0])):
        return
    near = items.near(cell.value) if cell else None
    mend = say(f"是否为“{near}”？", f"is it `{near}`?") if near else ""
    what = say("不认识的指标", "unknown item") if cell else say("没有写是哪个指标", "no item is named")
    why = say(
        "应与空白表上的指标同名，合计行请写“合计”", "expected an item as the blank form has it; call a sum `total`"
    )
    reading.wrong(grid, places["item"], what, why, mend)


def _entry(reading: Reading, region: Region, parts: Mapping[str, Part], places: Mapping[str, Place]) -> dict[str, Any]:
    entry: dict[str, Any] = {"points": _points(reading, region, parts["points"], places["points"])}
    for name in ("evidence", "reason", "by"):
        if name in places:
            label = say(parts[name].label, parts[name].label)
            text = reading.value(region.grid, places[name], Column(name, "text", label, longest=_LONGEST[name]))
            if text not in (None, NONE):
                entry[name] = text
    day = reading.day(region.grid, places["date"], say(parts["date"].label, parts["date"].label))
    return entry | ({"date": day} if day else {})


def _points(reading: Reading, region: Region, part: Part, place: Place) -> str:
    """The points as exact text, `0` where they are wrong, and that is told."""
    cell = region.grid.cells[place]
    text = unicodedata.normalize("NFKC", cell.value).strip().removesuffix("分").strip()
    try:
        if cell.kind not in {"text", "number"} or cell.percent or cell.unit not in {"", "分"}:
            raise ValueError
        points(text)
    except ValueError:
        what = say(f"{part.label}填得不对", f"`{part.label}` is wrong")
        if cell.kind == "formula":
            what = say("公式没有算出结果", "a formula without its result")
        elif cell.kind == "error":
            what = say(f"单元格是错误值“{cell.value}”", f"the cell is an error, {cell.value}")
        why = say(
            "应为不小于 0 的分数，不打分请留空", "expected points, 0 or more; leave it empty where there are none"
        )
        reading.wrong(region.grid, place, what, why, say("例如 8.5", "for example 8.5"))
        return "0"
    return text


def _ask(reading: Reading, region: Region, part: Part, listed: list[Place]) -> None:
    """Who and when is asked for once, however many rows lack it."""
    others = f"（同样缺的共 {len(listed)} 行）" if len(listed) > 1 else ""
    more = f" ({len(listed)} rows lack it)" if len(listed) > 1 else ""
    what = say(f"打了分，没有填“{part.label}”{others}", f"points without `{part.label}`{more}")
    why = say("每个打了分的指标都要填", "every rated item has it")
    example = "2024-08-31" if part.name == "date" else "集团自评小组"
    reading.wrong(region.grid, listed[0], what, why, say(f"例如 {example}", f"for example {example}"))
