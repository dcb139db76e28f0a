"""Why a cell could not be judged, is not owed or not yet, and what to report so that it can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.model import Cell, TestResult
from checker.report.comparisons import Comparisons
from checker.report.gaps import OPEN, shown, spans_of, table_of, together
from checker.report.words import clean, within

FOLLOWS = "when_unknown"
"""Not a cause of its own: whether a clause applies is open because some record is missing."""
CONDITIONS = ("condition", "open_condition")
SETS = ("set_", "no_rows")
WAITS = "period_running"
"""Nothing is lacking but time."""
PART = "partial_period"
"""No record can settle it."""
CALENDAR, SCHOOL_YEAR = "no_calendar", "school_year"
OTHER_NAME = "other_name"
"""The matter goes by another name where the body is at home: no record under this one is to be expected."""
BARE = (WAITS, PART, OTHER_NAME)
PLAIN = ("duplicate",)
"""Reasons whose argument is an id of the records, not a name of ours."""


class Reasons:
    """Words reasons, which are `key:argument`: the argument is a table, column, set, measure, condition or date."""

    def __init__(self, comparisons: Comparisons) -> None:
        self.comparisons = comparisons
        self.speaker, self.lexicon = comparisons.speaker, comparisons.lexicon
        self.say, self.lang = comparisons.say, comparisons.lang

    def one(self, text: str, table: str = "why") -> str:
        key, _, argument = text.partition(":")
        if key == OPEN and table == "why":
            return self._uncovered(text)
        return self.say.keyed(table, text, arg=within(self._argument(key, argument)))

    def _uncovered(self, reason: str) -> str:
        """Of which time a register says nothing."""
        name, spans = self.lexicon.place(table_of(reason), self.lang), spans_of(reason)
        if not spans:
            return self.say("why.outside_complete", arg=name)
        named, more = shown(spans)
        listed = self.say.join([self.speaker.since(*one) for one in named])
        return self.say("why.uncovered_in" if more else "why.uncovered", arg=name, list=listed, n=more)

    def _argument(self, key: str, argument: str) -> str:
        if key == OPEN:
            argument = argument.partition("/")[0]
        if key in CONDITIONS:
            return self.comparisons.condition(argument) or clean(argument)
        if key == CALENDAR:
            return self.lexicon.period(argument, self.lang)
        if key in PLAIN:
            return clean(argument)
        if argument[:4].isdigit():
            return self.speaker.date(argument)
        return (
            self.lexicon.set(argument, self.lang) if key.startswith(SETS) else self.lexicon.place(argument, self.lang)
        )

    def all(self, cells: Iterable[Cell], every: str | None = None) -> str:
        """Every reason of the cells, those of one kind together: “会议”“培训”表未报."""
        return self.grouped(causes(cells, every), "why", self._conditions(cells))

    def mends(self, cells: Iterable[Cell], every: str | None = None) -> str:
        """What to report, per kind of reason; empty where none of them says."""
        known = [one for one in causes(cells, every) if f"why_mend.{one.partition(':')[0]}" in self.say]
        return self.grouped(known, "why_mend")

    def grouped(self, found: Sequence[str], table: str, when_false: str = "") -> str:
        kinds: dict[str, list[str]] = {}
        for text in found:
            key, _, argument = text.partition(":")
            kinds.setdefault(key, []).append(argument)
        said = []
        for key, arguments in kinds.items():
            if key == "when_false" and when_false:
                said.append(when_false)
            elif key == OPEN and table == "why":
                said += [self._uncovered(f"{key}:{one}") for one in arguments]
            elif f"{table}.{key}" in self.say and len(arguments) > 1:
                names = dict.fromkeys(within(self._argument(key, one)) for one in arguments)
                said.append(self.say(f"{table}.{key}", arg=self.say("report.quoted_join").join(names)))
            else:
                said += [self.one(f"{key}:{one}" if one else key, table) for one in arguments]
        return self.say("report.group_join").join(dict.fromkeys(said))

    def _conditions(self, cells: Iterable[Cell]) -> str:
        """Which condition of the clause does not hold, and what was there instead."""
        for cell in cells:
            if "when_false" in cell.reasons:
                for result in cell.tests:
                    if result.role == "when" and result.outcome == "breached":
                        return self._only_where(result)
        return ""

    def _only_where(self, result: TestResult) -> str:
        value = self.speaker.spaced(self.speaker.value(result.value))
        return self.say(
            "why.when_false_test", test=within(self.comparisons.plain(result.test, result.required)), value=value
        )


def causes(cells: Iterable[Cell], every: str | None = None) -> list[str]:
    """The reasons of cells in order, each once, without what only follows from the others. `every` is the rule's."""
    found = list(dict.fromkeys(reason for cell in cells for reason in cell.reasons))
    if every == SCHOOL_YEAR:
        # The same calendar has the days of school years and of semesters: which of them lack, only the rule knows.
        found = [f"{CALENDAR}:{every}" if one in (CALENDAR, f"{CALENDAR}:") else one for one in found]
    return together([one for one in found if one != FOLLOWS] or found)
