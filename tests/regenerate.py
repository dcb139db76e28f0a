"""Writes the golden files anew: `python tests/regenerate.py`.

Every `tests/make_*.py` that has a `goldens()` (file name -> text) takes part. A report stands in the samples of its format, beside
the templates that make it; READMEs stand where they are. Read the difference before keeping it: a golden file is what users see.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
FOLDERS = {".html": "reports/html/samples", ".txt": "reports/text/samples", ".json": "reports/json/samples", ".md": "."}


def found() -> dict[str, str]:
    """All golden files as they would be written now. Raises ValueError where two makers claim one name."""
    made: dict[str, str] = {}
    for path in sorted(HERE.glob("make_*.py")):
        module = importlib.import_module(path.stem)
        for name, text in module.goldens().items() if hasattr(module, "goldens") else ():
            if name in made:
                raise ValueError(f"{path.name}: {name} is made twice")
            made[name] = text
    return made


def place(name: str) -> Path:
    """Where the golden file of that name is kept."""
    return ROOT / FOLDERS[Path(name).suffix] / name


def samples() -> dict[Path, str]:
    """What papers say stands beside their templates."""
    folder = ROOT / "reports" / "docx" / "samples"
    makers = [importlib.import_module(name) for name in ("make_papers", "make_compare")]
    made = {folder / name: text for maker in makers for name, text in maker.samples().items()}
    sheets = importlib.import_module("make_papers_sheets").sheets()
    return made | {ROOT / "reports" / "xlsx" / "samples" / name: text for name, text in sheets.items()}


def main() -> None:
    for path, text in ({place(name): text for name, text in found().items()} | samples()).items():
        path.parent.mkdir(exist_ok=True, parents=True)
        new = text.encode()
        state = "same" if path.is_file() and path.read_bytes() == new else "written"
        path.write_bytes(new)
        print(f"{state:8}{path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    main()
