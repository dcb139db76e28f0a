"""`jituan import DOCUMENT`: a new rulebook in draft, from the text of a policy document."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker import house, yamlfile
from checker.cli.common import State, out
from checker.errors import BadInput, Problem, printable, say, spoken
from checker.rulebook.load import documents

if TYPE_CHECKING:
    from checker.drafting.book import DraftBook
    from checker.drafting.hints import Known
    from checker.model import Words

LONGEST_ID = 60


class RulebookId(click.ParamType[str]):
    """The name of a rulebook and of its folder: nothing that could lead elsewhere."""

    name = "ID"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(value)) or len(str(value)) > LONGEST_ID:
            self.fail(
                f"{printable(str(value))[:LONGEST_ID]!r}：应为小写字母、数字、连字符 expected a-z, 0-9, -，例如 songgu-2031",
                param,
                ctx,
            )
        return str(value)


@click.command("import")
@click.argument("document", type=click.Path(path_type=Path))
@click.option("--id", "book_id", type=RulebookId(), required=True, help="新规则库的编号，如 songgu-2031")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path(), help="在哪个文件夹下新建（默认当前）")
@click.pass_obj
def import_(state: State, document: Path, book_id: str, output: Path) -> int:
    """读入一份政策文件，起草规则库。 Draft a rulebook from a document (txt, docx, pdf with text)."""
    from checker.drafting import files  # noqa: PLC0415
    from checker.drafting.book import draft  # noqa: PLC0415
    from checker.intake import read_document  # noqa: PLC0415
    from checker.rulebook.words import lexicon  # noqa: PLC0415

    target = output / book_id
    _free(state, book_id, target)
    found = read_document(document)
    book = draft(found.text, str(document), book_id, lexicon())
    name = f"{book_id}.txt"
    raw = found.text.encode("utf-8")
    sha256 = hashlib.sha256(raw).hexdigest()
    original = None if sha256 == found.sha256 else (printable(document.name), found.sha256)
    made = files.all_files(book, known(state), state.lang, file=name, sha256=sha256, original=original)
    _publish(target, {**{path: text.encode("utf-8") for path, text in made.items()}, name: raw})
    for remark in found.remarks:
        out(printable(spoken(remark, state.lang)) + "\n")
    out(_summary(book, target, state.lang))
    return 0


def known(state: State) -> Known:
    """The shared words. Measures only for their names: checking them all would take half of the time of an import."""
    from checker.drafting.hints import Known  # noqa: PLC0415

    folder = house.rules_dir() / "vocabulary"
    paths = {name: folder / f"{name}.yaml" for name in ("bearers", "topics", "periods")}
    found = documents([(path, "names") for path in paths.values()])
    names = {name: found[path].data[name] for name, path in paths.items()}
    measures: dict[str, tuple[str, Words]] = {}
    for root in (folder, *house.rule_folders(state.bench.extra)[1:]):
        for path in sorted((root / "measures").glob("*.yaml")):
            for name, one in yamlfile.read(path).data.get("measures", {}).items():
                measures[name] = (one["unit"], one["label"])
    return Known(names["bearers"], names["topics"], names["periods"], measures)


def _free(state: State, book_id: str, target: Path) -> None:
    """Raises BadInput where the id or the folder is taken: nothing is ever overwritten."""
    if book_id in state.bench.folders:
        what = say(f"规则库编号 {book_id} 已存在", f"rulebook id {book_id} is taken")
        raise BadInput(Problem(str(state.bench.folders[book_id]), what, mend=say("请换一个编号", "choose another id")))
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        what = say("已经有这个文件夹，没有写", "this folder exists: nothing was written")
        raise BadInput(Problem(str(target), what, mend=say("换一个编号或 -o 文件夹", "choose another id or folder")))


def _publish(target: Path, files: dict[str, bytes]) -> None:
    """All files or none: a hidden folder beside the target, then one rename."""
    made: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        for path, raw in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_bytes(raw)
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)
        made.rename(target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(Problem(str(target), say(f"写不了：{reason}", f"cannot be written: {reason}"))) from None
    finally:
        if made is not None and made.exists():
            shutil.rmtree(made, ignore_errors=True)


def _summary(book: DraftBook, target: Path, lang: str) -> str:
    """What was read, what is open, what to do next."""
    rules = book.rules
    about = book.register
    read = {
        "title": about.title, "number": about.number, "issuer": about.issuer, "issued": about.issued,
        "effective": about.effective, "jurisdiction": None, "scope": None,
    }  # fmt: skip
    empty = " ".join(key for key, value in read.items() if value is None)
    modality = sum(one.duty.modality is None for one in rules)
    bearer = sum(one.duty.bearer is None for one in rules)
    if lang == "en":
        lines = [
            f"{target}: {book.sentences} sentences, {book.items} numbered items, {len(rules)} draft rules",
            f"  proposed as without a norm: {len(book.without_norm)} sentences",
            f"  open in the drafts: modality {modality}, bearer {bearer}",
            f"  to be filled in in source.yaml: {empty}",
            "next:",
        ]
    else:
        lines = [
            f"{target}：{book.sentences} 句，{book.items} 个编号条目，起草规则 {len(rules)} 条",
            f"  提议列为无规范内容：{len(book.without_norm)} 句",
            f"  草稿中待定：情态 {modality} 条，责任方 {bearer} 条",
            f"  source.yaml 待填：{empty}",
            "接下来：",
        ]
    steps = [
        f"jituan rules lint {target}", f"jituan rules verify {target} --sources {target} --write",
        f"jituan rules coverage {target} --sources {target} --outline", f"jituan rules test {target}",
    ]  # fmt: skip
    return "\n".join([*lines, *(f"  {step}" for step in steps)]) + "\n"
