"""The matters on which documents can be laid side by side: `rules/vocabulary/themes.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker import house
from checker.comparing.nouns import Scope, Theme, Themes
from checker.errors import BadInput, Problem, say
from checker.rulebook.load import document
from checker.rulebook.vocabulary import Vocabulary


def load(vocabulary: Vocabulary) -> Themes:
    """Every theme in the order of the file. Raises BadInput where one names a topic, measure or set that there is none of."""
    doc = document(house.rules_dir() / "vocabulary" / "themes.yaml", "themes")
    found = doc.data["scope"]
    scope = Scope(dict(found["sets"]), dict(found["actors"]), frozenset(found["named"]))
    themes = {key: _theme(key, item) for key, item in doc.data["themes"].items()}
    problems = [
        Problem(doc.where("themes", key), wrong)
        for key, theme in themes.items()
        for wrong in _unknown(theme, vocabulary)
    ]
    sets = [*scope.sets, *scope.sets.values()]
    problems += [Problem(doc.where("scope"), _no_such(one)) for one in sets if one not in vocabulary.sets]
    actors = [*scope.actors, *scope.actors.values()]
    problems += [Problem(doc.where("scope"), _no_such(one)) for one in actors if one not in vocabulary.bearers]
    problems += [Problem(doc.where("scope"), _no_such(one)) for one in scope.named if one not in vocabulary.measures]
    if problems:
        raise BadInput(problems)
    return Themes(themes, scope)


def _theme(key: str, item: Mapping[str, Any]) -> Theme:
    return Theme(
        key, item["topic"], item["label"], dict(_measures(item["measures"])), tuple(item.get("words", ())),
        item.get("side"), frozenset(item.get("bridges", ())), frozenset(item.get("apart", ())),
    )  # fmt: skip


def _measures(listed: list[Any]) -> Iterator[tuple[str, frozenset[str]]]:
    for one in listed:
        if isinstance(one, str):
            yield one, frozenset()
        else:
            yield one["measure"], frozenset(one["kinds"])


def _unknown(theme: Theme, vocabulary: Vocabulary) -> Iterator[Mapping[str, str]]:
    if theme.topic not in vocabulary.topics:
        yield _no_such(theme.topic)
    for name in (*theme.measures, *theme.apart):
        if name not in vocabulary.measures:
            yield _no_such(name)


def _no_such(name: str) -> Mapping[str, str]:
    return say(f"{name}：词汇里没有", f"`{name}` is not in the vocabulary")
