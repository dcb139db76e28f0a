"""The nouns of the house: frozen, typed, without behaviour beyond reading themselves.

A rulebook is data (`Rulebook` → `Rule` → `Test`); a check makes `Cell`s, which roll up to `Finding`s; a `Report` holds
everything that a format needs. Exact numbers are `Fraction`s; an unknown end of a value is `None`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Words = Mapping[str, str]
"""Text by language: always `zh`, perhaps `en`."""

SCALES = {"money": 100, "points": 100}
"""Types whose values are whole numbers of a smaller unit: money in fen, points in hundredths. Constants of rules are in
the unit itself."""

COUNTS = frozenset({"count", "number"})
"""Types whose values are whole numbers of what is counted."""

COUNTED = {"yes": 0, "maybe": 1, "no": 2}
"""Whether a row counts, in the order in which rows are told."""

VERDICTS = (
    "error", "fail", "missed", "disputed", "deviates", "unknown", "review", "due",
    "pass", "not_due", "waived", "info", "not_applicable",
)  # fmt: skip
"""Worst first (DESIGN of verdicts: `rules/vocabulary/verdicts.yaml` has their labels)."""


@dataclass(frozen=True)
class Test:
    """One comparison of a rule: `measure operator right`.

    `right` is a literal (`Fraction` for numbers, ISO text for dates and codes, tuple of texts for sets) or None when
    `right_measure` names another measure, then `times` and `plus` (or `months`, `days` for dates) are applied to it.
    Tests that share `group` are alternatives (`any`); `negate` turns the outcome round (`not`). One that is not `wanted` is met by
    what nobody is to bring about (a misdeed that was verified): it excuses, and no report says that there is too little of it.
    """

    measure: str
    op: str
    right: Any = None
    right_measure: str | None = None
    times: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)
    months: int = 0
    days: int = 0
    group: int = 0
    negate: bool = False
    breached_as: str | None = None
    missing_as: str | None = None
    wanted: bool = True


@dataclass(frozen=True)
class Point:
    """A point in time: a fixed ISO `date` or a date `measure` plus calendar `months` and `days`."""

    date: str | None = None
    measure: str | None = None
    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Due:
    """A last day: fixed, after an event (`at`), after each period's end, that of the month `within` each period, or `open`
    (the text sets none)."""

    at: Point | None = None
    after_period: tuple[int, int] | None = None
    open: bool = False
    within: int | None = None


@dataclass(frozen=True)
class Ask:
    """What a person is asked. `no` is the verdict of the answer no, where it is not that of a breach: "did anybody stand out?"
    asks whether there is a case at all."""

    who: str
    on: Words
    no: str | None = None


@dataclass(frozen=True)
class Rule:
    """One duty of one sentence. `tests` maps `when`, `require`, `note` to their tests, all of which must hold."""

    id: str
    at: str
    title: Words
    quote: str
    modality: str
    bearer: str
    subject: str
    topic: str
    basis: str
    evidence: tuple[str, ...] = ()
    for_each: tuple[str | tuple[str, ...], ...] = ()
    every: str | None = None
    partial: str = "open"
    window: tuple[Point | None, Point | None] = (None, None)
    due: Due | None = None
    tests: Mapping[str, tuple[Test, ...]] = field(default_factory=dict)
    ask: Ask | None = None
    no_rows: str = "not_applicable"
    readings: tuple[str, ...] = ()
    mend: Words | None = None
    remark: Words | None = None
    context: tuple[Mapping[str, str], ...] = ()
    """Words of other sentences that the rule rests on too, `at` and `quote` each: proved like the quote."""
    wording: tuple[Mapping[str, Any], ...] = ()
    """Where words and tests differ on purpose: `kind`, `why`, perhaps the `words` meant."""
    cases: tuple[Mapping[str, Any], ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Option:
    key: str
    label: Words
    pull: Words
    swap: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Patches of schemes, by the id of a line or `grades`, `scheme`."""


@dataclass(frozen=True)
class Question:
    key: str
    ask: Words
    primary: str
    options: Mapping[str, Option]


@dataclass(frozen=True)
class Measure:
    """One aggregate over one table, or a formula over measures; see docs/language.md.

    `kind` is `rows`, `days`, `distinct`, `sum`, `min`, `max`, `mean`, `value`, `set` (over `table`, `column`), or `share`,
    `sum_of`, `difference_of`, `weighted` (with `weights`), `lookup`, `total_of` (over the set `over`), all over `inputs`.
    `type` is `count`, `number`, `money`, `points`, `share`, `date`, `code`, `set`.
    """

    name: str
    label: Words
    unit: str
    counts: Words
    kind: str
    type: str
    table: str | None = None
    column: str | None = None
    where: tuple[Mapping[str, Any], ...] = ()
    entity: str | None = None
    item: str | None = None
    at: str = "end"
    inputs: tuple[str, ...] = ()
    weights: tuple[Fraction, ...] = ()
    over: str | None = None
    when_zero: str = "unknown"
    lookup: Mapping[str, Any] | None = None
    declared: bool = False
    cases: tuple[Mapping[str, Any], ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Part:
    """A part of a document (an annex, a chapter) with facts of its own: what is None is the document's. `quote` says them,
    in the sentence `quote_at`."""

    at: str
    quote: str
    quote_at: str
    title: Words | None = None
    status: str | None = None
    number: str | None = None
    expires: str | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Source:
    """The register of a document; `status` is `in_force`, `draft`, `trial` or `expired`."""

    id: str
    title: Words
    short: Words
    number: str | None
    issuer: Words
    issued: str | None
    effective: str
    expires: str | None
    status: str
    jurisdiction: tuple[str, ...]
    file: str
    sha256: str
    scope: Words
    models: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, tuple[str, ...]]
    without_norm: tuple[Mapping[str, Any], ...]
    open: tuple[tuple[str, int], ...] = ()
    """What nobody has filled in or confirmed yet: a key of the register and its line."""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A rule that no person has confirmed (`draft: true`): it answers its sentence and quotes it, and judges nothing."""

    id: str
    at: str
    quote: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Consequence:
    """What follows. `subject` is whose records decide; None where the rules that it hangs on say so."""

    id: str
    at: str
    quote: str
    title: Words
    bearer: str
    when: tuple[Mapping[str, Any], ...]
    state: str
    then: Words
    subject: str | None = None
    cases: tuple[Mapping[str, Any], ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Unit:
    """Whom the document names for items (责任单位), or by when: `role` is a key of `rules/vocabulary/roles.yaml`. `covers` are
    the items or places for which it speaks; a limit has `words` instead of `names`."""

    id: str
    at: str
    quote: str
    role: str
    names: tuple[str, ...]
    words: str
    covers: tuple[str, ...]
    file: str = ""
    line: int = 0


FORMS = ("rating", "share", "deduction", "grades", "bands", "weighted")
"""How an item of a scheme comes by its points."""


@dataclass(frozen=True)
class Deducted:
    """One line of a deduction: for each `per` by which `measure` is under `at_least`, `minus` points are off."""

    measure: str
    at_least: Fraction
    per: Fraction
    minus: Fraction


@dataclass(frozen=True)
class Band:
    """A stretch of points or values, its ends included; without `low` or `high` there is none. `under` leaves `high` itself
    out. `worth` is a grade's key, or points."""

    worth: str | Fraction
    low: Fraction | None = None
    high: Fraction | None = None
    under: bool = False


@dataclass(frozen=True)
class Form:
    """How an item comes by its points: `kind` is one of FORMS.

    `measure` is read once, or for each element of `for_each` (a set or a literal list), and the points of the elements make
    those of the item by `combine`: `mean` or `least`. A `deduction` has `tests` instead, added up (`together: sum`) or the
    greatest alone (`together: worst`), and `part` says what a begun `per` is worth: `exact`, `whole` (nothing), `begun` (all).
    """

    kind: str
    measure: str | None = None
    for_each: str | tuple[str, ...] | None = None
    combine: str = "mean"
    tests: tuple[Deducted, ...] = ()
    together: str = "sum"
    part: str = "exact"
    worth: Mapping[str, Fraction] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    times: Fraction = Fraction(1)


@dataclass(frozen=True)
class Category:
    """A group of items of a scheme, with what they sum to."""

    id: str
    at: str
    quote: str
    title: Words
    points: Fraction


@dataclass(frozen=True)
class ScoreItem:
    """One line of a scheme's table. `rules` are those of this indicator, `readings` the questions that patch the line."""

    id: str
    category: str
    at: str
    quote: str
    title: Words
    points: Fraction
    form: Form
    evidence: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    context: tuple[Mapping[str, str], ...] = ()
    remark: Words | None = None
    line: int = 0


@dataclass(frozen=True)
class Stage:
    """A round of rating; `rule` is the one with its last day. Only a `final` stage makes a rated item certain. `recorded` is the
    kind of the assessments whose score is the round's total as it was reported."""

    key: str
    at: str
    quote: str
    title: Words
    rule: str | None = None
    final: bool = False
    recorded: str | None = None
    remark: Words | None = None


@dataclass(frozen=True)
class Bonus:
    """Points beside the table where `when` holds, `times` over where that measure is named. With `least` a person says how many
    between it and `points`."""

    id: str
    at: str
    quote: str
    title: Words
    points: Fraction
    when: tuple[Mapping[str, Any], ...]
    times: str | None = None
    readings: tuple[str, ...] = ()
    least: Fraction | None = None


@dataclass(frozen=True)
class Veto:
    """What gives a grade whatever the points."""

    id: str
    at: str
    quote: str
    title: Words
    grade: str
    when: tuple[Mapping[str, Any], ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grading:
    """Grades, best first. `given_by` is `bands` (of the total) or `people`; `measure` reads the grade that people gave.
    `name` labels each grade."""

    given_by: str
    at: str
    quote: str
    bands: tuple[Band, ...]
    labels: Mapping[str, Words]
    measure: str | None = None
    readings: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(str(band.worth) for band in self.bands)


@dataclass(frozen=True)
class Quota:
    """A share of those graded alike that the text lets be chosen, `by` the total from high to low: `at_most` of those whose
    grade is one of `grades`. Only an audit of many bodies can apply it."""

    id: str
    at: str
    quote: str
    title: Words
    grades: tuple[str, ...]
    at_most: Fraction
    by: str = "total"


@dataclass(frozen=True)
class Scheme:
    """A scoring scheme (`scores.yaml`): one scorecard a body and period of `every`.

    `bonuses` says how several add up: `sum` or `highest`; `bonus_in` where they count: `total`, `capped` (a total of no more
    than `total`) or `beside` (shown, without effect on the grade). A bonus that counts each time needs `capped`.
    `differ` is by how many points two stages may differ
    before the item is listed. `data` is the mapping that was read, on which readings are laid.
    """

    id: str
    at: str
    quote: str
    title: Words
    subject: str
    total: Fraction
    items: tuple[ScoreItem, ...]
    grading: Grading
    every: str | None = None
    when: tuple[Mapping[str, Any], ...] = ()
    rounding: str = "none"
    differ: Fraction = Fraction(1)
    stages: tuple[Stage, ...] = ()
    categories: tuple[Category, ...] = ()
    bonus: tuple[Bonus, ...] = ()
    veto: tuple[Veto, ...] = ()
    bonuses: str = "sum"
    bonus_in: str = "total"
    quotas: tuple[Quota, ...] = ()
    readings: tuple[str, ...] = ()
    """Every question that patches the scheme, those of its lines included."""
    context: tuple[Mapping[str, str], ...] = ()
    cases: tuple[Mapping[str, Any], ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    file: str = ""
    line: int = 0

    @property
    def final(self) -> str | None:
        """The stage whose ratings are certain; None where the scheme has no stages."""
        return next((stage.key for stage in self.stages if stage.final), None)


@dataclass(frozen=True)
class Passage:
    """Words of the document and where they stand."""

    at: str
    quote: str


@dataclass(frozen=True)
class Conflict:
    """Passages of one document that say different things of one matter. `rules` are those that it names, `shown` those with
    which it is shown; `questions` are the readings that it leaves open."""

    id: str
    between: tuple[Passage, ...]
    about: Words
    rules: tuple[str, ...]
    questions: tuple[str, ...]
    shown: frozenset[str] = frozenset()
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Changed:
    """A number of a rule that is supposed, not its document's: `was` and `now` are right sides as of a `Test`. `kept` are the options
    of readings that state a number of their own, which stays."""

    rule: str
    measure: str
    op: str
    was: Any
    now: Any
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rulebook:
    id: str
    source: Source
    rules: tuple[Rule, ...]
    questions: Mapping[str, Question]
    consequences: tuple[Consequence, ...]
    sha256: str
    folder: str
    drafts: tuple[Draft, ...] = ()
    units: tuple[Unit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    changed: tuple[Changed, ...] = ()
    """Numbers that somebody supposes; they are part of `sha256`."""


@dataclass(frozen=True)
class Value:
    """A measured value for display: `low`/`high` are Fractions (dates as ISO text), or `elements` for codes and sets."""

    measure: str
    low: Fraction | str | None = None
    high: Fraction | str | None = None
    numerator: tuple[int | None, int | None] | None = None
    denominator: tuple[int | None, int | None] | None = None
    elements: tuple[str, ...] | None = None
    maybe: tuple[str, ...] = ()
    complete: bool = True
    why_open: tuple[str, ...] = ()


@dataclass(frozen=True)
class TestResult:
    """What one test saw in one cell: `outcome` is `holds`, `breached` or `unknown`; `short_by` is exact where numeric."""

    test: Test
    role: str
    outcome: str
    value: Value
    required: Value | None
    short_by: Fraction | None = None
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One owed verdict. Key: rule, reading, entity, item, period (`*` where the rule names none, `?` where the set or the
    calendar is not reported)."""

    rule: str
    reading: str
    entity: str
    item: str
    period: str
    verdict: str
    reasons: tuple[str, ...] = ()
    tests: tuple[TestResult, ...] = ()
    period_from: str | None = None
    period_to: str | None = None
    due: str | None = None
    decision: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Row:
    """A record row behind a finding. `counted` is `yes`, `maybe` or `no`; `why` says why not, as a key of the words table
    or a condition's sentence. `origin` is `file:line` or `sheet!row`; `content` is a fingerprint of what stands in the row."""

    measure: str
    table: str
    id: str
    origin: str
    counted: str
    why: str = ""
    entity: str = "*"
    period: str = "*"
    content: str = ""


@dataclass(frozen=True)
class Prints:
    """Fingerprints of what a finding rests on, so that a later report can tell why it judges otherwise: the `rule` (tests,
    readings, measures), all in the records that it may read (`reads`), and what those `registers` say of themselves."""

    rule: str = ""
    reads: str = ""
    registers: str = ""


@dataclass(frozen=True)
class Finding:
    """One rule's verdict over all its cells and readings.

    `counts` are cells by verdict under the primary (or decided) reading; `readings` maps `question.option` to its verdict;
    `decided` names the questions that a person has settled.
    """

    rule: Rule
    document: str
    verdict: str
    counts: Mapping[str, int]
    cells: tuple[Cell, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)
    decided: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    """The option that a person chose, by question in `decided`."""
    rows: tuple[Row, ...] = ()
    explanation: Mapping[str, Any] | None = None
    waivers: tuple[Mapping[str, Any], ...] = ()
    """Those that reach some cell, each with `expired`; first what the verdict rests on."""
    objections: tuple[Mapping[str, Any], ...] = ()
    remarks: tuple[TestResult, ...] = ()
    unsettled: Mapping[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    """The verdicts of other open readings by (entity, item, period), where they are not the primary one's."""
    prints: Prints = field(default_factory=Prints, compare=False)

    @property
    def explained(self) -> bool:
        """Is it a departure whose reason somebody gave?"""
        return self.verdict == "deviates" and self.explanation is not None

    @property
    def waiver(self) -> Mapping[str, Any] | None:
        """The first of `waivers`."""
        return self.waivers[0] if self.waivers else None


@dataclass(frozen=True)
class Followed:
    """A consequence with its state (`follows`, `conditions_met`, `not_triggered`, `unknown`) and the facts that led to it,
    outermost first."""

    consequence: Consequence
    state: str
    because: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Element:
    """A measure's value for one element of a set (`*`: the whole body; `?`: the set is not known; `-`: it is empty) and the rows
    behind it. `unsure` says that it may be no element."""

    entity: str
    value: Value
    rows: tuple[Row, ...] = ()
    unsure: bool = False


@dataclass(frozen=True)
class ScoreInput:
    """What the records say to a scheme in one period: elements by the set (None: the whole body) and the measure. `totals` are
    the scores recorded for its stages, by stage; `covered` are the first and last day of the part of the period that is looked at."""

    period: str
    values: Mapping[tuple[str | tuple[str, ...] | None, str], tuple[Element, ...]]
    period_from: str | None = None
    period_to: str | None = None
    running: bool = False
    missing: str | None = None
    totals: Mapping[str, tuple[RecordedTotal, ...]] = field(default_factory=dict)
    covered: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class RecordedTotal:
    """The score of a whole round as a row of the records has it; `differs` where the ratings of its items cannot come to it."""

    points: Fraction
    id: str
    origin: str
    differs: bool = False


@dataclass(frozen=True)
class Points:
    """What is certain (`low`) and what is still possible (`high`): equal when known."""

    low: Fraction
    high: Fraction

    @property
    def known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Formula:
    """How points came about, for a report to word: `key` is one of FORMS or `open`, `numbers` what went into it by name (None:
    not known), `parts` those of its lines or elements."""

    key: str
    numbers: Mapping[str, Fraction | str | None] = field(default_factory=dict)
    parts: tuple[Formula, ...] = ()
    points: Points | None = None


@dataclass(frozen=True)
class Rated:
    """A person's points for an item, or a whole entry that fits no item. `problems` are keys of the words table:
    `unknown_item`, `unknown_stage`, `no_stage`, `unknown_period`, `no_period`, `no_card` (the scheme does not apply),
    `out_of_range`, `twice`, `no_evidence`, `no_reason`, `late`, `early` (a final one before the period ended), `differs`. `counts`
    says whether the points are used."""

    item: str
    points: Fraction
    stage: str | None
    period: str | None
    by: str
    date: str
    evidence: str = ""
    reason: str = ""
    origin: str = ""
    problems: tuple[str, ...] = ()
    counts: bool = True


@dataclass(frozen=True)
class ItemScore:
    """An item's points. `basis` is `computed` (records decide), `rated` (a final rating does), `open`, or `invalid` (a value
    outside what it may be; never clipped). `why_open` are reasons as findings have them."""

    item: ScoreItem
    points: Points
    basis: str
    formula: Formula
    values: tuple[Value, ...] = ()
    rows: tuple[Row, ...] = ()
    ratings: tuple[Rated, ...] = ()
    why_open: tuple[str, ...] = ()
    stages: Mapping[str, Points] = field(default_factory=dict)
    """The item's points by stage: computed ones are the same in each."""


@dataclass(frozen=True)
class ScoreLine:
    """A bonus or a veto: `state` is `yes`, `no` or `unknown`; `points` what a bonus adds."""

    kind: str
    id: str
    state: str
    reasons: tuple[Mapping[str, Any], ...] = ()
    points: Points = field(default_factory=lambda: Points(Fraction(0), Fraction(0)))
    behind: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """The rows behind the measures among the reasons."""


@dataclass(frozen=True)
class ScoreVariant:
    """The card under one other option of a question: `grades` are those still possible, in the scheme's order; `vetoed` says
    that a veto holds."""

    question: str
    option: str
    total: Points
    grades: tuple[str, ...]
    vetoed: bool = False


@dataclass(frozen=True)
class StageScore:
    """One stage's column: the items' `total`, how many items are `rated`, the last day of the stage (`due`), of its ratings
    (`last`), the `verdict` of the rule with its time limit, and the totals `recorded` elsewhere."""

    stage: str
    total: Points
    rated: int
    due: str | None = None
    last: str | None = None
    verdict: str | None = None
    recorded: tuple[RecordedTotal, ...] = ()


@dataclass(frozen=True)
class Difference:
    """An item that two stages rated more than the scheme's `differ` points apart."""

    item: str
    stages: tuple[str, str]
    points: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Scorecard:
    """One scheme on one body in one period. `applies` is `yes`, `unknown`; where it does not apply there is no card.

    `sum` is that of the items, `total` with bonuses as the reading counts them. `grades` are those still possible under the
    primary (or decided) reading, `all_grades` under any. `unplaced` are ratings that fit no item, stage or period. `covered` are the
    first and last day of the part of the period that was looked at.
    """

    scheme: Scheme
    period: str
    applies: str
    items: tuple[ItemScore, ...]
    categories: Mapping[str, Points]
    sum: Points
    total: Points
    grades: tuple[str, ...]
    all_grades: tuple[str, ...]
    all_totals: Points
    lines: tuple[ScoreLine, ...] = ()
    variants: tuple[ScoreVariant, ...] = ()
    stages: tuple[StageScore, ...] = ()
    differences: tuple[Difference, ...] = ()
    unplaced: tuple[Rated, ...] = ()
    period_from: str | None = None
    period_to: str | None = None
    running: bool = False
    covered: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class Outlook:
    """What is known of a scheme's outcome, with each open reading changed in its turn: the `grades` still possible (none where the
    scheme does not apply) and the `total`. None: nothing is known. `period` is that of its card; `stage` the final one, where
    it has rated."""

    grades: tuple[str, ...] | None = None
    total: Points | None = None
    period: str | None = None
    stage: str | None = None


@dataclass(frozen=True)
class ReadingNote:
    """What somebody should know of the papers that a report rests on: the place in the file, and a sentence. `kind` is `reading`
    (how the records were read), `doubt` (rows that cannot both be right) or `decision` (by its date)."""

    where: str
    said: Words
    kind: str = "reading"


@dataclass(frozen=True)
class Report:
    """One body checked against one or more rulebooks; everything a format needs, nothing a format decides."""

    body: Mapping[str, Any]
    as_of: str
    review: tuple[str, str]
    rulebooks: tuple[Rulebook, ...]
    findings: tuple[Finding, ...]
    others: tuple[Finding, ...]
    not_here: tuple[Rule, ...]
    """Rules whose subject is another kind of body: listed, not evaluated on these records."""
    consequences: tuple[Followed, ...]
    chainer: str
    records_sha256: str
    decisions_sha256: str | None
    calendar: Mapping[str, Any] | None
    calendar_source: str
    assumptions: tuple[str, ...]
    labels: Mapping[str, str]
    """Ids of schools and groups to their names; `table/id/column` to what names other rows. Persons are never in it."""
    tables: Mapping[str, str]
    """Table name to `rows N`, `none` or `not_reported`."""
    file: str = ""
    scores: tuple[Scorecard, ...] = ()
    """One a scheme and period; empty where the rulebook has no scheme for this kind of body."""
    behind: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """The rows behind the measures that consequences read."""
    unplaced: tuple[Rated, ...] = ()
    """Ratings of this rulebook's that no scheme knows: named, never dropped."""
    notes: tuple[ReadingNote, ...] = ()
    """How the records were read, where somebody should know; in the order of the file."""
    contents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The fingerprint of each row of the records by table and id, so that a later report can tell which are new or changed."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names of persons by id: empty unless they were asked for, so that no format can tell them by mistake."""
    registered: Mapping[str, str] = field(default_factory=dict)
    """The names of all persons in the records by id (empty where there is none): not to be told, but to be kept out of what
    people wrote freely."""
