"""What a paper cannot be made without: a scoring table needs a scheme that applies to the body."""

from __future__ import annotations

from checker.errors import BadInput, Problem, say
from checker.papers.catalogue import Paper
from checker.papers.nouns import Dossier

SCORES = "scores"


def lacks(paper: Paper, dossier: Dossier) -> Problem | None:
    """Why the paper cannot be made of this report; None where it can."""
    if paper.needs != SCORES or dossier.scores.cards:
        return None
    zh, en = paper.title["zh"], paper.title.get("en", paper.key)
    titles = "、".join(f"《{one.title}》" for one in dossier.bases)
    return Problem(
        dossier.body,
        say(f"没有{zh}可填：{titles}没有给这类对象评分的方案，或方案不适用于它",
            f"no {en} to fill in: the document has no scheme for this kind of body, or none that applies to it"),
        mend=say("请改选其他文书，如问题清单", "choose another paper, as the list of problems"),
    )  # fmt: skip


def demand(paper: Paper, dossier: Dossier) -> None:
    """Raises BadInput where the paper cannot be made of this report."""
    if wrong := lacks(paper, dossier):
        raise BadInput(wrong)
