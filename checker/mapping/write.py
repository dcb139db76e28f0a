"""A proposed mapping as YAML, with a comment wherever something was guessed, is open, or is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.mapping.guess import ColumnGuess, PieceGuess
from checker.mapping.head import Head
from checker.mapping.phrases import phrase
from checker.mapping.propose import Block, Proposal, extent
from checker.records.mapping_file import ASK, IGNORE
from checker.records.tables import Column, TableSchema
from checker.wording.text import columns
from checker.yamltext import comment, scalar

LONGEST_HEADING = 200
"""A longer one is no heading, and YAML has a limit for keys."""

SHOWN = 8
"""Options named in a comment."""

_WIDTH = 40


def write(proposal: Proposal, lang: str, regions: Sequence[str]) -> str:
    """The text of the file. `regions` are examples of what `region` may be."""
    out = [comment(phrase("file", lang)), comment(phrase("use", lang)), "\n", *_head(proposal.head, lang, regions)]
    out += ["\nsheets:\n"]
    for block in proposal.blocks:
        out += ["\n", *(_block(block, block.guess, lang) if block.guess else [_unheaded(block, lang)])]
    return "".join(out)


def _head(head: Head, lang: str, regions: Sequence[str]) -> Iterator[str]:
    title = phrase("from title", lang)
    yield "body:\n"
    yield _line("  kind", head.kind or ASK, phrase("kind", lang))
    yield _line("  id", scalar(head.name) if head.name else ASK, phrase("id", lang))
    yield _line("  name", scalar(head.name) if head.name else ASK, title if head.name else phrase("name", lang))
    example = phrase("comma", lang).join(regions[:3])
    yield _line("  region", scalar(head.region) if head.region else ASK, phrase("region", lang, example))
    for key, value in head.facts.items():
        yield _line(f"  {key}", scalar(value), phrase("from sheet", lang))
    yield _line("as_of", ASK, phrase("as_of", lang))
    if head.days:
        yield comment(phrase("seen", lang) + phrase("comma", lang).join(head.days))
    first = head.years[0] if head.years else "2023-2024"
    start, end = first.split("-")
    yield comment(phrase("optional", lang))
    yield f"# review: {{from: {start}-09-01, to: {end}-08-31}}\n"
    yield "# calendar:\n"
    yield f"#   school_years: [{{id: {first}, from: {start}-09-01, to: {end}-08-31}}]\n"
    yield f"# complete: {{meetings: {{from: {start}-09-01, to: {end}-08-31}}}}  # {phrase('complete', lang)}\n"
    yield f"# none: [incidents]  # {phrase('none', lang)}\n"


def _block(block: Block, found: PieceGuess, lang: str) -> Iterator[str]:
    piece = block.piece
    assert piece.header is not None
    where = f"{block.sheet}!{extent(block)}" if block.sheet else extent(block)
    rows = "、".join(map(str, piece.header.rows))
    span = f"{piece.rows.start}—{piece.last}"
    yield comment(phrase("block across" if piece.transposed else "block", lang, where, rows, span))
    begun = "- "
    if block.sheet:
        yield f"- sheet: {scalar(block.sheet)}\n"
        begun = "  "
    if block.of_body:
        yield _line(f"{begun}table", IGNORE, phrase("of body", lang))
        return
    yield _table(found, begun, lang)
    yield f"  header: [{', '.join(map(str, piece.header.rows))}]\n"
    if piece.transposed:
        yield "  transposed: true\n"
    if found.tables and found.by_row:
        yield _line("  id", "rows", phrase("by_row", lang))
    yield "  columns:\n"
    for one in found.columns:
        if len(one.heading) <= LONGEST_HEADING:
            yield from _column(one, found, lang)
    if found.fixed:
        yield "  fixed:\n"
        for name, code in found.fixed.items():
            column = found.tables[0].columns[name]
            said = (
                phrase("fixed", lang)
                if code
                else phrase("fixed ask", lang, _label(column, lang), _options(column, lang))
            )
            yield _line(f"    {name}", code or ASK, said)
    if found.undated:
        yield comment(phrase("undated", lang, _said(found.undated, lang)), "  ")
    for column in found.missing:
        yield comment(phrase("missing", lang, _said(column, lang)), "  ")


def _table(found: PieceGuess, begun: str, lang: str) -> str:
    if not found.tables:
        return _line(f"{begun}table", ASK, phrase("table crossed" if found.crossed else "table unknown", lang))
    if not found.sure:
        listed = phrase("or", lang).join(_said(one, lang) for one in found.tables)
        return _line(f"{begun}table", ASK, phrase("table ask", lang, listed))
    table = found.tables[0]
    why = phrase("titled" if found.titled else "table", lang, _label(table, lang))
    return _line(f"{begun}table", table.name, why)


def _column(one: ColumnGuess, found: PieceGuess, lang: str) -> Iterator[str]:
    key = f"    {scalar(one.heading)}"
    if not found.tables:
        yield f"{key}: {ASK}\n"
        return
    if one.column is None:
        listed = phrase("or", lang).join(_said(column, lang) for column in one.candidates)
        why = phrase(one.why or "unused", lang, listed)
        yield _line(key, ASK if one.candidates else IGNORE, why)
        return
    label = _label(one.column, lang)
    if one.values is not None:
        yield f"{key}:\n"
        yield _line("      column", one.column.name, phrase("values", lang, label, _options(one.column, lang)))
        yield "      values:\n"
        for value, near in one.values.items():
            yield _line(f"        {scalar(value)}", ASK, phrase("near", lang, near) if near else "")
        return
    name = one.column.name
    value = f"{{column: {name}, unit: {scalar(one.unit)}}}" if one.unit else name
    yield _line(key, value, phrase(one.why, lang, label) if one.why else label)


def _unheaded(block: Block, lang: str) -> str:
    where = f"{block.sheet}!{extent(block)}" if block.sheet else extent(block)
    return comment(phrase("no headings", lang, where))


def _options(column: Column, lang: str) -> str:
    labels = list((column.codes or {}).values())
    return phrase("comma", lang).join([*labels[:SHOWN], *(["…"] if len(labels) > SHOWN else [])])


def _said(one: Column | TableSchema, lang: str) -> str:
    return f"{one.name}（{_label(one, lang)}）" if lang == "zh" else f"{one.name} ({_label(one, lang)})"


def _label(one: Column | TableSchema, lang: str) -> str:
    return one.label.get(lang) or one.label["zh"]


def _line(key: str, value: str, said: str) -> str:
    """Key and value with a comment behind them, in line with those above and below."""
    text = f"{key}: {value}"
    if not said:
        return f"{text}\n"
    return f"{text}{' ' * max(2, _WIDTH - columns(text))}{comment(said)}"
