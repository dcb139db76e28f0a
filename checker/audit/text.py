"""The audit as plain text for a terminal or printer; reports/text/audit.yaml says how much of each part is shown."""

from __future__ import annotations

from collections.abc import Sequence

from checker.audit.view import BookView, RankTable, TargetSaid, Told, View
from checker.report.fold import columns
from checker.report.textpage import MARGIN, TextPage
from checker.report.texttable import table
from checker.report.words import Phrases


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """The whole audit, each line at most `width` columns, ending with a newline."""
    return _Page(view, phrases, width).text()


class _Page(TextPage):
    def __init__(self, view: View, phrases: Phrases, width: int | None) -> None:
        super().__init__("audit", phrases, width)
        self.view = view

    def text(self) -> str:
        view, say = self.view, self.say
        self.put(f"{view.title}  {view.subtitle}")
        for document in view.documents:
            self._pair(say("audit.rulebook"), document)
        if view.as_of:
            self._pair(say("audit.as_of"), view.as_of)
        self.lines.append("")
        for line in view.summary:
            self.put(line)
        if view.broken:
            self._heading(say("audit.heading_broken"), len(view.broken))
            for _, problems in view.broken:
                for problem in problems:
                    self.put(f"! {problem}", rest=MARGIN)
        for book in view.books:
            self._book(book)
        self._heading(say("audit.heading_crossings"))
        if not view.crossings:
            self.put(say("audit.crossing_none"))
        for found in view.crossings:
            self.put(say("report.count", label=found.heading, n=len(found.lines)))
            self.put(found.note, MARGIN)
            self._some([f"· {line}" for line in found.lines], self.layout["crossings"])
        if view.notes:
            self._heading(say("audit.heading_notes"))
            self._some([f"· {line}" for line in view.notes], self.layout["crossings"], "")
        self.lines.append("")
        self.put(say("audit.footer"))
        return self.whole()

    # ---- a rulebook's bodies -----------------------------------------------------------------------------------

    def _book(self, book: BookView) -> None:
        say = self.say
        self._heading(book.heading, len(book.lines))
        self.put(say("audit.sorted"))
        self._legend(book)
        self.put(book.scored, MARGIN)
        self._bodies(book)
        listed = [line for line in book.lines if line.worst][: self.layout["worst"]]
        if listed:
            self._apart(say("audit.heading_worst"))
            for line in listed:
                shown = line.worst[: self.layout["gaps"]]
                said = say("report.list").join(self._clause(one) for one in shown)
                more = say("audit.more_worst", n=line.more) if line.more > len(shown) else ""
                self.put(f"{line.number}. " + say("report.labelled", label=line.name, text=said + more), rest=MARGIN)
        if book.clauses:
            self._apart(say("audit.heading_clauses"))
            counted = [f"{one.bodies:>4}  {self._clause(one)}" for one in book.clauses]
            self._some(counted, self.layout["clauses"], "", "      ")
        for ranking in book.rankings:
            self._ranking(ranking)
        for target in book.targets:
            self._target(target)

    def _legend(self, book: BookView) -> None:
        said = [(self.say(f"audit.short_{mark.key}"), f"{mark.symbol} {mark.label}") for mark in book.columns]
        self.put(self.say.join([self.say("report.labelled", label=short, text=text) for short, text in said]), MARGIN)

    def _bodies(self, book: BookView) -> None:
        say = self.say
        shown = book.lines[: self.layout["bodies"]]
        modelled = any(line.model for line in shown)
        scored = ("total", "grade", "rank") if book.scored else ()
        heads = [say("audit.head_no"), say("audit.head_body"), *([say("audit.head_model")] if modelled else [])]
        heads += [say(f"audit.short_{mark.key}") for mark in book.columns]
        heads += [say(f"audit.head_{key}") for key in scored]
        cells = [
            [
                str(line.number), line.name + (say("report.bracket", text=line.tag) if line.tag else ""),
                *([line.model] if modelled else []), *(str(n) if n else "" for n in line.counts),
                *((line.score, line.grade, line.rank) if scored else ()),
            ]
            for line in shown
        ]  # fmt: skip
        self.lines.append("")
        self._table(heads, cells)
        if len(book.lines) > len(shown):
            self.put(say("audit.more_bodies", n=len(book.lines) - len(shown)))

    def _clause(self, one: Told) -> str:
        return f"{one.mark.symbol} " + self.say("rest.line", title=one.title, at=one.at)

    def _ranking(self, one: RankTable) -> None:
        say = self.say
        self._apart(one.heading)
        self.put(say("audit.ranks_note"))
        readings = any(line.varies or line.flaws for line in one.lines)
        heads = [say(f"audit.head_{key}") for key in ("rank", "body", "score", "grade", *(["readings"] * readings))]
        shown = one.lines[: self.layout["bodies"]]
        join = say("report.list").join
        cells = [
            [
                line.rank,
                line.name,
                line.score,
                line.grade,
                *([join((*line.varies, *filter(None, [line.flaws])))] * readings),
            ]
            for line in shown
        ]
        self.lines.append("")
        self._table(heads, cells)
        if len(one.lines) > len(shown):
            self.put(say("audit.more_bodies", n=len(one.lines) - len(shown)))
        for quota in one.quotas:
            self.lines.append("")
            self.put(quota.said)
            for line in filter(None, (quota.quote, quota.certain, quota.possible)):
                self.put(line, MARGIN)
        if one.quotas:
            self.put(say("audit.quota_floor"))

    def _target(self, one: TargetSaid) -> None:
        self._apart(one.heading)
        for note in one.notes:
            self.put(note)
        shown = [f"{self._clause(told)}{self.say('report.list')}{told.said}" for told in one.told]
        self._some(shown, self.layout["targets"], "")
        if one.rest:
            self.put(one.rest)

    def _table(self, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
        """A table, or, where its headings alone are too wide, a line for each row that labels what stands in it."""
        if made := table(heads, cells, self.width):
            self.lines += made
            return
        for first, name, *rest in cells:
            said = [f"{head} {cell}" for head, cell in zip(heads[2:], rest, strict=True) if cell]
            self.put(self.say("report.labelled", label=f"{first}. {name}", text=self.say.join(said)), rest=MARGIN)

    # ---- lines -------------------------------------------------------------------------------------------------

    def _some(self, lines: Sequence[str], most: int, indent: str = MARGIN, rest: str = MARGIN) -> None:
        for line in lines[:most]:
            self.put(line, indent, indent + rest)
        if len(lines) > most:
            self.put(self.say("audit.more", n=len(lines) - most), indent)

    def _heading(self, text: str, count: int | None = None) -> None:
        self.lines.append("")
        said = text if count is None else self.say("report.count", label=text, n=count)
        self.lines += [said, "─" * min(self.width, columns(said))]

    def _apart(self, text: str) -> None:
        self.lines += ["", text]

    def _pair(self, label: str, text: str) -> None:
        self.put(self.say("report.labelled", label=label, text=text), rest=MARGIN)
