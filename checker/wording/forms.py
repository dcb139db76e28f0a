"""How phrases combine: templates of the tables, such as `{low:number}{to}{high:number}{unit}`, as compiled patterns.

A template is literal text with places in braces: `{class}` or `{name:class}`. A class is a list of words or one of the
built-in ones (numerals, a run of letters). `?` after a place or a bracket makes it optional, `(a|b)` chooses; brackets
of the text are written full width. Nothing else is special, and no template can repeat without bound, so matching takes
time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checker.wording.text import fold

_PART = re.compile(r"\{(?:([a-z_0-9]+):)?([a-z_]+)(?:\*([0-9]{1,2}))?\}|([()|?])|([^{}()|?]+)|([{}])")
_ANY = ""
"""First letter of a template that may begin with anything."""


class FormError(ValueError):
    """A template that cannot be read; the message says which part."""


@dataclass(frozen=True)
class Form:
    """One template. `kind` is what a match is; `settings` are constants that the table gives it."""

    kind: str
    template: str
    expression: str
    settings: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: a language that no text uses costs nothing."""
        return re.compile(self.expression, re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """A form found in a text: which one, where, and the words of its named places."""

    form: Form
    start: int
    end: int
    groups: Mapping[str, str]


def compile_form(kind: str, template: str, classes: Mapping[str, str], settings: Mapping[str, object]) -> Form:
    """A template compiled. `classes` maps a class to its regular expression. Raises FormError."""
    out: list[str] = []
    named: set[str] = set()
    depth, before = 0, "("
    for name, cls, most, sign, literal, odd in _PART.findall(template):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if odd or depth < 0 or (sign in ("?", "|", ")") and before in ("?", "|", "(") and (before, sign) != ("?", ")")):
            raise FormError(f"{template}: {odd or sign}")
        before = sign
        if literal:
            out.append(re.escape(fold(literal)))
        elif sign:
            out.append("(?:" if sign == "(" else sign)
        elif cls not in classes:
            raise FormError(f"{template}: {{{cls}}}")
        else:
            group = name or cls
            inner = classes[cls] + (f"{{1,{most}}}" if most else "")
            out.append(f"(?:{inner})" if group in named else f"(?P<{group}>{inner})")
            named.add(group)
    if depth:
        raise FormError(f"{template}: (")
    return Form(kind, template, "".join(out), settings)


@dataclass(frozen=True)
class Scanner:
    """All forms of a language. At each place the longest match counts, of equally long ones the first in the tables."""

    forms: tuple[Form, ...]
    starts: re.Pattern[str]
    """Where any form may begin: looked for first, because most places begin none."""

    def scan(self, text: str, offset: int = 0) -> Iterator[Match]:
        """Matches from left to right; none overlaps another. `offset` is added to where they stand."""
        at = 0
        while found := self.starts.search(text, at):
            at = found.start()
            best = self._longest(text, at)
            if best is None:
                at += 1
                continue
            form, words = best
            at = words.end()
            groups = {name: said for name, said in words.groupdict().items() if said}
            yield Match(form, offset + words.start(), offset + at, groups)

    def _longest(self, text: str, at: int) -> tuple[Form, re.Match[str]] | None:
        best: tuple[Form, re.Match[str]] | None = None
        for form in self.forms:
            found = form.pattern.match(text, at)
            if found and found.end() > at and (best is None or found.end() > best[1].end()):
                best = form, found
        return best


def scanner(forms: Sequence[Form], starts: Sequence[str]) -> Scanner:
    """`starts` are the regular expressions of what a form may begin with."""
    return Scanner(tuple(forms), re.compile("|".join(starts), re.IGNORECASE))


def opening(template: str, classes: Mapping[str, str]) -> list[str]:
    """Regular expressions of what a template may begin with: its first part, and those after it while it is optional."""
    found: list[str] = []
    parts = _PART.findall(template)
    i = 0
    while i < len(parts):
        _, cls, _, sign, literal, _ = parts[i]
        end = _closing(parts, i) if sign == "(" else i
        if sign == "(":
            for branch in _branches(parts[i + 1 : end]):
                found += opening("".join(branch), classes)
        else:
            found.append(classes.get(cls, "") if cls else re.escape(fold(literal)[0]))
        if end + 1 == len(parts) or parts[end + 1][3] != "?":
            break
        i = end + 2
    return found


def _closing(parts: Sequence[Sequence[str]], at: int) -> int:
    """Where the bracket closes that opens at `at`."""
    depth = 0
    for i in range(at, len(parts)):
        depth += {"(": 1, ")": -1}.get(parts[i][3], 0)
        if depth == 0:
            return i
    return len(parts) - 1


def _branches(parts: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The alternatives of a bracket, each as its parts."""
    branch: list[str] = []
    depth = 0
    for name, cls, most, sign, literal, _ in parts:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            yield branch
            branch = []
            continue
        place = "{" + (f"{name}:" if name else "") + cls + (f"*{most}" if most else "") + "}" if cls else ""
        branch.append(place or sign or literal)
    yield branch
