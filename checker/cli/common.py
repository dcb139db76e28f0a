"""What the subcommands share: the state of a call, exit codes, safe writing, and the one place where errors end."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from checker.errors import BadInput, Problem, say
from checker.lexicon import lexicon
from checker.model import Report, Words
from checker.report import Lexicon, fit
from checker.workbench import Workbench

BAD_INPUT, DEFECT, BROKEN, OPEN, FOUND = 3, 70, 10, 11, 1
_BROKEN = frozenset({"fail", "missed", "disputed"})
_OPEN = frozenset({"unknown", "review"})


@dataclass
class State:
    """What every subcommand needs: language and, on demand, the loaded rulebooks."""

    lang: str
    debug: bool = False

    @cached_property
    def bench(self) -> Workbench:
        return Workbench(os.environ.get("JITUAN_RULES"))

    @cached_property
    def lexicon(self) -> Lexicon:
        return lexicon(self.bench)


def exit_code(reports: Iterable[Report]) -> int:
    """The code that the findings of a body's own duties call for; duties of others never change it."""
    verdicts: set[str] = set()
    for report in reports:
        for finding in report.findings:
            if not finding.explained:
                verdicts.add(finding.verdict)
    return code_of(verdicts)


def code_of(verdicts: Set[str]) -> int:
    """The code for these verdicts, of which a deviation that was explained is none."""
    if "error" in verdicts:
        return DEFECT
    if verdicts & (_BROKEN | {"deviates"}):
        return BROKEN
    return OPEN if verdicts & _OPEN else 0


def out(text: str) -> None:
    """Print, with what the terminal's encoding lacks replaced rather than failing."""
    click.echo(fit(text, getattr(sys.stdout, "encoding", None)), nl=False)


def out_utf8(text: str) -> None:
    """Print a report that programs read: always UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def spare(output: Path, inputs: list[Path]) -> None:
    """A report never takes the place of what it was made from. Raises BadInput."""
    if any(output.exists() and one.is_file() and output.samefile(one) for one in inputs if one.exists()):
        raise BadInput(Problem(str(output), say("是输入文件，没有写", "an input file: nothing was written")))


_TROUBLES: Mapping[int, tuple[Words, Words]] = {
    errno.ENOENT: (
        say("没有那个文件夹", "there is no such folder"),
        say("请先建好，或换一个位置", "make it first, or choose another place"),
    ),
    errno.ENOTDIR: (
        say("路径里有一段是文件，不是文件夹", "a part of the path is a file and no folder"),
        say("请换一个位置", "choose another place"),
    ),
    errno.EEXIST: (
        say("那里已有一个文件，不是文件夹", "a file is there, and no folder"),
        say("请换一个名字", "choose another name"),
    ),
    errno.EACCES: (
        say("没有写的权限", "permission is denied"),
        say("请换一个能写的位置", "choose a place that can be written to"),
    ),
    errno.EROFS: (
        say("那个位置只能读", "the place can only be read"),
        say("请换一个能写的位置", "choose a place that can be written to"),
    ),
    errno.ENOSPC: (
        say("磁盘满了", "the disk is full"),
        say("请腾出空间，或换一个位置", "make room, or choose another place"),
    ),
    errno.ENAMETOOLONG: (say("名字太长", "the name is too long"), say("请取短一点的名字", "choose a shorter name")),
}


def write(path: Path, made: str | bytes) -> None:
    """Write the whole file (a text as UTF-8) or nothing: a temporary file beside it, then one rename.

    What is not an ordinary file (a link, a pipe, a device) is refused: a rename would replace it.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise BadInput(Problem(str(path), say("不是普通文件，没有写", "not an ordinary file: nothing was written")))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made.encode("utf-8") if isinstance(made, str) else made)
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        why, mend = trouble(error)
        raise BadInput(Problem(str(path), say("写不了", "cannot be written"), why, mend)) from None


def trouble(error: OSError) -> tuple[Words, Words]:
    """What a system said, in both languages, and what to do about it."""
    known = _TROUBLES.get(error.errno or 0)
    if known is not None:
        return known
    reason = error.strerror or type(error).__name__
    return say(reason, reason), say("请换一个位置", "choose another place")


def complain(problems: BadInput, lang: str) -> None:
    for line in problems.lines(lang):
        click.echo(fit(line, getattr(sys.stderr, "encoding", None)), err=True)


def _drop_output() -> None:
    """What is left in the buffer cannot be written and must not fail again when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail_softly(command: click.Command, arguments: list[str]) -> NoReturn:
    """Run the command and leave with its code. BadInput: its lines and 3. Our own defect: one line and 70."""
    lang = "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "zh"
    try:
        result: Any = command.main(arguments, prog_name="jituan", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except BadInput as bad:
        complain(bad, lang)
        sys.exit(BAD_INPUT)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.ClickException as usage:
        usage.show()
        sys.exit(usage.exit_code)
    except BrokenPipeError:
        # The reader closed the pipe (`| head`): no error of ours, and nothing more to flush.
        _drop_output()
        sys.exit(0)
    except OSError as broken:
        reason = broken.strerror or type(broken).__name__
        click.echo(f"cannot be read or written: {reason}" if lang == "en" else f"读写出错：{reason}", err=True)
        _drop_output()
        sys.exit(BAD_INPUT)
    except Exception as defect:
        if "interrupted" in str(defect).lower():  # the database says Ctrl-C in its own way
            sys.exit(130)
        if "--debug" in arguments:
            raise
        kind = type(defect).__name__
        zh, en = (
            f"程序缺陷（{kind}），请报告；加 --debug 可见详情",
            f"a defect of ours ({kind}); please report it with --debug",
        )
        click.echo(en if lang == "en" else zh, err=True)
        sys.exit(DEFECT)
