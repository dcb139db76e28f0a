"""`jituan compare`: what the documents of several regions ask on one matter, side by side."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from checker.cli.common import State, out, out_utf8, write
from checker.comparing.nouns import Themes
from checker.errors import BadInput, Problem, say
from checker.model import Rulebook
from checker.nearest import nearest
from checker.rulebook.pending import refuse

FORMATS = ("text", "html", "xlsx", "docx", "json")
FILES = ("xlsx", "docx")
"""Formats that are no text."""
LEAST = 2
"""Regions of a comparison; characters that a place is known by."""


@click.command()
@click.argument("regions", nargs=-1, required=True, metavar="ID|地区...")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="只列这个主题或事项，如 meetings、会议、集团章程；可写几次",
)
@click.option("--all", "everything", is_flag=True, help="另列不与别地对照的要求")
@click.option("--format", "fmt", type=click.Choice(FORMATS), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件（xlsx、docx 必须写到文件）")
@click.pass_obj
def compare(
    state: State, regions: tuple[str, ...], topics: tuple[str, ...], everything: bool, fmt: str, output: Path | None
) -> None:
    """对照几个地区的规定：逐项列出要求、原文，能比的比宽严。 Regions side by side, and whose rule is stricter."""
    from checker.comparing import themes  # noqa: PLC0415  (only this command needs them)
    from checker.comparing.build import build  # noqa: PLC0415
    from checker.comparing.duties import Reducer  # noqa: PLC0415
    from checker.comparing.table import compare as run  # noqa: PLC0415
    from checker.report.words import Phrases  # noqa: PLC0415

    if fmt in FILES and output is None:
        raise click.UsageError(f"--format {fmt} 需要 -o。 --format {fmt} needs -o.")
    known = themes.load(state.bench.vocabulary)
    wanted, only = _matters(state, topics, known)
    books = _books(state, regions)
    made = run(books, known, Reducer(state.bench.vocabulary, state.bench.schemas, known.scope), wanted, only)
    phrases = Phrases(state.lang)
    view = build(made, state.lexicon, phrases, everything=everything)
    if fmt == "xlsx":
        from checker.comparing.sheet import render as to_xlsx  # noqa: PLC0415

        _deliver(to_xlsx(view, phrases), output)
    elif fmt == "docx":
        from checker.comparing.paper import TEMPLATE, values  # noqa: PLC0415
        from checker.papers.word import filled  # noqa: PLC0415

        _deliver(filled(TEMPLATE, view.title, values(view, phrases), state.lang), output)
    elif fmt == "html":
        from checker.comparing.html import render as to_html  # noqa: PLC0415

        _deliver(to_html(view, phrases), output)
    elif fmt == "json":
        from checker.comparing.jsonout import render as to_json  # noqa: PLC0415

        _deliver(to_json(made, view, state.lang), output)
    else:
        from checker.comparing.text import render as to_text  # noqa: PLC0415

        text = to_text(view, phrases, min(shutil.get_terminal_size((100, 24)).columns, 120))
        if output is None:
            out(text)
        else:
            write(output, text)


def _deliver(made: str | bytes, output: Path | None) -> None:
    if output is not None:
        write(output, made)
    elif isinstance(made, str):
        out_utf8(made)


def _matters(state: State, named: Sequence[str], known: Themes) -> tuple[frozenset[str], frozenset[str]]:
    """(ids of topics, ids of themes), each named by its id or by its label in either language; what names both is the topic.
    Raises BadInput."""
    topics = state.bench.vocabulary.topics
    ids = {name: key for key, words in topics.items() for name in (key, *words.values())}
    themes = {name: key for key, theme in known.themes.items() for name in (key, *theme.label.values())}
    if unknown := [one for one in named if one not in ids and one not in themes]:
        raise BadInput([_unknown_topic(one, topics, themes) for one in unknown])
    return frozenset(ids[one] for one in named if one in ids), frozenset(themes[one] for one in named if one not in ids)


def _unknown_topic(name: str, topics: Mapping[str, Mapping[str, str]], themes: Mapping[str, str]) -> Problem:
    known = "、".join(f"{key}（{words['zh']}）" for key, words in topics.items())
    in_english = ", ".join(topics)
    close = nearest(name, themes)
    guess_zh, guess_en = (f"是否指 {close}？", f"did you mean {close}? ") if close else ("", "")
    return Problem(
        "--topic",
        say(f"没有主题或事项“{name}”", f"there is no topic or matter `{name}`"),
        "",
        say(f"{guess_zh}可用的主题：{known}", f"{guess_en}topics: {in_english}"),
    )


def _books(state: State, named: Sequence[str]) -> list[Rulebook]:
    """The rulebooks of the regions, in that order: by id, folder or place. Raises BadInput for all that are unknown, for one
    alone, and for one named twice."""
    found = {name: _book(state, name) for name in dict.fromkeys(named)}
    if unknown := [name for name, book in found.items() if book is None]:
        raise BadInput([_unknown_region(state, name) for name in unknown])
    books = [book for name in named if (book := found[name]) is not None]
    ids = [book.id for book in books]
    if twice := [one for one in dict.fromkeys(ids) if ids.count(one) > 1]:
        mend = say("每个地区写一次", "name each region once")
        raise BadInput([Problem(one, say("写了两次", "named twice"), "", mend) for one in twice])
    if len(books) < LEAST:
        known = "、".join(sorted(state.bench.folders))
        what = say("只有一个地区，没有可以对照的", "one region alone has nothing to be compared with")
        raise BadInput(Problem(named[0], what, "", say(f"至少写两个：{known}", f"name two at least: {known}")))
    for book in books:
        refuse(book)
    return books


def _book(state: State, name: str) -> Rulebook | None:
    if name in state.bench.folders or (Path(name) / "source.yaml").is_file():
        return state.bench.rulebook(name)
    every = [state.bench.rulebook(one) for one in sorted(state.bench.folders)]
    named = [book for book in every if name in book.source.jurisdiction]
    begun = [
        book
        for book in every
        if len(name) >= LEAST and book.source.jurisdiction[:1] and book.source.jurisdiction[0].startswith(name)
    ]
    places = named or begun
    return places[0] if len(places) == 1 else None


def _unknown_region(state: State, name: str) -> Problem:
    known = sorted(state.bench.folders)
    places = {one: state.bench.rulebook(one).source.jurisdiction[:1] for one in known}
    listed = "、".join(f"{one}（{place[0]}）" if place else one for one, place in places.items())
    stems = {one.rpartition("-")[0] or one: one for one in reversed(known)}  # years make all ids look alike
    near = nearest(name.rpartition("-")[0] or name, stems)
    close = stems[near] if near else None
    guess_zh, guess_en = (f"是否指 {close}？", f"did you mean {close}? ") if close else ("", "")
    return Problem(
        name,
        say("不认识的地区", "unknown region"),
        say("应为规则库编号、文件夹或地名", "expected a rulebook's id, its folder or a place"),
        say(f"{guess_zh}可用：{listed}", f"{guess_en}known: {', '.join(known)}"),
    )
