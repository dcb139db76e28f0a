"""A cold `import` of a policy document: outline, readings and drafts, as a whole process on one core.

    python benchmarks/import.py [RUNS]

The invented text is some 15,000 letters of numbered sentences with bounds, periods and dates; the same text as docx and
pdf where this machine can make them. `cold` has no cached rule files, `warm` has them. Printed: medians of processor
and wall seconds beside what issue 3 allows.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LETTERS = 15_000
TARGETS = {"txt": 2, "docx": 10, "pdf": 10}
SENTENCES = (
    "教育集团每学期至少召开{n}次理事会议，研究解决各校在办学中的问题。",
    "原则上成员学校不超过{n}所，超过的由县教育局研究同意。",
    "教育集团应当在2031年{n}月底前制定集团章程，报县教育局备案。",
    "鼓励成员学校派出人员到龙头学校跟岗学习，定期总结经验。",
    "县教育局每学年对教育集团进行一次考核评估，考核结果作为下一年度奖励的依据。",
    "龙头学校派出的骨干教师不低于教师总数的{n}%。",
)
NUMERALS = "一二三四五六七八九十"
_DOCX = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}


def text() -> str:
    """Chapters of items of sentences until there are enough letters."""
    lines = ["云溪县教育局文件", "云教〔2031〕3号", "云溪县集团化办学办法"]
    for chapter in NUMERALS:
        lines.append(f"{chapter}、办学要求")
        for item in NUMERALS:
            said = "".join(one.format(n=2 + (len(lines) + i) % 9) for i, one in enumerate(SENTENCES))
            lines.append(f"（{item}）工作要求。{said}")
            if sum(map(len, lines)) >= LETTERS:
                return "\n".join(lines) + "\n"
    return "\n".join(lines) + "\n"


def documents(folder: Path) -> dict[str, Path]:
    """The text as each kind of file that can be made here; LibreOffice makes the pdf."""
    made = {"txt": folder / "policy.txt"}
    made["txt"].write_text(text(), encoding="utf-8")
    made["docx"] = folder / "policy.docx"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text().splitlines())
    with zipfile.ZipFile(made["docx"], "w", zipfile.ZIP_DEFLATED) as pack:
        for name, part in _DOCX.items():
            pack.writestr(name, part)
        pack.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    if office := shutil.which("soffice"):
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(made["docx"])]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if (folder / "policy.pdf").is_file():
            made["pdf"] = folder / "policy.pdf"
    return made


def once(document: Path, cache: str) -> tuple[float, float]:
    """(processor seconds, wall seconds) of one import, on one core where the system allows to say so."""
    with tempfile.TemporaryDirectory() as desk:
        environment = {**os.environ, "JITUAN_CACHE": cache, "PYTHONPATH": str(ROOT)}
        environment.pop("JITUAN_RULES", None)
        pinned = ["taskset", "-c", "0"] if shutil.which("taskset") else []
        command = [*pinned, sys.executable, "-m", "checker", "import", str(document), "--id", "yunxi-2031"]
        before, start = os.times(), time.perf_counter()
        subprocess.run(command, cwd=desk, env=environment, stdout=subprocess.DEVNULL, check=True)
        wall, after = time.perf_counter() - start, os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, wall


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = documents(folder)
        print(f"{len(text())} letters")
        for kind, allowed in TARGETS.items():
            if kind not in made:
                print(f"{kind:5} left out: no LibreOffice here to make one")
                continue
            for cached, cache in (("cold", ""), ("warm", str(folder / "cache"))):
                once(made[kind], cache)
                found = [once(made[kind], cache) for _ in range(runs)]
                cpu, wall = (statistics.median(one[i] for one in found) for i in (0, 1))
                print(f"{kind:5} {cached}  cpu {cpu:.2f} s  wall {wall:.2f} s  (allowed {allowed} s)")


if __name__ == "__main__":
    main()
