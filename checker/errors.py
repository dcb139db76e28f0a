"""What a user is told when something that was read is not as it should be.

A `Problem` is one line: the place, what is wrong, what was expected, how to mend it. A reader collects all of them and
raises one `BadInput`. The command prints its lines and leaves with code 3; no traceback, nothing written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.model import Words  # its many classes take longer to make than a small workbook to read

Text = str | Mapping[str, str]
"""Plain text (a name, a number: the same in every language) or words by language."""

SHOWN = 20
"""Problems printed at once: more would scroll the first one, usually the cause, off the screen."""

MANY = 1000
"""Problems collected from one file: a hostile one could have millions, and twenty are printed."""

# Numbers that belong to a person: an identity number (18 digits, or 15 before 1999), a mobile or a landline number, perhaps
# grouped or with a country code. They may stand in a file by mistake; no message repeats them. Dates of birth and area codes are
# looked at, since other numbers are as long: credit codes (18), registration numbers (15), a code and a day (0301-20240901).
_GAP = "[- ‐‑‒–—―−]?"
_MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_IDENTITY = rf"[1-9][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}{_MONTH_DAY}{_GAP}[0-9]{{3}}[0-9Xx]"
_OLD_IDENTITY = rf"(?<![A-Za-z-]){_PROVINCE}[0-9]{{4}}[2-9][0-9]{_MONTH_DAY}[0-9]{{3}}(?![A-Za-z-])"
_MOBILE = rf"(?:86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}"
_AREA = "0(?:10|2[0-57-9]|[3-9][0-9]{2})"
_DAY_CODE = rf"(?:19|20)[0-9]{{2}}{_MONTH_DAY}(?![0-9])"
_LANDLINE = (
    rf"(?<![A-Za-z-])(?:86{_GAP})?(?:[(（]{_AREA}[)）] ?|{_AREA}{_GAP})(?!{_DAY_CODE})"
    rf"[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}"
)
PERSONAL_NUMBER = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?:{_IDENTITY}|{_OLD_IDENTITY}|{_MOBILE}|{_LANDLINE})(?![0-9]|\.[0-9])"
)


def say(zh: str, en: str) -> Words:
    """Words in both languages."""
    return {"zh": zh, "en": en}


def spoken(text: Text, lang: str) -> str:
    """The text in `lang`, falling back to Chinese."""
    return text if isinstance(text, str) else text.get(lang) or text["zh"]


@dataclass(frozen=True)
class Problem:
    """`where` is `file:line:column` (or as much of it as is known); `why` is what was expected; `mend` is what to write
    instead, mostly an example. Empty parts are left out. `sender` stands in place of `mend` for whoever filled in a form and has
    no command line, where that is something else."""

    where: str
    what: Text
    why: Text = ""
    mend: Text = ""
    sender: Text = ""

    def to_sender(self) -> Problem:
        """As it is told to whoever filled in a form."""
        return replace(self, mend=self.sender, sender="") if self.sender else self

    def line(self, lang: str = "zh") -> str:
        """One printable line without control characters and without personal numbers."""
        return _tidy(f"{self.where}: {self._sentence(lang)}")

    def said(self, lang: str = "zh") -> str:
        """The line without its place."""
        return _tidy(self._sentence(lang))

    def _sentence(self, lang: str) -> str:
        opening, comma, closing = ("（", "，", "）") if lang == "zh" else (" (", ", ", ")")
        extras = comma.join(spoken(part, lang) for part in (self.why, self.mend) if part)
        return spoken(self.what, lang) + (f"{opening}{extras}{closing}" if extras else "")


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


class BadRulebook(BadInput):
    """A rulebook that cannot be used whatever the records are, so that it is told once for all of them. `folder` is its own."""

    def __init__(self, problems: Problem | Iterable[Problem], folder: str) -> None:
        super().__init__(problems)
        self.folder = folder
        self.args = (self.problems, folder)


def _tidy(text: str) -> str:
    return PERSONAL_NUMBER.sub("…", printable(text))


def causes(where: str, wrong: Exception) -> tuple[Problem, ...]:
    """What to say where one of many could not be done: what is wrong with the input, or that the program is at fault."""
    if isinstance(wrong, BadInput):
        return wrong.problems
    name = type(wrong).__name__
    what = say(f"程序缺陷（{name}），没有结果，请报告", f"a defect of ours ({name}): no result; please report it")
    return (Problem(where, what),)


def printable(text: str) -> str:
    """`text` on one line: line breaks become blanks; terminal escapes, bidirectional marks, lone surrogates go."""
    if text.isprintable():
        return text
    blanked = " ".join(text.split())
    return "".join(ch for ch in blanked if unicodedata.category(ch) not in {"Cc", "Cf", "Cs"})
