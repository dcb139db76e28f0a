"""What a user installs: the wheel has the data, and works in an empty environment, from a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ("rules", "schemas", "reports", "examples")
SAMPLES = re.compile(r"reports/[^/]+/samples/.*")
"""Golden files, which are for whoever changes a template."""
KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "SSL_CERT_FILE", "http_proxy", "https_proxy", "no_proxy")
"""What of the environment is passed on, with pip's own settings: nothing that could lead to this clone."""


def run(command: list[str | Path], folder: Path) -> str:
    """The command's output. Its errors are in the failure's message."""
    environment = {
        key: value for key, value in os.environ.items() if key in KEPT or key.upper() in KEPT or key.startswith("PIP_")
    }
    done = subprocess.run(
        command, cwd=folder, env=environment | {"PYTHONUTF8": "1"}, capture_output=True, timeout=900, check=False
    )
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stderr.decode(errors='replace')[-4000:]}"
    return done.stdout.decode()


def files(folder: Path) -> set[str]:
    """Every file below `folder` but what running or an editor leaves behind, by its path from there."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", tmp_path, ROOT], tmp_path)
    (wheel,) = tmp_path.glob("jituan-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    for data in DATA:
        wanted = {name for name in files(ROOT / data) if not SAMPLES.fullmatch(f"{data}/{name}")}
        missing = {f"checker/_house/{data}/{name}" for name in wanted} - packed
        assert not missing, f"not in the wheel: {sorted(missing)[:5]}"
    assert not [name for name in packed if SAMPLES.fullmatch(name.removeprefix("checker/_house/"))]
    assert not [
        name for name in packed if name.split("/")[0] not in ("checker", wheel.stem.split("-py")[0] + ".dist-info")
    ]

    run([sys.executable, "-m", "venv", tmp_path / "venv"], tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run([python, "-m", "pip", "install", "-q", wheel], tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = run([python, "-c", "import checker; print(checker.__file__)"], elsewhere)
    assert Path(where.strip()).is_relative_to(tmp_path)
    report = run([tmp_path / "venv" / "bin" / "jituan", "demo"], elsewhere)
    assert "宛职教管〔2023〕8号" in report
    assert not list(elsewhere.iterdir()), "the demo writes nothing"
