"""What the reply to each file is called, and which files of a folder get none.

names(["in/甲.et", "in/甲.xlsx"], "标注") → {"in/甲.et": "甲.et", "in/甲.xlsx": "甲"}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from checker.audit.bucket import Source
from checker.records import reader

FORM = ".xlsx"


def names(files: Iterable[str], suffix: str) -> dict[str, str]:
    """By file, told apart without regard to case. Of files that differ in their ending alone every one but a workbook keeps it;
    the reply to a reply has no second `suffix`. A number is left for files that are called the same in two folders."""
    listed = list(dict.fromkeys(files))
    shared = Counter(stem(one, suffix).lower() for one in listed)
    found: dict[str, str] = {}
    # What is called as its reply comes first, so that no reply that comes back takes its name.
    for file in sorted(listed, key=lambda one: (not _is_plain(one, suffix), listed.index(one))):
        path, base = Path(file), stem(file, suffix)
        if shared[base.lower()] > 1 and path.suffix.lower() != FORM:
            base = path.name
        taken, name, number = {one.lower() for one in found.values()}, base, 1
        while name.lower() in taken:
            number += 1
            name = f"{base}-{number}"
        found[file] = name
    return {file: found[file] for file in listed}


def stem(file: str, suffix: str) -> str:
    """The name without an ending that we know and without the suffix of a reply."""
    path = Path(file)
    base = path.stem if path.suffix.lower() in {*reader.READERS, *reader.SPREADSHEETS} else path.name
    return base.removesuffix(f"-{suffix}") if suffix else base


def unread(paths: Sequence[Path], sources: Sequence[Source], inputs: Collection[Path]) -> list[str]:
    """The names of files that lie in a folder among those that are answered and are none: a paper, a scan."""
    known = {one.path for one in sources} | {Path(one.file) for one in sources} | {*inputs}
    members = [member for path in paths if path.is_dir() for member in path.iterdir()]
    return sorted(
        one.name for one in members if one.is_file() and not one.name.startswith((".", "~$")) and one not in known
    )


def _is_plain(file: str, suffix: str) -> bool:
    return Path(file).suffix == FORM and Path(file).stem == stem(file, suffix)
