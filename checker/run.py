"""The order of the stages, and nothing else: records → measures → cells → findings → scores → consequences → report.

`run` makes one `Report` a task, in buckets of whole bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from checker import consequences, scores
from checker.decisions import Decisions
from checker.engine import check as engine
from checker.engine import plan
from checker.errors import Problem, say
from checker.findings import findings
from checker.findings.bucket import Bucket
from checker.findings.prints import Contents
from checker.findings.results import Results, whole_bodies
from checker.findings.scored import Asked, Scored
from checker.model import Consequence, Finding, ReadingNote, Report, Rulebook, Value
from checker.records.body import Body
from checker.records.doubts import doubts
from checker.records.tables import TableSchema
from checker.rulebook.concerned import consequences_of
from checker.tasks import Task, foreign_model, task
from checker.workbench import Workbench

BUCKET = 100
"""Bodies that go through the engine together: enough to forget its fixed cost, few enough to keep in memory."""


def _in_terms_of(body: Body, rulebook: Rulebook) -> Body:
    """Under another region's rules a model of which they do not speak says nothing: neither that a clause applies nor that
    it does not."""
    if not foreign_model(body, rulebook):
        return body
    return replace(body, body={**body.body, "model": None})


def run(bench: Workbench, tasks: Iterable[Task], chainer: consequences.Chainer = "auto") -> Iterator[Report]:
    """The reports of `tasks`, in their order. Neighbours with one plan go through the engine as one bucket."""
    for _, alike in groupby(tasks, key=lambda one: one.key):
        for found in _buckets(alike):
            yield from _bucket(bench, found, chainer)


def apart(
    bench: Workbench, tasks: Sequence[Task], chainer: consequences.Chainer = "auto"
) -> Iterator[tuple[Task, Report | Exception]]:
    """As `run`, but what breaks is looked for by halves: that task has its exception, the others have their reports."""
    done = 0
    try:
        for one, report in zip(tasks, run(bench, tasks, chainer), strict=True):
            yield one, report
            done += 1
    except Exception as wrong:
        left = tasks[done:]
        if len(left) == 1:
            yield left[0], wrong
            return
        for half in (left[: len(left) // 2], left[len(left) // 2 :]):
            yield from apart(bench, half, chainer)


def check(
    bench: Workbench, body: Body, rulebook: Rulebook, decisions: Decisions | None = None, *, as_of: str | None = None,
    chainer: consequences.Chainer = "auto",
) -> Report:  # fmt: skip
    """One body against one rulebook. Raises BadInput as `task` does."""
    return next(run(bench, [task(bench, body, rulebook, decisions, as_of=as_of)], chainer))


def _buckets(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    """The engine tells bodies by their ids, so two of one id never meet: each is judged by its own records alone."""
    held: dict[str, Task] = {}
    for one in tasks:
        if len(held) == BUCKET or one.body.id in held:
            yield list(held.values())
            held = {}
        held[one.body.id] = one
    if held:
        yield list(held.values())


def _bucket(bench: Workbench, tasks: Sequence[Task], chainer: consequences.Chainer) -> Iterator[Report]:
    rulebook, kind = tasks[0].rulebook, str(tasks[0].body.body["kind"])
    made = plan.build(rulebook, bench.vocabulary, kind, dict(tasks[0].decided))
    bodies = [_in_terms_of(one.body, rulebook) for one in tasks]
    decided = {one.body.id: one.decisions for one in tasks if one.decisions}
    outcome = engine.check(made, bodies, bench.schemas, decided, given=tasks[0].given)
    bucket = Bucket(outcome, bodies)
    asked = Asked(outcome)
    concerned = consequences_of(rulebook, kind)
    rules = {rule.id: rule for rule in rulebook.rules}
    measured = _measured(outcome, concerned)
    own = {name for name, one in bench.vocabulary.bearers.items() if one.get("body") == kind}
    for one in tasks:
        body, decisions = one.body, one.decisions
        results = Results(bucket, body)
        found = findings(outcome, body, decisions, results, whole=one.whole, renamed=one.renamed)
        verdicts = {finding.rule.id: _under_readings(finding) for finding in found}
        schemes = list(Scored(asked, results).inputs())
        ratings = decisions.ratings if decisions else ()
        cards, unplaced = scores.assess(schemes, verdicts, rules, ratings, rulebook.id)
        known = scores.outlook(cards, schemes)
        held = {name: one[body.id] for name, one in measured.items() if body.id in one}
        values = {name: value for name, (_, value) in held.items()}
        followed, ran = consequences.follow(concerned, verdicts, values, chainer, known)
        yield Report(
            body=body.body, as_of=str(body.as_of), review=_review(body), rulebooks=(rulebook,),
            findings=tuple(finding for finding in found if finding.rule.bearer in own),
            others=tuple(finding for finding in found if finding.rule.bearer not in own),
            not_here=tuple(rule for rule in rulebook.rules if rule.subject != kind),
            consequences=followed, chainer=ran, records_sha256=body.sha256,
            decisions_sha256=(decisions.sha256 or None) if decisions else None, calendar=body.calendar,
            calendar_source="records" if body.calendar else "none", assumptions=(*one.assumed, *_assumptions(body, rulebook)),
            labels=_labels(body, bench.schemas), tables=_tables(body, bench.schemas), file=body.file, scores=cards,
            unplaced=unplaced, notes=_notes(body, one.later), behind=results.behind(held),
            contents=Contents(body),
            people=_people(body) if one.names else {}, registered=_registered(body),
        )  # fmt: skip
    # The database goes with the last report: findings read what they show when it is looked at.


def _under_readings(finding: Finding) -> str | tuple[str, ...]:
    under = dict.fromkeys(finding.readings.values())
    return (finding.verdict, *under) if len(under) > 1 else finding.verdict


def _review(body: Body) -> tuple[str, str]:
    return body.review if body.review else ("", str(body.as_of))


def _notes(body: Body, later: Sequence[Problem]) -> tuple[ReadingNote, ...]:
    """How the records were read, what in them cannot both be right, and decisions of another day."""
    told = {"reading": body.notes, "doubt": doubts(body, str(body.as_of)), "decision": later}
    return tuple(
        ReadingNote(one.where, say(one.said("zh"), one.said("en")), kind)
        for kind, found in told.items()
        for one in found
    )


def _measured(outcome: engine.Outcome, concerned: Sequence[Consequence]) -> dict[str, Mapping[str, tuple[int, Value]]]:
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
    if foreign := foreign_model(body, rulebook):
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


def _people(body: Body) -> dict[str, str]:
    """Names of persons by id, where the records have them."""
    table = body.tables.get("people")
    return {str(row["id"]): str(row["name"]) for row in (table.rows if table else ()) if row.get("name")}


def _registered(body: Body) -> dict[str, str]:
    table = body.tables.get("people")
    return {str(row["id"]): str(row.get("name") or "") for row in (table.rows if table else ())}


def _tables(body: Body, schemas: Mapping[str, TableSchema]) -> dict[str, str]:
    out = {}
    for name in schemas:
        table = body.tables.get(name)
        out[name] = "not_reported" if table is None else "none" if table.state == "none" else f"rows {len(table.rows)}"
    return {name: state for name, state in out.items() if name not in ("body", "results")}
