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

    def cite(self, document: str, at: str) -> str:
        """《title》 number (status) place: the status stands on every verdict, so that no draft passes for law."""
        book = self.books.get(document)
        if book is None:
            return f"{clean(document)} {clean(at)}"
        title, number, status = self.document(book.source)
        return self.say("report.cited", title=title, number=number, status=status, at=clean(at))

    def question(self, document: str, key: str) -> Question | None:
        book = self.books.get(document)
        return book.questions.get(key) if book else None
