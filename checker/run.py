"""The order of the stages, and nothing else: records → measures → cells → findings → scores → consequences → report.

`run` makes one `Report` a task, in buckets of whole bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from checker import consequences, scores
from checker.decisions import Decisions
from checker.engine import check as engine
from checker.engine import plan
from checker.errors import BadInput, Problem, say
from checker.findings import findings
from checker.findings.bucket import Bucket
from checker.findings.results import Results, whole_bodies
from checker.findings.scored import Asked, Scored
from checker.model import Consequence, Report, Rulebook, Value
from checker.records.body import Body
from checker.records.tables import TableSchema
from checker.rulebook.pending import refuse
from checker.workbench import Workbench

BUCKET = 100
"""Bodies that go through the engine together: enough to forget its fixed cost, few enough to keep in memory."""


@dataclass(frozen=True)
class Task:
    """One body to be checked against one rulebook: dated, with its decisions known to make sense."""

    body: Body
    rulebook: Rulebook
    decisions: Decisions | None = None
    decided: tuple[tuple[str, str], ...] = ()
    whole: str | None = None
    """The id of a rule of which all rows are to be told, not only those that count or nearly do."""

    @property
    def key(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """Tasks with the same key share a plan, so they can share a bucket."""
        return self.rulebook.id, str(self.body.body["kind"]), self.decided


def task(body: Body, rulebook: Rulebook, decisions: Decisions | None = None, *, as_of: str | None = None) -> Task:
    """What `run` needs. Raises BadInput without a day of check, or for decisions about what does not exist."""
    refuse(rulebook)
    decided = {
        entry["question"].split("/", 1)[1]: entry["option"]
        for entry in (decisions.readings if decisions else ())
        if entry["question"].split("/", 1)[0] == rulebook.id
    }
    _known_decisions(decided, rulebook, decisions)
    that_day = dated(body, as_of)
    if rulebook.source.effective > str(that_day.as_of):
        raise BadInput(
            Problem(
                body.file,
                say(
                    f"检查日期 {that_day.as_of} 在《{rulebook.source.short['zh']}》施行（{rulebook.source.effective}）之前，没有一条可查",
                    f"{that_day.as_of} is before {rulebook.id} takes effect ({rulebook.source.effective}): nothing to check",
                ),
                mend=say("请核对 as_of 或 --as-of", "look at as_of or --as-of"),
            )
        )
    if not any(rule.subject == body.body["kind"] for rule in rulebook.rules):
        raise BadInput(
            Problem(
                body.file,
                say("没有一条规则适用于这类对象，未作检查", "no rule is for this kind of body: nothing was checked"),
            )
        )
    foreign = _foreign_model(body, rulebook)
    if foreign and body.body["region"] in (rulebook.id, *rulebook.source.jurisdiction):
        listed = "、".join(rulebook.source.models)
        raise BadInput(
            Problem(
                body.file,
                say(
                    f"《{rulebook.source.short['zh']}》没有“{foreign}”这种模式",
                    f"{rulebook.id} knows no model {foreign}",
                ),
                say(f"所列模式：{listed}", f"its models: {listed}"),
                say("请改 model；还不知道的留空", "correct model, or leave it empty where it is not known"),
            )
        )
    return Task(that_day, rulebook, decisions, tuple(sorted(decided.items())))


def _foreign_model(body: Body, rulebook: Rulebook) -> str | None:
    """The body's model where the document, which lists its models, does not list it."""
    models, own = rulebook.source.models, body.body.get("model")
    known = {*models, *(alias for names in models.values() for alias in names)}
    return str(own) if own and models and own not in known else None


def _in_terms_of(body: Body, rulebook: Rulebook) -> Body:
    """Under another region's rules a model of which they do not speak says nothing: neither that a clause applies nor that
    it does not."""
    if not _foreign_model(body, rulebook):
        return body
    return replace(body, body={**body.body, "model": None})


def run(bench: Workbench, tasks: Iterable[Task], chainer: consequences.Chainer = "auto") -> Iterator[Report]:
    """The reports of `tasks`, in their order. Neighbours with one plan go through the engine as one bucket."""
    for _, alike in groupby(tasks, key=lambda one: one.key):
        found = list(alike)
        for start in range(0, len(found), BUCKET):
            yield from _bucket(bench, found[start : start + BUCKET], chainer)


def check(
    bench: Workbench, body: Body, rulebook: Rulebook, decisions: Decisions | None = None, *, as_of: str | None = None,
    chainer: consequences.Chainer = "auto",
) -> Report:  # fmt: skip
    """One body against one rulebook. Raises BadInput as `task` does."""
    return next(run(bench, [task(body, rulebook, decisions, as_of=as_of)], chainer))


def _bucket(bench: Workbench, tasks: Sequence[Task], chainer: consequences.Chainer) -> Iterator[Report]:
    rulebook, kind = tasks[0].rulebook, str(tasks[0].body.body["kind"])
    made = plan.build(rulebook, bench.vocabulary, kind, dict(tasks[0].decided))
    bodies = [_in_terms_of(one.body, rulebook) for one in tasks]
    outcome = engine.check(made, bodies, bench.schemas, {one.body.id: one.decisions for one in tasks if one.decisions})
    bucket = Bucket(outcome, bodies)
    asked = Asked(outcome)
    concerned = _concerned(rulebook, kind)
    rules = {rule.id: rule for rule in rulebook.rules}
    measured = _measured(outcome, concerned)
    own = {name for name, one in bench.vocabulary.bearers.items() if one.get("body") == kind}
    for one in tasks:
        body, decisions = one.body, one.decisions
        results = Results(bucket, body)
        found = findings(outcome, body, decisions, results, whole=one.whole)
        verdicts = {finding.rule.id: finding.verdict for finding in found}
        schemes = list(Scored(asked, results).inputs())
        ratings = decisions.ratings if decisions else ()
        cards, unplaced = scores.assess(schemes, verdicts, rules, ratings, rulebook.id)
        known = scores.outlook(cards, schemes)
        followed, ran = consequences.follow(
            concerned,
            verdicts,
            {name: held[body.id] for name, held in measured.items() if body.id in held},
            chainer,
            known,
        )
        yield Report(
            body=body.body, as_of=str(body.as_of), review=_review(body), rulebooks=(rulebook,),
            findings=tuple(finding for finding in found if finding.rule.bearer in own),
            others=tuple(finding for finding in found if finding.rule.bearer not in own),
            not_here=tuple(rule for rule in rulebook.rules if rule.subject != kind),
            consequences=followed, chainer=ran, records_sha256=body.sha256,
            decisions_sha256=decisions.sha256 if decisions else None, calendar=body.calendar,
            calendar_source="records" if body.calendar else "none", assumptions=_assumptions(body, rulebook),
            labels=_labels(body, bench.schemas), tables=_tables(body, bench.schemas), file=body.file, scores=cards,
            unplaced=unplaced,
        )  # fmt: skip
    # The database goes with the last report: findings read what they show when it is looked at.


def dated(body: Body, as_of: str | None) -> Body:
    """The body with its day of check; the clock is never read. Raises BadInput where neither place names one."""
    day = as_of or body.as_of
    if day is None:
        raise BadInput(
            Problem(
                body.file,
                say("没有检查日期", "no day of check"),
                say("程序不取当天日期，须写明", "the clock is not read"),
                say(
                    "请在文件中写 as_of: 2024-07-31，或用 --as-of 2024-07-31", "write as_of: 2024-07-31, or use --as-of"
                ),
            )
        )
    return Body(**{**vars(body), "as_of": day})


def _concerned(rulebook: Rulebook, kind: str) -> tuple[Consequence, ...]:
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


def _review(body: Body) -> tuple[str, str]:
    return body.review if body.review else ("", str(body.as_of))


def _known_decisions(decided: Mapping[str, str], rulebook: Rulebook, decisions: Decisions | None) -> None:
    """A decision about a rule, question or option that does not exist is named, never dropped."""
    problems = []
    for question, option in decided.items():
        known = rulebook.questions.get(question)
        if known is None or option not in known.options:
            choices = "、".join(known.options if known else rulebook.questions)
            problems.append(
                Problem(
                    decisions.file if decisions else "",
                    say(f"没有口径 {question}: {option}", f"no reading {question}: {option}"),
                    say(f"可用：{choices}", f"known: {choices}"),
                )
            )
    if decisions is not None:
        ids = {rule.id for rule in rulebook.rules}
        for kind in ("answers", "waivers", "explanations", "objections"):
            for entry in getattr(decisions, kind):
                if entry["rule"].split("/")[0] == rulebook.id and entry["rule"] not in ids:
                    problems.append(
                        Problem(
                            str(entry["origin"]), say(f"没有规则 {entry['rule']}", f"there is no rule {entry['rule']}")
                        )
                    )
    if problems:
        raise BadInput(problems)


def _measured(outcome: engine.Outcome, concerned: Sequence[Consequence]) -> dict[str, Mapping[str, Value]]:
    """Whole-body values that consequences read, by measure and body."""
    wanted = {c["measure"] for one in concerned for c in one.when if "measure" in c}
    return {name: whole_bodies(outcome, name) for name in sorted(wanted & outcome.plan.index.keys())}


def _assumptions(body: Body, rulebook: Rulebook) -> tuple[str, ...]:
    """Keys of what the check took for granted, for the report's footer."""
    out = []
    if not body.body.get("founded") and body.body["kind"] == "group":
        out.append(f"founded_unknown:{rulebook.source.effective}")
    if not body.calendar:
        out.append("no_calendar")
    if str(body.body.get("founded") or "") > str(body.as_of):
        out.append(f"not_founded:{body.body['founded']}")
    if foreign := _foreign_model(body, rulebook):
        out.append(f"foreign_model:{foreign}")
    if rulebook.source.expires and str(body.as_of) > rulebook.source.expires:
        out.append(f"expired:{rulebook.source.expires}")
    return tuple(out)


def _labels(body: Body, schemas: Mapping[str, TableSchema]) -> dict[str, str]:
    """Names of schools and groups by id; of other rows what names them and the day, by `table/id/column`. Never names of
    people: a link to one is its id."""
    out: dict[str, str] = {}
    for name, table in body.tables.items():
        day = (schemas[name].time or {}).get("at")
        told = dict.fromkeys([*schemas[name].named, *([day] if day else [])])
        for row in table.rows:
            if name in ("schools", "groups") and row.get("name"):
                out[str(row["id"])] = str(row["name"])
            out |= {f"{name}/{row['id']}/{one}": str(row[one]) for one in told if row.get(one) not in (None, "")}
    return out


def _tables(body: Body, schemas: Mapping[str, TableSchema]) -> dict[str, str]:
    out = {}
    for name in schemas:
        table = body.tables.get(name)
        out[name] = "not_reported" if table is None else "none" if table.state == "none" else f"rows {len(table.rows)}"
    return {name: state for name, state in out.items() if name not in ("body", "results")}
