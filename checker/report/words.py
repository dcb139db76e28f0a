"""Words of a report: the interface table of a language (`reports/words/<lang>.yaml`), the vocabulary's labels.

`Phrases` turns a dotted key into a sentence; `Lexicon` answers what a measure, unit, operator or verdict is called.
Both fall back to Chinese, the language that everything has. What users typed passes through `clean` before printing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Protocol

import yaml

from checker import house
from checker.errors import PERSONAL_NUMBER, printable
from checker.model import Measure, Words

LANGS = ("zh", "en")
INNER = str.maketrans("“”", "‘’")


def clean(text: object) -> str:
    """One printable line: no control or direction characters, no personal numbers. For everything that a user typed."""
    return _clean(str(text))


@lru_cache(maxsize=8192)
def _clean(text: str) -> str:
    # A report says the same names and labels over and over.
    return PERSONAL_NUMBER.sub("…", printable(text)).strip()


def within(text: str) -> str:
    """A text that will stand in quotation marks: its own become single ones."""
    return text.translate(INNER)


def pick(words: Words | None, lang: str) -> str:
    """The text in `lang`, else in Chinese; empty for None."""
    return clean((words.get(lang) or words.get("zh") or "") if words else "")


class Phrases:
    """The interface words of one language; `phrases("a.b", n=3)` fills the braces of the entry `a.b`.

    What is inserted is never read as a template again. Raises KeyError for an unknown key: a defect of ours.
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.entries = _entries(lang)

    def __call__(self, key: str, **parts: object) -> str:
        return self.entries[key].format_map(parts)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def join(self, items: list[str] | tuple[str, ...]) -> str:
        return self("report.join").join(items)

    def keyed(self, table: str, text: str, **shown: str) -> str:
        """`key:arg` in words: the entry `table.key` with its `arg`, or the text itself where the table has no such key.

        `shown` may give the argument's display form as `arg`. Without an argument, `table.key_bare` goes first.
        """
        key, _, arg = text.partition(":")
        entry = f"{table}.{key}"
        if not arg and f"{entry}_bare" in self:
            return self(f"{entry}_bare")
        return self(entry, arg=shown.get("arg", clean(arg))) if entry in self else clean(text)


@cache
def _entries(lang: str) -> Mapping[str, str]:
    if lang not in LANGS:
        raise ValueError(f"no words for language {lang!r}; there are {', '.join(LANGS)}")
    path = house.reports_dir() / "words" / f"{lang}.yaml"
    # Our own file, so the fast C loader without the guards that users' files need.
    data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return dict(_flat(data))


def _flat(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


class Labelled(Protocol):
    """A set, or a column: it has a label. The stages that made it stay unknown here."""

    @property
    def label(self) -> Words: ...


class LabelledColumn(Labelled, Protocol):
    @property
    def type(self) -> str: ...

    @property
    def codes(self) -> Mapping[str, str] | None: ...

    @property
    def link(self) -> str | None: ...


class LabelledSet(Labelled, Protocol):
    @property
    def table(self) -> str: ...

    @property
    def entity(self) -> str: ...

    @property
    def each(self) -> Words | None: ...

    @property
    def counter(self) -> Words | None: ...


class LabelledTable(Labelled, Protocol):
    @property
    def columns(self) -> Mapping[str, LabelledColumn]: ...

    @property
    def time(self) -> Mapping[str, str] | None: ...

    @property
    def named(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Lexicon:
    """The shared vocabulary as plain mappings, each the content of its file in `rules/vocabulary`.

    `units`, `bearers`, `topics`, `periods`, `roles` map a key to words; `operators` to `{sentence, gap, family}`; `modalities`
    and `verdicts` to mappings with a `label`; `sets` and `tables` to objects with a `label` (a table's `columns` have
    `label` and `codes`). An unknown key is its own label, so that a report never fails for want of a word.
    """

    measures: Mapping[str, Measure] = field(default_factory=dict)
    units: Mapping[str, Words] = field(default_factory=dict)
    operators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    modalities: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    verdicts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    bearers: Mapping[str, Words] = field(default_factory=dict)
    topics: Mapping[str, Words] = field(default_factory=dict)
    periods: Mapping[str, Words] = field(default_factory=dict)
    roles: Mapping[str, Words] = field(default_factory=dict)
    sets: Mapping[str, LabelledSet] = field(default_factory=dict)
    tables: Mapping[str, LabelledTable] = field(default_factory=dict)

    def measure(self, name: str) -> Measure:
        """The measure, or a bare count under its own name where the vocabulary has none."""
        found = self.measures.get(name)
        return found or Measure(name, {"zh": name}, "", {"zh": ""}, "rows", "count")

    def unit(self, key: str, lang: str) -> str:
        return pick(self.units[key], lang) if key in self.units else clean(key)

    def operator(self, key: str) -> Mapping[str, Any]:
        return self.operators.get(key, {"family": "number", "sentence": {"zh": key}, "gap": {"zh": ""}})

    def verdict(self, key: str, lang: str) -> str:
        return _label(self.verdicts, key, lang)

    def symbol(self, key: str) -> str:
        return str(self.verdicts.get(key, {}).get("symbol", "?"))

    def colour(self, key: str) -> str:
        return str(self.verdicts.get(key, {}).get("colour", "quiet"))

    def is_gap(self, key: str) -> bool:
        return bool(self.verdicts.get(key, {}).get("gap", False))

    def modality(self, key: str, lang: str) -> str:
        return _label(self.modalities, key, lang)

    def bearer(self, key: str, lang: str) -> str:
        return _label(self.bearers, key, lang)

    def topic(self, key: str, lang: str) -> str:
        return _label(self.topics, key, lang)

    def period(self, key: str, lang: str) -> str:
        return _label(self.periods, key, lang)

    def role(self, key: str, lang: str) -> str:
        return _label(self.roles, key, lang)

    def set(self, key: str, lang: str) -> str:
        return _label(self.sets, key, lang)

    def each(self, key: str, lang: str) -> str:
        """How "each one" of a set is said; empty where the vocabulary has no words for it."""
        words = self.sets[key].each if key in self.sets else None
        return pick(words, lang) if words else ""

    def counter(self, key: str, lang: str) -> str:
        """What the elements of a set are counted in; empty where the vocabulary has no word in this language."""
        words = self.sets[key].counter if key in self.sets else None
        return clean(words.get(lang, "")) if words else ""

    def compared(self, op: str, right: str, lang: str, key: str = "sentence") -> tuple[str, str]:
        """The operator in words and what stands after it: nothing, where the words have a place for the right side."""
        sentence = pick(self.operator(op).get(key), lang)
        return (sentence.format(right=right), "") if "{right}" in sentence else (sentence, right)

    def column(self, path: str) -> tuple[LabelledTable | None, LabelledColumn | None]:
        """The table and column at the end of `table.column`, or of `table.link.column` over links."""
        name, *steps = path.split(".")
        table = self.tables.get(name)
        column: LabelledColumn | None = None
        for number, step in enumerate(steps):
            column = table.columns.get(step) if table else None
            if number < len(steps) - 1:
                table = self.tables.get(column.link) if column and column.link else None
        return table, column

    def place(self, path: str, lang: str) -> str:
        """A table, column, set or measure in words: `meetings.kind` → 会议·种类."""
        name, _, rest = path.partition(".")
        if name not in self.tables:
            return pick(self.measures[path].label, lang) if path in self.measures else _label(self.sets, path, lang)
        if not rest:
            return pick(self.tables[name].label, lang)
        table, column = self.column(path)
        if table is None or column is None:
            return f"{pick(self.tables[name].label, lang)}·{clean(rest)}"
        return f"{pick(table.label, lang)}·{pick(column.label, lang)}"

    def code(self, measure: str, value: str, lang: str = "zh") -> str:
        """A code of the measure's column in words, else the code itself."""
        return self.coded(self._measured(measure), value, lang)

    def codes(self, measure: str) -> Collection[str]:
        """The codes of the measure's column in the order of its schema."""
        column = self._measured(measure)
        return (column.codes or ()) if column else ()

    def _measured(self, measure: str) -> LabelledColumn | None:
        made = self.measures.get(measure)
        return self.column(f"{made.table}.{made.column}")[1] if made and made.table and made.column else None

    def member(self, measure: str, value: str, lang: str) -> str:
        """A code that names an entity or an item of the measure, in words; the code itself where it is none."""
        made = self.measures.get(measure)
        if made is None:
            return clean(value)
        for path in (made.entity, made.item):
            column = self.column(f"{made.table}.{path}")[1] if made.table and path else None
            if column and column.codes and value in column.codes:
                return self.coded(column, value, lang)
        said = (self.member(name, value, lang) for name in made.inputs)
        return next((one for one in said if one != value), clean(value))

    def listed(self, codes: Collection[str], value: str, lang: str) -> str:
        """A code out of a literal list in words, if some column knows the whole list; the code itself if none does."""
        for table in self.tables.values():
            for column in table.columns.values():
                if column.codes and all(one in column.codes for one in codes):
                    return self.coded(column, value, lang)
        return clean(value)

    def coded(self, column: LabelledColumn | None, value: str, lang: str) -> str:
        """Codes are English words; their labels are Chinese."""
        if column is None or not column.codes or value not in column.codes:
            return clean(value)
        return clean(column.codes[value]) if lang == "zh" else clean(value.replace("_", " "))


def _label(table: Mapping[str, Any], key: str, lang: str) -> str:
    """The label of `key`: an entry may be words, a mapping with `label`, or an object with `label`."""
    entry = table.get(key)
    if entry is None:
        return clean(key)
    if isinstance(entry, Mapping):
        return pick(entry.get("label", entry), lang)
    return pick(entry.label, lang)
