"""Earlier reports: reading one that `check --format json` wrote, and how two of them differ.

read(path) -> Past;  past(mapping, file, sha256) -> Past;  difference(before, after) -> (Change, …)
"""

from checker.earlier.differ import difference
from checker.earlier.read import past, read

__all__ = ["difference", "past", "read"]
