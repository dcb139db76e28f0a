"""What a reader must know before the results: by whose rules, since when, and with which numbers that are not the document's."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from checker.model import Changed, Report, Rulebook, Test
from checker.report.comparisons import Comparisons
from checker.report.values import Speaker
from checker.report.words import clean, pick

FIRST = ("foreign_region", "foreign_model", "model_by_name", "in_force_early")
"""Assumptions that stand at the head of a report, not only in its footer."""


def supposed(report: Report, speaker: Speaker) -> Iterator[str]:
    """One sentence for each."""
    for one in report.assumptions:
        key, _, argument = one.partition(":")
        if key in FIRST:
            shown = speaker.date(argument) if argument[:4].isdigit() else clean(argument)
            yield speaker.phrases.keyed("assumption", one, arg=shown)
    for book in report.rulebooks:
        yield from changes(book, speaker)


def foreign(report: Report) -> bool:
    """Is it by the rules of another region, so that nothing is owed, and no day is one by which something must be done?"""
    return any(one.startswith("foreign_region") for one in report.assumptions)


def changes(book: Rulebook, speaker: Speaker, rule_id: str | None = None) -> Iterator[str]:
    """Each number of the rulebook (of one rule of it) that is supposed, with the document's own."""
    rules = {rule.id: rule for rule in book.rules}
    plain = Comparisons(speaker).plain
    for one in book.changed:
        if rule_id not in (None, one.rule):
            continue
        rule = rules[one.rule]
        was, now = (plain(Test(one.measure, one.op, value)) for value in (one.was, one.now))
        text = speaker.phrases(
            "report.supposed", title=pick(rule.title, speaker.lang), at=clean(rule.at), was=was, now=now
        )
        kept = [_option(book, key, speaker) for key in one.kept]
        yield text + (speaker.phrases("report.supposed_kept", list=speaker.phrases.join(kept)) if kept else "")


def written(one: Changed) -> dict[str, Any]:
    """As JSON: numbers exact, integers or `n/d` as text."""
    return {"rule": one.rule, "measure": one.measure, "operator": one.op, "was": _exact(one.was), "now": _exact(one.now),
            "kept_readings": list(one.kept)}  # fmt: skip


def _option(book: Rulebook, key: str, speaker: Speaker) -> str:
    question, _, option = key.partition(".")
    return pick(book.questions[question].options[option].label, speaker.lang)


def _exact(value: Any) -> Any:
    if not isinstance(value, Fraction):
        return value
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
