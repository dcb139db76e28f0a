"""Regions side by side: what their documents ask on one matter, and whose rule is stricter where that can be told.

themes (which measures speak of one matter) → duties (rules reduced to what can be compared) → order (what follows from what) →
table (a row a theme, a cell a region) → text, HTML, Excel, JSON. Nothing here knows a result: all of it comes from the rules.
"""
