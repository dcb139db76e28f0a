"""The calendar of duties as data: every dated cell once, and the lists of what can still be done, is past, or lacks records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from checker.model import Report
from checker.report import duties
from checker.report.cites import Cites
from checker.report.duties import Entry
from checker.report.dutynames import Names
from checker.report.outcomes import telling_results
from checker.report.sentences import Writer
from checker.report.todo import Group, Item, Todos
from checker.report.words import clean

Json = dict[str, Any]


def duties_of(report: Report, writer: Writer, cites: Cites, tested: Callable[[Any], Json]) -> Json:
    """`tested` gives a test result with its values as the rest of the report does."""
    found = duties.entries(report, writer.lexicon)
    names = Names(report, writer, cites, found)
    todo, rows, years = Todos(names).of(found), names.rows(found), names.years.of(found)
    return {
        "calendars": [
            {"title": year.title, "cells": [_cell(one, names, rows, tested) for one in year.entries]} for year in years
        ],
        "still": [_item(item, by=group.day) for group in todo.still for item in group.items],
        "ended": [_item(item) for item in todo.ended],
        "missing": _grouped(todo.missing, "record"),
        "partial": [_item(item) for item in todo.partial],
        "asked": _grouped(todo.asked, "judge"),
    }  # fmt: skip


def _cell(entry: Entry, names: Names, rows: Mapping[tuple[str, ...], str], tested: Callable[[Any], Json]) -> Json:
    cell = entry.cell
    return {
        "rule": clean(entry.rule.id), "title": names.title(entry, short=False), "at": clean(entry.rule.at),
        "who": rows[entry.row] if entry.row else None, **_place(entry), "from": cell.period_from, "to": cell.period_to,
        "until": entry.until, "verdict": cell.verdict, "text": names.text(entry),
        "tests": [tested(one) for _, seen in telling_results([cell]) for one in seen],
        "readings_differ": entry.differs, "list": entry.state or None,
    }  # fmt: skip


def _place(entry: Entry) -> Json:
    return {key: clean(getattr(entry.cell, key)) for key in ("entity", "item", "period")}


def _item(item: Item, **more: str | None) -> Json:
    return {
        **more, "who": item.who, "title": item.title, "rule": clean(item.rule), "at": item.at, "text": item.said,
        "readings_differ": item.differs, "cells": [_place(one) for one in item.entries],
    }  # fmt: skip


def _grouped(groups: Iterable[Group], key: str) -> Sequence[Json]:
    return [_item(item, **{key: group.label}) for group in groups for item in group.items]
