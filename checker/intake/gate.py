"""What a packed file must pass before anything in it is parsed."""

from __future__ import annotations

import io
import re
import zipfile

from checker.errors import BadInput, Problem, say

ENTRIES = 2_000
UNPACKED = 100_000_000
RATIO = 200
"""Unpacked bytes for one packed; real documents stay under a tenth of it."""
_SMALL = 1_000_000
"""A part that small is no bomb, however well it packs."""
_MAIN = "word/document.xml"
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<[^<>]*\bTargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE)
_MEND = say("请在 Word 或 WPS 中打开，另存为新的 .docx", "open it in Word or WPS and save it as a new .docx")


def is_word(raw: bytes, name: str) -> bool:
    """Whether the packed file is a Word document. BadInput for one that is damaged."""
    with _open(raw, name) as archive:
        return _MAIN in archive.namelist()


def admit(raw: bytes, name: str) -> int:
    """BadInput unless the Word file is harmless; the number of links that lead outside (they are not followed)."""
    links = 0
    with _open(raw, name) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise _refused(
                name, say("文件内部条目过多", "too many parts"), say(f"应不超过 {ENTRIES}", f"at most {ENTRIES}")
            )
        if sum(entry.file_size for entry in entries) > UNPACKED:
            size = f"{UNPACKED // 1_000_000} MB"
            raise _refused(
                name, say("解压后过大", "too large when unpacked"), say(f"应不超过 {size}", f"at most {size}")
            )
        if len({entry.filename for entry in entries}) < len(entries):
            raise _refused(name, say("内部有重名条目", "two parts have one name"))
        for entry in entries:
            _admit_entry(entry, name)
            if entry.filename.lower().endswith((".xml", ".rels")):
                links += _admit_xml(_read(archive, entry, name), entry.filename, name)
    return links


def _admit_entry(entry: zipfile.ZipInfo, name: str) -> None:
    path = entry.filename
    if path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path) or ":" in path:
        raise _refused(name, say("内部条目的路径可疑", "a part has a suspicious path"))
    if entry.flag_bits & 1:
        raise _refused(name, say("文件已加密", "the file is encrypted"))
    if entry.file_size > max(_SMALL, RATIO * entry.compress_size):
        raise _refused(name, say("压缩比异常", "suspicious compression"), say("可能是压缩炸弹", "perhaps a bomb"))
    if path.lower().endswith(("vbaproject.bin", "vbadata.xml")):
        raise _refused(name, say("含有宏", "contains macros"))


def _admit_xml(data: bytes, part: str, name: str) -> int:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:200]:
        data = data.decode("utf-16", "replace").encode()
    if _DTD.search(data):
        raise _refused(name, say(f"{part} 含有 DTD", f"{part} has a DTD"))
    if not part.endswith(".rels"):
        return 0
    outside = _OUTSIDE.findall(data)
    if any(b"/hyperlink" not in link for link in outside):
        raise _refused(
            name, say("引用了外部内容（模板、图片或对象）", "refers to outside content (template, image, object)")
        )
    return len(outside)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """One part; never more than its header promised."""
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(name, error) from None
    except Exception as error:  # zlib.error has no common base with the others
        raise _damaged(name, error) from None
    if len(data) > entry.file_size:
        raise _refused(name, say("条目大小与登记的不符", "a part is larger than it says"))
    return data


def _open(raw: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(name, error) from None


def _damaged(name: str, error: Exception) -> BadInput:
    why = say(f"读不出来：{type(error).__name__}", f"cannot be read: {type(error).__name__}")
    return BadInput(Problem(name, say("文件已损坏", "the file is damaged"), why, _MEND))


def _refused(name: str, what: dict[str, str] | object, why: object = "") -> BadInput:
    return BadInput(Problem(name, what, why, _MEND))  # type: ignore[arg-type]
