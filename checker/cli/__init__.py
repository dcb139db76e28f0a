"""The `jituan` command. Each subcommand parses, calls, prints and leaves with a code; nothing is decided here.

Exit codes, first that applies: 2 usage; 3 bad input or nothing evaluated; 70 an `error` finding or our own defect; 10 a
fail, missed, disputed or unexplained deviation; 11 an unknown or review; 0 otherwise; 1 lint, test or verify found
something.
"""

from __future__ import annotations

import gc
import sys
from typing import Any

import click

from checker import __version__
from checker.cli import audit, check, demo, explain, import_, reproduce, rules
from checker.cli.common import State, fail_softly
from checker.cli.compare import compare
from checker.cli.map import map_
from checker.cli.plan import plan
from checker.cli.template import template


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="界面语言 interface language")
@click.option("--debug", is_flag=True, help="程序缺陷时显示详情 show tracebacks of our own defects")
@click.version_option(__version__, prog_name="jituan")
@click.pass_context
def cli(context: click.Context, lang: str, debug: bool) -> None:
    """集团化办学合规检查：逐条对照政策文件。 Check education groups against policy documents, clause by clause."""
    context.obj = State(lang, debug)


cli.add_command(check.check)
cli.add_command(audit.audit)
cli.add_command(explain.explain)
cli.add_command(reproduce.reproduce)
cli.add_command(rules.rules)
cli.add_command(import_.import_)
cli.add_command(map_)
cli.add_command(template)
cli.add_command(demo.demo)
cli.add_command(compare)
cli.add_command(plan)


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
