"""A `Report` → its `View`. Nothing is decided here: verdicts, counts and reasons are those of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from checker.model import VERDICTS, Finding, Followed, Report, Rule, Rulebook
from checker.report import duties, grids, matters, scorecards
from checker.report.aims import fields
from checker.report.audiences import Audience, audience
from checker.report.because import Because
from checker.report.calendars import Calendars
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.dutynames import Names
from checker.report.first import Firsts
from checker.report.footer import notes
from checker.report.marks import Mark
from checker.report.summary import headlines, lacking
from checker.report.supposed import foreign, supposed
from checker.report.todo import Todos
from checker.report.values import Speaker
from checker.report.view import Chained, Clause, Elsewhere, First, View
from checker.report.words import Lexicon, Phrases, clean, pick


def build(report: Report, lexicon: Lexicon, phrases: Phrases, reader: Audience | None = None) -> View:
    """The view of a `reader`, or everybody's."""
    return _Builder(report, lexicon, phrases, reader or audience()).view()


OPEN = ("unknown", "review")


class _Builder:
    def __init__(self, report: Report, lexicon: Lexicon, phrases: Phrases, reader: Audience) -> None:
        self.reader = reader
        self.report, self.lexicon, self.say, self.lang = report, lexicon, phrases, phrases.lang
        self.speaker = Speaker(
            lexicon, phrases, report.labels, report.people, hidden=not reader.persons, registered=report.registered
        )
        self.cites = Cites(report.rulebooks, phrases, report.as_of)
        every = [finding.rule for finding in (*report.findings, *report.others)]
        # Numbers, not ids: an anchor must be unique and plain whatever an id holds.
        self.anchors = {rule.id: f"c{number}" for number, rule in enumerate(every, start=1)}
        self.clauses = Clauses(self.speaker, self.cites, report.file)
        self.marks = self.clauses.marks
        self.because = Because(report, self.speaker, self.marks, self.cites, self.anchors)

    def view(self) -> View:
        report, say = self.report, self.say
        total = len(report.findings)
        clauses = {
            finding.rule.id: self.clauses.clause(finding, self.anchors[finding.rule.id])
            for finding in (*report.findings, *report.others)
        }
        recurring = duties.entries(report, self.lexicon)
        names = Names(report, self.clauses.writer, self.cites, recurring)
        rest = {
            key: [f for f in report.findings if f.verdict == key] for key in VERDICTS if not self.lexicon.is_gap(key)
        }
        counts = self._counts(report.findings)
        calendars, todo = Calendars(names).all(recurring), Todos(names).of(recurring)
        gaps = _ordered(report.findings, clauses)
        missing = lacking(report.findings, self.clauses.writer.reasons, say, report.scores, report.tables)
        every = (*report.findings, *report.others)
        first = Firsts(report, self.clauses, names, clauses, gaps).of(todo, missing)
        summary = headlines(report.findings, report.others, clauses, say)
        if elsewhere := foreign(report):
            first, summary = First((say("first.foreign"),), ()), ()
            todo = replace(todo, still=(), ended=(), over=())
        return View(
            body=clean(report.body.get("name") or report.body.get("id") or ""),
            invented=report.body.get("invented") is True,
            documents=tuple(self.cites.documents()),
            ran_out=(*supposed(report, self.speaker), *self.cites.ran_out()),
            as_of=self.speaker.date(report.as_of),
            review=self.speaker.span(*report.review) if report.review[0] else "",
            counts=counts,
            total=total,
            counters=say("report.checked", n=total, parts=self._said(counts)) if total else say("report.none_checked"),
            also=self._also(),
            summary=summary,
            lacking=missing,
            gaps=gaps,
            rest=tuple(
                (self.marks[key], tuple(clauses[f.rule.id] for f in found)) for key, found in rest.items() if found
            ),
            others=_ordered(report.others, clauses, quiet=True),
            elsewhere=tuple(self._elsewhere(rule) for rule in report.not_here),
            consequences=tuple(self._chained(one) for one in report.consequences),
            topics=grids.topics(report.findings, self.speaker),
            scores=scorecards.cards(report, self.clauses, self.because, self.anchors),
            calendars=calendars,
            todo=todo,
            marks=self.marks,
            anchors=self.anchors,
            fields=fields(calendars, self.anchors),
            notes=notes(report, self.speaker),
            first=first,
            questions=matters.questions(clauses, say),
            contradictions=matters.contradictions(every, clauses, self.clauses),
            objections=matters.objections(every, clauses, say),
            audience=self.reader,
            persons=self._persons(),
            clear=self._clear(),
            listed=matters.listed(report.findings, clauses, self.lexicon, say),
            foreign=elsewhere,
        )

    # ---- head --------------------------------------------------------------------------------------------------

    def _counts(self, findings: Sequence[Finding]) -> tuple[tuple[Mark, int], ...]:
        counted = Counter(finding.verdict for finding in findings)
        return tuple((self.marks[key], counted[key]) for key in VERDICTS if counted[key])

    def _said(self, counts: Sequence[tuple[Mark, int]]) -> str:
        said = [self.say("report.count", label=f"{mark.symbol} {mark.label}", n=n) for mark, n in counts]
        return self.say.join(said)

    def _also(self) -> tuple[str, ...]:
        others, elsewhere, found = self.report.others, self.report.not_here, []
        if others:
            found.append(self.say("report.also_others", n=len(others), parts=self._said(self._counts(others))))
        if elsewhere:
            found.append(self.say("report.also_elsewhere", n=len(elsewhere)))
        return tuple(found)

    def _clear(self) -> str:
        """That nothing was found wrong, unless it is for want of records and answers."""
        waiting = sum(one.verdict in OPEN for one in self.report.findings)
        judged = len(self.report.findings) - waiting
        return (
            self.say("heading.summary_open", n=waiting, judged=judged) if waiting else self.say("heading.summary_clear")
        )

    def _persons(self) -> str:
        if self.speaker.hidden:
            return self.say("footer.no_persons")
        return self.say("footer.named" if self.report.people else "footer.names")

    # ---- the rest ----------------------------------------------------------------------------------------------

    def _elsewhere(self, rule: Rule) -> Elsewhere:
        book = next((book for book in self.report.rulebooks if rule.id.startswith(f"{book.id}/")), None)
        return Elsewhere(
            pick(rule.title, self.lang), clean(rule.quote), self.cites.cite(_id(book), rule.at, short=True),
            self.lexicon.bearer(rule.bearer, self.lang),
        )  # fmt: skip

    def _chained(self, followed: Followed) -> Chained:
        one = followed.consequence
        book = next((book for book in self.report.rulebooks if one.id.startswith(f"{book.id}/")), None)
        depths = {one.id: 0}
        because = []
        for fact in followed.because:
            depth = depths.get(str(fact.get("of", one.id)), 0)
            if fact.get("kind") == "consequence":
                depths.setdefault(str(fact.get("id")), depth + 1)
            because.append((depth, self.because.reason(fact, self.report.behind)))
        return Chained(
            title=pick(one.title, self.lang),
            state=followed.state,
            state_word=self.say(f"consequence.{followed.state}"),
            then=pick(one.then, self.lang),
            bearer=self.lexicon.bearer(one.bearer, self.lang),
            quote=clean(one.quote),
            cite=self.cites.cite(_id(book), one.at, short=True),
            at=self.cites.place(self.cites.status(_id(book), one.at), one.at),
            because=tuple(because),
        )


def _ordered(findings: Sequence[Finding], clauses: Mapping[str, Clause], *, quiet: bool = False) -> tuple[Clause, ...]:
    """The gaps that say most first, then those that lack records, then those that wait for a person; worst first."""
    kinds = ("full", "lacks", "partial", "asks", *(("quiet",) if quiet else ()))
    found = [clauses[finding.rule.id] for finding in findings]
    return tuple(
        sorted(
            (one for one in found if one.kind in kinds),
            key=lambda one: (kinds.index(one.kind), VERDICTS.index(one.mark.key)),
        )
    )


def _id(book: Rulebook | None) -> str:
    return book.id if book else ""
