"""A rulebook as a workbook and back: what nobody touched stays to the letter, what was changed is all that differs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from checker import yamlfile
from checker.cli import main
from checker.editing import pack
from checker.editing.flow import flow, meant, said, same
from checker.editing.patch import patched
from checker.editing.read import Edited, read
from checker.editing.write import write
from checker.errors import BadInput

RULES = Path(__file__).parents[1] / "rules"
BOOK = "kunming-2021"
RULE = "kunming-2021/3.4/lead-named"
FILE = "3-work/4-founding.yaml"
LABELS: dict[str, dict[str, dict[str, str]]] = {"modalities": {"must": {"zh": "必须"}}}


@pytest.fixture(scope="module")
def raw() -> bytes:
    return write(RULES / BOOK, BOOK, LABELS, "zh")


def changed(raw: bytes, path: Path, change: Callable[[Any], None]) -> Edited:
    """What comes back after a person changed the workbook."""
    book = openpyxl.load_workbook(BytesIO(raw))
    change(book)
    book.save(path)
    return read(path)


def left(arguments: list[str]) -> object:
    """The code with which the command leaves."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code


def row_of(sheet: Worksheet, **wanted: str) -> dict[str, Any]:
    """The cells of the first row that says so, by heading."""
    heads = [str(cell.value) for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(heads, row, strict=True))
        if all(str(cells[head].value or "").startswith(text) for head, text in wanted.items()):
            return cells
    raise AssertionError(wanted)


def lines_that_differ(before: dict[str, str], after: Edited) -> list[tuple[str, str, str]]:
    """(file, old line, new line) for files with as many lines as before."""
    found = []
    for path, text in before.items():
        old, new = text.split("\n"), after.files[path].split("\n")
        assert len(old) == len(new), path
        found += [(path, one, other) for one, other in zip(old, new, strict=True) if one != other]
    return found


@pytest.mark.parametrize("book", sorted(one.name for one in RULES.iterdir() if (one / "source.yaml").is_file()))
def test_what_nobody_touched_is_the_same_to_the_letter(book: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.xlsx"
    path.write_bytes(write(RULES / book, book, LABELS, "zh"))
    edited = read(path)
    assert edited.changes == ()
    assert dict(edited.files) == pack.files(RULES / book)


def test_the_same_rules_make_the_same_bytes(raw: bytes) -> None:
    assert write(RULES / BOOK, BOOK, LABELS, "zh") == raw


def test_a_number_that_is_changed_changes_one_line(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        row = row_of(book["条件与要求"], 编号=RULE, 用作="require")
        assert row["数或词"].value == "1"
        row["数或词"].value = 0.125
        row["数或词"].number_format = "0.0%"

    edited = changed(raw, tmp_path / "a.xlsx", change)
    assert [(one.kind, one.name, one.what) for one in edited.changes] == [("changed", RULE, ("require",))]
    ((_, old, new),) = lines_that_differ(pack.files(RULES / BOOK), edited)
    assert new == old.replace("at_least: 1}", 'at_least: "12.5%"}') != old


def test_sorting_the_sheets_and_moving_columns_changes_nothing(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for name in ("规则", "条件与要求", "用例", "其他文件"):
            sheet = book[name]
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
            head, body = rows[0], sorted(rows[1:], key=lambda row: [str(one) for one in reversed(row)])
            sheet.delete_rows(1, sheet.max_row)
            for row in [head, *body]:
                sheet.append(list(reversed(row)))

    edited = changed(raw, tmp_path / "a.xlsx", change)
    assert edited.changes == ()
    assert dict(edited.files) == pack.files(RULES / BOOK)


def test_a_new_rule_and_one_that_goes(raw: bytes, tmp_path: Path) -> None:
    gone = RULE
    name = f"{BOOK}/3.4/new-one"

    def change(book: Any) -> None:
        old = {head: cell.value for head, cell in row_of(book["规则"], 编号=gone).items()}
        for sheet, column in (("规则", "编号"), ("条件与要求", "编号"), ("用例", "编号")):
            page = book[sheet]
            at = [cell.value for cell in page[1]].index(column) + 1
            for number in range(page.max_row, 1, -1):
                if page.cell(number, at).value == gone:
                    page.delete_rows(number)
        book["规则"].append([{**old, "编号": name}.get(str(cell.value)) for cell in book["规则"][1]])
        tests = {
            "编号": name,
            "用作": "require 要求",
            "序号": "1",
            "指标": "newsletters 简报",
            "比较": "at_least",
            "数或词": 2,
        }
        book["条件与要求"].append([tests.get(str(cell.value)) for cell in book["条件与要求"][1]])
        case = {"编号": name, "序号": "1", "给定": "{newsletters: 2}", "应得": "pass", "为何": "正好"}
        book["用例"].append([case.get(str(cell.value)) for cell in book["用例"][1]])

    edited = changed(raw, tmp_path / "a.xlsx", change)
    assert sorted((one.kind, one.name) for one in edited.changes) == [("added", name), ("removed", gone)]
    (path,) = [path for path, text in edited.files.items() if name in text]
    rules = {
        one["id"]: one for one in yamlfile.parse(edited.files[path].encode(), path=Path(path), name=path).data["rules"]
    }
    before = yamlfile.read(RULES / BOOK / path).data["rules"]
    assert gone not in rules
    assert [rules[one["id"]] for one in before if one["id"] != gone] == [one for one in before if one["id"] != gone]
    assert rules[name]["require"] == [{"measure": "newsletters", "at_least": 2}]
    assert rules[name]["cases"] == [{"given": {"newsletters": 2}, "expect": "pass", "why": "正好"}]
    assert rules[name]["modality"] == next(one["modality"] for one in before if one["id"] == gone)
    comments = [line for line in (RULES / BOOK / path).read_text("utf-8").split("\n") if line.lstrip().startswith("#")]
    assert [line for line in edited.files[path].split("\n") if line.lstrip().startswith("#")] == comments


def test_another_file_is_changed_line_by_line(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        row = row_of(book["其他文件"], 文件="source.yaml", 内容="status:")
        row["内容"].value = "status: expired"

    edited = changed(raw, tmp_path / "a.xlsx", change)
    assert [(one.kind, one.name) for one in edited.changes] == [("changed", "source.yaml")]
    ((path, _, new),) = lines_that_differ(pack.files(RULES / BOOK), edited)
    assert (path, new) == ("source.yaml", "status: expired")


@pytest.mark.parametrize(
    ("sheet", "column", "value", "told"),
    [
        ("规则", "规则文件", "../../evil.yaml", "不是规则库里的文件名"),
        ("规则", "规则文件", "/etc/evil.yaml", "不是规则库里的文件名"),
        ("规则", "规则文件", "source.yaml", "不是规则库里的文件名"),
        ("规则", "期限", "{by: [", "YAML"),
        ("条件与要求", "用作", "xx", "应为 when、require、note 之一"),
        ("其他文件", "文件", "new.yaml", "没有这个文件"),
        ("其他文件", "文件", "", "没有这个文件"),
        ("其他文件", "行", "x", "没有行号"),
        ("规则", "编号", "", "没有填写"),
        ("条件与要求", "指标", "", "没有填写"),
        ("条件与要求", "编号", "kunming-2021/0/none", "没有规则"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    raw: bytes, tmp_path: Path, sheet: str, column: str, value: str, told: str
) -> None:
    def change(book: Any) -> None:
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(2, heads.index(column) + 1).value = value or None

    with pytest.raises(BadInput) as caught:
        changed(raw, tmp_path / "a.xlsx", change)
    lines = [one.line() for one in caught.value.problems]
    assert any(told in line and f"a.xlsx:{sheet}!" in line for line in lines), lines


def test_a_workbook_without_the_files_is_refused(raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="不是本软件导出"):
        changed(raw, tmp_path / "a.xlsx", lambda book: book.remove(book[pack.SHEET]))


def test_files_that_were_tampered_with_are_refused(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        cell = book[pack.SHEET]["A2"]
        cell.value = cell.value[:-8] + "AAAAAAA="

    with pytest.raises(BadInput, match="被改动"):
        changed(raw, tmp_path / "a.xlsx", change)


def test_a_path_out_of_the_folder_is_refused() -> None:
    rows = pack.packed("x", {"../x.yaml": "a: 1\n"})
    with pytest.raises(BadInput, match="被改动"):
        pack.unpacked(rows, "x.xlsx")


def test_the_command_writes_a_folder_or_nothing(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(BytesIO(raw))
    row_of(book["规则"], 编号=RULE)["语气"].value = "perhaps"
    book.save(tmp_path / "bad.xlsx")
    out = tmp_path / "new"
    assert left(["rules", "from-excel", str(tmp_path / "bad.xlsx"), "-o", str(out)]) == 3
    told = capsys.readouterr().err
    assert "bad.xlsx:规则!G47: “语气”的值“perhaps”不对" in told
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.xlsx"]
    (tmp_path / "good.xlsx").write_bytes(raw)
    assert left(["rules", "from-excel", str(tmp_path / "good.xlsx"), "-o", str(out)]) == 0
    assert pack.files(out) == pack.files(RULES / BOOK)
    assert left(["rules", "from-excel", str(tmp_path / "good.xlsx"), "-o", str(out)]) == 3


@pytest.mark.parametrize(
    ("sheet", "column", "value", "place", "words", "code"),
    [
        ("条件与要求", "数或词", 2, "", "引文里没有这个数", 1),
        ("条件与要求", "数或词", "两", "规则!B47", "不是数", 3),
        ("用例", "应得", "fail", "用例!E", "", 1),
        ("规则", "原文", "原文没有的话", "规则!B47", "与锁定的不同", 1),
        ("规则", "出处", "九（九） ⑨", "规则!B47", "没有的“九（九） ⑨”", 1),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_at_its_cell(
    raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    sheet: str, column: str, value: Any, place: str, words: str, code: int,
) -> None:  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(raw))
    row_of(book[sheet], 编号=RULE)[column].value = value
    book.save(tmp_path / "slip.xlsx")
    assert left(["rules", "from-excel", str(tmp_path / "slip.xlsx"), "-o", str(tmp_path / "new")]) == code
    told = capsys.readouterr()
    lines = [line for line in (told.out + told.err).splitlines() if f"slip.xlsx:{place}" in line]
    assert any(words in line for line in lines), told
    assert (tmp_path / "new").exists() == (code == 1)


def test_a_rule_in_another_file_has_moved(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        row_of(book["规则"], 编号=RULE)["规则文件"].value = "3-work/5-governance.yaml"

    edited = changed(raw, tmp_path / "a.xlsx", change)
    assert [(one.kind, one.name) for one in edited.changes] == [("moved", RULE)]
    assert RULE in edited.files["3-work/5-governance.yaml"] and f"id: {RULE}\n" not in edited.files[FILE]


def test_blanks_around_an_id_are_none(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        row_of(book["规则"], 编号=RULE)["编号"].value = f" {RULE} "

    assert changed(raw, tmp_path / "a.xlsx", change).changes == ()


def test_a_line_between_two_lines(raw: bytes, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        heads = [cell.value for cell in book["其他文件"][1]]
        new = {"文件": "source.yaml", "行": "1.5", "内容": "# put in"}
        book["其他文件"].append([new.get(head) for head in heads])

    lines = changed(raw, tmp_path / "a.xlsx", change).files["source.yaml"].split("\n")
    assert lines[1] == "# put in"


def test_a_revision_of_a_shipped_rulebook_is_linted_by_itself(
    raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(RULES / BOOK, tmp_path / BOOK)
    assert left(["rules", "lint", str(tmp_path / BOOK)]) == 0
    assert "没有发现问题" in capsys.readouterr().out


@pytest.mark.office
def test_what_another_office_program_saved_is_the_same(
    raw: bytes, tmp_path: Path, needs_program: Callable[..., str]
) -> None:
    (tmp_path / "rules.xlsx").write_bytes(raw)
    program = needs_program("soffice", "libreoffice")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved", "rules.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    edited = read(tmp_path / "saved" / "rules.xlsx")
    assert edited.changes == ()


def test_modelines_name_the_schema_from_where_the_file_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "rules" / BOOK
    shutil.copytree(RULES / BOOK, folder)
    assert left(["rules", "modeline", str(folder)]) == 0
    named = {}
    for path in sorted(folder.rglob("*.yaml")):
        first, _, rest = path.read_text("utf-8").partition("\n")
        there = Path(path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        named[path.relative_to(folder).as_posix()] = there
        assert rest in (RULES / BOOK / path.relative_to(folder)).read_text("utf-8")
    # A folder away from ours takes the schemas along: it may be handed on.
    schemas = folder / ".schemas"
    assert named[FILE] == schemas / "rules.json"
    assert named["source.yaml"] == schemas / "source.json"
    assert (schemas / "rules.json").read_bytes() == (RULES.parent / "schemas" / "rules.json").read_bytes()
    capsys.readouterr()
    assert left(["rules", "modeline", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("0 ")
    assert left(["rules", "modeline", str(tmp_path)]) == 3


@pytest.mark.parametrize("path", sorted(RULES.glob("*/**/*.yaml")), ids=lambda one: str(one.relative_to(RULES)))
def test_every_rule_file_names_its_schema(path: Path) -> None:
    if (RULES / path.relative_to(RULES).parts[0] / "source.yaml").is_file():
        first = path.read_text("utf-8").partition("\n")[0]
        there = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert there.parent == RULES.parent / "schemas" and there.is_file()


# ---- values and texts ------------------------------------------------------------------------------------------

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-999, 999),
    st.decimals(-9, 9, places=2).map(lambda one: Decimal(f"{one:.2f}")),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=8),
    st.sampled_from(
        ["2023-01-01", "10%", "1/2", "true", "~", "a: b", "# no", "- x", "[", "}", "'", '"', " x ", "x: ", "：", "a, b"]
    ),
)
keys = st.sampled_from(["a", "b", "c", "measure", "at_least", "zh"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_a_value_is_read_as_it_was_said(value: Any) -> None:
    assert same(meant(said(value), "here"), value) or value is None or (value == "" and said(value) == '""')


def block(value: Any, indent: int = 0) -> str:
    """YAML as a person lays it out, with comments."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        lines = []
        for key, one in value.items():
            nested = isinstance(one, dict | list) and one
            lines.append(f"{pad}{key}:\n{block(one, indent + 2)}" if nested else f"{pad}{key}: {flow(one)}  # {key}")
        return f"{pad}# above\n" + "\n".join(lines)
    if isinstance(value, list) and value:
        return "\n".join(f"{pad}- {flow(one)}" for one in value) + f"\n{pad}# below"
    return f"{pad}{flow(value)}"


documents = st.dictionaries(keys, values, min_size=1, max_size=4)


@given(documents, documents)
def test_a_patched_text_says_what_it_shall(old: dict[str, Any], new: dict[str, Any]) -> None:
    for text in (block(old) + "\n", flow(old) + "\n"):
        read_back = yamlfile.parse(text.encode(), path=Path("x"), name="x").data
        assert same(read_back, old)
        made = patched(text, old, new)
        assert same(yamlfile.parse(made.encode(), path=Path("x"), name="x").data, new), (text, made)
        assert patched(text, old, old) == text
