"""Rulebooks beside each other: each under its own id, and of one place no two in force on the same day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from checker.errors import Problem, say
from checker.rulebook.load import document
from checker.rulebook.numbers import first_day, last_day
from checker.yamlfile import Document

BINDING = ("in_force", "trial")
_ALWAYS = "9999-12-31"


def registers(others: Iterable[Path], checked: Sequence[Path]) -> list[Problem]:
    """Every way in which the `source.yaml` of the folders `checked` contradict each other or one of the `others`."""
    given = {one.resolve() for one in checked}
    folders = [*(one for one in others if one.resolve() not in given), *checked]
    found = [document(folder / "source.yaml", "source") for folder in folders]
    mine = {str(folder / "source.yaml") for folder in checked}
    return [
        one
        for one in (*_ids(found), *_days(found), *_overlaps(found))
        if one.where.rpartition(":")[0].rpartition(":")[0] in mine
    ]


def _ids(found: list[Document]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for doc in found:
        name, folder, where = doc.data["id"], doc.path.resolve().parent.name, doc.where("id")
        if name in first:
            yield Problem(
                where,
                say(f"文件编号 {name} 重复，已见于 {first[name]}", f"the id {name} stands also at {first[name]}"),
                mend=say(
                    "每份文件用一个编号，文件夹与它同名",
                    "give each document an id of its own, and its folder that name",
                ),
            )
        elif name != folder:
            yield Problem(
                where,
                say(f"编号 {name} 与文件夹名 {folder} 不同", f"the id {name} is not the folder's name {folder}"),
                mend=say(f"把文件夹改名为 {name}，或改编号", f"rename the folder to {name}, or change the id"),
            )
        first.setdefault(name, where)


def _overlaps(found: list[Document]) -> Iterator[Problem]:
    filled_in = [doc for doc in found if doc.data["jurisdiction"] and doc.data["effective"]]
    for one, other in combinations(filled_in, 2):
        places = [place for place in other.data["jurisdiction"] if place in one.data["jurisdiction"]]
        binding = one.data["status"] in BINDING and other.data["status"] in BINDING
        (begins, ends), (opens, closes) = _validity(one), _validity(other)
        if places and binding and one.data["id"] != other.data["id"] and begins <= closes and opens <= ends:
            day = max(begins, opens)
            yield Problem(
                other.where("effective"),
                say(
                    f"{other.data['id']} 与 {one.data['id']} 同管“{places[0]}”，自 {day} 起同时有效",
                    f"{other.data['id']} and {one.data['id']} both hold for {places[0]} from {day} on",
                ),
                mend=say(
                    f"请给较早的一份写 expires 或 status: expired（{one.where('effective')}）",
                    f"give the earlier one `expires` or `status: expired` ({one.where('effective')})",
                ),
            )


def _days(found: list[Document]) -> Iterator[Problem]:
    """A document is in force, then no more. That it holds from a day before its issue is unusual, but lawful."""
    for doc in found:
        begin, end = doc.data["effective"], doc.data.get("expires")
        if begin and end and last_day(end) < first_day(begin):
            yield Problem(
                doc.where("expires"),
                say(f"expires {end} 早于 effective {begin}", f"expires {end} is before effective {begin}"),
                mend=say("请照原文改日期", "mend the date after the document"),
            )


def _validity(doc: Document) -> tuple[str, str]:
    return first_day(doc.data["effective"]), last_day(doc.data.get("expires") or _ALWAYS)
