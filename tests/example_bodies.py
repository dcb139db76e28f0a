"""The shipped examples of a document: each body checked once, its findings by rule, and what the README's table says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from checker import decisions
from checker.model import Finding, Report
from checker.records import reader
from checker.records.body import Body
from checker.run import check
from checker.workbench import Workbench

Case = tuple[Path, Path | None, str | None]
"""Records, decisions if there are any, and the day of the check where it is not that of the records."""


@cache
def bench() -> Workbench:
    return Workbench()


def checked(body: Body, file: Path | None = None) -> Report:
    """The report on a body under the rulebook of its region, with its decisions out of a file."""
    decided = decisions.read(file)[body.id] if file else None
    return check(bench(), body, bench().rulebook_for(body), decided)


class Examples:
    """The bodies of a rulebook by the names that tests call them by."""

    def __init__(self, book: str, cases: Mapping[str, Case]) -> None:
        self.book, self.cases = book, cases
        self._made: dict[str, Report] = {}

    def report(self, case: str) -> Report:
        if case not in self._made:
            path, file, day = self.cases[case]
            body = reader.read(path)
            self._made[case] = checked(replace(body, as_of=day) if day else body, file)
        return self._made[case]

    def found(self, case: str) -> dict[str, Finding]:
        return self.by_rule(self.report(case))

    def by_rule(self, one: Report) -> dict[str, Finding]:
        """Rule without its rulebook -> its finding; the duties of others too."""
        return {finding.rule.id.removeprefix(f"{self.book}/"): finding for finding in (*one.findings, *one.others)}


def holes(readme: str) -> list[tuple[str, str, str]]:
    """(verdict, case, rule) of each row of the table in a README."""
    return re.findall(r"^\| `(\w+)` \S+ \| `([\w@-]+)` \| `([\w./-]+)` \| .+ \|$", readme, re.MULTILINE)


def listed(readme: str) -> list[str]:
    """What looks like a row of that table, whether `holes` reads it or not."""
    return [line for line in readme.splitlines() if re.match(r"\| `[a-z_]+` \S", line)]
