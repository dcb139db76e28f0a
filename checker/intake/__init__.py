"""From a document file to its text: what a stranger sends is recognised by its content, read safely, or refused with a
sentence that says what to do."""

from checker.intake.read import Document, read_document

__all__ = ["Document", "read_document"]
