"""What the tests share: the rulebooks as shipped, loaded once, and what to do where an outside program is absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from checker.model import Rulebook
from checker.workbench import Workbench


@pytest.fixture(scope="session")
def bench() -> Workbench:
    """The shipped rules, whatever JITUAN_RULES says."""
    return Workbench()


@pytest.fixture(scope="session")
def shipped(bench: Workbench) -> tuple[Rulebook, ...]:
    return tuple(bench.rulebook(name) for name in sorted(bench.folders))


@pytest.fixture(scope="session")
def needs_program() -> Callable[..., str]:
    """`needs_program("chromium", "google-chrome")`: the path of the first that is there.

    Without any the test is left out, and the last lines of the run say so; where CI is set that is a failure.
    """

    def found(*programs: str) -> str:
        for name in programs:
            if path := shutil.which(name):
                return path
        reason = f"none of these programs is here: {', '.join(programs)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)

    return found


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tests left out are named with their reasons, even where pytest was asked to be quiet."""
    left_out: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        left_out.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    for reason, tests in sorted(left_out.items()):
        terminalreporter.write_line(f"LEFT OUT: {len(tests)} tests, {reason} ({tests[0]} …)", yellow=True, bold=True)
