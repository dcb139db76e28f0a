"""Two rulebooks in words."""

from __future__ import annotations

from dataclasses import dataclass

from checker.differences.documents import Results, said_of
from checker.differences.view import Entry, Line, Section, View
from checker.report.words import Lexicon, Phrases, clean, pick
from checker.versions.books import CASE
from checker.versions.nouns import RuleChange

KINDS = ("added", "removed", "changed")


@dataclass(frozen=True)
class Compared:
    """`names` are the folders or ids of the earlier and the later one, `rules` how many each has."""

    names: tuple[str, str]
    rules: tuple[int, int]
    changes: tuple[RuleChange, ...]
    results: Results


def build(compared: Compared, lexicon: Lexicon, phrases: Phrases) -> View:
    say = phrases
    facts = tuple(
        (say(f"diff.{key}"), say("diff.rulebook", folder=clean(name), n=n))
        for key, name, n in zip(("before", "after"), compared.names, compared.rules, strict=True)
    )
    sections = []
    for kind in KINDS:
        found = tuple(_entry(one, compared.results, lexicon, say) for one in compared.changes if one.kind == kind)
        sections += [Section(say(f"diff.kind_{kind}"), found)] if found else []
    return View(say("diff.title_rulebooks"), facts, tuple(sections), "" if sections else say("diff.same_rulebooks"))


def _entry(one: RuleChange, results: Results, lexicon: Lexicon, say: Phrases) -> Entry:
    title = pick(one.title, say.lang)
    head = say("report.bracketed", what=clean(one.id), text=say("diff.clause", at=clean(one.at), title=title))
    nothing = say("diff.nothing")
    lines = [
        say(
            "diff.field",
            name=clean(field.name),
            before=clean(field.before) or nothing,
            after=clean(field.after) or nothing,
        )
        for field in one.fields
    ]
    lines += said_of(one.id, one.cases, results, lexicon, say)
    return Entry(head, _changed(one, say), tuple(map(Line, lines)))


def _changed(one: RuleChange, say: Phrases) -> str:
    if one.kind != "changed":
        return ""
    if all(field.name.partition(".")[0] == CASE for field in one.fields):
        return say("diff.cased")
    return say("diff.judged" if one.tested else "diff.worded")
