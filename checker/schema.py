"""Is a file of the shape that its JSON Schema states? Every departure becomes a `Problem` with its place.

jsonschema finds the departures; the words are ours (`schemawords`), because a schema's own speak ("is not valid under
any of the given schemas") does not help the person who typed the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from checker.conforms import Conforms, compiled
from checker.errors import MANY, SHOWN, BadInput, Problem
from checker.house import schemas_dir
from checker.isodate import is_day, is_day_or_month, is_day_or_none
from checker.schemawords import DAY, DAY_OR_MONTH, DAY_OR_NONE, Path, problems
from checker.yamlfile import Document

if TYPE_CHECKING:
    from jsonschema.protocols import Validator


def validate(document: Document, schema_name: str) -> None:
    """Check a whole file against `schemas/<schema_name>.json`. `BadInput` lists all departures in the file's order."""
    passes = _conforms(schema_name)
    if passes is not None and passes(document.data):
        return
    departures: list[tuple[Path, Problem]] = []
    for error in islice(_validator(schema_name).iter_errors(document.data), MANY):
        departures += problems(error, load(schema_name), document.where)
    departures.sort(key=lambda departure: document.mark(*departure[0]))
    found: list[Problem] = []
    for _, problem in departures:
        if problem not in found[-SHOWN:]:  # two branches of a schema may say the same thing
            found.append(problem)
    if found:
        raise BadInput(found)


@cache
def load(schema_name: str) -> Mapping[str, Any]:
    """A schema by name, e.g. `rules` or `tables/meetings`, with its `$ref`s written out.

    Written out, because then a departure's path leads through the schema, and validation is a quarter faster. Our
    schemas refer only to their own `$defs`, without cycles. A name without a schema is our own defect.
    """
    path = schemas_dir() / f"{schema_name}.json"
    raw: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    whole: Mapping[str, Any] = _written_out(raw, raw.get("$defs", {}))
    return whole


def _written_out(part: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(part, list):
        return [_written_out(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _written_out(definitions[part["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: _written_out(value, definitions) for key, value in part.items() if key != "$defs"}


_REAL = {DAY: is_day, DAY_OR_MONTH: is_day_or_month, DAY_OR_NONE: is_day_or_none}
"""A date must also exist, and `\\d` in a date means 0 to 9 only."""


@cache
def _conforms(schema_name: str) -> Conforms | None:
    """Most files are in order: that is told without jsonschema, which is left to say what is not."""
    return compiled(load(schema_name), _REAL)


@cache
def _validator(schema_name: str) -> Validator:
    from jsonschema import validators  # noqa: PLC0415  (some 60 ms: only when a file is checked)
    from jsonschema.exceptions import ValidationError  # noqa: PLC0415

    def pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[ValidationError]:
        """As usual, but for those of `_REAL`."""
        if not isinstance(instance, str):
            return
        real = _REAL.get(wanted)
        if not (real(instance) if real else re.search(wanted, instance)):
            yield ValidationError("pattern")

    extend: Any = validators.extend
    strict = extend(validators.Draft202012Validator, {"pattern": pattern})
    made: Validator = strict(load(schema_name))
    return made
