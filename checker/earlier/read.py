"""A JSON report that somebody kept → `Past`. The file is hostile: it may be anything, and no part of it is trusted to be there.

Its shape is `schemas/earlier.json`, which asks for what is needed here alone, so that reports of other versions read too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from checker.earlier.nouns import Past, PastCell, PastConsequence, PastFinding, PastRow, PastScore
from checker.errors import BadInput, Problem, Text, say
from checker.fingerprint import fingerprint
from checker.schema import validate
from checker.textfile import decode, read_bytes
from checker.yamlfile import Document

PRIMARY = "primary"
NOT_REPORTED = "not_reported"


def read(path: Path) -> Past:
    """Raises BadInput with one problem: too large, no JSON, no report of this program, several reports, or broken."""
    name = str(path)
    raw = read_bytes(path, name)
    text = decode(raw, name)
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise _bad(name, say("不是 JSON", "not JSON")) from None
    if isinstance(data, list):
        if len(data) < 2:
            raise _bad(name, say("是一个列表，不是一份报告", "a list, not a report"))
        what = say(f"里面有 {len(data)} 份报告", f"holds {len(data)} reports")
        mend = say("请用 --rules 和 -o 把每份写成一个文件", "write each into a file of its own with --rules and -o")
        raise BadInput(Problem(name, what, say("应为一份报告", "expected one report"), mend))
    return past(data, name, hashlib.sha256(raw).hexdigest())


def past(mapping: Mapping[str, Any], file: str, sha256: str) -> Past:
    """A parsed report. Raises BadInput as `read` does where it is none."""
    _check(mapping, file)
    calendar = mapping["calendar"]
    spans = [one for kind in ("semesters", "school_years") for one in calendar.get(kind, ())]
    periods = {one["id"]: (one["from"], one["to"]) for one in spans}
    review = mapping["review"]
    return Past(
        file=file, sha256=sha256, body=mapping["body"]["id"], name=mapping["body"]["name"], as_of=mapping["as_of"],
        version=mapping["tool"]["version"], books={one["id"]: one["sha256"] for one in mapping["rulebooks"]},
        records=mapping["records_sha256"], decisions=mapping["decisions_sha256"] or "",
        calendar=fingerprint(periods), findings=_findings(mapping, file),
        review=(review["from"] or "", review["to"] or ""), periods=periods,
        titles={one["id"]: one.get("title", one["id"]) for one in mapping["rulebooks"]},
        scores=tuple(_scores(mapping, file)),
        contents=_contents(mapping), facts=_facts(mapping),
        consequences=tuple(PastConsequence(one["id"], one["title"], one["state"]) for one in mapping.get("consequences", ())),
    )  # fmt: skip


def _check(mapping: Any, file: str) -> None:
    try:
        validate(Document(Path(file), file, mapping, "", (1, 1)), "earlier")
    except (BadInput, RecursionError):
        raise _bad(file, say("不是本程序的检查报告", "not a report of this program")) from None


def _bad(file: str, what: Text) -> BadInput:
    mend = say("请用 jituan check --format json -o 报告.json 生成", "make one with jituan check --format json -o FILE")
    return BadInput(Problem(file, what, say("应为 JSON 格式的检查报告", "expected a JSON report"), mend))


def _refuse(_: str) -> NoReturn:
    raise ValueError("no number of a report")


def _contents(mapping: Mapping[str, Any]) -> Mapping[tuple[str, str], str] | None:
    if "contents" not in mapping:
        return None
    return {(table, row): content for table, rows in mapping["contents"].items() for row, content in rows.items()}


def _facts(mapping: Mapping[str, Any]) -> str:
    """A table that is not reported is as one that the other program did not know."""
    tables = mapping.get("tables")
    if not isinstance(tables, Mapping):
        return ""
    said = [
        {key: str(one) for key, one in part.items() if isinstance(one, str | bool)}
        for part in (mapping["body"], tables)
    ]
    return fingerprint([said[0], {key: one for key, one in said[1].items() if one != NOT_REPORTED}])


def _findings(mapping: Mapping[str, Any], file: str) -> Mapping[str, PastFinding]:
    found: dict[str, PastFinding] = {}
    for key, own in (("findings", True), ("addressed_to_others", False)):
        for one in mapping[key]:
            if one["rule"] in found:
                what = say("同一条款出现两次，报告已损坏", "has one clause twice: it is broken")
                raise BadInput(Problem(file, what, mend=say("请换用原来的文件", "use the file as it was made")))
            found[one["rule"]] = _finding(one, own)
    return found


def _finding(one: Mapping[str, Any], own: bool) -> PastFinding:
    return PastFinding(
        rule=one["rule"], at=one["at"], title=one["title"], quote=one["quote"], verdict=one["verdict"], own=own,
        cells=tuple(_cells(one)), rows=tuple(_rows(one)), fingerprint=one.get("fingerprint", ""),
        decisions=one.get("decisions") or "", reads=one.get("reads", ""), registers=one.get("registers", ""),
        readings=one.get("readings", {}),
    )  # fmt: skip


def _cells(one: Mapping[str, Any]) -> Iterator[PastCell]:
    for cell in one["cells"]:
        if cell["reading"] == PRIMARY:
            yield PastCell(cell["entity"], cell["item"], cell["period"], cell["verdict"])


def _rows(one: Mapping[str, Any]) -> Iterator[PastRow]:
    for row in one["rows"]:
        yield PastRow(row["table"], row["id"], row["counted"], row.get("content", ""), row["origin"])


def _scores(mapping: Mapping[str, Any], file: str) -> Iterator[PastScore]:
    for one in mapping.get("scores", ()):
        labels = one.get("grading", {}).get("labels", {})
        try:
            low, high = (_points(one["total"][end]) for end in ("low", "high"))
        except (ValueError, ZeroDivisionError):
            raise _bad(file, say("里面的分数读不出来", "has points that are no number")) from None
        grades = tuple(labels.get(grade, grade) for grade in one["grades"])
        yield PastScore(one["scheme"], one["period"], one["title"], low, high, grades)


def _points(written: int | str) -> Fraction:
    """An integer or `n/d`; a power of ten would make a number of any size."""
    if isinstance(written, str) and not set(written) <= set("-0123456789/"):
        raise ValueError("no number of a report")
    return Fraction(written)
