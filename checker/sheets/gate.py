"""What a workbook must pass before anything in it is parsed, beside what `packed` asks of any packed file."""

from __future__ import annotations

import re

from checker.errors import Text, say
from checker.packed import opened, outside, parts, plain
from checker.sheets.kinds import not_workbook
from checker.sheets.refusals import refused

# (pattern of a part's name, what it means, what to do); names are compared in small letters
_UNWANTED: tuple[tuple[re.Pattern[str], Text, Text], ...] = (
    (
        re.compile(r"(.*/)?vba(project|data).*|xl/(macrosheets|dialogsheets)/.*"),
        say("含有宏", "contains macros"),
        say("请在 Excel 或 WPS 中另存为不含宏的 .xlsx 再提交", "save it as .xlsx without macros"),
    ),
    (
        re.compile(r"xl/externallinks/.*"),
        say("引用了别的工作簿", "refers to another workbook"),
        say("请在“数据—编辑链接”中断开链接，另存后再提交", "break the links (Data, Edit Links) and save it again"),
    ),
    (
        re.compile(r"xl/(connections\.xml|querytables/.*|model/.*)"),
        say("连着外部数据", "takes data from outside"),
        say("请删去数据连接，另存后再提交", "remove the data connections and save it again"),
    ),
    (
        re.compile(r"xl/(embeddings|activex)/.*"),
        say("嵌入了别的文件或控件", "holds another file or a control"),
        say("请删去嵌入的文件和控件，另存后再提交", "remove them and save it again"),
    ),
)
_ANEW = say(
    "请在 Excel 或 WPS 中打开，把有内容的区域复制到新工作簿，存为 .xlsx 再提交",
    "open it, copy the area that holds something into a new workbook, save that as .xlsx",
)
_MACROS = _UNWANTED[0]
_OUTSIDE = say("引用了外部的图片或文件", "refers to images or files outside")
_NO_OUTSIDE = say("请删去该图片或链接，另存后再提交", "remove that image or link and save it again")


def admit(raw: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of a harmless workbook by name, in small letters. BadInput for any other file."""
    with opened(raw, name, _ANEW) as archive:
        names = frozenset(plain(one) for one in archive.namelist())
        if foreign := not_workbook(names):
            raise refused(name, foreign[0], "", foreign[1])
        for pattern, what, mend in _UNWANTED:
            if any(pattern.fullmatch(one) for one in names):
                raise refused(name, what, "", mend)
        found: dict[str, bytes] = {}
        for part, data in parts(archive, name, _ANEW):
            found[plain(part)] = data
            if part.endswith(".rels") and any(b"/hyperlink" not in link for link in outside(data)):
                raise refused(name, _OUTSIDE, "", _NO_OUTSIDE)
    if b"macroEnabled" in found.get("[content_types].xml", b""):
        raise refused(name, _MACROS[1], "", _MACROS[2])
    return found
