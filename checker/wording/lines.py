"""The text of a document, cut into lines that know what they are: numbered, annex label, table row, closing line.

Page breaks, page numbers, blank lines and markup end here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from checker.wording.numbering import Number, Numbering
from checker.wording.text import fold, visible

_WIDE = re.compile(r"\S(?:[^\S\t]*\u3000|[^\S\t]{2})[^\S\t]*\S")
_BRACKETS = re.compile("[()（）]")
_MARKED = re.compile(r"[\s*]*#")


@dataclass(frozen=True)
class Line:
    """One line without markup. `folded` is as long as `text`. `cells` are those of a table row, `marked` is a Markdown
    heading, `spaced` has words set apart by wide blanks, as columns are."""

    text: str
    words: Numbering
    marked: bool = False
    cells: tuple[str, ...] = ()
    spaced: bool = False

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def numbers(self) -> tuple[tuple[Number, str], ...]:
        """Every reading of the number at the start of the line, with the text after it."""
        return tuple((number, self.text[end:].strip()) for number, end in self.words.numbers(self.folded))

    @cached_property
    def annex(self) -> tuple[str, str] | None:
        """An annex label as places write it, and the title behind its colon or blank."""
        found = self.words.annex.fullmatch(self.folded)
        if not found or (found["aside"] and not (found["id"] and self._is_title(found["aside"]))):
            return None
        label = self.words.raw["annex"]["place"].format(word=found["word"], id=found["id"] or "").strip()
        start = found.start("title") if found["title"] is not None else found.start("aside")
        return label, self.text[start:].strip() if start >= 0 else ""

    def _is_title(self, folded: str) -> bool:
        return len(folded) <= self.words.raw["heading"] and not self.words.pattern("prose").search(folded)

    def closing(self) -> bool:
        """A date of issue, a print count, a distribution list."""
        form = self.words.closing
        return bool(form.fullmatch("".join(self.folded.split())) or form.fullmatch(self.folded))

    def label(self) -> bool:
        """Opens with a short label and a colon."""
        return bool(self.words.pattern("label").match(self.folded))

    def title(self, longest: int | None = None) -> bool:
        """Looks like a heading: short, and no comma, stop or colon with words after it."""
        longest = longest or self.words.raw["heading"]
        return 0 < len(self.text) <= longest and not self.words.pattern("prose").search(self.folded)

    def opens(self) -> bool:
        """Whether something new begins here, whatever stands before: a heading, an item, an annex, a row."""
        return bool(self.cells or self.marked or self.numbers or self.annex)


def clean(text: str) -> str:
    """One display line: no markup, single blanks; tabs are cells' borders and stay."""
    bare = re.sub(r"^[\s#*]*#+|\*{2,}", "", visible(text))
    return re.sub(r"[^\S\t]+", " ", bare).strip()


def closed(text: str, words: Numbering) -> bool:
    """Whether the text ends where a sentence does, or with a colon."""
    tail = fold(text[-20:])
    bare = tail.rstrip("".join(words.closers) + "\"') ")
    return bare[-1:] in words.folded_ends or tail[-1:] == ":"


def in_bracket(text: str) -> bool:
    """Whether a round bracket stands open at the end. Looks back a little only: one never closed is a misprint."""
    depth = 0
    for bracket in _BRACKETS.findall(text[-200:]):
        depth = depth + 1 if bracket in "(（" else max(0, depth - 1)
    return depth > 0


def plain_lines(raw: list[str], words: Numbering) -> Iterator[Line]:
    """The lines of prose among `raw`: page numbers and blank lines dropped. Where lines are broken at a fixed width, one
    that begins with a small letter goes on with the line before."""
    held: Line | None = None
    for one in raw:
        text = clean(one).replace("\t", " ")
        line = Line(text, words, bool(_MARKED.match(one)), spaced=bool(_WIDE.search(visible(one))))
        if held and text and words.raw["wrapped"] and text[0].islower() and not line.numbers:
            held = Line(f"{held.text} {text}", words, held.marked)
            continue
        if held:
            yield held
        held = line if text and not words.page.fullmatch(line.folded) else None
    if held:
        yield held


def rosters(all_lines: list[Line]) -> frozenset[int]:
    """The lines of rosters: names and offices in columns made of blanks, one a line.

    A roster opens with a label that is itself spaced out, or has three spaced lines. A short line between two of its
    lines is of it. Spaced words with a stop among them are prose that somebody has stretched.
    """
    found: set[int] = set()
    i = 0
    while i < len(all_lines):
        run = _run(all_lines, i)
        spaced = [all_lines[n] for n in run if all_lines[n].spaced]
        if len(spaced) >= 3 or (len(spaced) == 2 and spaced[0].words.pattern("spaced_label").match(spaced[0].folded)):
            found.update(run)
        i = run.stop if run else i + 1
    return frozenset(found)


def _run(all_lines: list[Line], start: int) -> range:
    """From `start` on, the lines that are spaced, with at most two short ones between them."""
    stop = start
    for i in range(start, len(all_lines)):
        line = all_lines[i]
        plain = not line.opens() and not line.words.pattern("stops").search(line.folded)
        if plain and line.spaced:
            stop = i + 1
        elif not plain or i - stop >= 2 or i == start or not line.title():
            break
    return range(start, stop)
