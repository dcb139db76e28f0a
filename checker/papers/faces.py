"""Typefaces of the PDF papers: which are there, which of them a paper is set in, and whether they have every character.

What plays which part is data (`reports/typst/faces.yaml`). typst finds the faces and says what they are called, since those are the
names that it knows them by; fontTools says which characters a face has. A file that somebody gives is looked at before typst sees it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker import house
from checker.errors import BadInput, Problem, printable, say
from checker.papers.fontfiles import Face, characters, given_faces, installed_faces


@dataclass(frozen=True)
class Roles:
    """`faces` gives each role the families it is set in: first the role's own, then where what that one lacks is taken from."""

    faces: Mapping[str, tuple[Face, ...]]

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(face.path for faces in self.faces.values() for face in faces))


@cache
def roles(fonts: tuple[Path, ...] = (), *, installed: bool = True) -> Roles:
    """The faces of every role, those of `fonts` (files or folders) before the installed ones.

    A given face that no role names stands in for every role that no other given one is named for. Raises BadInput where a file cannot
    be used and where there is no face at all.
    """
    plan = plan_of_faces()
    given = _by_family(given_faces(fonts)) if fonts else {}
    present = _by_family(installed_faces()) if installed else {}
    known = {name.casefold() for role in plan["roles"].values() for name in role["families"]}
    known |= {name.casefold() for name in plan["others"]}
    nameless = tuple(face for name, face in given.items() if name not in known)
    own = {role: _first(plan["roles"][role]["families"], given, nameless, present) for role in plan["roles"]}
    rest = [face for name in plan["others"] if (face := given.get(name.casefold()) or present.get(name.casefold()))]
    chosen = {role: _chain(plan, own, role, (*given.values(), *rest)) for role in plan["roles"]}
    if not all(chosen.values()):
        names = "、".join(plan["install"])
        raise BadInput(
            Problem(
                "--format pdf",
                say("这台电脑上没有能排中文公文的字体", "no typeface for Chinese documents is installed here"),
                say(f"需要其中任意一种：{names}", f"any of these will do: {', '.join(plan['install'])}"),
                say(
                    "安装一种，或用 --font 指明字体文件或文件夹",
                    "install one, or name a font file or folder with --font",
                ),
            )
        )
    return Roles(chosen)


def settle(roles: Roles, texts: Iterable[tuple[str, str]]) -> Roles:
    """The roles with no more faces than `texts` need; each text is (where it stands, itself).

    Raises BadInput for characters that a role cannot set, each named once with its code and the first place it stands in.
    """
    places: dict[str, str] = {}
    first: dict[str, str] = {}
    for where, text in texts:
        first.setdefault(text, where)
    for text, where in first.items():
        composed = text if text.isascii() else unicodedata.normalize("NFC", text)
        for char in composed:
            places.setdefault(char, where)
    needed = {ord(char) for char in places if _drawn(char)}
    lacking: set[int] = set()
    used: dict[str, tuple[Face, ...]] = {}
    for role, faces in roles.faces.items():
        used[role], missing = _enough(faces, needed)
        lacking |= missing
    if lacking:
        raise BadInput(_missing(char, places[char]) for char in sorted(map(chr, lacking)))
    return Roles(used)


@cache
def plan_of_faces() -> Mapping[str, Any]:
    """What `reports/typst/faces.yaml` says."""
    path = house.reports_dir() / "typst" / "faces.yaml"
    plan: Mapping[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return plan


def _by_family(faces: Iterable[Face]) -> dict[str, Face]:
    """One upright face a family, that nearest to the ordinary weight: the one that typst takes."""
    found: dict[str, Face] = {}
    for face in faces:
        other = found.get(face.family.casefold())
        if other is None or face.distance < other.distance:
            found[face.family.casefold()] = face
    return found


def _first(
    names: Sequence[str], given: Mapping[str, Face], nameless: tuple[Face, ...], present: Mapping[str, Face]
) -> Face | None:
    wanted = [name.casefold() for name in names]
    for there in (given, dict(enumerate(nameless)), present):
        keys: Iterable[Any] = there if there is not given and there is not present else wanted
        for key in keys:
            if key in there:
                return there[key]
    return None


def _chain(
    plan: Mapping[str, Any], own: Mapping[str, Face | None], role: str, rest: Iterable[Face]
) -> tuple[Face, ...]:
    order = [own[name] for name in (role, *plan["roles"][role]["else"])]
    return tuple(dict.fromkeys(face for face in (*order, *rest) if face))


def _drawn(char: str) -> bool:
    """Whether the character leaves a mark: format characters and selectors of a variant do not."""
    return unicodedata.category(char) not in ("Cf", "Cc") and not unicodedata.name(char, "").startswith("VARIATION")


def _enough(faces: tuple[Face, ...], needed: set[int]) -> tuple[tuple[Face, ...], set[int]]:
    """The first face and those after it that have something which is still lacking, and what is lacking in the end."""
    used, missing = faces[:1], needed - characters(faces[0])
    for face in faces[1:]:
        if not missing:
            break
        if there := missing & characters(face):
            used, missing = (*used, face), missing - there
    return used, missing


def _missing(char: str, where: str) -> Problem:
    code = f"U+{ord(char):04X}"
    shown = f"“{char}”（{code}）" if printable(char).strip() else code
    return Problem(
        where,
        say(f"所用字体没有 {shown} 这个字", f"the typefaces have no glyph for {shown}"),
        say("不能印成方框", "it must not be printed as a box"),
        say(
            "用 --font 加一个有这个字的字体，或改用别的写法",
            "add a typeface that has it with --font, or write it otherwise",
        ),
    )


def texts_of(data: object, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each text of plain data with the place it stands in: the label of its part, and which one of a list it is."""
    found: list[tuple[str, str]] = []
    _collect(data, labels, "", found)
    return found


def _collect(data: object, labels: Mapping[str, str], where: str, found: list[tuple[str, str]]) -> None:
    if isinstance(data, str):
        found.append((where, data))
    elif isinstance(data, dict):
        for key, value in data.items():
            _collect(value, labels, where or labels.get(key, key), found)
    elif isinstance(data, list):
        for number, value in enumerate(data, start=1):
            # only the first list is counted: "问题 3", whatever stands within it
            _collect(value, labels, where if where[-1:].isdigit() else f"{where} {number}", found)
