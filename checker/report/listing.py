"""Rulebooks as a plain list with places and quotes, for the terminal and for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from checker.model import Rulebook
from checker.report.words import Lexicon, pick

HEADERS = {
    "zh": ("规则", "文件", "位置", "名称", "情态", "责任方", "依据的记录", "主题", "类别", "周期", "原文", "口径", "怎么改"),
    "en": ("rule", "document", "place", "title", "modality", "bearer", "subject", "topic", "basis", "every", "quote", "readings", "mend"),
}  # fmt: skip


def rows(book: Rulebook, lexicon: Lexicon, lang: str) -> list[tuple[str, ...]]:
    """One row per rule, columns as HEADERS."""
    return [
        (
            rule.id, pick(book.source.short, lang), rule.at, pick(rule.title, lang), lexicon.modality(rule.modality, lang),
            lexicon.bearer(rule.bearer, lang), rule.subject, lexicon.topic(rule.topic, lang), rule.basis,
            lexicon.period(rule.every, lang) if rule.every else "", rule.quote, "、".join(rule.readings),
            pick(rule.mend, lang) if rule.mend else "",
        )
        for rule in book.rules
    ]  # fmt: skip


def to_csv(found: Iterable[Sequence[str]], lang: str) -> str:
    """CSV with a byte order mark, which Excel and WPS need for Chinese; text that looks like a formula stays text."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(HEADERS[lang])
    for row in found:
        writer.writerow("'" + cell if cell[:1] in "=+-@\t" and cell else cell for cell in row)
    return "\ufeff" + sink.getvalue()
