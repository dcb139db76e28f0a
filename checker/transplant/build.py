"""Transplant → view: verdicts, ties and counts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checker.comparing.nouns import EQUAL, INCOMPARABLE, LOOSER, NOT_REGULATED
from checker.model import VERDICTS, Rulebook
from checker.report.cites import Cites
from checker.report.marks import Mark
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick
from checker.transplant.nouns import (
    ALONE_BEFORE,
    DROPPED,
    KINDS,
    LACKS,
    QUIET,
    Item,
    Move,
    Shift,
    Tie,
    Transplant,
)
from checker.transplant.view import GroupView, ItemView, MoveView, Row, Section, Total, View

BEFORE = (DROPPED, ALONE_BEFORE)
"""Kinds whose clause is one of the document that holds now."""


def build(transplant: Transplant, lexicon: Lexicon, phrases: Phrases) -> View:
    return View(
        phrases("transplant.title"),
        tuple(_Builder(move, lexicon, phrases).view() for move in transplant.moves),
        tuple((phrases(f"transplant.kind.{kind}"), phrases(f"transplant.about.{kind}")) for kind in KINDS),
        tuple(problem.line(phrases.lang) for one in transplant.broken for problem in one.problems),
        tuple(problem.line(phrases.lang) for problem in transplant.notes),
        tuple(phrases(f"transplant.note_{key}") for key in ("supposed", "themes", "verdicts")),
    )


class _Builder:
    def __init__(self, move: Move, lexicon: Lexicon, phrases: Phrases) -> None:
        self.move, self.lexicon, self.say, self.lang = move, lexicon, phrases, phrases.lang
        self.before, self.after = move.pairing.before, move.pairing.after
        self.rules = {rule.id: (book, rule) for book in (self.before, self.after) for rule in book.rules}
        last = max((one.body.as_of for one in move.shifts), default="")
        self.cites = Cites((self.before, self.after), phrases, last)
        self.speaker = Speaker(lexicon, phrases, {})
        self.topics = list(lexicon.topics)

    def view(self) -> MoveView:
        move = self.move
        a, b = self._region(self.before), self._region(self.after)
        documents = tuple((self._region(book), self._document(book)) for book in (self.before, self.after))
        refused = tuple(
            (clean(one.name or one.file), tuple(problem.line(self.lang) for problem in one.problems))
            for one in move.refused
        )
        columns = [kind for kind in KINDS if any(item.kind == kind for one in move.shifts for item in one.items)]
        return MoveView(
            self.say("transplant.heading", a=a, b=b), documents, len(move.shifts), tuple(self._totals()),
            tuple(self.say(f"transplant.kind.{kind}") for kind in columns), tuple(self._rows(columns)),
            tuple(self._group(one) for one in move.shifts), refused,
        )  # fmt: skip

    def _totals(self) -> Iterator[Total]:
        for kind in KINDS:
            found = [sum(item.kind == kind for item in one.items) for one in self.move.shifts]
            if any(found):
                yield Total(kind, self.say(f"transplant.kind.{kind}"), sum(found), sum(n > 0 for n in found))

    def _rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """Clauses with something that changes or cannot be told, those that most groups would newly fail first."""
        counted: dict[str, Counter[str]] = {}
        items: dict[str, Item] = {}
        for item in (item for one in self.move.shifts for item in one.items):
            counted.setdefault(item.rule.id, Counter())[item.kind] += 1
            items[item.rule.id] = item
        order = sorted(counted, key=lambda rule: tuple(-counted[rule][kind] for kind in KINDS))
        for rule in order:
            one = items[rule]
            counts = tuple(counted[rule][kind] for kind in columns)
            yield Row(pick(one.rule.title, self.lang), self._at(one), self._matter(one), counts)

    def _group(self, one: Shift) -> GroupView:
        sections = []
        for kind in KINDS:
            found = sorted((item for item in one.items if item.kind == kind), key=self._order)
            if found:
                label, note = (self.say(f"transplant.{part}.{kind}") for part in ("kind", "about"))
                sections.append(Section(kind, label, note, tuple(map(self._item, found))))
        lacking = Counter(what for item in one.items if item.kind == LACKS for what in item.stand.lacks)
        counted = [
            self.say("report.count", label=self.say(f"transplant.quiet.{key}"), n=one.quiet[key])
            for key in QUIET if one.quiet.get(key)
        ]  # fmt: skip
        body = one.body
        told = (*body.told.get(self.before.id, ()), *body.told.get(self.after.id, ()))
        return GroupView(
            clean(body.name), clean(body.file), self.speaker.date(body.as_of), told, tuple(sections),
            tuple(lacking.most_common()), self.say.join(counted),
        )  # fmt: skip

    def _order(self, item: Item) -> int:
        return self.topics.index(item.rule.topic) if item.rule.topic in self.topics else len(self.topics)

    def _item(self, item: Item) -> ItemView:
        against = tuple(self._against(stand.rule, stand.verdict) for stand in item.against)
        relations = dict.fromkeys(said for tie in item.ties for said in self._relations(tie, item.kind))
        return ItemView(
            item.kind, item.rule.id, self._mark(item.stand.verdict), pick(item.rule.title, self.lang), self._at(item),
            self._matter(item), item.stand.said, against if item.kind != LACKS else (),
            self.say("report.list").join(relations) if item.kind != LACKS else "", item.stand.lacks,
        )  # fmt: skip

    def _against(self, name: str, verdict: str) -> str:
        book, rule = self.rules[name]
        return self.say(
            "transplant.against", region=self._region(book), title=pick(rule.title, self.lang), at=clean(rule.at),
            verdict=self.lexicon.verdict(verdict, self.lang),
        )  # fmt: skip

    def _relations(self, tie: Tie, kind: str) -> Iterator[str]:
        """How B's clauses stand to A's on the matter."""
        a, b = self._region(self.before), self._region(self.after)
        if tie.relation == NOT_REGULATED:
            yield self.say("transplant.unregulated", region=b if kind in BEFORE else a)
        elif tie.relation == INCOMPARABLE:
            why = self.say.join([self.say(f"compare.why.{key}") for key in tie.reasons])
            yield self.say("report.labelled", label=self.say("compare.incomparable", a=b, b=a), text=why)
        elif tie.relation:
            left, right = (a, b) if tie.relation == LOOSER else (b, a)
            yield self.say(f"compare.{'equal' if tie.relation == EQUAL else 'stricter'}", a=left, b=right)

    def _matter(self, item: Item) -> str:
        themes = [pick(tie.label, self.lang) for tie in item.ties]
        topic = self.lexicon.topic(item.rule.topic, self.lang)
        return self.say("report.labelled", label=topic, text=self.say.join(themes)) if themes else topic

    def _at(self, item: Item) -> str:
        book = self.before if item.kind in BEFORE else self.after
        return self.cites.place(self.cites.status(book.id, item.rule.at), item.rule.at)

    def _mark(self, key: str) -> Mark:
        label, symbol = self.lexicon.verdict(key, self.lang), self.lexicon.symbol(key)
        assert key in VERDICTS
        return Mark(key, label, symbol, self.lexicon.colour(key), "")

    def _region(self, book: Rulebook) -> str:
        source = book.source
        return clean(source.jurisdiction[0]) if self.lang == "zh" and source.jurisdiction else self.cites.short(source)

    def _document(self, book: Rulebook) -> str:
        title, number, status = self.cites.document(book.source)
        return self.say("report.bracketed", what=self.say("report.document", title=title, number=number), text=status)
