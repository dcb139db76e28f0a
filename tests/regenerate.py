"""Writes the golden files anew: `python tests/regenerate.py`.

Every `tests/make_*.py` that has a `goldens()` (file name in tests/golden -> text) takes part. Read the difference
before keeping it: a golden file is what users see.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE / "golden"


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


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in found().items():
        path = FOLDER / name
        new = text.encode()
        state = "same" if path.is_file() and path.read_bytes() == new else "written"
        path.write_bytes(new)
        print(f"{state:8}{path.relative_to(HERE.parent)}")


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    main()
