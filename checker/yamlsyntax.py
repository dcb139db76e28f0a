"""The words for a YAML syntax error: the parser's own speak of tokens and simple keys, ours of what to type."""

from __future__ import annotations

import re

import yaml

from checker.errors import Problem, say
from checker.model import Words

WELL_FORMED = say(
    "应为“键: 值”，用空格缩进，引号、括号配对",
    "expected `key: value`, indented with blanks, quotes and brackets in pairs",
)
EXAMPLE = say("例如 name: 示例", "for example `name: demo`")

_FULL_WIDTH = re.compile(r"^\s*(?:-\s+)?[^\s:#\"'：]{1,40}：")
_NO_SPACE = re.compile(r"^\s*(?:-\s+)?[A-Za-z_][A-Za-z0-9_]*:(?=\S)")

# A fragment of the parser's message -> what it means for the person who typed the file.
_MEANINGS: tuple[tuple[str, Words], ...] = (
    (
        "cannot start any token",
        say("此处字符不能开头（制表符、@、` 等）", "a character that cannot start a value (tab, @, `)"),
    ),
    ("found a tab", say("缩进用了制表符", "indented with a tab")),
    ("expected ',' or ']'", say("方括号 [ ] 没有配对，或项之间缺英文逗号", "unbalanced [ ] or a missing comma")),
    ("expected ',' or '}'", say("花括号 { } 没有配对，或项之间缺英文逗号", "unbalanced { } or a missing comma")),
    ("end of stream", say("引号或括号没有结束", "a quote or bracket is not closed")),
    (
        "mapping values are not allowed",
        say(
            "此处不能再有“键: 值”，多为缩进有误或上文缺引号",
            "no `key: value` here: indentation, or a missing quote above",
        ),
    ),
    ("could not find expected ':'", say("缺少英文冒号", "a colon is missing")),
    (
        "did not find expected key",
        say("缩进与上文不一致，或括号、引号没有配对", "indentation differs, or a bracket or quote is open"),
    ),
    ("did not find expected '-'", say("列表各项的缩进不一致", "list items are not aligned")),
    ("block sequence entries", say("此处不能开始列表项“-”", "a list item `-` is not allowed here")),
    ("unknown escape", say("双引号里的反斜杠写法不对", "unknown escape in double quotes")),
    ("control characters", say("含有控制字符", "contains control characters")),
    ("undefined alias", say("不支持锚点和引用（& *）", "anchors and aliases (& *) are not supported")),
    ("document start", say("文件后部有多余内容，或缩进有误", "stray content, or wrong indentation")),
)


def forgotten_colon(where: str) -> Problem:
    """A full-width colon stands where YAML needs `: `."""
    return Problem(
        where,
        say("键后面是全角冒号“：”", "a full-width colon `：` follows the key"),
        say("应为英文冒号加空格", "expected `:` and a blank"),
        EXAMPLE,
    )


def syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """One problem for what the parser raised; the text itself is never repeated."""
    lines = text.split("\n")
    marks = [mark for mark in (getattr(error, "context_mark", None), getattr(error, "problem_mark", None)) if mark]
    for mark in marks:
        for number in (mark.line, mark.line - 1):
            line = lines[number] if 0 <= number < len(lines) else ""
            if _FULL_WIDTH.match(line):
                return forgotten_colon(f"{name}:{number + 1}:{line.index('：') + 1}")
    for mark in marks:
        for number in (mark.line, mark.line - 1):
            line = lines[number] if 0 <= number < len(lines) else ""
            if glued := _NO_SPACE.match(line):
                return Problem(
                    f"{name}:{number + 1}:{glued.end()}",
                    say("冒号后缺空格", "no blank after the colon"),
                    mend=EXAMPLE,
                )
    if marks:
        where = f"{name}:{marks[-1].line + 1}:{marks[-1].column + 1}"
    else:
        offset = getattr(error, "position", 0)
        before = text.encode()[:offset].decode(errors="ignore")
        where = f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    raw = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or getattr(error, 'reason', '') or ''}"
    for fragment, meaning in _MEANINGS:
        if fragment in raw:
            return Problem(
                where, say(f"YAML 写法有误：{meaning['zh']}", f"YAML syntax: {meaning['en']}"), WELL_FORMED, EXAMPLE
            )
    return Problem(where, say("YAML 写法有误", "YAML syntax error"), WELL_FORMED, EXAMPLE)
