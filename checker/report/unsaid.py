"""What must not be told of persons in texts that somebody wrote freely: reasons, evidence, subjects of meetings."""

from __future__ import annotations

import re
from collections.abc import Mapping

SHORTEST_NAME, SHORTEST_NUMBER = 2, 3
"""One character is a word more often than a name, and a short number counts something."""
NUMBERS_GO_ON = "[0-9A-Za-z]"
COUNTED = "(?!年|月|日|人|元|万|次|所|名|个|分|%)"
"""A number before one of these counts, or is a date."""


def unsaid(registered: Mapping[str, str], *, numbers: bool) -> re.Pattern[str] | None:
    """A pattern of the names of `registered` persons (by staff number), and with `numbers` of their numbers; the longest first, so
    that no name is half told. None where there is nothing to keep back."""
    names = {re.escape(one.strip()) for one in registered.values() if len(one.strip()) >= SHORTEST_NAME}
    found = sorted(names, key=lambda one: (-len(one), one))
    if numbers:
        keys = sorted((one for one in registered if len(one) >= SHORTEST_NUMBER), key=lambda one: (-len(one), one))
        found += [f"(?<!{NUMBERS_GO_ON}){re.escape(one)}(?!{NUMBERS_GO_ON}){COUNTED}" for one in keys]
    return re.compile("|".join(found)) if found else None
