"""What does not change between bodies: rulebooks, vocabulary and table schemas, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker import house
from checker.errors import BadInput, Problem, say
from checker.model import Rulebook
from checker.records.body import Body
from checker.records.derived import tables
from checker.records.tables import TableSchema
from checker.rulebook import load, vocabulary
from checker.rulebook.vocabulary import Vocabulary


@dataclass(frozen=True)
class Workbench:
    """Everything that is loaded once. `extra` is the value of JITUAN_RULES."""

    extra: str | None = None

    @cached_property
    def schemas(self) -> Mapping[str, TableSchema]:
        return tables()

    @property
    def vocabulary(self) -> Vocabulary:
        """The shipped one with the `measures/` of JITUAN_RULES and of the folders that hold rulebooks given by path."""
        added = tuple(self._added.values())
        if added not in self._vocabularies:
            self._vocabularies[added] = vocabulary.load(house.rules_dir() / "vocabulary", self.schemas, added)
        return self._vocabularies[added]

    @cached_property
    def _vocabularies(self) -> dict[tuple[Path, ...], Vocabulary]:
        return {}

    @cached_property
    def _added(self) -> dict[Path, Path]:
        """Folders whose `measures/` count, as they are named, by what they are: none is read twice."""
        return {folder.resolve(): folder for folder in house.rule_folders(self.extra)[1:]}

    @cached_property
    def folders(self) -> Mapping[str, Path]:
        return load.folders(self.extra)

    @cached_property
    def _loaded(self) -> dict[str, Rulebook]:
        return {}

    def rulebook(self, name: str) -> Rulebook:
        """A rulebook by id, or by a folder that holds one; each is loaded once."""
        if name not in self._loaded:
            outside = name not in self.folders and (Path(name) / "source.yaml").is_file()
            if outside:
                self._beside(Path(name))
            self._loaded[name] = load.load(Path(name)) if outside else load.all_rulebooks([name], self.extra)[0]
        return self._loaded[name]

    def _beside(self, folder: Path) -> None:
        """A rulebook given by path brings the `measures/` that stand beside it, as with JITUAN_RULES."""
        above = folder.parent if folder.name not in ("", "..") else folder.resolve().parent
        if (above / "measures").is_dir() and above.resolve() != house.rules_dir().resolve():
            self._added.setdefault(above.resolve(), above)

    def rulebook_for(self, body: Body) -> Rulebook:
        """The rulebook of a body's region: a rulebook id or a place that one names as its own. Raises BadInput."""
        region = str(body.body["region"])
        if region in self.folders:
            return self.rulebook(region)
        places: dict[str, list[str]] = {}
        for name, folder in sorted(self.folders.items()):
            for place in load.document(folder / "source.yaml", "source").data["jurisdiction"] or ():
                places.setdefault(place, []).append(name)
        found = places.get(region, [])
        if len(found) == 1:
            return self.rulebook(found[0])
        known = "、".join([*sorted(self.folders), *sorted(places)])
        raise BadInput(
            Problem(
                f"{body.file}: body.region",
                say(f"不认识的地区“{region}”", f"unknown region `{region}`"),
                say("应为规则库编号或其管辖地名", "expected a rulebook id or a place it governs"),
                say(f"可用：{known}", f"known: {known}"),
            )
        )
