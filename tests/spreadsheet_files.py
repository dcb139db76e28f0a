"""Spreadsheets made for the tests, as bytes: sound, odd and hostile ones. All content is invented.

`sheet` and `book` write SpreadsheetML by hand, so that files can be made that no library would write; `changed` edits the
parts of any packed file; `HOSTILE` has what must be refused, `ODD` what must be read.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMATS = {1: 9, 2: 14, 3: 31, 4: 20, 5: 57, 6: 46, 7: 58}
"""Style → built-in number format: a percentage, a date, 2024年8月31日, a time, 2024年8月, a duration, 8月31日."""
CUSTOM = {
    8: '[$-804]yyyy"年"m"月"d"日"',
    9: "0.00%;[Red]-0.00%",
    10: '"日"0',
    11: "[Red]0.00E+00",
    12: 'G/通用格式"元"',
}
"""Style → a number format of the file's own."""


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """An archive of parts, in that order, with fixed dates."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(raw: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The packed file after `change` edited its parts."""
    parts = unpacked(raw)
    change(parts)
    return packed(parts)


def text_cell(place: str, text: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def number_cell(place: str, number: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{number}</v></c>'


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part from the XML of its rows."""
    return (
        f'{_HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def book(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    date1904: bool = False,
    more: Mapping[str, bytes | str] | None = None,
    main_type: str = _TYPE,
    more_relations: str = "",
) -> bytes:
    """A workbook from worksheet parts by name. `strings` are the insides of `<si>`."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" state="{(states or {}).get(name, "visible")}" r:id="rId{n}"/>'
        for n, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    own = "".join(f'<numFmt numFmtId="{160 + n}" formatCode={quoteattr(text)}/>' for n, text in CUSTOM.items())
    ids = [0, *FORMATS.values(), *(160 + n for n in CUSTOM)]
    styles = "".join(f'<xf numFmtId="{n}" applyNumberFormat="1"/>' for n in ids)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main_type}"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(date1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId98" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId99" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>{more_relations}</Relationships>',
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
        f'</cellStyleXfs><cellXfs>{styles}</cellXfs><dxfs><dxf><numFmt numFmtId="31" formatCode="0"/></dxf></dxfs></styleSheet>',
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{one}</si>" for one in strings)}</sst>',
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)}
    return packed({**parts, **(more or {})})


def small(*rows: str, **options: object) -> bytes:
    """A workbook with the one sheet 学校; without rows it has two schools."""
    usual = (
        row(1, text_cell("A1", "学校"), text_cell("B1", "人数")),
        row(2, text_cell("A2", "第一小学"), number_cell("B2", "240")),
    )
    return book({"学校": sheet("".join(rows or usual))}, **options)  # type: ignore[arg-type]


def large(rows: int = 2000, columns: int = 15) -> bytes:
    """A sheet 学校 of texts, numbers and dates, as Excel would hold it."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    made.set_properties({"created": datetime.datetime(2024, 1, 1)})  # noqa: DTZ001
    page, day = made.add_worksheet("学校"), made.add_format({"num_format": "yyyy-mm-dd"})
    for r in range(rows):
        for c in range(columns):
            if c % 3 == 0:
                page.write_string(r, c, f"第{r}小学{c}")
            elif c % 3 == 1:
                page.write_number(r, c, r * 0.1)
            else:
                page.write_number(r, c, 45000 + r, day)
    made.close()
    return stream.getvalue()


# ---- what must be refused


def far_cell() -> bytes:
    return small(row(1, text_cell("A1", "学校")), row(1048576, text_cell("XFD1048576", "远")))


def bomb() -> bytes:
    return small(more={"xl/media/image1.xml": b" " * 30_000_000})


def with_dtd() -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    return changed(
        small(),
        lambda p: p.update(
            {"xl/worksheets/sheet1.xml": p["xl/worksheets/sheet1.xml"].replace(b"<worksheet", entity, 1)}
        ),
    )


def with_macros() -> bytes:
    """As .xlsm: its content type and a project of macros."""
    return small(main_type=MACRO_TYPE, more={"xl/vbaProject.bin": OLE + bytes(600)})


def macro_type() -> bytes:
    """An .xlsm that holds no macro yet."""
    return small(main_type=MACRO_TYPE)


def macro_sheet() -> bytes:
    related = '<Relationship Id="rId50" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>'
    return small(more={"xl/macrosheets/sheet1.xml": sheet("")}, more_relations=related)


def linked() -> bytes:
    """Refers to another workbook."""
    outside = (
        f'<Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" Target="file:///c:/x.xlsx" TargetMode="External"/>'
    )
    return small(
        more={
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{outside}</Relationships>',
        }
    )


def outside_image() -> bytes:
    outside = (
        f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="http://example.invalid/x.png" TargetMode="External"/>'
    )
    return small(
        more={
            "xl/drawings/_rels/drawing1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{outside}</Relationships>'
        }
    )


def connected() -> bytes:
    """Takes rows from a database."""
    return small(more={"xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1"/></connections>'})


def with_object() -> bytes:
    return small(more={"xl/embeddings/oleObject1.bin": OLE + bytes(600)})


def with_control() -> bytes:
    return small(more={"xl/activeX/activeX1.bin": bytes(600)})


def path_out() -> bytes:
    return small(more={"../../x.xml": b"<a/>"})


def many_parts() -> bytes:
    return small(more={f"xl/media/{n}.png": b"" for n in range(2001)})


def twice() -> bytes:
    return small(more={"xl/Worksheets/Sheet1.XML": sheet(row(1, text_cell("A1", "别的")))})


def many_sheets(count: int = 61) -> bytes:
    return book({f"表{n}": sheet(row(1, text_cell("A1", "x"))) for n in range(count)})


def many_rows(count: int = 60_001) -> bytes:
    """A row more than is read, in the sheet 学校."""
    return small("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, count + 1)))


def many_columns(count: int = 301) -> bytes:
    return small("<row>" + "<c><v>1</v></c>" * count + "</row>")


def many_cells(rows: int = 2_001, columns: int = 300) -> bytes:
    lines = ("".join(f"<c><v>{n * column}</v></c>" for column in range(columns)) for n in range(rows))
    return small("".join(f"<row>{line}</row>" for line in lines))


def many_blank(rows: int = 8_700, columns: int = 300) -> bytes:
    """Coloured and empty."""
    lines = ("".join(f'<c s="{n * column % 13}"/>' for column in range(columns)) for n in range(rows))
    return small("".join(f"<row>{line}</row>" for line in lines))


def long_text() -> bytes:
    return small(row(1, text_cell("A1", "长" * 32_768)))


def no_sheet() -> bytes:
    return book({})


def broken_xml() -> bytes:
    return changed(small(), lambda p: p.update({"xl/worksheets/sheet1.xml": p["xl/worksheets/sheet1.xml"][:-40]}))


def cut_off() -> bytes:
    return small()[:-200]


def encrypted() -> bytes:
    """As Office writes a workbook that opens with a password: an OLE file whose streams are named so."""
    return (
        OLE
        + bytes(1500)
        + "EncryptionInfo".encode("utf-16-le")
        + bytes(100)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(600)
    )


def old_xls() -> bytes:
    return OLE + bytes(1500) + "Workbook".encode("utf-16-le") + bytes(600)


def old_doc() -> bytes:
    return OLE + bytes(1500) + "WordDocument".encode("utf-16-le") + bytes(600)


def html() -> bytes:
    return '\ufeff<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>第一小学</td></tr></table></html>'.encode()


def xml_2003() -> bytes:
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


def ods() -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


def numbers() -> bytes:
    return packed({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"})


def xlsb() -> bytes:
    return packed({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"})


def docx() -> bytes:
    return packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})


def archive() -> bytes:
    return packed({"第一小学.xlsx": small()})


HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "far cell": (far_cell, "学校!XFD1048576: "),
    "bomb": (bomb, "压缩比异常"),
    "DTD": (with_dtd, "DTD"),
    "macros": (with_macros, "含有宏"),
    "type of macros": (macro_type, "含有宏"),
    "sheet of macros": (macro_sheet, "含有宏"),
    "link to a workbook": (linked, "编辑链接"),
    "outside image": (outside_image, "外部"),
    "database": (connected, "数据连接"),
    "embedded object": (with_object, "嵌入"),
    "control": (with_control, "嵌入"),
    "path that leads out": (path_out, "路径"),
    "many parts": (many_parts, "条目过多"),
    "two parts of one name": (twice, "重名"),
    "many sheets": (many_sheets, "工作表过多"),
    "many rows": (many_rows, "学校!A60001: "),
    "many columns": (many_columns, "学校!KO1: "),
    "many cells": (many_cells, "单元格过多"),
    "many blank cells": (many_blank, "空单元格"),
    "long text": (long_text, "学校!A1: "),
    "no sheet": (no_sheet, "没有工作表"),
    "broken XML": (broken_xml, "损坏"),
    "cut off": (cut_off, "损坏"),
    "encrypted": (encrypted, "密码"),
    "old .xls": (old_xls, "旧版 .xls"),
    "old .doc": (old_doc, ".doc"),
    "HTML": (html, "网页"),
    "XML of 2003": (xml_2003, "XML"),
    ".ods": (ods, ".ods"),
    ".numbers": (numbers, ".numbers"),
    ".xlsb": (xlsb, ".xlsb"),
    "Word": (docx, "Word"),
    "archive": (archive, "解压"),
    "nothing": (lambda: b"", "空"),
    "PDF": (lambda: b"%PDF-1.4\nx", "PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(60), "图片"),
    "bytes": (lambda: bytes(range(256)) * 4, "不是电子表格"),
    "text": ("学校,人数\n第一小学,240\n".encode, ".csv"),
}
"""What must be refused when handed in as `x.xlsx`: how it is made, and what the sentence holds."""


# ---- what must be read


def wrong_dimension() -> bytes:
    return book(
        {
            "学校": sheet(
                row(1, text_cell("A1", "学校")) + row(3, text_cell("C3", "第一小学")), before='<dimension ref="A1"/>'
            )
        }
    )


def uncalculated() -> bytes:
    """A2 was never worked out, B2 was, C2 gave an empty text, D2 shares the formula of A2, E2 and F2 are arrays, F2 without a
    result."""
    cells = (
        '<c r="A2"><f t="shared" si="0" ref="A2:D2">SUM(A1:A1)</f></c>',
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="C2" t="str"><f>""</f><v></v></c>',
        '<c r="D2"><f t="shared" si="0"/><v/></c>',
        '<c r="E2" t="str"><f t="array" ref="E2">"a"&amp;"b"</f><v>ab</v></c>',
        '<c r="F2"><f t="array" ref="F2:F3">A1:A2*2</f></c>',
    )
    return small(row(1, number_cell("A1", "1")), row(2, *cells))


def errors() -> bytes:
    return small(row(1, '<c r="A1" t="e"><v>#N/A</v></c>', '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))


def dates(*, date1904: bool = False) -> bytes:
    """Row 1: the serial 45535 in each style; row 2: 45535.5, 0.4375 and 60 as dates; row 3: an ISO date."""
    styles = [0, *FORMATS, *CUSTOM]
    first = [number_cell(f"{chr(65 + n)}1", "45535", style) for n, style in enumerate(styles)]
    second = [
        number_cell("A2", "45535.5", 2),
        number_cell("B2", "0.4375", 4),
        number_cell("C2", "60", 2),
        number_cell("D2", "-1", 2),
    ]
    third = '<c r="A3" t="d"><v>2024-08-31</v></c><c r="B3" t="d"><v>2024-08-31T09:30:00Z</v></c>'
    return small(row(1, *first), row(2, *second), row(3, third), date1904=date1904)


def rich() -> bytes:
    """Rich text, a phonetic guide, an escaped control sign, all in shared strings; A4 says the same inline."""
    strings = (
        "<r><t>第一</t></r><r><rPr><b/></rPr><t>小学</t></r>",
        '<t>第一小学</t><rPh sb="0" eb="2"><t>diyi</t></rPh><phoneticPr fontId="1"/>',
        "<t>上_x000D_\n下_x005F_x0041_</t>",
    )
    cells = [row(n, f'<c r="A{n}" t="s"><v>{n - 1}</v></c>') for n in (1, 2, 3)]
    inline = f'<c r="A4" t="inlineStr"><is>{strings[0]}{strings[1].partition("</t>")[2]}</is></c>'
    return small(*cells, row(4, inline), strings=strings)


def merged() -> bytes:
    """A title over A1:E1, A2:A3 merged with something left under it, and one that covers whole columns beside the data."""
    rows = (
        row(1, text_cell("A1", "学校一览")),
        row(2, text_cell("A2", "第一小学"), number_cell("B2", "1")),
        row(3, text_cell("A3", "盖住的"), number_cell("B3", "2")),
    )
    places = ("A1:XFD1", "A2:A3", "A3:B3", "D1:F1048576")
    after = "<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in places) + "</mergeCells>"
    return book({"学校": sheet("".join(rows), after=after)})


def hidden() -> bytes:
    """Sheet 学校 with row 2 and column B hidden, column A wide; sheets 选项 and 密 hidden."""
    rows = row(1, text_cell("A1", "甲"), text_cell("B1", "乙")) + row(2, text_cell("A2", "丙"), more='hidden="1"')
    before = '<cols><col min="1" max="1" width="30.5" customWidth="1"/><col min="2" max="16384" width="9" hidden="1"/></cols>'
    one = sheet(row(1, text_cell("A1", "x")))
    return book(
        {"学校": sheet(rows, before=before), "选项": one, "密": one}, states={"选项": "hidden", "密": "veryHidden"}
    )


def hyperlink() -> bytes:
    outside = (
        f'<Relationship Id="rId1" Type="{OFFICE}/hyperlink" Target="https://example.invalid/" TargetMode="External"/>'
    )
    return small(
        more={
            "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{outside}</Relationships>'
        }
    )


def prefixed() -> bytes:
    """With a prefix for every element and without places, as some exporters write."""
    rows = '<x:row><x:c t="str"><x:v>学校</x:v></x:c><x:c><x:v>7</x:v></x:c></x:row>'
    return book({"学校": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'})


def strict() -> bytes:
    """In the strict variant of the format, which has other namespaces."""
    main = MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    office = OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"

    def change(parts: dict[str, bytes]) -> None:
        parts.update({name: data.replace(*main).replace(*office) for name, data in parts.items()})

    return changed(small(), change)


def with_chart() -> bytes:
    """A sheet that is a chart, before one with cells."""
    related = f'<Relationship Id="rId50" Type="{OFFICE}/chartsheet" Target="/xl/chartsheets/sheet1.xml"/>'
    raw = small(more={"xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>'}, more_relations=related)
    listed = b'<sheets><sheet name="\xe5\x9b\xbe" sheetId="50" r:id="rId50"/>'
    return changed(raw, lambda p: p.update({"xl/workbook.xml": p["xl/workbook.xml"].replace(b"<sheets>", listed)}))


def backslashes() -> bytes:
    """With parts named as on Windows, in other letters than the workbook names them."""
    return packed(
        {
            name.replace("/", "\\").upper() if "sheet1" in name else name: data
            for name, data in unpacked(small()).items()
        }
    )


def foreign() -> bytes:
    """Cells of another namespace, as in extensions, are no cells."""
    other = '<extLst><ext><row xmlns="urn:x" r="5"><c r="A5"><v>9</v></c></row></ext></extLst>'
    return book({"学校": sheet(row(1, text_cell("A1", "学校")), after=other)})


def blank_far() -> bytes:
    """Coloured empty cells in the last corner, blanks in another."""
    return small(
        row(1, text_cell("A1", "学校")), row(9, text_cell("H9", " \u3000")), row(1048576, '<c r="XFD1048576" s="1"/>')
    )


ODD: Mapping[str, Callable[[], bytes]] = {
    "wrong dimension": wrong_dimension,
    "uncalculated": uncalculated,
    "errors": errors,
    "dates": dates,
    "rich": rich,
    "merged": merged,
    "hidden": hidden,
    "hyperlink": hyperlink,
    "prefixed": prefixed,
    "strict": strict,
    "with a chart": with_chart,
    "backslashes": backslashes,
    "other namespace": foreign,
    "blank far": blank_far,
}
