"""Rulebooks as a list with places and quotes: a short one for the terminal, a full one for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.model import Conflict, Consequence, Rule, Rulebook, Unit
from checker.report.bounds import Bounds
from checker.report.cites import Cites
from checker.report.explain import due, during, tests
from checker.report.sentences import Writer
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, clean, pick

CONFLICTS = {
    "zh": ("不一致的事", "规则和口径", "位置", "原文"),
    "en": ("what differs", "rules and readings", "place", "quote"),
}
SHORT = {"zh": ("规则", "位置", "名称", "情态", "责任方"), "en": ("rule", "place", "title", "modality", "bearer")}
HEADERS = {
    "zh": (
        "编号", "种类", "规则库", "文件", "文号", "状态", "位置", "名称", "原文", "情态", "责任方", "依据的记录", "主题", "周期", "时段", "期限",
        "适用条件", "要求", "类别", "佐证", "口径", "责任单位", "另引原文", "怎么改",
    ),
    "en": (
        "id", "kind", "rulebook", "document", "number", "status", "place", "title", "quote", "modality", "bearer",
        "records of", "topic", "every", "during", "due", "applies when", "requirement", "basis", "evidence", "readings",
        "named", "also quoted", "mend",
    ),
}  # fmt: skip
KINDS = {
    "zh": {"rule": "规则", "consequence": "后果", "unit": "责任单位", "conflict": "前后不一"},
    "en": {"rule": "rule", "consequence": "consequence", "unit": "named", "conflict": "conflict"},
}
FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, full width too."""
_ORDER = (
    "id", "kind", "book", "document", "number", "status", "at", "title", "quote", "modality", "bearer", "subject", "topic",
    "every", "during", "due", "when", "requirement", "basis", "evidence", "readings", "units", "context", "mend",
)  # fmt: skip


def short(book: Rulebook, lexicon: Lexicon, lang: str) -> list[tuple[str, ...]]:
    """One row per rule, columns as SHORT."""
    return [
        (
            rule.id, rule.at, pick(rule.title, lang), lexicon.modality(rule.modality, lang),
            lexicon.bearer(rule.bearer, lang),
        )
        for rule in book.rules
    ]  # fmt: skip


def rows(book: Rulebook, lexicon: Lexicon, lang: str) -> list[tuple[str, ...]]:
    """One row per rule, then per consequence, then per entry of `units.yaml` and of `conflicts.yaml`, columns as HEADERS, the
    words as reports have them."""
    table = _Table(book, lexicon, lang)
    made = [
        *(table.rule(one) for one in book.rules),
        *(table.consequence(one) for one in book.consequences),
        *(table.unit(one) for one in book.units),
        *(table.conflict(one) for one in book.conflicts),
    ]
    return [tuple(clean(one.get(key, "")) for key in _ORDER) for one in made]


def conflicts(book: Rulebook, lexicon: Lexicon, lang: str) -> list[tuple[str, ...]]:
    """Where the document differs from itself, one row per passage, columns as CONFLICTS."""
    table = _Table(book, lexicon, lang)
    return [
        (*((pick(one.about, lang), table.touched(one)) if n == 0 else ("", "")), passage.at, f"“{passage.quote}”")
        for one in book.conflicts
        for n, passage in enumerate(one.between)
    ]


def to_csv(found: Iterable[Sequence[str]], lang: str) -> str:
    """CSV with a byte order mark, which Excel and WPS need for Chinese; text that looks like a formula stays text."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(HEADERS[lang])
    for row in found:
        writer.writerow("'" + cell if cell.startswith(FORMULA) else cell for cell in row)
    return "\ufeff" + sink.getvalue()


class _Table:
    def __init__(self, book: Rulebook, lexicon: Lexicon, lang: str) -> None:
        self.book, self.lexicon, self.lang, self.say = book, lexicon, lang, Phrases(lang)
        self.cites = Cites([book], self.say)
        speaker = Speaker(lexicon, self.say, {})
        self.writer, self.bounds = Writer(speaker), Bounds(speaker)
        self.titles = {one.id: pick(one.title, lang) for one in book.rules}
        self.titles |= {one.id: pick(one.title, lang) for one in book.consequences}

    def rule(self, rule: Rule) -> dict[str, str]:
        lexicon, lang, say = self.lexicon, self.lang, self.say
        return {
            **self._common("rule", rule),
            "title": pick(rule.title, lang),
            "modality": lexicon.modality(rule.modality, lang),
            "bearer": lexicon.bearer(rule.bearer, lang),
            "subject": lexicon.bearer(rule.subject, lang),
            "topic": lexicon.topic(rule.topic, lang),
            "every": lexicon.period(rule.every, lang) if rule.every else "",
            "during": during(rule, self.bounds),
            "due": due(rule, self.bounds),
            "when": tests(rule.tests.get("when", ()), lexicon, say),
            "requirement": self.writer.requirement(rule),
            "basis": say(f"basis.{rule.basis}"),
            "evidence": say.join(rule.evidence),
            "readings": self._listed([self._reading(key) for key in rule.readings]),
            "context": self._listed([say("report.quoted", quote=one["quote"], cite=one["at"]) for one in rule.context]),
            "mend": pick(rule.mend, lang),
        }

    def consequence(self, one: Consequence) -> dict[str, str]:
        return {
            **self._common("consequence", one),
            "title": pick(one.title, self.lang),
            "bearer": self.lexicon.bearer(one.bearer, self.lang),
            "subject": self.lexicon.bearer(one.subject, self.lang) if one.subject else "",
            "when": self._listed([self._condition(condition) for condition in one.when]),
            "requirement": pick(one.then, self.lang),
        }

    def unit(self, one: Unit) -> dict[str, str]:
        return {
            **self._common("unit", one),
            "title": self.lexicon.role(one.role, self.lang),
            "when": self.say.join(one.covers),
            "requirement": self.say.join(one.names) or one.words,
            "units": "",
        }

    def conflict(self, one: Conflict) -> dict[str, str]:
        """Its places stand in the order of their quotes; the first one's part of the document is named."""
        title, number, status = self.cites.document(self.book.source, one.between[0].at)
        return {
            "kind": KINDS[self.lang]["conflict"], "id": one.id, "book": self.book.id, "document": title, "number": number,
            "status": status, "at": self._listed([passage.at for passage in one.between]), "title": pick(one.about, self.lang),
            "quote": self._listed([self.say("report.quoted", quote=passage.quote, cite="") for passage in one.between]),
            "requirement": self._listed(list(one.rules)),
            "readings": self._listed([self._reading(key) for key in one.questions]),
        }  # fmt: skip

    def touched(self, one: Conflict) -> str:
        """The rules and readings that it names, without the rulebook's own name."""
        return "\n".join([*(name.removeprefix(f"{self.book.id}/") for name in one.rules), *one.questions])

    def _common(self, kind: str, one: Rule | Consequence | Unit) -> dict[str, str]:
        title, number, status = self.cites.document(self.book.source, one.at)
        named = [
            self.say("report.labelled", label=self.lexicon.role(unit.role, self.lang), text=self.say.join(unit.names) or unit.words)
            for unit in self.cites.units(self.book.id, one.at)
        ]  # fmt: skip
        return {
            "kind": KINDS[self.lang][kind], "id": one.id, "book": self.book.id, "document": title, "number": number,
            "status": status, "at": one.at, "quote": one.quote, "units": self._listed(named),
        }  # fmt: skip

    def _reading(self, key: str) -> str:
        question = self.book.questions.get(key)
        if question is None:  # lint names it
            return key
        options = [pick(option.label, self.lang) for option in question.options.values()]
        return self.say(
            "report.bracketed", what=pick(question.ask, self.lang), text=self.say("report.list").join(options)
        )

    def _condition(self, condition: Mapping[str, Any]) -> str:
        """One condition of a consequence: a finding's verdict, another consequence's state, a scheme's grade or total, a
        measure."""
        if "finding" in condition:
            verdicts = [self.lexicon.verdict(key, self.lang) for key in condition["verdict"]]
            title = self.titles.get(condition["finding"], condition["finding"])
            return self.say("consequence.finding", title=title, verdict=self.say("report.or").join(verdicts))
        if "consequence" in condition:
            said = self.say("report.or").join(self.say(f"consequence.{state}") for state in condition["state"])
            title = self.titles.get(condition["consequence"], condition["consequence"])
            return self.say("consequence.consequence", title=title, state=said)
        if "grade" in condition or "total" in condition:
            return self._scored(condition)
        (op, right), *_ = [(key, one) for key, one in condition.items() if key != "measure"]
        listed = right if isinstance(right, list | tuple) else [right]
        named = self.say.join([self.lexicon.code(condition["measure"], str(one), self.lang) for one in listed])
        said, shown = self.lexicon.compared(op, named, self.lang)
        return f"{self.lexicon.place(condition['measure'], self.lang)} {said} {shown}".rstrip()

    def _scored(self, condition: Mapping[str, Any]) -> str:
        """A condition on a scheme: the grades that it asks for, or the bound of its total."""
        name = condition.get("grade", condition.get("total"))
        scheme = next((one for one in self.book.schemes if one.id == name), None)
        title = pick(scheme.title, self.lang) if scheme else str(name)
        if "grade" in condition:
            labels = scheme.grading.labels if scheme else {}
            said = [pick(labels[key], self.lang) if key in labels else key for key in condition["one_of"]]
            return self.say("report.labelled", label=title, text=self.say("report.or").join(said))
        op = "at_least" if "at_least" in condition else "at_most"
        said_op, shown = self.lexicon.compared(op, str(condition[op]), self.lang)
        return self.say("report.labelled", label=title, text=f"{said_op} {shown}".strip())

    def _listed(self, parts: Sequence[str]) -> str:
        return self.say("report.list").join(parts)
