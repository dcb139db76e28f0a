"""Folders of YAML → `Rulebook` and `Vocabulary`: the only place that knows the keys of the rule files.

Shapes are checked by the JSON Schemas before anything is read here, so this module only turns data into dataclasses.
Errors: `BadInput` with file, line and column. Source: docs/language.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from checker import house, yamlfile
from checker.errors import BadInput, Problem
from checker.model import Ask, Consequence, Draft, Due, Option, Point, Question, Rule, Rulebook, Test, Unit
from checker.rulebook.cache import Shelf
from checker.rulebook.numbers import literal
from checker.rulebook.register import conflicts as differing
from checker.rulebook.register import source as register
from checker.rulebook.register import units as named_units
from checker.rulebook.schemes import schemes as scoring
from checker.schema import validate

ROLES = ("when", "require", "note")
WITHIN = ("year", "school_year")
"""Periods that have each month once."""
OPERATORS = (
    "at_least", "at_most", "more_than", "less_than", "equals", "on_or_before", "on_or_after", "before", "after",
    "is", "is_not", "one_of", "covers", "within", "same_set",
)  # fmt: skip


def documents(paths: Sequence[tuple[Path, str]]) -> dict[Path, yamlfile.Document]:
    """Files read strictly and each checked against its schema, by path, in order. Raises BadInput of the first bad one."""
    shelf = Shelf([path for path, _ in paths])
    found: dict[Path, yamlfile.Document] = {}
    with yamlfile.uncollected():
        for path, schema in paths:
            kept = shelf.get(path)
            if kept is None:
                kept = shelf.parse(path)
                validate(kept, schema)
                shelf.put(kept)
            found[path] = kept
        shelf.save()
    return found


def document(path: Path, schema: str) -> yamlfile.Document:
    """One file, read strictly and checked against `schemas/<schema>.json`."""
    return documents([(path, schema)])[path]


def folders(extra: str | None = None) -> dict[str, Path]:
    """Every rulebook folder by id: the shipped ones, then those of `extra` (JITUAN_RULES).

    Raises BadInput when a folder of `extra` would shadow a shipped id.
    """
    found: dict[str, Path] = {}
    for root in house.rule_folders(extra):
        candidates = [root] if (root / "source.yaml").is_file() else sorted(p for p in root.iterdir() if p.is_dir())
        for folder in candidates:
            if not (folder / "source.yaml").is_file():
                continue
            if folder.name in found:
                raise BadInput(
                    [
                        Problem(
                            where=str(folder),
                            what={
                                "zh": f"规则库编号 {folder.name} 已存在",
                                "en": f"rulebook id {folder.name} is taken",
                            },
                            mend={"zh": "请换一个文件夹名和编号", "en": "give the folder and its id another name"},
                        )
                    ]
                )
            found[folder.name] = folder
    return found


def load(folder: Path) -> Rulebook:
    """The rulebook in `folder`, rules in the order of the document's items."""
    files = sorted((p for p in folder.rglob("*.yaml")), key=lambda p: _natural(p.relative_to(folder)))
    found = documents([(path, schema_of(path, folder)) for path in files])
    if folder / "source.yaml" not in found:
        raise BadInput([Problem(where=str(folder), what={"zh": "缺少 source.yaml", "en": "source.yaml is missing"})])
    digest = hashlib.sha256()
    rules: list[Rule] = []
    drafts: list[Draft] = []
    questions: dict[str, Question] = {}
    consequences: list[Consequence] = []
    units: list[Unit] = []
    problems: list[Problem] = []
    for path, doc in found.items():
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + bytes.fromhex(doc.sha256))
        if path.name == "source.yaml":
            source = register(doc)
        elif path.name == "questions.yaml":
            questions |= {key: _question(key, body) for key, body in doc.data["questions"].items()}
        elif path.name == "consequences.yaml":
            consequences += [_consequence(item, doc, i) for i, item in enumerate(doc.data["consequences"])]
        elif path == folder / "units.yaml":
            units += named_units(doc, found[folder / "source.yaml"].data["id"])
        elif path in (folder / "scores.yaml", folder / "conflicts.yaml"):
            continue  # they name rules, so they are read once all of them are
        else:
            for i, item in enumerate(doc.data["rules"]):
                if "draft" in item:
                    line = doc.line("rules", i)
                    drafts.append(Draft(item["id"], item["at"], item["quote"], file=doc.name, line=line))
                    continue
                try:
                    rules.append(rule(item, file=doc.name, line=doc.line("rules", i)))
                except (ValueError, KeyError) as wrong:
                    problems.append(Problem(where=doc.where("rules", i), what=str(wrong)))
    problems += _twice([*rules, *drafts, *consequences, *units])
    if problems:
        raise BadInput(problems)
    doc_of_conflicts = found.get(folder / "conflicts.yaml")
    conflicts = differing(doc_of_conflicts, source.id, rules) if doc_of_conflicts else []
    doc_of_scores = found.get(folder / "scores.yaml")
    schemes = scoring(doc_of_scores) if doc_of_scores else []
    return Rulebook(
        source.id, source, tuple(rules), questions, tuple(consequences), digest.hexdigest(), str(folder), tuple(drafts),
        tuple(units), tuple(conflicts), tuple(schemes),
    )  # fmt: skip


def _twice(cited: Iterable[Rule | Draft | Consequence | Unit]) -> list[Problem]:
    """Ids that stand twice."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for one in cited:
        where = f"{one.file}:{one.line}"
        if one.id in seen:
            problems.append(
                Problem(
                    where=where,
                    what={
                        "zh": f"规则编号 {one.id} 重复，已见于 {seen[one.id]}",
                        "en": f"{one.id} stands also at {seen[one.id]}",
                    },
                    mend={"zh": "每条规则用一个编号", "en": "give each rule an id of its own"},
                )
            )
        seen[one.id] = where
    return problems


def rule(item: Mapping[str, Any], *, file: str = "", line: int = 0) -> Rule:
    """One rule from its mapping. Raises ValueError naming a constant that cannot be read."""
    window = item.get("during", {})
    return checked(Rule(
        id=item["id"], at=item["at"], title=item["title"], quote=item["quote"], modality=item["modality"],
        bearer=item["bearer"], subject=item["subject"], topic=item["topic"], basis=item["basis"],
        evidence=tuple(item.get("evidence", ())),
        for_each=tuple(tuple(one) if isinstance(one, list) else one for one in item.get("for_each", ())),
        every=item.get("every"), partial=item.get("partial", "open"),
        window=(_point(window.get("from")), _point(window.get("to"))), due=_due(item.get("due")),
        tests={role: tests(item[role]) for role in ROLES if role in item},
        ask=Ask(item["ask"]["who"], item["ask"]["on"], item["ask"].get("no")) if "ask" in item else None,
        no_rows=item.get("no_rows", "not_applicable"), readings=tuple(item.get("readings", ())),
        mend=item.get("mend"), remark=item.get("remark"), cases=tuple(item.get("cases", ())),
        context=tuple(item.get("context", ())), wording=tuple(item.get("wording", ())),
        file=file, line=line,
    ))  # fmt: skip


def checked(one: Rule) -> Rule:
    """The rule itself. Raises ValueError where two of its keys do not go together."""
    if one.due is not None and one.due.within is not None and one.every not in WITHIN:
        raise ValueError(f"due within a month needs every: {' or '.join(WITHIN)}")
    return one


def tests(items: Sequence[Mapping[str, Any]]) -> tuple[Test, ...]:
    """A list of tests that must all hold; the members of one `any` share a group. What stands beside `any` or `not` holds
    for the tests inside."""
    out: list[Test] = []
    for group, item in enumerate(items, start=1):
        beside = {key: item[key] for key in ("else", "if_missing") if key in item}
        if "any" in item:
            out += [_test({**beside, **one}, group) for one in item["any"]]
        elif "not" in item:
            out.append(_test({**beside, **item["not"]}, group, negate=True))
        else:
            out.append(_test(item, group))
    return tuple(out)


def _test(item: Mapping[str, Any], group: int, *, negate: bool = False) -> Test:
    ops = [key for key in item if key in OPERATORS]
    if len(ops) != 1:
        raise ValueError(f"a test on {item.get('measure')} needs exactly one operator, found {ops or 'none'}")
    op, right = ops[0], item[ops[0]]
    common: dict[str, Any] = {
        "measure": item["measure"], "op": op, "group": group, "negate": negate,
        "breached_as": item.get("else"), "missing_as": item.get("if_missing"),
        "wanted": item.get("wanted") != "no",
    }  # fmt: skip
    if isinstance(right, Mapping):
        return Test(
            **common, right_measure=right["measure"], times=_fraction(right.get("times", 1)),
            plus=_fraction(right.get("plus", 0)), months=right.get("months", 0), days=right.get("days", 0),
        )  # fmt: skip
    return Test(**common, right=literal(op, right))


def _fraction(value: Any) -> Fraction:
    number = literal("equals", value)
    assert isinstance(number, Fraction)
    return number


def _point(item: Any) -> Point | None:
    if item is None:
        return None
    if isinstance(item, str):
        return Point(date=item)
    return Point(measure=item["measure"], months=item.get("months", 0), days=item.get("days", 0))


def _due(item: Any) -> Due | None:
    if item is None:
        return None
    if item == "open":
        return Due(open=True)
    if "by" in item:
        return Due(at=Point(date=item["by"]))
    if "within" in item:
        return Due(within=item["within"]["month"])
    if "after" in item:
        return Due(at=_point(item["after"]))
    return Due(after_period=(item["after_period"].get("months", 0), item["after_period"].get("days", 0)))


def _question(key: str, item: Mapping[str, Any]) -> Question:
    options = {
        name: Option(
            name,
            one["label"],
            one["pull"],
            one.get("swap", {}),
            one.get("set", {}),
            one.get("rules", {}),
            one.get("scores", {}),
        )
        for name, one in item["options"].items()
    }
    return Question(key, item["ask"], item["primary"], options)


def _consequence(item: Mapping[str, Any], doc: yamlfile.Document, index: int) -> Consequence:
    return Consequence(
        id=item["id"], at=item["at"], quote=item["quote"], title=item["title"], bearer=item["bearer"],
        when=tuple(item["when"]), state=item["state"], then=item["then"],
        subject=item.get("subject"), cases=tuple(item["cases"]),
        file=doc.name, line=doc.line("consequences", index),
    )  # fmt: skip


def schema_of(path: Path, folder: Path) -> str:
    special = {"source", "questions", "consequences", "units", "conflicts", "scores"}
    return path.stem if path.parent == folder and path.stem in special else "rules"


def _natural(path: Path) -> tuple[tuple[int, str], ...]:
    """Sort key that puts `10-x` after `9-x`: item numbers are numbers."""
    keys: list[tuple[int, str]] = []
    for part in path.parts:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        keys.append((int(digits) if digits else 0, part))
    return tuple(keys)


def all_rulebooks(ids: Iterable[str] | None = None, extra: str | None = None) -> tuple[Rulebook, ...]:
    """The rulebooks of these ids (all of them without ids), in the order asked. Raises BadInput for an unknown id."""
    known = folders(extra)
    wanted = list(ids) if ids is not None else sorted(known)
    unknown = [one for one in wanted if one not in known]
    if unknown:
        raise BadInput(
            [
                Problem(
                    where=one,
                    what={"zh": f"没有名为 {one} 的规则库", "en": f"there is no rulebook {one}"},
                    mend={"zh": "可用：" + "、".join(sorted(known)), "en": "known: " + ", ".join(sorted(known))},
                )
                for one in unknown
            ]
        )
    return tuple(load(known[one]) for one in wanted)
