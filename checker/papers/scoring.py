"""考核评价计分表 as a workbook: the scheme's own table, one sheet a scheme and period, with the columns of the scheme's own stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.papers.nouns import Dossier
from checker.papers.page import Book, Page, notes
from checker.report.scoreview import Beside, Card, Column, Group, ItemLine

Looks = Mapping[str, Any]
STAGE = "stage"


def render(dossier: Dossier, looks: Looks) -> bytes:
    """Of a dossier that has scorecards."""
    book = Book(looks)
    for card in dossier.scores.cards:
        _Table(book, dossier, card).write()
    notes(book, dossier)
    return book.bytes()


class _Table:
    def __init__(self, book: Book, dossier: Dossier, card: Card) -> None:
        self.dossier, self.card, self.looks = dossier, card, book.looks
        self.columns = list(self._columns())
        name = card.period or (card.title if len(dossier.scores.cards) > 1 else self.looks["sheet"])
        self.page: Page = book.page(name, [one["width"] for one in self.columns])

    def write(self) -> None:
        page, card, looks, dossier = self.page, self.card, self.looks, self.dossier
        page.title(looks["invented"].format(title=looks["title"]) if dossier.invented else looks["title"])
        if dossier.standing:
            page.line(looks["standing"].format(said=dossier.standing.rstrip("。")), bold=True)
        period = looks["period"].format(period=card.period) if card.period else ""
        for line in looks["top"]:
            said = line.format(body=dossier.body, as_of=dossier.as_of, scheme=card.title, period=period, cite=card.cite)
            page.line(said, font_color=looks["colours"]["soft"])
        page.line(looks["headline"].format(headline=card.headline.rstrip("。")), bold=True)
        page.heads([one["head"] for one in self.columns])
        for group in card.groups:
            self._group(group)
        self._totals()
        page.line(looks["blank"], font_color=looks["colours"]["soft"])
        self._below()

    def _columns(self) -> Sequence[Mapping[str, Any]]:
        """Those of the file, the one of a stage once for each stage of the scheme."""
        found: list[Mapping[str, Any]] = []
        for one in self.looks["columns"]:
            if one["field"] != STAGE:
                found.append(one)
            elif self.card.columns:
                found += [
                    {**one, "head": one["head"].format(stage=stage.title), "stage": number}
                    for number, stage in enumerate(self.card.columns)
                ]
            else:
                found.append({**one, "head": self.looks["stage"], "stage": None})
        return found

    # ---- the table ---------------------------------------------------------------------------------------------

    def _group(self, group: Group) -> None:
        rows = [self._row([self._text(item, one) for one in self.columns]) for item in group.items]
        if rows and self.columns[0]["field"] == "category":
            said = self.looks["category"].format(title=group.title, points=group.points)
            self.page.together(rows[0][0], rows[-1][1], 0, said)

    def _row(self, texts: Sequence[str]) -> tuple[int, int]:
        return self.page.entry(texts, [one.get("align", "left") for one in self.columns])

    def _text(self, item: ItemLine, column: Mapping[str, Any]) -> str:
        field = column["field"]
        if field == STAGE:
            number: int | None = column["stage"]
            return item.final if number is None else item.fields[number].points
        made: dict[str, str] = {
            "category": "",
            "item": self.looks["item"].format(number=item.number, title=item.title),
            "full": item.points,
            "quote": self._cut(item.quote),
            "range": item.range,
            "how": self._how(item),
            "remark": self._remark(item),
        }
        return made[field]

    def _cut(self, quote: str) -> str:
        most: int = self.looks["quote"]
        return quote if len(quote) <= most else f"{quote[: most - 1]}…"

    def _how(self, item: ItemLine) -> str:
        looks, parts = self.looks, [item.how]
        rows = [f"{one.table} {one.origin}" for one in item.rows]
        if rows:
            key = "rows_more" if len(rows) > looks["rows_shown"] else "rows"
            parts.append(looks[key].format(list="、".join(rows[: looks["rows_shown"]]), n=len(rows)))
        parts += item.given
        return "\n".join(part for part in parts if part)

    def _remark(self, item: ItemLine) -> str:
        parts = [
            item.basis,
            self.looks["missing"].format(what=item.missing) if item.missing else "",
            *(
                f"{stage.title}：{one.note}"
                for stage, one in zip(self.card.columns, item.fields, strict=True)
                if one.note
            ),
            item.remark,
        ]
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def _totals(self) -> None:
        card, looks, columns = self.card, self.looks, self.card.columns
        texts = []
        for one in self.columns:
            field = one["field"]
            if field == STAGE:
                texts.append(card.final if one["stage"] is None else _total(columns[one["stage"]]))
            else:
                texts.append({"item": looks["total"], "full": card.full, "range": card.range}.get(field, ""))
        self._row(texts)

    # ---- below it ----------------------------------------------------------------------------------------------

    def _below(self) -> None:
        page, card, looks = self.page, self.card, self.looks
        for stage in card.columns:
            key = "stage_recorded" if stage.recorded else "stage_said"
            page.line(looks[key].format(stage=stage.title, total=stage.total, said=stage.said))
        if card.beside:
            page.line("")
            page.line(looks["beside_title"], bold=True)
            for one in card.beside:
                page.line(self._beside(one))
        remarks = (*card.remarks, *card.differences, *card.problems, *self.dossier.scores.unplaced)
        if remarks:
            page.line("")
            page.line(looks["remarks_title"], bold=True)
            for remark in remarks:
                page.line(remark)
        page.line("")
        for title in [one.title for one in card.columns] or [looks["signed_one"]]:
            page.line(looks["signed"].format(stage=title))
            page.line("")

    def _beside(self, one: Beside) -> str:
        looks = self.looks
        said: str = looks["beside"].format(kind=one.kind, title=one.title, state=one.word, effect=one.effect)
        if not one.because:
            return said
        return f"{said}；{looks['because'].format(list='；'.join(one.because))}"


def _total(stage: Column) -> str:
    """What the stage gave, or else what its ratings come to."""
    return stage.recorded or stage.total
