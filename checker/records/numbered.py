"""People are told apart by numbers: what looks like a name where a number belongs is asked about, and never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.errors import Problem, say
from checker.records import tables as schemas
from checker.records.assemble import RawRow, RawTable
from checker.records.tables import Column

PEOPLE = "people"
_NAME = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff·]{2,4}\Z")
"""Two to four Chinese characters and nothing else: no number looks so."""


def names(raw_tables: Sequence[RawTable]) -> Iterator[Problem]:
    """Numbers of people, and links to people where there is no table of them, that look like names. Where there is a table, a
    link that is not in it is told anyway."""
    listed = any(raw.name == PEOPLE and not raw.absent for raw in raw_tables)
    for raw in raw_tables:
        schema = schemas.load()[raw.name]
        columns = [one for one in schema.columns.values() if one.link == PEOPLE and not listed]
        columns += [schema.columns["id"]] if raw.name == PEOPLE else []
        for row in raw.rows if columns else ():
            for column in columns:
                cell = row.cells.get(column.name)
                if any(_NAME.match(one) for one in ([cell] if isinstance(cell, str) else cell or ())):
                    yield _asked(row, column)


def _asked(row: RawRow, column: Column) -> Problem:
    return Problem(
        row.where(column.name),
        say(f"{column.label['zh']}疑似姓名", f"{column.label['en']} looks like a name"),
        say("人员只用编号，各表同一人用同一编号", "people are numbers, the same in all tables"),
        say("例如 p1", "for example p1"),
    )
