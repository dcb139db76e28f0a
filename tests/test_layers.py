"""The shape of the code: layers, no circles, small modules, clean by the linters."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
LONGEST = 300
LONG = {"checker/model.py": "the nouns of the house: dataclasses and their docstrings, read as one page"}


def _run(*command: str) -> None:
    """Run a program of this environment; its whole output is the message when it finds something."""
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_layers_hold() -> None:
    _run("lint-imports", "--no-cache")


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph("checker")
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above[above.index(module) :], module))
        if module not in done:
            for one in sorted(graph.find_modules_directly_imported_by(module)):
                visit(one, (*above, module))
            done.add(module)

    for module in sorted(graph.modules):
        visit(module, ())
    assert len(done) > 50


def test_modules_are_small() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted((ROOT / "checker").rglob("*.py"))
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST and name not in LONG} == {}
    assert [name for name in LONG if lengths.get(name, 0) <= LONGEST] == [], "no longer long: take it off the list"


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "--output-format=concise"),
        ("ruff", "format", "--check", "--no-cache"),
        ("mypy",),
    ],
    ids=lambda one: " ".join(one[:2]),
)
def test_clean(command: tuple[str, ...]) -> None:
    _run(*command)
