"""How much a spreadsheet may hold. Beyond it a file is a mistake or an attack, and is refused by the name of the place."""

from __future__ import annotations

ROWS = 60_000
"""Of a sheet. The largest register of a county (its teachers) has some 20,000; Excel's first format ended at 65,536."""

COLUMNS = 300
"""Of a sheet. The widest register known has 90; weeks of a year side by side, four columns each, still fit."""

CELLS = 600_000
"""Filled ones of a file. Each takes some 300 bytes once read."""

BLANK = 2_000_000
"""Cells with a colour or border and nothing in them: programs write them down to the last row of a formatted column."""

SHEETS = 60
MERGES = 20_000
"""Merged ranges of a sheet."""

LONGEST = 32_767
"""Characters of a cell: the limit of Excel."""

TEXT = 10_000_000
"""Characters of all different texts of a file: some 30 MB of memory."""

SECONDS = 40
"""Processor time to read one file. The largest allowed takes some 20, one of 30,000 cells less than one."""

PATIENCE = 90
"""Seconds by the clock, on a machine with other work, or one that does not count processor time."""

MEMORY = 1_500_000_000
"""Address space of the reading process."""
