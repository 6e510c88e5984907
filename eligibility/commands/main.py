"""The command ``eligibility``: finds the verb, runs it, and lets no traceback out.

A verb is a module beside this one with ``command``, a ``click.Command``. It is
imported only when it is called, so that one verb never pays for another. Its
return value is the exit code (None is 0); ``ctx.exit(code)`` does as well.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys

import click

from eligibility import __version__

from .exits import COULD_NOT_RUN, FINE, CouldNotRun

VERBS = {
    "validate": "检查规则文件，逐条指出错在哪里、怎么改",
    "rules": "列出全部政策和标准，以及还缺什么依据（--gaps）",
    "show": "把一份政策或标准写成通俗的中文，供对照原文",
    "check": "按企业画像判定能享受哪些政策、多少钱、为什么、还缺什么",
    "plan": "一企一策：给一家企业写一页，现在领什么、离什么最近、什么时候办什么",
    "pools": "看企业在哪些库、应入哪些库、还差什么，列出挖掘、培育、申报、进规的工作清单",
    "batch": "批量判定：一张表里的全部企业，结果、金额、汇总写进一个文件夹",
    "explain": "批量判定里的一家企业：为什么是这个结果、还缺什么",
    "diff": "发布新规则之前，看名单上的企业谁多得、谁少得、为什么",
    "sample": "编一份虚构的企业名单，用来试规则、测速度",
    "test": "运行规则旁边的用例，并检查用例是否覆盖每个条件",
    "new": "新建：企业的空白画像，或一份政策文件",
    "facts": "查指标：按名称、别名、拼音，看类型、问法、证明和哪些政策用它",
    "errors": "解释出错代码：什么意思、怎么改，附改前改后的例子",
    "schema": "生成编辑器用的 schema：补全名称和取值、显示说明、标出写错的单位",
    "fmt": "把规则文件写成统一的样子，不改意思",
    "watch": "盯着规则文件，每次保存后重新检查并运行用例",
    "completion": "输出命令行补全脚本（bash、zsh、fish）",
}
LANGUAGE = "ELIGIBILITY_LANG"
TRACEBACK = "ELIGIBILITY_TRACEBACK"  # set by developers who want to see one


class Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        from .help_text import Formatter

        return Formatter()


class Verbs(click.Group):
    """Verbs by name, each imported when it is called; ``prefix`` begins the names of their modules."""

    context_class = Context
    verbs = VERBS
    prefix = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.verbs:
            return None
        command = importlib.import_module(f"{__package__}.{self.prefix}{cmd_name}").command
        command.context_class = Context
        command.options_metavar = "[选项]"
        if not any(p.name == "lang" for p in command.params):
            command.params.append(click.Option(["--lang"], metavar="语言", hidden=True, expose_value=False))
        return _with_chinese_help(command, ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]):
        if args[0] not in self.verbs and not args[0].startswith("-"):
            raise click.UsageError(f"没有“{args[0]}”这个命令；可用的命令：{'、'.join(self.verbs)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.verbs.items()))


def _with_chinese_help(command: click.Command, ctx: click.Context) -> click.Command:
    option = command.get_help_option(ctx)
    if option is not None:
        option.help = "显示这段说明"
    return command


@click.group(
    "eligibility",
    cls=Verbs,
    help="惠企科技政策：规则写在 YAML 里，企业报指标，说清能不能享受、享受多少、依据哪一条。",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    invoke_without_command=True,
)
@click.option("--lang", metavar="语言", expose_value=False, help="消息用的语言：zh 或 en；也可以写在命令后面，或用环境变量 ELIGIBILITY_LANG。规则里的名称和原文不翻译")
@click.version_option(__version__, message="eligibility %(version)s", help="显示版本")
@click.pass_context
def group(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 fine, 1 findings, 2 could not run."""
    gc.set_threshold(100_000)  # looking for garbage every 700 objects is a twentieth of a short run
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_encode(stream)
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        _speak(arguments)
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader (head, less) went away; nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except Exception as error:
        if os.environ.get(TRACEBACK) and not isinstance(error, (click.ClickException, CouldNotRun, OSError, click.Abort)):
            raise
        return _give_up(*_told(error), "--json" in arguments)
    except KeyboardInterrupt as stop:
        return _give_up(*_told(stop), "--json" in arguments)


def _speak(arguments: list[str]) -> None:
    """Choose the language before anything is said, help included; one without a catalogue is Chinese, with one line."""
    from ..reports.speech import speak

    language = os.environ.get(LANGUAGE, "") or "zh"
    for i, word in enumerate(arguments):
        if word == "--":
            break
        if word.startswith("--lang="):
            language = word.removeprefix("--lang=")
        elif word == "--lang" and i + 1 < len(arguments):
            language = arguments[i + 1]
    if not speak(language):
        click.echo(f"注意：没有语言“{language}”的译文，用中文", err=True)


def _run(arguments: list[str]) -> int:
    """Without click's own ``main``, which ends a broken pipe with the code for findings."""
    if os.environ.get("_ELIGIBILITY_COMPLETE"):  # the shell asks what may come next
        from .completion import complete

        return complete(group, os.environ["_ELIGIBILITY_COMPLETE"])
    try:
        _with_chinese_help(group, Context(group))
        with group.make_context("eligibility", list(arguments)) as ctx:
            return group.invoke(ctx) or FINE
    except click.exceptions.Exit as leave:
        return leave.exit_code


def _told(error: BaseException) -> tuple[str, str, str]:
    """Code, message and remedy."""
    match error:
        case click.Abort() | KeyboardInterrupt():
            return "X912", "已中断", "需要结果时请重新运行"
        case CouldNotRun():
            return error.code, str(error), error.hint
        case click.ClickException():
            from .usage_errors import in_chinese

            return "X911", *in_chinese(error)
        case OSError():
            from .usage_errors import file_trouble

            return file_trouble(error)
    return "X919", _unforeseen(error), "这是程序的缺陷，不是您的错：请把这条信息和所用的文件交给维护人员"


def _give_up(code: str, message: str, hint: str, as_json: bool) -> int:
    """Say why on standard error; a program that asked for JSON gets it in the place of the result."""
    from .terminal import stop_text, tell

    tell(stop_text(code, message, hint), err=True)
    if as_json:
        from .json_output import error_json, write_json

        write_json(error_json(code, message, hint))
    return COULD_NOT_RUN


def _unforeseen(error: Exception) -> str:
    """What happened and in which of our lines, on one line."""
    place = error.__traceback__
    while place.tb_next is not None:
        place = place.tb_next
    file = os.path.basename(place.tb_frame.f_code.co_filename)
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"程序遇到没有预料到的情况：{what}（{file} 第 {place.tb_lineno} 行）"


def _never_fail_to_encode(stream) -> None:
    """A GBK console stays GBK and shows ? for what it lacks; one that has no Chinese at all gets UTF-8."""
    if not hasattr(stream, "reconfigure"):
        return
    try:
        "中".encode(stream.encoding)
        stream.reconfigure(errors="replace")
    except (UnicodeEncodeError, LookupError):
        stream.reconfigure(encoding="utf-8", errors="replace")
