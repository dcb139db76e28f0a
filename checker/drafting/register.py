"""What a document says of itself: title, number, issuer, dates. What it does not say plainly stays open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checker.drafting.forms import Forms
from checker.drafting.printed import Printed
from checker.wording.nouns import Reading
from checker.wording.outline import Sentence

_DAY = len("2023-08-31")


@dataclass(frozen=True)
class Register:
    """None is what could not be read; `seen` are the lines in which a person will find it."""

    title: str | None
    number: str | None
    issuer: str | None
    issued: str | None
    effective: str | None
    seen: tuple[str, ...]


def register(sentences: Sequence[Sentence], read: Callable[[str], Reading], forms: Forms) -> Register:
    """`sentences` is the whole outline; `read` reads one sentence."""
    front = [one for one in sentences if one.kind == "title" and not one.annex]
    tail = [one for one in sentences if one.kind == "signature"]
    lines = [*front, *tail]
    days = {day for one in lines if (day := _day(read(one.text)))}
    issued = days.pop() if len(days) == 1 else None
    numbers = {words for one in front if forms.number.fullmatch(words := _words(read(one.text)))}
    return Register(
        title=_title(front, read, forms),
        number=_printed(numbers.pop(), front, read) if len(numbers) == 1 else None,
        issuer=_issuer(front, tail, read, forms),
        issued=issued,
        effective=_effective(sentences, read, forms, issued),
        seen=tuple(one.text for one in lines),
    )


def _day(reading: Reading) -> str | None:
    """The day, if the line is a date and nothing else."""
    if len(reading.moments) != 1:
        return None
    one = reading.moments[0]
    whole = one.span.text == reading.text and one.first == one.last
    return one.first if whole and one.first and len(one.first) == _DAY else None


def _title(front: Sequence[Sentence], read: Callable[[str], Reading], forms: Forms) -> str | None:
    """The one line that is a whole title. Where the line before may be the title's first half, that is no whole title;
    without one, what a notice issues in quotation marks."""
    whole: dict[str, str] = {}
    issued: dict[str, str] = {}
    half = False
    for one in front:
        words = _words(read(one.text))
        if forms.notice.fullmatch(words):
            found = forms.quoted.search(words)
            issued |= {found["title"]: _printed(found["title"], [one], read)} if found else {}
            half = False
        elif forms.title.fullmatch(words):
            whole |= {} if half else {words: _printed(words, [one], read)}
            half = False
        else:
            known = forms.number.fullmatch(words) or forms.header.fullmatch(words) or forms.aside.fullmatch(words)
            half = not (known or words.endswith(":") or read(one.text).moments)
    found_titles = list((whole or issued).values())
    return found_titles[0] if len(found_titles) == 1 else None


def _words(reading: Reading) -> str:
    return reading.text.strip()


def _printed(words: str, lines: Sequence[Sentence], read: Callable[[str], Reading]) -> str:
    """The words as the document prints them: the normal form has another width."""
    for one in lines:
        normal = read(one.text).text
        if (start := normal.find(words)) >= 0:
            text = Printed(one.text, normal).words(start, start + len(words))
            return text if " " in words else "".join(text.split())
    return words


def _issuer(
    front: Sequence[Sentence], tail: Sequence[Sentence], read: Callable[[str], Reading], forms: Forms
) -> str | None:
    """Who stands in the printed head; else the one body that signs."""
    for lines, form in ((front, forms.header), (tail, forms.issuer)):
        found = {
            (match["issuer"] if "issuer" in match.groupdict() else match[0])
            for one in lines
            if (match := form.fullmatch(_words(read(one.text))))
        }
        if found:
            return _printed(found.pop(), lines, read) if len(found) == 1 else None
    return None


def _effective(
    sentences: Sequence[Sentence], read: Callable[[str], Reading], forms: Forms, issued: str | None
) -> str | None:
    """The day from which the document says that it applies; its day of issue only where it says so."""
    days: set[str | None] = set()
    for words in _matches(sentences, read, forms):
        moments = read(words).moments
        if moments:
            days.add(moments[0].first if len(moments) == 1 else None)
        elif forms.on_issue.search(words):
            days.add(issued)
    return days.pop() if len(days) == 1 else None


def _matches(sentences: Sequence[Sentence], read: Callable[[str], Reading], forms: Forms) -> Iterator[str]:
    for one in sentences:
        for found in forms.effective.finditer(read(one.text).text):
            yield found["from"]
