"""Bodies that were checked one by one, on one page: worst first, each line leading to the body's own page.

    overview(standings, books) → Audit

is an audit of which nothing is said that lies between the bodies; `html` sets it like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from checker.audit import told_apart, worst
from checker.audit.build import Links, build
from checker.audit.html import render
from checker.audit.nouns import Audit, Broken, Standing
from checker.audit.ranks import rankings
from checker.model import Rulebook
from checker.report.words import Lexicon, Phrases


def overview(standings: Sequence[Standing], books: Mapping[str, Rulebook], broken: Sequence[Broken] = ()) -> Audit:
    """`books` are the rulebooks of the standings by id; `broken` are files that could not be used."""
    used = {name: books[name] for name in dict.fromkeys(one.rulebook for one in standings)}
    return Audit(
        standings=tuple(sorted(standings, key=worst)),
        rankings=rankings(standings, used),
        targets=(),
        crossings=(),
        broken=tuple(broken),
        notes=(),
        labels=told_apart({one.id: one.name for one in standings}),
        books=used,
        compared=False,
    )


def page(made: Audit, lexicon: Lexicon, phrases: Phrases, beside: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    """The page. `beside` names the files in the same folder: (file, rulebook) → (page, marked copy), each empty where there is
    none; of a file that could not be used the rulebook is empty."""
    links: Links = {key: (quote(one, safe=""), quote(other, safe="")) for key, (one, other) in beside.items()}
    return render(build(made, lexicon, phrases, links), phrases)
