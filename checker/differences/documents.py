"""Two versions of a document in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.differences.view import Entry, Line, Section, View
from checker.report.values import decimal
from checker.report.words import Lexicon, Phrases, clean
from checker.versions.documents import runs
from checker.versions.nouns import KINDS, Edit, Told, Touched, Versions

Results = Mapping[str, Sequence[tuple[str, str]]]
"""Earlier results by rule: body and verdict of each report."""
PLACED = "placed"
IN_RUNS = ("moved", "renumbered", "shifted")


@dataclass(frozen=True)
class Compared:
    """`names` and `sentences` (how many) are those of the earlier and the later version. `touched` is None without a rulebook."""

    names: tuple[str, str]
    sentences: tuple[int, int]
    versions: Versions
    touched: tuple[Touched, ...] | None
    results: Results


def build(compared: Compared, lexicon: Lexicon, phrases: Phrases) -> View:
    return _Words(compared, lexicon, phrases).view()


class _Words:
    def __init__(self, compared: Compared, lexicon: Lexicon, phrases: Phrases) -> None:
        self.compared, self.lexicon, self.say = compared, lexicon, phrases

    def view(self) -> View:
        say, versions = self.say, self.compared.versions
        facts = [
            (say(f"diff.{key}"), say("diff.document", file=clean(name), n=n))
            for key, name, n in zip(("before", "after"), self.compared.names, self.compared.sentences, strict=True)
        ]
        share = f"{decimal(versions.share * 100)[0]}%"
        facts.append((say("diff.alike"), say("diff.common", same=versions.same, share=share)))
        sections = [Section(say(f"diff.kind_{kind}"), tuple(self._kind(kind))) for kind in KINDS]
        if self.compared.touched:
            facts.append((say("diff.touched"), self._summed(self.compared.touched)))
        sections.append(Section(say("diff.touched"), tuple(self._rewritten())))
        sections.append(Section(say("diff.placed"), tuple(self._placed())))
        found = [one for one in sections if one.entries]
        to_answer = self.compared.touched is not None and any(
            one.kind in ("added", "reworded") for one in versions.edits
        )
        return View(
            say("diff.title_documents"), tuple(facts), tuple(found), "" if found else say("diff.same_documents"),
            (say("diff.to_answer"),) if to_answer else (),
        )  # fmt: skip

    def _kind(self, kind: str) -> Iterator[Entry]:
        edits = self.compared.versions.of(kind)
        if kind in IN_RUNS:
            for first, last in runs(edits):
                head = self._arrow(*(self._run(first, last, late) for late in (False, True)))
                told = first.before.text if kind == "moved" and first.before else ""
                yield Entry(head, "", (Line(clean(told)),) if told else ())
            return
        for one in edits:
            yield self._edit(one)

    def _run(self, first: Edit, last: Edit, late: bool) -> str:
        ends = [one.after if late else one.before for one in (first, last)]
        places = [clean(one.place) for one in ends if one is not None]
        return places[0] if places[0] == places[-1] else self.say("diff.run", first=places[0], last=places[-1])

    def _edit(self, one: Edit) -> Entry:
        if one.before is None or one.after is None:
            sentence = one.after or one.before
            assert sentence is not None
            return Entry(clean(sentence.place), "", (Line(clean(sentence.text)),))
        places = clean(one.before.place), clean(one.after.place)
        head = places[0] if places[0] == places[1] else self._arrow(*places)
        return Entry(head, "", (Line("", one.marks), *(Line(self._told(told)) for told in one.told)))

    def _told(self, told: Told) -> str:
        # No binding word is not the same as not binding: a rulebook may read the sentence as one that binds.
        nothing = self.say("diff.no_modal" if told.kind == "modality" else "diff.nothing")
        change = self._arrow(clean(told.before) or nothing, clean(told.after) or nothing)
        if meant := self._means(told):
            change = self.say("diff.told_meant", change=change, meant=meant)
        return self.say("diff.told", kind=self.say(f"diff.told_{told.kind}"), change=change)

    def _means(self, told: Told) -> str:
        """What both wordings mean, or the one that there is; empty where the words say it themselves."""
        words, keys = (told.before, told.after), told.meant
        if told.kind == "window":
            unread = [clean(word) for word, key in zip(words, keys, strict=True) if key]
            return self.say("diff.unread_period", words=unread[0]) if unread else ""
        meant = [self._meant(told.kind, key) for key in keys]
        if meant == [*words]:
            return ""
        if not all(words):
            alone = [one for one, key, word in zip(meant, keys, words, strict=True) if key != "equals" and one != word]
            return "".join(alone)
        return meant[0] if meant[0] == meant[1] else self._arrow(*(one or self.say("diff.nothing") for one in meant))

    def _meant(self, kind: str, key: str) -> str:
        if not key:
            return ""
        if key == "equals":
            return self.say("diff.bare_number")
        lang = self.say.lang
        return self.lexicon.modality(key, lang) if kind == "modality" else self.lexicon.compared(key, "", lang)[0]

    def _arrow(self, before: str, after: str) -> str:
        return self.say("diff.arrow", before=before, after=after)

    def _summed(self, touched: Sequence[Touched]) -> str:
        placed = sum(one.state == PLACED for one in touched)
        cases = {one.id: one.cases for one in touched if one.state != PLACED}
        return self.say("diff.touched_sum", n=len(touched) - placed, placed=placed, cases=sum(cases.values()))

    def _rewritten(self) -> Iterator[Entry]:
        for one in self.compared.touched or ():
            if one.state != PLACED:
                yield self._touched(one)

    def _placed(self) -> Iterator[Entry]:
        """Rules of which only `at` is to be written anew, together by their place."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.compared.touched or ():
            if one.state == PLACED:
                found.setdefault((one.at, one.now_at), []).append(clean(one.id))
        for (at, now), ids in found.items():
            names = Line(self.say("report.list").join(ids))
            yield Entry(self._arrow(clean(at), clean(now)), "", (names,))

    def _touched(self, one: Touched) -> Entry:
        lines = [self.say("report.quoted", quote=clean(one.quote), cite="")]
        if one.modality and any(told.kind == "modality" for told in one.edit.told):
            lines.append(self.say("diff.read_as", modality=self.lexicon.modality(one.modality, self.say.lang)))
        if one.now_at and one.now_at != one.at:
            lines.append(self.say("diff.now_at", at=clean(one.now_at)))
        lines += said_of(one.id, one.cases, self.compared.results, self.lexicon, self.say)
        head = self.say("report.bracketed", what=clean(one.id), text=clean(one.at))
        return Entry(head, self.say(f"diff.touched_{one.state}"), tuple(map(Line, lines)))


def said_of(rule: str, cases: int, results: Results, lexicon: Lexicon, say: Phrases) -> Iterator[str]:
    """How many cases a rule has, and what earlier reports said of it."""
    if cases:
        yield say("diff.cases", n=cases)
    if found := results.get(rule):
        told = [
            say("diff.result", body=clean(body), verdict=lexicon.verdict(verdict, say.lang)) for body, verdict in found
        ]
        yield say("diff.results", results=say("report.list").join(told))
