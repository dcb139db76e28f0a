"""A bar on the terminal, where somebody is looking and there is something to wait for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

ENOUGH = 5
"""Pieces of work from which on a bar is shown."""


class Progress:
    """`with Progress(n) as tick: tick(1)`."""

    def __init__(self, number: int) -> None:
        shown = number >= ENOUGH and sys.stderr.isatty()
        self.bar: Any = click.progressbar(length=number, label="检查", file=sys.stderr) if shown else None

    def __enter__(self) -> Callable[[int], None]:
        if self.bar is not None:
            self.bar.__enter__()
        return self._tick

    def __exit__(self, *raised: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*raised)

    def _tick(self, done: int) -> None:
        if self.bar is not None:
            self.bar.update(done)
