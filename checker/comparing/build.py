"""Comparison → view: duties, relations and sentences in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from checker.comparing.beside import ROW
from checker.comparing.memo import memo, named
from checker.comparing.nouns import BOUND, LOOSER, STRICTER, Clause, Comparison, Duty, Entry, Line, Relation
from checker.comparing.view import CellView, ClauseView, LineView, RegionView, RelationView, TopicView, View
from checker.model import Rule, Rulebook
from checker.report.bounds import Bounds
from checker.report.cites import Cites
from checker.report.explain import due, during
from checker.report.outcomes import grouped
from checker.report.sentences import Writer
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick

PERMITTED = "permitted"


def build(comparison: Comparison, lexicon: Lexicon, phrases: Phrases, *, everything: bool = False) -> View:
    return _Builder(comparison, lexicon, phrases).view(everything)


class _Builder:
    def __init__(self, comparison: Comparison, lexicon: Lexicon, phrases: Phrases) -> None:
        self.comparison, self.lexicon, self.say, self.lang = comparison, lexicon, phrases, phrases.lang
        self.books = {book.id: book for book in comparison.books}
        self.cites = Cites(comparison.books, phrases)
        speaker = Speaker(lexicon, phrases, {})
        self.writer, self.bounds = Writer(speaker), Bounds(speaker)

    def view(self, everything: bool) -> View:
        by_topic = groupby(self.comparison.lines, lambda line: line.theme.topic)
        topics = tuple(
            TopicView(self.lexicon.topic(topic, self.lang), tuple(self._line(line) for line in lines))
            for topic, lines in by_topic
        )
        regions = tuple(self._region(book, everything) for book in self.comparison.books)
        notes = tuple(self.say(f"compare.note_{key}") for key in ("order", "reading", "words", "status"))
        return View(self.say("compare.title"), regions, topics, notes, everything)

    # ---- regions -----------------------------------------------------------------------------------------------

    def _region(self, book: Rulebook, everything: bool) -> RegionView:
        title, number, status = self.cites.document(book.source)
        alone = tuple(self._unplaced(rule, book) for rule in self.comparison.alone[book.id]) if everything else ()
        document = self.say("report.document", title=title, number=number)
        return RegionView(book.id, self._name(book.id), document, status, alone)

    def _name(self, book: str) -> str:
        """The place that the document governs, as its register names it first; in other languages its short name."""
        source = self.books[book].source
        return clean(source.jurisdiction[0]) if self.lang == "zh" and source.jurisdiction else self.cites.short(source)

    def _unplaced(self, rule: Rule, book: Rulebook) -> ClauseView:
        return self._clause_view(rule, book.id, self.writer.requirement(rule), ())

    # ---- cells -------------------------------------------------------------------------------------------------

    def _cell(self, entry: Entry) -> CellView:
        clauses = tuple(self._clause(clause, entry.book) for clause in entry.clauses)
        beside = tuple(self._clause_view(rule, entry.book, pick(rule.title, self.lang), ()) for rule in entry.beside)
        clauses += tuple(self._clause_view(rule, entry.book, pick(rule.title, self.lang), ()) for rule in entry.spoken)
        state = self._state(entry)
        if state != BOUND:
            clauses, beside = clauses + beside, ()
        label = "" if state == BOUND else self.say(f"compare.{state}")
        asked = tuple(view.said for view, clause in zip(clauses, entry.clauses, strict=False) if clause.primary)
        short = (asked or (clauses[0].said,)) if entry.state == BOUND else (label,)
        source = self.books[entry.book].source
        standing = dict.fromkeys(self.cites.document(source, one.at)[2] for one in clauses) or [
            self.cites.document(source)[2]
        ]
        status = self.say.join(list(standing))
        aside = self.say("compare.aside", n=len(beside)) if beside else ""
        return CellView(entry.book, self._name(entry.book), status, state, label, short, clauses, beside, aside)

    def _state(self, entry: Entry) -> str:
        """Where all that is said only permits, nothing is asked."""
        said = () if entry.clauses else (*entry.spoken, *entry.beside)
        permits = said and all(rule.modality == "may" for rule in said)
        return PERMITTED if permits else entry.state

    def _clause(self, clause: Clause, book: str) -> ClauseView:
        """What other readings leave as it is (to whom, by when) is not said again."""
        said, tail = self._demand(clause.primary)
        if clause.primary and all(duty.vague for duty in clause.primary):
            said = self.say("compare.vague", what=pick(clause.rule.title, self.lang), word=clause.primary[0].vague)
        others = []
        for key, duties in clause.others.items():
            other, rest = self._demand(duties)
            if (other, rest) != (said, tail):
                others.append(self._under(book, key, self._whole(other, "" if rest == tail else rest)))
        if clause.rule.ask is not None:
            others.append(self.say("compare.judged", what=pick(clause.rule.ask.on, self.lang)))
        primary = self._whole(said, tail) or self.say("compare.reading_only")
        return self._clause_view(clause.rule, book, primary, tuple(others))

    def _clause_view(self, rule: Rule, book: str, said: str, others: tuple[str, ...]) -> ClauseView:
        return ClauseView(
            rule.id, rule.at, said, self.lexicon.bearer(rule.bearer, self.lang), self.lexicon.modality(rule.modality, self.lang),
            self.cites.cite(book, rule.at, short=True), self.cites.place(self.cites.status(book, rule.at), rule.at),
            clean(rule.quote), others, self._heads(rule),
        )  # fmt: skip

    def _heads(self, rule: Rule) -> str:
        """Of a cell of a table, what its rule rests on in other cells."""
        if ROW not in rule.at:
            return ""
        return self.say("report.comma").join(dict.fromkeys(clean(one["quote"]) for one in rule.context))

    def _demand(self, duties: Sequence[Duty]) -> tuple[str, str]:
        """What the duties of one rule under one reading ask; to whom, when and by when. Nothing for none."""
        rule = next((duty.rule for duty in duties if duty.rule), None)
        if rule is None:
            return "", ""
        named = tuple(dict.fromkeys(duty.test for duty in duties if duty.test))
        said = self.writer.requirement(replace(rule, tests={**rule.tests, "require": named}, ask=None))
        parts = [
            ("when", self._when(rule)),
            ("during", during(rule, self.bounds)),
            ("due", due(rule, self.bounds) if rule.due and not rule.due.open else ""),
        ]
        return said, self.say("report.list").join(self.say(f"compare.{key}", text=text) for key, text in parts if text)

    def _whole(self, said: str, tail: str) -> str:
        return self.say("report.bracketed", what=said, text=tail) if tail else said

    def _when(self, rule: Rule) -> str:
        plain = self.writer.demands.comparisons.plain
        groups = (self.say("report.or").join(map(plain, group)) for group in grouped(rule.tests.get("when", ())))
        return self.say("report.and").join(groups)

    def _under(self, book: str, key: str, text: str) -> str:
        question, _, option = key.partition(".")
        found = self.cites.question(book, question)
        label = pick(found.options[option].label, self.lang) if found else key
        return self.say("compare.under", option=label, text=text or self.say("compare.nothing"))

    # ---- lines -------------------------------------------------------------------------------------------------

    def _line(self, line: Line) -> LineView:
        cells = tuple(self._cell(entry) for entry in line.entries)
        shown = {cell.book: cell for cell in cells}
        relations = tuple(self._relation(one, shown) for one in line.relations)
        label = pick(line.theme.label, self.lang)
        return LineView(line.theme.id, label, cells, relations, memo(label, cells, line.relations, self.say))

    def _relation(self, one: Relation, cells: Mapping[str, CellView]) -> RelationView:
        left, right = (one.right, one.left) if one.kind == LOOSER else (one.left, one.right)
        kind = STRICTER if one.kind == LOOSER else one.kind
        reasons = tuple(self._why(key, one, cells) for key in one.reasons)
        reasons += tuple(self.say(f"compare.assumed.{key}") for key in one.assumed)
        said = self.say(f"compare.{kind}", a=named(cells[left], self.say), b=named(cells[right], self.say))
        if reasons:
            said = self.say("report.labelled", label=said, text=self.say("report.list").join(reasons))
        return RelationView(left, right, kind, self.say(f"compare.mark.{kind}"), said, reasons)

    def _why(self, key: str, one: Relation, cells: Mapping[str, CellView]) -> str:
        """A clause that is not compared is a reason of the region that has it."""
        if key != "beside":
            return self.say(f"compare.why.{key}")
        names = [cells[book].region for book in (one.left, one.right) if cells[book].beside]
        return self.say("compare.beside_of", names=self.say.join(names))
