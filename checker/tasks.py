"""What is to be checked: one body against one rulebook on one day, with the decisions that count; refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checker import decisions as people
from checker.decisions import Decisions, Entry
from checker.engine.whatif import Supposed
from checker.errors import BadInput, Problem, Text, say
from checker.model import Question, Rulebook, Words
from checker.nearest import nearest
from checker.records.body import Body
from checker.records.factplace import fact_place
from checker.rulebook.othernames import other_names
from checker.rulebook.pending import refuse
from checker.workbench import Workbench


@dataclass(frozen=True)
class Task:
    """One body to be checked against one rulebook: dated, with its decisions known to make sense."""

    body: Body
    rulebook: Rulebook
    decisions: Decisions | None = None
    decided: tuple[tuple[str, str], ...] = ()
    later: tuple[Problem, ...] = ()
    """What is to be said of decisions that are dated after the day of check."""
    whole: str | None = None
    """The id of a rule of which all rows are to be told, not only those that count or nearly do."""
    given: tuple[Supposed, ...] = ()
    """Values that stand in place of what the records say."""
    assumed: tuple[str, ...] = ()
    """What is taken for granted to check a body by rules of another region, as keys of `assumption` with their arguments."""
    names: bool = False
    """May reports name persons?"""
    renamed: frozenset[str] = frozenset()
    """Ids of rules whose matter goes by another name where the body is at home: its records would not show that they are met."""

    @property
    def key(self) -> tuple[object, ...]:
        """Tasks with the same key share a plan and what is given, so they can share a bucket."""
        book = self.rulebook
        return book.id, book.sha256, book.source.effective, str(self.body.body["kind"]), self.decided, self.given


def task(
    bench: Workbench, body: Body, rulebook: Rulebook, decisions: Decisions | None = None, *, as_of: str | None = None
) -> Task:
    """The task of checking a body; its own ratings join the `decisions`. Raises BadInput without a day of check, where nothing can
    be checked, for decisions about what does not exist, and for a workbook that the rules have outgrown."""
    refuse(rulebook)
    if body.layout is not None:
        body = replace(body, notes=(*body.notes, *bench.admit(body, rulebook)))
    decisions = people.of(body, decisions)
    decided = {
        entry["question"].split("/", 1)[1]: entry["option"]
        for entry in (decisions.readings if decisions else ())
        if entry["question"].split("/", 1)[0] == rulebook.id
    }
    _known_decisions(rulebook, decisions)
    that_day = dated(body, as_of)
    foreign = _foreign(bench, that_day, rulebook)
    rulebook, early = _in_force(that_day, rulebook) if foreign else (rulebook, ())
    if rulebook.source.effective > str(that_day.as_of):
        raise BadInput(
            _looked_at(
                body,
                "as_of",
                say(
                    f"检查日期 {that_day.as_of} 在《{rulebook.source.short['zh']}》施行（{rulebook.source.effective}）之前，没有一条可查",
                    f"{that_day.as_of} is before {rulebook.id} takes effect ({rulebook.source.effective}): nothing to check",
                ),
                say("请核对 as_of 或 --as-of", "look at as_of or --as-of"),
            )
        )
    founded = str(body.body.get("founded") or "")
    if founded > str(that_day.as_of):
        raise BadInput(
            _looked_at(
                body,
                "founded",
                say(
                    f"检查日期 {that_day.as_of} 在登记的成立日期（{founded}）之前，没有一条可查",
                    f"{that_day.as_of} is before the body was founded ({founded}): nothing to check",
                ),
                say("请核对 founded，以及 as_of 或 --as-of", "look at founded, and at as_of or --as-of"),
            )
        )
    if not any(rule.subject == body.body["kind"] for rule in rulebook.rules):
        raise BadInput(
            Problem(
                body.file,
                say("没有一条规则适用于这类对象，未作检查", "no rule is for this kind of body: nothing was checked"),
            )
        )
    unlisted = foreign_model(body, rulebook)
    if unlisted and body.body["region"] in (rulebook.id, *rulebook.source.jurisdiction):
        listed, place = "、".join(rulebook.source.models), fact_place(body, "model")
        mend = say("请改 model；还不知道的留空", "correct model, or leave it empty where it is not known")
        if place is not None:
            mend = say(
                f"请改“{place.label}”；还不知道的留空",
                f"correct `{place.label}`, or leave it empty where it is not known",
            )
        raise BadInput(
            Problem(
                place.where if place else body.file,
                say(
                    f"《{rulebook.source.short['zh']}》没有{'这里填的' if place else f'“{unlisted}”'}这种模式",
                    f"{rulebook.id} knows no {'such model' if place else f'model {unlisted}'}",
                ),
                say(f"所列模式：{listed}", f"its models: {listed}"),
                mend,
            )
        )
    known, later = people.by(decisions, str(that_day.as_of)) if decisions else (None, ())
    return Task(that_day, rulebook, known, tuple(sorted(decided.items())), later, assumed=(*foreign, *early),
                renamed=_renamed(bench, body, rulebook) if foreign else frozenset())  # fmt: skip


def _looked_at(body: Body, name: str, what: Words, mend: Words) -> Problem:
    """That a day of the body makes no sense: told of the form's cells where there is one, since nobody knows its keys there."""
    place, day = fact_place(body, name), fact_place(body, "as_of")
    if place is None or day is None:
        return Problem(body.file, what, mend=mend)
    labels = list(dict.fromkeys((place.label, day.label)))
    looked = say(f"请核对“{'”“'.join(labels)}”", f"look at `{'`, `'.join(labels)}`")
    return Problem(place.where, what, mend=looked)


def foreign_model(body: Body, rulebook: Rulebook) -> str | None:
    """The body's model where the document, which lists its models, does not list it."""
    models, own = rulebook.source.models, body.body.get("model")
    known = {*models, *(alias for names in models.values() for alias in names)}
    return str(own) if own and models and own not in known else None


def dated(body: Body, as_of: str | None) -> Body:
    """The body with its day of check; the clock is never read. Raises BadInput where neither place names one."""
    day = as_of or body.as_of
    if day is None:
        place = fact_place(body, "as_of")
        mend = say("请在文件中写 as_of: 2024-07-31", "write as_of: 2024-07-31")
        sender: Text = ""
        if place is not None:
            mend = sender = say(f"{place.asked['zh']}，如 2024-07-31", f"{place.asked['en']}, such as 2024-07-31")
        raise BadInput(
            Problem(
                place.where if place else body.file,
                say("没有检查日期", "no day of check"),
                say("程序不取当天日期，须写明", "the clock is not read"),
                say(f"{mend['zh']}，或用 --as-of 2024-07-31", f"{mend['en']}, or use --as-of"),
                sender,
            )
        )
    return replace(body, as_of=day)


def _foreign(bench: Workbench, body: Body, rulebook: Rulebook) -> tuple[str, ...]:
    """That the body is one of another region, and that its model is taken as the one that the document calls so; nothing where
    the rulebook is of its own region, or of none."""
    region, governed = str(body.body["region"]), rulebook.source.jurisdiction
    places = bench.places(region)
    if region == rulebook.id or not governed or {region, *places} & {*governed}:
        return ()
    known = region if region in places else next(iter(places), "")  # what is no place may be a person's name
    model = body.body.get("model")
    alike = (
        (f"model_by_name:{model}",) if model and not foreign_model(body, rulebook) and rulebook.source.models else ()
    )
    return (f"foreign_region:{known}", *alike)


def _renamed(bench: Workbench, body: Body, rulebook: Rulebook) -> frozenset[str]:
    """Nothing where the body's own region has no rulebook: by what names it keeps its records is not known then."""
    try:
        home = bench.rulebook_for(body)
    except BadInput:
        return frozenset()
    return other_names(home, rulebook, bench.vocabulary.measures)


def _in_force(body: Body, rulebook: Rulebook) -> tuple[Rulebook, tuple[str, ...]]:
    """Rules of another region are a supposition anyhow: those that take effect after the day of check are supposed to have done so
    when the body's own time began. Days that the document names stay as they are."""
    semesters = (body.calendar or {}).get("semesters") or ()
    starts = [
        body.review[0] if body.review else "",
        str(body.body.get("founded") or ""),
        *(str(one["from"]) for one in semesters),
    ]
    start = next((day for day in starts if day and day <= str(body.as_of)), None)
    if rulebook.source.effective <= str(body.as_of) or start is None:
        return rulebook, ()
    return replace(rulebook, source=replace(rulebook.source, effective=start)), (f"in_force_early:{start}",)


def _known_decisions(rulebook: Rulebook, decisions: Decisions | None) -> None:
    """A decision about a rule, question or option that does not exist is named, never dropped."""
    problems = []
    for entry in decisions.readings if decisions else ():
        book, _, question = str(entry["question"]).partition("/")
        known = rulebook.questions.get(question)
        if book == rulebook.id and (known is None or entry["option"] not in known.options):
            problems.append(_unknown_reading(entry, question, known, rulebook))
    if decisions is not None:
        ids = {rule.id for rule in rulebook.rules}
        for kind in ("answers", "waivers", "explanations", "objections"):
            for entry in getattr(decisions, kind):
                if entry["rule"].split("/")[0] == rulebook.id and entry["rule"] not in ids:
                    what = say(f"没有规则 {entry['rule']}", f"there is no rule {entry['rule']}")
                    problems.append(Problem(str(entry["origin"]), what, mend=_meant(str(entry["rule"]), ids)))
    if problems:
        raise BadInput(problems)


def _unknown_reading(entry: Entry, question: str, known: Question | None, rulebook: Rulebook) -> Problem:
    choices = tuple(known.options if known else rulebook.questions)
    wrong = str(entry["option"]) if known else question
    what = (
        say(f"口径 {question} 没有选项 {wrong}", f"the question {question} has no option {wrong}")
        if known
        else say(f"{rulebook.id} 没有口径 {wrong}", f"{rulebook.id} has no question {wrong}")
    )
    listed = "、".join(choices)
    why = say(f"可用：{listed}", f"known: {', '.join(choices)}")
    return Problem(str(entry["origin"]), what, why, _meant(wrong, choices))


def _meant(wrong: str, known: Iterable[str]) -> Text:
    near = nearest(wrong, sorted(known))
    return say(f"是否想写“{near}”？", f"did you mean `{near}`?") if near else ""
