"""The engine: rules as rows, joined with measures over the owed grid. One way through, ordered by `check`:

- `plan`: rules → rows of rules, tests, shapes, windows
- `store`, `views`: records → tables → what each measure sees of each row
- `grid`: windows, periods, entities → the cells that are owed
- `aggregate`, `values`, `formulas`: rows → ends → dense values → shares, sums, lookups
- `judge`: cells ⋈ rules ⋈ values → verdicts
- `trace`: the rows behind a value, on demand
"""
