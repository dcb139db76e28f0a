"""How headings, titles and values name our tables and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from checker.nearest import nearest
from checker.records import tables as schemas
from checker.records.blocks import BETWEEN
from checker.records.header import bare
from checker.records.sheetwords import SheetWords, comparable, heading
from checker.records.tables import Column, TableSchema

TITLED = 4
"""What it counts that a title is about a table, beside the characters that say so."""

SURE, PERHAPS = 4, 1
"""How much a heading says for a column: its label or another usual name of it; a word that is merely like one."""


_LONGER = 1.5
"""How much longer a name may be that a heading is close to: 教职工数 is not 在校教职工党员人数."""


class TableNames:
    """The names of a table and of its columns, as people write them."""

    def __init__(self, table: TableSchema, words: SheetWords) -> None:
        self.table = table
        self.titles = (comparable(table.label["zh"]), *words.tables.get(table.name, ()))
        self._words = words

    @cached_property
    def _columns(self) -> Mapping[str, str]:
        """Columns by name: a name that two of them have goes to the one that states it more plainly."""
        found: dict[str, str] = {}
        columns = list(self.table.columns.values())
        plainly = [
            (comparable(text), one.name) for one in columns for text in (one.label["zh"], one.label["en"], one.name)
        ]
        usual = [(alias, one.name) for one in columns for alias in self._words.aliases(self.table.name, one.name)]
        shortly = [(bare(one.label["zh"]), one.name) for one in columns]
        for names in (plainly, usual, _unique(shortly)):
            for key, name in names:
                found.setdefault(key, name)
        return found

    def named(self, text: str) -> Column | None:
        """The column that a heading surely names."""
        for key in self._keys(text):
            if key in self._columns:
                return self.table.columns[self._columns[key]]
        return None

    def alone(self, text: str) -> bool:
        """Is the heading a label that no other table has?"""
        return heading(text).bare in _distinctive().get(self.table.name, ())

    def all_named(self, headings: Sequence[str]) -> dict[str, Column]:
        """The columns that the headings of a block surely name. A lower part names one alone where no other heading has it."""
        lower = Counter(text.rpartition(BETWEEN)[2] for text in headings)
        found: dict[str, Column] = {}
        for text in headings:
            last = text.rpartition(BETWEEN)[2]
            column = self.named(text) or (self.named(last) if last != text and lower[last] == 1 else None)
            if column is not None:
                found[text] = column
        return found

    def like(self, text: str) -> tuple[Column, ...]:
        """Columns that a heading may mean, most alike first; three at most."""
        keys = [key for part in (text, text.rpartition(BETWEEN)[2]) for key in self._asking(heading(part).bare) if key]
        found = [
            name
            for label, name in self._columns.items()
            for key in keys
            if len(label) > 1 and len(key) > 1 and not key.isascii() and (label in key or key in label)
        ]
        close = nearest(keys[0], (key for key in self._columns if len(key) <= _LONGER * len(keys[0]))) if keys else None
        if close:
            found.insert(0, self._columns[close])
        return tuple(self.table.columns[name] for name in dict.fromkeys(found))[:3]

    def in_title(self, text: str) -> int:
        """What it counts that a title names this table: more where that is what the title is about, which in Chinese stands last
        (示例教育集团成员学校基本情况一览表 is about schools)."""
        about = self._about(heading(text).bare)
        ending = [len(name) for name in self.titles if about.endswith(name)]
        if ending:
            return TITLED + max(ending)
        return 1 if any(name in about for name in self.titles) else 0

    def _about(self, title: str) -> str:
        """Without the words that say that it is a list: 情况, 一览表, 台账."""
        while end := next((one for one in self._words["title_ends"] if title.endswith(one) and title != one), None):
            if title in self.titles:
                break
            title = title.removesuffix(end)
        return title

    def _asking(self, whole: str) -> Iterable[str]:
        """The heading, and what it asks yes or no about."""
        yield whole
        for word in self._words["whether"]:
            if whole.startswith(word) and whole != word:
                yield whole.removeprefix(word)

    def _keys(self, text: str) -> Iterable[str]:
        whole = heading(text).bare
        yield from (comparable(text), whole)
        for name in self.titles:
            # 会议日期 in a table of meetings is its date
            yield whole.removeprefix(name) if whole.startswith(name) and whole != name else whole
        yield from self._asking(whole)
        upper, between, lower = text.rpartition(BETWEEN)
        if between:
            yield heading(upper.replace(BETWEEN, "") + lower).bare
            if heading(lower).bare in self._words["wholes"]:
                yield heading(upper).bare
                yield heading(upper.rpartition(BETWEEN)[2]).bare


class Names:
    """All tables."""

    def __init__(self, words: SheetWords, wanted: Iterable[str] | None = None) -> None:
        known = schemas.load()
        self.words = words
        self.wanted = frozenset(known if wanted is None else wanted)
        self.tables = {name: TableNames(table, words) for name, table in known.items()}
        self._memory: dict[str, bool] = {}

    def known(self, text: str) -> bool:
        """Does it name a column of some table, or one that never holds a fact?"""
        if text not in self._memory:
            bare_text = heading(text).bare
            self._memory[text] = bare_text in self.words.ignored or any(one.named(text) for one in self.tables.values())
        return self._memory[text]


@cache
def _distinctive() -> Mapping[str, frozenset[str]]:
    """Of each table the labels that no other one has."""
    labels = {
        name: {comparable(bare(column.label["zh"])) for column in table.columns.values()}
        for name, table in schemas.load().items()
    }
    counted = Counter(label for one in labels.values() for label in one)
    return {name: frozenset(label for label in one if counted[label] == 1) for name, one in labels.items()}


def _unique(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return [(key, names[0]) for key, names in found.items() if len(names) == 1]
