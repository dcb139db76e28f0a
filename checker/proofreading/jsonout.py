"""Remarks for programs: `schemas/proofread.json`."""

from __future__ import annotations

import json

from checker import __version__
from checker.proofreading.view import View


def render(view: View, name: str, sha256: str, lang: str) -> str:
    """`sha256` is that of the document's file. Same document, same bytes."""
    data = {
        "tool": {"name": "jituan", "version": __version__, "lang": lang},
        "document": {"name": name, "sha256": sha256},
        "remarks": [
            {
                "kind": one.kind,
                "group": group.key,
                "said": one.said,
                "advice": one.advice,
                "values": dict(sorted(one.remark.values.items())),
                "places": [
                    {"at": spot.at, "line": spot.line, "quote": spot.quote, "document": spot.document}
                    for spot in one.remark.spots
                ],
            }
            for group in view.groups
            for one in group.remarks
        ],
        "notes": list(view.notes),
        "limits": view.limits,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
