"""A paper as a Word file: a template of reports/docx, filled in.

The templates are documents that a designer edits in Word, with Jinja tags in their text (docs/papers.md). What comes from records goes
in as text: it is escaped, it is never read as a template, and characters that XML cannot hold become 〓.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, Template
from lxml import etree

from checker.packed import repacked
from checker.papers.catalogue import Numbering, Paper, catalogue
from checker.papers.nouns import Dossier
from checker.papers.shown import item, whose
from checker.report import MISSING
from checker.report.words import Phrases, within

CREATED = dt.datetime(2020, 1, 1)  # noqa: DTZ001  a fixed day: the same input gives the same bytes
LONGEST = 255
"""Of a property of a document."""
_UNHOLDABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (https://www.w3.org/TR/xml/#charsets)."""
_LOOSE = re.compile(
    "(?<=[\u3001-\u9fff\uff00-\uffef]) (?=[0-9\u2460-\u24ff])|(?<=[0-9\u2460-\u24ff%]) (?=[\u2460-\u9fff\uff00-\uffef])"
)
"""A blank between a Chinese character and a number, which a document of an office does not have."""
_ENDS = "。；，、.;, "


def render(paper: Paper, dossier: Dossier, phrases: Phrases) -> bytes:
    """The paper; the same dossier gives the same bytes. A tag that names no field of a dossier raises UndefinedError: a defect of
    the template."""
    context = {one.name: getattr(dossier, one.name) for one in fields(dossier)}
    title = f"{paper.title['zh']} {dossier.body}"
    return filled(paper.templates["docx"], title, {**context, "level": levels(catalogue().numbering)}, phrases.lang)


def filled(path: Path | str, title: str, values: Mapping[str, Any], lang: str) -> bytes:
    """The template at `path`, one of our own, with `values` for its tags; the same values give the same bytes. `title` is that of the
    document's properties. Raises UndefinedError for a tag without a value."""
    template = _Filled(str(path))
    template.render(dict(values), _environment(lang), autoescape=True)
    _describe(template, title)
    made = io.BytesIO()
    template.save(made)
    return repacked(made.getvalue())


def levels(numbering: Numbering) -> Callable[[int], str]:
    """A function that numbers headings as they come: `level(1)` gives 一、 and then 二、, `level(2)` begins anew below each of them."""
    counts = [0] * len(numbering.levels)

    def level(depth: int) -> str:
        counts[depth - 1] += 1
        counts[depth:] = [0] * (len(counts) - depth)
        number = counts[depth - 1]
        return numbering.levels[depth - 1].format(n=number, han=chinese(number, numbering))

    return level


def chinese(number: int, words: Numbering) -> str:
    """A number from 1 to 999 in Chinese numerals, a greater one in Arabic ones."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = words.digits[hundreds] + words.hundred if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else words.digits[tens]) + words.ten
    elif hundreds and ones:
        said += words.digits[0]
    return said + (words.digits[ones] if ones else "")


def legible(value: Any) -> Any:
    """A text with 〓 for each character that XML cannot hold; anything else as it is."""
    if not isinstance(value, str) or not _UNHOLDABLE.search(value):
        return value
    return type(value)(_UNHOLDABLE.sub(MISSING, value))


class _Filled(DocxTemplate):  # type: ignore[misc]
    """docxtpl looks at what it has made once more: it turns `{_{` into `{{`, tabs into tab stops, and mends broken XML in silence. All
    of that is done to the text of records too, so it is left out here."""

    def patch_xml(self, src_xml: str) -> str:
        return _patched(src_xml)

    def render_xml_part(self, src_xml: str, _: Any, context: Mapping[str, Any], jinja_env: Environment) -> str:
        return _compiled(src_xml, jinja_env).render(context)

    def fix_tables(self, xml: str) -> Any:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


@cache
def _patched(source: str) -> str:
    """The XML of a part with each tag in one piece: Word cuts them as it likes."""
    made: str = DocxTemplate("").patch_xml(source)
    return made


@cache
def _compiled(source: str, environment: Environment) -> Template:
    return environment.from_string(source)


@cache
def _environment(lang: str) -> Environment:
    past = Phrases(lang)("problem.past")
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=legible)
    environment.filters["bare"] = lambda text: str(text).rstrip(_ENDS)
    environment.filters["cut"] = _cut
    environment.filters["item"] = item
    environment.filters["whose"] = whose
    environment.filters["within"] = within
    environment.filters["tight"] = lambda text: _LOOSE.sub("", str(text))
    environment.tests["over"] = lambda due: past in due
    return environment


def _cut(text: str, most: int) -> str:
    """The text, or its beginning where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _describe(template: DocxTemplate, title: str) -> None:
    """Whoever edited the template last is not the author of the paper, nor is the day on which it was made known to us."""
    about = template.docx.core_properties
    about.title = str(legible(title))[:LONGEST]
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.created = about.modified = CREATED
    about.revision = 1
