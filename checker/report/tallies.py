"""What a cell of the calendar says in a few characters: 2/3, 5%/3.2%, 3/≤2; and what is still lacking, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from checker.model import COUNTS, SCALES, Cell, TestResult, Value
from checker.report.duties import CAPS, Entry, countable, doubts, undecided
from checker.report.outcomes import telling_results
from checker.report.sentences import Writer
from checker.report.shares import lacking
from checker.report.values import decimal

SIGNS = {"at_most": "≤", "less_than": "<", "more_than": ">"}
"""How an upper bound is told from a lower one; a lower one needs no sign."""
BOUNDED = ("at_least", "equals", *SIGNS)
PLAIN = ("count", "number", "share", "money", "points")


class Tallies:
    def __init__(self, writer: Writer) -> None:
        self.writer, self.speaker = writer, writer.speaker
        self.say, self.lexicon, self.lang = self.speaker.phrases, self.speaker.lexicon, self.speaker.lang

    # ---- the cell ----------------------------------------------------------------------------------------------

    def text(self, cell: Cell) -> str:
        """Done and required of the test that decided the cell; empty where there is no one such number."""
        if cell.verdict == "not_applicable":
            return ""
        found = [result for _, seen in telling_results([cell]) for result in seen]
        if len({one.test.measure for one in found}) != 1:
            return ""
        # Only where records are lacking does it matter that there may be more.
        value, waits = found[0].value, cell.verdict in ("unknown", "not_due")
        ended = not waits or not doubts(value.why_open)
        if waits and value.high is None and (value.low is None or (value.low == 0 and not ended)):
            return ""
        done = self._done(value, ended=ended)
        required = self._required(found[0]) if len(found) == 1 else ""
        return f"{done}/{required}" if done and required else done

    def _required(self, result: TestResult) -> str:
        test = result.test
        if test.op not in BOUNDED or test.negate:
            return ""
        bound, high = bounds(result)
        kind = self.lexicon.measure(test.measure).type
        if kind not in PLAIN or (high is None and bound in (0, None)):
            return ""
        return SIGNS.get(test.op, "") + self._ends(bound, high, result.value.measure or test.measure)

    def _done(self, value: Value, *, ended: bool) -> str:
        measure = self.lexicon.measure(value.measure)
        if measure.type == "date":
            return "" if "never" in (value.low, value.high) or value.low != value.high else self.speaker.value(value)
        if measure.type not in PLAIN or isinstance(value.low, str) or isinstance(value.high, str):
            return ""
        low, high = value.low, value.high
        return self._ends(low, low if ended and high is None else high, value.measure)

    def _ends(self, low: Fraction | str | None, high: Fraction | str | None, measure: str) -> str:
        """Both ends of a number: 2, 2–3, 2+ where more may come, ? where nothing is known."""
        if isinstance(low, str) or isinstance(high, str):
            return ""
        if low is None:
            return "?" if high is None else f"≤{self._number(high, measure)}"
        if high is None:
            return self.say("grid.or_more", n=self._number(low, measure))
        if low == high:
            return self._number(low, measure)
        return "–".join(dict.fromkeys((self._number(low, measure), self._number(high, measure))))

    def _number(self, number: Fraction, name: str) -> str:
        measure = self.lexicon.measure(name)
        if measure.type == "money":
            return decimal(number / SCALES["money"])[0]
        if measure.type == "share" or measure.unit == "share":
            text, exact = decimal(number * 100)
            return f"{text}%" if exact else self.say("value.about", a=f"{text}%")
        text, exact = decimal(number)
        return text if exact else self.say("value.about", a=text)

    # ---- what is lacking ---------------------------------------------------------------------------------------

    def lacking(self, cell: Cell, *, brief: bool = False) -> str:
        """What must still be done in a period that runs: 还差 2 次（已登记 1 次，要求 3 次）; `brief` is without the brackets."""
        found = undecided(cell)
        labelled = sum(map(len, found)) > 1
        said = [
            self.say("report.or").join(dict.fromkeys(self._lack(one, labelled=labelled, brief=brief) for one in some))
            for some in found
        ]
        return self.say("report.group_join").join(dict.fromkeys(said))

    def _lack(self, result: TestResult, *, labelled: bool, brief: bool) -> str:
        say, test = self.say, result.test
        measure = self.lexicon.measure(test.measure)
        # What a register does not cover may have been done already.
        open_ = doubts(result.value.why_open)
        why = [self.writer.reasons.one(one) for one in open_]
        needed = need(result, measure.type)
        if needed is None and (share := self._share(result)):
            said, details = say("todo.lack_at_most" if open_ else "todo.lack", n=share[0]), [*share[1:], *why]
        elif needed is None:
            have = self.writer.facts.known([(test, [result])])
            said = say(
                "todo.keep" if test.op in CAPS else "todo.reach",
                what=self.writer.comparisons.plain(test, _known(result.required)),
            )
            details = [say("todo.have", a=self.speaker.spaced(have)) if have else "", *why]
        else:
            low = result.value.low if isinstance(result.value.low, Fraction) else Fraction(0)
            bound = bounds(result)[0] or Fraction(0)
            amount = self.speaker.spaced(self.speaker.amount(needed, measure))
            said = say("todo.lack_at_most" if open_ else "todo.lack", n=amount)
            said = say("value.labelled", label=self.speaker.label(test.measure), value=said) if labelled else said
            details = [
                say("todo.have", a=self.speaker.spaced(self.speaker.amount(low, measure))),
                say("todo.required", a=self.speaker.spaced(self.speaker.amount(bound, measure))),
                *why,
            ]
        told = say("report.comma").join(one for one in details if one)
        return say("report.bracketed", what=said, text=told) if told and not brief else said

    def _share(self, result: TestResult) -> list[str]:
        """How many more a share needs of its base as it stands, what is recorded, and what is required; empty where the two
        numbers behind it are not known."""
        value, bound = result.value, bounds(result)[0]
        measure = self.lexicon.measure(result.test.measure)
        top, base = (value.numerator or (None,))[0], (value.denominator or (None,))[0]
        if measure.type != "share" or result.test.op != "at_least" or bound is None or top is None or not base:
            return []
        units = [self.lexicon.measure(one) for one in measure.inputs]
        more = lacking("at_least", bound, top, base)
        if len(units) != 2 or units[0].type not in COUNTS or not more or more < 0 or result.test.negate:
            return []
        said = (
            self.speaker.spaced(self.speaker.amount(Fraction(number), unit))
            for number, unit in ((more, units[0]), (top, units[0]), (base, units[1]))
        )
        lacks, have, of = said
        share = self.speaker.spaced(self.speaker.share(bound))
        return [
            lacks,
            self.say("todo.have", a=have),
            self.say("todo.required", a=self.say("todo.share_of", base=of, share=share)),
        ]

    def short(self, cells: Sequence[Cell]) -> str:
        """How far short cells fell whose period is over."""
        results = telling_results(cells)
        said = self.writer.facts.short(results)
        if said:
            return said
        wanted = [self.writer.comparisons.plain(test, seen[0].required) for test, seen in results]
        return self.say("report.group_join").join(self.say("todo.not_met", what=one) for one in wanted)

    def partly(self, entry: Entry) -> str:
        """What was done in a part of a period, and what a whole one owes: 已登记 2 次，一整期要求 3 次."""
        results = [one for _, seen in telling_results([entry.cell]) for one in seen]
        kinds = {self.lexicon.measure(one.test.measure).type for one in results}
        if len(results) != 1 or not kinds <= COUNTS:
            return ""
        result, measure = results[0], self.lexicon.measure(results[0].test.measure)
        low, bound = result.value.low, bounds(result)[0]
        if not isinstance(low, Fraction) or bound is None or not countable(result, measure.type):
            return ""
        return self.say(
            "todo.partly",
            a=self.speaker.spaced(self.speaker.amount(low, measure)),
            b=self.speaker.spaced(self.speaker.amount(bound, measure)),
        )

    def reached(self, verdicts: Iterable[str]) -> str:
        """How many of those who owe something have done it: 5/7. Advice and what does not apply is owed by nobody."""
        owed = [one for one in verdicts if one not in ("not_applicable", "info")]
        return f"{owed.count('pass')}/{len(owed)}" if owed else ""


def bounds(result: TestResult) -> tuple[Fraction | None, Fraction | None]:
    """The ends of the right side, in the unit of the value."""
    if result.required is not None and result.required.elements is None:
        low, high = result.required.low, result.required.high
        return (low if isinstance(low, Fraction) else None), (high if isinstance(high, Fraction) else None)
    right = result.test.right
    return (right, right) if isinstance(right, Fraction) else (None, None)


def _known(required: Value | None) -> Value | None:
    """A right side that is not open: what it comes to may be said."""
    return (
        required if required and (required.elements is not None or None not in (required.low, required.high)) else None
    )


def need(result: TestResult, kind: str) -> Fraction | None:
    """How many more the bound needs, from both numbers of the cell; None where it is no matter of more."""
    bound, _ = bounds(result)
    if bound is None or not countable(result, kind):
        return None
    low = result.value.low if isinstance(result.value.low, Fraction) else Fraction(0)
    more = bound - low + (1 if result.test.op == "more_than" and kind in ("count", "number") else 0)
    return more if more > 0 else None
