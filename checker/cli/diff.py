"""`jituan diff BEFORE AFTER`: two reports, two versions of a document, or two rulebooks.

Exit codes, first that applies: 2 usage; 3 bad input (also two bodies, two documents); 1 something differs; 0 nothing does. Of two
reports that is: a verdict, a score, a consequence. Reports that differ in their inputs alone leave with 0 and say so.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from checker.cli.common import FOUND, State, out, out_utf8, spare, write
from checker.differences.view import View
from checker.errors import BadInput, Problem, say
from checker.model import Rulebook
from checker.nearest import nearest
from checker.report.words import Phrases
from checker.workbench import Workbench

FORMATS = ("text", "html", "json")
LOOKED_AT = 64
"""Bytes by which a JSON report is told from a document."""


@dataclass(frozen=True)
class Given:
    """One side: `kind` is `report`, `document` or `rulebook`."""

    kind: str
    name: str

    @property
    def path(self) -> Path:
        return Path(self.name)


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--rules", "rulebook", metavar="ID|FOLDER", help="两个版本：哪些规则、试例受影响")
@click.option(
    "--results", multiple=True, type=click.Path(path_type=Path), help="已有的 JSON 报告，列出受影响的结论；可写几次"
)
@click.option(
    "--sources", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="原文所在文件夹（或 JITUAN_SOURCES）；规则库编号即指其原文",
)  # fmt: skip
@click.option("--format", "fmt", type=click.Choice(FORMATS), default="text")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件")
@click.pass_obj
def diff(
    state: State, before: str, after: str, rulebook: str | None, results: tuple[Path, ...], sources: Path | None, fmt: str,
    output: Path | None,
) -> int:  # fmt: skip
    """对照两份报告、一份文件的两个版本、或两个规则库。 Two reports, two versions of a document, or two rulebooks."""
    old, new = _given(state, before), _given(state, after)
    if output is not None:
        spare(output, [Path(before), Path(after), *results])
    kinds = {old.kind, new.kind}
    if "report" in kinds:
        if kinds != {"report"}:
            raise BadInput(_unlike(old, new))
        if rulebook or results:
            raise click.UsageError("--rules、--results 用于文件的两个版本。 --rules and --results are for documents.")
        made, differs = _runs(state, old, new, fmt)
    elif kinds == {"rulebook"} and sources is None:
        made, differs = _rulebooks(state, old, new, results, fmt)
    else:
        made, differs = _documents(state, old, new, rulebook, results, sources, fmt)
    if output is not None:
        write(output, made)
    else:
        (out if fmt == "text" else out_utf8)(made)
    return FOUND if differs else 0


def _given(state: State, name: str) -> Given:
    path = Path(name)
    if name in state.bench.folders or (path / "source.yaml").is_file():
        return Given("rulebook", name)
    if not path.is_file():
        close = nearest(name, sorted(state.bench.folders))
        zh, en = (f"，是否指 {close}", f"; did you mean {close}?") if close else ("", "")
        what = say("不是文件，也不是规则库", "neither a file nor a rulebook")
        mend = say(
            f"应为两份 JSON 报告、两份文件或两个规则库{zh}", f"give two JSON reports, documents or rulebooks{en}"
        )
        raise BadInput(Problem(name, what, mend=mend))
    with path.open("rb") as stream:
        opening = stream.read(LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip()
    return Given("report" if opening[:1] in (b"{", b"[") else "document", name)


def _unlike(old: Given, new: Given) -> Problem:
    other = new if old.kind == "report" else old
    what = say("不是检查报告，另一份是", "is no report, and the other one is")
    return Problem(
        other.name, what, mend=say("请给两份 JSON 报告，或文件的两个版本", "give two reports, or two documents")
    )


def _runs(state: State, old: Given, new: Given, fmt: str) -> tuple[str, bool]:
    from checker.differences import jsonout, runs  # noqa: PLC0415
    from checker.earlier import read  # noqa: PLC0415
    from checker.earlier.runs import compared  # noqa: PLC0415

    found = compared(read(old.path), read(new.path))
    if fmt == "json":
        return jsonout.of_runs(found, state.lang), not found.same
    return _shown(state, runs.build(found, state.lexicon, Phrases(state.lang)), fmt), not found.same


def _rulebooks(state: State, old: Given, new: Given, results: tuple[Path, ...], fmt: str) -> tuple[str, bool]:
    from checker.differences import jsonout, rulebooks  # noqa: PLC0415
    from checker.versions import books  # noqa: PLC0415

    # Each brings its own measures, and those of two folders may have the same names.
    benches = [Workbench(os.environ.get("JITUAN_RULES")) for _ in (old, new)]
    before, after = (bench.rulebook(one.name) for bench, one in zip(benches, (old, new), strict=True))
    books.refuse_others(before, after, (old.name, new.name))
    changes = books.compared(before, after, *(bench.vocabulary.measures for bench in benches))
    names, counts = (old.name, new.name), (len(before.rules), len(after.rules))
    found = rulebooks.Compared(names, counts, changes, _results(results, before, after))
    if fmt == "json":
        return jsonout.of_rulebooks(found, state.lang), bool(changes)
    return _shown(state, rulebooks.build(found, state.lexicon, Phrases(state.lang)), fmt), bool(changes)


def _documents(
    state: State,
    old: Given,
    new: Given,
    rulebook: str | None,
    results: tuple[Path, ...],
    sources: Path | None,
    fmt: str,
) -> tuple[str, bool]:
    from checker.differences import documents, jsonout  # noqa: PLC0415
    from checker.rulebook.words import lexicon  # noqa: PLC0415
    from checker.versions.documents import compared, refuse_others  # noqa: PLC0415
    from checker.versions.touched import refuse_other_document, touched  # noqa: PLC0415
    from checker.wording.outline import outline  # noqa: PLC0415

    before, after = (_text(state, one, sources) for one in (old, new))
    versions = compared(before, after, lexicon())
    refuse_others(versions, (old.name, new.name))
    named = rulebook or next((one.name for one in (old, new) if one.kind == "rulebook"), None)
    book = state.bench.rulebook(named) if named else None
    if book is not None:
        refuse_other_document(book, before, after, book.id)
    elif results:
        raise click.UsageError("--results 要与 --rules 同用。 --results needs --rules.")
    rests = touched(book, versions, before, after) if book is not None else None
    sizes = len(outline(before)), len(outline(after))
    found = documents.Compared((old.name, new.name), sizes, versions, rests, _results(results, book))
    if fmt == "json":
        return jsonout.of_documents(found, state.lang), bool(versions.edits)
    return _shown(state, documents.build(found, state.lexicon, Phrases(state.lang)), fmt), bool(versions.edits)


def _text(state: State, one: Given, sources: Path | None) -> str:
    """The words of a document, or of the one that a rulebook is of. Raises BadInput."""
    from checker.intake import read_document  # noqa: PLC0415
    from checker.rulebook.citations import read_source  # noqa: PLC0415

    if one.kind == "document":
        return read_document(one.path).text
    book = state.bench.rulebook(one.name)
    named = os.environ.get("JITUAN_SOURCES")
    text = read_source(book.source, sources or (Path(named) if named else None))
    if text is None:
        what = say(f"找不到原文 {book.source.file}", f"the document {book.source.file} is not there")
        mend = say("请用 --sources 指明原文所在文件夹", "name the folder of texts with --sources")
        raise BadInput(Problem(one.name, what, mend=mend))
    return text


def _results(paths: tuple[Path, ...], *books: Rulebook | None) -> dict[str, list[tuple[str, str]]]:
    """What earlier reports said, by rule: body and verdict, in the order given. Raises BadInput for a report on other rules."""
    from checker.earlier import read  # noqa: PLC0415

    ids = sorted({book.id for book in books if book is not None})
    found: dict[str, list[tuple[str, str]]] = {}
    for path in paths:
        past = read(path)
        if not past.books.keys() & {*ids}:
            on, named = "、".join(sorted(past.books)), "、".join(ids)
            what = say(f"是按 {on} 检查的，不是按 {named}", f"is a report on {on}, not on {named}")
            mend = say(f"请给按 {named} 检查的 JSON 报告", f"give JSON reports on {named}")
            raise BadInput(Problem(str(path), what, mend=mend))
        for rule, one in past.findings.items():
            found.setdefault(rule, []).append((past.body, one.verdict))
    return found


def _shown(state: State, view: View, fmt: str) -> str:
    phrases = Phrases(state.lang)
    if fmt == "html":
        from checker.differences.html import render as to_html  # noqa: PLC0415

        return to_html(view, phrases)
    from checker.differences.text import render as to_text  # noqa: PLC0415

    return to_text(view, phrases, min(shutil.get_terminal_size((100, 24)).columns, 120))
