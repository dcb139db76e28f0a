"""A folder of filled workbooks → for each a marked copy and a page, whatever is wrong with the others."""
