"""The footer of a report: by what was checked, with which data and assumptions, so that it can be reproduced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import checker
from checker.model import Report
from checker.report.values import Speaker
from checker.report.words import clean, pick

SHOWN = 20
"""Notes on reading that a report lists; the JSON has all of them."""


@dataclass(frozen=True)
class Note:
    """`code` texts are hashes: set in a fixed-width face, never translated."""

    label: str
    text: str
    code: bool = False


def notes(report: Report, speaker: Speaker) -> tuple[Note, ...]:
    say = speaker.phrases
    hashes = [(say("footer.rulebook_hash", id=clean(book.id)), book.sha256) for book in report.rulebooks]
    hashes.append((say("footer.records_hash"), report.records_sha256))
    if report.decisions_sha256:
        hashes.append((say("footer.decisions_hash"), report.decisions_sha256))
    found = [Note(say("footer.review"), speaker.span(*report.review))]
    found.append(Note(say("footer.calendar"), calendar(report, speaker)))
    found.append(Note(say("footer.tables"), tables(report, speaker)))
    found += reading(report, speaker)
    # A missing calendar is said above.
    assumed = [
        say.keyed("assumption", one, arg=_argument(one.partition(":")[2], speaker))
        for one in report.assumptions
        if one != "no_calendar"
    ]
    found.append(
        Note(say("footer.assumptions"), say("report.group_join").join(assumed) or say("footer.no_assumptions"))
    )
    found += [Note(label, say("footer.hash", sha=sha), code=True) for label, sha in hashes]
    if not report.decisions_sha256:
        found.append(Note(say("footer.decisions_hash"), say("footer.no_decisions")))
    chainer = say("footer.own_chainer") if report.chainer == "naive" else clean(report.chainer)
    key = "footer.tool" if report.consequences else "footer.tool_alone"
    tool = say(key, version=checker.__version__, chainer=chainer)
    found.append(Note(say("footer.version"), tool))
    return tuple(note for note in found if note.text)


def calendar(report: Report, speaker: Speaker) -> str:
    """Where the semesters come from, and their days."""
    say = speaker.phrases
    source = say.keyed("calendar_source", report.calendar_source)
    semesters = (report.calendar or {}).get("semesters") or ()
    listed = [
        say("footer.semester", id=clean(one["id"]), a=speaker.date(str(one["from"])), b=speaker.date(str(one["to"])))
        for one in semesters
    ]
    return say("footer.semesters", source=source, list=say("report.group_join").join(listed)) if listed else source


def reading(report: Report, speaker: Speaker) -> tuple[Note, ...]:
    """What somebody should know of the papers, kind by kind: the first ones by place, and how many there are."""
    say, told = speaker.phrases, list[Note]()
    for kind in dict.fromkeys(one.kind for one in report.notes):
        notes = [one for one in report.notes if one.kind == kind]
        said = say(f"footer.{kind}_some" if len(notes) > SHOWN else f"footer.{kind}_all", n=len(notes), shown=SHOWN)
        told.append(Note(say(f"footer.{kind}"), said))
        told += [
            Note(clean(_place(one.where, report.file)), speaker.freely(pick(one.said, speaker.lang)))
            for one in notes[:SHOWN]
        ]
    return tuple(told)


def tables(report: Report, speaker: Speaker) -> str:
    """The tables with their rows, those stated to be none, those not reported."""
    say = speaker.phrases
    states: dict[str, list[str]] = {"rows": [], "none": [], "not_reported": []}
    for name, state in sorted(report.tables.items()):
        kind, _, number = state.partition(" ")
        label = speaker.lexicon.place(name, speaker.lang)
        said = say("footer.table_rows", name=label, n=number) if kind == "rows" else label
        states.setdefault(kind, []).append(said)
    parts = [say.join(states["rows"])]
    parts += [
        say(f"footer.table_{kind}", list=say.join(states[kind])) for kind in ("none", "not_reported") if states[kind]
    ]
    later = sum(_later(report, name, speaker) for name in report.tables)
    parts.append(say("footer.table_later", date=speaker.date(report.as_of), n=later) if later else "")
    return say("report.group_join").join(part for part in parts if part)


def _place(where: str, file: str) -> str:
    """The place within the file; of the whole file its name without folders."""
    return PurePath(file).name if where == file else where.removeprefix(f"{file}:")


def _later(report: Report, name: str, speaker: Speaker) -> int:
    """How many rows of events lie after the day of the check."""
    table = speaker.lexicon.tables.get(name)
    column = ((table.time if table else None) or {}).get("at")
    own = (key.split("/") for key in report.labels if column and key.startswith(f"{name}/"))
    return sum(parts[-1] == column and report.labels["/".join(parts)] > report.as_of for parts in own)


def _argument(text: str, speaker: Speaker) -> str:
    return speaker.date(text) if text[:4].isdigit() else clean(text)
