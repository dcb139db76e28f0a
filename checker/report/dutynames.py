"""What duties, their parts and those who owe them are called in the calendar of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from checker.model import Report, Rule
from checker.report.cites import Cites
from checker.report.duties import Entry
from checker.report.sentences import Writer
from checker.report.tallies import Tallies
from checker.report.words import clean, pick
from checker.report.years import Years


class Names:
    """The words for the entries of one report; `labels` are the ids of its schools and groups in the order of the register."""

    def __init__(self, report: Report, writer: Writer, cites: Cites, entries: Sequence[Entry]) -> None:
        self.writer, self.cites, self.as_of = writer, cites, report.as_of
        self.speaker, self.say, self.lang = writer.speaker, writer.speaker.phrases, writer.speaker.lang
        self.tallies, self.years = Tallies(writer), Years(report, writer.speaker, entries)
        self.labels = list(report.labels)
        # Entries are said in the grid and in the lists; they live as long as this does.
        self._entries, self._texts, self._lacking = entries, dict[int, str](), dict[int, str]()
        found = {self._status(entry) for entry in entries}
        self.status = found.pop() if len(found) == 1 else ""
        """Where all duties are of one that is not in force, it is said once, not of every clause."""

    def title(self, entry: Entry, *, short: bool = True) -> str:
        """The clause's title, with the part that the entry is about; `short` leaves out the period, which stands in the
        heading."""
        title = self.short(entry.rule) if short else pick(entry.rule.title, self.lang)
        part = self.part(entry)
        return self.say("report.labelled", label=title, text=part) if part else title

    def short(self, rule: Rule) -> str:
        title = pick(rule.title, self.lang)
        every = self.say("grid.every", period=self.speaker.lexicon.period(rule.every or "", self.lang))
        short = title.removeprefix(every.strip()).removesuffix(every).strip()
        # 每学期后一个月内 is no "every semester" that could be left out.
        return title if not short or short[0] in self.say("grid.clinging") else short

    def part(self, entry: Entry) -> str:
        lists = [one for one in entry.rule.for_each if not isinstance(one, str)]
        only = bool(lists) and all(len(one) == 1 for one in lists)
        return "" if only else "·".join(self.speaker.member(one, entry.rule) for one in entry.part)

    def rows(self, entries: Iterable[Entry]) -> dict[tuple[str, ...], str]:
        """What rows are called; two of one name have their ids beside it."""
        found = {entry.row: self._row(entry) for entry in entries}
        often = Counter(found.values())
        return {
            row: self.say("report.bracketed", what=name, text=clean("·".join(row))) if often[name] > 1 else name
            for row, name in found.items()
        }

    def _row(self, entry: Entry) -> str:
        if not entry.row:
            return self.say("grid.whole")
        named = {"-": self.say("grid.nobody")}
        return "·".join(named.get(one) or self.speaker.member(one, entry.rule) for one in entry.row)

    def at(self, entry: Entry) -> str:
        return self.cites.place("" if self.status else self._status(entry), entry.rule.at)

    def _status(self, entry: Entry) -> str:
        return self.cites.status(entry.finding.document, entry.rule.at)

    def bearer(self, rule: Rule) -> str:
        return self.speaker.lexicon.bearer(rule.bearer, self.lang)

    def text(self, entry: Entry) -> str:
        """Done and required: 2/3."""
        found = self._texts.get(id(entry))
        if found is None:
            found = self._texts[id(entry)] = self.tallies.text(entry.cell)
        return found

    def lacking(self, entry: Entry) -> str:
        """What must still be done while the period runs."""
        found = self._lacking.get(id(entry))
        if found is None:
            found = self._lacking[id(entry)] = self.tallies.lacking(entry.cell)
        return found

    def marked(self, entry: Entry) -> str:
        """A field as text: √ 3/3."""
        symbol, mark = self.speaker.lexicon.symbol(entry.cell.verdict), self.say("grid.mark") if entry.differs else ""
        return f"{symbol} {self.text(entry)}".strip() + mark
