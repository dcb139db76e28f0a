"""The `jituan` command. Each subcommand parses, calls, prints and leaves with a code; nothing is decided here.

Exit codes, first that applies: 2 usage; 3 bad input or nothing evaluated; 70 an `error` finding or our own defect; 10 a
fail, missed, disputed or unexplained deviation; 11 an unknown or review; 0 otherwise; 1 lint, test or verify found
something.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import Any

import click

from checker import __version__
from checker.cli.common import State, fail_softly

COMMANDS = {
    "check": "check", "audit": "audit", "explain": "explain", "reproduce": "reproduce", "rules": "rules",
    "import": "import_", "map": "map", "template": "template", "demo": "demo", "compare": "compare", "plan": "plan",
    "diff": "diff", "proofread": "proofread",
}  # fmt: skip
"""Subcommands by the module of this package that holds each, as `name` or `name_`."""


class Late(click.Group):
    """A group that imports a subcommand when it is asked for: one that needs no database waits for none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"checker.cli.{COMMANDS[cmd_name]}")
        found = getattr(module, cmd_name, None)
        made: click.Command = found if isinstance(found, click.Command) else getattr(module, f"{cmd_name}_")
        return made


@click.group(cls=Late, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="界面语言 interface language")
@click.option("--debug", is_flag=True, help="程序缺陷时显示详情 show tracebacks of our own defects")
@click.version_option(__version__, prog_name="jituan")
@click.pass_context
def cli(context: click.Context, lang: str, debug: bool) -> None:
    """集团化办学合规检查：逐条对照政策文件。 Check education groups against policy documents, clause by clause."""
    context.obj = State(lang, debug)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """输出命令补全脚本。 Print the shell's completion script: eval "$(jituan completion bash)"."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(cli, {}, "jituan", "_JITUAN_COMPLETE").source())


def main(arguments: list[str] | None = None) -> Any:
    """The entry point: every error ends here as one line a problem, never as a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    gc.set_threshold(50_000)  # one short run: collecting every 700 objects costs a tenth of it
    return fail_softly(cli, _common_first(given))


def _common_first(arguments: list[str]) -> list[str]:
    """`--lang` and `--debug` in front of the subcommand, wherever they were typed: to a user they belong anywhere."""
    common: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for one in waiting:
        if one == "--":
            return [*common, *rest, one, *waiting]
        if one == "--debug" or one.startswith("--lang="):
            common.append(one)
        elif one == "--lang":
            common += [one, *(value for value in [next(waiting, None)] if value is not None)]
        else:
            rest.append(one)
    return [*common, *rest]
