"""What people decided about a body: answers, waivers, readings, explanations, objections, ratings (`decisions.json`).

One file is one body's decisions; a folder is several. An entry without `entity` or `period` speaks for all of them, and
a more specific one goes before it. Two entries that say different things about one cell, neither more specific, are
`BadInput`: which of them holds is not for a program to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checker import yamlfile
from checker.errors import BadInput, Problem, say
from checker.records.body import Body
from checker.records.cells import WrongCell, refuse_personal_numbers
from checker.records.ratings import points
from checker.records.reader import is_decisions
from checker.schema import validate
from checker.yamlfile import Document

ANY = "*"
"""The entity or period of a cell whose rule names none."""

Entry = Mapping[str, Any]
"""The keys of the file, plus `origin` (`file:line`). Absent keys are absent; `points` of a rating is a Fraction."""

_YES_NO = {"是": "yes", "否": "no"}
_ACTS = {"waivers": ("豁免", "waiver"), "ratings": ("评分", "rating")}
"""What is done on its day, unlike what is said of another one."""
KINDS = ("answers", "waivers", "readings", "explanations", "objections", "ratings")


@dataclass(frozen=True)
class Decisions:
    """All decisions about one body, in the order of the file. `sha256` is of the file's bytes."""

    body: str
    answers: tuple[Entry, ...] = ()
    waivers: tuple[Entry, ...] = ()
    readings: tuple[Entry, ...] = ()
    explanations: tuple[Entry, ...] = ()
    objections: tuple[Entry, ...] = ()
    ratings: tuple[Entry, ...] = ()
    invented: bool = False
    file: str = ""
    sha256: str = ""

    def answer_for(self, rule: str, entity: str = ANY, period: str = ANY) -> Entry | None:
        """The answer to a review; of equally specific ones (which agree) the latest."""
        return _closest(self.answers, rule, entity, period, latest="date")

    def waiver_for(self, rule: str, entity: str, period: str, as_of: str) -> tuple[Entry, bool] | None:
        """The waiver of a cell and whether it has expired by `as_of`; it still holds on its last day. One that holds
        goes before one that has expired."""
        holding = [waiver for waiver in self.waivers if waiver["until"] >= as_of]
        if found := _closest(holding, rule, entity, period, latest="until"):
            return found, False
        found = _closest(self.waivers, rule, entity, period, latest="until")
        return (found, True) if found else None

    def reading(self, question: str) -> Entry | None:
        """The option that a person has fixed for `<rulebook>/<question>`."""
        return next((entry for entry in self.readings if entry["question"] == question), None)

    def objections_for(self, rule: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.objections if entry["rule"] == rule)


def read(path: Path) -> Mapping[str, Decisions]:
    """Body id -> its decisions, from one file or from the YAML files of a folder. Raises BadInput with all problems."""
    problems: list[Problem] = []
    found: dict[str, Decisions] = {}
    for file in files(path):
        try:
            made = _read_file(file)
        except BadInput as bad:
            problems += bad.problems
            continue
        if made.body in found:
            what = say(
                f"“{made.body}”的决定另见 {found[made.body].file}", f"{made.body} has also {found[made.body].file}"
            )
            why = say("一个集团的决定应在一个文件里", "the decisions about one body stand in one file")
            problems.append(Problem(made.file, what, why))
        found.setdefault(made.body, made)
    if problems:
        raise BadInput(problems)
    return found


def of(body: Body, given: Decisions | None) -> Decisions | None:
    """The decisions about a body, its own ratings among them: those that its records carry come first. Two ratings of one item
    stay two, and the report tells of both."""
    if not body.ratings:
        return given
    own = tuple({**entry, "points": points(entry["points"])} for entry in body.ratings)
    made = given or Decisions(body.id, file=body.file)
    return replace(made, ratings=(*own, *(one for one in made.ratings if one not in own)))


def by(given: Decisions, day: str) -> tuple[Decisions, tuple[Problem, ...]]:
    """What had been decided by the day of the check, and what is to be said of the rest. A waiver and a rating are acts: on that
    day there was none, so a later one is named and not used. An answer, a reading, an explanation, an objection says something
    of that day, and is mostly written after it: it counts, and how many are later is said."""
    told: list[Problem] = []
    for kind, (zh, en) in _ACTS.items():
        for one in getattr(given, kind):
            if str(one["date"]) > day:
                what = say(
                    f"{zh}作出于 {one['date']}，在检查日期 {day} 之后，没有用",
                    f"the {en} of {one['date']} is later than the day of check, {day}: not used",
                )
                told.append(
                    Problem(str(one["origin"]), what, mend=say("请核对日期或 --as-of", "check date or --as-of"))
                )
    later = [str(one["date"]) for kind in KINDS if kind not in _ACTS for one in getattr(given, kind)]
    later = [date for date in later if date > day]
    if later:
        number, last = len(later), max(later)
        what = say(
            f"有 {number} 项判断、口径或意见写于检查日期 {day} 之后，最晚 {last}，按是对当日情况的判断采用",
            f"{number} answers, readings or remarks are later than the day of check, {day}, the last of {last}: taken as said of that day",
        )
        told.append(Problem(given.file, what))
    waivers, ratings = (
        tuple(one for one in entries if str(one["date"]) <= day) for entries in (given.waivers, given.ratings)
    )
    return replace(given, waivers=waivers, ratings=ratings), tuple(told)


def files(path: Path) -> list[Path]:
    """The files of decisions that a path stands for: itself, or those of a folder. Raises BadInput where there is none."""
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml"} and file.name[0] != ".")
    if not found:
        raise BadInput(Problem(str(path), say("文件夹里没有决定文件", "no files of decisions in this folder")))
    # Records and decisions may share a folder, and then the names tell them apart.
    return [file for file in found if is_decisions(file)] or found


def _read_file(path: Path) -> Decisions:
    document = yamlfile.read(path)
    validate(document, "decisions")
    problems = list(_personal_numbers(document))
    entries = {kind: _entries(document, kind, problems) for kind in KINDS}
    problems += _contradictions(entries["readings"], ("question",), "option")  # of two ratings the report tells
    problems += _contradictions(entries["answers"], ("rule", "entity", "period"), "answer")
    problems += _crossed(entries["answers"])
    if problems:
        raise BadInput(problems)
    return Decisions(
        body=document.data["body"],
        invented=document.data.get("invented", False),
        file=document.name,
        sha256=document.sha256,
        **entries,
    )


def _entries(document: Document, kind: str, problems: list[Problem]) -> tuple[Entry, ...]:
    made = []
    for index, raw in enumerate(document.data.get(kind) or ()):
        entry = {**raw, "origin": f"{document.name}:{document.line(kind, index)}"}
        if kind == "answers":
            entry["answer"] = _YES_NO.get(raw["answer"], raw["answer"])
        if kind == "waivers" and entry["until"] < entry["date"]:
            problems.append(
                Problem(
                    document.where(kind, index, "until"),
                    say("豁免在作出之前已到期", "the waiver ended before it was granted"),
                    say("until 应不早于 date", "until is not before date"),
                    say("例如 until: 2024-12-31", "for example until: 2024-12-31"),
                )
            )
        if kind == "ratings":
            try:
                entry["points"] = points(raw["points"])
            except ValueError:
                what = say("分数写得不对", "wrong points")
                why = say("应为不小于 0 的数", "expected a number, 0 or more")
                mend = say("例如 8.5 或 17/2", "for example 8.5 or 17/2")
                problems.append(Problem(document.where(kind, index, "points"), what, why, mend))
        made.append(entry)
    return tuple(made)


def _contradictions(entries: Sequence[Entry], key: tuple[str, ...], said: str) -> Iterable[Problem]:
    """Entries with one key that say different things."""
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        earlier = first.setdefault(tuple(entry.get(part, ANY) for part in key), entry)
        if earlier[said] != entry[said]:
            yield _contradiction(entry, earlier, said)


def _crossed(answers: Sequence[Entry]) -> Iterable[Problem]:
    """An answer for all periods of one entity against one for all entities of one period: their common cell is open."""
    by_period: dict[tuple[str, str], Entry] = {}
    for answer in answers:
        if "period" in answer and "entity" not in answer:
            by_period.setdefault((answer["rule"], answer["answer"]), answer)
    for answer in answers:
        if "entity" in answer and "period" not in answer:
            other = by_period.get((answer["rule"], "no" if answer["answer"] == "yes" else "yes"))
            if other:
                yield _contradiction(answer, other, "answer")


def _contradiction(entry: Entry, earlier: Entry, said: str) -> Problem:
    return Problem(
        entry["origin"],
        say(f"与 {earlier['origin']} 的 {said} 相矛盾", f"contradicts the {said} at {earlier['origin']}"),
        say("同一事项只能有一个结论", "one matter has one outcome"),
        say("请删去其一，或写明各自的 entity、period", "remove one, or name the entity and period of each"),
    )


def _personal_numbers(document: Document) -> Iterable[Problem]:
    for kind in KINDS:
        for index, entry in enumerate(document.data.get(kind) or ()):
            for key, text in entry.items():
                try:
                    refuse_personal_numbers(text)
                except WrongCell as wrong:
                    yield Problem(document.where(kind, index, key), wrong.what or "", wrong.why, wrong.mend)


def _closest(entries: Iterable[Entry], rule: str, entity: str, period: str, *, latest: str) -> Entry | None:
    """The most specific entry for a cell; of equals the one with the latest date, then the last in the file."""
    best: Entry | None = None
    rank: tuple[int, str] = (-1, "")
    for entry in entries:
        if entry["rule"] != rule or entry.get("entity", entity) != entity or entry.get("period", period) != period:
            continue
        # an entity is a closer address than a period
        mine = (2 * ("entity" in entry) + ("period" in entry), entry[latest])
        if mine >= rank:
            best, rank = entry, mine
    return best
