"""Measures with everything that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.errors import BadInput, Problem, say
from checker.model import Measure


def closure(names: Iterable[str], measures: Mapping[str, Measure], *, within: bool = False) -> list[str]:
    """Names with their formula inputs, inputs first. Raises BadInput on a cycle or an unknown name. `within`: without the
    inputs of a total, which belong to other cells."""
    done: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise BadInput(
                [Problem(where=name, what=say("指标互相引用成环", "measures refer to each other in a circle"))]
            )
        if name not in measures:
            raise BadInput([Problem(where=name, what=say(f"没有名为 {name} 的指标", f"there is no measure {name}"))])
        for one in measures[name].inputs if not (within and measures[name].over) else ():
            visit(one, (*above, name))
        done.setdefault(name)

    for name in names:
        visit(name, ())
    return list(done)
