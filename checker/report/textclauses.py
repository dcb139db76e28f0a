"""How the text report sets a clause: in full, on one line, or with others of its verdict."""

from __future__ import annotations

from collections.abc import Sequence

from checker.report import textrows
from checker.report.footer import Note
from checker.report.marks import Mark
from checker.report.summary import placed
from checker.report.textpage import MARGIN, TextPage
from checker.report.view import Clause, differ
from checker.report.words import Phrases

RULE = "─"
ASIDE = ("also", "remarks", "reason", "evidence")
"""Notes that share a line; what people decided stands on lines of its own."""


class ClausePage(TextPage):
    def __init__(self, phrases: Phrases, width: int | None) -> None:
        super().__init__("layout", phrases, width)
        self.aside = {phrases(f"label.{key}") for key in ASIDE}

    # ---- one clause --------------------------------------------------------------------------------------------

    def _gap(self, clause: Clause, number: str) -> None:
        say = self.say
        indent = " " * max(len(MARGIN), len(number))
        self.put(f"{number}{clause.mark.symbol} {clause.mark.label}  {clause.title}", rest=indent)
        self.put(clause.sentence.full, indent)
        self._quote(clause.quote, clause.cite, indent)
        self._pulls(clause, indent)
        decided = [note for note in clause.notes if note.label not in self.aside]
        for note in decided:
            self._pair(note.label, note.text, indent)
        notes = [Note(say("label.where"), clause.where)] if clause.where else []
        agreed = sum(not differ(choices) for _, choices in clause.readings)
        if agreed:
            key = "reading.agreed" if agreed == len(clause.readings) else "reading.agreed_besides"
            notes.append(Note(say("label.agreed"), say(key, n=agreed)))
        notes += [note for note in clause.notes if note not in decided]
        said = [say("report.labelled", label=note.label, text=note.text) for note in notes]
        self.put(say("report.list").join(said), indent, f"{indent}  ")
        self.lines += textrows.lines(clause, say, self.width, indent, self.layout)
        self.lines.append("")

    def _brief(self, clause: Clause, number: str) -> None:
        """A gap on one line: its title and place, and what is missing or to be judged."""
        line = self.say("rest.line", title=clause.title, at=placed(clause, self.say))
        more = clause.why if clause.kind == "lacks" else clause.where
        if more:
            line = self.say("rest.why", line=line, why=more)
        self.put(f"{number}{clause.mark.symbol} {line}", rest=MARGIN)

    def _group(self, mark: Mark, clauses: Sequence[Clause]) -> None:
        """Clauses of one verdict in a row; where the reason matters, those of one reason together."""
        say, label = self.say, f"{mark.symbol} {mark.label}"
        statuses = {clause.status for clause in clauses}
        shared = statuses.pop() if len(statuses) == 1 else ""
        label += say("report.bracket", text=shared) if shared else ""
        reasons: dict[str, list[Clause]] = {}
        for clause in clauses:
            notes = [note.text for note in clause.notes if mark.key == "waived" and note.label == say("label.waiver")]
            why = say("report.list").join(notes) or clause.why
            reasons.setdefault(why if mark.key in self.layout["reasoned"] else "", []).append(clause)
        for why, same in reasons.items():
            # 符合 of a clause of which something is still to come says so.
            places = [
                (
                    one.title,
                    say("report.comma").join(
                        part for part in (one.at if shared else placed(one, say), one.also) if part
                    ),
                )
                for one in same
            ]
            titles = say("report.list").join(say("rest.line", title=title, at=at) for title, at in places)
            key = "rest.same" if why else "rest.list"
            self.put(say(key, label=label, n=len(same), list=titles, why=why), rest=MARGIN)

    def _pulls(self, clause: Clause, indent: str) -> None:
        """What in the text pulls towards each option, where the answer changes the verdict; what each option gives is
        in the sentence."""
        say = self.say
        for question, choices in clause.readings:
            if differ(choices):
                self._pair(say("label.readings"), question, indent)
                for choice in choices:
                    line = say("reading.pull_for", label=choice.label, text=choice.pull)
                    self.put(line, f"{indent}  ", f"{indent}    ")

    # ---- lines -------------------------------------------------------------------------------------------------

    def _quote(self, quote: str, cite: str, indent: str) -> None:
        self._pair(self.say("report.clause"), self.say("report.quoted", quote=quote, cite=cite), indent)

    def _apart(self, text: str) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.put(text)

    def _pair(self, label: str, text: str, indent: str = "") -> None:
        self.put(self.say("report.labelled", label=label, text=text), indent, f"{indent}  ")

    def _heading(self, text: str, number: int | None = None) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.put(text if number is None else text + self.say("report.bracket", text=number))
        # The rule is of a character that terminals draw one or two columns wide; half the width suits both.
        self.lines.append(RULE * (self.width // 2))
