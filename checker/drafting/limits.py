"""How large a document may be. Beyond these it is a book or an attack, and a draft of it would help nobody."""

from __future__ import annotations

from collections.abc import Sequence

from checker.errors import BadInput, Problem, say
from checker.wording.outline import Sentence

LETTERS = 400_000
LINES = 20_000
LINE = 20_000
SENTENCES = 5_000
DRAFTS = 3_000
SENTENCE = 3_000
"""Letters of one sentence or table row: what is longer has lost its punctuation, and no quote of it would say anything."""


def check(text: str, name: str) -> None:
    """Raises BadInput for a text that is empty or too large, before anything reads it."""
    if not text.strip():
        raise BadInput(Problem(name, say("没有文字", "there is no text")))
    if len(text) > LETTERS:
        raise _too(name, "文字过多", "too much text", f"{len(text)} > {LETTERS}")
    lines = text.splitlines()
    if len(lines) > LINES:
        raise _too(name, "行数过多", "too many lines", f"{len(lines)} > {LINES}")
    for number, line in enumerate(lines, start=1):
        if len(line) > LINE:
            raise _too(f"{name}:{number}", "这一行过长", "this line is too long", f"{len(line)} > {LINE}")


def check_sentences(sentences: Sequence[Sentence], name: str) -> None:
    if len(sentences) > SENTENCES:
        raise _too(name, "句子过多", "too many sentences", f"{len(sentences)} > {SENTENCES}")
    for one in sentences:
        if len(one.text) > SENTENCE:
            zh, en = f"“{one.place}”这一句过长", f"the sentence {one.place} is too long"
            raise _too(name, zh, en, f"{len(one.text)} > {SENTENCE}")


def check_drafts(count: int, name: str) -> None:
    if count > DRAFTS:
        raise _too(name, "草稿过多", "too many drafts", f"> {DRAFTS}")


def _too(where: str, zh: str, en: str, why: str) -> BadInput:
    return BadInput(Problem(where, say(zh, en), why, say("请只留一份政策文件的正文", "keep the text of one document")))
