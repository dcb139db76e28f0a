"""Two versions of one document, or of one rulebook: what differs, and which rules rest on it.

documents.compared(before, after, lexicon) -> Versions;  touched.touched(rulebook, versions, before, after) -> (Touched, …)
books.compared(before, after) -> (RuleChange, …)
"""
