"""问题清单（整改台账）as a workbook: the certain problems on the first sheet, everything else apart from them on sheets of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from checker.papers.nouns import Basis, Dossier, Problem
from checker.papers.page import Book, Page, notes
from checker.papers.shown import item
from checker.report.words import within

Looks = Mapping[str, Any]
ENDS = "。；，"
AGAIN = 16
"""Digits of the earlier report's fingerprint."""


def render(dossier: Dossier, looks: Looks) -> bytes:
    book = Book(looks)
    for sheet in looks["sheets"]:
        lines = sum(len(getattr(dossier, part["from"])) for part in sheet["parts"])
        if lines or sheet.get("always"):
            _Sheet(book, dossier, sheet).write()
    notes(book, dossier)
    return book.bytes()


def named(basis: Basis) -> str:
    """A document with its number and standing."""
    number = f"{basis.number}，" if basis.number else ""
    return f"《{basis.title}》（{number}{basis.status}）"


class _Sheet:
    def __init__(self, book: Book, dossier: Dossier, sheet: Looks) -> None:
        self.dossier, self.sheet, self.looks = dossier, sheet, book.looks
        self.columns = [one for one in sheet["columns"] if dossier.past or not one.get("again")]
        self.page: Page = book.page(sheet["title"], [one["width"] for one in self.columns])

    def write(self) -> None:
        page, looks, dossier = self.page, self.looks, self.dossier
        heading = self.sheet["heading"]
        page.title(looks["invented"].format(title=heading) if dossier.invented else heading)
        if dossier.standing:
            page.line(looks["standing"].format(said=dossier.standing.rstrip(ENDS)), bold=True)
        bases = "；".join(named(one) for one in dossier.bases)
        for line in looks["top"]:
            page.line(
                line.format(body=dossier.body, as_of=dossier.as_of, bases=bases, counters=dossier.counters),
                font_color=looks["colours"]["soft"],
            )
        if dossier.past:
            page.line(looks["top_again"].format(past=dossier.past.as_of, sha256=dossier.past.sha256[:AGAIN]), bold=True)
        page.heads([one["head"] for one in self.columns])
        self._table()
        if self.sheet.get("signed"):
            page.line("")
            page.line(looks["signed"])

    def _table(self) -> None:
        first, number = self.page.row, 0
        for part in self.sheet["parts"]:
            lines: Sequence[Problem] = getattr(self.dossier, part["from"])
            if lines and "title" in part and (part is self.sheet["parts"][0] or self.dossier.past):
                self.page.part(part["title"].format(n=len(lines)))
            for one in lines:
                number += 1
                self._entry(one, number)
        if not number:
            self.page.line(self.looks["none"])
            return
        for column, one in enumerate(self.columns):
            if "choices" in one:
                self.page.choices(column, first, self.page.row - 1, one["choices"])

    def _entry(self, one: Problem, number: int) -> None:
        texts = [
            str(number) if column["field"] == "order" else self._text(one, column["field"]) for column in self.columns
        ]
        self.page.entry(texts, [column.get("align", "left") for column in self.columns])

    def _text(self, one: Problem, field: str) -> str:
        """What a column says of a line; nothing where a hand is to write."""
        own = FIELDS.get(field)
        if own is not None:
            return own(one, self.looks)
        return str(getattr(one, field, ""))


def _problem(one: Problem, looks: Looks) -> str:
    """Verdict and title, the sentence, the records behind it."""
    parts = [f"{one.symbol} {one.label}　{one.title}", one.said]
    parts += [
        say.format(text=text) for field, say in looks["more"].items() if (text := getattr(one, field).rstrip(ENDS))
    ]
    if one.behind:
        shown = "、".join(one.behind[: looks["behind_shown"]])
        key = "behind_more" if len(one.behind) > looks["behind_shown"] else "behind"
        parts.append(looks[key].format(list=shown, n=len(one.behind)))
    return "\n".join(parts)


def _basis(one: Problem, _: Looks) -> str:
    return f"{one.cite}\n“{within(one.quote)}”"


def _opinion(one: Problem, looks: Looks) -> str:
    found = one.recheck
    if found is None:
        return ""
    key = "opinion_before" if found.before else "opinion"
    text: str = looks[key].format(label=found.label, before=found.before, said=found.said)
    return text


FIELDS: Mapping[str, Callable[[Problem, Looks], str]] = {
    "number": lambda one, _: item(one),
    "problem": _problem,
    "basis": _basis,
    "opinion": _opinion,
}
"""Columns that are more than a field of a line."""
