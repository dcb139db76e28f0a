"""What a packed file (docx, xlsx) must pass before anything in it is parsed: sizes, names, encryption, macros, DTDs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from checker.errors import BadInput, Problem, Text, say

ENTRIES = 2_000
UNPACKED = 100_000_000
RATIO = 200
"""Unpacked bytes for one packed; real documents stay under a tenth of it."""
_SMALL = 1_000_000
"""A part that small is no bomb, however well it packs."""
PACKED = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive can hold, for every part of those that we make."""
UNIX = 3
"""The system on which an archive says it was made, whichever it was."""
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<[^<>]*\bTargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE)


def opened(raw: bytes, name: str, mend: Text) -> zipfile.ZipFile:
    """The archive, of which nothing but the directory was read. BadInput for one that is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(name, error, mend) from None


def parts(archive: zipfile.ZipFile, name: str, mend: Text) -> Iterator[tuple[str, bytes]]:
    """The XML parts that hold no DTD, each by its name in the archive. BadInput, before the first, where the directory is
    not harmless, and for a part that is not."""
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        why = say(f"应不超过 {ENTRIES}", f"at most {ENTRIES}")
        raise refused(name, say("文件内部条目过多", "too many parts"), why, mend)
    if sum(entry.file_size for entry in entries) > UNPACKED:
        why = say(f"应不超过 {UNPACKED // 1_000_000} MB", f"at most {UNPACKED // 1_000_000} MB")
        raise refused(name, say("解压后过大", "too large when unpacked"), why, mend)
    if len({plain(entry.filename) for entry in entries}) < len(entries):
        raise refused(name, say("内部有重名条目", "two parts have one name"), "", mend)
    for entry in entries:
        _admit(entry, name, mend)
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            data = _read(archive, entry, name, mend)
            if _DTD.search(_narrow(data)):
                part = entry.filename
                raise refused(name, say(f"{part} 含有 DTD", f"{part} has a DTD"), "", mend)
            yield entry.filename, data


def repacked(raw: bytes) -> bytes:
    """An archive of ours with the same parts in the same order and without the time at which each was packed, so that the same parts
    give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, PACKED)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, UNIX
            after.writestr(entry, before.read(name))
    return made.getvalue()


def plain(part: str) -> str:
    """The name of a part as readers compare it: they do not tell A from a, nor \\ from /."""
    return part.replace("\\", "/").lower()


def outside(relations: bytes) -> list[bytes]:
    """The elements of a `.rels` part that lead out of the file."""
    return _OUTSIDE.findall(_narrow(relations))


def damaged(name: str, error: Exception, mend: Text) -> BadInput:
    why = say(f"读不出来：{type(error).__name__}", f"cannot be read: {type(error).__name__}")
    return refused(name, say("文件已损坏", "the file is damaged"), why, mend)


def refused(name: str, what: Text, why: Text, mend: Text) -> BadInput:
    return BadInput(Problem(name, what, why, mend))


def _admit(entry: zipfile.ZipInfo, name: str, mend: Text) -> None:
    path = entry.filename
    if path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path) or ":" in path:
        raise refused(name, say("内部条目的路径可疑", "a part has a suspicious path"), "", mend)
    if entry.flag_bits & 1:
        raise refused(name, say("文件已加密", "the file is encrypted"), "", mend)
    if entry.file_size > max(_SMALL, RATIO * entry.compress_size):
        why = say("可能是压缩炸弹", "perhaps a bomb")
        raise refused(name, say("压缩比异常", "suspicious compression"), why, mend)
    if path.lower().endswith(("vbaproject.bin", "vbadata.xml")):
        raise refused(name, say("含有宏", "contains macros"), "", mend)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, mend: Text) -> bytes:
    """One part; never more than its header promised."""
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except MemoryError:
        raise
    except Exception as error:  # zlib.error has no common base with the others
        raise damaged(name, error, mend) from None
    if len(data) > entry.file_size:
        raise refused(name, say("条目大小与登记的不符", "a part is larger than it says"), "", mend)
    return data


def _narrow(data: bytes) -> bytes:
    """UTF-16 as UTF-8, so that patterns find what a parser would."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").encode()
    if b"\0" in data[:200]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace").encode()
    return data
