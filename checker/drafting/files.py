"""A drafted rulebook → the text of its files, as a person would have begun them."""

from __future__ import annotations

from collections.abc import Iterator

from checker.drafting import hints
from checker.drafting.book import DraftBook, DraftRule
from checker.drafting.duties import Duty
from checker.drafting.hints import Known
from checker.drafting.phrases import phrase
from checker.drafting.reasons import entries
from checker.errors import spoken
from checker.yamltext import comment, listed, scalar, words

_LATER = ("basis", "require|ask", "mend", "cases")
"""Keys that no reading can fill."""


def all_files(
    book: DraftBook, known: Known, lang: str, *, file: str, sha256: str, original: tuple[str, str] | None
) -> dict[str, str]:
    """Every file by its path in the folder. `original` is name and hash of a document whose text was extracted."""
    found = {
        "source.yaml": source(book, lang, file=file, sha256=sha256, original=original),
        "questions.yaml": questions(book, lang),
        "consequences.yaml": comment(phrase("consequences", lang)) + "consequences: []\n",
    }
    for path, rules in book.files.items():
        head = comment(book.headings[path]) + "rules:\n"
        found[path] = head + "".join(rule(one, known, lang) for one in rules)
    return found


def source(book: DraftBook, lang: str, *, file: str, sha256: str, original: tuple[str, str] | None) -> str:
    """The register. What was not read is null, with what to write there."""
    about = book.register
    out = [comment(phrase("lines", lang)), *(comment("  " + line) for line in about.seen)]
    out.append(f"id: {book.id}\n")
    out += [
        _key("title", words(about.title) if about.title else None, lang),
        _key("number", scalar(about.number) if about.number else None, lang, empty='""'),
        _key("issuer", words(about.issuer) if about.issuer else None, lang),
        _key("issued", about.issued, lang),
        _key("effective", about.effective, lang),
        f"status: draft  # {phrase('status', lang)}\n",
        _key("jurisdiction", None, lang),
        f"file: {scalar(file)}\nsha256: {sha256}\n",
    ]
    if original:
        out.append(f"original: {{file: {scalar(original[0])}, sha256: {original[1]}}}\n")
    out += [_key("scope", None, lang), comment(phrase("models", lang)), comment(phrase("proposals", lang))]
    proposed = entries(book.without_norm)
    out.append("without_norm:\n" if proposed else "without_norm: []\n")
    out += [f"- {{draft: true, at: {listed(places)}, why: {why}}}\n" for why, places in proposed]
    return "".join(out)


def _key(key: str, value: str | None, lang: str, *, empty: str = "null") -> str:
    return f"{key}: {empty}  # {phrase(key, lang)}\n" if value is None else f"{key}: {value}\n"


def questions(book: DraftBook, lang: str) -> str:
    """No question can be guessed; the words without a value are where to look for one."""
    out = [comment(phrase("questions", lang))]
    vague = dict.fromkeys((rule.at, one.span.text, one.key) for rule in book.rules for one in rule.duty.vague)
    if vague:
        out.append(comment(phrase("vague", lang)))
    out += [comment(f"  {at}  {word} ({key})") for at, word, key in vague]
    return "".join(out) + "questions: {}\n"


def rule(one: DraftRule, known: Known, lang: str) -> str:
    """One draft: what is certain as keys, what was read as comments, what is open by name."""
    duty = one.duty
    day = hints.due(duty)
    needed = {
        "modality": duty.modality, "bearer": duty.bearer, "subject": hints.subject(duty.bearer, known),
        "topic": hints.topic(duty, one.heading, known),
    }  # fmt: skip
    keys = {
        "id": one.id, "draft": "true", "at": scalar(one.at), "title": words(duty.title or one.at),
        "quote": scalar(duty.quote), **needed, "every": hints.every(duty, known),
        "due": f"{{by: {day}}}" if day else None,
    }  # fmt: skip
    body = "- " + "\n  ".join(f"{key}: {value}" for key, value in keys.items() if value is not None) + "\n"
    missing = [*(key for key, value in needed.items() if value is None), *_LATER]
    notes = [phrase("open", lang) + " ".join(missing), *_notes(duty, known, lang)]
    return body + "".join(comment(text, "  ") for text in notes)


def _notes(duty: Duty, known: Known, lang: str) -> Iterator[str]:
    comma = phrase("comma", lang)
    names = hints.measures(duty, known)
    sure = names and known.measures[names[0]][1]["zh"] in duty.quote
    name = names[0] if sure else phrase("measure", lang)
    for test, text in hints.tests(duty, phrase("comparison", lang)):
        yield f"require: [{{measure: {name}, {test}}}]  # {text}"
    if names:
        labels = [f"{name} {spoken(known.measures[name][1], lang)}" for name in names]
        yield phrase("measures", lang) + comma.join(labels)
    if hints.every(duty, known) is None:
        yield from (phrase("period", lang) + one.span.text for one in duty.windows)
    if hints.due(duty) is None:
        yield from (f"{one.span.text} = {hints.moment(one)}" for one in duty.moments)
    if duty.unread:
        yield phrase("unread", lang) + comma.join(one.text for one in duty.unread)
    if duty.left_out:
        yield phrase("left out", lang) + comma.join(duty.left_out)
    if duty.vague:
        yield phrase("without value", lang) + comma.join(dict.fromkeys(one.span.text for one in duty.vague))
