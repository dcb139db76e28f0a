"""A document is what its title says: a draft binds nobody, whatever the register calls it."""

from __future__ import annotations

from collections.abc import Iterator

from checker.errors import Problem, say
from checker.model import Rulebook, Words
from checker.rulebook.agreement import load
from checker.rulebook.vocabulary import Vocabulary


def statuses(rulebook: Rulebook, _: Vocabulary) -> Iterator[Problem]:
    """The document, and each part with a title of its own, has a status that the words of the title allow."""
    source = rulebook.source
    yield from _against([source.title, source.issuer], source.status, f"{rulebook.folder}/source.yaml")
    for part in source.parts:
        if part.title is not None:
            yield from _against([part.title], part.status or source.status, f"{part.file}:{part.line}")


def _against(titles: list[Words], status: str, where: str) -> Iterator[Problem]:
    texts = [text for title in titles for text in title.values()]
    for pattern, allowed in load().statuses:
        words = next((found[0] for text in texts if (found := pattern.search(text))), None)
        if words and status not in allowed:
            yield Problem(
                where,
                say(f"写有“{words}”，status 却是 {status}", f"the words say {words}, the status is {status}"),
                mend=say(f"请写 status: {allowed[0]}", f"write status: {allowed[0]}"),
            )
