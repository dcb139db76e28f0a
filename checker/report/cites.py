"""The documents of a report and how a clause is cited: by its part of the document, where that has facts of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.model import Conflict, Part, Passage, Question, Rule, Rulebook, Source, Unit
from checker.report.words import Phrases, clean, pick
from checker.wording.within import expires, part_of, within

IN_FORCE, EXPIRED = "in_force", "expired"


class Cites:
    """`as_of` is the day of the check: a document that ran out before it has the status of one, whatever its register says."""

    def __init__(self, books: Iterable[Rulebook], phrases: Phrases, as_of: str = "") -> None:
        self.books = {book.id: book for book in books}
        self.say, self.lang, self.as_of = phrases, phrases.lang, as_of

    # ---- a document and its parts ------------------------------------------------------------------------------

    def document(self, source: Source, at: str = "") -> tuple[str, str, str]:
        """(title, number, status in words) of a document, or of its part at `at`."""
        title, number = self.named(source, at)
        return title, number, self._worded(self.standing(source, at), source, at)

    def named(self, source: Source, at: str = "") -> tuple[str, str]:
        """(title, number)"""
        part = part_of(source, at)
        title, number = (part.title, part.number) if part else (None, None)
        return pick(title or source.title, self.lang), clean(number or source.number or "")

    def standing(self, source: Source, at: str = "") -> str:
        """The status on the day of the check: `in_force`, `draft`, `trial` or `expired`."""
        part = part_of(source, at)
        status, end = (part.status if part else None) or source.status, expires(source, at)
        if end and self.as_of:
            ended = self.as_of > end
            return EXPIRED if ended else IN_FORCE if status == EXPIRED else status
        return status

    def _worded(self, standing: str, source: Source, at: str) -> str:
        """With its last day, where the document has run out or will have by now."""
        end = expires(source, at)
        if end and self.as_of > end:
            return self.say("status.ran_out", date=self._date(end))
        if end and source.status == EXPIRED and self.as_of:
            return self.say("status.until", date=self._date(end))
        return self.say(f"status.{standing}")

    def documents(self) -> Iterator[tuple[str, str, str, str]]:
        """(title, number, status, short name) of each document, then of its parts, whose number is their place."""
        for book in self.books.values():
            yield *self.document(book.source), self.short(book.source)
            for part in book.source.parts:
                title, _, status = self.document(book.source, part.at)
                yield title, clean(part.number or part.at), status, title

    def ran_out(self) -> Iterator[str]:
        """What it means that a document, or a part of one, ran out before the day of the check."""
        for book in self.books.values():
            parts: list[Part | None] = [None, *book.source.parts]
            days = {part.at if part else "": part.expires if part else book.source.expires for part in parts}
            for at, end in days.items():
                if end and self.as_of > end:
                    title, _ = self.named(book.source, at)
                    named = self.say("report.document", title=title, number=clean(at))
                    yield self.say("report.ran_out", document=named, date=self._date(end))

    def short(self, source: Source) -> str:
        """The document's short name, which its first mention introduces."""
        return pick(source.short, self.lang) or pick(source.title, self.lang)

    # ---- a place -----------------------------------------------------------------------------------------------

    def cite(self, document: str, at: str, *, short: bool = False) -> str:
        """《title》 number (status) place. With `short`, a document in force needs no status on every clause; any other
        status stands there always, so that no draft passes for law."""
        book = self.books.get(document)
        if book is None:
            return f"{clean(document)} {clean(at)}"
        source, (title, number) = book.source, self.named(book.source, at)
        standing = self.standing(source, at)
        key = "report.cited_in_force" if short and standing == IN_FORCE else "report.cited"
        part = part_of(source, at)
        name = self.short(source) if short and not (part and part.title) else title
        return self.say(key, title=name, number=number, status=self.say(f"status.{standing}"), at=clean(at))

    def status(self, document: str, at: str = "") -> str:
        """The status of a document or a part that is not in force, which no verdict goes without; else empty."""
        book = self.books.get(document)
        standing = self.standing(book.source, at) if book else IN_FORCE
        return "" if standing == IN_FORCE else self.say(f"status.{standing}")

    def place(self, status: str, at: str) -> str:
        """A place with such a status."""
        return self.say("report.placed", status=status, at=clean(at)) if status else clean(at)

    def units(self, document: str, at: str) -> tuple[Unit, ...]:
        """Whom the document names for the item in which the place lies."""
        book = self.books.get(document)
        named = book.units if book else ()
        return tuple(one for one in named if any(within(at, whole) for whole in one.covers))

    def conflicts(self, document: str, rule: Rule) -> tuple[tuple[Conflict, tuple[Passage, ...]], ...]:
        """Where the document says something else of the same matter, each with the other passages: not the rule's own, and
        for a rule that only quotes them, all."""
        book = self.books.get(document)
        return tuple(
            (one, tuple(passage for passage in one.between if passage.at != rule.at) or one.between)
            for one in (book.conflicts if book else ())
            if rule.id in one.shown
        )

    def question(self, document: str, key: str) -> Question | None:
        book = self.books.get(document)
        return book.questions.get(key) if book else None

    def _date(self, day: str) -> str:
        y, m, d = (int(part) for part in day.split("-"))
        return self.say("date.day", y=y, m=m, d=d)
