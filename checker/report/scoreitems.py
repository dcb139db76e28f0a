"""The rows of a scorecard's table: points by stage, how they came about, who rated on what evidence, and the way back to
clauses and records. Whoever rated is named by the stage alone: the decisions file has the names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.model import COUNTED, ItemScore, Points, Rated, Row, Scorecard
from checker.report.clauses import Clauses
from checker.report.marks import RowLine, own_place
from checker.report.scoreformulas import Formulas
from checker.report.scoreview import Field, Group, ItemLine
from checker.report.scorewords import ScoreWords
from checker.report.words import clean, pick, within

ALWAYS = ("rated", "computed")


class Items:
    """Makes the rows of one card; `anchors` and `titles` are those of the rules in the report."""

    def __init__(
        self, card: Scorecard, prefix: str, clauses: Clauses, anchors: Mapping[str, str], titles: Mapping[str, str]
    ) -> None:
        self.card, self.scheme, self.prefix = card, card.scheme, prefix
        self.clauses, self.anchors, self.titles = clauses, anchors, titles
        self.speaker, self.say, self.lang = clauses.speaker, clauses.say, clauses.lang
        self.words, self.formulas = ScoreWords(self.say), Formulas(clauses.speaker)
        self.numbers = {item.id: n for n, item in enumerate(self.scheme.items, start=1)}
        self.stages = {stage.key: pick(stage.title, self.lang) for stage in self.scheme.stages}
        self.rules = {rule.id: rule for book in clauses.cites.books.values() for rule in book.rules}

    # ---- names -------------------------------------------------------------------------------------------------

    def anchor(self, item: str) -> str:
        return f"{self.prefix}i{self.numbers[item]}"

    def name(self, item: str) -> str:
        """`第 4 项`"""
        return self.say("score.item", n=self.numbers[item]) if item in self.numbers else clean(item)

    def titled(self, item: str) -> str:
        """`第 4 项“教师交流”`"""
        score = next((one for one in self.card.items if one.item.id == item), None)
        if score is None:
            return self.say("value.label", label=within(clean(item)))
        return self.say("score.titled", item=self.name(item), title=within(pick(score.item.title, self.lang)))

    def stage(self, key: str | None) -> str:
        return self.stages.get(key or "", clean(key or "")) or self.say("score.rating")

    # ---- the table ---------------------------------------------------------------------------------------------

    def groups(self) -> tuple[Group, ...]:
        found = []
        for category in self.scheme.categories:
            mine = [one for one in self.card.items if one.item.category == category.id]
            points = self.card.categories.get(category.id, Points(category.points * 0, category.points))
            lines = tuple(self._line(one) for one in mine)
            title, most = pick(category.title, self.lang), self.words.points(category.points)
            found.append(Group(title, most, self.words.range(points), lines))
        return tuple(found)

    def _line(self, score: ItemScore) -> ItemLine:
        item = score.item
        return ItemLine(
            anchor=self.anchor(item.id),
            number=str(self.numbers[item.id]),
            title=pick(item.title, self.lang),
            points=self.words.points(item.points),
            quote=clean(item.quote),
            at=clean(item.at),
            range=self.words.range(score.points),
            basis=self.say(f"score.basis_{score.basis}"),
            fields=tuple(self.field(score, stage.key) for stage in self.scheme.stages),
            final=self.words.points(score.points.low) if settled(score) else "",
            how=self.formulas.how(score),
            missing=self.missing(score),
            given=tuple(self.given(one) for one in score.ratings),
            changed=tuple(self.given(one) for one in score.ratings if one.reason),
            evidence=self.say.join([clean(one) for one in item.evidence]),
            remark=pick(item.remark, self.lang),
            clauses=tuple(self._clause(rule) for rule in item.rules),
            rows=self._rows(score.rows),
        )

    def field(self, score: ItemScore, stage: str) -> Field:
        """A stage's points: those that people gave, else those that the records give; a blank, never 0, where neither does."""
        mine = [one for one in score.ratings if one.stage == stage]
        counted = [one for one in mine if one.counts]
        points = score.stages.get(stage, score.points)
        if counted:
            given = dict.fromkeys(self.words.points(one.points) for one in counted)
            return Field(self.say("score.either").join(given), "rated")
        wrong = dict.fromkeys(self.words.points(one.points) for one in mine)
        note = self.say("score.void", points=self.say.join(list(wrong))) if wrong else ""
        if score.basis == "computed" and points.known:
            return Field(self.words.points(points.low), "computed", note)
        return Field("", "invalid" if note else "", note)

    def missing(self, score: ItemScore) -> str:
        return self.clauses.writer.reasons.grouped(list(dict.fromkeys(score.why_open)), "why") if score.why_open else ""

    def given(self, one: Rated) -> str:
        """`市级终评 4 分（2023年10月20日；凭查阅档案）；理由：…`"""
        about = [self.speaker.date(one.date)]
        if one.evidence:
            about.append(self.say("decision.proof", evidence=self.speaker.freely(one.evidence)))
        said = self.say("score.given", stage=self.stage(one.stage), points=self.words.exactly(one.points))
        said = self.say("report.bracketed", what=said, text=self.say("report.list").join(about))
        if one.reason:
            reason = self.say("report.labelled", label=self.say("score.reason"), text=self.speaker.freely(one.reason))
            said = self.say("report.list").join((said, reason))
        return said if one.counts else self.say("score.not_counted", said=said)

    def _clause(self, rule: str) -> tuple[str, str, str]:
        known = self.rules.get(rule)
        title = self.titles.get(rule) or (pick(known.title, self.lang) if known else clean(rule))
        return title, clean(known.at) if known else "", self.anchors.get(rule, "")

    def _rows(self, rows: Sequence[Row]) -> tuple[RowLine, ...]:
        """Each row once, those that count first; of those that do not, none that lies outside the period."""
        merged: dict[tuple[str, str], Row] = {}
        for row in sorted(rows, key=lambda one: COUNTED.get(one.counted, 1)):
            merged.setdefault((row.table, row.id), row)
        folder, lexicon = self.clauses.rows.folder, self.speaker.lexicon
        return tuple(
            RowLine(
                table=lexicon.place(row.table, self.lang), id=clean(row.id),
                origin=own_place(row.origin, folder),
                entity="" if row.entity in ("*", row.id) else self.speaker.entity(row.entity),
                measure=self.speaker.label(row.measure), counted=row.counted,
                counted_word=self.say(f"row.{row.counted}"),
                why=self.clauses.writer.reasons.one(row.why, "row_why") if row.why else "", here=True,
            )
            for row in merged.values()
            if row.counted != "no" or not row.why.startswith("outside")
        )  # fmt: skip


def settled(score: ItemScore) -> bool:
    """Whether somebody, or the records, gave the item its points."""
    return score.points.known and score.basis in ALWAYS
