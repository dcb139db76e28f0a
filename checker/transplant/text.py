"""A transplant as plain text for a terminal or printer; reports/text/transplant.yaml says how much of each part is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.report.fold import columns
from checker.report.textpage import MARGIN, TextPage
from checker.report.texttable import table
from checker.report.words import Phrases
from checker.transplant.nouns import LACKS
from checker.transplant.view import GroupView, ItemView, MoveView, Section, View


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """Each line at most `width` columns, ending with a newline."""
    return _Page(view, phrases, width).text()


class _Page(TextPage):
    def __init__(self, view: View, phrases: Phrases, width: int | None) -> None:
        super().__init__("transplant", phrases, width)
        self.view = view

    def text(self) -> str:
        self.put(self.view.title)
        for line in self.view.footer:
            self.put(f"* {line}", rest="  ")
        if not self.view.moves:
            self.put(self.say("transplant.nothing"))
        for move in self.view.moves:
            self._move(move)
        for key in ("broken", "notes"):
            if lines := getattr(self.view, key):
                self._heading(self.say(f"transplant.{key}"))
                self._some([f"! {line}" for line in lines], self.layout["notes"])
        return self.whole()

    def _move(self, move: MoveView) -> None:
        say = self.say
        self._heading(move.heading)
        for region, document in move.documents:
            self.put(say("report.labelled", label=region, text=document), rest=MARGIN)
        self.put(say("transplant.groups", n=move.groups))
        heads = [say(f"transplant.head_{key}") for key in ("kind", "clauses", "groups")]
        self._table(heads, [(one.label, str(one.clauses), str(one.groups)) for one in move.totals])
        if move.groups > 1:
            heads = [say("transplant.head_clause"), *move.columns]
            shown = move.rows[: self.layout["clauses"]]
            self._table(heads, [(f"{one.title} {one.at}", *(str(n or "") for n in one.counts)) for one in shown])
            self._more(len(move.rows) - len(shown))
        for name, problems in move.refused:
            self.put(
                say(
                    "report.labelled",
                    label=say("transplant.refused", name=name),
                    text=say("report.list").join(problems),
                )
            )
        for body in move.bodies[: self.layout["bodies"]]:
            self._body(body)
        self._more(len(move.bodies) - self.layout["bodies"])

    def _body(self, body: GroupView) -> None:
        say = self.say
        self.lines.append("")
        self.put(say("report.bracketed", what=body.name, text=body.as_of))
        for line in body.told:
            self.put(f"! {line}", rest=MARGIN)
        for section in body.sections:
            self.put(say("report.count", label=section.label, n=len(section.items)), MARGIN)
            if section.kind == LACKS:
                counted = [say("report.count", label=what, n=n) for what, n in body.lacking[: self.layout["lacking"]]]
                self.put(say("transplant.lacking", list=say.join(counted)), MARGIN * 2)
            else:
                self._items(section)
        self.put(body.quiet, MARGIN)

    def _items(self, section: Section) -> None:
        for one in section.items[: self.layout["items"]]:
            self.put(self._item(one), MARGIN * 2, MARGIN * 3)
            for note in one.notes:
                self.put(note, MARGIN * 3, MARGIN * 3)
        self._more(len(section.items) - self.layout["items"], MARGIN * 2)

    def _item(self, one: ItemView) -> str:
        what = self.say("transplant.item", matter=one.matter, mark=one.mark.symbol, title=one.title, at=one.at)
        return self.say("report.labelled", label=what, text=one.said) if one.said else what

    # ---- lines -------------------------------------------------------------------------------------------------

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        made = table(heads, rows, self.width)
        if made is not None:
            self.lines += ["", *made, ""]
            return
        for row in rows:
            self.put("  ".join(part for part in row if part), rest=MARGIN)

    def _some(self, lines: Iterable[str], most: int) -> None:
        listed = list(lines)
        for line in listed[:most]:
            self.put(line, rest=MARGIN)
        self._more(len(listed) - most)

    def _more(self, n: int, indent: str = "") -> None:
        if n > 0:
            self.put(self.say("audit.more", n=n), indent)

    def _heading(self, text: str) -> None:
        self.lines += ["", text, "─" * min(self.width, columns(text))]
