"""An `Audit` → its `View`. Nothing is decided here: numbers, ranks and findings are those of the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from checker.audit.bucket import AUTHORITY
from checker.audit.condense import WORST
from checker.audit.crossings import GROUP
from checker.audit.nouns import Audit, Gap, Ranking, Standing, Target
from checker.audit.said import CHOSEN, Sayer
from checker.audit.view import Area, BookView, Found, Line, QuotaSaid, RankLine, RankTable, TargetSaid, Told, View
from checker.errors import Problem
from checker.model import VERDICTS, Finding, Rulebook
from checker.report.cites import Cites
from checker.report.clauses import Clauses
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick

FEW = 2
"""Authorities from which on bodies are counted by them."""
KINDS = ("same_id", "school_twice", "repeat", "repeat_across", "shared_row")
OPEN = frozenset({"unknown", "review", "due"})
QUIET = frozenset({"unknown", "review", "not_due", "info", "not_applicable", "waived"})
"""Verdicts of an authority's duties that are only counted."""

Links = Mapping[tuple[str, str], tuple[str, str]]
"""(file, rulebook) → the addresses of a body's page and of its marked copy, each empty where there is none; of a file that was
not used the rulebook is empty."""


def build(audit: Audit, lexicon: Lexicon, phrases: Phrases, links: Links | None = None) -> View:
    """`links` are what lies beside the page."""
    return _Builder(audit, lexicon, phrases, links or {}).view()


class _Builder:
    def __init__(self, audit: Audit, lexicon: Lexicon, phrases: Phrases, links: Links) -> None:
        self.links = links
        self.audit, self.lexicon, self.say, self.lang = audit, lexicon, phrases, phrases.lang
        self.sayer = Sayer(audit, lexicon, phrases)
        self.speaker = Speaker(lexicon, phrases, audit.labels)
        days = [standing.as_of for standing in audit.standings]
        self.last = max(days, default="")
        self.first = min(days, default="")
        self.cites = Cites(audit.books.values(), phrases, self.last)
        self.marks = Clauses(self.speaker, self.cites).marks
        # of each rulebook, the ranking whose scores stand in the table of bodies
        self.shown = {one.rulebook: one for one in reversed(audit.rankings) if one.current}
        self.ranks = self._ranks()
        self.bars = self._bars()
        # said once where it is true of all
        self.invented = bool(audit.standings) and all(one.body.get("invented") is True for one in audit.standings)

    def view(self) -> View:
        audit, say = self.audit, self.say
        bodies = {standing.id: standing.kind for standing in audit.standings}
        kinds = Counter(bodies.values())
        used = {verdict for one in audit.standings for verdict in one.counts}
        return View(
            title=say("audit.title" if audit.compared else "audit.overview"),
            subtitle=say("audit.subtitle", groups=kinds[GROUP], authorities=kinds[AUTHORITY])
            + (say("report.bracket", text=say("audit.invented")) if self.invented else ""),
            documents=tuple(self._document(book) for book in audit.books.values()),
            as_of=self._as_of(),
            summary=self._summary(bodies),
            broken=tuple(
                (clean(one.file), tuple(self._problem(one.file, problem) for problem in one.problems))
                for one in audit.broken
            ),
            books=tuple(self._book(book) for book in audit.books.values()),
            crossings=tuple(self._crossings()),
            notes=tuple(problem.line(self.lang) for problem in audit.notes),
            marks=tuple(mark for key, mark in self.marks.items() if key in used),
            compared=audit.compared,
            pages={clean(file): page for (file, book), (page, _) in self.links.items() if not book},
        )

    def _problem(self, file: str, problem: Problem) -> str:
        """A message with its file: one about a rulebook does not name it."""
        line = problem.line(self.lang)
        return line if line.startswith(clean(file)) else f"{clean(file)}: {line}"

    # ---- head --------------------------------------------------------------------------------------------------

    def _document(self, book: Rulebook) -> str:
        # On the last day on which its own bodies were looked at: what ran out later was in force for them.
        days = [one.as_of for one in self.audit.standings if one.rulebook == book.id]
        title, number, status = Cites((book,), self.say, max(days, default=self.last)).document(book.source)
        return self.say("report.document", title=title, number=number) + self.say("report.bracket", text=status)

    def _as_of(self) -> str:
        if self.first == self.last:
            return self.speaker.date(self.last) if self.last else ""
        return self.say("audit.as_of_each", a=self.speaker.date(self.first), b=self.speaker.date(self.last))

    def _summary(self, bodies: Iterable[str]) -> tuple[str, ...]:
        told: dict[str, set[str]] = {}
        for one in self.audit.standings:
            told.setdefault(one.id, set()).update(one.counts)
        bad = sum(bool(verdicts & WORST) for verdicts in told.values())
        waiting = sum(bool(verdicts & OPEN) and not verdicts & WORST for verdicts in told.values())
        foreign = len({one.id for one in self.audit.standings if one.foreign})
        said = [self.say("audit.foreign", n=foreign)] if foreign else []
        said += [self.say("audit.counted", n=len(list(bodies)), bad=bad, open=waiting)]
        if self.audit.broken:
            said.append(self.say("audit.torn", n=len(self.audit.broken)))
        return tuple(said)

    # ---- bodies ------------------------------------------------------------------------------------------------

    def _book(self, book: Rulebook) -> BookView:
        mine = [one for one in self.audit.standings if one.rulebook == book.id]
        columns = [key for key in VERDICTS[: VERDICTS.index("pass") + 1] if any(key in one.counts for one in mine)]
        lines = tuple(self._line(number, one, columns) for number, one in enumerate(mine, start=1))
        return BookView(
            heading=self.say("audit.heading_bodies", short=pick(book.source.short, self.lang)),
            document=self._document(book),
            columns=tuple(self.marks[key] for key in columns),
            scored=self._scored(book),
            lines=lines,
            areas=self._areas(mine, lines),
            clauses=self._clauses(book, mine),
            rankings=tuple(self._ranking(one, book) for one in self.audit.rankings if one.rulebook == book.id),
            targets=tuple(self._target(one, book) for one in self.audit.targets if one.rulebook == book.id),
        )

    def _scored(self, book: Rulebook) -> str:
        one = self.shown.get(book.id)
        return self.say("audit.scored", title=pick(one.title, self.lang), period=self._period(one)) if one else ""

    def _areas(self, mine: Sequence[Standing], lines: Sequence[Line]) -> tuple[Area, ...]:
        """By the authority that bodies are under, that of the worst body first."""
        found: dict[str, list[Line]] = {}
        for one, line in zip(mine, lines, strict=True):
            if one.kind == GROUP:
                found.setdefault(one.under, []).append(line)
        if len(found) < FEW:
            return ()
        unknown = self.say("audit.under_none")
        return tuple(
            Area(self.sayer.body(key) if key else unknown, len(some), sum(bool(one.more) for one in some), some[0])
            for key, some in found.items()
        )

    def _bars(self) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
        """The same scores as parts of the full mark; where no total is the most, of the most that is possible."""
        found: dict[tuple[str, str], tuple[Fraction, Fraction]] = {}
        for ranking in self.shown.values():
            scheme = self.sayer.schemes[ranking.scheme]
            for place in ranking.places:
                card = place.card
                most = max(scheme.total, card.high, Fraction(1))
                bar = (max(card.low, Fraction(0)) / most, (card.high - max(card.low, Fraction(0))) / most)
                found.setdefault((place.standing.rulebook, place.standing.id), bar)
        return found

    def _ranks(self) -> dict[tuple[str, str], tuple[str, str, str]]:
        """Score, grade and rank of a body under a rulebook: those of its first scheme, in the scheme's current period."""
        found: dict[tuple[str, str], tuple[str, str, str]] = {}
        for ranking in self.shown.values():
            for place in ranking.places:
                card = place.card
                said = (self.sayer.score(card), self.sayer.graded(card), self.sayer.rank(place))
                found.setdefault((place.standing.rulebook, place.standing.id), said)
        return found

    def _line(self, number: int, one: Standing, columns: Sequence[str]) -> Line:
        absent = self.say(f"audit.{'unscored' if one.foreign else 'no_card'}") if one.rulebook in self.shown else ""
        score, grade, rank = self.ranks.get((one.rulebook, one.id), (absent,) * 3)
        bad = sum(one.counts.get(key, 0) for key in WORST)
        page, copy = self.links.get((one.file, one.rulebook), ("", ""))
        return Line(
            number=number,
            name=self.sayer.body(one.id),
            tag=self.say("audit.invented") if one.body.get("invented") is True and not self.invented else "",
            model=clean(one.body.get("model") or ""),
            file=clean(one.file),
            counts=tuple(one.counts.get(key, 0) for key in columns),
            score=score,
            grade=grade,
            rank=rank,
            worst=tuple(self._gap(gap) for gap in one.gaps),
            more=bad,
            bar=self.bars.get((one.rulebook, one.id)),
            page=page,
            copy=copy,
        )

    def _gap(self, gap: Gap) -> Told:
        return Told(self.marks[gap.verdict], pick(gap.title, self.lang), clean(gap.at))

    def _clauses(self, book: Rulebook, mine: Sequence[Standing]) -> tuple[Told, ...]:
        """Clauses by the groups that do not meet them, most first; those of equal number in the document's order. A clause
        has the gravest verdict that some group has on it."""
        found: dict[str, Counter[str]] = {}
        groups = [one for one in mine if one.kind == GROUP]
        for one in groups:
            for rule, verdict in one.verdicts.items():
                if verdict in WORST:
                    found.setdefault(rule, Counter())[verdict] += 1
        told = [
            Told(
                self.marks[min(found[rule.id], key=VERDICTS.index)], pick(rule.title, self.lang), clean(rule.at),
                bodies=found[rule.id].total(),
            )
            for rule in book.rules
            if rule.id in found
        ]  # fmt: skip
        return tuple(sorted(told, key=lambda one: -one.bodies)) if len(groups) > 1 else ()

    # ---- ranks -------------------------------------------------------------------------------------------------

    def _ranking(self, one: Ranking, book: Rulebook) -> RankTable:
        sayer = self.sayer
        lines = tuple(
            RankLine(
                sayer.rank(place), sayer.body(place.standing.id), sayer.score(place.card),
                sayer.graded(place.card), sayer.varies(place.card, book),
                self.say("audit.flaws", n=place.card.problems) if place.card.problems else "",
            )
            for place in one.places
        )  # fmt: skip
        quotas = tuple(
            QuotaSaid(
                sayer.quota(drawn, one.scheme),
                self.say("report.quoted", quote=clean(drawn.quota.quote), cite=clean(drawn.quota.at)),
                self._drawn("certain", drawn.certain),
                self._drawn("possible", drawn.possible) or ("" if drawn.certain else self.say("audit.quota_none")),
            )
            for drawn in one.quotas
        )
        return RankTable(
            self.say("audit.heading_ranks", title=pick(one.title, self.lang), period=self._period(one)), lines, quotas
        )

    def _period(self, one: Ranking) -> str:
        every = self.sayer.schemes[one.scheme].every if one.scheme in self.sayer.schemes else None
        return self.say("audit.whole") if one.period == "*" else self.speaker.period(one.period, every)

    def _drawn(self, key: str, bodies: tuple[str, ...]) -> str:
        return self.say(f"audit.quota_{key}", n=len(bodies), list=self.sayer.bodies(bodies, CHOSEN)) if bodies else ""

    # ---- authorities -------------------------------------------------------------------------------------------

    def _target(self, one: Target, book: Rulebook) -> TargetSaid:
        say = self.say
        notes = []
        if one.made:
            notes = [say("audit.made", n=one.groups), say(_wholeness(one))]
        if one.report is None:
            why = say("report.group_join").join(problem.line(self.lang) for problem in one.why_not)
            notes.append(say("audit.made_none", why=why))
            return TargetSaid(
                say("audit.heading_targets", name=pick(book.source.short, self.lang)), tuple(notes), (), ""
            )
        report = one.report
        if one.made:
            notes.append(say("audit.made_as_of", date=self.speaker.date(report.as_of)))
        clauses = Clauses(
            Speaker(self.lexicon, self.say, report.labels, registered=report.registered),
            Cites((book,), self.say, report.as_of),
            report.file,
        )
        findings = sorted((*report.findings, *report.others), key=lambda found: VERDICTS.index(found.verdict))
        told = tuple(self._told(clauses, found) for found in findings if found.verdict not in QUIET)
        rest = Counter(found.verdict for found in findings if found.verdict in QUIET)
        parts = [
            say("report.count", label=f"{self.marks[key].symbol} {self.marks[key].label}", n=rest[key])
            for key in VERDICTS
            if rest[key]
        ]
        if not told:
            notes.append(say("audit.targets_none"))
        name = clean(report.body.get("name") or report.body["id"])
        said = say("audit.targets_rest", parts=say.join(parts)) if parts else ""
        return TargetSaid(say("audit.heading_targets", name=name), tuple(notes), told, said)

    def _told(self, clauses: Clauses, finding: Finding) -> Told:
        return Told(
            clauses.marks[finding.verdict], pick(finding.rule.title, self.lang), clean(finding.rule.at),
            clauses.sentence(finding).full,
        )  # fmt: skip

    # ---- between bodies ----------------------------------------------------------------------------------------

    def _crossings(self) -> Iterable[Found]:
        for kind in KINDS:
            found = tuple(self.sayer.crossing(one) for one in self.audit.crossings if one.kind == kind)
            if found:
                yield Found(self.say(f"audit.crossing_{kind}"), self.say(f"audit.note_{kind}"), found)


def _wholeness(one: Target) -> str:
    """Whether the groups are all there are, by what a person said and what could be used."""
    if one.all_groups:
        return "audit.made_all"
    return "audit.made_torn" if one.torn else "audit.made_part"
