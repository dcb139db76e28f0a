"""Which consequences a body's own records can bring about."""

from __future__ import annotations

from checker.model import Consequence, Rulebook


def consequences_of(rulebook: Rulebook, kind: str) -> tuple[Consequence, ...]:
    """Consequences that hang on this kind of body's records; one that hangs on another's alone is not asked here."""
    here = {rule.id for rule in rulebook.rules if rule.subject == kind}
    here |= {scheme.id for scheme in rulebook.schemes if scheme.subject == kind}
    kept: dict[str, Consequence] = {}
    while True:
        more = {
            one.id: one
            for one in rulebook.consequences
            if one.id not in kept
            and one.subject in (None, kind)
            and all(
                c.get("finding") in here
                or c.get("consequence") in kept
                or c.get("grade", c.get("total")) in here
                or "measure" in c
                for c in one.when
            )
        }
        if not more:
            return tuple(one for one in rulebook.consequences if one.id in kept)
        kept |= more
