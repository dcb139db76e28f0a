"""`scores.yaml` → `Scheme`s, and a scheme under each option of the questions that it names.

A reading is laid on the mapping as it was read, by the id of a line (`i4: {deduction: {part: whole}}`) or under `grades` and
`scheme`; what an option swaps for rules is swapped in the lines that list its question, too. Then the mapping is read anew, so
that a patched scheme has passed the same checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from checker import yamlfile
from checker.errors import BadInput, Problem
from checker.model import (
    FORMS,
    Band,
    Bonus,
    Category,
    Deducted,
    Form,
    Grading,
    Option,
    Question,
    Quota,
    Scheme,
    ScoreItem,
    Stage,
    Veto,
)
from checker.rulebook.numbers import number

PRIMARY = "primary"
LINES = ("items", "bonus", "veto")
"""Lists of a scheme whose entries a reading names by their id."""
Raw = Mapping[str, Any]


def schemes(doc: yamlfile.Document) -> list[Scheme]:
    """The schemes of a file. Raises BadInput with every number or form that cannot be read."""
    found: list[Scheme] = []
    problems: list[Problem] = []
    for i, item in enumerate(doc.data["schemes"]):
        lines = {one["id"]: doc.line("schemes", i, "items", n) for n, one in enumerate(item["items"])}
        try:
            found.append(scheme(item, file=doc.name, line=doc.line("schemes", i), lines=lines))
        except ValueError as wrong:
            problems.append(Problem(where=doc.where("schemes", i), what=str(wrong)))
    if problems:
        raise BadInput(problems)
    return found


def scheme(raw: Raw, *, file: str = "", line: int = 0, lines: Mapping[str, int] | None = None) -> Scheme:
    """One scheme from its mapping. Raises ValueError."""
    grades = raw["grades"]
    listed: list[str] = [*raw.get("readings", ()), *grades.get("readings", ())]
    listed += [key for name in LINES for one in raw.get(name, ()) for key in one.get("readings", ())]
    return Scheme(
        id=raw["id"], at=raw["at"], quote=raw["quote"], title=raw["title"], subject=raw["subject"],
        total=number(raw["total"]), every=raw.get("every"), when=tuple(raw.get("when", ())),
        rounding=raw.get("rounding", "none"), differ=number(raw.get("differ", 1)),
        stages=tuple(
            Stage(
                one["key"], one["at"], one["quote"], one["title"], one.get("rule"), one.get("final", False),
                one.get("recorded"), one.get("remark"),
            )
            for one in raw.get("stages", ())
        ),
        categories=tuple(
            Category(one["id"], one["at"], one["quote"], one["title"], number(one["points"]))
            for one in raw["categories"]
        ),
        items=tuple(_item(one, (lines or {}).get(one["id"], line)) for one in raw["items"]),
        bonus=tuple(
            Bonus(
                one["id"], one["at"], one["quote"], one["title"], number(one["points"]), tuple(one["when"]),
                one.get("times"), tuple(one.get("readings", ())), number(one["least"]) if "least" in one else None,
            )
            for one in raw.get("bonus", ())
        ),
        veto=tuple(
            Veto(
                one["id"], one["at"], one["quote"], one["title"], one["grade"], tuple(one["when"]),
                tuple(one.get("readings", ())),
            )
            for one in raw.get("veto", ())
        ),
        grading=Grading(
            grades["given_by"], grades["at"], grades["quote"],
            tuple(_band(one, one["grade"]) for one in grades["bands"]),
            {one["grade"]: one["name"] for one in grades["bands"]}, grades.get("measure"),
            tuple(grades.get("readings", ())),
        ),
        bonuses=raw.get("bonuses", "sum"), bonus_in=raw.get("bonus_in", "total"),
        quotas=tuple(
            Quota(
                one["id"], one["at"], one["quote"], one["title"], tuple(one["grades"]), number(one["at_most"]), one["by"],
            )
            for one in raw.get("quotas", ())
        ),
        readings=tuple(dict.fromkeys(listed)), context=tuple(raw.get("context", ())),
        cases=tuple(raw.get("cases", ())), data=raw, file=file, line=line,
    )  # fmt: skip


def _item(raw: Raw, line: int) -> ScoreItem:
    kinds = [kind for kind in FORMS if kind in raw]
    if len(kinds) != 1:
        raise ValueError(f"{raw['id']}: exactly one of {', '.join(FORMS)}, found {kinds or 'none'}")
    return ScoreItem(
        id=raw["id"], category=raw["category"], at=raw["at"], quote=raw["quote"], title=raw["title"],
        points=number(raw["points"]), form=_form(kinds[0], raw[kinds[0]]), evidence=tuple(raw.get("evidence", ())),
        rules=tuple(raw.get("rules", ())), readings=tuple(raw.get("readings", ())),
        context=tuple(raw.get("context", ())), remark=raw.get("remark"), line=line,
    )  # fmt: skip


def _form(kind: str, raw: Raw) -> Form:
    each = raw.get("for_each")
    tests = tuple(
        Deducted(one["measure"], number(one["at_least"]), number(one["per"]), number(one["minus"]))
        for one in raw.get("tests", ())
    )
    if any(one.per <= 0 for one in tests):
        raise ValueError("per: more than 0")
    return Form(
        kind=kind, measure=raw.get("measure"), for_each=tuple(each) if isinstance(each, list | tuple) else each,
        combine=raw.get("combine", "mean"), tests=tests, together=raw.get("together", "sum"),
        part=raw.get("part", "exact"), worth={key: number(one) for key, one in raw.get("worth", {}).items()},
        bands=tuple(_band(one, number(one["points"])) for one in raw.get("bands", ())),
        times=number(raw.get("times", 1)),
    )  # fmt: skip


def _band(raw: Raw, worth: str | Fraction) -> Band:
    if "to" in raw and "under" in raw:
        raise ValueError("a band has `to` or `under`, not both")
    low = number(raw["from"]) if "from" in raw else None
    high = number(raw["to"]) if "to" in raw else number(raw["under"]) if "under" in raw else None
    if low is not None and high is not None and low > high:
        raise ValueError(f"a band from {low} to {high}")
    return Band(worth, low, high, "under" in raw)


def scheme_variants(
    one: Scheme, questions: Mapping[str, Question], decided: Mapping[str, str] | None = None
) -> tuple[tuple[str, Scheme], ...]:
    """(reading key, scheme) pairs as `readings.variants` has them for rules: `primary` first, then `question.option`."""
    decided = decided or {}
    base = {key: decided.get(key, questions[key].primary) for key in one.readings}
    primary = _under(one, questions, base)
    out = [(PRIMARY, primary)]
    for key in one.readings:
        if key in decided:
            continue
        others = (option for option in questions[key].options if option != base[key])
        out += [
            (f"{key}.{option}", _shared(_under(one, questions, {**base, key: option}), primary)) for option in others
        ]
    return tuple(out)


def _shared(one: Scheme, primary: Scheme) -> Scheme:
    """The scheme with the very items of the primary one where they are equal: what is the same is worked out once."""
    pairs = zip(one.items, primary.items, strict=True)
    return replace(one, items=tuple(known if item == known else item for item, known in pairs))


def _under(one: Scheme, questions: Mapping[str, Question], chosen: Mapping[str, str]) -> Scheme:
    raw = one.data
    for key, option in chosen.items():
        raw = patched(raw, key, questions[key].options[option])
    if raw is one.data:
        return one
    return scheme(raw, file=one.file, line=one.line, lines={item.id: item.line for item in one.items})


def patched(raw: Raw, question: str, option: Option) -> Raw:
    """A scheme's mapping under one option of a question."""
    patches = dict(option.scores)
    if not patches and not option.swap:
        return raw
    made = {**raw, **patches.pop("scheme", {})}
    made["grades"] = _merged(made["grades"], patches.pop("grades", {}))
    for name in LINES:
        if name not in made:
            continue
        entries = []
        for entry in made[name]:
            new = _swapped(entry, option.swap) if question in entry.get("readings", ()) else entry
            patch = patches.pop(entry["id"], {})
            if _forms(patch) and not _forms(patch) & _forms(entry):
                new = {key: one for key, one in new.items() if key not in FORMS}
            entries.append(_merged(new, patch))
        made[name] = entries
    if patches:
        raise ValueError(f"{raw['id']} has no {', '.join(patches)}")
    return made


def _forms(raw: Raw) -> set[str]:
    return raw.keys() & set(FORMS)


def _merged(raw: Raw, patch: Raw) -> Raw:
    """Mappings are merged key by key; all else is replaced."""
    made = dict(raw)
    for key, value in patch.items():
        both = isinstance(value, Mapping) and isinstance(made.get(key), Mapping)
        made[key] = _merged(made[key], value) if both else value
    return made


def _swapped(part: Any, swap: Mapping[str, str]) -> Any:
    """`part` with other measures."""
    if isinstance(part, Mapping):
        return {
            key: swap.get(one, one) if key in ("measure", "times") and isinstance(one, str) else _swapped(one, swap)
            for key, one in part.items()
        }
    return [_swapped(one, swap) for one in part] if isinstance(part, list) else part


def asked(one: Scheme) -> Iterator[tuple[str | tuple[str, ...] | None, str]]:
    """What a scheme reads of the records: a measure, of the whole body or of each element of a set."""
    for item in one.items:
        form = item.form
        for name in [form.measure, *(test.measure for test in form.tests)]:
            if name is not None:
                yield form.for_each, name
    lists = [one.when, *(line.when for line in one.bonus), *(line.when for line in one.veto)]
    yield from ((None, c["measure"]) for when in lists for c in when if "measure" in c)
    yield from ((None, bonus.times) for bonus in one.bonus if bonus.times)
    if one.grading.measure:
        yield None, one.grading.measure
