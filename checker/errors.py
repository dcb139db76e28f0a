"""What a user is told when something that was read is not as it should be.

A `Problem` is one line: the place, what is wrong, what was expected, how to mend it. A reader collects all of them and
raises one `BadInput`. The command prints its lines and leaves with code 3; no traceback, nothing written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.model import Words

Text = str | Words
"""Plain text (a name, a number: the same in every language) or words by language."""

SHOWN = 20
"""Problems printed at once: more would scroll the first one, usually the cause, off the screen."""

MANY = 1000
"""Problems collected from one file: a hostile one could have millions, and twenty are printed."""

# An identity number (18 digits) or a mobile number, perhaps grouped or with a country code. They may stand in a file by
# mistake; no message repeats them.
_IDENTITY = r"[1-9][0-9]{5}[- ]?[0-9]{8}[- ]?[0-9]{3}[0-9Xx]"
_MOBILE = r"(?:86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
PERSONAL_NUMBER = re.compile(rf"(?<![0-9])(?:{_IDENTITY}|{_MOBILE})(?![0-9])")


def say(zh: str, en: str) -> Words:
    """Words in both languages."""
    return {"zh": zh, "en": en}


def spoken(text: Text, lang: str) -> str:
    """The text in `lang`, falling back to Chinese."""
    return text if isinstance(text, str) else text.get(lang) or text["zh"]


@dataclass(frozen=True)
class Problem:
    """`where` is `file:line:column` (or as much of it as is known); `why` is what was expected; `mend` is what to write
    instead, mostly an example. Empty parts are left out."""

    where: str
    what: Text
    why: Text = ""
    mend: Text = ""

    def line(self, lang: str = "zh") -> str:
        """One printable line without control characters and without personal numbers."""
        opening, comma, closing = ("（", "，", "）") if lang == "zh" else (" (", ", ", ")")
        extras = comma.join(spoken(part, lang) for part in (self.why, self.mend) if part)
        line = f"{self.where}: {spoken(self.what, lang)}" + (f"{opening}{extras}{closing}" if extras else "")
        return PERSONAL_NUMBER.sub("…", printable(line))


class BadInput(Exception):
    """Input that cannot be used, with every problem found. Survives pickling, so a process pool may raise it."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def lines(self, lang: str = "zh", limit: int = SHOWN) -> Iterator[str]:
        """The first `limit` problems, one line each, then how many more there are."""
        for problem in self.problems[:limit]:
            yield problem.line(lang)
        rest = len(self.problems) - limit
        if rest > 0:
            yield f"…另有 {rest} 处" if lang == "zh" else f"… and {rest} more"

    def __str__(self) -> str:
        return "\n".join(self.lines())


def printable(text: str) -> str:
    """`text` on one line: line breaks become blanks; terminal escapes, bidirectional marks, lone surrogates go."""
    if text.isprintable():
        return text
    blanked = " ".join(text.split())
    return "".join(ch for ch in blanked if unicodedata.category(ch) not in {"Cc", "Cf", "Cs"})
