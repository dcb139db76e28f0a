"""A paper as a PDF file: a template of reports/typst, set by typst.

A template is handed the dossier as data (`json(bytes(sys.inputs.data))`) and never as markup, so what records say is text whatever it
looks like. It is compiled from memory in an empty folder, without packages and with the chosen typefaces alone. The result is PDF/A-2
and PDF/UA-1: an archive keeps it, a screen reader reads it, and typst refuses to draw a character that no typeface has.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from checker.errors import BadInput, Problem, say
from checker.papers.catalogue import Paper, catalogue
from checker.papers.faces import Roles, plan_of_faces, roles, settle, texts_of
from checker.papers.fontfiles import gathered
from checker.papers.needs import demand
from checker.papers.nouns import Dossier
from checker.papers.pdfextra import loaded, panics
from checker.report import MISSING
from checker.report.marks import RowLine
from checker.report.todo import Group
from checker.report.words import Phrases

CREATED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""A fixed day, that of the Word papers: the same input gives the same bytes."""
STANDARDS = ["a-2b", "ua-1"]
SHARED = "gb9704.typ"
"""What the templates have in common, beside them."""
_OUTSIDE = re.compile(r"@[\w-]+/|\b(?:eval|plugin)\b")
"""What a template may not use: packages would be fetched from the network, and text must never become code."""
_COMMENT = re.compile("^ *//.*$", re.MULTILINE)
_UNDRAWABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(
    paper: Paper, dossier: Dossier, phrases: Phrases, fonts: Sequence[Path] = (), *, installed: bool = True
) -> bytes:
    """The paper; the same dossier and typefaces give the same bytes.

    `fonts` are font files and folders that come before the installed typefaces; `installed=False` uses no others. Raises BadInput for a
    typeface that cannot be used, where there is none, and for characters that none of them has.
    """
    loaded("typst")
    demand(paper, dossier)
    sources = _sources(paper.templates["pdf"])
    data = {**plain(dossier), "title": paper.title[phrases.lang], "view": _view(dossier)}
    data["words"] = {"past": phrases("problem.past")}
    chosen = settle(roles(tuple(fonts), installed=installed), _texts(sources, data, phrases.lang))
    return _compiled(sources, data, chosen)


def plain(value: Any) -> Any:
    """Dataclasses as mappings, tuples as lists, everything else as text, a number or nothing: what JSON holds."""
    if isinstance(value, str):
        return _UNDRAWABLE.sub(MISSING, value)
    if isinstance(value, RowLine):  # of a row a paper names the place alone
        return {"table": plain(value.table), "origin": plain(value.origin)}
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.name != "view"}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Fraction) else value


def _sources(template: Path) -> dict[str, bytes]:
    """The template as `main.typ` and what it shares with the others. Raises BadInput where one reaches for the outside."""
    files = {"main.typ": template, SHARED: template.with_name(SHARED)}
    sources = {name: file.read_bytes() for name, file in files.items()}
    for name, source in sources.items():
        if found := _OUTSIDE.search(source.decode()):
            raise BadInput(
                Problem(
                    files[name].name,
                    say(f"模板里不能用 {found[0]}", f"a template may not use {found[0]}"),
                    say("不联网，不把文字当程序", "nothing is fetched, and no text becomes code"),
                )
            )
    return sources


def _texts(sources: Mapping[str, bytes], data: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    labels = {key: words.get(lang, words["zh"]) for key, words in plan_of_faces()["fields"].items()}
    own = [(labels["template"], _COMMENT.sub("", source.decode())) for source in sources.values()]
    words = catalogue().numbering
    numerals = (labels["template"], f"{words.digits}{words.ten}{words.hundred}{string.digits}")
    return [*texts_of(data, labels), *own, numerals]


def _view(dossier: Dossier) -> dict[str, Any]:
    """The parts of a report's view that a paper shows: all of it would be a hundred times as much."""
    view = dossier.view
    return {
        "lacking": plain(view.lacking),
        "todo": {"still": [_still(group) for group in view.todo.still]},
        "objections": [
            {
                "clause": {"title": plain(one.clause.title), "at": plain(one.clause.at)},
                "label": plain(one.label),
                "said": plain(one.said),
            }
            for one in view.objections
        ],
    }


def _still(group: Group) -> dict[str, Any]:
    """Without the entries that its items are made of, each with a whole rule."""
    items = [{key: plain(getattr(one, key)) for key in ("title", "period", "who", "said")} for one in group.items]
    return {"label": plain(group.label), "note": plain(group.note), "items": items}


def _compiled(sources: Mapping[str, bytes], data: Mapping[str, Any], chosen: Roles) -> bytes:
    typst = loaded("typst")
    families = {role: [face.family for face in faces] for role, faces in chosen.faces.items()}
    inputs = {
        "data": json.dumps(data, ensure_ascii=False),
        "faces": json.dumps(families, ensure_ascii=False),
        "created": json.dumps([CREATED.year, CREATED.month, CREATED.day]),
    }
    with gathered(chosen.files) as folder, gathered(()) as nowhere, panics():
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
        try:
            made: bytes = typst.compile(
                dict(sources),
                root=str(nowhere),
                font_paths=fonts,
                sys_inputs=inputs,
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=CREATED,
                package_path=str(nowhere),
                package_cache_path=str(nowhere),
            )
        except typst.TypstError as error:
            if "displayed" not in error.message:
                raise
            raise BadInput(_undrawn(error.message)) from None
    return made


def _undrawn(message: str) -> Problem:
    """A character that its face has on paper only: the typesetter found no glyph for it."""
    text = next(iter(re.findall(r'text `"(.*?)"`', message)), "")
    codes = " ".join(f"U+{ord(char):04X}" for char in text[:8])
    return Problem(
        "--format pdf",
        say(f"字体排不出“{text}”（{codes}）", f"the typefaces cannot set {text!r} ({codes})"),
        say("不能印成方框", "it must not be printed as a box"),
        say("用 --font 加一个有这个字的字体", "add a typeface that has it with --font"),
    )
