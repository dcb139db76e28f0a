"""`source.lock`: what stands for a document where its text is not at hand.

JSON with one entry a line, so that a change reads well in a diff; no word of the document is in it. Same document and
same rulebook, same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from checker.errors import BadInput, Problem, say
from checker.model import Consequence, Draft, Rule, Rulebook, Scheme, Unit
from checker.wording.outline import Sentence, outline
from checker.wording.text import fingerprint, normalise

NAME = "source.lock"
FORMAT = 1
LIMIT = 16_000_000


@dataclass(frozen=True)
class Place:
    """A sentence, heading or row: its kind, and the fingerprint and length of its normalised words."""

    place: str
    kind: str
    fingerprint: str
    length: int


@dataclass(frozen=True)
class Quoted:
    """The quote of a rule or consequence: its sentence, where it begins in the normalised sentence, and what stands for
    its words."""

    id: str
    place: str
    offset: int
    length: int
    fingerprint: str


@dataclass(frozen=True)
class Lock:
    """The outline in the order of the document, the quotes in the order of their ids."""

    rulebook: str
    sha256: str
    outline: tuple[Place, ...]
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True)
class Context:
    """Words of another sentence that a rule rests on too, that say the facts of a part, or that differ from others; `id` is
    the rule's or the conflict's with their number."""

    id: str
    at: str
    quote: str
    file: str
    line: int


_E = TypeVar("_E", Place, Quoted)
Citing = Rule | Draft | Consequence | Unit | Context
"""What answers a sentence of the document: all have `id`, `at`, `quote`, `file`, `line`."""


def citing(rulebook: Rulebook) -> Iterator[Citing]:
    """Everything in the rulebook that answers a sentence of the document, rules first."""
    yield from rulebook.rules
    yield from rulebook.drafts
    yield from rulebook.consequences
    yield from rulebook.units
    for scheme in rulebook.schemes:
        for item in scheme.items:
            yield Context(f"{scheme.id}/{item.id}", item.at, item.quote, scheme.file, item.line)


def quoting(rulebook: Rulebook) -> Iterator[Citing]:
    """Everything in the rulebook that quotes the document: what answers a sentence, then the context of rules, what says the
    facts of a part, and what differs from other words."""
    yield from citing(rulebook)
    for rule in rulebook.rules:
        for n, one in enumerate(rule.context, start=1):
            yield Context(f"{rule.id} context {n}", one["at"], one["quote"], rule.file, rule.line)
    for part in rulebook.source.parts:
        yield Context(f"{rulebook.id} part {part.at}", part.quote_at, part.quote, part.file, part.line)
    for scheme in rulebook.schemes:
        yield from _told(scheme)
    for conflict in rulebook.conflicts:
        for n, passage in enumerate(conflict.between, start=1):
            yield Context(f"{conflict.id} passage {n}", passage.at, passage.quote, conflict.file, conflict.line)


def _told(scheme: Scheme) -> Iterator[Context]:
    """What a scheme quotes beside its items: itself, its grades, categories, stages, bonuses, vetoes and quotas."""
    named = [("scheme", scheme.at, scheme.quote), ("grades", scheme.grading.at, scheme.grading.quote)]
    named += [(f"category {one.id}", one.at, one.quote) for one in scheme.categories]
    named += [(f"stage {stage.key}", stage.at, stage.quote) for stage in scheme.stages]
    named += [(f"bonus {bonus.id}", bonus.at, bonus.quote) for bonus in scheme.bonus]
    named += [(f"veto {veto.id}", veto.at, veto.quote) for veto in scheme.veto]
    named += [(f"quota {one.id}", one.at, one.quote) for one in scheme.quotas]
    named += [(f"context {n}", one["at"], one["quote"]) for n, one in enumerate(scheme.context, start=1)]
    for item in scheme.items:
        named += [(f"{item.id} context {n}", one["at"], one["quote"]) for n, one in enumerate(item.context, start=1)]
    for name, at, quote in named:
        yield Context(f"{scheme.id} {name}", at, quote, scheme.file, scheme.line)


def digest(text: str) -> str:
    """SHA-256 of the document: that of its file, as `read_source` decodes without changing a byte."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def locate(item: Citing | Context, sentences: dict[str, Sentence]) -> Quoted | None:
    """Where the quote stands verbatim in the sentence named by `at`; None where it does not."""
    sentence, words = sentences.get(item.at), normalise(item.quote)
    offset = normalise(sentence.text).find(words) if sentence and words else -1
    return Quoted(item.id, item.at, offset, len(words), fingerprint(words)) if offset >= 0 else None


def make_lock(rulebook: Rulebook, text: str) -> Lock:
    """The lock of this rulebook against this text. Quotes that do not stand in their sentence are left out, so that
    `verify` reports them."""
    sentences = {sentence.place: sentence for sentence in outline(text)}
    places = tuple(Place(s.place, s.kind, s.fingerprint, len(normalise(s.text))) for s in sentences.values())
    quotes = (locate(item, sentences) for item in quoting(rulebook))
    return Lock(rulebook.id, digest(text), places, tuple(sorted((q for q in quotes if q), key=lambda q: q.id)))


def dump(lock: Lock) -> str:
    """The file's text. `parse(dump(lock)) == lock`."""
    head = {"format": FORMAT, "rulebook": lock.rulebook, "sha256": lock.sha256}
    parts = [f'"{key}": {_json(value)}' for key, value in head.items()]
    for key, entries in (("outline", lock.outline), ("quotes", lock.quotes)):
        rows = ",\n".join(_json(asdict(entry)) for entry in entries)
        parts.append(f'"{key}": [\n{rows}\n]' if rows else f'"{key}": []')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def path_of(rulebook: Rulebook) -> Path:
    return Path(rulebook.folder) / NAME


def read_lock(path: Path) -> Lock | None:
    """The lock in the file, None where there is none. Raises BadInput where the file is damaged."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadInput(
            Problem(str(path), say("锁文件读不出来", "the lock cannot be read"), type(error).__name__)
        ) from None
    try:
        if len(data) > LIMIT:
            raise ValueError("size")
        return parse(data.decode())
    except (ValueError, RecursionError):
        raise BadInput(
            Problem(
                str(path),
                say("锁文件已损坏或被手改", "the lock is damaged or edited by hand"),
                mend=say(
                    "重新生成：jituan rules verify --sources 目录 --write",
                    "run: jituan rules verify --sources DIR --write",
                ),
            )
        ) from None


def parse(text: str) -> Lock:
    """Raises ValueError (RecursionError on hostile nesting) for anything that `dump` does not write."""
    data = json.loads(text)
    if not isinstance(data, dict) or set(data) != {"format", "rulebook", "sha256", "outline", "quotes"}:
        raise ValueError("keys")
    if data["format"] != FORMAT or not isinstance(data["rulebook"], str) or not isinstance(data["sha256"], str):
        raise ValueError("head")
    places = tuple(_entry(Place, row) for row in _list(data["outline"]))
    return Lock(data["rulebook"], data["sha256"], places, tuple(_entry(Quoted, row) for row in _list(data["quotes"])))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def _entry(kind: type[_E], row: Any) -> _E:
    expected = {field.name: int if field.type == "int" else str for field in fields(kind)}
    if not isinstance(row, dict) or {key: type(value) for key, value in row.items()} != expected:
        raise ValueError("entry")
    return kind(**row)
