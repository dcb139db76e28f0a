"""Rulebooks: read from YAML, proved against the texts of the documents, compiled for the engine."""
