"""The documents of a report and how a clause is cited."""

from __future__ import annotations

from collections.abc import Iterable

from checker.model import Question, Rulebook, Source
from checker.report.words import Phrases, clean, pick


class Cites:
    def __init__(self, books: Iterable[Rulebook], phrases: Phrases) -> None:
        self.books = {book.id: book for book in books}
        self.say, self.lang = phrases, phrases.lang

    def document(self, source: Source) -> tuple[str, str, str]:
        """(title, number, status in words)."""
        return pick(source.title, self.lang), clean(source.number or ""), self.say(f"status.{source.status}")

    def short(self, source: Source) -> str:
        """The document's short name, which its first mention introduces."""
        return pick(source.short, self.lang) or pick(source.title, self.lang)

    def cite(self, document: str, at: str, *, short: bool = False) -> str:
        """《title》 number (status) place. With `short`, a document in force needs no status on every clause; any other
        status stands there always, so that no draft passes for law."""
        book = self.books.get(document)
        if book is None:
            return f"{clean(document)} {clean(at)}"
        title, number, status = self.document(book.source)
        if not short:
            return self.say("report.cited", title=title, number=number, status=status, at=clean(at))
        key = "report.cited_in_force" if book.source.status == "in_force" else "report.cited"
        return self.say(key, title=self.short(book.source), number=number, status=status, at=clean(at))

    def status(self, document: str) -> str:
        """The status of a document that is not in force, which no verdict goes without; else empty."""
        book = self.books.get(document)
        return "" if book is None or book.source.status == "in_force" else self.say(f"status.{book.source.status}")

    def place(self, status: str, at: str) -> str:
        """A place with such a status."""
        return self.say("report.placed", status=status, at=clean(at)) if status else clean(at)

    def question(self, document: str, key: str) -> Question | None:
        book = self.books.get(document)
        return book.questions.get(key) if book else None
