"""The report as plain text for a terminal, mail or printer: reports/audiences.yaml says which parts in which order,
reports/text/layout.yaml how much of each.

Own words are printable in GBK, and columns are counted as terminals count them: a Chinese character takes two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from checker.report import textduties, textfirst, textmatters, textscores
from checker.report.textclauses import ClausePage
from checker.report.textpage import MARGIN
from checker.report.view import Clause, Headline, View
from checker.report.words import Phrases

QUIET = ("unknown", "not_triggered")
"""States of a consequence that are only listed."""
SECTIONS = (
    "head", "overview", "headlines", "first", "lacking", "gaps", "scores", "duties", "topics", "unjudged", "readings", "conflicts",
    "objections", "consequences", "others", "rest", "elsewhere", "basis",
)  # fmt: skip
"""The sections that text has: what the verdicts mean is said on the page, and details stand with the gaps."""
FOLDING = frozenset({"others", "rest", "elsewhere"})
"""Those of which text says in a line what is in them, where they are folded."""


def render(view: View, phrases: Phrases, width: int | None = None) -> str:
    """The whole report, each line at most `width` columns, ending with a newline."""
    return _Page(view, phrases, width).text()


class _Page(ClausePage):
    def __init__(self, view: View, phrases: Phrases, width: int | None) -> None:
        super().__init__(phrases, width)
        self.view = view

    def text(self) -> str:
        reader = self.view.audience
        for section in reader.show:
            if section in SECTIONS:
                getattr(self, f"_{'folded_' if section in reader.fold & FOLDING else ''}{section}")()
        return self.whole()

    # ---- the sections of reports/audiences.yaml -------------------------------------------------------------------

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
        for line in view.ran_out:
            self.put(f"! {line}", rest="  ")

    def _overview(self) -> None:
        say, view = self.say, self.view
        self._heading(say("heading.summary"))
        scored = [textscores.first(card, say) for card in view.scores.cards]
        for line in (view.counters, *view.also, *scored):
            self.put(line, rest=MARGIN)
        if view.total and not view.foreign and all(one.bearer for one in view.summary):
            self.put(view.clear)

    def _headlines(self) -> None:
        say, view = self.say, self.view
        for title, others in (("heading.headlines", False), ("heading.headlines_others", True)):
            found = [one for one in view.summary if bool(one.bearer) == others]
            if found:
                self._heading(say(title), len(found))
                self._told(found)

    def _told(self, found: Iterable[Headline]) -> None:
        say = self.say
        for one in found:
            key = "summary.other" if one.bearer else "summary.line"
            line = say(key, title=one.title, at=one.at, bearer=one.bearer, said=one.said)
            self.put(f"{one.mark.symbol} {one.mark.label}  {line}", rest=MARGIN)

    def _first(self) -> None:
        if self.view.first.said:
            title, status = self.say("first.heading"), self.view.first.status
            self._heading(self.say("report.bracketed", what=title, text=status) if status else title)
            shown = None if self.view.audience.key in self.layout["first_whole"] else self.layout["first"]
            self.lines += textfirst.lines(self.view, self.say, self.width, shown)

    def _lacking(self) -> None:
        if self.view.lacking:
            note = self.say("report.bracket", text=self.say("heading.lacking_note"))
            self._heading(self.say("heading.lacking") + note)
            self.lines += textfirst.lacking(self.view, self.say, self.width)

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

    def _scores(self) -> None:
        if self.view.scores:
            self._heading(self.say("heading.scores"))
            self.lines += textscores.lines(self.view.scores, self.say, self.width)

    def _duties(self) -> None:
        if self.view.calendars or self.view.todo:
            self._heading(textduties.heading(self.view, self.say))
            self.lines += textduties.lines(self.view, self.say, self.width, self.layout["duties"])

    def _topics(self) -> None:
        self._matters(
            "heading.topics", textmatters.topics(self.view, self.say, self.width) if self.view.topics.rows else ()
        )

    def _unjudged(self) -> None:
        self._matters("matters.unjudged", textmatters.unjudged(self.view, self.say, self.width))

    def _readings(self) -> None:
        self._matters("matters.readings", textmatters.questions(self.view, self.say, self.width))

    def _conflicts(self) -> None:
        self._matters("matters.conflicts", textmatters.contradictions(self.view, self.say, self.width))

    def _objections(self) -> None:
        self._matters("matters.objections", textmatters.objections(self.view, self.say, self.width))

    def _matters(self, heading: str, lines: Iterable[str]) -> None:
        found = list(lines)
        if found:
            self._heading(self.say(heading))
            self.lines += found

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

    def _elsewhere(self) -> None:
        if self.view.elsewhere:
            self._heading(self.say("heading.elsewhere"), len(self.view.elsewhere))
            self.put(self.say("heading.elsewhere_note"))
            for one in self.view.elsewhere:
                self.put(self.say("report.bracketed", what=one.title, text=one.bearer), rest=MARGIN)

    def _folded_others(self) -> None:
        self._folded(self.say("heading.others"), self.view.others)

    def _folded_rest(self) -> None:
        self._folded(self.say("heading.rest"), [one for _, clauses in self.view.rest for one in clauses])

    def _folded_elsewhere(self) -> None:
        """The counters have said how many there are."""

    def _folded(self, title: str, clauses: Sequence[Clause]) -> None:
        """One line: how many of each verdict."""
        if not clauses:
            return
        counted = Counter(one.mark.key for one in clauses)
        parts = [
            self.say("report.count", label=f"{mark.symbol} {mark.label}", n=counted[key])
            for key, mark in self.view.marks.items()
            if counted[key]
        ]
        self._apart("")
        self.put(self.say("matters.folded", title=title, parts=self.say.join(parts)), rest=MARGIN)

    def _basis(self) -> None:
        self._heading(self.say("heading.basis"))
        for note in self.view.notes:
            self._pair(note.label, note.text)
        # The note on rounding is of use where a figure was rounded.
        about = self.say("value.about", a="")
        if any(about in line for line in self.lines):
            self.put(self.say("footer.rounding"))
        self.put(self.view.persons)
