"""What a workbook asks for, as the workbook itself carries it in a hidden sheet: the one contract between the template that
is written out and the filled one that comes back. Sheets are found by it, whatever the interface language was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.errors import say
from checker.model import Words

SHEET = "_jituan"
"""The name of the hidden sheet."""

VERSION = "1"
STATUS = ("rows", "none", "later")
"""What may be said of a table, in the order of the options of the part `status` of the overview."""


@dataclass(frozen=True)
class Part:
    """One thing to fill in: a column of a table, a fact of the body, an item to rate. `options` as people see them."""

    name: str
    label: str
    type: str = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One region to fill. By `role`:

    overview  a row for each table: parts `table`, `status`, `from`, `to` are its columns, `tables` the rows' labels by name
    body      facts of the body, label and value side by side; the parts' names are keys of `body`, or `as_of`, `review_from`,
              `review_to`
    calendar  rows of `name` (`semesters` or `school_years`): parts `id`, `from`, `to`
    table     rows of the table `name`: its columns
    ratings   a row for each item of the scheme `name`: parts `item`, `points`, `evidence`, `reason`, `by`, `date` are its columns,
              `tables` the items' labels by id
    """

    role: str
    name: str
    title: str
    parts: tuple[Part, ...]
    tables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Layout:
    """`kind` of the body, the school `year`, the rulebooks with their hashes, and the sheets in order. `made` are the titles of
    sheets that a marked copy added: whoever reads it passes them over."""

    kind: str
    year: str
    rulebooks: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    made: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Names what is asked for; a change of rules that asks for nothing else leaves it as it is."""
        lines = "\n".join("\t".join(row) for sheet in self.sheets for row in _sheet_rows(sheet))
        return hashlib.sha256(f"{self.kind}\n{lines}".encode()).hexdigest()[:16]

    def sheet(self, role: str, name: str = "") -> Sheet | None:
        return next((one for one in self.sheets if one.role == role and name in ("", one.name)), None)

    def rows(self) -> Iterator[list[str]]:
        """The rows of the hidden sheet, all text."""
        yield ["jituan-template", VERSION, self.id]
        yield ["kind", self.kind]
        yield ["year", self.year]
        for name, sha256 in self.rulebooks:
            yield ["rulebook", name, sha256]
        for title in self.made:
            yield ["made", title]
        for sheet in self.sheets:
            yield from _sheet_rows(sheet)


def parse(rows: Iterable[Sequence[str]]) -> Layout | None:
    """The layout that those rows were written from; None where they were not, or were changed since."""
    listed = [list(row) for row in rows if row]
    if not listed or listed[0][:2] != ["jituan-template", VERSION] or len(listed[0]) != 3:
        return None
    kind = year = ""
    books: list[tuple[str, str]] = []
    titles: list[str] = []
    sheets: list[Sheet] = []
    for row in listed[1:]:
        match row:
            case ["kind", text]:
                kind = text
            case ["year", text]:
                year = text
            case ["rulebook", name, sha256]:
                books.append((name, sha256))
            case ["made", title]:
                titles.append(title)
            case ["sheet", role, name, title]:
                sheets.append(Sheet(role, name, title, ()))
            case ["part", name, label, type_, *options] if sheets:
                last = sheets[-1]
                sheets[-1] = Sheet(
                    last.role,
                    last.name,
                    last.title,
                    (*last.parts, Part(name, label, type_, tuple(options))),
                    last.tables,
                )
            case ["row", name, label] if sheets:
                last = sheets[-1]
                sheets[-1] = Sheet(last.role, last.name, last.title, last.parts, (*last.tables, (name, label)))
            case _:
                return None
    made = Layout(kind, year, tuple(books), tuple(sheets), tuple(titles))
    return made if made.id == listed[0][2] else None


def changes(old: Layout, new: Layout) -> list[Words]:
    """What the new layout asks otherwise than the old one, most important first; nothing where they ask the same."""
    said: list[Words] = []
    before = {(one.role, one.name): one for one in old.sheets}
    after = {(one.role, one.name): one for one in new.sheets}
    said += [_added(after[key]) for key in after if key not in before]
    said += [_removed(before[key]) for key in before if key not in after]
    for key, sheet in after.items():
        if key in before:
            said += _changed(before[key], sheet)
    return said


def _added(sheet: Sheet) -> Words:
    return say(f"新增工作表“{sheet.title}”", f"sheet `{sheet.title}` is new")


def _removed(sheet: Sheet) -> Words:
    return say(f"不再有工作表“{sheet.title}”", f"sheet `{sheet.title}` is gone")


def _changed(old: Sheet, new: Sheet) -> Iterator[Words]:
    before, after = ({part.name: part for part in sheet.parts} for sheet in (old, new))
    where = f"“{new.title}”"
    for name, part in after.items():
        if name not in before:
            yield say(f"{where}新增“{part.label}”", f"`{new.title}` asks for `{part.label}`")
        elif part.label != before[name].label:
            yield say(
                f"{where}的“{before[name].label}”改称“{part.label}”",
                f"`{new.title}`: `{before[name].label}` is now `{part.label}`",
            )
        elif {*part.options} != {*before[name].options} or part.type != before[name].type:
            yield say(f"{where}“{part.label}”的选项有变", f"`{new.title}`: `{part.label}` has other options")
    for name, part in before.items():
        if name not in after:
            yield say(f"{where}不再有“{part.label}”", f"`{new.title}` no longer asks for `{part.label}`")
    if old.tables != new.tables:
        yield say(f"{where}所列各行有变", f"`{new.title}` lists other rows")


def _sheet_rows(sheet: Sheet) -> Iterator[list[str]]:
    yield ["sheet", sheet.role, sheet.name, sheet.title]
    for part in sheet.parts:
        yield ["part", part.name, part.label, part.type, *part.options]
    for name, label in sheet.tables:
        yield ["row", name, label]
