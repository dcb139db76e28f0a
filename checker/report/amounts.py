"""How far a body is off in its first lines: 至少再增 4 人, 差 2.4 万元, 差 1 次; and in which tables that is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.model import Cell, Finding, TestResult
from checker.report import late
from checker.report.outcomes import decisive, telling_results
from checker.report.places import listed
from checker.report.sentences import LATE, Writer
from checker.report.view import Clause

NAMED = 6
"""Places that differ in how much they lack, named one by one."""


class Amounts:
    def __init__(self, writer: Writer) -> None:
        self.writer, self.speaker = writer, writer.speaker
        self.say, self.lexicon = writer.phrases, writer.lexicon

    def far(self, finding: Finding, cells: Sequence[Cell], clause: Clause) -> str:
        """Of a share, the least number that makes it pass with its base unchanged; of what was done after its last day, by how
        much it was late; else what the clause's own sentence says is short, or was found."""
        said = clause.sentence.short or clause.sentence.brief
        found = self._people(finding, cells) or self._late(finding, cells) or said
        return found.removeprefix(self.say("sentence.actual_prefix")).strip()

    def tables(self, measure: str) -> Iterator[str]:
        """The tables in which somebody records what the measure counts; of a share, what its numerator does."""
        found = self.lexicon.measure(measure)
        if found.table and found.table in self.lexicon.tables:
            yield found.table
        for name in found.inputs[:1] if found.type == "share" else found.inputs:
            yield from self.tables(name)

    def _people(self, finding: Finding, cells: Sequence[Cell]) -> str:
        needed = [(cell, need) for cell in cells if (need := self._needed(finding, cell))]
        if not needed or len(needed) < len(cells):
            return ""
        (_, (result, _, base)), *others = needed
        top = self.lexicon.measure(self.lexicon.measure(result.test.measure).inputs[0])
        fewer = result.test.op in ("at_most", "less_than")
        key = "first.fewer" if fewer else "first.more"
        amounts = [self.speaker.spaced(self.speaker.amount(Fraction(n), top)) for _, (_, n, _) in needed]
        label = self.speaker.label(top.name)
        if not others:
            now = (result.value.numerator or (0, 0))[0]
            return self.say(key, n=amounts[0], label=label, top=now, base=base)
        if len(set(amounts)) == 1:
            return self.say(f"{key}_each", list=amounts[0], label=label)
        named = [
            listed([cell], finding.rule, self.speaker) + amount
            for (cell, _), amount in zip(needed[:NAMED], amounts, strict=False)
        ]
        listing = self.say.join(named)
        listing = self.say("where.more", list=listing) if len(needed) > NAMED else listing
        return self.say(f"{key}_each", list=listing, label=label)

    def _needed(self, finding: Finding, cell: Cell) -> tuple[TestResult, int, int] | None:
        results = decisive(finding.rule, telling_results([cell]))
        seen = [one for _, some in results for one in some]
        if len(seen) != 1 or seen[0].outcome != "breached" or seen[0].test.negate:
            return None
        measure = self.lexicon.measure(seen[0].test.measure)
        if (
            measure.type != "share"
            or len(measure.inputs) != 2
            or self.lexicon.measure(measure.inputs[0]).type == "money"
        ):
            return None
        needed = self.speaker.still_needed(seen[0])
        return (seen[0], *needed) if needed and needed[0] > 0 else None

    def _late(self, finding: Finding, cells: Sequence[Cell]) -> str:
        results = decisive(finding.rule, telling_results(cells))
        if finding.verdict not in LATE or len(results) != 1:
            return ""
        test, seen = results[0]
        found = late.late(finding, cells, test, self.speaker)
        if found is None or not late.done(found, test, seen, self.speaker):
            return ""
        return self.say("first.done_late", date=self.speaker.date(found.days[0]), n=found.by)
