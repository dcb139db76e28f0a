"""What `rules verify` and `rules coverage` print: a rulebook proved against its document, and how much it covers."""

from __future__ import annotations

from pathlib import Path

from tabulate import tabulate

from checker.cli.common import write
from checker.errors import BadInput, Problem, say, spoken
from checker.model import Draft, Rulebook, Unit, Words
from checker.report import Lexicon
from checker.report.words import Phrases
from checker.rulebook import agreement, citations
from checker.rulebook.coverage import coverage, coverage_table
from checker.rulebook.lock import Lock, citing, dump, path_of, quoting, read_lock
from checker.wording.outline import outline

_GROUPS = {
    "sentences": say("原文句子", "sentences"), "basis": say("规则依据", "basis of rules"),
    "modality": say("情态", "modality"), "bearer": say("责任方", "bearer"),
    "exceptions": say("引文核对例外", "exceptions of wording"),
}  # fmt: skip
_KEYS = {
    "with_norm": say("有规范内容", "with a norm"), "encoded": say("已有规则承接", "answered by rules"),
    "open": say("尚无规则", "open"), "drafted": say("只有草稿", "drafts only"),
}  # fmt: skip


def verify_book(book: Rulebook, sources: Path | None, rewrite: bool) -> tuple[list[Problem], Words]:
    """(problems, summary): against the document where `sources` has it, else against the lock.

    With `rewrite` the lock is made anew, but only for a rulebook that its document proves.
    """
    text = citations.read_source(book.source, sources)
    quotes = sum(1 for _ in quoting(book))
    if text is None and sources is not None:  # who names a folder asks for proof against the text
        missing = say(f"找不到原文 {book.source.file}", f"the document {book.source.file} is not there")
        return [Problem(str(sources), missing)], say("", "")
    if rewrite and text is not None:
        lock, problems = citations.relock(book, text)
        if lock is None:
            return problems, say("", "")
        write(path_of(book), dump(lock))
    problems = citations.verify(book, read_lock(path_of(book)), text)
    if text is None:
        zh, en = "与锁文件一致（未对原文）", "as locked (the document was not at hand)"
    else:
        zh, en = "均与原文逐字一致，条目齐全", "verbatim in the document, outline complete"
    if book.drafts:  # true quotes are not yet rules
        zh, en = f"{zh}；{len(book.drafts)} 条仍是草稿", f"{en}; {len(book.drafts)} are still drafts"
    return problems, say(f"{book.id}：{quotes} 条引文{zh}", f"{book.id}: {quotes} quotes {en}")


def coverage_text(book: Rulebook, lexicon: Lexicon, lang: str) -> str:
    """A table of sentences and rules by kind, then the places that nothing answers. Raises BadInput without a lock."""
    found = coverage(book, _locked(book))
    labels = {"modality": lexicon.modality, "bearer": lexicon.bearer, "exceptions": _exception, "basis": _basis}
    rows = [
        (
            _GROUPS[line.group][lang],
            labels[line.group](line.key, lang) if line.group in labels else _KEYS[line.key][lang],
            line.count,
            line.of,
        )
        for line in coverage_table(found)
    ]
    headers = ("", "", "数", "总数") if lang == "zh" else ("", "", "count", "of")
    open_places = "".join(f"○ {place}\n" for place in found.open)
    return f"{book.id}\n{tabulate(rows, headers, tablefmt='simple', disable_numparse=True)}\n{open_places}"


def _basis(key: str, lang: str) -> str:
    return Phrases(lang)(f"basis.{key}")


def _exception(kind: str, lang: str) -> str:
    known = agreement.load().kinds.get(kind)
    return spoken(known.label, lang) if known else kind


def outline_text(book: Rulebook, sources: Path, lexicon: Lexicon, lang: str) -> str:
    """Every sentence of the document with its place and what answers it. Raises BadInput where the text is not at hand."""
    text = citations.read_source(book.source, sources)
    if text is None:
        raise BadInput(Problem(str(sources), say(f"没有原文 {book.source.file}", f"no text {book.source.file}")))
    sentences = outline(text)
    places = [one.place for one in sentences]
    answers: dict[str, list[str]] = {}
    for one in citing(book):
        if isinstance(one, Unit):
            said = f"{lexicon.role(one.role, lang)} units"
        else:
            said = one.id.removeprefix(f"{book.id}/") + ("（草稿 draft）" if isinstance(one, Draft) else "")
        answers.setdefault(one.at, []).append(said)
    for entry in book.source.without_norm:
        for place in citations.expand(entry["at"], places)[0]:
            answers.setdefault(place, []).append(f"—（{entry['why']}）")
    headers = ("位置", "原文", "规则") if lang == "zh" else ("place", "text", "rules")
    rows = [(one.place, one.text, "\n".join(answers.get(one.place, ["○"]))) for one in sentences]
    return tabulate(rows, headers, tablefmt="simple", disable_numparse=True, maxcolwidths=[16, 60, 48]) + "\n"


def _locked(book: Rulebook) -> Lock:
    lock = read_lock(path_of(book))
    if lock is None:
        raise BadInput(Problem(str(path_of(book)), say("还没有锁文件", "there is no lock yet"), mend=citations.REWRITE))
    return lock
