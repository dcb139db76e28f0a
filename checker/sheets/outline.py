"""Which sheets a workbook has, and in which parts of the file they and what they share stand."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from defusedxml.ElementTree import fromstring

from checker.errors import say
from checker.packed import plain
from checker.sheets.limits import SHEETS
from checker.sheets.refusals import damaged, refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _OFFICE.encode(),
}
"""The other names that ISO 29500 Strict has for the same things; openpyxl knows only the usual ones."""

_SHARED = ("styles", "sharedStrings")
_NONE = b"<none/>"
"""Instead of one of these parts, which a workbook need not have."""


@dataclass(frozen=True)
class Outline:
    """`sheets` has name, XML and whether it is hidden, in the order of the tabs; charts are none."""

    date1904: bool
    sheets: tuple[tuple[str, bytes, bool], ...]
    styles: bytes
    strings: bytes


def outline(parts: Mapping[str, bytes]) -> Outline:
    """Raises BadInput for a workbook that names parts it does not hold, and for one without sheets or with too many; whatever
    the parser raises for damaged XML."""
    start = (target for kind, target in _related(parts, "").values() if kind == "officeDocument")
    main = next(start, "xl/workbook.xml")
    root = fromstring(_usual(parts, main))
    related = _related(parts, main)
    listed = root.findall(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
    if len(listed) > SHEETS:
        why = say(f"应不超过 {SHEETS} 个", f"at most {SHEETS}")
        raise refused("", say("工作表过多", "too many sheets"), why, say("请删去用不到的工作表", "delete some"))
    sheets = []
    for one in listed:
        kind, part = related.get(one.get(f"{{{_OFFICE}}}id", ""), ("", ""))
        if kind == "worksheet":
            sheets.append((one.get("name", ""), _usual(parts, part), one.get("state", "visible") != "visible"))
    if not sheets:
        raise refused("", say("没有工作表", "there is no sheet"))
    if len({name.lower() for name, *_ in sheets}) < len(sheets) or not all(name.strip() for name, *_ in sheets):
        raise damaged("", say("工作表没有名称或重名", "sheets without a name of their own"))
    settings = root.find(f"{{{MAIN}}}workbookPr")
    date1904 = settings is not None and settings.get("date1904") in {"1", "true", "on"}
    shared = dict(related.values())
    styles, strings = (_usual(parts, shared[kind]) if kind in shared else _NONE for kind in _SHARED)
    return Outline(date1904, tuple(sheets), styles, strings)


def _related(parts: Mapping[str, bytes], source: str) -> dict[str, tuple[str, str]]:
    """Id → kind and part, of what a part refers to. The file itself is the part without a name."""
    folder, name = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in parts:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for one in fromstring(_usual(parts, relations)).iterfind(_RELATION):
        target = posixpath.join("/", folder, plain(one.get("Target", "")))
        kind = one.get("Type", "").rpartition("/")[2]
        found[one.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
    return found


def _usual(parts: Mapping[str, bytes], name: str) -> bytes:
    """A part that the workbook names, with the usual names in it; BadInput where the file does not hold it."""
    if name not in parts:
        raise damaged("", say("缺少内部条目", "a part is missing"))
    data = parts[name]
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    return data
