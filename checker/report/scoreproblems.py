"""What is wrong with ratings, each named with its place: out of range, of no item, twice, without evidence, too late."""

from __future__ import annotations

from collections.abc import Iterable

from checker.model import Rated, Report
from checker.report.marks import own_place
from checker.report.scoreitems import Items
from checker.report.scorewords import ScoreWords
from checker.report.values import Speaker
from checker.report.words import Phrases, clean, pick, within

FEWER = ("no_evidence", "no_reason", "late", "early")
"""Problems of a rating that counts all the same: told together for all items of a stage."""


class Problems:
    def __init__(self, items: Items) -> None:
        self.items, self.say, self.words = items, items.say, items.words

    def all(self) -> tuple[str, ...]:
        return (*self._single(), *self._together(), *unplaced(self.items.card.unplaced, self.items))

    def _single(self) -> Iterable[str]:
        for score in self.items.card.items:
            for one in score.ratings:
                for problem in one.problems:
                    if problem not in FEWER:
                        what = self.say(
                            "score.rated", title=self.items.titled(score.item.id), given=self.items.given(one)
                        )
                        parts = {
                            "most": self.words.points(score.item.points), "stage": self.items.stage(one.stage),
                            "range": self.words.range(score.formula.points or score.points),
                        }  # fmt: skip
                        yield _placed(what, self.say(f"score.problem_{problem}", **parts), one, self.items)

    def _together(self) -> Iterable[str]:
        due = {one.stage: one.due for one in self.items.card.stages}
        found: dict[tuple[str, str | None], list[str]] = {}
        for score in self.items.card.items:
            for one in score.ratings:
                for problem in one.problems:
                    if problem in FEWER:
                        found.setdefault((problem, one.stage), []).append(self.items.name(score.item.id))
        for (problem, stage), names in found.items():
            listed = self.say.join(list(dict.fromkeys(names)))
            day = self.items.card.period_to if problem == "early" else due.get(stage or "")
            last = self.items.speaker.date(day or "")
            said = self.say(f"score.problem_{problem}", n=len(names), list=listed, last=last)
            yield self.say("report.labelled", label=self.items.stage(stage), text=said)


def unplaced(ratings: Iterable[Rated], items: Items) -> Iterable[str]:
    for one in ratings:
        known = one.item in items.numbers
        title = items.titled(one.item) if known else items.say("value.label", label=within(clean(one.item)))
        yield _unplaced(title, items.given(one), one, items.speaker, items.clauses.rows.folder)


def homeless(report: Report, speaker: Speaker, folder: str) -> Iterable[str]:
    """Ratings that no scheme knows."""
    say, words = speaker.phrases, ScoreWords(speaker.phrases)
    schemes = [scheme for book in report.rulebooks for scheme in book.schemes]
    stages = {stage.key: pick(stage.title, say.lang) for scheme in schemes for stage in scheme.stages}
    for one in report.unplaced:
        stage = stages.get(one.stage or "") or _stage(one.stage, say)
        given = say("score.given", stage=stage, points=words.exactly(one.points))
        given = say("report.bracketed", what=given, text=speaker.date(one.date))
        title = say("value.label", label=within(clean(one.item)))
        yield _unplaced(title, given, one, speaker, folder)


def _stage(key: str | None, say: Phrases) -> str:
    """A stage that no scheme of the report names: in common words where there are any."""
    if not key:
        return say("score.rating")
    return say(f"score.stage_{key}") if f"score.stage_{key}" in say else clean(key)


def _unplaced(title: str, given: str, one: Rated, speaker: Speaker, folder: str) -> str:
    say = speaker.phrases
    parts = {"stage": clean(one.stage or ""), "period": clean(one.period or "")}
    why = say("report.list").join(say(f"score.problem_{problem}", **parts) for problem in one.problems)
    return _where(
        say("report.labelled", label=say("score.rated", title=title, given=given), text=why), one, say, folder
    )


def _placed(what: str, why: str, one: Rated, items: Items) -> str:
    return _where(items.say("report.labelled", label=what, text=why), one, items.say, items.clauses.rows.folder)


def _where(said: str, one: Rated, say: Phrases, folder: str) -> str:
    """With the line of the decisions file; of its path only what lies beside the records."""
    origin = own_place(one.origin, folder)
    return say("report.bracketed", what=said, text=origin) if origin else said
