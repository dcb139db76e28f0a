"""The cache of rule files: what comes back is what was read, decimals exact, and damage is as good as none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from checker.rulebook.cache import Shelf

TEXT = "measures:\n  m: {score: 83.67, amounts: [0.1, 3], name: 甲}\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JITUAN_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "m.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def kept(file: Path) -> Shelf:
    shelf = Shelf([file])
    shelf.put(shelf.parse(file))
    shelf.save()
    return shelf


def test_what_was_read_comes_back_with_exact_decimals(file: Path) -> None:
    read = kept(file).parse(file)
    again = Shelf([file]).get(file)
    assert again is not None
    assert again.data == read.data
    assert again.data["measures"]["m"] == {"score": Decimal("83.67"), "amounts": [Decimal("0.1"), 3], "name": "甲"}
    assert isinstance(again.data["measures"]["m"]["score"], Decimal)
    assert (again.sha256, again.line("measures", "m")) == (read.sha256, read.line("measures", "m"))


def test_a_changed_or_damaged_file_is_read_anew(file: Path, tmp_path: Path) -> None:
    kept(file)
    (entry,) = (tmp_path / "cache").glob("rules-*.json")
    entry.write_bytes(entry.read_bytes()[:-3])
    assert Shelf([file]).get(file) is None
    kept(file)
    file.write_text(TEXT.replace("83.67", "83.68"), encoding="utf-8")
    assert Shelf([file]).get(file) is None


def test_the_lines_of_indicators_come_back_too(file: Path) -> None:
    """A scheme names them: without, the very same rulebook would differ from one run to the next."""
    file.write_text("schemes:\n- id: a\n  items:\n  - {id: one}\n  - {id: two}\n", encoding="utf-8")
    kept(file)
    again = Shelf([file]).get(file)
    assert again is not None
    assert [again.line("schemes", 0, "items", n) for n in (0, 1)] == [4, 5]
