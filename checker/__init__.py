"""Jituan: check education groups' records against policy documents, clause by clause."""

__version__ = "0.1.0"
