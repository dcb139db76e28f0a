"""Groups under another region's rules, and under a rule whose number is another one. Nothing here changes a rulebook or a record.

setrule (a number as typed → the rulebook with it) · bucket (bodies checked by each rulebook) → pairing (clauses of two documents brought
together by themes) → shift (what becomes of each group) → text, HTML, JSON; tally (a changed number: counts alone).
"""
