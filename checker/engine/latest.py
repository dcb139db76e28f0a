"""Which row is the n-th latest: a condition on a row that hangs on the other rows of its table.

By a date, rows are ordered by their day, each a place of its own. By a number (the year that is judged), every number is a
place, and of the rows that share one the last by day stands for it. A place is certain only where the days and numbers say so
and the register is complete from the row's day to the day of the check: a later row that nobody wrote down would take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.engine import sql
from checker.rulebook.numbers import last_day

KEY = "latest"


@dataclass(frozen=True)
class Rank:
    """The `place`-th latest of the rows for which all columns `among` hold; `by` is a column of numbers, or None for the day."""

    among: tuple[str, ...]
    by: str | None
    place: int


def ranked(rows: str, table: str, ranks: Mapping[Rank, str], expires: str | None) -> str:
    """SQL for `rows` (body, rn, t_lo, t_hi and the columns named) with a three-valued column for each rank.

    Rows after the day of the check, or after the last day of a document that ran out, take no place.
    """
    if not ranks:
        return rows
    last = f"LEAST(b.as_of, DATE '{last_day(expires)}')" if expires else "b.as_of"
    columns = "".join(f", r{number}.holds AS {alias}" for number, alias in enumerate(ranks.values()))
    joins = " ".join(
        f"JOIN ({_placed(rank, table)}) r{number} ON r{number}.body = a.body AND r{number}.rn = a.rn"
        for number, rank in enumerate(ranks)
    )
    return f"""
        WITH every AS MATERIALIZED (SELECT e.*, {last} AS last FROM ({rows}) e JOIN bodies b ON b.body = e.body)
        SELECT a.* EXCLUDE (last){columns} FROM every a {joins}"""


def _placed(rank: Rank, table: str) -> str:
    """`body, rn, holds`: is the row in its place?"""
    meets = " AND ".join(f"y.{one}" for one in rank.among) or "TRUE"
    counts = f"COALESCE(({meets}) AND y.t_hi <= y.last, FALSE)"
    after, maybe_after = "y.t_lo > x.t_hi", "y.t_hi >= x.t_lo"
    if rank.by is None:
        above, beaten = f"COUNT(CASE WHEN {counts} AND {after} THEN 1 END)", "FALSE"
        most, doubtful = f"COUNT(CASE WHEN {maybe_after} THEN 1 END)", "FALSE"
    else:
        ours, theirs = f"x.{rank.by}", f"y.{rank.by}"
        above = f"COUNT(DISTINCT CASE WHEN {counts} AND {theirs} > {ours} THEN {theirs} END)"
        most = (
            f"COUNT(DISTINCT CASE WHEN {theirs} > {ours} THEN {theirs} END)"
            f" + COUNT(CASE WHEN y.rn IS NOT NULL AND ({theirs} IS NULL OR {ours} IS NULL) THEN 1 END)"
        )
        beaten = f"COALESCE(BOOL_OR({counts} AND {theirs} = {ours} AND {after}), FALSE)"
        doubtful = f"COALESCE(BOOL_OR({theirs} = {ours} AND {maybe_after}), FALSE)"
    covered = (
        f"EXISTS (SELECT 1 FROM cov c WHERE c.body = q.body AND c.tbl = {sql.text(table)}"
        " AND c.c_from <= q.t_lo AND c.c_to >= q.last)"
    )
    others = rank.place - 1
    return f"""
        SELECT q.body, q.rn, CASE WHEN q.above > {others} OR q.most < {others} OR q.beaten THEN FALSE
            WHEN q.above = {others} AND q.most = {others} AND NOT q.doubtful AND {covered} THEN TRUE END AS holds
        FROM (SELECT x.body, x.rn, x.t_lo, x.last, {above} AS above, {most} AS most, {beaten} AS beaten, {doubtful} AS doubtful
              FROM every x LEFT JOIN every y ON y.body = x.body AND y.rn <> x.rn AND COALESCE({meets}, TRUE) AND y.t_lo <= y.last
              GROUP BY x.body, x.rn, x.t_lo, x.last) q"""
