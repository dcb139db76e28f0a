"""YAML as a person would write it: plain where that is safe, quoted where not, comments on one line."""

from __future__ import annotations

import json
import re

from checker.errors import printable

_WORD = r"[^\s:：#\[\]{},&*!|>'\"%@`?]+"
_PLAIN = re.compile(rf"(?![\d\W_]){_WORD}(?: {_WORD})*\Z")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
LONGEST_COMMENT = 110


def scalar(text: str) -> str:
    """One value, safe within brackets too."""
    if _PLAIN.match(text) and text.isprintable() and text.lower() not in _WORDS:
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(ch if ch.isprintable() else _escaped(ch) for ch in escaped)


def _escaped(ch: str) -> str:
    """As YAML writes it: JSON would need two halves beyond U+FFFF, which YAML refuses. A lone half is no character."""
    return "\\ufffd" if "\ud800" <= ch <= "\udfff" else f"\\U{ord(ch):08x}"


def words(text: str) -> str:
    return f"{{zh: {scalar(text)}}}"


def listed(items: list[str]) -> str:
    return "[" + ", ".join(scalar(one) for one in items) + "]"


def comment(text: str, indent: str = "") -> str:
    """A line of its own."""
    one = printable(text)
    return f"{indent}# {one[:LONGEST_COMMENT]}{'…' if len(one) > LONGEST_COMMENT else ''}\n"
