"""How a check of lint speaks: one problem about one rule, with its place."""

from __future__ import annotations

from checker.errors import Problem, say
from checker.model import Rule


def about(rule: Rule, zh: str, en: str, mend_zh: str = "", mend_en: str = "") -> Problem:
    mend = say(mend_zh, mend_en or mend_zh) if mend_zh else ""
    return Problem(f"{rule.file}:{rule.line}", say(f"{rule.id}：{zh}", f"{rule.id}: {en}"), mend=mend)
