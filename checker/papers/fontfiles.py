"""Font files: which faces they hold, and which characters a face has.

Files of a user are hostile: their size and first bytes are looked at before anything parses them, and whatever a parser says of a
broken one becomes one sentence.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.errors import BadInput, Problem, say
from checker.papers.pdfextra import loaded, panics

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_COLLECTION = b"ttcf"
_MAGIC = (b"\x00\x01\x00\x00", b"OTTO", b"true", _COLLECTION)
_FACES = 256
"""Of a collection: a file that claims billions keeps the typesetter busy for minutes."""
_LARGEST = 256 << 20
_MOST = 2000
"""Files of one folder: the font folder of an office has some hundreds."""
_ORDINARY = 400


@dataclass(frozen=True)
class Face:
    """One face of a file, as typst calls it. `index` is its place in a collection."""

    family: str
    path: Path
    index: int
    weight: int
    upright: bool

    @property
    def distance(self) -> tuple[bool, int]:
        """From the ordinary upright face, least first."""
        return not self.upright, abs(self.weight - _ORDINARY)


def installed_faces() -> tuple[Face, ...]:
    """All faces that this computer has installed."""
    return _installed()


def given_faces(paths: Iterable[Path]) -> tuple[Face, ...]:
    """The faces of these files and folders, in this order. Raises BadInput for one that cannot be used or holds none."""
    found: list[Face] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found += _folder(path) if path.is_dir() else _file(path)
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return tuple(found)


@cache
def characters(face: Face) -> frozenset[int]:
    """The characters for which the face has a glyph. Raises BadInput for a table that cannot be read."""
    library = loaded("fontTools.ttLib")
    try:
        with library.TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            # Names of glyphs are of no use here, and to read them all takes longer than everything else.
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
            best = font.getBestCmap() or {}
            first = font.getGlyphName(0)
            return frozenset(code for code, glyph in best.items() if glyph != first)
    except Exception:  # a parser of a hostile file may raise anything
        raise BadInput(_broken(face.path)) from None


@contextmanager
def gathered(files: Iterable[Path]) -> Iterator[Path]:
    """A folder of its own in which these files stand under plain names, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="jituan-") as name:
        folder = Path(name)
        for number, file in enumerate(files):
            _link(file.resolve(), folder / f"{number:04}{file.suffix.lower()}")
        yield folder


def _link(file: Path, place: Path) -> None:
    try:
        place.symlink_to(file)
    except OSError:  # Windows lets only some users make links
        try:
            os.link(file, place)
        except OSError:
            shutil.copyfile(file, place)


@cache
def _installed() -> tuple[Face, ...]:
    fonts = loaded("typst").Fonts(include_system_fonts=True, include_embedded_fonts=False)
    return tuple(
        Face(one.family, Path(one.path), one.index, one.weight, one.style == "normal")
        for one in sorted(fonts.fonts(), key=lambda one: (one.family, one.path or "", one.index))
        if one.path
    )


def _folder(path: Path) -> list[Face]:
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    if len(files) > _MOST:
        raise BadInput(
            Problem(
                str(path),
                say(f"文件夹里有 {len(files)} 个字体文件", f"the folder holds {len(files)} font files"),
                say(f"最多 {_MOST} 个", f"at most {_MOST}"),
            )
        )
    faces = _scan([file for file in files if _sound(file) is None])
    if not faces:
        raise BadInput(
            Problem(
                str(path),
                say("文件夹里没有可用的字体文件", "the folder holds no usable font file"),
                say(f"应为 {'、'.join(ENDINGS)}", f"expected {', '.join(ENDINGS)}"),
            )
        )
    return faces


def _file(path: Path) -> list[Face]:
    if problem := _sound(path):
        raise BadInput(problem)
    faces = _scan([path])
    if not faces:
        raise BadInput(_broken(path))
    for face in faces:
        characters(face)
    return faces


def _sound(path: Path) -> Problem | None:
    """What speaks against parsing the file at all."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return Problem(str(path), say("不是普通文件", "not an ordinary file"))
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Problem(str(path), say(f"读不了：{reason}", f"cannot be read: {reason}"))
    if head[:4] not in _MAGIC or (head[:4] == _COLLECTION and not 0 < int.from_bytes(head[8:12], "big") <= _FACES):
        return _broken(path)
    if size > _LARGEST:
        return Problem(str(path), say("字体文件太大", "the font file is too large"), f"≤ {_LARGEST >> 20} MB")
    return None


def _scan(files: list[Path]) -> list[Face]:
    with gathered(files) as folder, panics():
        fonts = loaded("typst").Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
        # typst tells where a link leads; a copy stands for itself
        order = {place.resolve(): number for number, place in enumerate(sorted(folder.iterdir()))}
        found = [(order[Path(one.path).resolve()], one) for one in fonts.fonts() if one.path]
    return [
        Face(one.family, files[number], one.index, one.weight, one.style == "normal")
        for number, one in sorted(found, key=lambda pair: (pair[0], pair[1].index))
    ]


def _broken(path: Path) -> Problem:
    return Problem(
        str(path),
        say("不是能用的字体文件", "not a usable font file"),
        say("已损坏，或不是 TrueType、OpenType", "broken, or neither TrueType nor OpenType"),
        say("换一个 .ttf、.otf 或 .ttc 文件", "name another .ttf, .otf or .ttc file"),
    )
