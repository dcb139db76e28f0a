"""The Word file of a comparison, and its sample in reports/docx/samples: what it says, for whoever edits its template."""

from __future__ import annotations

from functools import cache

from make_papers import text_of

from checker.cli.common import State
from checker.comparing import themes
from checker.comparing.build import build
from checker.comparing.duties import Reducer
from checker.comparing.paper import TEMPLATE, values
from checker.comparing.table import compare
from checker.comparing.view import View
from checker.papers.word import filled
from checker.report.words import Phrases
from checker.workbench import Workbench

BOOKS = ("nanyang-2023", "ankang-2022", "ganzhou-2024", "kunming-2021", "shapotou-2023")
TOPIC = "meetings"


@cache
def seen(lang: str = "zh") -> View:
    """All regions on one topic."""
    bench = Workbench()
    state = State(lang)
    state.__dict__["bench"] = bench
    known = themes.load(bench.vocabulary)
    books = [bench.rulebook(name) for name in BOOKS]
    made = compare(books, known, Reducer(bench.vocabulary, bench.schemas, known.scope), {TOPIC})
    return build(made, state.lexicon, Phrases(lang))


def word(view: View, lang: str = "zh") -> bytes:
    return filled(TEMPLATE, view.title, values(view, Phrases(lang)), lang)


def samples() -> dict[str, str]:
    """By the name of the file in reports/docx/samples."""
    return {"compare.txt": text_of(word(seen()))}
