"""What a file that was handed in as a spreadsheet really is. Its first bytes count, its name only tells two kinds of text and
of old files apart; nothing is parsed here."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from checker.errors import Text, say
from checker.sheets.refusals import SAVE_AS, refused

Kind = Literal["packed", "text"]

TAKEN = frozenset({".xlsx", ".csv"})
"""Suffixes of spreadsheets that are read."""

SUFFIXES = TAKEN | {
    ".xls", ".xlt", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xlam", ".et", ".ett", ".wps", ".dps", ".ods", ".fods", ".numbers", ".tsv",
}  # fmt: skip
"""Suffixes for which `read` is the one to ask: a spreadsheet, or refused with a sentence that says what to do."""

_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COPY = say(
    "请把其中的表格复制到 Excel 或 WPS，存为 .xlsx 再提交", "copy the table into Excel or WPS, save it as .xlsx"
)
_UNPACK = say("请先解压，再逐个提交", "unpack it and hand in the files one by one")
_NO_PASSWORD = say(
    "请在 Excel 或 WPS 中取消打开密码，另存后再提交", "remove the password in Excel or WPS and save it again"
)

_FOREIGN: tuple[tuple[bytes, Text, Text], ...] = (
    (b"%PDF-", say("是 PDF 文件，不是电子表格", "a PDF file, not a spreadsheet"), _COPY),
    (b"{\\rtf", say("是 RTF 文件，不是电子表格", "an RTF file, not a spreadsheet"), _COPY),
    (b"\x89PNG", say("是图片，不是电子表格", "an image, not a spreadsheet"), _COPY),
    (b"\xff\xd8\xff", say("是图片，不是电子表格", "an image, not a spreadsheet"), _COPY),
    (b"GIF8", say("是图片，不是电子表格", "an image, not a spreadsheet"), _COPY),
    (b"\x1f\x8b", say("是压缩包，不是电子表格", "an archive, not a spreadsheet"), _UNPACK),
    (b"7z\xbc\xaf", say("是压缩包，不是电子表格", "an archive, not a spreadsheet"), _UNPACK),
    (b"Rar!", say("是压缩包，不是电子表格", "an archive, not a spreadsheet"), _UNPACK),
    (b"MIME-Version:", say("是网页，不是电子表格", "a web page, not a spreadsheet"), SAVE_AS),
)
_OTHERS: tuple[tuple[re.Pattern[str], Text, Text], ...] = (
    (re.compile(r"xl/workbook\.bin"), say("是 .xlsb 文件", "an .xlsb file"), SAVE_AS),
    (re.compile(r"word/document\.xml"), say("是 Word 文档，不是电子表格", "a Word document, not a spreadsheet"), _COPY),
    (re.compile(r"ppt/presentation\.xml"), say("是演示文稿，不是电子表格", "slides, not a spreadsheet"), _COPY),
    (re.compile(r"content\.xml"), say("是 .ods 等开放文档格式", "an .ods file or another OpenDocument"), SAVE_AS),
    (
        re.compile(r".*\.iwa|index\.zip"),
        say("是苹果 .numbers 等文件", "a .numbers file or another one of Apple's"),
        say("请在 Numbers 中导出为 .xlsx 再提交", "export it from Numbers as .xlsx"),
    ),
)
_HTML = re.compile(r"\s*(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|style|table|div)\b", re.I | re.S)
_XML = re.compile(r"\s*<(?:\?xml|!doctype)\b", re.I)


def kind(raw: bytes, name: str) -> Kind:
    """`packed` for what may be a workbook, `text` for what may be CSV. BadInput for everything else."""
    suffix = PurePath(name).suffix.lower()
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refused(name, say("文件是空的", "the file is empty"), say("应有表格", "a table was expected"), "")
    if raw.startswith(b"PK"):
        return "packed"
    if raw.startswith(_OLE):
        what, mend = _old(raw, suffix)
        raise refused(name, what, "", mend)
    for magic, what, mend in _FOREIGN:
        if raw.startswith(magic):
            raise refused(name, what, "", mend)
    start = _start(raw)
    if _HTML.match(start):
        raise refused(name, say("内容是网页（HTML），不是电子表格", "holds a web page (HTML), not a spreadsheet"))
    if _XML.match(start):
        raise refused(name, say("内容是 XML，不是 .xlsx", "holds XML, not an .xlsx"))
    if suffix not in _TEXTS:
        if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refused(name, say("不是电子表格", "not a spreadsheet"))
        what = say("内容是纯文本，不是电子表格", "holds plain text, not a spreadsheet")
        raise refused(name, what, "", say("如是 CSV，请改名为 .csv；否则另存为 .xlsx", "rename a CSV file to .csv"))
    return "text"


def not_workbook(names: frozenset[str]) -> tuple[Text, Text] | None:
    """What a packed file of these parts is, and what to do, where it is no workbook; None for a workbook. Names are in small
    letters."""
    if any(name.startswith("xl/") for name in names) and "xl/workbook.bin" not in names:
        return None
    found = next(((what, mend) for part, what, mend in _OTHERS if any(map(part.fullmatch, names))), None)
    return found or (say("是压缩包，不是电子表格", "an archive, not a spreadsheet"), _UNPACK)


def _old(raw: bytes, suffix: str) -> tuple[Text, Text]:
    if _named(raw, "EncryptedPackage") or _named(raw, "EncryptionInfo"):
        return say("文件设有打开密码", "the file is encrypted with a password"), _NO_PASSWORD
    if _named(raw, "WordDocument"):
        return say(
            "是旧版文字文档（.doc、.wps），不是电子表格", "an old text document (.doc, .wps), not a spreadsheet"
        ), _COPY
    if _named(raw, "PowerPoint Document"):
        return say("是旧版演示文稿（.ppt、.dps），不是电子表格", "old slides (.ppt, .dps), not a spreadsheet"), _COPY
    known = suffix if suffix in {".et", ".ett", ".wps", ".xlt"} else ".xls"
    return say(f"是旧版 {known} 文件", f"an old {known} file"), SAVE_AS


def _named(raw: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in raw


def _start(raw: bytes) -> str:
    head = raw[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")
