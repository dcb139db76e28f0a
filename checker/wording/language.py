"""The tables of one language, compiled: what `rules/vocabulary/wording/<language>` says, ready for reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from checker.wording.forms import Form, FormError, Scanner, compile_form, opening, scanner
from checker.wording.numerals import FIGURES, Numerals
from checker.wording.words import Words, words, words_pattern

YEAR_FIGURES = r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"


@dataclass(frozen=True)
class Unit:
    keys: tuple[str, ...]
    of_one: Fraction


@dataclass(frozen=True)
class Comparators:
    before: Words
    after: Words
    adjoining: frozenset[str]
    reach: int
    about_before: Words
    about_after: Words


@dataclass(frozen=True)
class Bases:
    """How the base of a share is named: the particles between the two, and how long it is at most."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    unless: tuple[str, ...]
    longest: int


@dataclass(frozen=True)
class Modals:
    """`binds`: words that bind wherever they stand; `opens`: only where a clause opens; `templates`: with a number, of
    the modalities `numeric`. A clause that begins or ends with a word of `circumstance` does not say the main thing.
    `carries`: modalities that reach on to later clauses; `denies`: words that deny what follows in their clause, and
    `denies_from` the whole clause that they open: what binds in it `turns`."""

    binds: Words
    opens: Words
    templates: tuple[Form, ...]
    numeric: frozenset[str]
    circumstance: tuple[str, ...]
    circumstance_ends: tuple[str, ...]
    carries: frozenset[str]
    denies: Words
    denies_from: Words
    turns: Mapping[str, str]


@dataclass(frozen=True)
class Actors:
    """`agents` stand directly before who acts, unless `not_agent` follows; `acts` behind; behind `not_after` an actor is only mentioned. `lead_in`
    are words that may stand between the start of a clause and who acts."""

    words: Words
    agents: tuple[str, ...]
    not_agent: tuple[str, ...]
    not_after: tuple[str, ...]
    acts: tuple[str, ...]
    lead_in: Words
    recipient: tuple[str, ...]


@dataclass(frozen=True)
class Language:
    key: str
    letters: re.Pattern[str]
    blanks: bool
    """Blanks part words here, so they stay."""
    stops: frozenset[str]
    pauses: frozenset[str]
    aside: Mapping[str, str]
    numerals: Numerals
    scales: Mapping[str, int]
    scanner: Scanner
    numeral: re.Pattern[str]
    denominators: Mapping[str, int]
    units: Mapping[str, Unit]
    bases: Bases
    comparators: Comparators
    windows: Words
    per_follows: bool
    months: Mapping[str, int]
    edges_before: Mapping[str, str]
    edges_after: Mapping[str, str]
    phases: Mapping[str, tuple[str, str]]
    modals: Modals
    actors: Actors
    steps: Words
    order_before: tuple[str, ...]
    order_after: tuple[str, ...]
    through: tuple[str, ...]
    vague: Words


def language(tables: Mapping[str, Any], bad: Callable[[str, str], None]) -> Language:
    """The tables of one language, by name, compiled. `bad` is told the table and the template that cannot be read."""
    frame = tables["language"]
    apart = frame["blanks"] == "apart"
    numerals = _numerals(tables["numerals"], apart=apart)
    classes = _classes(tables, numerals, apart=apart)

    def said(groups: Mapping[str, Any], swallow: Sequence[str] = ()) -> Words:
        return words(groups, swallow, apart=apart)

    times, compare, about = tables["times"], tables["comparators"], tables["about"]
    edges = {
        side: {w: effect for effect, ws in times["edges"][side].items() for w in ws} for side in ("before", "after")
    }
    steps, modal = tables["steps"], tables["modality"]
    return Language(
        key=frame["key"],
        letters=re.compile("[" + _ranges(frame["letters"]) + "]"),
        blanks=apart,
        stops=frozenset(frame["stops"]),
        pauses=frozenset(frame["pauses"]),
        aside=dict(frame["aside"]),
        numerals=numerals,
        scales=tables["scales"],
        scanner=_scanner(tables, classes, bad),
        numeral=re.compile(rf"[0-9]+(?:[.,][0-9]+)*|{numerals.written}", re.IGNORECASE),
        denominators={word.lower(): n for word, n in tables["denominators"].items()},
        bases=_bases(tables["bases"]),
        units={
            word.lower(): Unit(tuple(one["unit"]), Fraction(one.get("of_one", 1)))
            for one in tables["units"]
            for word in one["words"]
        },
        comparators=Comparators(
            before=said(compare["before"], compare.get("swallow", ())),
            after=said(compare["after"], compare.get("swallow", ())),
            adjoining=frozenset(word.lower() for word in compare["adjoining"]),
            reach=compare["reach"],
            about_before=said({"about": about["before"]}),
            about_after=said({"about": about["after"]}),
        ),
        windows=said(
            {k: v for k, v in times["windows"].items() if k != "swallow"}, times["windows"].get("swallow", ())
        ),
        per_follows=times["per_follows"],
        months={name.lower(): n for name, n in times["months"].items()},
        edges_before=edges["before"],
        edges_after=edges["after"],
        phases={word.lower(): (one["first"], one["last"]) for one in times["phases"] for word in one["words"]},
        modals=_modals(modal, classes, bad, apart=apart),
        actors=_actors(tables, said),
        steps=said({k: v for k, v in steps.items() if k != "swallow"}, steps.get("swallow", ())),
        order_before=tuple(tables["order"]["before"]),
        order_after=tuple(tables["order"]["after"]),
        through=tuple(tables["order"]["through"]),
        vague=said({k: v for k, v in tables["vague"].items() if k != "swallow"}, tables["vague"].get("swallow", ())),
    )


def _numerals(table: Mapping[str, Any], *, apart: bool) -> Numerals:
    return Numerals(
        digits=table["digits"], tens=table.get("tens", {}), powers=table["powers"], steps=table["steps"],
        zeros=tuple(table["zeros"]), joins=tuple(table.get("joins", ())), point=tuple(table.get("point", ())),
        elides=table.get("elides", False), apart=apart,
    )  # fmt: skip


def _bases(table: Mapping[str, Any]) -> Bases:
    return Bases(tuple(table["before"]), tuple(table["after"]), tuple(table["unless"]), table["longest"])


def _ranges(pairs: Sequence[Sequence[str]]) -> str:
    return "".join(f"{re.escape(first)}-{re.escape(last)}" for first, last in pairs)


def _classes(tables: Mapping[str, Any], numerals: Numerals, *, apart: bool) -> dict[str, str]:
    """Regular expressions of all classes of the templates. A class without words can never fit."""

    def listed(every: Sequence[str]) -> str:
        return words_pattern(every, apart=apart) if every else "(?!)"

    times, compare, about = tables["times"], tables["comparators"], tables["about"]
    own = {name: listed(every) for name, every in tables["classes"].items()}
    letter = "[" + _ranges(tables["language"]["letters"]) + "]"
    year = YEAR_FIGURES
    if not apart:
        digit = words_pattern([*(w for w, n in numerals.digits.items() if n < 10), *numerals.zeros], apart=False)
        year = f"(?:{YEAR_FIGURES}|{digit}{{4}})"
    return own | {
        "number": numerals.pattern,
        "figures": FIGURES,
        "scale": listed(list(tables["scales"])),
        "unit": "(?:" + "|".join(_unit(one, apart=apart) for one in _longest_first(tables["units"])) + ")",
        "denominator": listed(list(tables["denominators"])),
        "half": listed(tables["halves"]),
        "over": listed(about["over"]),
        "comparator": listed([word for every in compare["after"].values() for word in every]),
        "included": listed(compare["included"]),
        "excluded": listed(compare["excluded"]),
        "letters": rf"(?:(?<!\w){letter}{{1,20}}(?!\w))" if apart else letter,
        "year": year,
        "month": listed(list(times["months"])) if times["months"] else numerals.pattern,
        "day": numerals.pattern,
        "phase": listed([word for one in times["phases"] for word in one["words"]]),
        "edge_before": listed([word for every in times["edges"]["before"].values() for word in every]),
        "edge_after": listed([word for every in times["edges"]["after"].values() for word in every]),
        "window": listed([word for key, every in times["windows"].items() if key != "swallow" for word in every]),
        "idiom": listed(tables["idioms"]),
        "count": listed(tables["counts"]),
    }  # fmt: skip


def _longest_first(units: Sequence[Mapping[str, Any]]) -> list[tuple[str, Sequence[str]]]:
    every = [(word, one.get("unless", ())) for one in units for word in one["words"]]
    return sorted(every, key=lambda pair: len(pair[0]), reverse=True)


def _unit(one: tuple[str, Sequence[str]], *, apart: bool) -> str:
    word, unless = one
    not_followed = f"(?!{'|'.join(re.escape(rest) for rest in unless)})" if unless else ""
    return words_pattern([word], apart=apart) + not_followed


def _scanner(tables: Mapping[str, Any], classes: Mapping[str, str], bad: Callable[[str, str], None]) -> Scanner:
    forms: list[Form] = []
    starts: set[str] = set()
    listed = [{"kind": "skip", "forms": ["{idiom}"]}, {"kind": "count", "forms": ["{count}"]},
              {"kind": "window", "forms": ["{window}"]}]  # fmt: skip
    for table in [*listed, *tables["forms"]]:
        settings = {key: value for key, value in table.items() if key not in ("kind", "forms")}
        for template in table["forms"]:
            try:
                forms.append(compile_form(str(table["kind"]), template, classes, settings))
                starts |= set(opening(template, classes))
            except FormError as wrong:
                bad("forms", str(wrong))
    return scanner(forms, sorted(starts))


def _modals(
    table: Mapping[str, Any], classes: Mapping[str, str], bad: Callable[[str, str], None], *, apart: bool
) -> Modals:
    swallow = table["swallow"]
    aside, negation = table["circumstance"], table["negation"]
    carries = frozenset(table["carries"])
    table = {key: one for key, one in table.items() if key not in ("swallow", "circumstance", "negation", "carries")}
    templates: list[Form] = []
    for key, one in table.items():
        for template in one.get("after", ()):
            try:
                templates.append(compile_form(key, template, classes, {}))
            except FormError as wrong:
                bad("modality", str(wrong))
    hard = {key: [*one.get("binds", ()), *one.get("softens", ())] for key, one in table.items()}
    soft = {key: one.get("opens", ()) for key, one in table.items()}
    return Modals(
        binds=words(hard, swallow, apart=apart),
        opens=words(soft, swallow, apart=apart),
        templates=tuple(templates),
        numeric=frozenset(form.kind for form in templates),
        circumstance=tuple(aside["opens"]),
        circumstance_ends=tuple(aside["closes"]),
        carries=carries,
        denies=words({"deny": negation["words"]}, swallow, apart=apart),
        denies_from=words({"deny": negation["opens"]}, swallow, apart=apart),
        turns=negation["turns"],
    )


def _actors(tables: Mapping[str, Any], said: Callable[..., Words]) -> Actors:
    other = tables["subject"]
    return Actors(
        words=said(tables["actors"], tables["actor_swallow"]),
        agents=tuple(other["agents"]),
        not_agent=tuple(other["not_agent"]),
        not_after=tuple(other["not_after"]),
        acts=tuple(other["acts"]),
        lead_in=said({"lead_in": other["lead_in"]}),
        recipient=tuple(tables["recipient"]),
    )
