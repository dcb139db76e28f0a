"""总览.html: the page that `jituan check` writes beside the pages of several bodies."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from checker.audit.condense import standing
from checker.audit.nouns import Broken, Standing
from checker.audit.overview import overview, page
from checker.cli.common import State, write
from checker.errors import Problem, Text
from checker.model import Report
from checker.replies.filenames import copy_name, page_name
from checker.replies.nouns import Reply
from checker.report.words import Phrases

MARK = '<meta name="generator" content="jituan">'
"""In every overview, so that one of an earlier run is known again and makes room."""
_FILE = re.compile(r"(:\d+)+$")
"""The line and column behind a file's name."""
Beside = dict[tuple[str, str], tuple[str, str]]
"""(file, rulebook) → (page, marked copy), as `checker.audit.overview.page` takes it."""


def of_reports(
    state: State, folder: Path, reports: Sequence[Report], pages: Sequence[str], paths: Sequence[Path] = (),
    refused: Sequence[tuple[Problem, ...]] = (),
) -> None:  # fmt: skip
    """Write the overview of reports whose pages lie in `folder`, in the same order; none where a single body was asked for. `refused`
    are the messages of each body that could not be used; files are called as they stand below the folders of `paths`."""
    if len({report.body["id"] for report in reports}) + len(refused) < 2:
        return
    standings = [standing(one, state.bench.vocabulary.measures, state.bench.schemas) for one in reports]
    standings = [replace(one, file=_below(one.file, paths)) for one in standings]
    beside = {(one.file, one.rulebook): (name, "") for one, name in zip(standings, pages, strict=True)}
    broken = [_broken(problems, paths) for problems in refused]
    put(state, folder, standings, broken, beside, pages)


def _broken(problems: Sequence[Problem], paths: Sequence[Path]) -> Broken:
    """What could not be used, by the file that its first message names; a folder of tables by the first of its files."""
    told = tuple(replace(one, where=_below(one.where, paths), what=_without(one.what, paths)) for one in problems)
    return Broken(_FILE.sub("", told[0].where), told)


def _without(text: Text, paths: Sequence[Path]) -> Text:
    """A message without the folders that were asked for: it may name another file in them."""
    folders = [f"{path}/" for path in paths if path.is_dir()]
    cut = re.compile("|".join(map(re.escape, sorted(folders, key=len, reverse=True))) or "(?!)")
    return cut.sub("", text) if isinstance(text, str) else {lang: cut.sub("", one) for lang, one in text.items()}


def _below(where: str, paths: Sequence[Path]) -> str:
    """A file as it is called below the folder that was asked for (with that folder's name where there are several), so that no page
    tells how the folders of somebody's computer are called."""
    for path in paths:
        if path.is_dir() and where.startswith(f"{path}/"):
            inside = where.removeprefix(f"{path}/")
            return f"{path.name}/{inside}" if len(paths) > 1 else inside
    return where.rpartition("/")[2] if where.startswith("/") else where


class Summary:
    """Replies one by one, and the overview of all of them; what is kept of each is small."""

    def __init__(self) -> None:
        self.standings: list[Standing] = []
        self.broken: list[Broken] = []
        self.beside: Beside = {}
        self.files = 0

    def add(self, reply: Reply, stem: str, suffix: str) -> None:
        self.files += 1
        for made in reply.made:
            if made.standing is not None:
                rulebook = reply.rulebook_in_name(made)
                self.standings.append(replace(made.standing, file=reply.file))
                named = page_name(stem, rulebook), copy_name(stem, suffix, rulebook)
                self.beside[reply.file, made.rulebook] = named
        if reply.problems:
            self.broken.append(Broken(reply.file, reply.problems, reply.defect))
            self.beside[reply.file, ""] = (page_name(stem), copy_name(stem, suffix) if reply.copy else "")

    def write(self, state: State, folder: Path) -> None:
        """None for a single file, whose page says all."""
        if self.files > 1:
            taken = [name for pair in self.beside.values() for name in pair]
            put(state, folder, self.standings, self.broken, self.beside, taken)


def put(
    state: State, folder: Path, standings: Sequence[Standing], broken: Sequence[Broken], beside: Beside, taken: Collection[str]
) -> None:  # fmt: skip
    """Write the overview into `folder`, under a name that no page in `taken` has. Raises BadInput where it cannot be written."""
    phrases = Phrases(state.lang)
    books = {name: state.bench.rulebook(name) for name in dict.fromkeys(one.rulebook for one in standings)}
    made = page(overview(standings, books, broken), state.lexicon, phrases, beside)
    write(_free(folder, phrases("audit.overview"), {one.lower() for one in taken}), made)


def _free(folder: Path, stem: str, taken: Collection[str]) -> Path:
    """The first name that is neither a page of this run nor a file that is no overview of ours."""
    number = 1
    while True:
        path = folder / (f"{stem}.html" if number == 1 else f"{stem}-{number}.html")
        if path.name.lower() not in taken and (not path.exists() or _is_ours(path)):
            return path
        number += 1


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return MARK in file.read(2000)
    except OSError:  # what cannot be read is not ours to write over
        return False
