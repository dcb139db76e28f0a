"""The wording reader for sentences: what it takes from a text, and that it takes no more."""

from __future__ import annotations

import ast
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import house, yamlfile
from checker.errors import BadInput
from checker.wording import lexicon
from checker.wording.nouns import Found, Moment, Quantity, Reading, Span, Step
from checker.wording.reading import read
from checker.wording.text import normalise

FOLDER = house.rules_dir() / "vocabulary" / "wording"
LEXICON = lexicon.load(FOLDER)
ZH = next(one for one in LEXICON.languages if one.key == "zh")
EN = next(one for one in LEXICON.languages if one.key == "en")
DATA = Path(__file__).parent / "data" / "wording"
SENTENCES = [
    pytest.param(one, id=one["text"][:40])
    for name in ("zh", "en")
    for one in yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
]
SPANS_OF_TIME = {"hours", "weeks", "months", "quarters", "semesters", "school_years", "years"}


def brief(one: Quantity) -> str:
    number = str(one.low) if one.low == one.high else f"{one.low}..{one.high}"
    words = [number, one.comparator or "?", one.unit or "-"]
    for name in ("per", "each", "of"):
        if said := getattr(one, name):
            words += [name, said]
    return " ".join(words + (["about"] if one.about else []))


def days(one: Moment) -> str:
    first, last = (f"--{day}" if day else "" for day in (one.yearly_first, one.yearly_last))
    return f"{one.first or first}/{one.last or last}"


@pytest.mark.parametrize("expected", SENTENCES)
def test_what_a_careful_reader_takes_from_a_sentence(expected: dict[str, Any]) -> None:
    found = read(expected["text"], LEXICON)
    assert [brief(one) for one in found.quantities] == expected.get("quantities", [])
    assert [days(one) for one in found.moments] == expected.get("moments", [])
    assert [one.text for one in found.unread] == expected.get("unread", [])
    assert [one.key for one in found.windows] == expected.get("windows", [])
    assert found.modality == expected.get("modality")
    if "subject" in expected:
        assert found.subject == expected["subject"]
    if "action" in expected:
        assert found.action == expected["action"]
    if "actors" in expected:
        assert [one.key for one in found.actors] == expected["actors"]
    if "steps" in expected:
        assert [" ".join(filter(None, (one.kind, one.actor))) for one in found.steps] == expected["steps"]
    if "vague" in expected:
        assert [one.key for one in found.vague] == expected["vague"]


def in_chinese(n: int) -> str:
    """The proper Chinese numeral of 0 to 99,999,999, by the textbook."""
    digits = "零一二三四五六七八九"

    def four(number: int) -> str:
        out, gap = "", False
        for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = number // power % 10
            if digit:
                out += ("零" if gap and out else "") + digits[digit] + sign
                gap = False
            else:
                gap = True
        return out

    if n == 0:
        return "零"
    high, low = divmod(n, 10_000)
    text = four(high) + "万" if high else ""
    text += ("零" if high and 0 < low < 1000 else "") + four(low)
    return re.sub("^一十", "十", text)


def in_english(n: int) -> str:
    """The English words of 1 to 999,999."""
    small = {value: word for word, value in EN.numerals.digits.items()}
    tens = {value: word for word, value in EN.numerals.tens.items()}
    if n < 20:
        return small[n]
    if n < 100:
        return tens[n - n % 10] + (f"-{small[n % 10]}" if n % 10 else "")
    power, word = (100, "hundred") if n < 1000 else (1000, "thousand")
    rest = n % power
    joined = f" and {in_english(rest)}" if 0 < rest < 100 else f" {in_english(rest)}" if rest else ""
    return f"{in_english(n // power)} {word}{joined}"


@given(st.integers(0, 99_999_999))
def test_chinese_numerals_round_trip(n: int) -> None:
    assert ZH.numerals.value(in_chinese(n)) == n
    assert ZH.numerals.value(f"{n:,}") == n
    (quantity,) = read(f"不少于{in_chinese(n)}元", LEXICON).quantities
    assert (quantity.low, quantity.high, quantity.comparator, quantity.unit) == (n, n, "at_least", "yuan")


@given(st.integers(1, 999_999))
def test_english_numerals_round_trip(n: int) -> None:
    assert EN.numerals.value(in_english(n)) == n


@pytest.mark.parametrize(
    "numeral",
    ["三五", "百", "十百", "一万万", "二十十", "万", "一百零", "三点", "twenty thirty", "hundred", "", "一 二"],
)
def test_what_is_not_well_formed_has_no_value(numeral: str) -> None:
    assert ZH.numerals.value(numeral) is None
    assert EN.numerals.value(numeral) is None


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_shares_are_exact(top: int, bottom: int) -> None:
    for words in (f"{in_chinese(bottom)}分之{in_chinese(top)}", f"{top}/{bottom}"):
        (quantity,) = read(f"不低于{words}", LEXICON).quantities
        assert (quantity.low, quantity.unit, quantity.comparator) == (Fraction(top, bottom), "share", "at_least")
    (quantity,) = read(f"达到{top}%", LEXICON).quantities
    assert quantity.low == Fraction(top, 100)


@given(st.integers(0, 9_999), st.integers(0, 9_999), st.sampled_from("-—至~"))
def test_a_range_runs_upwards_or_is_not_read(low: int, high: int, dash: str) -> None:
    found = read(f"配备{low}{dash}{high}名", LEXICON)
    if low <= high:
        assert [(one.low, one.high) for one in found.quantities] == [(low, high)]
    else:
        assert not found.quantities
        assert found.unread


FRAGMENTS = st.sampled_from(
    [word for one in SENTENCES for word in re.split(r"[，。；,;]", one.values[0]["text"]) if word]
)  # type: ignore[attr-defined]
TEXTS = st.one_of(
    st.text(),
    st.lists(FRAGMENTS | st.text('一二十百万两〇0123456789.,%-/()"年月日至每第分之半以上不超过 \t', max_size=12)).map(
        "".join
    ),
)


def spans(found: Reading) -> list[Span]:
    named: tuple[Found | Quantity | Moment | Step, ...] = (
        *found.modalities, *found.actors, *found.quantities, *found.windows, *found.moments, *found.steps, *found.vague
    )  # fmt: skip
    return [*(one.span for one in named), *found.unread]


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_is_read_without_fail_and_spans_match(text: str) -> None:
    found = read(text, LEXICON)
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(found.text)
        assert found.text[span.start : span.end] == span.text
    for one in found.quantities:
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.high
        assert (one.unit is None) == (len(one.units) != 1)
    assert read(text, LEXICON) == found


@given(TEXTS)
def test_a_normalised_text_is_read_as_it_stands(text: str) -> None:
    once = read(text, LEXICON)
    if once.language == "zh" and not re.search(r"[\t\ue000]", text):
        assert once.text == normalise(text)
        assert read(normalise(text), LEXICON) == once


@given(st.integers(0, 9_999), st.sampled_from(["所", "次", "名", "元", "个月"]))
def test_no_figure_is_lost(n: int, unit: str) -> None:
    found = read(f"某某{n}{unit}某某{n}某某", LEXICON)
    assert [one.low for one in found.quantities] == [n]
    assert [one.text for one in found.unread] == [str(n)]


@pytest.mark.parametrize(
    "piece", ["一", "每学期不少于", "(", "1-", "必须", "one ", "第", "十万", '"', "2022年5月至", "经报", "三成"]
)
def test_time_grows_with_the_text(piece: str) -> None:
    start = perf_counter()
    read(piece * (40_000 // len(piece)), LEXICON)
    assert perf_counter() - start < 5, "some step looks at everything for everything"


def test_units_windows_bearers_modalities_and_operators_exist() -> None:
    def shared(name: str) -> set[str]:
        return set(yamlfile.parse((FOLDER.parent / f"{name}.yaml").read_bytes(), path=FOLDER, name=name).data[name])

    for one in LEXICON.languages:
        assert {key for unit in one.units.values() for key in unit.keys} <= shared("units") | SPANS_OF_TIME
        assert set(one.windows.keys.values()) - {""} <= shared("periods") | {"week", "day"}
        assert set(one.actors.words.keys.values()) - {""} <= shared("bearers")
        for words in (one.comparators.before, one.comparators.after):
            assert set(words.keys.values()) - {""} <= shared("operators")
        for words in (one.modals.binds, one.modals.opens):
            assert set(words.keys.values()) - {""} <= shared("modalities")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("table", ["modality", "actors", "steps", "units", "vague"])
def test_no_word_stands_for_two_things(language: str, table: str) -> None:
    for path in (FOLDER / language).glob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if table not in data:
            continue
        groups = data[table]
        if table == "modality":
            listed = [
                w
                for key, one in groups.items()
                if key not in ("swallow", "circumstance", "negation", "carries")
                for k, ws in one.items()
                if k != "after"
                for w in ws
            ]
        elif table == "units":
            listed = [w for one in groups for w in one["words"]]
        else:
            listed = [w for key, ws in groups.items() if key != "swallow" for w in ws]
        assert [word for word, times in Counter(listed).items() if times > 1] == []


MODULES = sorted(Path(lexicon.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in MODULES])
def test_no_word_of_a_policy_stands_in_the_code(path: Path) -> None:
    """Messages to the user, which `say` speaks in both languages, are no policy words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(part) for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
        for part in ast.walk(node)
    }  # fmt: skip
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    modal = {
        word
        for one in LEXICON.languages
        for words in (one.modals.binds, one.modals.opens)
        for word, key in words.keys.items()
        if key
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said | prose:
            assert not re.search("[\u3400-\u9fff]", node.value), f"{path.name}:{node.lineno}: {node.value}"
            assert node.value.lower() not in modal, f"{path.name}:{node.lineno}: {node.value}"


def broken(tmp_path: Path, change: dict[str, Any]) -> list[str]:
    for source in (FOLDER / "zh").glob("*.yaml"):
        (tmp_path / "zh").mkdir(exist_ok=True)
        (tmp_path / "zh" / source.name).write_bytes(source.read_bytes())
    for name, text in change.items():
        (tmp_path / "zh" / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        lexicon.load(tmp_path)
    return list(caught.value.lines("en"))


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("more.yaml", "idioms: [一]\n", "stands also at"),
        ("steps.yaml", "recipient: [向]\n", "table steps is missing"),
        ("vague.yaml", "vogue: {}\n", "vogue"),
        ("forms.yaml", "classes: {}\nforms: [{kind: skip, forms: ['{nothing}']}]\n", "cannot read the form {nothing}"),
        ("forms.yaml", "classes: {}\nforms: [{kind: skip, forms: ['({number}']}]\n", "cannot read the form ({number}"),
        ("forms.yaml", "classes: {}\nforms: [{kind: skip, forms: ['?{number}']}]\n", "cannot read the form ?{number}"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, file: str, text: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput):
        lexicon.load(tmp_path)
    lines = broken(tmp_path, {file: text})
    assert any(message in line and str(tmp_path) in line for line in lines), lines
