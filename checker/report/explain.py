"""A rule in words: what it demands of whom, on which words of the document, and how it may be read."""

from __future__ import annotations

from checker.model import Point, Rule, Rulebook, Test
from checker.report.bounds import Bounds
from checker.report.cites import Cites
from checker.report.fold import columns, wrapped
from checker.report.values import Speaker
from checker.report.words import Lexicon, Phrases, pick

_LABELS = {
    "zh": (
        "规则", "名称", "文件", "位置", "原文", "情态", "责任方", "依据的记录", "对象", "周期", "时段", "期限", "适用条件", "要求",
        "提示", "由人判断", "佐证", "怎么改", "口径", "类别", "用例", "定义于",
    ),
    "en": (
        "rule", "title", "document", "place", "quote", "modality", "bearer", "records of", "for each", "every", "during", "due",
        "applies when", "requires", "remarks", "asked", "evidence", "mend", "readings", "basis", "cases", "defined in",
    ),
}  # fmt: skip


def described(rule: Rule, book: Rulebook, lexicon: Lexicon, phrases: Phrases) -> list[tuple[str, str]]:
    """(label, text) lines; lines without a text are left out."""
    lang = phrases.lang
    cites = Cites([book], phrases)
    bounds = Bounds(Speaker(lexicon, phrases, {}))
    title, number, status = cites.document(book.source, rule.at)
    values = (
        rule.id, pick(rule.title, lang), f"《{title}》{number}（{status}）", rule.at, f"“{rule.quote}”",
        lexicon.modality(rule.modality, lang), lexicon.bearer(rule.bearer, lang), lexicon.bearer(rule.subject, lang),
        " × ".join(_each(one, rule, bounds.speaker) for one in rule.for_each),
        lexicon.period(rule.every, lang) if rule.every else "", during(rule, bounds),
        due(rule, bounds), *(tests(rule.tests.get(role, ()), lexicon, phrases) for role in ("when", "require", "note")),
        f"{lexicon.bearer(rule.ask.who, lang)}：{pick(rule.ask.on, lang)}" if rule.ask else "",
        "、".join(rule.evidence), pick(rule.mend, lang) if rule.mend else "", _readings(rule, book, lang), phrases(f"basis.{rule.basis}"),
        str(len(rule.cases)), f"{rule.file}:{rule.line}",
    )  # fmt: skip
    named = [
        (lexicon.role(one.role, lang), f"{'、'.join(one.names) or one.words}（{one.at} “{one.quote}”）")
        for one in cites.units(book.id, rule.at)
    ]
    differs = [
        (phrases("label.conflict", at=other.at), f"“{other.quote}” {pick(one.about, lang)}")
        for one, others in cites.conflicts(book.id, rule)
        for other in others
    ]
    return [*((label, text) for label, text in zip(_LABELS[lang], values, strict=True) if text), *named, *differs]


def page(lines: list[tuple[str, str]], width: int = 100) -> str:
    """The lines as a terminal shows them: labels in a column of their own, folded between any two characters."""
    margin = max(columns(label) for label, _ in lines) + 2
    out = []
    for label, text in lines:
        for number, line in enumerate(text.split("\n")):
            indent = " " * (len(line) - len(line.lstrip()))
            folded = wrapped(line.strip(), width - margin - len(indent))
            for at, part in enumerate(folded):
                first = label + " " * (margin - columns(label)) if not number and not at else " " * margin
                out.append(f"{first}{indent}{'  ' if at and indent else ''}{part}".rstrip())
    return "\n".join(out) + "\n"


def _each(one: str | tuple[str, ...], rule: Rule, speaker: Speaker) -> str:
    if isinstance(one, str):
        return speaker.lexicon.set(one, speaker.lang)
    return speaker.phrases.join([speaker.member(item, rule) for item in one])


def tests(tests: tuple[Test, ...], lexicon: Lexicon, phrases: Phrases) -> str:
    groups: dict[int, list[str]] = {}
    for test in tests:
        groups.setdefault(test.group, []).append(_test(test, lexicon, phrases))
    either = " 或 " if phrases.lang == "zh" else " or "
    return "；".join(either.join(one) for one in groups.values())


def _test(test: Test, lexicon: Lexicon, phrases: Phrases) -> str:
    speaker = Speaker(lexicon, phrases, {})
    op, right = lexicon.compared(test.op, Bounds(speaker).right(test), phrases.lang)
    negation = ("并非 " if phrases.lang == "zh" else "not ") if test.negate else ""
    return f"{negation}{speaker.label(test.measure)} {op} {right}".rstrip()


def during(rule: Rule, bounds: Bounds) -> str:
    """From when until when a rule binds; empty where it does as long as its document."""
    begin, end = (_point(point, bounds) for point in rule.window)
    words = ("自", "起", "至", "止") if bounds.speaker.lang == "zh" else ("from ", "", "until ", "")
    said = [f"{words[0]}{begin}{words[1]}" if begin else "", f"{words[2]}{end}{words[3]}" if end else ""]
    return " ".join(one for one in said if one)


def due(rule: Rule, bounds: Bounds) -> str:
    """The last day of a rule in words."""
    due, zh = rule.due, bounds.speaker.lang == "zh"
    if due is None:
        return ""
    if due.open:
        return "文件未定最后期限" if zh else "the text sets no last day"
    if due.after_period:
        return bounds.later("每期结束" if zh else "the end of each period", *due.after_period)
    if due.within:
        return f"每期 {due.within} 月" if zh else f"in month {due.within} of each period"
    return _point(due.at, bounds)


def _point(point: Point | None, bounds: Bounds) -> str:
    if point is None:
        return ""
    if point.date:
        return bounds.speaker.date(point.date)
    label = bounds.speaker.label(point.measure or "")
    return bounds.later(label, point.months, point.days) if point.months or point.days else label


def _readings(rule: Rule, book: Rulebook, lang: str) -> str:
    out = []
    for key in rule.readings:
        question = book.questions.get(key)
        if question is None:  # lint names it
            out.append(key)
            continue
        options = [
            f"  {'*' if name == question.primary else '-'} {pick(option.label, lang)}：{pick(option.pull, lang)}"
            for name, option in question.options.items()
        ]
        out.append("\n".join([pick(question.ask, lang), *options]))
    return "\n".join(out)
