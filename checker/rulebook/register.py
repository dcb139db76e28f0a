"""`source.yaml`, `units.yaml`, `conflicts.yaml` → the register of a document, its parts, whom it names, and where it differs
from itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from checker import yamlfile
from checker.model import Conflict, Part, Passage, Rule, Source, Unit
from checker.rulebook.numbers import first_day, last_day
from checker.wording.within import item_of

FILLED_IN = ("title", "issuer", "issued", "effective", "jurisdiction", "scope")
"""Keys of a register that may stand empty until a person has read the document; `check` wants them all."""


def source(doc: yamlfile.Document) -> Source:
    """The register of a document, with what in it is still to be filled in or confirmed."""
    item = {**doc.data}
    empty = [key for key in FILLED_IN if item[key] is None] + (["number"] if item.get("number") == "" else [])
    unconfirmed = [i for i, entry in enumerate(item["without_norm"]) if "draft" in entry]
    name = {"zh": item["id"]}
    item |= {key: {"title": name, "issuer": name, "scope": name, "jurisdiction": ()}.get(key, "") for key in empty}

    def lists(key: str) -> dict[str, tuple[str, ...]]:
        return {name: tuple(others) for name, others in item.get(key, {}).items()}

    return Source(
        id=item["id"], title=item["title"], short=item.get("short", item["title"]), number=item.get("number"),
        issuer=item["issuer"], issued=None if item["issued"] == "none" else item["issued"],
        effective=item["effective"] and first_day(item["effective"]), expires=_end(item),
        status=item["status"], jurisdiction=tuple(item["jurisdiction"]), file=item["file"], sha256=item["sha256"],
        scope=item["scope"], models=lists("models"), aliases=lists("aliases"),
        without_norm=tuple(item["without_norm"]),
        open=(
            *((key, doc.line(key)) for key in empty),
            *(("without_norm", doc.line("without_norm", i)) for i in unconfirmed),
        ),
        parts=tuple(_part(one, doc, i) for i, one in enumerate(item.get("parts", ()))),
    )  # fmt: skip


def _end(item: Mapping[str, Any]) -> str | None:
    """A document that holds until a month holds to its last day, as one from a month does from its first."""
    return last_day(item["expires"]) if "expires" in item else None


def _part(item: Mapping[str, Any], doc: yamlfile.Document, index: int) -> Part:
    return Part(
        at=item["at"], quote=item["quote"], quote_at=item.get("quote_at", f"{item['at']} ①"), title=item.get("title"),
        status=item.get("status"), number=item.get("number"), expires=_end(item), file=doc.name,
        line=doc.line("parts", index),
    )  # fmt: skip


def units(doc: yamlfile.Document, book: str) -> list[Unit]:
    """The entries of `units.yaml`; without `covers` each speaks for the numbered item in which it stands."""
    return [
        Unit(
            id=f"{book}/units/{one['at']}/{one['as']}", at=one["at"], quote=one["quote"], role=one["as"],
            names=tuple(one.get("names", ())), words=one.get("words", ""),
            covers=tuple(one.get("covers", (item_of(one["at"]),))), file=doc.name, line=doc.line("units", i),
        )
        for i, one in enumerate(doc.data["units"])
    ]  # fmt: skip


def conflicts(doc: yamlfile.Document, book: str, rules: Iterable[Rule]) -> list[Conflict]:
    """The entries of `conflicts.yaml`, each known by its places; a second one between the same places has a number."""
    all_rules = tuple(rules)
    times: Counter[str] = Counter()
    found = []
    for i, one in enumerate(doc.data["conflicts"]):
        between = tuple(Passage(passage["at"], passage["quote"]) for passage in one["between"])
        name = f"{book}/conflicts/{' ~ '.join(passage.at for passage in between)}"
        times[name] += 1
        named = tuple(one.get("rules", ()))
        found.append(Conflict(
            id=name if times[name] == 1 else f"{name} {times[name]}", between=between, about=one["about"], rules=named,
            questions=tuple(one.get("questions", ())), shown=_shown(between, named, all_rules), file=doc.name,
            line=doc.line("conflicts", i),
        ))  # fmt: skip
    return found


def _shown(between: Iterable[Passage], named: tuple[str, ...], rules: tuple[Rule, ...]) -> frozenset[str]:
    """The rules named, and every rule of a place at which none is named: one sentence may have duties that the matter
    does not touch."""
    shown = set(named)
    for place in {passage.at for passage in between}:
        here = {rule.id for rule in rules if rule.at == place}
        shown |= here if here.isdisjoint(named) else set()
    return frozenset(shown)
