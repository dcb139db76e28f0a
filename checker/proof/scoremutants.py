"""Scoring schemes with one number or choice changed, in the scheme itself or in what a reading lays on it. A mutant that every
case still passes shows a line that no case proves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from checker.model import Question, Rulebook, Scheme
from checker.rulebook.numbers import number
from checker.rulebook.schemes import scheme, scheme_variants
from checker.scores.cases import differences

CHOICES = {
    "part": ("exact", "whole", "begun"), "together": ("sum", "worst"), "combine": ("mean", "least"),
    "bonuses": ("sum", "highest"), "bonus_in": ("total", "capped", "beside"),
}  # fmt: skip
NUMBERS = {"points", "least", "at_least", "at_most", "per", "minus", "differ"}
EDGES = {"from", "to", "under"}
SILENT = {"cases", "categories", "total", "name", "title", "remark", "context", "stages", "quotas"}
"""What no case of a card can move: words, numbers that lint compares with the others, quotas over many bodies. Which stage is
final has mutants of its own."""
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class ScoreTally:
    """How many mutants were made of a rulebook's schemes, and those that live: scheme and what was changed."""

    made: int
    survivors: tuple[tuple[str, str], ...]


def survivors(book: Rulebook) -> ScoreTally:
    """Every mutant against the cases beside its scheme."""
    rules = {rule.id: rule for rule in book.rules}
    made, alive = 0, []
    for one in book.schemes:
        for kind, mutant, questions in mutants(one, book.questions):
            made += 1
            if not _noticed(mutant, questions, rules):
                alive.append((one.id, kind))
    return ScoreTally(made, tuple(alive))


def _noticed(one: Scheme, questions: Mapping[str, Question], rules: Mapping[str, Any]) -> bool:
    try:
        return any(
            True
            for case in one.cases
            for _ in differences(one, scheme_variants(one, questions, case.get("readings")), case, rules)
        )
    except (ValueError, KeyError):
        return True


def mutants(one: Scheme, questions: Mapping[str, Question]) -> Iterator[tuple[str, Scheme, Mapping[str, Question]]]:
    """(what was changed, the scheme, its questions)."""
    overlaid = _overlaid(one, questions)
    for kind, path, value in [*_changes(one.data, ()), *_finals(one)]:
        if not any(path[: len(over)] == over for over in overlaid):
            try:
                yield kind, scheme(_put(one.data, path, value), file=one.file, line=one.line), questions
            except ValueError:
                continue  # a band the wrong way round is no scheme
    for key in one.readings:
        for name, option in questions[key].options.items():
            for kind, path, value in _changes(option.scores, ()):
                changed = replace(option, scores=_put(option.scores, path, value))
                options = {**questions[key].options, name: changed}
                yield f"{key}.{name} {kind}", one, {**questions, key: replace(questions[key], options=options)}


def _overlaid(one: Scheme, questions: Mapping[str, Question]) -> list[Path]:
    """What every option of a question replaces: the scheme's own is never read."""
    found: list[Path] = []
    for key in one.grading.readings:
        if all("bands" in option.scores.get("grades", {}) for option in questions[key].options.values()):
            found.append(("grades", "bands"))
    return found


def _changes(part: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key not in SILENT and not (key == "points" and "weighted" in part):
                yield from _of_key(str(key), value, (*path, key))
    elif isinstance(part, list | tuple):
        for index, value in enumerate(part):
            yield from _changes(value, (*path, index))


def _of_key(key: str, value: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    where = ".".join(map(str, path))
    if key in CHOICES:
        yield from ((f"{where}: {other}", path, other) for other in CHOICES[key] if other != value)
    elif isinstance(value, Mapping | list | tuple):
        yield from _changes(value, path)
    elif key in EDGES or key in NUMBERS or "worth" in path or (key == "times" and path[-2:-1] == ("weighted",)):
        share = str(value).endswith("%")
        step = Fraction(1, 100) if share or key in EDGES else Fraction(1)
        exact = number(value)
        for other in (exact - step, exact + step):
            if other >= 0 and (key != "per" or other > 0):
                yield f"{where}: {other}", path, other


def _finals(one: Scheme) -> Iterator[tuple[str, Path, Any]]:
    for index, stage in enumerate(one.stages):
        yield f"stages.{index}.final: {not stage.final}", ("stages", index, "final"), not stage.final


def _put(part: Any, path: Path, value: Any) -> Any:
    """`part` with `value` at `path`, all else as it is."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(part, Mapping):
        return {**part, str(head): _put(part.get(head), rest, value)}
    return [_put(one, rest, value) if index == head else one for index, one in enumerate(part)]
