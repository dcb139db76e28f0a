"""Any spreadsheet → a proposal of which column holds what, for a person to correct and to use again."""
