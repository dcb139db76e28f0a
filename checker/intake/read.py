"""Which kind of file is this, and who reads it. What a file is called does not count; what is in it does."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checker.errors import BadInput, Problem, say
from checker.intake.legible import check
from checker.intake.plain import decode
from checker.model import Words
from checker.textfile import read_bytes

Kind = Literal["txt", "docx", "pdf"]

_WORD = say("请在 Word 或 WPS 中另存为 .docx", "save it as .docx in Word or WPS")
_SHEET = say(
    "这里要政策文件；表格请放进 .docx，或另存为文本", "a policy document is wanted: put the table into a .docx"
)
_IMAGE = say(
    "请先做文字识别（OCR），核对后存为 .docx 或文本",
    "run text recognition (OCR) first, check it, save as .docx or text",
)
_HTML = say("请在浏览器中打开，复制正文存为文本或 .docx", "open it in a browser and save the text as .txt or .docx")
_UNPACK = say("请先解压，再逐个读入", "unpack it and read the files one by one")

# (first bytes, what the file is, what to do)
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", say("是旧式 Office 文件（.doc、.wps、.xls）或已加密", "an old Office file (.doc, .wps, .xls), or encrypted"), _WORD),
    (b"{\\rtf", say("是 RTF 文件", "an RTF file"), _WORD),
    (b"\x89PNG", say("是图片", "an image"), _IMAGE),
    (b"\xff\xd8\xff", say("是图片", "an image"), _IMAGE),
    (b"GIF8", say("是图片", "an image"), _IMAGE),
    (b"II*\0", say("是图片", "an image"), _IMAGE),
    (b"MM\0*", say("是图片", "an image"), _IMAGE),
    (b"\x1f\x8b", say("是压缩包", "an archive"), _UNPACK),
    (b"7z\xbc\xaf", say("是压缩包", "an archive"), _UNPACK),
    (b"Rar!", say("是压缩包", "an archive"), _UNPACK),
)  # fmt: skip
_MARKUP = re.compile(rb"\s*(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|\?xml|mht)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A document as text. `sha256` is that of the file; `remarks` say what was left out or taken as accepted."""

    text: str
    kind: Kind
    sha256: str
    remarks: tuple[Words, ...] = ()


def read_document(path: Path) -> Document:
    """The text of a text, Word or PDF file. Raises BadInput for anything else and for what cannot be read whole."""
    name = str(path)
    raw = read_bytes(path, name)
    kind = _kind(raw, name)
    remarks: tuple[Words, ...]
    if kind == "docx":
        from checker.intake.word import read_word  # noqa: PLC0415  (half a second of imports, for Word files alone)

        text, remarks = read_word(raw, name)
    elif kind == "pdf":
        from checker.intake.pdf import read_pdf  # noqa: PLC0415

        text, remarks = read_pdf(raw, name)
    else:
        text, remarks = decode(raw, name)
    check(text, name)
    return Document(text, kind, hashlib.sha256(raw).hexdigest(), remarks)


def _kind(raw: bytes, name: str) -> Kind:
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput(Problem(name, say("文件是空的", "the file is empty"), say("应有正文", "expected text")))
    for magic, what, mend in _FOREIGN:
        if raw.startswith(magic):
            raise BadInput(Problem(name, what, say("不能直接读取", "cannot be read"), mend))
    if raw.startswith(b"PK"):
        from checker.intake.gate import is_word  # noqa: PLC0415

        if is_word(raw, name):
            return "docx"
        what = say("是压缩包或表格，不是 Word 文档", "an archive or a spreadsheet, not a Word document")
        raise BadInput(Problem(name, what, mend=_SHEET))
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if _MARKUP.match(raw[:4096].removeprefix(b"\xef\xbb\xbf")):
        raise BadInput(Problem(name, say("是网页或 XML 文件", "a web page or XML file"), mend=_HTML))
    return "txt"
