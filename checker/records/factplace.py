"""Where a fact of a body stands and what it is called there, so that a message can speak of a form's own cells."""

from __future__ import annotations

from dataclasses import dataclass

from checker.errors import say
from checker.model import Words
from checker.records.body import Body


@dataclass(frozen=True)
class FactPlace:
    """`where` is the cell, or the sheet that should have it; `label` is the form's own; `asked` asks for it to be filled in."""

    where: str
    label: str
    asked: Words


def fact_place(body: Body, name: str) -> FactPlace | None:
    """None for a body that was filled into no form of ours. `name` is a key of `body`, or `as_of`."""
    sheet = body.layout.sheet("body") if body.layout else None
    if sheet is None:
        return None
    label = next((part.label for part in sheet.parts if part.name == name), name)
    if where := body.at.get(name):
        return FactPlace(where, label, say(f"请填“{label}”", f"fill in `{label}`"))
    asked = say(f"请在“{sheet.title}”填“{label}”", f"fill in `{label}` on `{sheet.title}`")
    return FactPlace(f"{body.file}:{sheet.title}", label, asked)
