"""The report as plain text for a terminal, mail or printer: gaps first. reports/text/layout.yaml says what is shown.

Own words are printable in GBK, and columns are counted as terminals count them: a Chinese character takes two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import yaml
from tabulate import tabulate

from checker import house
from checker.report.fold import columns, wrapped
from checker.report.view import Clause, RowLine, View
from checker.report.words import Phrases

RULE = "─"
MARGIN = "   "
GAP = 2
HEAD_PADDING = 2
"""What tabulate puts between columns, and adds to a heading."""
COUNTED_ORDER = {"no": 0, "maybe": 1, "yes": 2}


@cache
def layout() -> dict[str, Any]:
    path = house.reports_dir() / "text" / "layout.yaml"
    return dict(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """The whole report, each line at most `width` columns, ending with a newline."""
    return _Page(view, phrases, width).text()


class _Page:
    def __init__(self, view: View, phrases: Phrases, width: int | None) -> None:
        self.view, self.say, self.layout = view, phrases, layout()
        self.width = max(self.layout["least"], min(width or self.layout["width"], self.layout["most"]))
        self.lines: list[str] = []

    def text(self) -> str:
        for part in self.layout["parts"]:
            getattr(self, f"_{part}")()
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    # ---- parts, by their names in the layout -------------------------------------------------------------------

    def _head(self) -> None:
        view, say = self.view, self.say
        invented = say("report.bracket", text=say("report.invented")) if view.invented else ""
        self._put(f"{say('report.title')}  {view.body}{invented}")
        for title, number, status in view.documents:
            self._pair(
                say("report.rulebook"),
                say("report.document", title=title, number=number) + say("report.bracket", text=status),
            )
        self._pair(
            say("report.as_of"), f"{view.as_of}  {say('report.labelled', label=say('report.review'), text=view.review)}"
        )
        self._put(view.counters)
        self._put(view.also)

    def _gaps(self) -> None:
        say, view = self.say, self.view
        self._heading(say("heading.gaps_n", n=say("report.of_total", n=len(view.gaps), total=view.total)))
        if not view.gaps and view.total:
            self._put(say("heading.no_gaps"))
        for number, clause in enumerate(view.gaps, start=1):
            self._gap(number, clause)

    def _others(self) -> None:
        if not self.view.others:
            return
        self._heading(self.say("heading.others"), len(self.view.others))
        self._put(self.say("heading.others_note"))
        for clause in self.view.others:
            self._put(f"{clause.mark.symbol} {clause.mark.label}  {clause.title}", first="", rest=MARGIN)
            self._put(clause.sentence.full, MARGIN)
            self._pair(self.say("report.clause"), f"“{clause.quote}”{clause.cite}", MARGIN)

    def _consequences(self) -> None:
        say, found = self.say, self.view.consequences
        if not found:
            return
        self._heading(say("heading.consequences"), len(found))
        for one in (one for one in found if one.state != "not_triggered"):
            self._put(f"{one.title}  {one.state_word}")
            self._put(one.then + say("report.bracket", text=say("consequence.bearer", bearer=one.bearer)), MARGIN)
            for depth, words, _ in one.because:
                self._put(say("report.labelled", label=say("consequence.because"), text=words), MARGIN + "  " * depth)
            self._pair(say("report.clause"), f"“{one.quote}”{one.cite}", MARGIN)
        quiet = [one.title for one in found if one.state == "not_triggered"]
        if quiet:
            self._put(say("consequence.quiet", n=len(quiet), list=say.join(quiet)))

    def _rest(self) -> None:
        say = self.say
        if not self.view.rest:
            return
        self._heading(say("heading.rest"))
        for mark, clauses in self.view.rest:
            self._put(say("rest.count", label=f"{mark.symbol} {mark.label}", n=len(clauses)))
            if mark.key in self.layout["fold"]:
                continue
            for clause in clauses[: self.layout["listed"]]:
                line = say("rest.line", title=clause.title, at=clause.at)
                self._put(say("rest.why", line=line, why=clause.why) if clause.why else line, MARGIN)

    def _elsewhere(self) -> None:
        if self.view.elsewhere:
            self._heading(self.say("heading.elsewhere"), len(self.view.elsewhere))
            self._put(self.say("heading.elsewhere_note"))

    def _notes(self) -> None:
        self._heading(self.say("heading.basis"))
        for note in self.view.notes:
            self._pair(note.label, note.text)
        for key in ("footer.rounding", "footer.names"):
            self._put(self.say(key))

    # ---- one gap -----------------------------------------------------------------------------------------------

    def _gap(self, number: int, clause: Clause) -> None:
        say = self.say
        indent = " " * max(len(MARGIN), len(f"{number}. "))
        self._put(f"{number}. {clause.mark.symbol} {clause.mark.label}  {clause.title}", rest=indent)
        self._put(clause.sentence.full, indent)
        self._pair(say("report.clause"), f"“{clause.quote}”{clause.cite}", indent)
        if clause.where:
            self._pair(say("label.where"), clause.where, indent)
        for question, choices in clause.readings:
            self._pair(say("label.readings"), question, indent)
            for choice in choices:
                verdict = f"{choice.mark.symbol} {choice.mark.label}" if choice.mark else say("reading.none")
                line = say("reading.line", said=choice.said, verdict=verdict)
                self._put(
                    say("report.group_join").join((line, say("reading.pull", text=choice.pull))),
                    f"{indent}  ",
                    f"{indent}    ",
                )
        for note in clause.notes:
            self._pair(note.label, note.text, indent)
        self._rows(clause.rows, indent)
        self.lines.append("")

    def _rows(self, rows: Sequence[RowLine], indent: str) -> None:
        """The rows behind a gap, those not counted first: they are what a reader can put right."""
        if not rows:
            return
        say = self.say
        shown = sorted(rows, key=lambda row: COUNTED_ORDER[row.counted])[: self.layout["rows"]]
        names = ("table", "id", "origin", "entity", "counted", "why")
        cells = [(row.table, row.id, row.origin, row.entity, row.counted_word, row.why) for row in shown]
        used = [at for at in range(len(names)) if any(row[at] for row in cells)]
        heads = [say(f"row.head_{names[at]}") for at in used]
        self._put(say("label.rows"), indent)
        self.lines += self._table(heads, [[row[at] for at in used] for row in cells], indent)
        if len(rows) > len(shown):
            self._put(say("row.more", n=len(rows) - len(shown)), indent)

    def _table(self, heads: list[str], cells: list[list[str]], indent: str) -> Iterator[str]:
        """A table where its headings fit into the width, else a line per row."""
        least = [columns(head) + HEAD_PADDING for head in heads]
        room = self.width - len(indent) - GAP * (len(heads) - 1)
        if sum(least) > room:
            for row in cells:
                yield from self._folded(self.say.join([cell for cell in row if cell]), indent, f"{indent}  ")
            return
        wanted = [max(columns(row[at]) for row in cells) for at in range(len(heads))]
        widths = _shares(wanted, least, room)
        folded = [["\n".join(wrapped(cell, width)) for cell, width in zip(row, widths, strict=True)] for row in cells]
        table = tabulate(folded, heads, tablefmt="simple", disable_numparse=True, stralign="left")
        yield from (indent + line for line in table.splitlines())

    # ---- lines -------------------------------------------------------------------------------------------------

    def _put(self, text: str, first: str = "", rest: str | None = None) -> None:
        if text:
            self.lines += self._folded(text, first, first if rest is None else rest)

    def _pair(self, label: str, text: str, indent: str = "") -> None:
        self._put(self.say("report.labelled", label=label, text=text), indent, f"{indent}  ")

    def _heading(self, text: str, number: int | None = None) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self._put(text if number is None else text + self.say("report.bracket", text=number))
        # The rule is of a character that terminals draw one or two columns wide; half the width suits both.
        self.lines.append(RULE * (self.width // 2))

    def _folded(self, text: str, first: str, rest: str) -> Iterator[str]:
        for at, line in enumerate(wrapped(text, self.width - max(len(first), len(rest)))):
            yield (rest if at else first) + line


def _shares(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Columns' widths that fit into `room`, none below its `least`: the one that is furthest above gives way first."""
    found = [max(pair) for pair in zip(wanted, least, strict=True)]
    while sum(found) > room:
        spare = [width - low for width, low in zip(found, least, strict=True)]
        found[spare.index(max(spare))] -= 1
    return found
