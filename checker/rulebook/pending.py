"""What of a rulebook no person has confirmed yet: keys of its register, reasons without a norm, draft rules.

A rulebook with anything pending is work in progress: lint names every piece, and nobody is judged by it.
"""

from __future__ import annotations

from checker.errors import BadRulebook, Problem, say
from checker.model import Rulebook

_CONFIRM = say("核对原文，补全后删去 draft: true", "read the document, complete it, then remove `draft: true`")


def pending(rulebook: Rulebook) -> list[Problem]:
    """Every piece with its place, the register first."""
    return [*_register(rulebook), *_drafts(rulebook)]


def refuse(rulebook: Rulebook) -> None:
    """Raises BadRulebook if anything is pending; it names the first piece and how many there are."""
    if found := pending(rulebook):
        first, count = found[0], len(found)
        what = say(
            f"规则库 {rulebook.id} 还有 {count} 处未经确认，不能用来检查",
            f"{rulebook.id} has {count} pieces that nobody has confirmed: nothing is checked by it",
        )
        mend = say(
            f"全部列出：jituan rules lint {rulebook.folder}", f"all of them: jituan rules lint {rulebook.folder}"
        )
        raise BadRulebook(Problem(first.where, what, mend=mend), rulebook.folder)


def _register(rulebook: Rulebook) -> list[Problem]:
    found = []
    for key, line in rulebook.source.open:
        where = f"{rulebook.folder}/source.yaml:{line}"
        if key == "without_norm":
            what = say("待确认：无规范内容的一项", "to be confirmed: an entry of without_norm")
            found.append(Problem(where, what, mend=_CONFIRM))
        else:
            found.append(Problem(where, say(f"待填：{key}", f"to be filled in: {key}")))
    return found


def _drafts(rulebook: Rulebook) -> list[Problem]:
    return [
        Problem(
            f"{one.file}:{one.line}", say(f"待确认：草稿 {one.id}", f"to be confirmed: draft {one.id}"), mend=_CONFIRM
        )
        for one in rulebook.drafts
    ]
