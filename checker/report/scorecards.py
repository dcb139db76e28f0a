"""Scorecards → their views: what is certain and possible, what narrows it, the table, the rounds side by side, what is wrong.

Nothing is decided here, and no single number is said where the card has a range.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from checker.model import VERDICTS, Option, Points, RecordedTotal, Report, Scorecard, ScoreLine, StageScore
from checker.report.because import Because
from checker.report.clauses import Clauses
from checker.report.marks import own_place
from checker.report.scoreitems import Items, settled
from checker.report.scorenarrow import narrowing
from checker.report.scoreproblems import Problems, homeless
from checker.report.scoreview import Bar, Beside, Card, Cards, Column, Outcome, Reading, card_anchor
from checker.report.scorewords import ScoreWords
from checker.report.sentences import primary_cells
from checker.report.words import clean, pick


def cards(report: Report, clauses: Clauses, because: Because, anchors: Mapping[str, str]) -> Cards:
    made = [_Card(report, one, n, clauses, because, anchors).view() for n, one in enumerate(report.scores, start=1)]
    return Cards(tuple(made), tuple(homeless(report, clauses.speaker, clauses.rows.folder)))


class _Card:
    def __init__(
        self, report: Report, card: Scorecard, number: int, clauses: Clauses, because: Because,
        anchors: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.card, self.scheme, self.prefix = card, card.scheme, card_anchor(number)
        self.clauses, self.because, self.anchors = clauses, because, anchors
        self.speaker, self.say, self.lang = clauses.speaker, clauses.say, clauses.lang
        self.words = ScoreWords(self.say)
        self.book = next((one for one in report.rulebooks if self.scheme.id.startswith(f"{one.id}/")), None)
        self.as_of = report.as_of
        self.findings = {one.rule.id: one for one in (*report.findings, *report.others)}
        self.items = Items(card, self.prefix, clauses, anchors, because.titles)

    def view(self) -> Card:
        card = self.card
        items_known = all(settled(one) for one in card.items)
        rated = any(one.ratings for one in card.items)
        return Card(
            anchor=self.prefix,
            title=pick(self.scheme.title, self.lang),
            period=self.speaker.period(card.period, self.scheme.every) if self.scheme.every else "",
            cite=self._cite(self.scheme.at),
            quote=clean(self.scheme.grading.quote),
            headline=self.words.headline(card),
            remarks=tuple(self._remarks()),
            bar=self._bar(),
            narrowing=narrowing(self.items),
            beside=tuple(self._beside(one) for one in card.lines),
            readings=tuple(self._readings()),
            groups=self.items.groups(),
            columns=tuple(self._column(one) for one in card.stages),
            full=self.words.points(self.scheme.total),
            range=self.words.range(card.sum),
            final=self.words.points(card.sum.low) if card.sum.known and items_known else "",
            differences=tuple(self._differences()),
            differ=self.words.points(self.scheme.differ),
            problems=Problems(self.items).all(),
            begun=rated or not card.running,
        )

    def _cite(self, at: str) -> str:
        return self.clauses.cites.cite(self.book.id if self.book else "", at, short=True)

    # ---- above the table ---------------------------------------------------------------------------------------

    def _remarks(self) -> Iterator[str]:
        """What the first line rests on: a period that runs, a scheme that may not apply, bonuses, other readings."""
        card, say, words = self.card, self.say, self.words
        if card.applies != "yes":
            yield say("score.may_not_apply", list=say("report.group_join").join(self._conditions()))
        if card.running:
            last = self.speaker.date(card.period_to) if card.period_to else ""
            yield say("score.running", date=last) if last else say("score.running_bare")
        if card.period == "?":
            yield say("score.period_unknown")
        elif self._partial():
            yield say("score.partial", span=self.speaker.span(card.covered[0] or "", card.covered[1] or ""))
        if card.total != card.sum:
            yield say("score.with_bonus", sum=words.ends(card.sum), bonus=words.range(self._added()))
        if self.scheme.grading.given_by == "people":
            yield say("score.by_people", quote=clean(self.scheme.grading.quote))
        for one in card.stages:
            for row in one.recorded:
                if row.differs:
                    yield say("report.labelled", label=self.items.stage(one.stage), text=self._recorded(row))
        if (card.all_totals, card.all_grades) != (card.total, card.grades):
            yield say("score.other_readings", said=words.outcome(self.scheme, card.all_totals, card.all_grades))

    def _partial(self) -> bool:
        """Whether only a part of the period was looked at; that it still runs is said apart."""
        (begin, end), card = self.card.covered, self.card
        late = begin is not None and card.period_from is not None and begin > card.period_from
        return late or (not card.running and None not in (end, card.period_to) and str(end) < str(card.period_to))

    def _added(self) -> Points:
        return Points(self.card.total.low - self.card.sum.low, self.card.total.high - self.card.sum.high)

    def _conditions(self) -> list[str]:
        """What decides whether the scheme applies."""
        return [
            self.speaker.label(str(one["measure"])) if "measure" in one
            else self.because.titles.get(str(one.get("finding")), clean(one.get("finding", "")))
            for one in self.scheme.when
        ]  # fmt: skip

    def _bar(self) -> Bar:
        """Where no total is the most, the bar ends at what is possible."""
        card = self.card
        most = max(self.scheme.total, card.total.high, Fraction(1))
        bands = sorted((one for one in self.scheme.grading.bands), key=lambda one: one.low or Fraction(0))
        if self.scheme.grading.given_by != "bands":
            bands = []
        edges = [one.low for one in bands if one.low]
        named = []
        for n, one in enumerate(bands):
            after = bands[n + 1].low if n + 1 < len(bands) else None
            middle = ((one.low or Fraction(0)) + (most if after is None else after)) / 2
            named.append((middle / most, self.words.grade(self.scheme, str(one.worth))))
        said = self.say("score.bar", said=self.words.headline(card), most=self.words.points(self.scheme.total))
        if edges:
            listed = [
                self.say(
                    "score.edge", grade=self.words.grade(self.scheme, str(one.worth)), points=self.words.points(one.low)
                )
                for one in bands
                if one.low
            ]
            said = self.say("report.list").join((said, self.say.join(listed)))
        return Bar(
            card.total.low / most, (card.total.high - card.total.low) / most,
            tuple((one / most, self.words.points(one)) for one in edges), tuple(named), said,
        )  # fmt: skip

    def _beside(self, line: ScoreLine) -> Beside:
        say = self.say
        bonus = next((one for one in self.scheme.bonus if line.kind == "bonus" and one.id == line.id), None)
        veto = next((one for one in self.scheme.veto if line.kind == "veto" and one.id == line.id), None)
        one = bonus or veto
        grade = self.words.grade(self.scheme, veto.grade) if veto else ""
        points = self.words.range(line.points)
        effect = say(f"score.{line.kind}_{line.state}", points=points, grade=grade)
        return Beside(
            say(f"score.{line.kind}"), pick(one.title, self.lang) if one else clean(line.id), line.state,
            say(f"score.state_{line.state}"), effect, clean(one.quote) if one else "", self._cite(one.at) if one else "",
            tuple(self.because.reason(fact, line.behind) for fact in line.reasons),
        )  # fmt: skip

    def _readings(self) -> Iterator[Reading]:
        """Each open question with the card under each of its options."""
        card = self.card
        found: dict[str, list[Outcome]] = {}
        for one in card.variants:
            option = self._option(one.question, one.option)
            found.setdefault(one.question, []).append(self._outcome(option, one.option, one.total, one.grades))
        for key, others in found.items():
            question = self.book.questions.get(key) if self.book else None
            primary = self._option(key, question.primary if question else "")
            mine = replace(self._outcome(primary, "", card.total, card.grades), primary=True)
            ask = pick(question.ask, self.lang) if question else clean(key)
            yield Reading(ask, (mine, *others), not all(one.same for one in others))

    def _option(self, question: str, option: str) -> Option | None:
        known = self.book.questions.get(question) if self.book else None
        return known.options.get(option) if known else None

    def _outcome(self, option: Option | None, key: str, total: Points, grades: tuple[str, ...]) -> Outcome:
        same = (total, grades) == (self.card.total, self.card.grades)
        return Outcome(
            label=pick(option.label, self.lang) if option else clean(key) or self.say("label.reading_primary"),
            primary=False,
            same=same,
            total=self.words.range(total),
            grades=self.words.grades(self.scheme, grades),
            effect=self.say("score.no_effect") if same else self.words.outcome(self.scheme, total, grades),
            pull=pick(option.pull, self.lang) if option else "",
        )

    # ---- the rounds --------------------------------------------------------------------------------------------

    def _column(self, one: StageScore) -> Column:
        say, stage = self.say, next(stage for stage in self.scheme.stages if stage.key == one.stage)
        mark = self.clauses.marks.get(self._in_time(stage.rule or "", one))
        said = [
            say("score.rated_items", n=one.rated, of=len(self.scheme.items)) if one.rated else say("score.rated_none")
        ]
        if one.due:
            said.append(say("score.limit", date=self.speaker.date(one.due)))
        if one.last:
            said.append(say("score.last", date=self.speaker.date(one.last)))
            if one.due and one.last > one.due:
                said.append(say("score.after_limit"))
        if stage.rule:
            title = self.because.titles.get(stage.rule, "")
            if mark and title:
                said.append(say("score.limit_rule", title=title, verdict=mark.label))
            elif not title:
                said.append(say("score.limit_elsewhere"))
        said += [self._recorded(row) for row in one.recorded]
        said += [pick(stage.remark, self.lang)] if stage.remark else []
        total = self.words.range(one.total) if one.rated else ""
        return Column(
            pick(stage.title, self.lang), clean(stage.at), clean(stage.quote), total, say("report.list").join(said),
            self.anchors.get(stage.rule or "", ""), mark,
            say.join(list(dict.fromkeys(self.words.points(row.points) for row in one.recorded))),
        )  # fmt: skip

    def _recorded(self, row: RecordedTotal) -> str:
        """`考核评价记录登记 91.5 分（e22，group.yaml:322），与所评各项的合计不符`"""
        folder = self.clauses.rows.folder
        origin = own_place(row.origin, folder)
        place = self.say.join([clean(row.id), origin])
        key = "score.recorded_differs" if row.differs else "score.recorded"
        return self.say(key, points=self.words.points(row.points), at=place)

    def _in_time(self, rule: str, stage: StageScore) -> str:
        """The verdict of a stage's time limit in this card's period: that of the cells with its last day, if there are any."""
        finding = self.findings.get(rule)
        if finding is None or stage.due is None:
            return stage.verdict or ""
        here = [cell.verdict for cell in primary_cells(finding) if cell.due == stage.due]
        if here:
            return min(here, key=VERDICTS.index)
        return "not_due" if stage.due >= self.as_of else stage.verdict or ""

    def _differences(self) -> Iterator[str]:
        for one in self.card.differences:
            (first, second), (low, high) = one.stages, one.points
            yield self.say(
                "score.difference", title=self.items.titled(one.item), first=self.items.stage(first),
                second=self.items.stage(second), a=self.words.points(low), b=self.words.points(high),
                n=self.words.points(abs(high - low)),
            )  # fmt: skip
