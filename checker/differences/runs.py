"""Two reports of one body in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.differences.view import Entry, Line, Section, View
from checker.earlier.differ import cells_changed
from checker.earlier.nouns import Change, Past, PastConsequence, PastFinding, PastRow, PastScore
from checker.earlier.runs import Runs
from checker.report.values import decimal
from checker.report.words import Lexicon, Phrases, clean

SHOWN = 8
"""Rows and cells of one clause that are named; the JSON has all."""


def build(runs: Runs, lexicon: Lexicon, phrases: Phrases) -> View:
    return _Words(runs, lexicon, phrases).view()


class _Words:
    def __init__(self, runs: Runs, lexicon: Lexicon, phrases: Phrases) -> None:
        self.runs, self.lexicon, self.say = runs, lexicon, phrases

    def view(self) -> View:
        runs, say = self.runs, self.say
        both = [one for one in runs.changes if one.before and one.after]
        sections = {
            "changes": [self._change(one) for one in both],
            "only_after": [self._alone(one.after) for one in runs.changes if one.before is None and one.after],
            "only_before": [self._alone(one.before) for one in runs.changes if one.after is None and one.before],
            "scores": [self._score(*pair) for pair in runs.scores],
            "consequences": [self._consequence(*pair) for pair in runs.consequences],
        }  # fmt: skip
        facts = [(say("diff.before"), self._report(runs.before)), (say("diff.after"), self._report(runs.after))]
        if runs.inputs:
            facts.append((say("diff.differs"), self._causes(runs.inputs)))
        return View(
            say("diff.title_runs", name=clean(runs.after.name), body=clean(runs.after.body)),
            tuple(facts),
            tuple(Section(say(f"diff.{key}"), tuple(found)) for key, found in sections.items() if found),
            say("diff.same_runs") if runs.same else "",
            tuple(say("diff.quiet", n=n, cause=say(f"diff.cause_{key}")) for key, n in runs.quiet.items()),
        )

    def _report(self, past: Past) -> str:
        return self.say("diff.report", file=clean(past.file), day=past.as_of, version=clean(past.version))

    def _causes(self, names: Sequence[str]) -> str:
        return self.say("report.list").join(self.say(f"diff.cause_{name}") for name in names)

    def _arrow(self, before: str, after: str) -> str:
        return self.say("diff.arrow", before=before, after=after)

    def _change(self, change: Change) -> Entry:
        old, new = change.before, change.after
        assert old is not None and new is not None
        verdicts = self._arrow(*(self.lexicon.verdict(one.verdict, self.say.lang) for one in (old, new)))
        because = "diff.because" if len(change.because) == 1 else "diff.because_any"
        lines = [self.say(because, causes=self._causes(change.because)), *self._rows(change), *self._cells(old, new)]
        lines += self._readings(old, new)
        return Entry(self._head(new), verdicts, tuple(map(Line, lines)))

    def _alone(self, finding: PastFinding) -> Entry:
        return Entry(self._head(finding), self.lexicon.verdict(finding.verdict, self.say.lang))

    def _head(self, finding: PastFinding) -> str:
        return self.say("diff.clause", at=clean(finding.at), title=clean(finding.title))

    def _rows(self, change: Change) -> Iterator[str]:
        assert change.before is not None
        stood = {(row.table, row.id) for row in change.before.rows}
        known = {(row.table, row.id) for row in change.after.rows} if change.after else set()
        groups = {
            "new": [row for row in change.new_rows if (row.table, row.id) not in stood],
            "changed": [row for row in change.new_rows if (row.table, row.id) in stood],
            "gone": [row for row in change.lost_rows if (row.table, row.id) not in known],
        }
        for key, rows in groups.items():
            if rows:
                yield self.say(f"diff.rows_{key}", rows=self._listed([self._row(row) for row in rows]))

    def _row(self, row: PastRow) -> str:
        table = self.lexicon.place(row.table, self.say.lang)
        return self.say("diff.row", table=table, id=clean(row.id), origin=clean(row.origin))

    def _cells(self, old: PastFinding, new: PastFinding) -> Iterator[str]:
        """Where the clause is judged in several places, those that differ."""
        if len(new.cells) < 2 and len(old.cells) < 2:
            return
        found = []
        for place, was, now in cells_changed(old, new):
            named = " ".join(clean(one) for one in place if one != "*") or self.say("diff.whole")
            labels = (self.lexicon.verdict(one, self.say.lang) for one in (was, now))
            found.append(self.say("diff.cell", place=named, **dict(zip(("before", "after"), labels, strict=True))))
        if found:
            yield self._listed(found)

    def _readings(self, old: PastFinding, new: PastFinding) -> Iterator[str]:
        """Verdicts under readings: one alone may make a clause disputed, and its rows are not those that are listed."""
        differ = [key for key, verdict in new.readings.items() if old.readings.get(key, verdict) != verdict]
        for key in differ:
            verdicts = [self.lexicon.verdict(one.readings[key], self.say.lang) for one in (old, new)]
            yield self.say("diff.reading", reading=clean(key), change=self._arrow(*verdicts))

    def _listed(self, found: Sequence[str]) -> str:
        shown = [*found[:SHOWN], *([self.say("diff.more", n=len(found) - SHOWN)] if len(found) > SHOWN else [])]
        return self.say("report.list").join(shown)

    def _score(self, old: PastScore | None, new: PastScore | None) -> Entry:
        one = new or old
        assert one is not None
        head = self.say("report.bracketed", what=clean(one.title), text=clean(one.period))
        return Entry(head, self._arrow(self._points(old), self._points(new)))

    def _points(self, score: PastScore | None) -> str:
        if score is None:
            return self.say("diff.score_none")
        low, high = (decimal(end)[0] for end in (score.low, score.high))
        points = low if low == high else self.say("score.range", a=low, b=high)
        if not score.grades:
            return self.say("diff.score_no_grade", points=points)
        return self.say("diff.score", points=points, grades=self.say.join([clean(one) for one in score.grades]))

    def _consequence(self, old: PastConsequence | None, new: PastConsequence | None) -> Entry:
        one = new or old
        assert one is not None
        return Entry(clean(one.title), self._arrow(self._state(old), self._state(new)))

    def _state(self, one: PastConsequence | None) -> str:
        if one is None:
            return self.say("diff.consequence_none")
        return self.say.keyed("consequence", one.state)
