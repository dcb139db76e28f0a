"""The words as printed behind offsets of the form in which sentences are read."""

from __future__ import annotations

from checker.wording.text import fold


class Printed:
    """A text beside its normal form. `at` is where each letter of the normal form is printed, None where the two cannot
    be laid side by side."""

    def __init__(self, text: str, normal: str) -> None:
        self.text, self.normal = text, normal
        self.at: list[int] | None = []
        i = 0
        folded = fold(text)
        for char in normal:
            while i < len(folded) and folded[i] != char and not (char == " " and folded[i].isspace()):
                i += 1
            if i == len(folded):
                self.at = None
                return
            self.at.append(i)
            i += 1

    def words(self, start: int, end: int) -> str:
        """As printed, on one line; in the normal form where the two cannot be laid side by side."""
        if self.at is None or start >= end:
            return self.normal[start:end].strip()
        return " ".join(self.text[self.at[start] : self.at[end - 1] + 1].split())
