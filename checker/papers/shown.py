"""The number of a problem as a paper shows it: with the unit's name instead of its id, which only the records know."""

from __future__ import annotations

import re

from checker.papers.nouns import Problem

_UNIT = re.compile("（[^（）]*）$")


def item(problem: Problem) -> str:
    """The number without the unit: `2.2.1-2` of `2.2.1-2（s3）`, where the unit stands beside it."""
    return _UNIT.sub("", problem.number)


def whose(problem: Problem) -> str:
    """The number and, of a clause that binds several units one by one, the unit's name."""
    number = item(problem)
    return number if number == problem.number else f"{number}，{problem.unit}"
