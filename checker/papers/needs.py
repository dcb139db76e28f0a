"""What a paper cannot be made without: a scoring table needs a scheme that applies to the body, an order something that is broken
under a document that binds."""

from __future__ import annotations

from dataclasses import replace

from checker.errors import BadInput, Problem, Text, say
from checker.papers.catalogue import Paper
from checker.papers.nouns import Dossier

SCORES, BREACHES = "scores", "breaches"


def lacks(paper: Paper, dossier: Dossier) -> Problem | None:
    """Why the paper cannot be made of this report; None where it can."""
    if paper.needs == SCORES and not dossier.scores.cards:
        return _no_scheme(paper, dossier)
    if paper.needs == BREACHES and not fitted(paper, dossier).breaches:
        return _no_breach(paper, dossier)
    return None


def demand(paper: Paper, dossier: Dossier) -> None:
    """Raises BadInput where the paper cannot be made of this report."""
    if wrong := lacks(paper, dossier):
        raise BadInput(wrong)


def fitted(paper: Paper, dossier: Dossier) -> Dossier:
    """The dossier as far as the paper may use it: nothing is ordered under a draft, or under a document that has run out."""
    if paper.needs != BREACHES:
        return dossier
    breaches, reminders = (tuple(one for one in some if one.binding) for some in (dossier.breaches, dossier.reminders))
    return replace(dossier, breaches=breaches, reminders=reminders)


def _no_scheme(paper: Paper, dossier: Dossier) -> Problem:
    zh, en = _title(paper)
    titles = "、".join(f"《{one.title}》" for one in dossier.bases)
    return Problem(
        dossier.body,
        say(f"没有{zh}可填：{titles}没有给这类对象评分的方案，或方案不适用于它",
            f"no {en} to fill in: the document has no scheme for this kind of body, or none that applies to it"),
        mend=say("请改选其他文书，如问题清单", "choose another paper, as the list of problems"),
    )  # fmt: skip


def _no_breach(paper: Paper, dossier: Dossier) -> Problem:
    zh, en = _title(paper)
    if dossier.breaches:
        why: Text = say(f"不能出{zh}：所依据的文件是征求意见稿或在检查日已经失效，不能据以要求整改",
                        f"no {en}: the document is a draft, or had run out by the day of the check, and orders nothing")  # fmt: skip
    else:
        why = say(f"不必出{zh}：就现有记录，没有认定不符合文件要求的问题",
                  f"no {en}: the records show nothing that is broken")  # fmt: skip
    return Problem(
        dossier.body, why, mend=say("请改选督导意见书或问题清单", "choose the opinion or the list of problems")
    )


def _title(paper: Paper) -> tuple[str, str]:
    return paper.title["zh"], paper.title.get("en", paper.key)
