"""What every plain-text page has: how much of each part reports/text says to show, a width, and folded lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from checker import house
from checker.report.fold import folded
from checker.report.words import Phrases

MARGIN = "   "


@cache
def layout(name: str) -> Mapping[str, Any]:
    """The layout `reports/text/<name>.yaml`."""
    # Our own file, so the fast C loader without the guards that users' files need.
    data = yaml.load((house.reports_dir() / "text" / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return dict(data)


class TextPage:
    """Lines of at most `width` columns, kept within what the layout allows; None where the terminal's is not known."""

    def __init__(self, name: str, phrases: Phrases, width: int | None) -> None:
        self.say, self.layout = phrases, layout(name)
        self.width = max(self.layout["least"], min(width or self.layout["width"], self.layout["most"]))
        self.lines: list[str] = []

    def put(self, text: str, first: str = "", rest: str | None = None) -> None:
        """The text folded, behind the indent of its `first` line and that of the others; nothing where it is empty."""
        if text:
            self.lines += folded(text, self.width, first, first if rest is None else rest)

    def whole(self) -> str:
        """The page as one string ending with a newline, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self.lines) + "\n"
