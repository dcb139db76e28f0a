"""May a filled workbook still be checked? It carries what it asked for, and rules change."""

from __future__ import annotations

from checker.errors import BadInput, Problem, say, spoken
from checker.model import Rulebook, Words
from checker.records.layout import Layout, changes
from checker.records.workbook_layout import NEW_FORM

TOLD = 8
"""Changes named in one message."""


def judged(old: Layout, now: Layout | None, rulebook: Rulebook, file: str) -> tuple[Problem, ...]:
    """What should be known of the layout of a filled workbook that is to be checked by `rulebook`. `now` is what its rulebooks
    ask for today, None where one of them is not here. Raises BadInput where that is something else."""
    notes: list[Problem] = []
    if rulebook.id not in dict(old.rulebooks):
        notes.append(_of_others(old, rulebook, file))
    if now is None:
        notes.append(_not_here(old, file))
        return tuple(notes)
    if changed := changes(old, now):
        raise BadInput(_outdated(old, changed, file))
    before = dict(old.rulebooks)
    notes += [_rewritten(name, file) for name, sha256 in now.rulebooks if before[name] != sha256]
    return tuple(notes)


def _outdated(old: Layout, changed: list[Words], file: str) -> Problem:
    rest = len(changed) - TOLD
    zh, en = (
        "；".join(spoken(one, "zh") for one in changed[:TOLD]),
        "; ".join(spoken(one, "en") for one in changed[:TOLD]),
    )
    if rest > 0:
        zh, en = f"{zh}；另有 {rest} 处", f"{en}; and {rest} more"
    command = " ".join(["jituan template", *(f"--rules {name}" for name, _ in old.rulebooks), f"--year {old.year}"])
    command += f" --kind {old.kind}" if old.kind != "group" else ""
    return Problem(
        file,
        say(f"填报表是旧的，现行规则所问不同：{zh}", f"an old form, the rules now ask for something else: {en}"),
        mend=say(
            f"请用 {command} 重新生成，把已填的内容粘贴过去",
            f"make a new one with {command} and paste what was filled in",
        ),
        sender=NEW_FORM,
    )


def _rewritten(name: str, file: str) -> Problem:
    return Problem(
        file,
        say(
            f"填报表生成以后规则库 {name} 有过改动，所问内容没有变",
            f"{name} was changed since the form was made; it asks for the same",
        ),
    )


def _of_others(old: Layout, rulebook: Rulebook, file: str) -> Problem:
    made = [name for name, _ in old.rulebooks]
    return Problem(
        file,
        say(
            f"填报表是为 {'、'.join(made)} 做的，没有按 {rulebook.id} 发问，没有问到的按未报处理",
            f"the form was made for {', '.join(made)}; what {rulebook.id} needs beyond that counts as not reported",
        ),
    )


def _not_here(old: Layout, file: str) -> Problem:
    made = "、".join(name for name, _ in old.rulebooks)
    return Problem(
        file,
        say(
            f"填报表所用的规则库（{made}）不全在这里，没有核对所问内容是否有变",
            f"not all rulebooks of the form ({made}) are here: whether they ask for something else now was not looked at",
        ),
    )
