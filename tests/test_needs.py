"""What rulebooks need to know: blanking everything else changes nothing, and everything asked for has a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker import decisions, run
from checker.engine import plan
from checker.model import Report
from checker.records import reader
from checker.records.body import Body
from checker.records.derived import BODY, RESULTS
from checker.rulebook.needs import Clause, completed, needs, readers
from checker.workbench import Workbench

ROOT = Path(__file__).parents[1]
INVENTED = sorted(
    path
    for path in ROOT.glob("examples/*/invented/*")
    if not path.name.endswith("decisions.yaml") and path.name != "hundred.yaml"
)
KINDS = ("group", "authority")
BOOKS = ("ankang-2022", "ganzhou-2024", "kunming-2021", "nanyang-2023", "shapotou-2023")


def asked(bench: Workbench, book: str, kind: str) -> Mapping[str, tuple[str, ...]]:
    return needs([bench.rulebook(book)], bench.vocabulary, bench.schemas, kind)


def only(body: Body, wanted: Mapping[str, tuple[str, ...]]) -> Body:
    """The body with every column and table that is not wanted as if it had never been filled in."""
    facts = {key: one for key, one in body.body.items() if key in (*wanted[BODY], "kind", "invented")}
    tables = {
        name: replace(
            table,
            rows=tuple({key: one if key in wanted[name] else None for key, one in row.items()} for row in table.rows),
        )
        for name, table in body.tables.items()
        if name in wanted
    }
    return replace(body, body=facts, tables=tables)


def outcome(report: Report) -> Any:
    """All verdicts under all readings, all points, all that follows."""
    return (
        {
            one.rule.id: (
                one.verdict, one.readings, [(c.entity, c.item, c.period, c.verdict) for c in one.cells],
                [[(t.value.low, t.value.high, t.value.elements) for t in c.tests] for c in one.cells],
            )
            for one in (*report.findings, *report.others)
        },
        [(card.period, card.grades, card.all_grades, card.total, card.all_totals) for card in report.scores],
        [(one.consequence.id, one.state) for one in report.consequences],
    )  # fmt: skip


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_nothing_that_is_not_asked_for_changes_a_verdict(bench: Workbench, path: Path) -> None:
    body = reader.read(path)
    book = bench.rulebook_for(body)
    wanted = asked(bench, book.id, body.body["kind"])
    bare = only(body, wanted)
    names = {"group": "decisions.yaml", "group-folder": "decisions.yaml"}
    beside = path.parent / names.get(path.stem, f"{path.stem}.decisions.yaml")
    given = decisions.read(beside).get(body.id) if beside.exists() else None
    for one in [None, given] if given else [None]:
        full, less = (outcome(run.check(bench, each, book, one)) for each in (body, bare))
        assert less == full


def test_the_examples_hold_what_is_not_asked_for(bench: Workbench) -> None:
    """Else the test above would compare a body with itself."""
    body = reader.read(ROOT / "examples" / "ganzhou" / "invented" / "group.yaml")
    wanted = asked(bench, "ganzhou-2024", "group")
    assert only(body, wanted) != body


def test_a_column_that_is_read_does_change_verdicts(bench: Workbench) -> None:
    body = reader.read(ROOT / "examples" / "ankang" / "invented" / "group.yaml")
    book = bench.rulebook_for(body)
    wanted = {**asked(bench, book.id, "group")}
    wanted["people"] = tuple(one for one in wanted["people"] if one != "backbone")
    assert outcome(run.check(bench, only(body, wanted), book)) != outcome(run.check(bench, body, book))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("book", BOOKS)
def test_what_the_engine_reads_is_asked_for_and_all_else_has_a_reason(bench: Workbench, book: str, kind: str) -> None:
    rulebook, schemas = bench.rulebook(book), bench.schemas
    found = readers([rulebook], bench.vocabulary, schemas, kind)
    wanted = completed(found, [rulebook], schemas, kind)
    made = plan.build(replace(rulebook, consequences=()), bench.vocabulary, kind)
    paths = [(m.table, path) for m in made.measures if m.table for path in (m.column, m.entity, m.item)]
    paths += [(m.table, c["column"]) for m in made.measures if m.table for c in m.where]
    sets = [bench.vocabulary.sets[name] for name in made.sets]
    paths += [(one.table, path) for one in sets for path in (one.entity, *(c["column"] for c in one.where))]
    for table, path in ((table, path) for table, path in paths if path and table != RESULTS):
        name = table
        *links, last = path.split(".")
        for step in links:
            assert step in wanted[name]
            name = schemas[name].columns[step].link or ""
        assert last in wanted[name] or (name == BODY and last in ("kind", "as_of"))
    linked = {schemas[name].columns[one].link for name, columns in wanted.items() for one in columns}
    for name, columns in wanted.items():
        assert name in linked or name == BODY or any(table == name for table, _ in found.clauses), (
            "no table for nothing"
        )
        schema = schemas[name]
        reasons = {*schema.required, *(schema.time or {}).values(), *schema.named, "id", "name", "aliases"}
        for column in columns:
            assert (name, column) in found.clauses or column in reasons or name == BODY


def test_a_link_brings_the_names_to_choose_from_but_never_names_of_people(bench: Workbench) -> None:
    found = asked(bench, "kunming-2021", "group")
    assert found["people"] == ("id", "backbone", "party_member")
    assert "people" not in asked(bench, "ankang-2022", "authority")  # posts link to them, and a number says as much
    assert "name" in asked(bench, "nanyang-2023", "authority")["groups"]


def test_kunming_asks_exactly_this_of_an_authority(bench: Workbench) -> None:
    assert asked(bench, "kunming-2021", "authority") == {
        "documents": ("id", "kind", "date", "issuer", "of_year"),
        "organs": ("id", "kind", "established", "dissolved"),
        "publicity": ("id", "date", "kind"),
        "body": ("id", "name", "region", "level"),
    }


def test_clauses_and_periods_are_told(bench: Workbench) -> None:
    found = readers([bench.rulebook("ankang-2022")], bench.vocabulary, bench.schemas, "group")
    assert list(found.periods) == ["school_year", "year", "semester"]
    assert Clause("ankang-2022/annex-4", "附件4 ④") in found.clauses["surveys", "satisfaction"]


def test_a_reading_that_nobody_chose_is_asked_for_too(bench: Workbench) -> None:
    """The primary reading of a rule alone, with its questions taken away, needs less somewhere."""
    book = bench.rulebook("ankang-2022")
    primary = replace(
        book,
        rules=tuple(replace(one, readings=()) for one in book.rules),
        schemes=tuple(replace(one, readings=()) for one in book.schemes),
    )
    less = readers([primary], bench.vocabulary, bench.schemas, "group").clauses.keys()
    more = readers([book], bench.vocabulary, bench.schemas, "group").clauses.keys()
    assert less < more


def test_several_rulebooks_need_what_each_of_them_needs(bench: Workbench) -> None:
    books = [bench.rulebook(name) for name in ("kunming-2021", "nanyang-2023")]
    both = needs(books, bench.vocabulary, bench.schemas, "group")
    for book in books:
        for name, columns in asked(bench, book.id, "group").items():
            assert set(columns) <= set(both[name])


def test_a_condition_through_a_link_needs_the_link_and_its_table(bench: Workbench) -> None:
    found = readers([bench.rulebook("nanyang-2023")], bench.vocabulary, bench.schemas, "group").clauses
    assert ("posts", "organ") in found  # organ.kind
    assert ("organs", "kind") in found
