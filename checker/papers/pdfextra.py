"""The extra `pdf` of the package: imported when a PDF is asked for, and one sentence where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from checker.errors import BadInput, Problem, say


def loaded(name: str) -> Any:
    """The module of that name. Raises BadInput where it cannot be imported."""
    try:
        return import_module(name)
    except ImportError:
        raise BadInput(
            Problem(
                "--format pdf",
                say("没有安装排 PDF 的部件", "what makes PDF files is not installed"),
                say("其他格式不受影响", "other formats do without"),
                "pip install 'jituan[pdf]'",
            )
        ) from None


@contextmanager
def panics() -> Iterator[None]:
    """A panic of the library (an exception outside `Exception`) becomes BadInput: a hostile font is the only cause we know of."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise BadInput(
            Problem(
                "--font",
                say("排版程序处理不了其中的字体", "the typesetter fails on one of the typefaces"),
                "",
                say("换一个字体", "use another typeface"),
            )
        ) from None
