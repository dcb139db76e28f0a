"""PDF files, read in a process of their own: a hostile one may hang or swell the parser, and then only that ends."""

from __future__ import annotations

import json
import subprocess
import sys

from checker.errors import BadInput, Problem, say
from checker.model import Words

SECONDS = 60
PAGES = 300

_OCR = say(
    "请先做文字识别（OCR），核对后存为 .docx 或文本",
    "run text recognition (OCR) first, check it, save as .docx or text",
)
_UNLOCK = say(
    "请在原软件中去掉密码和权限限制，另存后再读入", "remove password and restrictions in the program it came from"
)
_AGAIN = say("请从原软件重新导出 PDF，或改用 .docx", "export the PDF again, or use .docx")
_SPLIT = say("请只保留政策正文，或拆成几份", "keep the policy alone, or split the file")


def read_pdf(raw: bytes, name: str) -> tuple[str, tuple[Words, ...]]:
    """The text by page, and what was left out of it."""
    command = [sys.executable, "-m", "checker.intake.pdfpages", str(PAGES)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  (our own module)
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        what = say(f"{SECONDS} 秒内没有读完", f"not read within {SECONDS} seconds")
        raise BadInput(Problem(name, what, mend=_SPLIT)) from None
    except (OSError, ValueError):
        raise BadInput(Problem(name, say("PDF 已损坏或过大", "the PDF is damaged or too large"), mend=_AGAIN)) from None
    if "refused" in answer:
        raise BadInput(_refused(name, answer["refused"], answer.get("detail", "")))
    remarks: list[Words] = []
    if answer["dropped"]:
        count = answer["dropped"]
        remarks.append(
            say(f"页眉、页脚和页码共 {count} 行未计入正文", f"{count} lines of headers, footers, page numbers left out")
        )
    if answer["images"]:
        count = answer["images"]
        remarks.append(say(f"有 {count} 张图片，其中文字未计入", f"{count} images, whose words are left out"))
    return str(answer["text"]), tuple(remarks)


def _refused(name: str, reason: str, detail: str) -> Problem:
    match reason:
        case "encrypted":
            return Problem(name, say("PDF 已加密或限制复制", "the PDF is encrypted or restricted"), mend=_UNLOCK)
        case "pages":
            what = say(f"共 {detail} 页，过长", f"{detail} pages, too long")
            return Problem(name, what, say(f"应不超过 {PAGES} 页", f"at most {PAGES} pages"), _SPLIT)
        case "scan":
            return Problem(name, say("没有文字层，是扫描件", "a scan without text"), mend=_OCR)
        case "part-scan":
            what = say(f"第 {detail} 页没有文字层，是扫描图", f"page {detail} is a scan without text")
            return Problem(name, what, mend=_OCR)
        case _:
            return Problem(name, say("PDF 已损坏", "the PDF is damaged"), detail, _AGAIN)
