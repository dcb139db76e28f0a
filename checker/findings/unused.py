"""Decisions that reached nothing: named for the person who wrote them, never dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.decisions import ANY, Decisions, Entry
from checker.errors import Problem, say
from checker.model import Finding, Report, Rule, Rulebook


def unused(given: Decisions, reports: Sequence[Report]) -> Iterator[Problem]:
    """A problem for each entry that no finding of `reports` (all of this body) could use. Entries about rulebooks that
    were not asked for are not looked at."""
    found = {one.rule.id: one for report in reports for one in (*report.findings, *report.others)}
    books = {book.id: book for report in reports for book in report.rulebooks}
    for kind in ("answers", "waivers", "explanations", "objections"):
        for entry in getattr(given, kind):
            rule = str(entry["rule"])
            book = books.get(rule.partition("/")[0])
            if book and (why := _why(entry, kind, found.get(rule), book)):
                zh, en = why
                yield Problem(
                    str(entry["origin"]),
                    say(f"这项决定没有用上：{zh}", f"this decision was not used: {en}"),
                    mend=say("请核对 rule、entity、period", "check rule, entity and period"),
                )


def _why(entry: Entry, kind: str, finding: Finding | None, book: Rulebook) -> tuple[str, str] | None:
    if finding is None:
        return f"{entry['rule']} 不适用于这类对象", f"{entry['rule']} is not for this kind of body"
    if kind == "answers" and not _asks(finding.rule, book):
        return f"{entry['rule']} 不需要人来判断", f"{entry['rule']} asks nobody"
    entity, period = entry.get("entity", ANY), entry.get("period", ANY)
    if any(entity in (ANY, cell.entity) and period in (ANY, cell.period) for cell in finding.cells):
        return None
    return f"没有 {entity}、{period} 这一格", f"there is no cell {entity}, {period}"


def _asks(rule: Rule, book: Rulebook) -> bool:
    """Does the rule ask a person, be it under one reading only?"""
    options = [option for name in rule.readings for option in book.questions[name].options.values()]
    return rule.ask is not None or any("ask" in {**one.set, **one.rules.get(rule.id, {})} for one in options)
