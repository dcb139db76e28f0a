"""Golden files: what users see, kept; `python tests/regenerate.py` writes them anew."""

import pytest
import regenerate


@pytest.mark.parametrize("name", sorted(regenerate.found()))
def test_golden(name: str) -> None:
    kept = regenerate.place(name).read_text(encoding="utf-8")
    assert kept == regenerate.found()[name], "changed on purpose? python tests/regenerate.py"
