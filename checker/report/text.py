"""The report as plain text for a terminal, mail or printer: gaps first. reports/text/layout.yaml says what is shown.

Own words are printable in GBK, and columns are counted as terminals count them: a Chinese character takes two.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.report import textduties, textrows, textscores
from checker.report.footer import Note
from checker.report.marks import Mark
from checker.report.summary import placed
from checker.report.textpage import MARGIN, TextPage
from checker.report.view import Clause, View, differ
from checker.report.words import Phrases

RULE = "─"
ASIDE = ("also", "remarks", "reason", "evidence")
"""Notes that share a line; what people decided stands on lines of its own."""
QUIET = ("unknown", "not_triggered")
"""States of a consequence that are only listed."""


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """The whole report, each line at most `width` columns, ending with a newline."""
    return _Page(view, phrases, width).text()


class _Page(TextPage):
    def __init__(self, view: View, phrases: Phrases, width: int | None) -> None:
        super().__init__("layout", phrases, width)
        self.view = view
        self.aside = {phrases(f"label.{key}") for key in ASIDE}

    def text(self) -> str:
        for part in self.layout["parts"]:
            getattr(self, f"_{part}")()
        return self.whole()

    # ---- parts, by their names in the layout -------------------------------------------------------------------

    def _head(self) -> None:
        view, say = self.view, self.say
        invented = say("report.bracket", text=say("report.invented")) if view.invented else ""
        self.put(f"{say('report.title')}  {view.body}{invented}")
        for title, number, status, short in view.documents:
            document = say("report.document", title=title, number=number) + say("report.bracket", text=status)
            called = say("report.called", short=short) if short != title else ""
            self._pair(say("report.rulebook"), document + called)
        review = say("report.labelled", label=say("report.review"), text=view.review) if view.review else ""
        self._pair(say("report.as_of"), f"{view.as_of}  {review}")

    def _summary(self) -> None:
        say, view = self.say, self.view
        self._heading(say("heading.summary"))
        scored = [textscores.first(card, say) for card in view.scores.cards]
        for line in (*view.ran_out, view.counters, *view.also, *scored):
            self.put(line, rest=MARGIN)
        for one in view.summary:
            key = "summary.other" if one.bearer else "summary.line"
            line = say(key, title=one.title, at=one.at, bearer=one.bearer, said=one.said)
            self.put(f"{one.mark.symbol} {one.mark.label}  {line}", rest=MARGIN)
        if not view.summary and view.total:
            self.put(say("heading.summary_clear"))

    def _gaps(self) -> None:
        say, view = self.say, self.view
        self._heading(say("heading.gaps_n", n=say("report.of_total", n=len(view.gaps), total=view.total)))
        if not view.gaps and view.total:
            self.put(say("heading.no_gaps"))
        numbered = list(enumerate(view.gaps, start=1))
        for number, clause in numbered:
            if clause.kind == "full":
                self._gap(clause, f"{number}. ")
        if any(clause.kind != "full" for clause in view.gaps):
            self.put(say("heading.short_note"))
        lacks = [one for one in numbered if one[1].kind == "lacks"]
        if lacks:
            self._lacking()
            self._apart(say("heading.lacks_n", n=len(lacks)))
            for number, clause in lacks:
                self._brief(clause, f"{number}. ")
        partial = [one for one in numbered if one[1].kind == "partial"]
        if partial:
            self._apart(say("heading.partial_n", n=len(partial)))
            for number, clause in partial:
                self._brief(clause, f"{number}. ")
        asks: dict[str, list[tuple[int, Clause]]] = {}
        for number, clause in numbered:
            if clause.kind == "asks":
                asks.setdefault(clause.judge, []).append((number, clause))
        for who, clauses in asks.items():
            self._apart(say("heading.asked_n", who=who, n=len(clauses)))
            for number, clause in clauses:
                self._brief(clause, f"{number}. ")

    def _lacking(self) -> None:
        self._apart(self.say("heading.lacking") + self.say("report.bracket", text=self.say("heading.lacking_note")))
        same: dict[int, list[str]] = {}
        for one in self.view.lacking:
            same.setdefault(one.clauses, []).append(one.said)
        for clauses, said in same.items():
            line = self.say(
                "lacking.each" if len(said) > 1 else "lacking.line", n=clauses, list=self.say("report.list").join(said)
            )
            self.put(line, MARGIN, f"{MARGIN}  ")

    def _scores(self) -> None:
        if self.view.scores:
            self._heading(self.say("heading.scores"))
            self.lines += textscores.lines(self.view.scores, self.say, self.width)

    def _calendar(self) -> None:
        if self.view.calendars or self.view.todo:
            self._heading(textduties.heading(self.view, self.say))
            self.lines += textduties.lines(self.view, self.say, self.width, self.layout["duties"])

    def _others(self) -> None:
        if not self.view.others:
            return
        self._heading(self.say("heading.others"), len(self.view.others))
        self.put(self.say("heading.others_note"))
        for clause in self.view.others:
            if clause.kind == "full":
                self._gap(clause, "")
        brief: dict[str, list[Clause]] = {}
        for clause in self.view.others:
            if clause.kind != "full":
                brief.setdefault(clause.mark.key, []).append(clause)
        for clauses in brief.values():
            self._group(clauses[0].mark, clauses)

    def _consequences(self) -> None:
        say, found = self.say, self.view.consequences
        if not found:
            return
        self._heading(say("heading.consequences"), len(found))
        for one in (one for one in found if one.state not in QUIET):
            self.put(f"{one.title}  {one.state_word}")
            said = [one.then + say("report.bracket", text=say("consequence.bearer", bearer=one.bearer))]
            # The reasons of a reason stand with the consequence that it is.
            because = say("report.group_join").join(reason.said for depth, reason in one.because if not depth)
            if because:
                said.append(say("report.labelled", label=say("consequence.because"), text=because))
            self.put(say("report.list").join(said), MARGIN)
            self._quote(one.quote, one.cite, MARGIN)
        for state in QUIET:
            same = [one for one in found if one.state == state]
            if same:
                titles = say("report.list").join(say("rest.line", title=one.title, at=one.at) for one in same)
                self.put(say("rest.list", label=same[0].state_word, n=len(same), list=titles), rest=MARGIN)

    def _rest(self) -> None:
        if not self.view.rest:
            return
        self._heading(self.say("heading.rest"))
        for mark, clauses in self.view.rest:
            self._group(mark, clauses)

    def _notes(self) -> None:
        self._heading(self.say("heading.basis"))
        for note in self.view.notes:
            self._pair(note.label, note.text)
        # The note on rounding is of use where a figure was rounded.
        about = self.say("value.about", a="")
        keys = ("footer.rounding", "footer.names") if any(about in line for line in self.lines) else ("footer.names",)
        for key in keys:
            self.put(self.say(key))

    # ---- one clause --------------------------------------------------------------------------------------------

    def _gap(self, clause: Clause, number: str) -> None:
        say = self.say
        indent = " " * max(len(MARGIN), len(number))
        self.put(f"{number}{clause.mark.symbol} {clause.mark.label}  {clause.title}", rest=indent)
        self.put(clause.sentence.full, indent)
        self._quote(clause.quote, clause.cite, indent)
        self._readings(clause, indent)
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

    def _readings(self, clause: Clause, indent: str) -> None:
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
