"""What a gap between words and tests is called: what was read, what the rule has, what to do."""

from __future__ import annotations

from checker.errors import Problem
from checker.model import Rule
from checker.proof.lint.match import Gap
from checker.proof.lint.problems import about, plain
from checker.proof.lint.tested import Number
from checker.rulebook.agreement import NONE, Agreement
from checker.rulebook.vocabulary import Vocabulary
from checker.wording.nouns import Quantity

SHOWN = 4
"""Numbers of a rule that a message lists."""


def described(rule: Rule, gap: Gap, terms: Agreement, vocabulary: Vocabulary) -> Problem:
    """The gap as a problem of the rule, with the kinds of exception that could excuse it."""
    zh, en, mend_zh, mend_en = _texts(rule, gap, terms, vocabulary)
    kinds = [name for name, kind in terms.kinds.items() if gap.code in kind.excuses]
    return about(
        rule, zh, en, f"{mend_zh}；确属例外的写 wording（{'、'.join(kinds)}）并说明理由",
        f"{mend_en}; a true exception goes into `wording` ({', '.join(kinds)}) with its reason", key=_key(gap),
    )  # fmt: skip


_KEYS = {"bearer": "bearer", "modality": "modality", "window-unsaid": "every"}


def _key(gap: Gap) -> str:
    """What to look at first: the test whose number differs, else the words."""
    return gap.number.name if gap.number else _KEYS.get(gap.code, "quote")


Four = tuple[str, str, str, str]
"""What is wrong, in both languages, then what to do, in both."""


def _texts(rule: Rule, gap: Gap, terms: Agreement, vocabulary: Vocabulary) -> Four:
    if gap.code == "bearer":
        return _bearer(rule, gap, vocabulary)
    if gap.quantity or gap.number:
        return _numbers(gap, vocabulary)
    if gap.keys and gap.code != "modality":
        return _window(rule, gap, vocabulary)
    if gap.code == "modality":
        return _modality(rule, gap, terms, vocabulary)
    return _days(gap)


def _numbers(gap: Gap, vocabulary: Vocabulary) -> Four:
    read_zh, read_en = (_quantity(gap.quantity, lang, vocabulary) for lang in ("zh", "en"))
    has_zh, has_en = (_number(gap.number, lang, vocabulary) for lang in ("zh", "en"))
    name = gap.number.name if gap.number else ""
    if gap.code == "number-untested":
        tests_zh, tests_en = (_tests(gap, lang, vocabulary) for lang in ("zh", "en"))
        return (
            f"引文说“{gap.words}”（读作{read_zh}），规则没有测试这个数（规则测试：{tests_zh or '无'}）",
            f"the quote says {gap.words} (read as {read_en}), and no test has that number (the rule tests: {tests_en or 'none'})",
            "请把它写进 require、when、区间或期限，或缩短引文",
            "put it into `require`, `when`, a band or a due date, or quote less",
        )
    if gap.code == "number-unsaid":
        return (
            f"规则测试 {name} {has_zh}，引文里没有这个数",
            f"{name} is tested as {has_en}, a number that the quote does not say",
            "请改数、把引文取全，或把说到它的那句写入 context",
            "mend the number, quote it, or quote the sentence that says it under `context`",
        )
    what_zh, what_en = ("比较", "comparison") if gap.code == "comparator" else ("单位", "unit")
    return (
        f"引文说“{gap.words}”（读作{read_zh}），规则的 {name} 却是{has_zh}：{what_zh}不同",
        f"the quote says {gap.words} (read as {read_en}), but {name} is tested as {has_en}: the {what_en} differs",
        f"请照原文改{what_zh}",
        f"make the {what_en} that of the words",
    )


def _days(gap: Gap) -> Four:
    if gap.code == "date-untested":
        return (
            f"引文说“{gap.words}”，规则没有用到这个时间（规则的日期：{gap.day or '无'}）",
            f"the quote says {gap.words}, and no date of the rule is its end (the rule has {gap.day or 'none'})",
            "请写 due 或 during", "put it into `due` or `during`",
        )  # fmt: skip
    if gap.code == "date-unsaid":
        return (
            f"规则用到 {gap.day}，引文里没有这个时间", f"the rule uses {gap.day}, a date that the quote does not say",
            "请改日期，或把说到它的那句写入 context", "mend the date, or quote the sentence that says it under `context`",
        )  # fmt: skip
    return (
        f"引文中的数字“{gap.words}”没有读懂", f"the numeral in {gap.words} is not understood",
        "请把它补入 rules/vocabulary/wording 的词表", "add it to the tables of rules/vocabulary/wording",
    )  # fmt: skip


def _window(rule: Rule, gap: Gap, vocabulary: Vocabulary) -> Four:
    labels = vocabulary.periods.get(gap.keys[0], {"zh": gap.keys[0]})
    label_zh, label_en = labels["zh"], labels.get("en", gap.keys[0])
    if gap.code == "window-untested":
        return (
            f"引文说“{gap.words}”（每{label_zh}），规则的 every 是 {rule.every or '无'}",
            f"the quote says {gap.words} (every {label_en}), the rule's `every` is {rule.every or 'none'}",
            f"请写 every: {gap.keys[0]}", f"write `every: {gap.keys[0]}`",
        )  # fmt: skip
    return (
        f"规则按每{label_zh}判断，引文里没有这个周期", f"the rule is judged every {label_en}, and the quote names no such period",
        "请改 every，或把说到周期的那句写入 context", "mend `every`, or quote the sentence that names it under `context`",
    )  # fmt: skip


def _modality(rule: Rule, gap: Gap, terms: Agreement, vocabulary: Vocabulary) -> Four:
    def label(key: str, lang: str) -> str:
        return str(vocabulary.modalities.get(key, {}).get("label", {}).get(lang, key))

    words = sorted(terms.bears[rule.modality] - {NONE})
    fit_zh, fit_en = "、".join(label(key, "zh") for key in words), ", ".join(label(key, "en") for key in words)
    said_zh = "、".join(label(key, "zh") for key in gap.keys) or "没有情态词"
    said_en = ", ".join(label(key, "en") for key in gap.keys) or "no modal word"
    return (
        f"规则的情态是“{label(rule.modality, 'zh')}”，引文里的情态词是：{said_zh}",
        f"the rule's modality is {rule.modality}, the modal words of the quote: {said_en}",
        f"请照原文改 modality，或把情态词所在的句子写入 context（须有：{fit_zh}）",
        f"make `modality` that of the words, or quote the modal word under `context` (one of: {fit_en})",
    )


def _bearer(rule: Rule, gap: Gap, vocabulary: Vocabulary) -> Four:
    names = [vocabulary.bearers.get(key, {}) for key in (gap.keys[0], rule.bearer)]
    (said_zh, own_zh), (said_en, own_en) = ([str(one.get(lang, "")) for one in names] for lang in ("zh", "en"))
    return (
        f"引文的主语是“{said_zh}”，规则的责任方却是“{own_zh}”",
        f"the subject of the quote is the {said_en}, the rule's bearer the {own_en}",
        "请照原文改 bearer",
        "make `bearer` whom the sentence speaks to",
    )


def _tests(gap: Gap, lang: str, vocabulary: Vocabulary) -> str:
    """The first numbers that the rule tests: enough to see what was meant."""
    shown = [f"{one.name} {_number(one, lang, vocabulary)}" for one in gap.tests[:SHOWN]]
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(shown))


def _quantity(one: Quantity | None, lang: str, vocabulary: Vocabulary) -> str:
    if one is None:
        return ""
    value = "—".join(plain(v) for v in dict.fromkeys((one.low, one.high)) if v is not None)
    return _phrase(one.comparator, value, one.unit_word or one.unit, lang, vocabulary)


def _number(one: Number | None, lang: str, vocabulary: Vocabulary) -> str:
    if one is None:
        return ""
    return _phrase(one.op, plain(one.value), one.unit, lang, vocabulary)


def _phrase(op: str | None, value: str, unit: str | None, lang: str, vocabulary: Vocabulary) -> str:
    compared = vocabulary.operators.get(op or "", {}).get("sentence", {}).get(lang, "")
    counted = vocabulary.units.get(unit or "", {}).get(lang, unit or "")
    return " ".join(part for part in (compared, value, "" if unit == "share" else counted) if part)
