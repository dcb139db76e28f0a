"""Proof that the rulebook says what the document says: quotes, places, and that no sentence is left unanswered.

Without the text, `source.lock` stands for it: an edited quote, a moved or a new rule no longer match. With the text
every quote must stand verbatim (normalised) in the sentence that its `at` names, and the outline must be the lock's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checker.errors import BadInput, Problem, say
from checker.model import Rulebook, Source
from checker.nearest import nearest
from checker.rulebook.lock import Citing, Context, Lock, Quoted, citing, digest, locate, make_lock, path_of, quoting
from checker.rulebook.places import place as place_in
from checker.wording.outline import Sentence, outline
from checker.wording.text import fingerprint, normalise, ordinal, ordinal_value

LIMIT = 32_000_000
REWRITE = say(
    "核对无误后重新生成：jituan rules verify --sources 目录 --write",
    "once checked, regenerate: jituan rules verify --sources DIR --write",
)
_RANGE = re.compile(r"(?P<first>.*\S)\s*[—–~～至-]+\s*(?P<last>\S.*)")


def verify(rulebook: Rulebook, lock: Lock | None, text: str | None = None) -> list[Problem]:
    """Every way in which the rulebook, its lock and (if given) its document disagree; empty when they do not.

    `text` is that of `read_source`, which keeps every byte, so that its digest is the file's.
    """
    if lock is None:
        missing = Problem(str(path_of(rulebook)), say("还没有锁文件", "there is no lock yet"), mend=REWRITE)
        return [missing, *(against_text(rulebook, text) if text is not None else ())]
    problems = list(_heads(rulebook, lock))
    if text is None:
        places = [entry.place for entry in lock.outline]
        problems += _against_lock(rulebook, lock, places)
        problems += unanswered(rulebook, places)
    else:
        problems += against_text(rulebook, text)
        problems += _stale(rulebook, lock, make_lock(rulebook, text))
    return problems


def relock(rulebook: Rulebook, text: str) -> tuple[Lock | None, list[Problem]]:
    """The new lock, or None and why not: a lock is only written for a rulebook that the text proves."""
    problems = against_text(rulebook, text)
    return (None if problems else make_lock(rulebook, text)), problems


def read_source(source: Source, sources: Path | None) -> str | None:
    """The document's text from the folder of texts; None without a folder or where the file is not in it. BadInput for
    what is no UTF-8 text."""
    if sources is None or Path(source.file).name != source.file:
        return None
    path = sources / source.file
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise BadInput(Problem(str(path), say("文件过大", "the file is too large"), f"≤ {LIMIT}"))
        return data.decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        what = say(f"第 {error.start + 1} 字节起不是 UTF-8 文本", f"not UTF-8 text from byte {error.start + 1} on")
    except OSError as error:
        what = say(f"读不出来：{type(error).__name__}", f"cannot be read: {type(error).__name__}")
    raise BadInput(Problem(str(path), what))


def expand(at: str | Sequence[str], places: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places that an entry without norm names, and the parts that name none.

    A part is a place or a range within one item: `一 ①—③`, `附件 行1—行5`, `附件 行1—5`.
    """
    known = frozenset(places)
    found: list[str] = []
    wrong: list[str] = []
    for part in [at] if isinstance(at, str) else at:
        named = [part] if part in known else _range(part)
        if named and known.issuperset(named):
            found += named
        else:
            wrong.append(part)
    return tuple(found), tuple(wrong)


def _range(part: str) -> list[str]:
    """The places from the first to the last of a range; empty for what is none. Both ends are of one item."""
    if not (ends := _RANGE.fullmatch(part)):
        return []
    cut = re.compile(r"(.*行)([0-9]{1,5})|(.* )(\S+)")
    first = cut.fullmatch(ends["first"])
    if not first:
        return []
    prefix, rows = first[1] or first[3], bool(first[1])
    last = ends["last"].removeprefix(prefix).removeprefix("行" if rows else "")
    if rows:
        bounds = int(first[2]), int(last) if re.fullmatch("[0-9]{1,5}", last) else None
    else:
        bounds = ordinal_value(first[4]) or 0, ordinal_value(last)
    if not bounds[0] or not bounds[1] or not bounds[0] < bounds[1] <= bounds[0] + 10_000:
        return []
    return [f"{prefix}{n if rows else ordinal(n)}" for n in range(bounds[0], bounds[1] + 1)]


def unanswered(rulebook: Rulebook, places: Sequence[str]) -> Iterator[Problem]:
    """Sentences that neither a rule nor a reason answers, answered twice over, or named but not there."""
    register = f"{rulebook.folder}/source.yaml"
    without: Counter[str] = Counter()
    entries: dict[str, int] = {}
    for number, entry in enumerate(rulebook.source.without_norm):
        found, wrong = expand(entry["at"], places)
        without.update(found)
        entries.update(dict.fromkeys(found, number))
        for part in wrong:
            yield _no_place(
                place_in(register, "without_norm", number, "at"),
                say("without_norm 的一项", "an entry of without_norm"),
                part,
                places,
            )
    answered = {item.at for item in citing(rulebook)}
    for place in places:
        if place not in answered and not without[place]:
            yield Problem(
                place_in(register, "without_norm"),
                say(
                    f"“{place}”没有规则，也没有列为无规范内容",
                    f"{place} has no rule and is not listed as without a norm",
                ),
                mend=say(
                    "为它写规则，或在 without_norm 中写明理由",
                    "write a rule for it, or give the reason in without_norm",
                ),
            )
        elif place in answered and without[place]:
            yield Problem(
                place_in(register, "without_norm", entries[place]),
                say(f"“{place}”既有规则又列为无规范内容", f"{place} has a rule and is listed as without a norm"),
                mend=say("二者留一", "keep one of the two"),
            )
        elif without[place] > 1:
            times = without[place]
            yield Problem(
                place_in(register, "without_norm", entries[place]),
                say(f"“{place}”在 without_norm 中列了 {times} 次", f"{place} stands {times} times in without_norm"),
                mend=say("只留一处", "keep one"),
            )


def against_text(rulebook: Rulebook, text: str) -> list[Problem]:
    """The rulebook against its document alone, whatever the lock says."""
    problems: list[Problem] = []
    if (found := digest(text)) != rulebook.source.sha256:
        problems.append(
            Problem(
                f"{rulebook.folder}/source.yaml",
                say("文本的 SHA-256 与登记的不同", "the text's SHA-256 is not the registered one"),
                say(f"登记 {rulebook.source.sha256[:16]}…，文本 {found[:16]}…", f"the text has {found[:16]}…"),
                say(
                    "换回登记的文本，或核对新文本后改 sha256",
                    "restore the text, or check the new one and change sha256",
                ),
            )
        )
    sentences = {sentence.place: sentence for sentence in outline(text)}
    for item in quoting(rulebook):
        if item.at not in sentences:
            problems.append(_no_place(_where(item), _name(item), item.at, list(sentences)))
        elif not locate(item, sentences):
            problems.append(_not_verbatim(item, sentences))
    return problems + list(unanswered(rulebook, list(sentences)))


def _against_lock(rulebook: Rulebook, lock: Lock, places: Sequence[str]) -> Iterator[Problem]:
    """Every quote and place against the lock: what can be known without the text."""
    locked = {quoted.id: quoted for quoted in lock.quotes}
    known = frozenset(places)
    for item in quoting(rulebook):
        entry, words = locked.pop(item.id, None), normalise(item.quote)
        if item.at not in known:
            yield _no_place(_where(item), _name(item), item.at, places)
        elif entry is None:
            yield _about(item, "没有锁定的引文", "has no locked quote", REWRITE)
        elif entry.place != item.at:
            zh, en = f"的引文锁定在“{entry.place}”，不在“{item.at}”", f"is locked at {entry.place}, not at {item.at}"
            yield _about(
                item,
                zh,
                en,
                say(f"把 at 改回“{entry.place}”，或核对后重锁", f"restore at: {entry.place}, or lock anew"),
            )
        elif (entry.length, entry.fingerprint) != (len(words), fingerprint(words)):
            yield _about(
                item,
                f"的引文与锁定的不同（锁定 {entry.length} 字，现 {len(words)} 字）",
                f"quotes other words than locked (locked {entry.length} characters, now {len(words)})",
                say(
                    "照原文改回引文，或持原文核对后重锁",
                    "restore the quote, or check it against the text and lock anew",
                ),
            )
    yield from _orphans(rulebook, locked)


def _stale(rulebook: Rulebook, lock: Lock, fresh: Lock) -> Iterator[Problem]:
    """Where a lock differs from the one that the text gives."""
    where = str(path_of(rulebook))
    if lock.outline != fresh.outline:
        old, new = {e.place: e for e in lock.outline}, {e.place: e for e in fresh.outline}
        differing = [place for place in dict.fromkeys([*old, *new]) if old.get(place) != new.get(place)]
        first, count = (differing or [fresh.outline[0].place if fresh.outline else "-"])[0], len(differing)
        yield Problem(
            where,
            say(
                f"锁定的条目与文本不同，共 {count} 处，第一处“{first}”",
                f"the outline differs in {count} places, first {first}",
            ),
            mend=REWRITE,
        )
    locked, fresh_quotes = {q.id: q for q in lock.quotes}, {q.id: q for q in fresh.quotes}
    for item in quoting(rulebook):
        entry = locked.pop(item.id, None)
        proved = fresh_quotes.get(item.id)
        if proved and entry != proved:
            yield _about(item, "的引文属实，但锁文件未更新", "quotes the text, but the lock is out of date", REWRITE)
    yield from _orphans(rulebook, locked)


def _orphans(rulebook: Rulebook, locked: Mapping[str, Quoted]) -> Iterator[Problem]:
    for missing in sorted(locked):
        yield Problem(
            str(path_of(rulebook)),
            say(f"锁定了 {missing} 的引文，规则库中却没有它", f"{missing} is locked but not in the rulebook"),
            mend=say("恢复该规则，或持原文重锁", "restore it, or lock anew with the text"),
        )


def _heads(rulebook: Rulebook, lock: Lock) -> Iterator[Problem]:
    where = str(path_of(rulebook))
    if lock.rulebook != rulebook.id:
        yield Problem(where, say(f"锁文件属于 {lock.rulebook}", f"the lock belongs to {lock.rulebook}"), mend=REWRITE)
    if lock.sha256 != rulebook.source.sha256:
        what = say("锁文件与登记的 sha256 不同", "the lock has another sha256 than the register")
        yield Problem(where, what, say("锁定的是另一份文本", "another text is locked"), REWRITE)


def _not_verbatim(item: Citing | Context, sentences: Mapping[str, Sentence]) -> Problem:
    """Where the words part from the sentence, or in which sentence they really stand; the sentence is not repeated."""
    words = normalise(item.quote)
    elsewhere = [place for place, sentence in sentences.items() if words and words in normalise(sentence.text)]
    if elsewhere:
        zh, en = f"的引文不在“{item.at}”", f"is not quoted from {item.at}"
        return _about(
            item, zh, en, say(f"引文在“{elsewhere[0]}”，请改 at", f"the words stand in {elsewhere[0]}: change at")
        )
    sentence = normalise(sentences[item.at].text)
    agreed = next((n for n in range(len(words), 0, -1) if words[:n] in sentence), 0)
    zh = f"的引文与“{item.at}”原文不符，从第 {agreed + 1} 字起"
    en = f"does not quote {item.at} verbatim, from character {agreed + 1} on"
    return _about(
        item,
        zh,
        en,
        say("照原文逐字改引文（空格、全半角不计）", "copy the words exactly; blanks and width do not count"),
    )


def _no_place(where: str, who: Mapping[str, str], place: str, places: Sequence[str]) -> Problem:
    close = next((known for known in places if normalise(known) == normalise(place)), None) or nearest(place, places)
    mend = (
        say(f"是否指“{close}”", f"did you mean {close}")
        if close
        else say("例如：三（二）1 ③", "for example 三（二）1 ③")
    )
    return Problem(
        where, say(f"{who['zh']}指向文件中没有的“{place}”", f"{who['en']}: no such place {place}"), mend=mend
    )


def _about(item: Citing | Context, zh: str, en: str, mend: Mapping[str, str]) -> Problem:
    return Problem(_where(item), say(f"{item.id} {zh}", f"{item.id} {en}"), mend=mend)


def _name(item: Citing | Context) -> Mapping[str, str]:
    return say(f"{item.id} ", item.id)


def _where(item: Citing | Context) -> str:
    return f"{item.file}:{item.line}" if item.file else item.id
