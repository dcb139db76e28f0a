"""What the comments of a proposed mapping say, by language."""

from __future__ import annotations

from collections.abc import Mapping

from checker.errors import say, spoken
from checker.model import Words

_PHRASES: Mapping[str, Words] = {
    "file": say(
        "由 jituan map 提议，请逐项核对。ask 没有把握，由人决定；不读的列写 ignore。见 docs/spreadsheets.md",
        "Proposed: look at every line. `ask` is for a person, `ignore` is not read. See docs/spreadsheets.md",
    ),
    "use": say("用法：jituan check --map 本文件 表格", "To use it: jituan check --map THIS_FILE SPREADSHEET"),
    "kind": say("group（教育集团）或 authority（主管部门）", "group or authority"),
    "id": say("编号，不含空格和斜杠，例如 demo-group", "an id without blanks or slashes, as demo-group"),
    "name": say("全称", "the full name"),
    "region": say("规则库编号或所在地名，例如 {}", "a rulebook or a place, as {}"),
    "as_of": say(
        "检查日期，例如 2024-07-31；用 --as-of 时删去本行", "the day of the check; remove it if --as-of says it"
    ),
    "optional": say("以下按需填写，去掉行首的 # 即可：", "As needed; remove the # in front:"),
    "complete": say("这段时间里的全部记录都在表里，才写", "only if all records of that time are in the sheet"),
    "none": say("确知没有任何记录的表", "tables of which there is surely nothing to record"),
    "from title": say("取自标题", "from a title"),
    "from sheet": say("取自表中", "from the sheet"),
    "of body": say("集团自己的情况，已写在上面的 body 里", "about the group itself: see `body` above"),
    "seen": say("? 表中写有：", "? the sheet says: "),
    "block": say("{}：表头在第 {} 行，数据在第 {} 行", "{}: headings in row {}, records in rows {}"),
    "block across": say("{}：表头在第 {} 列，数据在第 {} 列", "{}: headings in column {}, records in columns {}"),
    "table": say("{}", "{}"),
    "titled": say("{}（标题与表头相符）", "{} (its title and headings)"),
    "table ask": say(
        "? 可能是 {}；columns 先按第一个提议；不读整张写 ignore",
        "? perhaps {}; `columns` are those of the first; `ignore` for none of it",
    ),
    "table unknown": say(
        "? 认不出是哪种表；不读整张写 ignore，其余不用管",
        "? no table recognised; `ignore` to leave it out, and nothing else",
    ),
    "table crossed": say(
        "? 每月（年）一列的汇总表，一行不是一条记录；不读写 ignore",
        "? a column for each month or year: no records; `ignore`",
    ),
    "undated": say(
        "? 没有{}的列：各行不知在何时，无法计入任何时段",
        "? no column for {}: nobody can tell in which period the rows fall",
    ),
    "ordinal": say("序号作为编号", "the numbers of the rows as ids"),
    "unit line": say("{}；单位取自表上方", "{}; the unit stands above the table"),
    "by values": say("{}；表头不认识，内容都是它的选项", "{}; by its values, which are all options of it"),
    "values": say(
        "{}；下列内容不是它的选项，请写选项或 ignore：{}",
        "{}; these values are no options of it; write one or `ignore`: {}",
    ),
    "values differ": say("? 表头像 {}，但内容不符", "? the heading says {}, the values do not"),
    "taken": say("? 表头也像 {}，已有别的列；不读写 ignore", "? may be {} too, which another column is; or `ignore`"),
    "like": say("? 可能是 {}；不读写 ignore", "? perhaps {}; or `ignore`"),
    "no fact": say("不读", "not read"),
    "unused": say("没有对应的列", "no column of ours"),
    "near": say("? {}", "? {}"),
    "by_row": say("没有编号列，以行号为编号：r5、r6……", "no column of ids: rows are r5, r6, …"),
    "fixed": say("取自标题", "from a title"),
    "fixed ask": say(
        "? 每行必填的{}，表里没有；各行相同就写在这里：{}", "? every row needs its {}; the same for all: {}"
    ),
    "missing": say("? 缺必填的列：{}。请指定一列，否则无法读这张表", "? every row needs {}: name its column"),
    "no headings": say(
        "{}：首行像是数据，没有认得的表头，没有提议。请先在表里加上表头",
        "{}: its first row looks like data, no heading is known; nothing is proposed. Add headings first",
    ),
    "comma": say("、", ", "),
    "or": say("或", " or "),
}


def phrase(key: str, lang: str, *parts: str) -> str:
    return spoken(_PHRASES[key], lang).format(*parts)
