"""The parts of both READMEs that follow from the program: output, verdicts, counts, rules.

Such a part stands between `<!-- kind: argument -->` and `<!-- end -->`; `python tests/regenerate.py` writes it anew.
The kinds: `shown: COMMAND | WORDS | WORDS` the first paragraphs of the command's output that the words (regular
expressions, in the order of the output) match; `verdicts` the table of verdicts; `rulebooks` the table of
rulebooks; `rule: ID` the rule as its file has it, up to its case from whole records.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.rulebook.coverage import coverage
from checker.rulebook.load import load
from checker.rulebook.lock import path_of, read_lock

ROOT = Path(__file__).resolve().parent.parent
READMES = {"README.md": "en", "README.zh.md": "zh"}
_FILE = re.compile(r"<!-- file: (?P<name>[\w.-]+) -->\n```yaml\n(?P<text>.*?)```\n", re.DOTALL)
_GAP = "…"
"""Stands where an excerpt leaves lines out."""
_MOST = 18
"""Lines of one paragraph that an excerpt shows."""
_HEADS = {
    "zh": ("规则库", "文件", "效力", "句", "有规范", "规则", "由记录算出", "凭填报", "由人判断", "不作判断", "后果"),
    "en": (
        "rulebook", "document", "status", "sentences", "with a norm", "rules", "computed", "declared", "asked", "no test",
        "consequences",
    ),
}  # fmt: skip


@contextmanager
def desk(readme: str) -> Iterator[Path]:
    """A folder as a reader has it before them: the repository's data, and the files that the README has them write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for data in ("examples", "rules", "schemas"):
            (folder / data).symlink_to(ROOT / data)
        for found in _FILE.finditer(readme):
            (folder / found["name"]).write_text(found["text"], encoding="utf-8")
        yield folder


def jituan(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program of this repository in `folder`, whatever else is installed and set."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JITUAN_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "checker", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def shown(said: str, readme: str, _: str) -> str:
    """A fenced excerpt of a command's output."""
    command, *wanted = (part.strip() for part in said.split(" | "))
    with desk(readme) as folder:
        done = jituan(shlex.split(command)[1:], folder)
    paragraphs = done.stdout.strip("\n").split("\n\n")
    kept: list[str] = []
    next_one = 0
    for words in wanted:
        found = next((n for n, one in enumerate(paragraphs) if re.search(words, one, re.MULTILINE)), None)
        if found is None:
            # Fails the one test that compares, not the collection of all tests.
            kept.append(f"NOT IN THE OUTPUT OF {command}: {words} {done.stderr}")
            continue
        kept += [_GAP] * (found != next_one)
        lines = paragraphs[found].splitlines()
        kept.append("\n".join([*lines[:_MOST], *[_GAP] * (len(lines) > _MOST)]))
        next_one = found + 1
    return "\n\n".join(["```text\n" + kept[0], *kept[1:], _GAP + "\n```"])


def verdicts(_: str, __: str, lang: str) -> str:
    """The table of verdicts, worst first, as the vocabulary has them."""
    heads = {
        "zh": ("符号", "结论", "意思", "计入缺口", "退出码"),
        "en": ("", "verdict", "meaning", "a gap", "exit code"),
    }
    yes = {"zh": "是", "en": "yes"}[lang]
    rows = [heads[lang], ("---",) * 5]
    for key, one in _yaml("rules/vocabulary/verdicts.yaml")["verdicts"].items():
        label = one["label"][lang] + (f" `{key}`" if lang == "zh" else "")
        rows.append((f"`{one['symbol']}`", label, one["meaning"][lang], yes if one["gap"] else "", str(one["exit"])))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def rulebooks(_: str, __: str, lang: str) -> str:
    """The shipped rulebooks and how much of each document is rules. Raises ValueError without a lock."""
    rows = [_HEADS[lang], ("---",) * len(_HEADS[lang])]
    for path in sorted((ROOT / "rules").glob("*/source.yaml")):
        book = load(path.parent)
        lock = read_lock(path_of(book))
        if lock is None:
            raise ValueError(f"{book.id} has no lock")
        found, source = coverage(book, lock), book.source
        status = _yaml(f"reports/words/{lang}.yaml")["status"][source.status]
        title = " ".join(part for part in (source.short[lang], source.number) if part)
        numbers = (found.sentences, found.with_norm, found.rules, *found.basis.values(), found.consequences)
        rows.append((f"`{book.id}`", title, status, *map(str, numbers)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def rule(said: str, _: str, lang: str) -> str:
    """The lines of a rule in its file, verbatim, but for the long cases. Raises ValueError where there is none."""
    more = {"zh": "另有从整份记录出发的用例", "en": "and a case from whole records"}[lang]
    for path in sorted((ROOT / "rules" / said.split("/", maxsplit=1)[0]).rglob("*.yaml")):
        lines = path.read_text(encoding="utf-8").splitlines()
        if f"- id: {said}" in lines:
            first = lines.index(f"- id: {said}")
            last = next((n for n in range(first + 1, len(lines)) if lines[n].startswith("- ")), len(lines))
            cut = next((n for n in range(first, last) if lines[n] == "  - records:"), last)
            name = path.relative_to(ROOT).as_posix()
            return "\n".join([f"```yaml\n# {name}", *lines[first:cut], *([f"  # {_GAP} {more}"] * (cut < last)), "```"])
    raise ValueError(f"there is no rule {said}")


KINDS: dict[str, Callable[[str, str, str], str]] = {
    "shown": shown,
    "verdicts": verdicts,
    "rulebooks": rulebooks,
    "rule": rule,
}


_PART = re.compile(rf"(<!-- (?P<kind>{'|'.join(KINDS)})(?:: (?P<said>[^\n]*))? -->\n).*?(\n<!-- end -->)", re.DOTALL)


def _yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@cache
def goldens() -> dict[str, str]:
    """Both READMEs as they would be written now, by their names."""
    made = {}
    for name, lang in READMES.items():
        text = (ROOT / name).read_text(encoding="utf-8")

        def part(found: re.Match[str], text: str = text, lang: str = lang) -> str:
            return f"{found[1]}{KINDS[found['kind']](found['said'] or '', text, lang)}{found[4]}"

        made[name] = _PART.sub(part, text)
    return made
