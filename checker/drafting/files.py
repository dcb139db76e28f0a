"""A drafted rulebook → the text of its files, as a person would have begun them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.drafting import hints
from checker.drafting.book import DraftBook, DraftRule
from checker.drafting.hints import Known
from checker.drafting.reasons import entries
from checker.drafting.yamltext import comment, listed, scalar, words
from checker.errors import spoken
from checker.model import Words


def say(lang: str, zh: str, en: str) -> str:
    return spoken({"zh": zh, "en": en}, lang)


def all_files(
    book: DraftBook, known: Known, lang: str, *, file: str, sha256: str, original: tuple[str, str] | None
) -> dict[str, str]:
    """Every file by its path in the folder. `original` is name and hash of a document whose text was extracted."""
    found = {
        "source.yaml": source(book, lang, file=file, sha256=sha256, original=original),
        "questions.yaml": questions(book, lang),
        "consequences.yaml": comment(
            say(lang, "由检查结果引出的后果（奖励、退出……），写法见 docs/language.md。", "What follows from findings; see docs/language.md.")
        )
        + "consequences: []\n",
    }  # fmt: skip
    for path, rules in book.files.items():
        head = comment(book.headings[path])
        found[path] = head + "rules:\n" + "".join(rule(one, known, lang) for one in rules)
    return found


def source(book: DraftBook, lang: str, *, file: str, sha256: str, original: tuple[str, str] | None) -> str:
    """The register. What was not read is null and says what to write."""
    about = book.register
    out = [
        comment(say(lang, "null 和空号都是待填：读原文填写，不能猜。原文首尾各行：", "What is null or empty is to be filled in from the text. Its first and last lines:"))
    ]  # fmt: skip
    out += [comment("  " + line) for line in about.seen]
    out.append(f"id: {book.id}\n")
    out.append(_title(about.title, lang))
    out.append(_number(about.number, lang))
    out.append(_text("issuer", about.issuer, say(lang, "待填：发文机关", "to fill in: who issued it"), in_words=True))
    out.append(
        _text(
            "issued",
            about.issued,
            say(lang, "待填：成文日期，如 2031-07-01", "to fill in: day of issue, as 2031-07-01"),
        )
    )
    out.append(
        _text("effective", about.effective, say(lang, "待填：施行日期", "to fill in: from which day it applies"))
    )
    out.append(
        "status: draft"
        + "  # "
        + say(lang, "draft 征求意见；正式的改为 in_force、trial 或 expired", "or in_force, trial, expired")
        + "\n"
    )
    out.append(
        _text(
            "jurisdiction",
            None,
            say(
                lang,
                "待填：适用地名，如 [松谷区]；记录中的 region 凭它找到本库",
                "to fill in: places it governs, as a list",
            ),
        )
    )
    out.append(f"file: {scalar(file)}\nsha256: {sha256}\n")
    if original:
        out.append(f"original: {{file: {scalar(original[0])}, sha256: {original[1]}}}\n")
    out.append(
        _text(
            "scope",
            None,
            say(lang, "待填：适用对象，如 {zh: 松谷区中小学教育集团}", "to fill in: {zh: whom it concerns}"),
            in_words=True,
        )
    )
    out.append(
        comment(
            say(
                lang,
                "原文列出的办学模式和简称，没有就不写：models: {联盟型: [联盟]}  aliases: {全称: [简称]}",
                "models and aliases, where the text has them",
            )
        )
    )
    out.append(
        comment(
            say(
                lang,
                "下面各项是提议：读过这些句子，确无规范内容的删去 draft；有规范内容的移出并写规则。",
                "Proposals: read these sentences, then remove `draft`, or write a rule.",
            )
        )
    )
    proposed = entries(book.without_norm)
    out.append("without_norm:\n" if proposed else "without_norm: []\n")
    out += [f"- {{draft: true, at: {listed(places)}, why: {why}}}\n" for why, places in proposed]
    return "".join(out)


def _title(title: str | None, lang: str) -> str:
    if title is None:
        return "title: null  # " + say(lang, "待填：{zh: 标题}", "to fill in: {zh: title}") + "\n"
    return f"title: {words(title)}\n"


def _number(number: str | None, lang: str) -> str:
    if number is None:
        return 'number: ""  # ' + say(lang, "待填：文号；确无文号写 null", "to fill in; null if it has none") + "\n"
    return f"number: {scalar(number)}\n"


def _text(key: str, value: str | None, what: str, *, in_words: bool = False) -> str:
    if value is None:
        return f"{key}: null  # {what}\n"
    return f"{key}: {words(value) if in_words else value}\n"


def questions(book: DraftBook, lang: str) -> str:
    """No question can be guessed; the words without a value are where to look for one."""
    out = [
        comment(say(lang, "口径：两种读法都说得通、结果又不同的问题，写法见 docs/language.md。", "Questions that the text leaves open; see docs/language.md."))
    ]  # fmt: skip
    vague = [(rule.at, one.span.text, one.key) for rule in book.rules for one in rule.duty.vague]
    if vague:
        out.append(
            comment(
                say(
                    lang,
                    "原文没有定值的词，逐个看是否影响结果；值由本单位另定的，用记录中的 settings 表：",
                    "Words without a value: do they change a result?",
                )
            )
        )
    out += [comment(f"  {at}  {word} ({key})") for at, word, key in dict.fromkeys(vague)]
    return "".join(out) + "questions: {}\n"


def rule(one: DraftRule, known: Known, lang: str) -> str:
    """One draft: what is certain as keys, what was read as comments, what is open by name."""
    duty = one.duty
    keys: list[tuple[str, str | None]] = [
        ("id", one.id), ("draft", "true"), ("at", scalar(one.at)), ("title", words(duty.title or one.at)),
        ("quote", scalar(duty.quote)), ("modality", duty.modality), ("bearer", duty.bearer),
        ("subject", hints.subject(duty.bearer, known)), ("topic", hints.topic(duty, one.heading, known)),
        ("every", hints.every(duty, known)), ("due", _due(hints.due(duty))),
    ]  # fmt: skip
    lines = [f"{key}: {value}" for key, value in keys if value is not None]
    body = "- " + "\n  ".join(lines) + "\n"
    return body + "".join(comment(text, "  ") for text in _comments(duty_notes(one, known, lang), keys, lang))


def _due(day: str | None) -> str | None:
    return f"{{by: {day}}}" if day else None


def _comments(notes: Iterator[str], keys: Sequence[tuple[str, str | None]], lang: str) -> Iterator[str]:
    needed = [key for key, value in keys if value is None and key not in ("every", "due")]
    yield say(lang, "待定：", "open: ") + " ".join([*needed, "basis", "require|ask", "mend", "cases"])
    yield from notes


def duty_notes(one: DraftRule, known: Known, lang: str) -> Iterator[str]:
    duty = one.duty
    names = hints.measures(duty, known)
    for test, text in hints.tests(duty, known):
        sure = names and known.measures[names[0]][1]["zh"] in duty.quote
        name = names[0] if sure else say(lang, "指标", "MEASURE")
        yield f"require: [{{measure: {name}, {test}}}]  # {text}"
    if names:
        labels = [f"{name} {_label(known.measures[name][1], lang)}" for name in names]
        yield say(lang, "或许可用的指标：", "measures to look at: ") + say(lang, "、", ", ").join(labels)
    if hints.every(duty, known) is None:
        yield from (say(lang, f"周期：{w.span.text}", f"period: {w.span.text}") for w in duty.windows)
    if hints.due(duty) is None:
        yield from (f"{m.span.text} = {hints.moment(m)}" for m in duty.moments)
    if duty.vague:
        found = say(lang, "、", ", ").join(dict.fromkeys(v.span.text for v in duty.vague))
        yield say(lang, f"没有定值：{found}", f"without a value: {found}")


def _label(label: Words, lang: str) -> str:
    return spoken(label, lang)
