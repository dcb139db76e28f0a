"""The invented groups of `examples/ankang/invented/hundred.yaml`, by year and model. Run it to write the file."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).parents[1] / "examples" / "ankang" / "invented" / "hundred.yaml"

FORMED = (
    ("2021-09-01", {"托管型": 20, "协作型": 26}),
    ("2022-09-01", {"一体型": 18, "托管型": 12, "协作型": 18}),
    ("2023-09-01", {"一体型": 9, "托管型": 6, "协作型": 11}),
    ("2024-09-01", {"一体型": 8, "托管型": 7, "协作型": 10}),
)
"""The day of founding -> how many groups of each model."""

HEAD = """\
# invented 虚构：集团、日期都是编造的，只用来演示；不指任何真实的机构。由 tests/make_examples_ankang.py 写成。
# 一个市教体局只报了集团一表：2022年以前46个，2022年48个，2023年26个，2024年25个，与附件1的50、25、25各差一点。
body:
  kind: authority
  id: invented-ankang-hundred
  name: 示例秦市教育体育局（集团名册）
  region: ankang-2022
  level: city
  invented: true
as_of: 2025-06-30
groups:
  complete: {from: 2018-01-01, to: 2025-06-30}
  rows:
"""


def text() -> str:
    """The whole file."""
    models = [(day, model) for day, counts in FORMED for model, count in counts.items() for _ in range(count)]
    rows = [
        f"  - {{id: g{number:03d}, name: 示例秦第{number:03d}教育集团, model: {model}, founded: {day}}}\n"
        for number, (day, model) in enumerate(models, 1)
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
