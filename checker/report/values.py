"""Exact values in words: counts, shares, money, dates, sets, bounds, and who and what they are of.

How numbers are said is in `quantities`. Nothing here decides anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain

from checker.model import Cell, Measure, Rule, Value
from checker.report import periods
from checker.report.links import element_table, linked
from checker.report.periods import SPECIAL_PERIODS
from checker.report.quantities import MONEY, PLACES, Quantities, decimal, fraction
from checker.report.unsaid import unsaid
from checker.report.words import LabelledColumn, Lexicon, Phrases, clean, pick

__all__ = ["PLACES", "Speaker", "decimal", "fraction"]

LONGEST = 30
"""Characters of a free text that names a row."""
PEOPLE = "people"
NAMED = ("schools", "groups")
"""Tables whose rows `labels` has by their ids alone."""


class Speaker(Quantities):
    """Says values in one language; `labels` names schools and groups by id, `people` persons where their names were asked for.
    With `hidden` persons are not told apart at all."""

    def __init__(
        self,
        lexicon: Lexicon,
        phrases: Phrases,
        labels: Mapping[str, str],
        people: Mapping[str, str] | None = None,
        *,
        hidden: bool = False,
        registered: Mapping[str, str] | None = None,
    ) -> None:
        self.people, self.hidden = people or {}, hidden
        self._unsaid = unsaid(registered or {}, numbers=hidden) if hidden or not people else None
        super().__init__(lexicon, phrases)
        self.labels = labels
        self._members: dict[tuple[str, str], str] = {}

    # ---- time --------------------------------------------------------------------------------------------------

    def date(self, text: str) -> str:
        """`2023-08-31` or `2023-08`, or that it never was; anything else as it stands."""
        if text == "never":
            return self.phrases("value.never")
        if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text) is None:
            return clean(text)
        year, month, *day = (int(part) for part in text.split("-"))
        if day:
            return self.phrases("date.day", y=year, m=month, d=day[0])
        return self.phrases("date.month", y=year, m=month)

    def span(self, first: str, last: str) -> str:
        if not first:
            return self.phrases("report.span_open", b=self.date(last))
        return self.phrases("report.span", a=self.date(first), b=self.date(last))

    def since(self, first: str, last: str) -> str:
        """A stretch of time; without a start, all that lies before its end."""
        return self.span(first, last) if first else self.phrases("value.until", a=self.date(last))

    def period(self, key: str, every: str | None) -> str:
        """A period's key in words; a key of no known form (a semester's id) as it stands."""
        return periods.said(key, every, self.phrases)

    def entity(self, key: str) -> str:
        return self.phrases("period.entity_unknown") if key == "?" else clean(self.labels.get(key, key))

    def person(self, key: str) -> str:
        """A person's staff number; with the name before it where names were asked for, nothing but that it is one where hidden."""
        if self.hidden:
            return self.phrases("value.person")
        name = self.people.get(key)
        return self.phrases("report.bracketed", what=clean(name), text=clean(key)) if name else clean(key)

    def freely(self, text: object) -> str:
        """What somebody wrote, without the names of registered persons where names were not asked for; where persons are hidden,
        without their numbers too."""
        said = clean(text)
        return self._unsaid.sub(lambda _: self.phrases("value.person"), said) if self._unsaid else said

    def row(self, table: str, key: str) -> str:
        """A row by what names it, its id in brackets: 城东小学 2024 年度部门预算（b3）. By its day where nothing else
        does; empty where nothing is known of it."""
        found = self.lexicon.tables.get(table)
        if found is None:
            return ""
        for names in (found.named, ((found.time or {}).get("at", ""),)):
            said = [
                self._cell(found.columns[name], self.labels[f"{table}/{key}/{name}"])
                for name in names
                if f"{table}/{key}/{name}" in self.labels
            ]
            day = self.labels.get(f"{table}/{key}/{(found.time or {}).get('at')}")
            if len(said) == 1 and day and "at" in (found.time or {}) and (found.time or {})["at"] not in names:
                said.append(self.date(day))
            if said:
                return self.phrases("value.event", what=" ".join(said), id=clean(key))
        return ""

    def _cell(self, column: LabelledColumn, text: str) -> str:
        if column.type == "money" and text.isdigit():
            return self.amount(Fraction(text), MONEY)
        if column.type == "text" and len(text) > LONGEST:
            # Cut last: a name that is cut in half would be known by nobody but its readers.
            return self.freely(text)[:LONGEST] + "…"
        if column.type == "text":
            return self.freely(text)
        if column.type == "date":
            return self.date(text)
        if column.link == PEOPLE:
            return self.person(text)
        return self.entity(text) if column.link else self.lexicon.coded(column, text, self.lang)

    def member(self, key: str, rule: Rule, cells: Sequence[Cell] = (), measures: Sequence[str] = ()) -> str:
        """An entity or item of a rule's cells: a school's name, what names a row, or the label of a code. Under another
        reading it may be one that the rule itself does not list: then its `cells` or `measures` tell what it is."""
        for one in rule.for_each:
            rows = self.lexicon.sets.get(one) if isinstance(one, str) else None
            if rows and rows.entity == "id" and (named := self.row(rows.table, key)):
                return named
        if key in self.labels or key in SPECIAL_PERIODS:
            return self.entity(key)
        if self._are_people(rule, measures):
            return self.person(key)
        if (key, rule.id) not in self._members:
            asked = dict.fromkeys(test.measure for tests in rule.tests.values() for test in tests)
            asked |= dict.fromkeys(one.test.measure for cell in cells for one in cell.tests) | dict.fromkeys(measures)
            said = (self.lexicon.member(name, key, self.lang) for name in asked)
            lists = [set(one) for one in rule.for_each if not isinstance(one, str)]
            lists += [{cell.entity for cell in cells}, {cell.item for cell in cells}]
            told = chain(said, (self.lexicon.listed(one, key, self.lang) for one in lists if key in one))
            found = next((one for one in told if one != key), None)
            if found is None:
                return clean(key)
            self._members[key, rule.id] = found
        return self._members[key, rule.id]

    def _are_people(self, rule: Rule, measures: Sequence[str]) -> bool:
        """Are the members that are no schools persons? Where other rows are told too, an id could be either's."""
        rows = [self.lexicon.sets[one] for one in rule.for_each if isinstance(one, str) and one in self.lexicon.sets]
        tables = {linked(self.lexicon, f"{one.table}.{one.entity}") for one in rows}
        if not tables:
            found = [self.lexicon.measure(name) for name in measures]
            paths = [f"{one.table}.{path}" for one in found for path in (one.entity, one.item) if path]
            tables = {linked(self.lexicon, path) for path in paths}
        return PEOPLE in tables and tables <= {PEOPLE, *NAMED}

    def due(self, rule: Rule, date: str | None) -> str:
        """` （限…前）` for a clause that has a last day, as a tail of its sentence."""
        if date:
            return self.phrases("sentence.due_by", date=self.date(date))
        return self.phrases("sentence.due_open") if rule.due and rule.due.open else ""

    # ---- whole values ------------------------------------------------------------------------------------------

    def value(self, value: Value | None, order: Sequence[str] = ()) -> str:
        """What was measured, with bounds where an end is open; elements in the `order` given, then in that of their
        codes."""
        if value is None:
            return self.phrases("value.unknown")
        if value.elements is not None or value.maybe:
            return self._elements(value, order)
        measure = self.lexicon.measure(value.measure)
        low, high = value.low, value.high
        if isinstance(low, str) or isinstance(high, str):
            if measure.type == "date":
                return self._dates(low, high)
            return self.lexicon.code(value.measure, str(low if low is not None else high), self.lang)
        if value.numerator and value.denominator and (low is not None or high is not None):
            return self._share(value, low, high)
        return self._nothing_yet(value, measure) if low == 0 and high is None else self._bounds(low, high, measure)

    def _nothing_yet(self, value: Value, measure: Measure) -> str:
        """A count's lower end is at least 0: saying so would only look like knowledge, but for what still runs."""
        if value.why_open == ("period_running",):
            return self.phrases("value.so_far", a=self.amount(Fraction(0), measure))
        return self._bounds(None, None, measure)

    def _bounds(self, low: Fraction | None, high: Fraction | None, measure: Measure) -> str:
        if low is None and high is None:
            return self.phrases("value.unknown")
        if low is None or high is None:
            key, end = ("value.at_most", high) if low is None else ("value.at_least", low)
            return self.phrases(key, a=self.amount(end or Fraction(0), measure))
        if low == high:
            return self.amount(low, measure)
        plain = measure.type not in ("share", "money") and measure.unit != "share"
        first = self.number(low) if plain else self.amount(low, measure)
        return self.phrases("value.between", a=first, b=self.amount(high, measure))

    def _share(self, value: Value, low: Fraction | None, high: Fraction | None) -> str:
        (top, top_high), (base, base_high) = value.numerator or (None, None), value.denominator or (None, None)
        if low is not None and low == high:
            if top is None or top != top_high or base is None or base != base_high:
                return self.share(low)
            return self.share(low, "/".join(self.parts(value.measure, top, base)))
        return self._bounds(None if low == 0 and high is None else low, high, self.lexicon.measure(value.measure))

    def _dates(self, low: str | Fraction | None, high: str | Fraction | None) -> str:
        if low is not None and low == high:
            return self.date(str(low))
        if low is not None and high is not None:
            month = str(low)[:7]
            whole = str(low)[8:] == "01" and str(high)[:7] == month and _ends_month(str(high))
            return self.date(month) if whole else self.span(str(low), str(high))
        if low is not None:
            return self.phrases("value.not_before", a=self.date(str(low)))
        return self.phrases("value.not_after", a=self.date(str(high)))

    def parts(self, share: str, top: int, base: int) -> tuple[str, str]:
        """Numerator and denominator of a share as counted; those of money in yuan."""
        inputs = [self.lexicon.measure(one) for one in self.lexicon.measure(share).inputs]
        if len(inputs) != 2 or any(one.type != "money" for one in inputs):
            return str(top), str(base)
        # Both in one unit, so that they can be compared.
        return self._amount(Fraction(top), inputs[0]), self._amount(Fraction(base), inputs[1])

    def elements(self, items: tuple[str, ...], measure: str) -> str:
        codes = self.lexicon.codes(measure)
        if items and element_table(self.lexicon, measure) == PEOPLE:
            if self.hidden:
                return self.phrases("value.persons", n=len(items))
            return self.phrases.join([self.person(one) for one in items])
        said = [
            clean(self.labels[one])
            if one in self.labels and one not in codes
            else self.lexicon.code(measure, one, self.lang)
            for one in items
        ]
        return self.phrases.join(said) or self.phrases("value.none")

    def _elements(self, value: Value, order: Sequence[str]) -> str:
        sure, maybe = (self.sorted(one, value.measure, order) for one in (value.elements or (), value.maybe))
        said = self.elements(sure, value.measure)
        return self.phrases("value.or_maybe", a=said, b=self.elements(maybe, value.measure)) if maybe else said

    def sorted(self, items: Sequence[str], measure: str, order: Sequence[str] = ()) -> tuple[str, ...]:
        """Codes as the text lists them (`order`), the others as their column does; names stay as they are."""
        known = [*order, *self.lexicon.codes(measure)]
        return tuple(sorted(items, key=lambda one: known.index(one) if one in known else len(known)))

    def label(self, measure: str) -> str:
        return pick(self.lexicon.measure(measure).label, self.lang)


def _ends_month(text: str) -> bool:
    return (dt.date.fromisoformat(text) + dt.timedelta(days=1)).day == 1
