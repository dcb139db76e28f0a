"""`jituan rules list|conflicts|lint|test|verify|coverage|new|to-excel|from-excel`: the rulebooks themselves."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click
from tabulate import tabulate

from checker.cli.common import FOUND, State, out, out_utf8, write
from checker.cli.explain import find
from checker.cli.workbooks import from_excel, modeline, to_excel
from checker.errors import SHOWN, BadInput, Problem, spoken
from checker.model import Rulebook
from checker.rulebook.pending import refuse

_IDS = click.argument("ids", nargs=-1)
_SOURCES = click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="原文所在文件夹（或 JITUAN_SOURCES）",
)


@click.group()
def rules() -> None:
    """规则库：列出、检查、试例、核对原文、覆盖。 The rulebooks themselves."""


def _texts(sources: Path | None) -> Path | None:
    """The folder of texts: as given, else JITUAN_SOURCES."""
    named = os.environ.get("JITUAN_SOURCES")
    return sources or (Path(named) if named else None)


def books(state: State, ids: Sequence[str]) -> list[Rulebook]:
    return [state.bench.rulebook(one) for one in (ids or sorted(state.bench.folders))]


@rules.command("list")
@_IDS
@click.option("--format", "fmt", type=click.Choice(["text", "csv"]), default="text", help="csv：表格软件可直接打开")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件")
@click.pass_obj
def list_(state: State, ids: tuple[str, ...], fmt: str, output: Path | None) -> None:
    """列出规则：位置、名称、原文；csv 另有要求、口径、后果、责任单位。 List rules with places and quotes."""
    from checker.report.listing import rows, to_csv  # noqa: PLC0415

    named = books(state, ids)
    if fmt == "csv":
        text = to_csv([row for book in named for row in rows(book, state.lexicon, state.lang)], state.lang)
    else:
        text = _short(state, named)
    if output is not None:
        write(output, text)
    elif fmt == "csv":
        out_utf8(text)  # whatever the terminal speaks: the mark at its beginning says so
    else:
        out(text)


def _short(state: State, named: Sequence[Rulebook]) -> str:
    from checker.report.listing import SHORT, short  # noqa: PLC0415

    found = [row for book in named for row in short(book, state.lexicon, state.lang)]
    listed = tabulate(found, SHORT[state.lang], tablefmt="simple", disable_numparse=True) + "\n"
    if drafts := sum(len(book.drafts) for book in named):
        zh, en = f"另有 {drafts} 条草稿，未经确认，不用于检查\n", f"and {drafts} drafts that nobody has confirmed\n"
        listed += zh if state.lang == "zh" else en
    return listed


@rules.command()
@_IDS
@click.pass_obj
def conflicts(state: State, ids: tuple[str, ...]) -> None:
    """文件自身前后不一的地方，逐处列原文。 Where a document says different things of one matter, with its words."""
    from checker.report.listing import CONFLICTS  # noqa: PLC0415
    from checker.report.listing import conflicts as found  # noqa: PLC0415

    for book in books(state, ids):
        rows = found(book, state.lexicon, state.lang)
        none = "没有登记不一致的地方" if state.lang == "zh" else "none on record"
        out(
            f"{book.id}：{len(book.conflicts) or none}\n"
            if state.lang == "zh"
            else f"{book.id}: {len(book.conflicts) or none}\n"
        )
        if rows:
            listed = tabulate(
                rows, CONFLICTS[state.lang], tablefmt="simple", disable_numparse=True, maxcolwidths=[36, 44, 20, 44],
            )  # fmt: skip
            out(listed + "\n\n")


@rules.command()
@_IDS
@click.pass_obj
def lint(state: State, ids: tuple[str, ...]) -> int:
    """检查规则写得对不对。 Check that rules are well made."""
    from checker.engine.plan import build  # noqa: PLC0415
    from checker.proof.lint import lint as run  # noqa: PLC0415
    from checker.proof.lint.registers import registers  # noqa: PLC0415

    named = books(state, ids)
    # A folder that was named may be a revision of a rulebook that is there: of the two only one will be.
    revised = {book.id for book in named if book.id not in ids}
    others = [folder for name, folder in state.bench.folders.items() if not ids or name not in revised]
    problems = registers(others, [Path(book.folder) for book in named])
    for book in named:
        found = run(book, state.bench.vocabulary)
        if not found:
            # Rules that read each other's results in a circle: only who puts them in order can tell.
            try:
                build(book, state.bench.vocabulary, None)
            except BadInput as bad:
                found = list(bad.problems)
        problems += found
    return _say(problems, state.lang)


@rules.command()
@click.argument("ids", nargs=-1, metavar="[ID|RULE]...")
@click.option("--mutants", is_flag=True, help="把规则逐处改错，列出用例没有发觉的改动")
@click.pass_obj
def test(state: State, ids: tuple[str, ...], mutants: bool) -> int:
    """运行规则和指标自带的用例。 Run the cases that stand beside rules and measures."""
    if mutants:
        return _mutants(state, ids)
    from checker.proof.suite import run  # noqa: PLC0415

    named, wanted = _named(state, ids)
    for book in named:
        if book.rules and any(key == "effective" for key, _ in book.source.open):
            refuse(book)  # no case has a day without one
    total, wrong = 0, []
    for case in run(named, state.bench.vocabulary, state.bench.schemas):
        if wanted and case.name.partition("[")[0] not in wanted:
            continue
        total += 1
        if case.wrong:
            wrong.append(Problem(case.name, case.wrong))
    code = _say(wrong, state.lang, quiet=True)
    ok = total - len(wrong)
    out(f"{ok} / {total} 个用例通过\n" if state.lang == "zh" else f"{ok} of {total} cases pass\n")
    return code


def _mutants(state: State, ids: Sequence[str]) -> int:
    """List the changes to rules that no written case notices."""
    from checker.proof.scoremutants import survivors as of_schemes  # noqa: PLC0415
    from checker.proof.survivors import survivors  # noqa: PLC0415

    named, wanted = _named(state, ids)
    made, alive = 0, []
    for book in named:
        tally = survivors(book, state.bench.vocabulary, state.bench.schemas, wanted or None)
        made += tally.made
        alive += [Problem(one.rule.id, one.kind) for one in tally.survivors]
        if not wanted:
            scored = of_schemes(book)
            made += scored.made
            alive += [Problem(scheme, kind) for scheme, kind in scored.survivors]
    code = _say(alive, state.lang, quiet=True, most=len(alive))  # a list of work to do, each on its own
    zh = f"{made} 处改错，{len(alive)} 处没有用例发觉\n"
    out(zh if state.lang == "zh" else f"{made} mutants, {len(alive)} of them unnoticed by any case\n")
    return code


def _named(state: State, ids: Sequence[str]) -> tuple[list[Rulebook], frozenset[str]]:
    """The rulebooks that `ids` name, themselves or by one of their rules, and the ids of the rules named."""
    rules = [find(state, one) for one in ids if one not in state.bench.folders and not Path(one).is_dir()]
    whole = [one for one in ids if one in state.bench.folders or Path(one).is_dir()]
    found = books(state, whole) if whole or not ids else []
    found += [book for book, _ in rules if book.id not in {one.id for one in found}]
    return list({one.id: one for one in found}.values()), frozenset(rule.id for _, rule in rules)


@rules.command()
@_IDS
@_SOURCES
@click.option("--write", "rewrite", is_flag=True, help="核对无误后重新生成 source.lock")
@click.pass_obj
def verify(state: State, ids: tuple[str, ...], sources: Path | None, rewrite: bool) -> int:
    """核对引文与原文（或与指纹）一致。 Prove the quotes against the text, or against the lock."""
    from checker.cli.sources import verify_book  # noqa: PLC0415

    folder = _texts(sources)
    if rewrite and folder is None:
        raise click.UsageError("--write 需要 --sources。 --write needs --sources.")
    problems: list[Problem] = []
    for book in books(state, ids):
        found, summary = verify_book(book, folder, rewrite)
        problems += found
        if not found:
            out(spoken(summary, state.lang) + "\n")
    return _say(problems, state.lang, quiet=True)


@rules.command()
@_IDS
@_SOURCES
@click.option("--outline", "places", is_flag=True, help="逐句列出位置、原文和承接的规则（需要原文）")
@click.pass_obj
def coverage(state: State, ids: tuple[str, ...], sources: Path | None, places: bool) -> None:
    """原文每句话由哪些规则承接。 Which sentences are answered by rules."""
    from checker.cli.sources import coverage_text, outline_text  # noqa: PLC0415

    folder = _texts(sources)
    if places and folder is None:
        raise click.UsageError("--outline 需要 --sources。 --outline needs --sources.")
    for book in books(state, ids):
        out(coverage_text(book, state.lexicon, state.lang))
        if places and folder is not None:
            out("\n" + outline_text(book, folder, state.lexicon, state.lang))


@rules.command()
@click.argument("rulebook", metavar="ID")
@click.option("--at", "place", required=True, metavar="PLACE", help="条目和句子，如 “三（二）1 ③”")
@_SOURCES
@click.pass_obj
def new(state: State, rulebook: str, place: str, sources: Path | None) -> None:
    """打印一句话的规则草稿，可抄入规则文件。 Print a draft rule for one place."""
    from checker.cli.skeleton import skeleton  # noqa: PLC0415

    out(skeleton(state, state.bench.rulebook(rulebook), place, _texts(sources)))


def _say(problems: Sequence[Problem], lang: str, *, quiet: bool = False, most: int = SHOWN) -> int:
    """Print the problems, at `most` so many: the first are usually the cause of the others."""
    for one in problems[:most]:
        out(one.line(lang) + "\n")
    rest = len(problems) - most
    if rest > 0:
        out(f"…另有 {rest} 处\n" if lang == "zh" else f"… and {rest} more\n")
    if not problems and not quiet:
        out("没有发现问题\n" if lang == "zh" else "nothing found\n")
    return FOUND if problems else 0


rules.add_command(to_excel)
rules.add_command(from_excel)
rules.add_command(modeline)
