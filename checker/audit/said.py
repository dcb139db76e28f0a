"""Short things in words: totals, grades, ranks, rows, what was found between bodies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from checker.audit.nouns import Audit, Card, Crossing, Drawn, Place
from checker.model import Rulebook, Scheme
from checker.report.values import decimal
from checker.report.words import Lexicon, Phrases, clean, pick

BODIES = 4
"""Bodies named of a longer list."""
CHOSEN = 30
"""Those named of whom a quota takes in: the JSON has all."""


class Sayer:
    """Words of one audit in one language."""

    def __init__(self, audit: Audit, lexicon: Lexicon, phrases: Phrases) -> None:
        self.audit, self.lexicon, self.say, self.lang = audit, lexicon, phrases, phrases.lang
        self.schemes: Mapping[str, Scheme] = {
            scheme.id: scheme for book in audit.books.values() for scheme in book.schemes
        }

    # ---- scores ------------------------------------------------------------------------------------------------

    def number(self, number: Fraction) -> str:
        text, exact = decimal(number)
        return text if exact else self.say("value.about", a=text)

    def score(self, card: Card) -> str:
        """Certain and possible, or the one number where all is known; first whether the scheme applies at all, where that is open."""
        said = self.number(card.low)
        if card.low != card.high:
            said = self.say("audit.interval", a=said, b=self.number(card.high))
        return said if card.applies == "yes" else self.say("audit.maybe_applies", said=said)

    def graded(self, card: Card) -> str:
        said = self.grades(card.scheme, card.grades)
        said = self.say("report.bracketed", what=said, text=self.say("score.veto")) if card.vetoed else said
        return said if card.applies == "yes" else self.say("audit.maybe_applies", said=said)

    def grades(self, scheme: str, grades: Iterable[str]) -> str:
        labels = self.schemes[scheme].grading.labels if scheme in self.schemes else {}
        said = [pick(labels.get(one), self.lang) or clean(one) for one in grades]
        return self.say("report.or").join(said) if said else self.say("audit.no_grade")

    def rank(self, place: Place) -> str:
        if place.best is None:
            return self.say("audit.unranked")
        if place.best == place.worst:
            return str(place.best)
        return self.say("audit.interval", a=place.best, b=place.worst)

    def varies(self, card: Card, book: Rulebook) -> tuple[str, ...]:
        """Readings under which the grades would be others."""
        said = []
        for name, grades in card.varies.items():
            key, _, option = name.partition(".")
            question = book.questions.get(key)
            chosen = question.options.get(option) if question else None
            label = pick(chosen.label, self.lang) if chosen else clean(name)
            said.append(self.say("audit.varies", option=label, grades=self.grades(card.scheme, grades)))
        return tuple(said)

    def quota(self, drawn: Drawn, scheme: str) -> str:
        quota = drawn.quota
        graded, most = self._span(*map(Fraction, drawn.graded)), self._span(*map(Fraction, drawn.most))
        share = f"{self.number(quota.at_most * 100)}%"
        fraction = self.say("audit.fraction", a=share, n=graded, product=self._span(*drawn.share))
        return self.say(
            "audit.quota", title=pick(quota.title, self.lang), grades=self.grades(scheme, quota.grades), graded=graded,
            share=share, fraction=fraction, most=most,
        )  # fmt: skip

    def _span(self, low: Fraction, high: Fraction) -> str:
        return self.number(low) if low == high else self.say("audit.interval", a=self.number(low), b=self.number(high))

    # ---- bodies and rows ---------------------------------------------------------------------------------------

    def body(self, body: str) -> str:
        return clean(self.audit.labels.get(body, body))

    def bodies(self, bodies: tuple[str, ...], most: int = BODIES) -> str:
        listed = self.say.join([self.body(one) for one in bodies[:most]])
        return listed if len(bodies) <= most else self.say("audit.bodies_more", list=listed, n=len(bodies))

    def table(self, name: str) -> str:
        return self.lexicon.place(name, self.lang)

    def crossing(self, one: Crossing) -> str:
        """One finding on a line; an id in the table of people may be a name and is left out."""
        of_one_table = one.kind in ("repeat", "shared_row")
        rows = self.say.join([self._row(*row, of_one_table=of_one_table) for row in one.rows])
        bodies = self.bodies(one.bodies) if one.kind != "same_id" else clean(one.bodies[0])
        told: dict[str, object] = {"rows": rows, "bodies": bodies, "n": one.count}
        if one.kind in ("repeat", "repeat_across"):
            told["what"] = self.say.join([self.table(name) for name in one.what])
        else:
            told["what"] = self.say.join([clean(name) for name in one.what])
        if one.shared is not None:
            shared = one.shared
            told |= {"what": self.table(shared.table), "have": shared.have, "need": shared.need}
            told |= {"one": pick(shared.titles[0], self.lang), "other": pick(shared.titles[1], self.lang)}
            told |= {"at_one": clean(shared.at[0]), "at_other": clean(shared.at[1])}
        told |= {"span": self._days(one.span), "sure": "" if one.sure else self.say("audit.unsure")}
        return self.say(f"audit.said_{one.kind}", **told)

    def _row(self, table: str, key: str, origin: str, *, of_one_table: bool) -> str:
        if table in ("body", "people"):
            return self.say("audit.row_bare", origin=clean(origin))
        if of_one_table:
            return self.say("audit.row_alone", id=clean(key), origin=clean(origin))
        return self.say("audit.row", table=self.table(table), id=clean(key), origin=clean(origin))

    def _days(self, span: tuple[str, str]) -> str:
        start, end = span
        if not start:
            return self.say("audit.span_open")
        return self.say("audit.span_both", a=start, b=end) if end else self.say("audit.span_from", a=start)
