"""What `jituan rules new` prints: a draft for one place of the outline, its quote from the text where that is at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from checker.cli.common import State
from checker.cli.import_ import known
from checker.drafting.book import DraftRule, rules_at
from checker.drafting.duties import Duty
from checker.drafting.files import rule
from checker.errors import BadInput, Problem, say
from checker.model import Rulebook, Unit
from checker.nearest import nearest
from checker.rulebook.citations import read_source
from checker.rulebook.lock import citing, path_of, read_lock
from checker.rulebook.words import lexicon
from checker.wording.outline import outline
from checker.wording.text import normalise

_QUOTE = "……"


def skeleton(state: State, book: Rulebook, place: str, sources: Path | None) -> str:
    """YAML of one or more drafts whose ids are free. Raises BadInput for a place that the document does not have."""
    text = read_source(book.source, sources or Path(book.folder))
    if text is not None:
        places = [one.place for one in outline(text)]
        drafts = rules_at(text, book.id, _known(book, place, places), lexicon())
    else:
        lock = read_lock(path_of(book))
        if lock is None:
            mend = say("用 --sources 指明原文所在文件夹", "name the folder of texts with --sources")
            raise BadInput(
                Problem(str(path_of(book)), say("没有原文，也没有锁文件", "neither text nor lock"), mend=mend)
            )
        at = _known(book, place, [one.place for one in lock.outline])
        item = next((one.id.split("/")[1] for one in citing(book) if one.at == at and not isinstance(one, Unit)), "0")
        duty = Duty(_QUOTE, at, None, "", None)
        drafts = [DraftRule(f"{book.id}/{item}/new", at, duty, "")]
    taken = {one.id for one in citing(book)}
    words = known(state)
    return "".join(rule(_free(one, taken), words, state.lang) for one in drafts)


def _known(book: Rulebook, place: str, places: list[str]) -> str:
    for one in places:
        if normalise(one) == normalise(place):
            return one
    near = nearest(place, places)
    mend = say(f"是否指“{near}”", f"did you mean {near}") if near else ""
    raise BadInput(Problem(book.folder, say(f"文件中没有“{place}”", f"no such place {place}"), mend=mend))


def _free(one: DraftRule, taken: set[str]) -> DraftRule:
    """With an id that no rule has: ids are never reused."""
    name, again = one.id, 2
    while name in taken:
        name, again = f"{one.id}-{again}", again + 1
    taken.add(name)
    return replace(one, id=name)
