"""The engine: rules as rows, joined with measures over the owed grid. One way through:

`plan` (rules → rows) · `store` (records → tables) · `grid` (windows, periods, entities → owed cells) · `aggregate` (rows →
bounded values) · `formulas` (values → values) · `judge` (cells) · `trace` (the rows behind), ordered by `run`.
"""
