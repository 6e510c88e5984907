"""``eligibility completion``: the script with which a shell completes verbs, options, files, policies and codes."""

from __future__ import annotations

import os

import click

from .exits import CouldNotRun
from .json_output import write_json

VARIABLE = "_ELIGIBILITY_COMPLETE"
START_FILES = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/completions/eligibility.fish"}


@click.command("completion", help="输出命令行补全脚本：按 Tab 键补全命令、选项、文件、政策和错误代码。\n\n"
               "bash：把 eval \"$(eligibility completion bash)\" 加到 ~/.bashrc；zsh 同理，加到 ~/.zshrc；"
               "fish：eligibility completion fish > ~/.config/fish/completions/eligibility.fish。"
               "不写就用当前的 shell。")  # fmt: skip
@click.argument("shell", required=False, type=click.Choice(list(START_FILES)), metavar="[bash|zsh|fish]")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def command(ctx: click.Context, shell: str | None, as_json: bool) -> None:
    from click.shell_completion import get_completion_class

    shell = shell or os.path.basename(os.environ.get("SHELL", ""))
    if shell not in START_FILES:
        raise CouldNotRun("X911", "看不出用的是哪种 shell", f"写明一种：{'、'.join(START_FILES)}，例如 eligibility completion bash")
    script = get_completion_class(shell)(ctx.find_root().command, {}, "eligibility", VARIABLE).source()
    if as_json:
        write_json({"format": "eligibility-completion/1", "shell": shell, "file": START_FILES[shell], "script": script})
    else:
        click.echo(script)


def complete(group: click.Group, instruction: str) -> int:
    """Answer the shell, which asks by the variable ``VARIABLE`` (``bash_complete``)."""
    from click.shell_completion import shell_complete

    return shell_complete(group, {}, "eligibility", VARIABLE, instruction)
