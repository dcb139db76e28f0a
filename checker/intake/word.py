"""Word files: paragraphs with their automatic numbers, and tables in their place.

What a reader of the printed page sees is text; tracked insertions are taken as accepted, deletions as gone. Whatever
is left out (notes, headers, text boxes, hidden text) is said in a remark.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from checker.errors import BadInput, Problem, say
from checker.intake.gate import admit
from checker.intake.wordnumbers import Numbers
from checker.model import Words
from checker.wording.tables import ABOVE, ROW

_DEEP = 40
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_GONE = frozenset(qn(tag) for tag in ("w:del", "w:moveFrom"))
_KEPT = frozenset(
    qn(tag) for tag in ("w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:fldSimple", "w:customXml", "w:sdt", "w:sdtContent", "w:r")
)  # fmt: skip
_SIGNS = {qn("w:tab"): "  ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_SAID: dict[str, tuple[str, str]] = {
    "deleted": ("有 {n} 处修订删除，未计入正文", "{n} tracked deletions left out"),
    "inserted": ("有 {n} 处修订插入，按已接受计入", "{n} tracked insertions taken as accepted"),
    "boxes": ("有 {n} 个文本框或图形，其中文字未计入", "{n} text boxes or drawings whose words are left out"),
    "images": ("有 {n} 张图片，其中文字未计入", "{n} images, whose words are left out"),
    "notes": ("有 {n} 处脚注或尾注，未计入正文", "{n} footnotes or endnotes left out"),
    "hidden": ("有 {n} 处隐藏文字，未计入正文", "{n} stretches of hidden text left out"),
    "contents": ("目录 {n} 行未计入正文", "{n} lines of a table of contents left out"),
    "nested": ("有 {n} 个表中表，已并入所在单元格", "{n} tables inside tables, read as part of their cell"),
    "frames": ("页眉页脚文字未计入正文", "words in headers and footers left out"),
    "links": ("有 {n} 个外部链接，未打开", "{n} links to the outside, not followed"),
}


def read_word(raw: bytes, name: str) -> tuple[str, tuple[Words, ...]]:
    """The text, and what was left out of it."""
    links = admit(raw, name)
    try:
        reader = _Reader(docx.Document(io.BytesIO(raw)))
        text = reader.text()
    except BadInput:
        raise
    except Exception as error:  # the parser fails in as many ways as a file can be broken
        why = say(f"读不出来：{type(error).__name__}", f"cannot be read: {type(error).__name__}")
        mend = say("请在 Word 或 WPS 中打开，另存为新的 .docx", "open it in Word or WPS and save it as a new .docx")
        raise BadInput(Problem(name, say("文件已损坏", "the file is damaged"), why, mend)) from None
    if not text.strip():
        mend = say("若是扫描件，请先做文字识别（OCR）", "if it is a scan, run text recognition (OCR) first")
        raise BadInput(Problem(name, say("文档里没有文字", "the document has no text"), mend=mend))
    said = reader.said
    said["links"] = links
    remarks = [say(zh.format(n=said[key]), en.format(n=said[key])) for key, (zh, en) in _SAID.items() if said[key]]
    if reader.numbers.unknown:
        kinds = "、".join(sorted(reader.numbers.unknown))
        remarks.append(say(f"编号格式 {kinds} 按阿拉伯数字写出", f"numbers of the kind {kinds} are written in digits"))
    return text, tuple(remarks)


class _Reader:
    """Walks the body once; what is left out is counted in `said`."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbers = Numbers(document)
        self.said: Counter[str] = Counter()
        self.contents = {
            style.get(qn("w:styleId"))
            for style in document.styles.element.findall(qn("w:style"))
            if str(style.find(qn("w:name")).get(qn("w:val")) if style.find(qn("w:name")) is not None else "").lower().startswith("toc ")
        }  # fmt: skip

    def text(self) -> str:
        for section in self.document.sections:
            for frame in (section.header, section.footer, section.first_page_header, section.first_page_footer):
                if not frame.is_linked_to_previous and any(p.text.strip(" -—0123456789") for p in frame.paragraphs):
                    self.said["frames"] = 1
        return "\n".join(self._blocks(self.document.element.body, 0)) + "\n"

    def _blocks(self, parent: Any, depth: int) -> Iterator[str]:
        if depth > _DEEP:
            raise ValueError("nested too deeply")
        for child in parent:
            if child.tag == qn("w:p"):
                line = self._paragraph(child)
                if line is not None:
                    yield line
            elif child.tag == qn("w:tbl"):
                yield ""
                yield from self._table(child, depth + 1)
                yield ""
            elif child.tag in _KEPT:
                yield from self._blocks(child, depth + 1)
            elif child.tag in _GONE:
                self.said["deleted"] += 1

    def _paragraph(self, paragraph: Any) -> str | None:
        """One paragraph with its number; None for a line of a table of contents."""
        properties = paragraph.find(qn("w:pPr"))
        style = None if properties is None else properties.find(qn("w:pStyle"))
        if style is not None and style.get(qn("w:val")) in self.contents:
            self.said["contents"] += 1
            return None
        text = "".join(self._runs(paragraph, 0))
        if not text.strip():  # Word shows a number there, but it numbers nothing
            return ""
        label = self.numbers.label(paragraph)
        return f"{label} {text.lstrip()}" if label else text

    def _runs(self, parent: Any, depth: int) -> Iterator[str]:
        if depth > _DEEP:
            raise ValueError("nested too deeply")
        for child in parent:
            tag = child.tag
            if tag == qn("w:t"):
                yield child.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == qn("w:br"):
                yield "\n"
            elif tag in _GONE:
                self.said["deleted"] += 1
            elif tag in _KEPT:
                if tag == qn("w:r") and _hidden(child):
                    self.said["hidden"] += 1
                    continue
                self.said["inserted"] += tag in {qn("w:ins"), qn("w:moveTo")}
                yield from self._runs(child, depth + 1)
            elif tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                self.said["notes"] += 1
            elif tag in {qn("w:drawing"), qn("w:pict"), qn("w:object"), _COMPATIBILITY}:
                boxed = next(child.iter(qn("w:txbxContent")), None) is not None
                self.said["boxes" if boxed else "images"] += 1

    def _table(self, table: Any, depth: int) -> Iterator[str]:
        """A row a line. A table of one cell a row is a frame around prose."""
        rows = [row for row in table.iter(qn("w:tr")) if _owner(row, qn("w:tbl")) is table and not _deleted(row)]
        cells = [[cell for cell in row.iter(qn("w:tc")) if _owner(cell, qn("w:tr")) is row] for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    yield from self._blocks(cell, depth + 1)
            return
        for row, own in zip(rows, cells, strict=True):
            before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
            shown = [""] * (_span(before) if before is not None else 0)
            for cell in own:
                shown += [self._cell(cell, depth), *[""] * (_cell_span(cell) - 1)]
            if any(text not in {"", ABOVE} for text in shown):
                yield ROW + "\t".join(shown)

    def _cell(self, cell: Any, depth: int) -> str:
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merged is not None and merged.get(qn("w:val")) != "restart":
            return ABOVE
        self.said["nested"] += sum(1 for _ in cell.iter(qn("w:tbl")))
        text = ""
        for line in " ".join(self._blocks(cell, depth + 1)).replace(ROW, "").split("\n"):
            text += line
        return " ".join(text.split())


def _owner(element: Any, tag: str) -> Any:
    """The nearest of this kind around an element."""
    return next(element.iterancestors(tag), None)


def _deleted(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _hidden(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _cell_span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return _span(span) if span is not None else 1


def _span(element: Any) -> int:
    """At most a hundred columns: no table is wider."""
    value = element.get(qn("w:val"), "1")
    return min(int(value), 100) if value.isdecimal() and int(value) else 1
