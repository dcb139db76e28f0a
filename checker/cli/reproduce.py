"""`jituan reproduce REPORT FILE`: does the same input still give the same report, and if not, what changed?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from checker import decisions as people
from checker.cli.check import reports
from checker.cli.common import FOUND, State, out
from checker.errors import BadInput, Problem, say
from checker.records.reader import bodies
from checker.report import render
from checker.schema import validate
from checker.textfile import read_bytes
from checker.yamlfile import Document


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--decisions", type=click.Path(path_type=Path), help="当时所用的决定文件")
@click.pass_obj
def reproduce(state: State, report: Path, file: Path, decisions: Path | None) -> int:
    """重做一次检查并与旧报告（JSON）对照。 Run a JSON report's check again and compare."""
    raw = read_bytes(report, str(report))
    old = _read(raw, report)
    given = people.read(decisions) if decisions else {}
    for body in bodies([file]):
        if isinstance(body, BadInput):
            raise body
        if body.id != old["body"]["id"]:
            what = say(
                f"是“{body.id}”的记录，报告是“{old['body']['id']}”的",
                f"{body.id}; the report is of {old['body']['id']}",
            )
            raise BadInput(
                Problem(str(file), what, mend=say("请给出同一对象的记录", "give the records of the same body"))
            )
        ids = tuple(one["id"] for one in old["rulebooks"])
        for made in reports(state, body, ids, given, old["as_of"]):
            text = render(made, state.lexicon, "json", _language(old, state.lang))
            return _compare(old, json.loads(text), text.encode() == raw, state.lang)
    raise BadInput(Problem(str(file), say("没有可检查的对象", "no body to check")))


def _read(raw: bytes, path: Path) -> dict[str, Any]:
    wrong = Problem(
        str(path),
        say("不是本程序的 JSON 报告", "not a JSON report of this program"),
        mend=say("请用 jituan check --format json -o 报告.json 生成", "make one with jituan check --format json"),
    )
    try:
        old = json.loads(raw)
    except ValueError:
        raise BadInput(wrong) from None
    try:
        validate(Document(path, str(path), old, "", (1, 1)), "report")
    except BadInput:
        raise BadInput(wrong) from None
    made: dict[str, Any] = old
    return made


def _language(old: dict[str, Any], otherwise: str) -> str:
    """The language that the old report was written in."""
    tool = old["tool"]
    found = tool.get("lang") if isinstance(tool, dict) else None
    return found if found in ("zh", "en") else otherwise


def _compare(old: dict[str, Any], new: dict[str, Any], same: bool, lang: str) -> int:
    zh = lang == "zh"
    if same:
        out("完全一致：同一输入得到同一报告。\n" if zh else "Identical: the same input gives the same report.\n")
        return 0
    if _placeless(old) == _placeless(new):
        zh_, en = (
            "内容完全一致，只是记录文件的路径写法不同。",
            "Identical but for how the path of the records is written.",
        )
        out((zh_ if zh else en) + "\n")
        return 0
    for key, words in {
        "tool": ("程序版本变了", "the program changed"),
        "rulebooks": ("规则变了", "the rules changed"),
        "records_sha256": ("记录变了", "the records changed"),
        "decisions_sha256": ("人的决定变了", "the decisions changed"),
    }.items():
        if old.get(key) != new.get(key):
            out(f"· {words[0] if zh else words[1]}\n")
    before = {one["rule"]: one["verdict"] for one in old["findings"]}
    after = {one["rule"]: one["verdict"] for one in new["findings"]}
    for rule in sorted(before.keys() | after.keys()):
        if before.get(rule) != after.get(rule):
            out(f"  {rule}: {before.get(rule, '—')} → {after.get(rule, '—')}\n")
    return FOUND


def _placeless(part: Any) -> Any:
    """A report without the places of its rows, which begin with the path as it was typed."""
    if isinstance(part, dict):
        return {key: _placeless(value) for key, value in part.items() if key != "origin"}
    return [_placeless(one) for one in part] if isinstance(part, list) else part
