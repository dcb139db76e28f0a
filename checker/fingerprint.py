"""Short fingerprints of data: equal where the data are, whatever the order in which mappings were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

LENGTH = 16
"""Hex digits of SHA-256 that are kept: two of a million things share one by a chance of 1 in 30 million."""


_NAMES = frozenset({("people", "name")})


def fingerprint(data: Any) -> str:
    """16 hex digits for mappings, sequences, sets, fractions, dataclasses, texts, numbers and None."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def row_content(table: str, row: Mapping[str, Any]) -> str:
    """The fingerprint of what a row says: a column that is not reported is as one that does not exist. A person's name is left
    out, since whoever knows the rest of the row could try names until one fits."""
    return fingerprint({key: value for key, value in row.items() if value is not None and (table, key) not in _NAMES})


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"n/d": str(value)}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    raise TypeError(f"no fingerprint of {type(value).__name__}")
