"""Which bodies do these paths hold? A file, or a folder with `body.yaml`, is one body; any other folder a collection.

A new kind of file joins by one entry in READERS: a function from path to `Body` that raises BadInput.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from checker.errors import BadInput, Problem, say
from checker.records import folder_reader, yaml_reader
from checker.records.body import Body

Reader = Callable[[Path], Body]


def _workbook(path: Path) -> Body:
    from checker.records import workbook_reader  # noqa: PLC0415  (most bodies are no workbooks)

    return workbook_reader.body(path)


READERS: dict[str, Reader] = {".yaml": yaml_reader.read, ".yml": yaml_reader.read, ".xlsx": _workbook}
"""By suffix, in lower case."""

SPREADSHEETS = frozenset({".xlsm", ".xls", ".et", ".wps", ".ods", ".numbers", ".csv"})
"""Files in which people may send their records and that are refused with what to do; none goes missing in silence."""


def bodies(paths: Sequence[Path]) -> Iterator[Body | BadInput]:
    """Each body in turn, or why it cannot be used: one broken body does not stop the others.

    Collections are walked in the order of names, one level deep. Files of decisions (`decisions.yaml`,
    `<anything>.decisions.yaml`) are not bodies. Two bodies with one id would be one body counted twice: the second is
    BadInput.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for found in _bodies(path):
            if isinstance(found, Body) and found.id in seen:
                what = say(f"编号 {found.id} 与 {seen[found.id]} 相同", f"same id {found.id} as {seen[found.id]}")
                why = say("每个集团或部门的编号应不同", "each body has an id of its own")
                yield BadInput(Problem(found.file, what, why, say("请修改 body.id", "change body.id")))
                continue
            if isinstance(found, Body):
                seen[found.id] = found.file
            yield found


def sources(path: Path) -> list[Path]:
    """The paths of the bodies that `path` holds, one each, without reading them. Raises BadInput."""
    if not path.exists():
        raise BadInput(Problem(str(path), say("文件或文件夹不存在", "no such file or folder")))
    if not path.is_dir() or folder_reader.is_body(path):
        return [path]
    members = sorted(path.iterdir(), key=lambda member: member.name)
    found = [member for member in members if _holds_body(member)]
    if not found:
        raise BadInput(
            Problem(
                str(path),
                say("文件夹里没有记录", "no records in this folder"),
                say(
                    "应有 body.yaml（一个集团），或若干记录文件、含 body.yaml 的子文件夹",
                    "expected body.yaml (one body), or files of records, or subfolders with body.yaml",
                ),
            )
        )
    return found


def read(path: Path) -> Body:
    """The body of one file or one folder with `body.yaml`. Raises BadInput."""
    if path.is_dir():
        return folder_reader.read(path)
    suffix = path.suffix.lower()
    reader = _workbook if suffix in SPREADSHEETS else READERS.get(suffix)
    if reader is None:
        known = "、".join(READERS)
        what = say("不认识的文件种类", "unknown kind of file")
        raise BadInput(Problem(str(path), what, say(f"应为 {known} 文件或文件夹", f"expected {known} or a folder")))
    return reader(path)


def _bodies(path: Path) -> Iterator[Body | BadInput]:
    try:
        found = sources(path)
    except BadInput as bad:
        yield bad
        return
    for member in found:
        try:
            yield read(member if member == path else folder_reader.inside(member, path))
        except BadInput as bad:
            yield bad


def _holds_body(member: Path) -> bool:
    if member.name.startswith((".", "~$")):
        return False
    if member.is_dir():
        return folder_reader.is_body(member)
    return member.suffix.lower() in (READERS.keys() | SPREADSHEETS) and not is_decisions(member)


def is_decisions(path: Path) -> bool:
    """By its name: `decisions.yaml` or `<anything>.decisions.yaml`."""
    return path.stem == "decisions" or path.stem.endswith(".decisions")
