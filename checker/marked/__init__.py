"""A filled spreadsheet with the gaps and mistakes marked where they are: always a new file, never the user's."""
