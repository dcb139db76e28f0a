"""What does not change between bodies: rulebooks, vocabulary and table schemas, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker import house
from checker.errors import BadInput, BadRulebook, Problem, say
from checker.model import Rulebook
from checker.nearest import alike
from checker.records.assemble import may_be_name
from checker.records.body import Body
from checker.records.derived import tables
from checker.records.factplace import fact_place
from checker.records.layout import Layout
from checker.records.tables import TableSchema
from checker.rulebook import admission, asksfor, load, vocabulary
from checker.rulebook.vocabulary import Vocabulary

SUGGESTED = 5
"""Regions named to somebody who wrote an unknown one."""


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

    @cached_property
    def _refused(self) -> dict[str, BadRulebook]:
        return {}

    def rulebook(self, name: str) -> Rulebook:
        """A rulebook by id, or by a folder that holds one; each is loaded once. Raises BadRulebook where it cannot be."""
        if name in self._refused:
            raise self._refused[name]
        if name not in self._loaded:
            outside = name not in self.folders and (Path(name) / "source.yaml").is_file()
            if outside:
                self._beside(Path(name))
            try:
                self._loaded[name] = load.load(Path(name)) if outside else load.all_rulebooks([name], self.extra)[0]
            except BadInput as bad:
                self._refused[name] = BadRulebook(bad.problems, str(self.folders.get(name, name)))
                raise self._refused[name] from None
        return self._loaded[name]

    def suppose(self, book: Rulebook) -> None:
        """From now on the rulebook of this id is this one, by whatever name it was asked for."""
        for name in {book.id, *(name for name, one in self._loaded.items() if one.id == book.id)}:
            self._loaded[name] = book

    def places(self, region: str) -> tuple[str, ...]:
        """All names of the place that `region` names, which is one of them or a rulebook's id; none where nobody governs it."""
        if region not in self._places:
            known = self.folders
            every = [known[region]] if region in known else [known[name] for name in sorted(known)]
            found = [names for names in map(self._governed, every) if region in known or region in names]
            self._places[region] = tuple(dict.fromkeys(name for names in found for name in names))
        return self._places[region]

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _governed(self, folder: Path) -> Sequence[str]:
        """The places of a rulebook; of one that cannot be read none, since another one is asked for."""
        try:
            return self._jurisdiction(folder)
        except BadRulebook:
            return ()

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
            for place in self._jurisdiction(folder):
                places.setdefault(place, []).append(name)
        found = places.get(region, [])
        if len(found) == 1:
            return self.rulebook(found[0])
        raise BadInput(self._unknown_region(body, region, [*sorted(self.folders), *sorted(places)]))

    def _unknown_region(self, body: Body, region: str, known: Sequence[str]) -> Problem:
        """A form says the region that it was made for; otherwise the known ones that are most like it, or the rulebooks."""
        place = fact_place(body, "region")
        if place is None:
            listed = "、".join([*alike(region, known), *sorted(self.folders)][:SUGGESTED])
            # What is no place may be a person's name, which no message repeats.
            hidden = may_be_name(region) and not alike(region, known)
            return Problem(
                f"{body.file}: body.region",
                say("不认识的地区", "unknown region")
                if hidden
                else say(f"不认识的地区“{region}”", f"unknown region `{region}`"),
                say("应为规则库编号或其管辖地名", "expected a rulebook id or a place it governs"),
                say(f"例如：{listed}", f"for example: {listed}"),
            )
        made = [name for name, _ in (body.layout.rulebooks if body.layout else ()) if name in self.folders]
        own = list(dict.fromkeys(self.region_of(self.rulebook(name)) for name in made))
        listed = "”“".join((own or alike(region, known))[:SUGGESTED])
        # What is no place may be a person's name, which no message repeats.
        said = f"“{region}”" if alike(region, known) else "地名"
        return Problem(
            place.where,
            say(f"“{place.label}”里的{said}不认识", f"`{place.label}`: an unknown place"),
            say("这一格由填报表填好，不要改", "the form fills it in itself: leave it as it is"),
            say(f"请改回“{listed}”", f"put back “{listed}”") if listed else "",
        )

    def _jurisdiction(self, folder: Path) -> Sequence[str]:
        try:
            return load.document(folder / "source.yaml", "source").data["jurisdiction"] or ()
        except BadInput as bad:
            raise BadRulebook(bad.problems, str(folder)) from None

    def region_of(self, rulebook: Rulebook) -> str:
        """What a body writes as its region to be checked by this rulebook: the first place that no other one governs, else
        the rulebook's id."""
        others = [folder for name, folder in self.folders.items() if name != rulebook.id]
        taken = {place for folder in others for place in self._jurisdiction(folder)}
        known = rulebook.id in self.folders
        return next((place for place in rulebook.source.jurisdiction if known and place not in taken), rulebook.id)

    def layout(self, books: Sequence[Rulebook], kind: str, year: str, lang: str = "zh") -> Layout:
        """What a body of `kind` fills in for these rulebooks, worked out once."""
        key = (*((book.id, book.sha256) for book in books), (kind, year), (lang, self.vocabulary.sha256))
        if key not in self._layouts:
            self._layouts[key] = asksfor.layout(books, self.vocabulary, self.schemas, kind, year, lang)
        return self._layouts[key]

    @cached_property
    def _layouts(self) -> dict[tuple[tuple[str, str], ...], Layout]:
        return {}

    def admit(self, body: Body, rulebook: Rulebook) -> tuple[Problem, ...]:
        """What should be known of the workbook in which a body was filled in; nothing where there is none. Raises BadInput
        where its rulebooks now ask for something else."""
        old = body.layout
        if old is None:
            return ()
        books: dict[str, Rulebook] = {rulebook.id: rulebook}
        for name, _ in old.rulebooks:
            if name not in books and name in self.folders:
                books[name] = self.rulebook(name)
        asked = [books[name] for name, _ in old.rulebooks if name in books]
        now = (
            self.layout(asked, old.kind, old.year, asksfor.language(old)) if len(asked) == len(old.rulebooks) else None
        )
        return admission.judged(old, now, rulebook, body.file)
